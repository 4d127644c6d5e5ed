"""Databases, caches and sites of a system."""

from __future__ import annotations

from giban.system.checks import check_days, check_version, check_windows, check_zones
from giban.system.facts import NO_INSIGHTS, RESERVED_USERS
from giban.system.model import Cache, Database, Login, Site
from giban.system.reading import Reader


def database(reader: Reader, offset: int, zones: int) -> Database:
    """Return one database; mistakes are left with the reader."""
    backup, maintenance = check_windows(
        reader, offset, "backup.window", "maintenance", "backup window"
    )
    check_zones(reader, zones, "A database", "RDS wants subnets in two, even for a single one.")
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
