"""Databases, where they live, and their parameters."""

from typing import Any

import pytest

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Network, Play

GROUP = "aws_db_subnet_group"
PARAMETERS = "aws_db_parameter_group"
INSTANCE = "aws_db_instance"
SECRET = "tr0ub4dor-and-3"  # noqa: S105  # what must not be found anywhere


def database(name: str, **more: Any) -> dict[str, Any]:
    """Return the arguments of an instance."""
    return {
        "identifier": name,
        "engine": "postgres",
        "engine_version": "16",
        "instance_class": "db.t4g.micro",
        "allocated_storage": 20,
        "storage_type": "gp3",
        "username": "dbadmin",
        "password_wo": SECRET,
        "password_wo_version": 1,
        "skip_final_snapshot": True,
        **more,
    }


def test_subnet_group(play: Play, network: Network) -> None:
    """A group is changed in place and stays, which moto would lose."""
    base = {"name": "group", "subnet_ids": network.subnets[:2]}
    state = play.make(GROUP, **base)
    state = play.change(GROUP, state, **{**base, "subnet_ids": network.subnets}, description="x")
    assert play.adopt(GROUP, "group")["vpc_id"] == network.vpc
    instance = play.make(INSTANCE, **database("in-group", db_subnet_group_name="group"))
    with pytest.raises(Refused, match="instance: in-group is still using it"):
        play.drop(GROUP, state)
    play.drop(INSTANCE, instance)
    play.drop(GROUP, state)


def test_one_zone(play: Play, network: Network) -> None:
    """A group covers two zones."""
    with pytest.raises(Refused, match="coverage requirement") as caught:
        play.make(GROUP, name="narrow", subnet_ids=network.subnets[1:])
    assert caught.value.code == "DBSubnetGroupDoesNotCoverEnoughAZs"


def parameter(name: str, value: str, apply: str = "immediate") -> dict[str, str]:
    """Return a parameter block."""
    return {"name": name, "value": value, "apply_method": apply}


def test_parameter_group(play: Play) -> None:
    """Parameters are set, changed and reset; a group in use stays."""
    base = {"name": "pg", "family": "postgres16"}
    first = [parameter("log_statement", "ddl"), parameter("work_mem", "1")]
    state = play.make(PARAMETERS, **base, parameter=first)
    state = play.change(PARAMETERS, state, **base, parameter=[parameter("log_statement", "all")])
    instance = play.make(INSTANCE, **database("with-pg", parameter_group_name="pg"))
    with pytest.raises(Refused, match="still members"):
        play.drop(PARAMETERS, state)
    play.drop(INSTANCE, instance)
    play.drop(PARAMETERS, state)


def test_static_parameter(play: Play) -> None:
    """A static parameter waits for the next boot."""
    libraries = parameter("shared_preload_libraries", "pg_stat_statements")
    with pytest.raises(Refused, match="static parameter: shared_preload_libraries"):
        play.make(PARAMETERS, name="static", family="postgres16", parameter=[libraries])


def test_instance(play: Play) -> None:
    """An instance is made, changed, renamed, imported and deleted; its password is nowhere."""
    base = database("life", backup_window="18:00-19:00", maintenance_window="sun:19:00-sun:20:00")
    state = play.make(INSTANCE, **base)
    assert state["engine_version"] == "16"
    assert state["engine_version_actual"].startswith("16.")
    assert state["endpoint"] == f"{state['address']}:5432"
    assert SECRET not in repr(state)
    base |= {"allocated_storage": 30, "enabled_cloudwatch_logs_exports": ["postgresql"]}
    state = play.change(INSTANCE, state, **{**base, "password_wo_version": 2})
    renamed = play.change(INSTANCE, state, **{**base, "identifier": "other"})
    assert renamed["id"] == state["id"]
    assert play.adopt(INSTANCE, "other")["id"] == state["id"]
    play.drop(INSTANCE, renamed)


def test_replica_outlives_its_source(play: Play) -> None:
    """A replica is made of an instance with backups, and promoted when that goes."""
    source = play.make(INSTANCE, **database("source", backup_retention_period=1))
    given = {"identifier": "copy", "replicate_source_db": "source", "skip_final_snapshot": True}
    replica = play.make(INSTANCE, **given, instance_class="db.t4g.micro")
    assert replica["replicate_source_db"] == "source"
    play.drop(INSTANCE, source)
    seen = play.read(INSTANCE, replica)
    assert seen is not None
    assert seen["replicate_source_db"] == ""
    play.drop(INSTANCE, replica)


