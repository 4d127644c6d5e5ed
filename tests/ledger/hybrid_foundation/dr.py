"""The other region."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_foundation import DR_REGION, KEYS, exported
from tests.ledger.plan import Plan, Plans


@holds_across("HY-DR-01")
def tokyo_stands_ready(plans: Plans) -> None:
    """For production alone."""
    assert {"prod-dr"} == {name for name in plans.environments if name.endswith("-dr")}
    for name in ("network", "kms", "rds"):
        plan = plans[f"prod-dr/{name}"]
        assert plan.resources
        assert f'region = "{DR_REGION}"' in (plan.folder / "provider.tf").read_text()
    watched = plans["prod-dr/monitoring"]
    copy = plans["prod-dr/rds"].only("aws_db_instance")["identifier"]
    behind = watched.only("aws_cloudwatch_metric_alarm", "db_mysql_behind")
    assert (behind["metric_name"], behind["threshold"]) == ("ReplicaLag", 15 * 60)
    assert behind["dimensions"] == {"DBInstanceIdentifier": copy}
    assert behind["alarm_actions"] == [watched.only("aws_sns_topic")["arn"]]
    said = plans["prod-dr/rds"].shown["planned_values"]["outputs"]["failover"]["value"]
    assert said.startswith("Within 120 minutes, with at most 15 of work lost:")


@holds_across("HY-DR-02")
def what_stands_there(plans: Plans) -> None:
    """The replica has what its source cannot lend it in another region (D-HY-39)."""
    assert plans["prod-dr/network"].only("aws_vpc")["cidr_block"] == "10.1.0.0/16"
    keys = plans["prod-dr/kms"]
    assert len(keys.all("aws_kms_key")) == len(KEYS)
    plan = plans["prod-dr/rds"]
    replica = plan.only("aws_db_instance")
    source = plans["prod/rds"].only("aws_db_instance")
    assert replica["identifier"] == "prod-shared-mysql-replica"
    assert replica["replicate_source_db"] == source["arn"]
    assert replica.writes("var.failed_over ? null : local.shared_rds_source_arn")
    assert replica["kms_key_id"] == keys.only("aws_kms_key", "rds")["arn"]
    assert (replica["instance_class"], replica["multi_az"]) == ("db.t3.large", True)
    assert replica["backup_retention_period"] == 7
    group = plan.only("aws_db_subnet_group", name=replica["db_subnet_group_name"])
    assert set(group["subnet_ids"]) == plans["prod-dr/network"].ids("aws_subnet", "data")
    assert replica["vpc_security_group_ids"] == [plan.only("aws_security_group")["id"]]
    for one in [*plan.all("aws_db_instance"), *keys.all("aws_kms_key")]:
        assert (one.tags["Environment"], one.tags["Region"]) == ("prod-dr", DR_REGION)
    assert not plan.found("aws_ecs_service")


@holds_across("HY-DR-05")
def the_way_between(plans: Plans) -> None:
    """Requested here, accepted there, and known to every table that may need it (D-HY-43)."""
    plan = plans["prod-dr/peering"]
    request = plan.only("aws_vpc_peering_connection")
    assert request["vpc_id"] == plans["prod/network"].only("aws_vpc")["id"]
    assert request["peer_vpc_id"] == plans["prod-dr/network"].only("aws_vpc")["id"]
    assert request["peer_region"] == DR_REGION
    accepter = plan.only("aws_vpc_peering_connection_accepter")
    assert accepter["vpc_peering_connection_id"] == request["id"]
    assert (request.tags["Side"], accepter.tags["Side"]) == ("Requester", "Accepter")
    _reached(plan, plans["prod/network"], "10.1.0.0/16", request["id"])
    _reached(plan, plans["prod-dr/network"], "10.0.0.0/16", request["id"])
    for label, side, other in (("from_dr", "prod", "prod-dr"), ("to_dr", "prod-dr", "prod")):
        doors = plan.all("aws_vpc_security_group_ingress_rule", f"db_mysql_{label}")
        group = plans[f"{side}/rds"].only("aws_security_group")["id"]
        tasks = plans[f"{other}/network"].all("aws_subnet", "app")
        assert {one["cidr_ipv4"] for one in doors} == {one["cidr_block"] for one in tasks}
        assert {(one["security_group_id"], one["from_port"]) for one in doors} == {(group, 3306)}
    value = exported(plans["prod-dr/network"], "/shared/prod-dr/network/vpc-id")
    assert value["insecure_value"] == request["peer_vpc_id"]


def _reached(plan: Plan, side: Plan, target: str, way: str) -> None:
    private = side.ids("aws_route_table", "app") | side.ids("aws_route_table", "data")
    routes = plan.all("aws_route", destination_cidr_block=target)
    assert {one["route_table_id"] for one in routes} == private
    assert {one["vpc_peering_connection_id"] for one in routes} == {way}
