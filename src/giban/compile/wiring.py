"""What one `uses:` edge gives a service: network, permission, secret, variable."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct, field

from giban.blueprint import Object
from giban.compile.firewall import Target
from giban.compile.policies import Statement
from giban.values import Value


class Stored(Struct, frozen=True):
    """A secret that is kept elsewhere: its ARN, its version, and variables by its keys."""

    arn: Value
    version: Object
    keys: Mapping[str, str]


class Grant(Struct, frozen=True, kw_only=True):
    """Everything a service is given.

    `doors` are the groups it may reach and their TCP ports; `statements` go into its task role;
    `environment` is readable by anyone who sees the task definition, `secrets` only inside it;
    `stored` are secrets that other parts keep, and the variables that read them.
    """

    doors: tuple[tuple[Target, int], ...] = ()
    statements: tuple[Statement, ...] = ()
    environment: dict[str, Value] = field(default_factory=dict)
    secrets: dict[str, Value] = field(default_factory=dict)
    stored: tuple[Stored, ...] = ()


def together(grants: Iterable[Grant]) -> Grant:
    """Return the sum of grants, each statement once; names never clash (`system` checks)."""
    doors: list[tuple[Target, int]] = []
    statements: list[Statement] = []
    environment: dict[str, Value] = {}
    secrets: dict[str, Value] = {}
    kept: list[Stored] = []
    for grant in grants:
        doors += grant.doors
        statements += (one for one in grant.statements if one not in statements)
        environment |= grant.environment
        secrets |= grant.secrets
        kept += grant.stored
    return Grant(
        doors=tuple(doors),
        statements=tuple(statements),
        environment=environment,
        secrets=secrets,
        stored=tuple(kept),
    )