def test_protection_and_last_snapshot(play: Play) -> None:
    """A protected instance stays, and a last snapshot is named or declined."""
    base = database("kept", skip_final_snapshot=False, deletion_protection=True)
    state = play.make(INSTANCE, **base)
    with pytest.raises(Refused, match="FinalDBSnapshotIdentifier is required"):
        play.drop(INSTANCE, state)
    base["final_snapshot_identifier"] = "kept-final"
    state = play.change(INSTANCE, state, **base)
    with pytest.raises(Exception, match="disable deletion protection"):
        play.drop(INSTANCE, state)
    state = play.change(INSTANCE, state, **{**base, "deletion_protection": False})
    play.drop(INSTANCE, state)
    made = play.aws("rds").describe_db_snapshots(DBSnapshotIdentifier="kept-final")
    assert len(made["DBSnapshots"]) == 1


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("not a valid identifier", {"identifier": "two--hyphens"}),
        ("Invalid DB Instance class", {"instance_class": "t3.micro"}),
        ("Invalid storage size", {"allocated_storage": 5}),
        ("reserved word", {"username": "admin"}),
        ("shorter than 8", {"password_wo": "s-0-rt"}),
        ("printable ASCII", {"password_wo": "with/slash-123"}),
        ("must be provided", {"password_wo": None, "password_wo_version": None}),
        ("MonitoringRoleARN", {"monitoring_interval": 60}),
        ("must not overlap", {"backup_window": "19:30-20:30"}),
    ],
)
def test_refused(play: Play, words: str, more: dict[str, Any]) -> None:
    """What RDS would not make is refused, and no password is quoted."""
    base = database("refused", maintenance_window="sun:20:00-sun:21:00")
    with pytest.raises(Exception, match=words) as caught:
        play.make(INSTANCE, **{**base, **more})
    assert str(more.get("password_wo") or SECRET) not in str(caught.value)


def test_other_family(play: Play) -> None:
    """A parameter group is for one major version."""
    play.make(PARAMETERS, name="pg15", family="postgres15")
    with pytest.raises(Refused, match="DBParameterGroupFamily postgres16"):
        play.make(INSTANCE, **database("old", parameter_group_name="pg15"))


def test_other_vpc(play: Play, network: Network) -> None:
    """Security groups are of the VPC of the subnet group."""
    play.make(GROUP, name="vpc", subnet_ids=network.subnets)
    where = {"db_subnet_group_name": "vpc", "vpc_security_group_ids": [network.foreign]}
    with pytest.raises(Refused, match="different VPCs"):
        play.make(INSTANCE, **database("abroad", **where))


def test_no_shrinking(play: Play) -> None:
    """Storage grows only."""
    state: Values = play.make(INSTANCE, **database("large", allocated_storage=100))
    with pytest.raises(Refused, match="cannot be reduced"):
        play.change(INSTANCE, state, **database("large", allocated_storage=50))
    play.drop(INSTANCE, state)


def test_replica_is_encrypted_as_its_source(play: Play) -> None:
    """Whether it was asked to be or not: who leaves it out plans another one ever after."""
    source = database("secret-source", backup_retention_period=1, storage_encrypted=True)
    made = play.make(INSTANCE, **source)
    given = {
        "identifier": "secret-copy",
        "replicate_source_db": "secret-source",
        "instance_class": "db.t4g.micro",
        "skip_final_snapshot": True,
    }
    replica = play.make(INSTANCE, **given, storage_encrypted=True)
    seen = play.read(INSTANCE, {**replica, "storage_encrypted": None})
    assert seen is not None
    assert seen["storage_encrypted"] is True
    play.drop(INSTANCE, replica)
    play.drop(INSTANCE, made)


def test_a_promoted_replica_follows_nobody_again(play: Play) -> None:
    """It is promoted in place; a source for what exists is refused (D-HY-41)."""
    play.make(INSTANCE, **database("first", backup_retention_period=1))
    given = {"identifier": "second", "instance_class": "db.t4g.micro", "skip_final_snapshot": True}
    replica = play.make(INSTANCE, **given, replicate_source_db="first")
    alone = play.change(INSTANCE, replica, **given)
    assert (None, replica["id"]) == (alone["replicate_source_db"], alone["id"])
    found = play.aws("rds").describe_db_instances(DBInstanceIdentifier="second")["DBInstances"]
    assert [None] == [one.get("ReadReplicaSourceDBInstanceIdentifier") for one in found]
    with pytest.raises(Refused, match="cannot elect new source database for replication"):
        play.change(INSTANCE, alone, **given, replicate_source_db="first")


def test_replica_needs_backups(play: Play) -> None:
    """Without backups there is nothing to copy."""
    play.make(INSTANCE, **database("bare", backup_retention_period=0))
    with pytest.raises(Refused, match="Automated backups are not enabled"):
        play.make(
            INSTANCE,
            identifier="bare-copy",
            replicate_source_db="bare",
            instance_class="db.t4g.micro",
        )
