"""Who stands on a foundation, and has a database of its own on the instance all share."""

from __future__ import annotations

from collections.abc import Mapping

from giban.system.facts import RESERVED_USERS
from giban.system.model import Tenant
from giban.system.reading import Reader

LONGEST_USER = 32
"""https://dev.mysql.com/doc/refman/8.4/en/user-names.html"""
SYSTEM_DATABASES = ("information_schema", "innodb", "mysql", "performance_schema", "sys")
"""https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/USER_CreateDBInstance.html"""


def tenants(reader: Reader) -> Mapping[str, Tenant]:
    """Return all tenants of a foundation; mistakes are left with the reader."""
    found: dict[str, Tenant] = {}
    masters = {one.text("username") for one in reader.each("databases")}
    for own in reader.each("tenants"):
        one = _tenant(own)
        if one.database is not None:
            _check_login(own, one)
            _check_master(own, one, masters)
            _check_alone(own, one, list(found.values()))
        found[one.name] = one
    return found


def _tenant(reader: Reader) -> Tenant:
    return Tenant(
        name=reader.name,
        repositories=reader.texts("repositories"),
        database=reader.maybe("database") or None,
        username=str(reader.maybe("username") or ""),
    )


def _check_login(reader: Reader, tenant: Tenant) -> None:
    """Refuse what MySQL or RDS would refuse, or what would hand MySQL's own tables to a tenant."""
    if tenant.database in SYSTEM_DATABASES:
        reader.wrong(
            "reserved-database",
            "database",
            f"A tenant's database cannot be called `{tenant.database}`.",
            why="MySQL keeps its own tables there: whoever may write to them may do anything.",
            fix="Choose another one, such as main.",
        )
    if tenant.username in RESERVED_USERS["mysql"]:
        reader.wrong(
            "reserved-user",
            "username",
            f"RDS keeps the name `{tenant.username}` for itself.",
            fix=f"Choose another one, such as {tenant.database}_app.",
        )
    if len(tenant.username) > LONGEST_USER:
        reader.wrong(
            "long-user",
            "username",
            f"`{tenant.username}` has {len(tenant.username)} characters.",
            why=f"MySQL's users have {LONGEST_USER} at most.",
            fix="Write a shorter `username`.",
        )


def _check_master(reader: Reader, tenant: Tenant, masters: set[str]) -> None:
    if tenant.username in masters:
        reader.wrong(
            "tenant-is-master",
            "username",
            f"`{tenant.username}` is the master user of the instance.",
            why="Making the tenant's login would give the master another password.",
            fix=f"Choose another one, such as {tenant.database}_user.",
        )


def _check_alone(reader: Reader, tenant: Tenant, others: list[Tenant]) -> None:
    for other in others:
        for key in ("database", "username"):
            name = getattr(tenant, key)
            if name == getattr(other, key):
                reader.wrong(
                    "tenant-twice",
                    key,
                    f"Tenants {other.name} and {tenant.name} have the {key} `{name}`.",
                    why="Each would read the other's data, or take the other's password away.",
                    fix="Give each its own, or make one tenant of both.",
                )
