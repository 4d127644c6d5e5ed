"""Relational databases. A password goes in by a write-only argument and never comes out."""

from __future__ import annotations

import base64
import hashlib
import re
from typing import Any

from giban.catalogue import rds
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

IDENTIFIER = re.compile(r"^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,62}(?<!-)$")
ZONES_NEEDED = 2
PASSWORD = {"postgres": (8, 128), "mysql": (8, 41), "mariadb": (8, 41)}
RESERVED = {
    "postgres": {"admin", "rdsadmin", "rdsrepladmin", "rdstopmgr", "rds_superuser", "public"},
    "mysql": {"rdsadmin", "rdsrepladmin"},
    "mariadb": {"rdsadmin", "rdsrepladmin"},
}
LEAST_STORAGE = {"gp2": 20, "gp3": 20, "io1": 100, "io2": 100, "standard": 5}
MINOR = {
    "postgres": {"13": "13.20", "14": "14.17", "15": "15.12", "16": "16.8", "17": "17.4"},
    "mysql": {"8.0": "8.0.41", "8.4": "8.4.4"},
    "mariadb": {"10.6": "10.6.21", "10.11": "10.11.11", "11.4": "11.4.5"},
}
STATIC = {
    "postgres": {
        "autovacuum_max_workers",
        "huge_pages",
        "max_connections",
        "max_locks_per_transaction",
        "max_prepared_transactions",
        "max_replication_slots",
        "max_wal_senders",
        "max_worker_processes",
        "rds.logical_replication",
        "shared_buffers",
        "shared_preload_libraries",
        "track_activity_query_size",
        "track_commit_timestamp",
        "wal_buffers",
    },
    "mysql": {"innodb_log_file_size", "lower_case_table_names", "performance_schema"},
    "mariadb": {"innodb_log_file_size", "lower_case_table_names", "performance_schema"},
}


def _combination(text: str, *attribute: str) -> Refused:
    return Refused("InvalidParameterCombination", text, attribute=attribute)


def _value(text: str, *attribute: str) -> Refused:
    return Refused("InvalidParameterValue", text, attribute=attribute)


class Rds(Handler):
    """What the types have in common."""

    service = "rds"


