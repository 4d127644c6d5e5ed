"""Databases, caches and sites of a system."""

from __future__ import annotations

from giban.system.checks import check_days, check_size, check_version, check_windows, check_zones
from giban.system.facts import NO_INSIGHTS, RESERVED_USERS, RETIRED_FAMILIES, SMALL
from giban.system.model import Cache, Database, Login, Replica, Site
from giban.system.reading import Reader, listed


def database(reader: Reader, offset: int, zones: int) -> Database:
    """Return one database; mistakes are left with the reader."""
    backup, maintenance = check_windows(
        reader, offset, "backup.window", "maintenance", "backup window"
    )
    check_zones(reader, zones, "A database", "RDS wants subnets in two, even for a single one.")
    _check_class(reader)
    _check_user(reader)
    _check_insights(reader)
    size = reader.number("storage.size")
    return Database(
        name=reader.name,
        engine=reader.text("engine"),  # type: ignore[arg-type]  # the manifest checked it
        version=check_version(reader),
        instance_class=reader.text("class"),
        storage=size,
        storage_max=_most(reader, size),
        multi_az=reader.flag("multi_az"),
        database=reader.text("database"),
        username=reader.text("username"),
        logins={one.name: _login(one) for one in reader.each("logins")},
        secret=reader.maybe("secret"),
        replicas=_replicas(reader),
        parameters=reader.table("parameters"),
        backup_days=reader.number("backup.days"),
        backup_window=backup,
        maintenance_window=maintenance,
        deletion_protection=reader.flag("deletion_protection"),
        final_snapshot=reader.flag("final_snapshot"),
        performance_insights=reader.flag("performance_insights"),
        monitoring=reader.number("monitoring"),
        log_days=check_days(reader, "log_days"),
    )


def _login(reader: Reader) -> Login:
    return Login(
        name=reader.name, database=reader.text("database"), username=reader.text("username")
    )


def _most(reader: Reader, size: int) -> int:
    """Return the size storage may grow to; 0 when it may not."""
    most = reader.maybe("storage.max")
    if most is None:
        return 0
    needed = -(-size * 11 // 10)
    if most < needed:
        reader.wrong(
            "storage-max",
            "storage.max",
            f"Storage of {size} GiB cannot grow to {most} GiB.",
            why="RDS wants the largest size to be at least 10 % above the first.",
            fix=f"Write {needed} or more, or `max: null` for no growth.",
        )
    return int(most)


def _replicas(reader: Reader) -> tuple[Replica, ...]:
    own = reader.text("class")
    found = tuple(
        Replica(name=one.name, instance_class=one.maybe("class") or own)
        for one in _written(reader, "replicas")
    )
    if found and reader.number("backup.days") == 0:
        reader.wrong(
            "replica-backup",
            "replicas",
            f"`{reader.name}` has no backups, and so can have no replica.",
            why="RDS makes a replica from a backup and from the log that backups keep.",
            fix="Write `backup: {days: 1}` or more.",
        )
    return found


def _written(reader: Reader, key: str) -> list[Reader]:
    """Return what is named below a key, also what has nothing below it: `read:`."""
    return [reader.below(key, name) for name in reader.maybe(key) or ()]


def _check_class(reader: Reader) -> None:
    """Note instance classes that RDS does not have, or not for this engine (defect D-CM-16)."""
    kind, engine = reader.maybe("class") or "", reader.maybe("engine") or ""
    family, _, size = kind.removeprefix("db.").partition(".")
    if family in RETIRED_FAMILIES.get(engine, ()):
        reader.wrong(
            "db-class",
            "class",
            f"RDS does not run {engine} {reader.text('version')} on {kind}.",
            why=f"Its family ended with older versions: {listed(RETIRED_FAMILIES[engine])}.",
            fix=f"Write db.t4g.{size} or larger." if size in SMALL else "Write db.m7g.large.",
        )
    elif size in SMALL and not family.startswith("t"):
        reader.wrong(
            "db-class",
            "class",
            f"There is no {kind}.",
            why=f"Only burstable families, t3 and t4g, come as {listed(SMALL)}.",
            fix=f"Write db.t4g.{size}, or db.{family}.large.",
        )
    else:
        check_size(reader, "class", "db.")


def _check_user(reader: Reader) -> None:
    username, engine = reader.text("username"), reader.maybe("engine") or ""
    if username in RESERVED_USERS.get(engine, ()):
        reader.wrong(
            "reserved-user",
            "username",
            f"RDS keeps the name `{username}` for itself.",
            fix="Choose another one, such as dbadmin.",
        )


def _check_insights(reader: Reader) -> None:
    kind, engine = reader.maybe("class"), reader.maybe("engine") or ""
    if reader.flag("performance_insights") and kind in NO_INSIGHTS.get(engine, ()):
        reader.wrong(
            "no-insights",
            "performance_insights",
            f"{kind} has no Performance Insights for MySQL.",
            why="RDS refuses it on micro and small burstable classes.",
            fix="Remove the line, or choose db.t4g.medium or larger.",
        )


def _check_shards(reader: Reader, nodes: int) -> None:
    if reader.maybe("shards") == 1 and nodes == 1:
        reader.wrong(
            "lone-shard",
            "shards",
            f"`{reader.name}` would be a cluster of one node.",
            why="It divides nothing and survives nothing, and clients must speak to it as to a "
            "cluster.",
            fix="Write `nodes: 2` for a replica, `shards: 2` to divide the keys, or remove "
            "`shards`.",
        )


def cache(reader: Reader, offset: int, zones: int) -> Cache:
    """Return one cache; mistakes are left with the reader."""
    snapshot, maintenance = check_windows(
        reader, offset, "snapshot.window", "maintenance", "snapshot window"
    )
    nodes = reader.number("nodes")
    _check_shards(reader, nodes)
    check_size(reader, "node", "cache.")
    if nodes > 1:
        check_zones(reader, zones, "A cache with failover", "Its nodes stand in different zones.")
    return Cache(
        name=reader.name,
        engine=reader.text("engine"),  # type: ignore[arg-type]  # the manifest checked it
        version=check_version(reader),
        node_type=reader.text("node"),
        nodes=nodes,
        shards=reader.maybe("shards"),
        snapshot_days=reader.number("snapshot.days"),
        snapshot_window=snapshot,
        maintenance_window=maintenance,
        log_days=check_days(reader, "log_days"),
    )


def site(reader: Reader, domain: str | None) -> Site:
    """Return one site; its host is completed with the environment's domain."""
    host = reader.maybe("host")
    if host and "." not in host:
        if domain is None:
            reader.wrong(
                "no-domain",
                "host",
                f"`{host}` has no domain to stand before.",
                fix="Write `domain: …` at the top, or a whole host name here.",
            )
        host = f"{host}.{domain}"
    return Site(name=reader.name, host=host, price_class=reader.text("price_class"))
