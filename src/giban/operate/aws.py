"""The door to AWS: clients, with the credentials and the patience of the machine."""

from __future__ import annotations

from typing import Any, Protocol

from giban.errors import WorldError

PRICE_LIST_REGION = "us-east-1"


class PriceList(Protocol):
    """The part of the Price List Query API that giban asks."""

    def get_products(self, **request: Any) -> dict[str, Any]:
        """Return a page of products."""


def price_list() -> PriceList:
    """Return a client of the Price List API; raises `WorldError` without boto3.

    https://docs.aws.amazon.com/awsaccountbilling/latest/aboutv2/using-the-aws-price-list-query-api.html
    """
    try:
        import boto3  # noqa: PLC0415 - an extra that few commands need
    except ImportError:
        raise WorldError(
            "boto3 is not installed", fix="Install it: `pip install 'giban[rehearsal]'`."
        ) from None
    client: PriceList = boto3.client("pricing", region_name=PRICE_LIST_REGION)
    return client


def refused(error: Exception) -> WorldError:
    """Return what AWS, or the way to it, answered, in our words."""
    return WorldError(
        "AWS did not answer with prices",
        why=str(error),
        fix="Look at the credentials (`aws sts get-caller-identity`); the role needs "
        "pricing:GetProducts.",
    )
