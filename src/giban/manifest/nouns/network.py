"""`network:` - the addresses everything lives at."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal

from pydantic import AfterValidator, Field, Tag

from giban.manifest.part import BY_SHAPE, CIDR, CidrText, Part, expands, key

Zone = Annotated[str, Field(pattern=r"^[a-z]$")]


class Blocks(Part):
    """Consecutive blocks of one size, one a zone, in the order of `zones`."""

    noun: ClassVar[str] = "a subnet tier"
    first: int | None = key(
        "Number of the first block, counted from 0 at the start of the network.", 10, ge=0
    )
    prefix: int | None = key(
        "Size of each block as a prefix length; without it /24, or 8 bits inside a network "
        "that is not a /16.",
        20,
        ge=16,
        le=28,
    )
    zones: list[Zone] | None = key(
        "Zones of this tier alone; without it those of the network.", ["a", "c"], min_length=1
    )


def _blocks(value: Any) -> Any:
    return Blocks(first=value) if isinstance(value, int) else value


Tier = Annotated[
    Annotated[int, Field(ge=0), Tag("=number")]
    | Annotated[list[CidrText], Tag("=list")]
    | Annotated[Blocks, Tag("=mapping")],
    BY_SHAPE,
    expands(Blocks, "first"),
]

DataTier = Annotated[
    Annotated[int, Field(ge=0), Tag("=number")]
    | Annotated[Literal["app"], Tag("=text")]
    | Annotated[list[CidrText], Tag("=list")]
    | Annotated[Blocks, Tag("=mapping")],
    BY_SHAPE,
    AfterValidator(_blocks),
]


class Subnets(Part):
    """The three tiers of a network."""

    noun: ClassVar[str] = "`subnets`"
    public: Tier | None = key(
        "Where load balancers and NAT gateways stand: number of the first block, "
        "`{first, prefix}`, or a list of CIDRs, one a zone.",
        1,
        {"first": 0, "prefix": 20},
        ["10.0.1.0/24", "10.0.2.0/24"],
    )
    app: Tier | None = key("Where services run; written like `public`.", 10)
    data: DataTier | None = key(
        "Where databases and caches stand, with no way to the internet; written like `public`, "
        "or `app`, to stand where services run.",
        20,
        "app",
    )


Endpoint = Literal[
    "dynamodb",
    "ecr.api",
    "ecr.dkr",
    "kms",
    "logs",
    "monitoring",
    "secretsmanager",
    "sqs",
    "ssm",
    "ssmmessages",
    "sts",
]


class Network(Part):
    """A VPC."""

    noun: ClassVar[str] = "`network`"
    cidr: str | None = key(
        "Address range of the network; without it 10.0.0.0/16.", "10.0.0.0/16", pattern=CIDR
    )
    zones: list[Zone] | None = key(
        "Availability zones by letter; without it the region's first two.", ["a", "c"], min_length=1
    )
    subnets: Subnets | None = key(
        "Address ranges of the tiers; without it every tier gets its own eighths of the network.",
        {"public": 1, "app": 10, "data": 20},
    )
    nat: Literal["per-zone", "single", "instance", "none"] | None = key(
        "NAT gateways that let services reach the internet, or one small instance that does it for "
        "a tenth of the price and nobody repairs; "
        "without it one in each zone when availability is high, else one.",
        "single",
    )
    nat_type: str | None = key(
        "Type of the NAT instance; without it t4g.nano.",
        "t4g.nano",
        pattern=r"^[a-z][a-z0-9]*g[a-z]*\.[a-z0-9]+$",
    )
    endpoints: list[Endpoint] | None = key(
        "AWS services reached without the internet, beside S3: dynamodb is free, each other one "
        "costs by the hour and zone; without it none.",
        ["dynamodb", "ecr.api", "ecr.dkr", "secretsmanager"],
    )
    flow_log_to: Literal["logs", "bucket"] | None = key(
        "Where network flow logs go: `logs` is a log group, kept `flow_log_days`; `bucket` is the "
        "bucket of access logs, kept as `log_archive` says. Without it logs.",
        "bucket",
    )
    flow_log_days: int | None = key(
        "Days that network flow logs are kept, 0 for no flow log; "
        "without it 30 when availability is high, else 0.",
        30,
        ge=0,
    )
