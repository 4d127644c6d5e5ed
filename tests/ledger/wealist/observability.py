"""Prometheus, Grafana, and alarms."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document, may
from tests.ledger.plan import Plan
from tests.ledger.wealist import BACKEND, MONITORING, NAME, PROMETHEUS, REGION


@holds("WL-OBS-01")
def service_discovery(plan: Plan) -> None:
    """Each group's own tag, in the source's region; the role may ask, the exporters are there."""
    found = [
        (sd["region"], sd["port"], one["values"])
        for job in document(plan, PROMETHEUS)["scrape_configs"]
        for sd in job.get("ec2_sd_configs", [])
        for one in sd["filters"]
        if one["name"] == "tag:aws:autoscaling:groupName"
    ]
    assert sorted(found) == sorted(
        [
            (REGION, 9100, [f"{NAME}-backend-asg"]),
            (REGION, 8080, [f"{NAME}-backend-asg"]),
            (REGION, 8000, [f"{NAME}-backend-asg"]),
            (REGION, 9100, [f"{NAME}-monitoring-asg"]),
        ]
    )
    assert may(plan, "ec2", "ec2:DescribeInstances") == {"*"}
    for key in (BACKEND, MONITORING):
        assert "node-exporter" in document(plan, key)["services"]


@holds("WL-OBS-01")
def alarms(plan: Plan) -> None:
    """CloudWatch hears of too few instances, and of full memory and disks (D-WL-13)."""
    for name in ("backend", "monitoring"):
        group = {"AutoScalingGroupName": f"{NAME}-{name}-asg"}
        alarms = plan.all("aws_cloudwatch_metric_alarm", dimensions=group)
        assert {one["metric_name"] for one in alarms} >= {
            "GroupInServiceInstances",
            "mem_used_percent",
            "disk_used_percent",
        }


@holds("WL-OBS-02")
def grafana_for_the_office(plan: Plan) -> None:
    """By path and address; its data source is the Prometheus beside it."""
    targets = plan.only("aws_lb_target_group", "monitoring")["arn"]
    (rule,) = [
        one
        for one in plan.all("aws_lb_listener_rule")
        if one.block("action")["target_group_arn"] == targets
    ]
    asked = {
        kind: values[0]["values"]
        for one in rule["condition"]
        for kind, values in one.items()
        if kind in {"path_pattern", "source_ip"} and values
    }
    assert asked == {"path_pattern": ["/monitoring/*"], "source_ip": ["203.0.113.0/24"]}
    file = document(plan, MONITORING)
    assert file["services"]["monitoring"]["image"].startswith("grafana/grafana:")
    assert "http://prometheus:9090" in file["configs"]["prometheus-source"]["content"]
