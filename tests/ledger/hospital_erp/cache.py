"""Redis on ElastiCache."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import named
from tests.ledger.hospital_erp.compute import variables
from tests.ledger.plan import Plan
from tests.ledger.windows import korean

GROUP = "aws_elasticache_replication_group"


@holds("ERP-CCH-01")
def subnet_group(plan: Plan) -> None:
    """Over the data subnets of both zones."""
    group = plan.only("aws_elasticache_subnet_group")
    assert group["name"] == named(plan, "cache")
    assert set(group["subnet_ids"]) == plan.ids("aws_subnet", "data")
    assert plan.only(GROUP)["subnet_group_name"] == group["name"]


@holds("ERP-CCH-02")
def engine(plan: Plan) -> None:
    """Redis 7.0 behind its own firewall."""
    cache = plan.only(GROUP)
    assert cache["replication_group_id"] == named(plan, "sessions")
    assert cache["description"]
    assert (cache["engine"], cache["engine_version"]) == ("redis", "7.0")
    assert cache["parameter_group_name"] == "default.redis7"
    assert cache["port"] == 6379
    firewall = plan.only("aws_security_group", "cache_sessions")["id"]
    assert cache["security_group_ids"] == [firewall]


@holds("ERP-CCH-03")
def nodes(plan: Plan) -> None:
    """Two that stand in for each other, in production only."""
    cache = plan.only(GROUP)
    assert cache["num_cache_clusters"] == (2 if plan.production else 1)
    assert cache["automatic_failover_enabled"] is plan.production
    assert cache["multi_az_enabled"] is plan.production


@holds("ERP-CCH-04", only=("production",))
def node_type(plan: Plan) -> None:
    """As in the cost table."""
    assert plan.only(GROUP)["node_type"] == "cache.t3.micro"


@holds("ERP-CCH-05")
def encrypted_and_authenticated(plan: Plan) -> None:
    """Users prove themselves by IAM, so that no token is in state (D-ERP-13)."""
    cache = plan.only(GROUP)
    assert str(cache["at_rest_encryption_enabled"]).lower() == "true"
    assert cache["transit_encryption_enabled"] is True
    assert cache["auth_token"] is None
    group = plan.only("aws_elasticache_user_group")
    assert cache["user_group_ids"] == [group["user_group_id"]]
    users = {one["user_id"]: one for one in plan.all("aws_elasticache_user")}
    assert set(group["user_ids"]) == users.keys()
    nobody = [user for user in users.values() if user["user_name"] == "default"]
    assert [user["access_string"] for user in nobody] == ["off -@all"]
    for user in users.values():
        assert user in nobody or user.block("authentication_mode")["type"] == "iam"
        assert user["passwords"] is None


@holds("ERP-CCH-05")
def application_knows_how(plan: Plan) -> None:
    """The container is told address and user, over TLS (D-ERP-30)."""
    cache, told = plan.only(GROUP), variables(plan)
    user, host = told["REDIS_USER"], cache["primary_endpoint_address"]
    assert told["REDIS_URL"] == f"rediss://{user}@{host}:6379"
    plan.only("aws_elasticache_user", user_name=user)
    allowed = [
        one
        for one in plan.one("aws_iam_role_policy", "app_task").statements()
        if "elasticache:Connect" in one.actions
    ]
    assert [one.resources >= {cache["arn"]} for one in allowed] == [True]


@holds("ERP-CCH-06")
def snapshots(plan: Plan) -> None:
    """The source's time is Korean; AWS takes UTC (D-ERP-14)."""
    cache = plan.only(GROUP)
    assert cache["snapshot_retention_limit"] == (7 if plan.production else 0)
    if plan.production:
        assert korean(cache["snapshot_window"]) == "02:00-03:00"
