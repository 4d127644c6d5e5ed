"""A relational database (Amazon RDS) and what a service gets by using it."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct
from msgspec.structs import replace

from giban.blueprint import Lifecycle
from giban.catalogue import cloudwatch, ec2, iam, rds
from giban.compile.account import account_id
from giban.compile.draft import Draft, Part
from giban.compile.firewall import security_group
from giban.compile.key import Keys, key_arn
from giban.compile.knobs import protection
from giban.compile.login import Login
from giban.compile.logins import keep_logins, keep_owner, superuser_path
from giban.compile.names import label, named
from giban.compile.network import Network
from giban.compile.parameter import in_parameters, password_parameter, plain
from giban.compile.policies import trust
from giban.compile.secret import Password, password
from giban.compile.wiring import Grant, Stored
from giban.system import Database as Wanted
from giban.system import Replica, System, Use
from giban.system.uses import replica_variable
from giban.values import ABSENT, Knob, Value, text

NAME_LIMIT = 63
REPLICA = "Read only, some seconds behind; it holds nothing that the source has not."
LOGS = {"postgres": ("postgresql", "upgrade"), "mysql": ("error", "general", "slowquery")}
STATIC = frozenset(
    {
        "autovacuum_freeze_max_age",
        "autovacuum_max_workers",
        "autovacuum_multixact_freeze_max_age",
        "back_log",
        "huge_pages",
        "innodb_autoinc_lock_mode",
        "innodb_buffer_pool_instances",
        "innodb_log_file_size",
        "innodb_page_cleaners",
        "innodb_purge_threads",
        "innodb_read_io_threads",
        "innodb_write_io_threads",
        "lower_case_table_names",
        "max_connections",
        "max_files_per_process",
        "max_locks_per_transaction",
        "max_logical_replication_workers",
        "max_pred_locks_per_transaction",
        "max_prepared_transactions",
        "max_replication_slots",
        "max_wal_senders",
        "max_worker_processes",
        "performance_schema",
        "pg_stat_statements.max",
        "rds.force_ssl",
        "rds.logical_replication",
        "shared_buffers",
        "shared_preload_libraries",
        "skip_name_resolve",
        "superuser_reserved_connections",
        "table_open_cache_instances",
        "track_activity_query_size",
        "track_commit_timestamp",
        "wal_buffers",
    }
)
"""Parameters that take effect at the next restart; AWS refuses to apply them at once (D-ERP-11)."""


class Database(Struct, frozen=True):
    """An instance, the group that guards it, and the password of its user."""

    wanted: Wanted
    instance: rds.Instance
    group: ec2.SecurityGroup
    password: Password
    replicas: Mapping[str, rds.Instance]

    def grant(self, use: Use) -> Grant:
        """Return what a service that uses the database is given."""
        secret = self.password
        login = Login(
            engine=self.wanted.engine,
            host=self.instance.ref.address,
            endpoint=self.instance.ref.endpoint,
            port=self.wanted.port,
            database=self.wanted.database,
            username=self.wanted.username,
            group=self.group,
            password=secret.value,
            kept=Stored(secret.secret.ref.arn, secret.version, {}),
        )
        granted = login.grant(use)
        readable: dict[str, Value] = {
            replica_variable(use.prefix, name): self.replicas[name].ref.address
            for name in use.replicas
        }
        return replace(granted, environment={**granted.environment, **readable})


class Monitoring(Struct, frozen=True):
    """A role for instances, and what it may: RDS looks when it makes an instance."""

    role: iam.Role
    able: iam.RolePolicyAttachment


def monitoring_role(draft: Draft) -> Monitoring | None:
    """Make the role by which instances report their operating system's figures."""
    system = draft.system
    if not any(wanted.monitoring for wanted in system.databases.values()):
        return None
    part = draft.part("databases", "iam")
    role = part.add(
        iam.Role(
            "rds_monitoring",
            name=named(system, "rds-monitoring", limit=64),
            assume_role_policy=trust("monitoring.rds.amazonaws.com", account_id(draft)),
            tags={"Name": named(system, "rds-monitoring")},
        )
    )
    able = part.add(
        iam.RolePolicyAttachment(
            "rds_monitoring",
            role=role.ref.name,
            policy_arn="arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole",
        )
    )
    return Monitoring(role, able)


def subnet_group(draft: Draft, network: Network) -> rds.SubnetGroup | None:
    """Make the group of subnets that all databases of the environment live in."""
    if not draft.system.databases:
        return None
    return draft.part("databases", "database").add(
        rds.SubnetGroup(
            "main",
            name=_group_name(draft.system),
            description="Private data subnets",
            subnet_ids=network.ids(draft.system.network.data_tier),
            tags={"Name": _group_name(draft.system)},
        )
    )


