"""Caches, where they live, and who may log in."""

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Network, Play

SUBNETS = "aws_elasticache_subnet_group"
PARAMETERS = "aws_elasticache_parameter_group"
USER = "aws_elasticache_user"
USERS = "aws_elasticache_user_group"
CACHE = "aws_elasticache_replication_group"
SECRET = "tr0ub4dor-and-3-horses"  # noqa: S105  # what must not be found anywhere


def user(id: str, name: str = "", type: str = "iam", **more: Any) -> dict[str, Any]:
    """Return the arguments of a user."""
    base = {
        "user_id": id,
        "user_name": name or id,
        "engine": "redis",
        "access_string": "on ~* +@all",
    }
    return {**base, "authentication_mode": [{"type": type}], **more}


def cache(name: str, **more: Any) -> dict[str, Any]:
    """Return the arguments of a cache."""
    return {
        "replication_group_id": name,
        "description": "x",
        "engine": "redis",
        "engine_version": "7.0",
        "node_type": "cache.t4g.micro",
        "num_cache_clusters": 2,
        "automatic_failover_enabled": True,
        "transit_encryption_enabled": True,
        "at_rest_encryption_enabled": "true",
        **more,
    }


def test_whole_life(play: Play, network: Network) -> None:
    """All parts are made, used, changed, kept while in use, and deleted."""
    subnets = play.make(SUBNETS, name="cache", subnet_ids=network.subnets[:2])
    assert subnets["vpc_id"] == network.vpc
    wider = {"name": "cache", "subnet_ids": network.subnets, "tags": {"a": "b"}}
    subnets = play.change(SUBNETS, subnets, **wider)
    policy = [{"name": "maxmemory-policy", "value": "noeviction"}]
    parameters = play.make(PARAMETERS, name="redis", family="redis7", parameter=policy)
    default = play.make(USER, **user("life-default", "default", "no-password-required"))
    app = play.make(USER, **user("life-app"))
    both = {"user_group_id": "life", "engine": "redis"}
    users = play.make(USERS, **both, user_ids=["life-default", "life-app"])
    uses = {
        "subnet_group_name": "cache",
        "parameter_group_name": "redis",
        "user_group_ids": ["life"],
        "security_group_ids": [network.group],
    }
    state = play.make(CACHE, **cache("life", **uses))
    assert state["primary_endpoint_address"].startswith("master.life.")
    assert state["primary_endpoint_address"].endswith(".apne2.cache.amazonaws.com")
    assert state["member_clusters"] == ["life-001", "life-002"]
    more = cache("life", **uses, engine_version="7.1", num_cache_clusters=3)
    state = play.change(CACHE, state, **{**more, "snapshot_window": "17:00-18:00"})
    assert state["engine_version_actual"] == "7.1.0"
    assert len(state["member_clusters"]) == 3
    assert play.adopt(CACHE, "life")["arn"] == state["arn"]
    for type, used in ((SUBNETS, subnets), (PARAMETERS, parameters), (USERS, users)):
        with pytest.raises(Refused, match="life"):
            play.drop(type, used)
    play.drop(CACHE, state)
    with pytest.raises(Refused, match="is associated to user group life"):
        play.drop(USER, default)
    for type, left in ((USERS, users), (USER, app), (USER, default)):
        play.drop(type, left)
    for type, left in ((PARAMETERS, parameters), (SUBNETS, subnets)):
        play.drop(type, left)
    play.drop(CACHE, play.make(CACHE, **cache("life")))


def test_user(play: Play) -> None:
    """A user is changed under its id, and its password is nowhere."""
    base = user("wo", type="", authentication_mode=None)
    given = {**base, "passwords_wo": SECRET, "passwords_wo_version": 1}
    state = play.make(USER, **given)
    assert SECRET not in repr(state)
    state = play.change(USER, state, **{**given, "access_string": "on ~* +@read"})
    state = play.change(USER, state, **{**given, "passwords_wo_version": 2})
    play.drop(USER, state)


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("must be identical", {"user_name": "other"}),
        ("not allowed with authentication type", {"passwords": [SECRET]}),
        ("between 16-128", {"authentication_mode": None, "passwords": ["short"]}),
        ("at least one password", {"authentication_mode": [{"type": "password"}]}),
    ],
)
def test_refused_users(play: Play, words: str, more: dict[str, Any]) -> None:
    """Users who could not log in are refused, and no password is quoted."""
    with pytest.raises(Refused, match=words) as caught:
        play.make(USER, **{**user("refused"), **more})
    assert SECRET not in str(caught.value)


def test_refused_groups(play: Play) -> None:
    """A user group has a default user, and only users that exist."""
    play.make(USER, **user("alone"))
    base = {"user_group_id": "refused", "engine": "redis"}
    with pytest.raises(Refused, match="user name default"):
        play.make(USERS, **base, user_ids=["alone"])
    with pytest.raises(Refused, match="User nobody not found"):
        play.make(USERS, **base, user_ids=["nobody"])
    play.make(USER, **user("second", "default", "no-password-required"))
    with pytest.raises(Refused, match="same user name"):
        play.make(USERS, **base, user_ids=["second", "default"])
    with pytest.raises(Refused, match="not a valid identifier"):
        play.make(PARAMETERS, name="default.mine", family="redis7")


