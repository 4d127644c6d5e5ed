"""What an application finds on its foundation, in the shape it would have if it were its own."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct

from giban.compile.border import imported, imported_list
from giban.compile.draft import Draft
from giban.compile.firewall import ForeignAddresses, ForeignGroup
from giban.compile.key import USES, Keys
from giban.compile.network import TIER_WORDS, Network
from giban.system import System
from giban.values import Expr, Value

MYSQL = 3306


def shared_network(draft: Draft, tiers: Sequence[str] = tuple(TIER_WORDS)) -> Network:
    """Return the foundation's network, with the tiers that are needed."""
    subnets: dict[str, list[Value] | Expr] = {
        tier: imported_list(draft, "network", f"{TIER_WORDS[tier]}-subnet-ids") for tier in tiers
    }
    return Network(imported(draft, "network", "vpc-id"), subnets)


def shared_keys(draft: Draft, names: Sequence[str]) -> Keys:
    """Return the foundation's keys of these names, each for its use.

    Topics have none of their own: their key is that of CloudWatch, which publishes to them
    (defect D-HY-20).
    """
    found = {name: imported(draft, "kms", f"{name}-key-arn") for name in names}
    arns = {use: found[use] for use in USES if use in found}
    if "cloudwatch-logs" in found:
        arns["sns"] = found["cloudwatch-logs"]
    return Keys(arns)


class SharedDatabase(Struct, frozen=True):
    """The foundation's database instance: where it is, and who may open its door.

    `master_secret` is the ARN of the secret with the password of its owner, as JSON with the keys
    `username`, `password`, `engine` and `port`: for the task that makes a tenant's database and
    user, and for nobody else (defect D-HY-08). Host and port are here and not in the secret. A
    replica in another region has none.
    """

    identifier: Value
    host: Value
    group: ForeignGroup
    master_secret: Value
    port: int = MYSQL
    elsewhere: ForeignAddresses | None = None
    """Where its copy in the other region is reached, or the first one from there."""


def shared_database(draft: Draft) -> SharedDatabase:
    """Return the foundation's database instance."""
    group = imported(draft, "rds", "security-group-id")
    return SharedDatabase(
        identifier=imported(draft, "rds", "identifier"),
        host=imported(draft, "rds", "endpoint"),
        group=ForeignGroup("shared_rds", group),
        master_secret="" if draft.system.standby else imported(draft, "rds", "master-secret-arn"),
        elsewhere=_elsewhere(draft.system),
    )


def _elsewhere(system: System) -> ForeignAddresses | None:
    found = system.foundation.elsewhere if system.foundation else ()
    if not found:
        return None
    ranges = tuple((subnet.zone, str(subnet.cidr)) for subnet in found)
    return ForeignAddresses("shared_rds_elsewhere", ranges)
