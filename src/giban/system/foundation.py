"""A foundation and who stands on it: both sides of the border, checked against each other."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING

from giban.system.model import Database, Exports, Foundation, Subnet, Tenant
from giban.system.reading import Reader, listed, nearest
from giban.system.tenants import tenants

if TYPE_CHECKING:
    from giban.system.model import Service, System

PREFIX = "/shared"
KEYS: Mapping[str, str] = {
    "cloudwatch-logs": "log groups, and topics that alarms report to",
    "secrets-manager": "secrets",
    "rds": "databases",
    "s3": "buckets",
    "sqs": "queues",
    "ssm": "secure parameters",
    "elasticache": "caches",
}
"""The keys a foundation may have, and what each encrypts (ledger HY-KMS-01)."""

NEEDED: Mapping[str, str] = {
    "services": "cloudwatch-logs",
    "buckets": "s3",
    "queues": "sqs",
    "caches": "elasticache",
}
"""The key that each noun of an application needs."""

OWN: Mapping[str, str] = {
    "services": "Give them a manifest of their own that says `foundation: …`",
    "caches": "Give each application its own",
    "buckets": "Give each application its own",
    "queues": "Give each application its own",
    "sites": "Give each application its own",
}
"""What no foundation has: applications do not share it."""


def exports(reader: Reader) -> Exports | None:
    """Return what makes a project a foundation; mistakes are left with the reader."""
    if reader.maybe("exports") is None:
        _check_nothing_shared(reader)
        return None
    _check_foundation(reader)
    return Exports(
        prefix=reader.text("exports"),
        keys=reader.texts("keys"),
        tenants=tenants(reader),
    )


def _check_nothing_shared(reader: Reader) -> None:
    for key in ("tenants", "keys"):
        if reader.maybe(key) is not None and reader.layers.place(key)[1] is not None:
            reader.wrong(
                "nothing-exported",
                key,
                f"`{key}` means something only on a foundation.",
                why="Without `exports` nobody can stand on this project.",
                fix=f"Write `exports: {PREFIX}` if it is one, or remove `{key}`.",
            )


def _check_foundation(reader: Reader) -> None:
    if reader.maybe("foundation") is not None:
        reader.wrong(
            "foundation-twice",
            "foundation",
            "A foundation cannot stand on another.",
            why="`exports` makes this project one.",
            fix="Remove `foundation`, or `exports` if it is an application.",
        )
    for noun, instead in OWN.items():
        if reader.layers.names(noun):
            reader.wrong(
                "not-shared",
                noun,
                f"A foundation has no `{noun}`.",
                why="It holds what applications share: network, keys, images, one database.",
                fix=f"{instead}.",
            )
    names = reader.layers.names("databases")
    if len(names) > 1:
        reader.wrong(
            "one-shared-database",
            f"databases.{names[1]}",
            f"A foundation shares one database, and this is a second: `{names[1]}`.",
            why="Applications find it as <prefix>/rds/<environment>/endpoint, without a name.",
            fix="Give it to the application that needs it, or make a second foundation.",
        )


def foundation(
    reader: Reader, environment: str, known: tuple[str, ...], find: Callable[[str], System | None]
) -> tuple[Foundation | None, System | None]:
    """Return what an application stands on, and that System where its manifest was read.

    `known` are the foundation's environments, empty when it was not read.
    """
    if reader.maybe("foundation") is None or reader.maybe("exports") is not None:
        return None, None
    own = reader.below("foundation")
    meant = own.table("environments").get(environment, environment)
    if known and meant not in known:
        key = "environments" if own.maybe("environments") else ""
        own.wrong(
            "foundation-environment",
            key,
            f"The foundation has no environment `{meant}` for `{environment}` to stand on.",
            fix=f"{nearest(meant, known)}Write `environments: {{{environment}: …}}` with one of "
            f"{listed(known)}.",
        )
        return None, None
    base = find(meant)
    tenant = _as_tenant(own, base)
    return (
        Foundation(
            prefix=own.text("prefix"),
            environment=meant,
            tenant=tenant,
            manifest=own.maybe("manifest") if base else None,
            keys=base.exports.keys if base and base.exports else tuple(KEYS),
            database=_shared(base),
            keeps_state=_keeps_state(reader, base),
            knows_github=base is None or base.github is not None,
            elsewhere=_elsewhere(base),
        ),
        base,
    )


def _shared(base: System | None) -> Database | None:
    return next(iter(base.databases.values()), None) if base else None


def _elsewhere(base: System | None) -> tuple[Subnet, ...]:
    """Return the subnets of the database's copy; none where nothing stands ready."""
    if base is None or base.dr is None or not base.databases:
        return ()
    there = base.dr.network
    return there.tiers.get(there.data_tier, ())