def _group_name(system: System) -> str:
    """Return the name of the subnet group; a shared database's is its own (ledger HY-DB-08)."""
    only = next(iter(system.databases))
    return named(system, f"{only}-subnet-group" if system.exports else "db")


class Surroundings(Struct, frozen=True):
    """What all databases of an environment share."""

    network: Network
    key: Keys
    subnets: rds.SubnetGroup
    monitoring: Monitoring | None


def database(draft: Draft, wanted: Wanted, around: Surroundings) -> Database:
    """Make a database instance with its parameters, logs, password and firewall."""
    part = draft.part(f"databases.{wanted.name}", "database")
    group = security_group(part, around.network, f"db-{wanted.name}", f"Database {wanted.name}")
    secret = _password(part, wanted, around.key)
    logs = log_groups(part, wanted, around.key, _name(draft.system, wanted))
    able = [around.monitoring.able] if around.monitoring and wanted.monitoring else []
    instance = part.add(_instance(part, wanted, around, group, secret), after=[*logs, *able])
    if in_parameters(draft.system):
        own = part.in_chapter("parameters")
        plain(own, (wanted.name, "host"), instance.ref.address, "Address of the server")
    copies = {
        one.name: part.add(
            _replica(part, wanted, one, around, instance, group), REPLICA, after=able
        )
        for one in wanted.replicas
    }
    return Database(wanted, instance, group, secret, copies)


def _replica(
    part: Part,
    wanted: Wanted,
    replica: Replica,
    around: Surroundings,
    source: rds.Instance,
    group: ec2.SecurityGroup,
) -> rds.Instance:
    """Return a copy that RDS keeps up to date: data, key and login are the source's.

    Encryption is said all the same: unsaid, the provider takes it for false at the next plan, and
    makes the copy anew (terraform-aws-modules/terraform-aws-rds#432).
    """
    system = part.draft.system
    name = named(system, wanted.name, replica.name, limit=NAME_LIMIT)
    monitoring = around.monitoring if wanted.monitoring else None
    return rds.Instance(
        label(wanted.name, "replica"),
        each=replica.name,
        identifier=name,
        replicate_source_db=source.ref.identifier,
        instance_class=replica.instance_class,
        auto_minor_version_upgrade=True,
        max_allocated_storage=wanted.storage_max,
        storage_encrypted=source.storage_encrypted,
        vpc_security_group_ids=[group.ref.id],
        publicly_accessible=False,
        parameter_group_name=source.ref.parameter_group_name,
        maintenance_window=wanted.maintenance_window.utc,
        copy_tags_to_snapshot=True,
        deletion_protection=False,
        skip_final_snapshot=True,
        performance_insights_enabled=wanted.performance_insights,
        performance_insights_kms_key_id=key_arn(around.key, "rds")
        if wanted.performance_insights
        else ABSENT,
        monitoring_interval=wanted.monitoring,
        monitoring_role_arn=monitoring.role.ref.arn if monitoring else ABSENT,
        tags={"Name": name},
    )


def _password(part: Part, wanted: Wanted, keys: Keys) -> Password:
    """Make the password of the owner, in Secrets Manager or in Parameter Store."""
    what = f"Password of user {wanted.username} of database {wanted.name}"
    if in_parameters(part.draft.system):
        keep_owner(part, wanted)
        keep_logins(part, wanted, keys)
        own = part.in_chapter("parameters")
        return password_parameter(own, keys, superuser_path(wanted, "superuser_password"), what)
    path = (wanted.secret,) if wanted.secret else ("databases", wanted.name)
    return password(part, keys, path, what, _login(part.draft.system, wanted))


def _login(system: System, wanted: Wanted) -> dict[str, Value] | None:
    """Return what its secret says beside the password; None for the bare password.

    Of a shared database it says everything that has no other owner (decision 0012).
    """
    if system.exports:
        return {
            "username": wanted.username,
            "engine": wanted.engine,
            "port": str(wanted.port),
        }
    return {"username": wanted.username} if _in_parts(system, wanted) else None


def _in_parts(system: System, wanted: Wanted) -> bool:
    """Tell whether somebody reads the login key by key."""
    uses = (use for task in system.tasks for use in task.uses)
    return any(use.name == wanted.name and use.form == "parts" for use in uses)


