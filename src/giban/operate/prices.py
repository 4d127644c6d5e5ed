"""Renewing a price book from the AWS Price List: what is found, what is kept, and why."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from giban.operate.aws import PriceList, refused
from giban.pricing import Book, Price

SOURCE = "AWS Price List"
PREFIXES = {"ap-northeast-2": "APN2-", "ap-northeast-1": "APN1-", "us-east-1": ""}
"""How usage types of a region begin in the list: https://docs.aws.amazon.com/cur/latest/userguide/."""

Filters = Mapping[str, str]

_LINUX = {
    "operatingSystem": "Linux",
    "tenancy": "Shared",
    "preInstalledSw": "NA",
    "capacitystatus": "Used",
}
_ENGINES = {"postgresql": "PostgreSQL", "mysql": "MySQL"}
_ZONES = {"single_az": "Single-AZ", "multi_az": "Multi-AZ"}
_CACHES = {"redis": "Redis", "valkey": "Valkey"}
_USAGE: dict[str, tuple[str, str]] = {
    "alb.hour": ("AWSELB", "LoadBalancerUsage"),
    "alb.lcu_hour": ("AWSELB", "LCUUsage"),
    "cloudwatch.logs.ingestion.standard.gb": ("AmazonCloudWatch", "DataProcessing-Bytes"),
    "cloudwatch.logs.storage.gb_month": ("AmazonCloudWatch", "TimedStorage-ByteHrs"),
    "ecr.storage.gb_month": ("AmazonECR", "TimedStorage-ByteHrs"),
    "fargate.linux.arm.gb_hour": ("AmazonECS", "Fargate-ARM-GB-Hours"),
    "fargate.linux.arm.vcpu_hour": ("AmazonECS", "Fargate-ARM-vCPU-Hours:perCPU"),
    "fargate.linux.x86.gb_hour": ("AmazonECS", "Fargate-GB-Hours"),
    "fargate.linux.x86.vcpu_hour": ("AmazonECS", "Fargate-vCPU-Hours:perCPU"),
    "kms.key.month": ("awskms", "KMS-Keys"),
    "nat_gateway.gb": ("AmazonEC2", "NatGateway-Bytes"),
    "nat_gateway.hour": ("AmazonEC2", "NatGateway-Hours"),
    "s3.standard.gb_month.first_50tb": ("AmazonS3", "TimedStorage-ByteHrs"),
    "secretsmanager.secret.month": ("AWSSecretsManager", "AWSSecretsManager-Secrets"),
    "vpc.interface_endpoint.gb": ("AmazonVPC", "VpcEndpoint-Bytes"),
    "vpc.interface_endpoint.hour": ("AmazonVPC", "VpcEndpoint-Hours"),
    "vpc.public_ipv4.idle_hour": ("AmazonVPC", "PublicIPv4:IdleAddress"),
    "vpc.public_ipv4.in_use_hour": ("AmazonVPC", "PublicIPv4:InUseAddress"),
}


class Renewed(Struct, frozen=True, kw_only=True):
    """A price after a refresh: the new one, or the old one and why it was kept."""

    price: Price
    before: Decimal
    kept: str = ""


def renew(
    book: Book, client: PriceList, progress: Callable[[str], object] = lambda _: None
) -> Iterator[Renewed]:
    """Yield every price of a book, renewed where the list has exactly one for it.

    Raises `WorldError` when AWS does not answer.
    """
    for price in book:
        question = asked(price.key, book.region)
        if question is None:
            yield Renewed(price=price, before=price.usd, kept="giban does not know how to ask")
            continue
        progress(price.key)
        found = {(usd, date) for usd, date in _found(client, *question)}
        yield _renewed(price, found)


def _renewed(price: Price, found: set[tuple[Decimal, str]]) -> Renewed:
    amounts = {usd for usd, _ in found}
    if len(amounts) != 1:
        shown = ", ".join(f"{usd:f}" for usd in sorted(amounts))
        why = f"the list has {len(amounts)} prices: {shown}" if amounts else "the list has none"
        return Renewed(price=price, before=price.usd, kept=why)
    date = max(date for _, date in found)
    new = replace(price, usd=amounts.pop(), as_of=date[:10], confidence="high", source=SOURCE)
    return Renewed(price=new, before=price.usd)


def asked(key: str, region: str) -> tuple[str, Filters] | None:
    """Return the service and filters that name one price in the list; None if giban knows none."""
    if region not in PREFIXES:
        return None
    here = {"regionCode": region}
    if key in _USAGE:
        service, usage = _USAGE[key]
        return service, {**here, "usagetype": f"{PREFIXES[region]}{usage}"}
    for pattern, service, filters in (
        (r"ec2\.linux\.(\S+\.\S+)", "AmazonEC2", _instance),
        (r"rds\.(\w+)\.(db\.\S+\.\S+)\.(single_az|multi_az)", "AmazonRDS", _database),
        (r"elasticache\.(redis|valkey)\.(cache\.\S+)", "AmazonElastiCache", _cache),
        (r"ebs\.(gp2|gp3)\.gb_month", "AmazonEC2", _disk),
    ):
        found = re.fullmatch(pattern, key)
        if found:
            return service, {**here, **filters(*found.groups())}
    return None


def _instance(kind: str) -> Filters:
    return {**_LINUX, "instanceType": kind}


def _database(engine: str, kind: str, zones: str) -> Filters:
    return {
        "databaseEngine": _ENGINES[engine],
        "instanceType": kind,
        "deploymentOption": _ZONES[zones],
    }


def _cache(engine: str, kind: str) -> Filters:
    return {"cacheEngine": _CACHES[engine], "instanceType": kind}


def _disk(kind: str) -> Filters:
    return {"volumeApiName": kind, "productFamily": "Storage"}


def _found(client: PriceList, service: str, filters: Filters) -> Iterator[tuple[Decimal, str]]:
    request: dict[str, Any] = {
        "ServiceCode": service,
        "FormatVersion": "aws_v1",
        "Filters": [
            {"Type": "TERM_MATCH", "Field": name, "Value": value} for name, value in filters.items()
        ],
    }
    while True:
        try:
            page = client.get_products(**request)
        except Exception as error:
            raise refused(error) from error
        for product in page.get("PriceList", ()):
            yield from _on_demand(json.loads(product))
        if not page.get("NextToken"):
            return
        request["NextToken"] = page["NextToken"]


def _on_demand(product: Mapping[str, Any]) -> Iterator[tuple[Decimal, str]]:
    """Yield the on-demand price of the first step, with the date it holds from."""
    for term in product.get("terms", {}).get("OnDemand", {}).values():
        for one in term["priceDimensions"].values():
            if one.get("beginRange", "0") != "0":
                continue
            try:
                usd = Decimal(one["pricePerUnit"]["USD"])
            except (KeyError, InvalidOperation):
                continue
            if usd:
                yield usd.normalize() + 0, term["effectiveDate"]
