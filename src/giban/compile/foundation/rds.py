"""The stack `rds`: the database instance that applications share, and its replica abroad."""

from __future__ import annotations

from giban.catalogue import rds
from giban.compile.abroad import copy_arn
from giban.compile.border import export, export_abroad, imported
from giban.compile.database import (
    LOGS,
    Surroundings,
    database,
    final_snapshot,
    log_groups,
    monitoring_role,
    parameters,
    subnet_group,
)
from giban.compile.draft import Draft, Part
from giban.compile.firewall import security_group
from giban.compile.foundation.recovery import abroad
from giban.compile.key import key_arn
from giban.compile.knobs import protection
from giban.compile.names import label, named
from giban.compile.shared import shared_keys, shared_network
from giban.compile.takeover import APPLY, promised, taken_over
from giban.system import Database, System
from giban.values import ABSENT, Knob, Value

MASTER = "ARN of the secret of the shared database"
KEYS = ("rds", "secrets-manager", "cloudwatch-logs")


def rds_draft(system: System) -> Draft:
    """Make the shared instance and hand out where it is and who opens its door."""
    draft = Draft(system)
    around = _around(draft)
    if around is None:
        return draft
    for wanted in system.databases.values():
        made = database(draft, wanted, around)
        part = draft.part(f"databases.{wanted.name}", "exports")
        _export(part, made.instance, made.group.ref.id)
        secret = made.password.secret.ref.arn
        export(part, "rds", "master-secret-arn", secret, MASTER)
        _tell_abroad(part, made.instance.ref.arn, secret)
        _tenants(draft)
        draft.output(
            f"{label(wanted.name)}_database",
            made.instance.ref.endpoint,
            f"Endpoint of database {wanted.name}.",
        )
    return draft


def _around(draft: Draft) -> Surroundings | None:
    exports = draft.system.exports
    keys = shared_keys(draft, [name for name in KEYS if exports and name in exports.keys])
    network = shared_network(draft, ["data"])
    subnets = subnet_group(draft, network)
    if subnets is None:
        return None
    return Surroundings(network, keys, subnets, monitoring_role(draft))


def _export(part: Part, instance: rds.Instance, group: Value) -> None:
    """Hand out an instance; its endpoint is the host alone, the port apart (defect D-HY-06)."""
    what = "of the shared database"
    export(part, "rds", "identifier", instance.ref.identifier, f"Identifier {what}")
    export(part, "rds", "arn", instance.ref.arn, f"ARN {what}")
    export(part, "rds", "endpoint", instance.ref.address, f"Host name {what}")
    export(part, "rds", "port", str(instance.port), f"Port {what}")
    export(part, "rds", "security-group-id", group, f"Security group {what}")


def _tell_abroad(part: Part, arn: Value, secret: Value) -> None:
    """Say in the other region what the replica copies, and where its master's password is."""
    system = part.draft.system
    if system.dr is None:
        return
    there = abroad(system, system.dr)
    what = "ARN of the database that the shared one copies"
    export_abroad(part, there, "rds", "source-arn", arn, what)
    copy = copy_arn(secret, system.region, there.region)
    export_abroad(part, there, "rds", "master-secret-arn", copy, MASTER)


def _tenants(draft: Draft) -> None:
    """Hand out what each tenant's database and user are called (ledger HY-DB-10)."""
    tenants = draft.system.exports.tenants if draft.system.exports else {}
    for name, tenant in tenants.items():
        if tenant.database is None:
            continue
        part = draft.part(f"tenants.{name}", "exports")
        what = f"{name} on the shared database"
        export(part, "rds", f"{name}-database", tenant.database, f"Database of {what}")
        export(part, "rds", f"{name}-username", tenant.username, f"User of {what}")


def replica_draft(abroad: System, home: System) -> Draft:
    """Make a replica of the shared instance in another region (ledger HY-DR-02, defect D-HY-39).

    It has the user and password of its source. When the switch is turned the provider promotes it
    in place: an instance of its own, that is backed up and leaves a last snapshot. No way leads
    back from that: it has to be made anew (defect D-HY-41).
    """
    draft = Draft(abroad)
    around = _around(draft)
    if around is None:
        return draft
    for wanted in abroad.databases.values():
        part = draft.part(f"databases.{wanted.name}", "database")
        group = security_group(
            part, around.network, f"db-{wanted.name}", f"Replica of database {wanted.name}"
        )
        source = imported(draft, "rds", "source-arn")
        made = _replica(part, wanted, around, source, group.ref.id, home)
        _export(part, made, group.ref.id)
        step = f"{promised(home)} {APPLY} here, then what stands on it has an order of its own."
        draft.output("failover", step, "What to do when the first region is lost.")
    return draft


def _replica(
    part: Part,
    wanted: Database,
    around: Surroundings,
    source: Value,
    group: Value,
    home: System,
) -> rds.Instance:
    name = named(home, wanted.name, "replica", limit=63)
    logs = log_groups(part, wanted, around.key, name)
    able = [around.monitoring.able] if around.monitoring and wanted.monitoring else []
    monitoring = around.monitoring if wanted.monitoring else None
    return part.add(
        rds.Instance(
            label(wanted.name),
            identifier=name,
            replicate_source_db=taken_over(ABSENT, source),
            auto_minor_version_upgrade=True,
            instance_class=Knob(
                f"{label(wanted.name)}_instance_class",
                wanted.instance_class,
                f"Instance class of the replica of database {wanted.name}.",
            ),
            max_allocated_storage=wanted.storage_max,
            storage_type="gp3",
            storage_encrypted=True,
            kms_key_id=key_arn(around.key, "rds"),
            port=wanted.port,
            db_subnet_group_name=around.subnets.ref.name,
            vpc_security_group_ids=[group],
            publicly_accessible=False,
            multi_az=wanted.multi_az,
            parameter_group_name=parameters(part, wanted).ref.name,
            backup_retention_period=wanted.backup_days,
            backup_window=wanted.backup_window.utc,
            maintenance_window=wanted.maintenance_window.utc,
            copy_tags_to_snapshot=True,
            deletion_protection=protection(wanted.deletion_protection),
            skip_final_snapshot=taken_over(on=False, off=True) if wanted.final_snapshot else True,
            final_snapshot_identifier=final_snapshot(name, wanted),
            performance_insights_enabled=wanted.performance_insights,
            performance_insights_kms_key_id=key_arn(around.key, "rds")
            if wanted.performance_insights
            else ABSENT,
            monitoring_interval=wanted.monitoring,
            monitoring_role_arn=monitoring.role.ref.arn if monitoring else ABSENT,
            enabled_cloudwatch_logs_exports=list(LOGS[wanted.engine]),
            tags={"Name": name},
        ),
        "Encrypted under a key of this region: the source's does not reach here.",
        after=[*logs, *able],
    )