@pytest.mark.parametrize(
    ("words", "more"),
    [
        ("not a valid identifier", {"replication_group_id": "x" * 41}),
        ("failover is disabled", {"automatic_failover_enabled": False, "multi_az_enabled": True}),
        ("single node", {"num_cache_clusters": 1}),
        ("in-transit", {"transit_encryption_enabled": False, "auth_token": SECRET}),
        ("at least 16", {"auth_token": "short"}),
        ("gone does not exist", {"subnet_group_name": "gone"}),
        ("gone does not exist", {"parameter_group_name": "gone"}),
        ("gone not found", {"user_group_ids": ["gone"]}),
        ("family redis7", {"parameter_group_name": "default.redis6.x"}),
    ],
)
def test_refused_caches(play: Play, words: str, more: dict[str, Any]) -> None:
    """What ElastiCache would not make is refused."""
    with pytest.raises(Refused, match=words) as caught:
        play.make(CACHE, **{**cache("refused"), **more})
    assert SECRET not in str(caught.value)


def test_refused_network(play: Play, network: Network) -> None:
    """Security groups are of the VPC of the subnet group."""
    play.make(SUBNETS, name="vpc", subnet_ids=network.subnets)
    where = {"subnet_group_name": "vpc", "security_group_ids": [network.foreign]}
    with pytest.raises(Refused, match="same VPC"):
        play.make(CACHE, **cache("abroad", **where))


def test_no_downgrade(play: Play) -> None:
    """An engine only gets newer."""
    state = play.make(CACHE, **cache("newer", engine_version="7.1"))
    with pytest.raises(Refused, match="Downgrading"):
        play.change(CACHE, state, **cache("newer"))
    play.drop(CACHE, state)


def test_shards(play: Play) -> None:
    """A sharded cache has one endpoint, and members in each shard."""
    base = cache("sharded", num_cache_clusters=None, num_node_groups=2, replicas_per_node_group=0)
    state = play.make(CACHE, **base)
    assert state["configuration_endpoint_address"].startswith("clustercfg.sharded.")
    assert state["num_cache_clusters"] == 2
    state = play.change(CACHE, state, **{**base, "num_node_groups": 3})
    assert state["member_clusters"] == [f"sharded-{shard:04d}-001" for shard in (1, 2, 3)]
    play.drop(CACHE, state)


def log(type: str, **more: Any) -> dict[str, Any]:
    """Return the block of a log that is delivered."""
    return {
        "log_type": type,
        "log_format": "json",
        "destination_type": "cloudwatch-logs",
        "destination": f"/aws/elasticache/logged/{type}",
        **more,
    }


def test_logs_delivered(play: Play) -> None:
    """What a cache delivers is told to AWS, read back from it, changed at once, and ended."""
    both = [log("slow-log"), log("engine-log")]
    state = play.make(CACHE, **cache("logged", log_delivery_configuration=both))
    with pytest.raises(Refused, match="set the apply-immediately parameter"):
        play.change(CACHE, state, **cache("logged", log_delivery_configuration=both[:1]))
    text = [
        log("slow-log", log_format="text", destination_type="kinesis-firehose", destination="s")
    ]
    more = {"apply_immediately": True, "log_delivery_configuration": text}
    state = play.change(CACHE, state, **cache("logged", **more))
    (found,) = play.aws("elasticache").describe_replication_groups(ReplicationGroupId="logged")[
        "ReplicationGroups"
    ]
    (kept,) = found["LogDeliveryConfigurations"]
    assert (kept["LogType"], kept["LogFormat"], kept["Status"]) == ("slow-log", "text", "active")
    assert kept["DestinationDetails"] == {"KinesisFirehoseDetails": {"DeliveryStream": "s"}}
    assert play.adopt(CACHE, "logged")["log_delivery_configuration"] == text
    play.drop(CACHE, state)


@pytest.mark.parametrize(
    ("version", "logs", "taken"),
    [
        ("5.0.6", ["slow-log"], False),
        ("6.0", ["slow-log"], True),
        ("6.0", ["slow-log", "engine-log"], False),
        ("6.2", ["slow-log", "engine-log"], True),
        ("6.x", ["slow-log", "engine-log"], True),
    ],
)
def test_logs_of_older_engines(play: Play, version: str, logs: list[str], taken: bool) -> None:
    """Redis has a slow log from 6.0 on, and an engine log from 6.2."""
    wanted = cache(
        "older", engine_version=version, log_delivery_configuration=[log(one) for one in logs]
    )
    if taken:
        play.drop(CACHE, play.make(CACHE, **wanted))
    else:
        with pytest.raises(Refused, match=f"{logs[-1]} is supported from engine version"):
            play.make(CACHE, **wanted)
