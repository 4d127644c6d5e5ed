"""Firewalls, WAF and roles."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import PROJECT, named
from tests.ledger.hospital_erp.network import ANYWHERE
from tests.ledger.plan import Plan, Statement

INGRESS = "aws_vpc_security_group_ingress_rule"
WAYS = {
    ("alb", ANYWHERE, 80),
    ("alb", ANYWHERE, 443),
    ("app", "alb", 3000),
    ("db_main", "app", 5432),
    ("cache_sessions", "app", 6379),
}
MANAGED = {"AWSManagedRulesCommonRuleSet", "AWSManagedRulesKnownBadInputsRuleSet"}
HAVE_NO_RESOURCE = {
    "ecr:GetAuthorizationToken",
    "xray:PutTraceSegments",
    "xray:PutTelemetryRecords",
    "xray:GetSamplingRules",
    "xray:GetSamplingTargets",
    "ssmmessages:CreateControlChannel",
    "ssmmessages:CreateDataChannel",
    "ssmmessages:OpenControlChannel",
    "ssmmessages:OpenDataChannel",
}
"""Actions that AWS lets nobody restrict to a resource."""


@holds("ERP-SEC-01")
def ways_in(plan: Plan) -> None:
    """Rules of their own, by reference to groups; these and no others (D-ERP-04)."""
    labels = {one["id"]: one.label for one in plan.all("aws_security_group")}
    rules = plan.all(INGRESS)
    assert {(rule["from_port"], rule["ip_protocol"]) for rule in rules} == {
        (rule["to_port"], "tcp") for rule in rules
    }
    found = {
        (
            labels[rule["security_group_id"]],
            labels.get(rule["referenced_security_group_id"]) or rule["cidr_ipv4"],
            rule["from_port"],
        )
        for rule in rules
    }
    assert found == WAYS
    assert len(rules) == len(WAYS)


@holds("ERP-SEC-01")
def no_other_way_in(plan: Plan) -> None:
    """AWS has as many rules on each group as were written; the default group has none."""
    for group in plan.all("aws_security_group"):
        written = plan.all(INGRESS, security_group_id=group["id"])
        ports = sorted(one["from_port"] for one in group["ingress"])
        assert ports == sorted(rule["from_port"] for rule in written)
    default = plan.only("aws_default_security_group")
    assert default["vpc_id"] == plan.only("aws_vpc")["id"]
    assert default["ingress"] == default["egress"] == []


@holds("ERP-SEC-02", only=("staging", "production"))
def waf(plan: Plan) -> None:
    """Managed rules and a limit by address, at the load balancer, with logs (D-ERP-21)."""
    firewall = plan.only("aws_wafv2_web_acl")
    assert firewall["scope"] == "REGIONAL"
    beside = plan.only("aws_wafv2_web_acl_association")
    assert beside["web_acl_arn"] == firewall["arn"]
    assert beside["resource_arn"] == plan.only("aws_lb")["arn"]
    logged = plan.only("aws_wafv2_web_acl_logging_configuration")
    assert logged["resource_arn"] == firewall["arn"]

    statements = [rule["statement"][0] for rule in firewall["rule"]]
    groups = {one["name"] for each in statements for one in each["managed_rule_group_statement"]}
    assert groups >= MANAGED
    limits = [one for each in statements for one in each["rate_based_statement"]]
    assert [one["aggregate_key_type"] for one in limits] == ["IP"]
    for rule in firewall["rule"]:
        acting = rule["action"] or rule["override_action"]
        assert not acting[0]["count"], f"{rule['name']} only counts"


@holds("ERP-SEC-03")
def roles(plan: Plan) -> None:
    """Each is taken by one service of AWS, in this account (D-ERP-04)."""
    takers = {
        "app_execution": "ecs-tasks.amazonaws.com",
        "app_task": "ecs-tasks.amazonaws.com",
        "rds_monitoring": "monitoring.rds.amazonaws.com",
    }
    if plan.production:
        takers["flow_log"] = "vpc-flow-logs.amazonaws.com"
    assert {role.label for role in plan.all("aws_iam_role")} == takers.keys()
    for role in plan.all("aws_iam_role"):
        (trust,) = role.statements("assume_role_policy")
        assert trust.actions == {"sts:AssumeRole"}
        assert trust.principals == {takers[role.label]}
        assert "aws:SourceAccount" in trust.condition["StringEquals"]


@holds("ERP-SEC-03")
def execution_role_reads_one_secret(plan: Plan) -> None:
    """The service's own secret, and no other."""
    readers = [one for one in _granted(plan, "app_execution") if _reads_secrets(one)]
    secret = plan.only("aws_secretsmanager_secret", "services_app")["arn"]
    assert [one.resources for one in readers] == [{secret}]
    assert not any(_reads_secrets(one) for one in _granted(plan, "app_task"))


@holds("ERP-SEC-03")
def least_privilege(plan: Plan) -> None:
    """No role may everything, nor anything on everything."""
    for policy in plan.all("aws_iam_role_policy"):
        for statement in policy.statements():
            assert statement.effect == "Allow"
            assert not any("*" in action for action in statement.actions), policy
            if "*" in statement.resources:
                assert statement.actions <= HAVE_NO_RESOURCE, policy
            else:
                assert all(":*:*:" not in resource for resource in statement.resources), policy
    for attached in plan.all("aws_iam_role_policy_attachment"):
        assert attached["role"] == named(plan, "rds-monitoring")


@holds("ERP-SEC-03")
def exec_only_where_it_is_wanted(plan: Plan) -> None:
    """Nobody gets a shell in production's tasks."""
    channels = {
        action
        for statement in _granted(plan, "app_task")
        for action in statement.actions
        if action.startswith("ssmmessages:")
    }
    assert plan.only("aws_ecs_service")["enable_execute_command"] is not plan.production
    assert bool(channels) is not plan.production


@holds("ERP-SEC-03")
def own_resources_only(plan: Plan) -> None:
    """What the task may touch bears the name of its environment, or is its key."""
    keys = {key["arn"] for key in plan.found("aws_kms_key")}
    for statement in _granted(plan, "app_task"):
        for resource in statement.resources - keys - {"*"}:
            assert named(plan) in resource
            assert PROJECT in resource


def _granted(plan: Plan, role: str) -> list[Statement]:
    wanted = plan.only("aws_iam_role", role)["name"]
    policies = plan.all("aws_iam_role_policy", role=wanted)
    return [statement for policy in policies for statement in policy.statements()]


def _reads_secrets(statement: Statement) -> bool:
    return any(action.startswith("secretsmanager:") for action in statement.actions)
