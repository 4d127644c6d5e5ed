"""Alarms, from inside and from outside, and logs."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document
from tests.ledger.plan import Plan, Resource
from tests.ledger.table_order import COMPOSE, DOMAIN, REGION

ALARM = "aws_cloudwatch_metric_alarm"


@holds("TO-OBS-01")
def status_checks(plan: Plan) -> None:
    """A broken machine is left, a silent instance restarted, and somebody hears of it."""
    topic = plan.only("aws_sns_topic", "alarms")["arn"]
    for metric, action in (("System", "recover"), ("Instance", "reboot")):
        alarm = plan.only(ALARM, metric_name=f"StatusCheckFailed_{metric}")
        assert alarm["dimensions"] == {"InstanceId": plan.only("aws_instance")["id"]}
        assert set(alarm["alarm_actions"]) == {f"arn:aws:automate:{REGION}:ec2:{action}", topic}


@holds("TO-OBS-01")
def health_as_seen_from_outside(plan: Plan) -> None:
    """Over HTTPS at the source's path; the alarm is where Route 53 keeps the figures."""
    check = plan.only("aws_route53_health_check", resource_path="/api/v1/health")
    assert (check["type"], check["fqdn"], check["port"]) == ("HTTPS", DOMAIN, 443)
    alarm = _of(plan, check, "HealthCheckStatus")
    assert (alarm["threshold"], alarm["comparison_operator"]) == (1, "LessThanThreshold")
    assert alarm["treat_missing_data"] == "breaching"
    (action,) = alarm["alarm_actions"]
    assert action.startswith("arn:aws:sns:us-east-1:")
    assert ":us-east-1:" in alarm["arn"]


@holds("TO-OBS-01")
def logs(plan: Plan) -> None:
    """What containers print goes to groups that end at some time (D-TO-12)."""
    services = document(plan, COMPOSE)["services"]
    for name in ("api", "client"):
        logging = services[name]["logging"]
        group = plan.only("aws_cloudwatch_log_group", name=logging["options"]["awslogs-group"])
        assert logging["driver"] == "awslogs"
        assert group["retention_in_days"] > 0


def _of(plan: Plan, check: Resource, metric: str) -> Resource:
    wanted = {"HealthCheckId": check["id"]}
    return plan.only(ALARM, metric_name=metric, dimensions=wanted)
