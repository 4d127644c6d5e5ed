"""Amazon RDS: https://aws.amazon.com/rds/postgresql/pricing/, /mysql/pricing/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.catalogue import rds
from giban.pricing.amount import HOURS, ONE, ZERO
from giban.pricing.line import Charge
from giban.pricing.reading import Undecided, flag, number, word
from giban.pricing.scope import Scope

GROUP = "RDS"
ENGINES = {"postgres": "postgresql"}
GP3_LARGE_GB = 400
GP3_BASE = {False: {"iops": 3000, "throughput": 125}, True: {"iops": 12000, "throughput": 500}}
FREE_INSIGHTS_DAYS = 7
SIZES = {"micro": 2, "small": 2, "medium": 2, "large": 2, "xlarge": 4}

SURCHARGED = {
    ("postgres", "11"): "year3",
    ("postgres", "12"): "year1_2",
    ("postgres", "13"): "year1_2",
    ("mysql", "5.7"): "year3",
    ("mysql", "8.0"): "year1_2",
}
"""Versions past the end of standard support, and the year of extended support they are in.

https://docs.aws.amazon.com/AmazonRDS/latest/PostgreSQLReleaseNotes/postgresql-release-calendar.html
and MySQL.Concepts.VersionMgmt.html: MySQL 8.0 since 2026-08-01, PostgreSQL 13 since 2026-03-01.
"""


def instance(thing: rds.Instance, scope: Scope) -> Iterator[Charge]:
    """Yield a database instance: its hours, storage, backups, measurements, old age."""
    source = _source(thing, scope)
    engine = word(thing.engine or source.engine, "engine")
    if not engine:
        raise Undecided("engine")
    kind = word(thing.instance_class, "instance_class")
    both = flag(thing.multi_az)
    key = f"rds.{ENGINES.get(engine, engine)}"
    zones = "multi_az" if both else "single_az"
    words = f"{kind}, {'Multi-AZ' if both else 'Single-AZ'}"
    yield Charge(name=f"Instance ({words})", quantity=HOURS, price=f"{key}.{kind}.{zones}")
    yield from _storage(thing, source, key, zones)
    yield from _backups(thing, scope, key)
    yield from _measured(thing, scope)
    version = word(thing.engine_version or source.engine_version, "engine_version")
    year = surcharge(engine, version, word(thing.engine_lifecycle_support, "support"))
    if year:
        yield Charge(
            name=f"Extended support of {engine} {version}",
            quantity=HOURS * vcpus(kind) * (2 if both else 1),
            price=f"rds.extended_support.{year}.vcpu_hour",
            note="the engine's standard support has ended",
        )


def vcpus(kind: str) -> Decimal:
    """Return the vCPUs of an instance class: `db.r6g.2xlarge` has 8."""
    size = kind.rpartition(".")[2]
    if size in SIZES:
        return Decimal(SIZES[size])
    times = size.removesuffix("xlarge")
    return Decimal(4 * int(times)) if times.isdecimal() else ZERO


def _source(thing: rds.Instance, scope: Scope) -> rds.Instance:
    """Return what a replica copies, or the instance itself."""
    return scope.follow(thing.replicate_source_db, rds.Instance) or thing


def _storage(thing: rds.Instance, source: rds.Instance, key: str, zones: str) -> Iterator[Charge]:
    size = number(thing.allocated_storage or source.allocated_storage, "allocated_storage", 20)
    kind = word(thing.storage_type or source.storage_type, "storage_type", "gp2")
    yield Charge(
        name=f"Storage ({kind})", quantity=size, price=f"{key}.storage.{kind}.gb_month.{zones}"
    )
    if kind != "gp3":
        return
    base = GP3_BASE[size >= GP3_LARGE_GB]
    times = 2 if zones == "multi_az" else 1
    for argument, written, unit in (
        ("iops", thing.iops, "iops_month"),
        ("throughput", thing.storage_throughput, "mibps_month"),
    ):
        more = number(written, argument, base[argument]) - base[argument]
        if more > 0:
            yield Charge(
                name=f"Storage {argument} above {base[argument]}",
                quantity=more * times,
                price=f"{key}.storage.gp3.{unit}.single_az",
            )


def _backups(thing: rds.Instance, scope: Scope, key: str) -> Iterator[Charge]:
    if number(thing.backup_retention_period, "backup_retention_period", 1) == 0:
        return
    more = scope.assume("database_backup_gb")
    yield Charge(
        name="Backups above the size of the database",
        quantity=more.value,
        price=f"{key}.backup.gb_month",
        rests_on=(more,),
    )


def _measured(thing: rds.Instance, scope: Scope) -> Iterator[Charge]:
    seconds = number(thing.monitoring_interval, "monitoring_interval")
    if seconds:
        minutely = scope.assume("monitoring_gb")
        yield Charge(
            name="Enhanced Monitoring",
            quantity=minutely.value * 60 / seconds,
            price="logs",
            group="CloudWatch",
            rests_on=(minutely,),
        )
    days = number(thing.performance_insights_retention_period, "retention", FREE_INSIGHTS_DAYS)
    if flag(thing.performance_insights_enabled) and days > FREE_INSIGHTS_DAYS:
        kind = word(thing.instance_class, "instance_class")
        yield Charge(
            name=f"Performance Insights for {days} days",
            quantity=vcpus(kind) * ONE,
            price=f"rds.performance_insights.flexible_retention.days_{days}.vcpu_month"
            if days > 31  # noqa: PLR2004 - the book has the first month only
            else "rds.performance_insights.flexible_retention.month_1.vcpu_month",
        )


def surcharge(engine: str, version: str, support: str = "") -> str:
    """Return the year of extended support a version is in, nothing for one that is supported."""
    if support == "open-source-rds-extended-support-disabled":
        return ""
    parts = version.split(".")
    major = parts[0] if engine == "postgres" else ".".join(parts[:2])
    return SURCHARGED.get((engine, major), "")