def _instance(
    part: Part, wanted: Wanted, around: Surroundings, group: ec2.SecurityGroup, secret: Password
) -> rds.Instance:
    system = part.draft.system
    name = _name(system, wanted)
    monitoring = around.monitoring if wanted.monitoring else None
    insights_key = key_arn(around.key, "rds") if wanted.performance_insights else ABSENT
    return rds.Instance(
        label(wanted.name),
        identifier=name,
        engine=wanted.engine,
        engine_version=wanted.version,
        auto_minor_version_upgrade=True,
        instance_class=Knob(
            f"{label(wanted.name)}_instance_class",
            wanted.instance_class,
            f"Instance class of database {wanted.name}.",
        ),
        allocated_storage=wanted.storage,
        max_allocated_storage=wanted.storage_max,
        storage_type="gp3",
        storage_encrypted=True,
        kms_key_id=key_arn(around.key, "rds"),
        db_name=ABSENT if system.exports else wanted.database,
        username=wanted.username,
        password_wo=secret.value,
        password_wo_version=1,
        port=wanted.port,
        db_subnet_group_name=around.subnets.ref.name,
        vpc_security_group_ids=[group.ref.id],
        publicly_accessible=False,
        multi_az=wanted.multi_az,
        parameter_group_name=parameters(part, wanted).ref.name,
        backup_retention_period=wanted.backup_days,
        backup_window=wanted.backup_window.utc,
        maintenance_window=wanted.maintenance_window.utc,
        copy_tags_to_snapshot=True,
        deletion_protection=protection(wanted.deletion_protection),
        skip_final_snapshot=not wanted.final_snapshot,
        final_snapshot_identifier=final_snapshot(name, wanted),
        performance_insights_enabled=wanted.performance_insights,
        performance_insights_kms_key_id=insights_key,
        monitoring_interval=wanted.monitoring,
        monitoring_role_arn=monitoring.role.ref.arn if monitoring else ABSENT,
        enabled_cloudwatch_logs_exports=list(LOGS[wanted.engine]),
        tags={"Name": name},
    )


def _name(system: System, wanted: Wanted) -> str:
    return named(system, wanted.name, limit=NAME_LIMIT)


def final_snapshot(name: str, wanted: Wanted) -> Value:
    """Name the snapshot taken on deletion; the number keeps a second one apart (D-ERP-15)."""
    if not wanted.final_snapshot:
        return ABSENT
    number = Knob(
        f"{label(wanted.name)}_final_snapshot_number",
        1,
        f"Raise it before database {wanted.name} is destroyed a second time.",
    )
    return text(f"{name}-final-", number)


def parameters(part: Part, wanted: Wanted) -> rds.ParameterGroup:
    """Make the group of the server parameters that the author wrote."""
    prefix = named(part.draft.system, wanted.name, f"{wanted.engine}{wanted.major}", limit=200)
    return part.add(
        rds.ParameterGroup(
            label(wanted.name),
            name_prefix=prefix.replace(".", "-") + "-",
            description=f"Parameters of database {wanted.name}",
            family=f"{wanted.engine}{wanted.major}",
            parameter=tuple(
                rds.Parameter(
                    name=name,
                    value=value,
                    apply_method="pending-reboot" if name in STATIC else "immediate",
                )
                for name, value in sorted({**_tls(wanted), **wanted.parameters}.items())
            ),
            tags={"Name": prefix},
        ),
        lifecycle=Lifecycle(create_before_destroy=True),
    )


def _tls(wanted: Wanted) -> dict[str, str]:
    """Return what makes an engine refuse clients without TLS (CM-DB-06, defect D-CM-29).

    PostgreSQL does so by itself from 15 on; said, it holds whatever AWS's default becomes.
    https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/PostgreSQL.Concepts.General.SSL.html
    """
    name = "require_secure_transport" if wanted.engine == "mysql" else "rds.force_ssl"
    return {name: "1"}


def log_groups(part: Part, wanted: Wanted, key: Keys, name: str) -> list[cloudwatch.LogGroup]:
    """Make the log groups before RDS does, without a key and without an end."""
    return [
        part.add(
            cloudwatch.LogGroup(
                label("db", wanted.name),
                each=log,
                name=f"/aws/rds/instance/{name}/{log}",
                retention_in_days=wanted.log_days,
                kms_key_id=key_arn(key, "cloudwatch-logs"),
                tags={"Name": f"{name}-{log}"},
            ),
            "Made here: RDS would make them too, and keep what is in them for ever.",
        )
        for log in LOGS[wanted.engine]
    ]
