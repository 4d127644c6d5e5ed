"""Data transfer: https://aws.amazon.com/ec2/pricing/on-demand/, "Data Transfer"."""

from __future__ import annotations

from giban.pricing.line import Charge
from giban.pricing.scope import Scope

GROUP = "Data transfer"
NAMES = {"ap-northeast-2": "seoul", "ap-northeast-1": "tokyo", "us-east-1": "us_east_1"}


def internet(scope: Scope) -> Charge:
    """Return what goes out to the internet; AWS counts it over the whole account."""
    sent = scope.assume("internet_gb")
    return Charge(
        name="Data to the internet",
        quantity=sent.value,
        price="internet_out",
        group=GROUP,
        rests_on=(sent,),
    )


def between(here: str, there: str) -> str:
    """Return the key of the price of a GB from one region to another."""
    return f"data_transfer.inter_region.{NAMES.get(here, here)}_to_{NAMES.get(there, there)}.gb"