def _subnets(x: Task, ids: list[str]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = x.client("ec2").describe_subnets(SubnetIds=ids)["Subnets"]
    return found


def _two_zones(x: Task) -> None:
    """Refuse subnets in fewer than two zones."""
    zones = sorted({one["AvailabilityZone"] for one in _subnets(x, x["subnet_ids"])})
    if len(zones) < ZONES_NEEDED:
        raise Refused(
            "DBSubnetGroupDoesNotCoverEnoughAZs",
            "The DB subnet group doesn't meet Availability Zone (AZ) coverage requirement. "
            f"Current AZ coverage: {', '.join(zones)}. Add subnets to cover at least 2 AZs.",
            attribute=("subnet_ids",),
        )


def _one_vpc(x: Task) -> None:
    """Refuse subnets of several VPCs."""
    if len({one["VpcId"] for one in _subnets(x, x["subnet_ids"])}) > 1:
        code = "InvalidSubnet"
        raise Refused(code, "The subnets must all be in the same VPC.", attribute=("subnet_ids",))


def _instances(x: Task) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = x.call("describe_db_instances")["DBInstances"]
    return found


def _no_instance_in_group(x: Task) -> None:
    """Refuse to delete a subnet group in use."""
    for one in _instances(x):
        if one.get("DBSubnetGroup", {}).get("DBSubnetGroupName") == x.id:
            raise Refused(
                "InvalidDBSubnetGroupStateFault",
                f"Cannot delete the subnet group '{x.id}' because at least one database "
                f"instance: {one['DBInstanceIdentifier']} is still using it.",
            )


class SubnetGroup(Rds):
    """The subnets an instance may live in."""

    kind = rds.SubnetGroup
    create_op, created = "create_db_subnet_group", "DBSubnetGroup.DBSubnetGroupName"
    find_op, found, by = "describe_db_subnet_groups", "DBSubnetGroups", "DBSubnetGroupName"
    delete_op = "delete_db_subnet_group"
    names = {"name": "DBSubnetGroupName", "description": "DBSubnetGroupDescription"}
    reads = {"arn": "DBSubnetGroupArn", "subnet_ids": ""}
    guards = (_two_zones, _one_vpc)
    delete_guards = (_no_instance_in_group,)

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return the ids of the subnets."""
        return {
            "subnet_ids": [one["SubnetIdentifier"] for one in found["Subnets"]],
            "supported_network_types": found.get("SupportedNetworkTypes") or ["IPV4"],
        }

    def update(self, x: Task) -> None:
        """Set description and subnets; the subnets are always needed."""
        if x.changed("description", "subnet_ids"):
            arguments = x.arguments("modify_db_subnet_group")
            x.call("modify_db_subnet_group", **{**arguments, "DBSubnetGroupName": x.id})


def _engine_of(family: str) -> str:
    return re.sub(r"[\d.]+$", "", family or "")


def _static_wait(x: Task) -> None:
    """Refuse a static parameter that shall take effect at once."""
    static = STATIC.get(_engine_of(x["family"]), set())
    for one in elements(x["parameter"]):
        if one["name"] in static and (one.get("apply_method") or "immediate") == "immediate":
            raise _combination(
                f"cannot use immediate apply method for static parameter: {one['name']}"
            )


def _no_instance_with_parameters(x: Task) -> None:
    """Refuse to delete a parameter group in use."""
    for one in _instances(x):
        if any(g["DBParameterGroupName"] == x.id for g in one.get("DBParameterGroups", [])):
            raise Refused(
                "InvalidDBParameterGroupState",
                "One or more database instances are still members of this parameter group "
                f"{x.id}, so the group cannot be deleted",
            )


class ParameterGroup(Rds):
    """Engine parameters of instances."""

    kind = rds.ParameterGroup
    create_op, created = "create_db_parameter_group", "DBParameterGroup.DBParameterGroupName"
    find_op, found, by = "describe_db_parameter_groups", "DBParameterGroups", "DBParameterGroupName"
    delete_op = "delete_db_parameter_group"
    names = {"name": "DBParameterGroupName", "family": "DBParameterGroupFamily"}
    reads = {"arn": "DBParameterGroupArn"}
    guards = (_static_wait,)
    delete_guards = (_no_instance_with_parameters,)
    local = ("skip_destroy",)

    def create(self, x: Task) -> None:
        """Make it and set the parameters."""
        super().create(x)
        self._set(x, elements(x["parameter"]))

    def derived(self, x: Task, _found: dict[str, Any]) -> Values:
        """Return the parameters that were set."""
        answer = x.call("describe_db_parameters", DBParameterGroupName=x.id, Source="user")
        listed = [one for one in answer["Parameters"] if one.get("ParameterValue") is not None]
        return {
            "parameter": [
                {
                    "name": one["ParameterName"],
                    "value": str(one["ParameterValue"]),
                    "apply_method": one.get("ApplyMethod", "immediate"),
                }
                for one in listed
            ]
        }

    def update(self, x: Task) -> None:
        """Set what changed; what is gone is reset, for which moto makes the group anew."""
        wanted = elements(x["parameter"])
        names = {one["name"] for one in wanted}
        if any(one["name"] not in names for one in elements(x.prior.get("parameter"))):
            x.call("delete_db_parameter_group", DBParameterGroupName=x.id)
            x.call(self.create_op, **self.creation(x))
        if x.changed("parameter"):
            self._set(x, wanted)

    def delete(self, x: Task) -> None:
        """Delete it unless it shall stay."""
        if not x["skip_destroy"]:
            super().delete(x)

    @staticmethod
    def _set(x: Task, parameters: list[Values]) -> None:
        members = [
            {
                "ParameterName": one["name"],
                "ParameterValue": one["value"],
                "ApplyMethod": one.get("apply_method") or "immediate",
            }
            for one in parameters
        ]
        if members:
            x.call("modify_db_parameter_group", DBParameterGroupName=x.id, Parameters=members)


def _well_named(x: Task) -> None:
    """Refuse identifiers that are not words with single hyphens."""
    if x["identifier"] and not IDENTIFIER.match(x["identifier"]):
        raise _value(
            "The parameter DBInstanceIdentifier is not a valid identifier. Identifiers must begin "
            "with a letter; must contain only ASCII letters, digits, and hyphens; and must not "
            "end with a hyphen or contain two consecutive hyphens.",
            "identifier",
        )


def _known_class(x: Task) -> None:
    """Refuse classes that are not those of databases."""
    if not re.match(r"^db\.[a-z0-9-]+\.[a-z0-9]+", x["instance_class"] or ""):
        raise _value(f"Invalid DB Instance class: {x['instance_class']}", "instance_class")


def _enough_storage(x: Task) -> None:
    """Refuse storage that is too small for its type, or smaller than before."""
    size, kind = x["allocated_storage"], x["storage_type"] or "gp2"
    if not size:
        return
    was = x.prior.get("allocated_storage") or 0
    if size < LEAST_STORAGE.get(kind, 0) and not str(x["engine"]).startswith("sqlserver"):
        raise _combination(
            f"Invalid storage size for engine name {x['engine']} and storage type {kind}: "
            f"{int(size)}",
            "allocated_storage",
        )
    if size < was:
        raise _combination(
            "Invalid storage size for engine name "
            f"{x['engine']} and storage type {kind}: {int(size)}. The requested storage is less "
            f"than the current storage of {int(was)} GiB; it cannot be reduced.",
            "allocated_storage",
        )


def _credentials(x: Task) -> None:
    """Refuse a master user whose name is reserved, and passwords RDS cannot take."""
    engine = str(x["engine"])
    user = str(x["username"] or "").lower()
    if user in RESERVED.get(engine, set()):
        raise _value(
            f"MasterUsername {x['username']} cannot be used as it is a reserved word used by the "
            "engine",
            "username",
        )
    password = _password(x)
    if not password:
        return
    least, most = PASSWORD.get(engine, (8, 128))
    if not least <= len(password) <= most:
        raise _value(
            "The parameter MasterUserPassword is not a valid password because it is "
            f"{'shorter' if len(password) < least else 'longer'} than "
            f"{least if len(password) < least else most} characters.",
        )
    if any(mark in password for mark in '/@" ') or not password.isascii():
        raise _value(
            "The parameter MasterUserPassword is not a valid password. Only printable ASCII "
            "characters besides '/', '@', '\"', ' ' may be used."
        )


def _has_credentials(x: Task) -> None:
    """Refuse a new instance without a password that is not made from another one."""
    made_from = ("replicate_source_db", "snapshot_identifier", "restore_to_point_in_time")
    managed = x["manage_master_user_password"]
    if not x.prior and not any(x[one] for one in made_from) and not managed and not _password(x):
        text = "The parameter MasterUserPassword must be provided and must not be blank."
        raise _value(text)


def _parameters_fit(x: Task) -> None:
    """Refuse a parameter group for another engine or version."""
    name, engine = x["parameter_group_name"], str(x["engine"])
    major = _major(engine, str(x["engine_version"] or ""))
    if not name or not major or name.startswith("default."):
        return
    groups = x.call("describe_db_parameter_groups", DBParameterGroupName=name)
    family = groups["DBParameterGroups"][0]["DBParameterGroupFamily"]
    if family != f"{engine}{major}":
        raise _combination(
            f"The parameter group {name} with DBParameterGroupFamily {family} cannot be used for "
            "this instance. Please use a Parameter Group with DBParameterGroupFamily "
            f"{engine}{major}",
            "parameter_group_name",
        )


def _major(engine: str, version: str) -> str:
    parts = version.split(".")
    if engine == "postgres" or len(parts) == 1:
        return parts[0]
    return ".".join(parts[:2])


def _groups_in_its_vpc(x: Task) -> None:
    """Refuse security groups of another VPC."""
    if not x["db_subnet_group_name"] or not x["vpc_security_group_ids"]:
        return
    name = x["db_subnet_group_name"]
    answer = x.call("describe_db_subnet_groups", DBSubnetGroupName=name)
    vpc = answer["DBSubnetGroups"][0]["VpcId"]
    ids = x["vpc_security_group_ids"]
    groups = x.client("ec2").describe_security_groups(GroupIds=ids)["SecurityGroups"]
    for group in groups:
        if group["VpcId"] != vpc:
            raise _combination(
                "The DB instance and EC2 security group are in different VPCs. The DB instance "
                f"is in {vpc} and the EC2 security group is in {group['VpcId']}",
                "vpc_security_group_ids",
            )


def _backups_for_replicas(x: Task) -> None:
    """Refuse a replica of an instance without backups."""
    source = x["replicate_source_db"]
    if x.prior or not source or source.startswith("arn:"):
        return
    found = x.call("describe_db_instances", DBInstanceIdentifier=source)["DBInstances"][0]
    if not found.get("BackupRetentionPeriod"):
        raise Refused(
            "InvalidDBInstanceState",
            "Automated backups are not enabled for this database instance. To enable automated "
            "backups, use ModifyDBInstance to set the backup retention period to a non-zero value.",
        )


def _same_source(x: Task) -> None:
    """Refuse another source for what exists, as the official provider does (defect D-HY-41)."""
    if x.prior and x["replicate_source_db"] and x.changed("replicate_source_db"):
        raise Refused(
            "InvalidParameterCombination",
            "cannot elect new source database for replication",
            attribute=("replicate_source_db",),
        )


def _final_snapshot(x: Task) -> None:
    """Refuse to delete without a last snapshot unless that is declined."""
    if not x["skip_final_snapshot"] and not x["final_snapshot_identifier"]:
        raise _combination(
            "FinalDBSnapshotIdentifier is required unless SkipFinalSnapshot is specified.",
            "final_snapshot_identifier",
        )


def _password(x: Task) -> str:
    return str(x.config.get("password_wo") or x["password"] or "")


class Instance(Rds):
    """A database instance; it is known by its identifier, and its id outlives a new name."""

    kind = rds.Instance
    find_op, found = "describe_db_instances", "DBInstances"
    by = {"DBInstanceIdentifier": "identifier"}
    names = {
        "identifier": "DBInstanceIdentifier",
        "instance_class": "DBInstanceClass",
        "username": "MasterUsername",
        "backup_window": "PreferredBackupWindow",
        "maintenance_window": "PreferredMaintenanceWindow",
        "parameter_group_name": "DBParameterGroupName",
        "iam_database_authentication_enabled": "EnableIAMDatabaseAuthentication",
        "performance_insights_enabled": "EnablePerformanceInsights",
        "enabled_cloudwatch_logs_exports": "EnableCloudwatchLogsExports",
        "ca_cert_identifier": "CACertificateIdentifier",
        "customer_owned_ip_enabled": "EnableCustomerOwnedIp",
        "replicate_source_db": "SourceDBInstanceIdentifier",
        "snapshot_identifier": "DBSnapshotIdentifier",
        "restore_to_point_in_time": ".",
        "restore_to_point_in_time.source_db_instance_identifier": "SourceDBInstanceIdentifier",
        "password": "",
    }
    reads = {
        "arn": "DBInstanceArn",
        "db_name": "DBName",
        "address": "Endpoint.Address",
        "port": "Endpoint.Port",
        "status": "DBInstanceStatus",
        "db_subnet_group_name": "DBSubnetGroup.DBSubnetGroupName",
        "parameter_group_name": "DBParameterGroups.0.DBParameterGroupName",
        "option_group_name": "OptionGroupMemberships.0.OptionGroupName",
        "iam_database_authentication_enabled": "IAMDatabaseAuthenticationEnabled",
        "performance_insights_enabled": "PerformanceInsightsEnabled",
        "enabled_cloudwatch_logs_exports": "EnabledCloudwatchLogsExports",
        "customer_owned_ip_enabled": "CustomerOwnedIpEnabled",
        "replicate_source_db": "ReadReplicaSourceDBInstanceIdentifier",
        "replicas": "ReadReplicaDBInstanceIdentifiers",
        "latest_restorable_time": "",
        "restore_to_point_in_time": "",
        "snapshot_identifier": "",
        "domain": "",
        "domain_fqdn": "",
        "domain_ou": "",
        "domain_iam_role_name": "",
        "domain_auth_secret_arn": "",
        "domain_dns_ips": "",
    }
    noticed = ("storage_encrypted",)
    guards = (
        _well_named,
        _known_class,
        _enough_storage,
        _credentials,
        _has_credentials,
        _parameters_fit,
        _groups_in_its_vpc,
        _backups_for_replicas,
        _same_source,
    )
    recompute = {"engine_version_actual": ("engine_version",)}
    delete_guards = (_final_snapshot,)
    local = (
        "allow_major_version_upgrade",
        "apply_immediately",
        "delete_automated_backups",
        "final_snapshot_identifier",
        "password_wo_version",
        "skip_final_snapshot",
        "upgrade_storage_config",
    )

    def create(self, x: Task) -> None:
        """Make it: empty, as a replica, or from a snapshot or a point in time."""
        if x["replicate_source_db"]:
            operation = "create_db_instance_read_replica"
        elif x["snapshot_identifier"]:
            operation = "restore_db_instance_from_db_snapshot"
        elif x["restore_to_point_in_time"]:
            operation = "restore_db_instance_to_point_in_time"
        else:
            operation = "create_db_instance"
        arguments = x.arguments(operation)
        if operation == "restore_db_instance_to_point_in_time":
            arguments["TargetDBInstanceIdentifier"] = x["identifier"]
        if _password(x) and operation == "create_db_instance":
            arguments["MasterUserPassword"] = _password(x)
        x.call(operation, **arguments)
        x.id = _resource_id(x)
        x.shadow.put(_IDS, x.region, x["identifier"], {"id": x.id})

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return id, endpoint, version, groups and the managed secret."""
        identifier = found["DBInstanceIdentifier"]
        known = x.shadow.get(_IDS, x.region, identifier) or {}
        id = str(known.get("id") or found["DbiResourceId"])
        endpoint = found.get("Endpoint") or {}
        groups = [one["VpcSecurityGroupId"] for one in found.get("VpcSecurityGroups", [])]
        return {
            "id": id,
            "resource_id": id,
            "latest_restorable_time": "",
            "replicate_source_db": found.get("ReadReplicaSourceDBInstanceIdentifier") or "",
            "endpoint": f"{endpoint.get('Address', '')}:{endpoint.get('Port', '')}",
            "hosted_zone_id": endpoint.get("HostedZoneId") or "ZLA2NUCOLGUUR",
            "vpc_security_group_ids": groups,
            "ca_cert_identifier": x["ca_cert_identifier"] or "rds-ca-rsa2048-g1",
            "master_user_secret": _secret(found),
            **_version(found),
        }

    def update(self, x: Task) -> None:
        """Change what differs; a new identifier last."""
        before = x.prior.get("identifier") or x["identifier"]
        changed = {name for name in x.values if x.changed(name)} - _NOT_CHANGEABLE
        arguments = x.arguments("modify_db_instance", only=changed, empty=True)
        if "port" in changed and x["port"]:
            arguments["DBPortNumber"] = int(x["port"])
        if x.changed("password_wo_version", "password") and _password(x):
            arguments["MasterUserPassword"] = _password(x)
        if "enabled_cloudwatch_logs_exports" in changed:
            arguments["CloudwatchLogsExportConfiguration"] = _log_changes(x)
        if x.changed("replicate_source_db") and not x["replicate_source_db"]:
            x.call("promote_read_replica", DBInstanceIdentifier=before)
        if arguments:
            arguments |= {"DBInstanceIdentifier": before, "ApplyImmediately": True}
            x.call("modify_db_instance", **arguments)
        if before != x["identifier"]:
            named = {"DBInstanceIdentifier": before, "NewDBInstanceIdentifier": x["identifier"]}
            x.call("modify_db_instance", **named, ApplyImmediately=True)
            x.shadow.put(_IDS, x.region, x["identifier"], {"id": x.id})

    def delete(self, x: Task) -> None:
        """Delete it, after a last snapshot if one is wanted; its replicas go on by themselves."""
        for replica in self.find(x).get("ReadReplicaDBInstanceIdentifiers", []):
            x.call("promote_read_replica", DBInstanceIdentifier=replica)
        skip = bool(x["skip_final_snapshot"])
        last = {} if skip else {"FinalDBSnapshotIdentifier": x["final_snapshot_identifier"]}
        x.call(
            "delete_db_instance",
            DBInstanceIdentifier=x["identifier"],
            SkipFinalSnapshot=skip,
            DeleteAutomatedBackups=x["delete_automated_backups"] is not False,
            **last,
        )
        x.shadow.drop(_IDS, x.region, x["identifier"])

    def import_(self, id: str) -> Values:
        """Take the identifier."""
        return {"id": id, "identifier": id}


_IDS = "aws_db_instance ids"
_NOT_CHANGEABLE = {
    "tags",
    "tags_all",
    "identifier",
    "port",
    "replicate_source_db",
    "restore_to_point_in_time",
    "apply_immediately",
}


def _resource_id(x: Task) -> str:
    text = f"{x.region}/{x['identifier']}/{x.shadow.number()}"
    return "db-" + base64.b32encode(hashlib.sha256(text.encode()).digest()).decode()[:26]


def _version(found: dict[str, Any]) -> Values:
    """Return the version as it was asked for, and the one that runs."""
    engine, version = found["Engine"], found["EngineVersion"]
    actual = MINOR.get(engine, {}).get(version, version)
    return {"engine_version": version, "engine_version_actual": actual}


def _secret(found: dict[str, Any]) -> list[Values]:
    secret = found.get("MasterUserSecret")
    if not secret:
        return []
    return [
        {
            "kms_key_id": secret.get("KmsKeyId"),
            "secret_arn": secret.get("SecretArn"),
            "secret_status": secret.get("SecretStatus"),
        }
    ]


def _log_changes(x: Task) -> dict[str, list[str]]:
    before = set(x.prior.get("enabled_cloudwatch_logs_exports") or [])
    after = set(x["enabled_cloudwatch_logs_exports"] or [])
    return {
        "EnableLogTypes": sorted(after - before),
        "DisableLogTypes": sorted(before - after),
    }