def _keeps_state(reader: Reader, base: System | None) -> bool:
    """Tell whether the state lies in the foundation's bucket.

    Of a foundation that was not read: whether somebody wrote which bucket.
    """
    if base is not None:
        return reader.text("state_bucket") == base.state_bucket
    return reader.layers.place("state_bucket")[1] is not None


def _as_tenant(own: Reader, base: System | None) -> Tenant:
    name = own.text("tenant")
    assumed = Tenant(
        name=name,
        repositories=(),
        database=name.replace("-", "_"),
        username=f"{name.replace('-', '_')}_user",
    )
    if base is None:
        return assumed
    if base.exports is None:
        own.wrong(
            "no-exports",
            "manifest",
            f"{base.project} exports nothing, so nobody can stand on it.",
            fix=f"Write `exports: {PREFIX}` in its manifest, or name another one.",
        )
        return assumed
    if name not in base.exports.tenants:
        own.wrong(
            "not-a-tenant",
            "tenant" if own.layers.place(("foundation", "tenant"))[1] else "",
            f"The foundation has no tenant `{name}`.",
            why=f"It has {listed(list(base.exports.tenants))}.",
            fix=f"{nearest(name, list(base.exports.tenants))}Add `{name}: {{}}` to `tenants` in "
            f"{own.maybe('manifest')}, or write `tenant: …` here.",
        )
    return base.exports.tenants.get(name, assumed)


def check_application(
    reader: Reader, own: Foundation, base: System | None, services: Mapping[str, Service]
) -> None:
    """Note what an application asks of its foundation and does not get."""
    if reader.layers.place("network")[1] is not None:
        reader.wrong(
            "foundation-network",
            "network",
            "The network is the foundation's.",
            why=f"It is found below {own.prefix}/{own.environment}/network.",
            fix="Remove `network`, or `foundation` to have one of your own.",
        )
    if base is None:
        return
    if base.region != reader.text("region"):
        reader.wrong(
            "foundation-region",
            "region",
            f"The foundation stands in {base.region}.",
            why="Its network and its parameters are there.",
            fix=f"Write `region: {base.region}`.",
        )
    _check_repositories(reader, own, services)
    _check_database(reader, own, services)
    _check_keys(reader, own)


def _check_repositories(reader: Reader, own: Foundation, services: Mapping[str, Service]) -> None:
    for name, service in services.items():
        if service.repository not in own.tenant.repositories:
            reader.below("services", name).wrong(
                "foundation-repository",
                "",
                f"The foundation has no repository `{service.repository}` for `{name}`.",
                why=f"Tenant {own.tenant.name} has {listed(own.tenant.repositories)}.",
                fix=f"Add it to `tenants.{own.tenant.name}.repositories` in {own.manifest}, or "
                "write `repository: …` here.",
            )


def _check_database(reader: Reader, own: Foundation, services: Mapping[str, Service]) -> None:
    """Note who uses a database that the foundation does not keep for this application."""
    lacking = _lacking(own)
    if lacking is None:
        return
    what, fix = lacking
    for name, service in services.items():
        for index, use in enumerate(service.uses):
            if use.kind == "tenant":
                reader.below("services", name).wrong(
                    "no-tenant-database",
                    f"uses.{index}",
                    f"`{name}` uses the shared database, and {what}.",
                    fix=fix,
                )


def _lacking(own: Foundation) -> tuple[str, str] | None:
    if own.database is None:
        return "the foundation has none", f"Add one to `databases` in {own.manifest}."
    if own.database.engine != "mysql":
        return (
            f"the foundation's is {own.database.engine}",
            "Only mysql is shared: its users are made by a task with its client.",
        )
    if own.tenant.database is None:
        where = f"`tenants.{own.tenant.name}` in {own.manifest}"
        return f"tenant {own.tenant.name} has none", f"Remove `database: false` from {where}."
    return None


def _check_keys(reader: Reader, own: Foundation) -> None:
    for noun, key in NEEDED.items():
        names = reader.layers.names(noun)
        if names and key not in own.keys:
            reader.below(noun, names[0]).wrong(
                "foundation-key",
                "",
                f"`{noun}` are encrypted with the foundation's key `{key}`, which it lacks.",
                why=f"It has {listed(own.keys)}.",
                fix=f"Add `{key}` to `keys` in {own.manifest}.",
            )
