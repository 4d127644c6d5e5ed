"""What stands ready in Tokyo."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hybrid_fileflow import ABROAD, REGION, shared, standby
from tests.ledger.plan import Plans


@holds_across("HY-DR-03")
def copies(plans: Plans) -> None:
    """A filter, deletions too, what is encrypted too, under Tokyo's key (D-HY-39)."""
    home, there, between = plans["prod/platform"], standby(plans), plans["prod-dr/replication"]
    source, target = (plan.only("aws_s3_bucket", "storage") for plan in (home, there))
    copying = between.only("aws_s3_bucket_replication_configuration", "storage")
    assert copying["bucket"] == source["bucket"]
    rule = copying.block("rule")
    assert (rule["id"], rule["status"]) == ("replicate-to-dr", "Enabled")
    assert [one["prefix"] for one in rule["filter"]] == [""]
    assert [one["status"] for one in rule["delete_marker_replication"]] == ["Enabled"]
    (selected,) = rule["source_selection_criteria"]
    assert [one["status"] for one in selected["sse_kms_encrypted_objects"]] == ["Enabled"]
    (to,) = rule["destination"]
    assert (to["bucket"], to["storage_class"]) == (target["arn"], "STANDARD_IA")
    assert [one["replica_kms_key_id"] for one in to["encryption_configuration"]] == [
        shared(there, "s3_key_arn")
    ]
    assert [one["time"] for one in to["replication_time"]] == [[{"minutes": 15}]]
    assert [one["event_threshold"] for one in to["metrics"]] == [[{"minutes": 15}]]
    for plan in (home, there):
        versions = plan.only("aws_s3_bucket_versioning", "storage")
        assert versions.block("versioning_configuration")["status"] == "Enabled"
    late = between.only("aws_cloudwatch_metric_alarm", "storage_copy_late")
    assert (late["metric_name"], late["threshold"]) == ("ReplicationLatency", 900)
    assert late["dimensions"]["SourceBucket"] == source["bucket"]


@holds_across("HY-DR-04")
def order(plans: Plans) -> None:
    """Promote, tasks, health, and DNS by itself: each step may be repeated (D-HY-41)."""
    home, there = plans["prod/platform"], standby(plans)
    steps = there.shown["planned_values"]["outputs"]["failover"]["value"].splitlines()
    assert steps[0] == "Within 120 minutes, with at most 15 of work lost:"
    check = home.only("aws_route53_health_check")
    for step, words in zip(
        steps[1:],
        (
            "prod/platform, terraform apply -var failed_over=true",
            f"--health-check-id {check['id']} --disabled --inverted",
            "prod-dr/rds, terraform apply -var failed_over=true",
            "prod-dr/standby, terraform apply -var failed_over=true",
            "--services fileflow-prod-dr-service",
            f"{there.only('aws_lb')['dns_name']}:443 https://api.fileflow.ryuqqq.com/actuator/health",
        ),
        strict=True,
    ):
        assert words in step
    for plan, working in ((home, "0 : var.app_min_tasks"), (there, "var.app_min_tasks : 0")):
        bounds = plan.only("aws_appautoscaling_target")
        assert bounds.writes(f"var.failed_over ? {working}")
    assert check.writes("invert_healthcheck = var.failed_over")
    assert REGION not in (there.folder / "provider.tf").read_text()


@holds_across("HY-DR-06")
def ready(plans: Plans) -> None:
    """Load balancer, certificate, task and cache are there, a task is not (D-HY-39)."""
    there = standby(plans)
    service = there.only("aws_ecs_service")
    assert service["desired_count"] == 0
    assert f":{ABROAD}:" in service["id"]
    bounds = there.only("aws_appautoscaling_target")
    assert (bounds["min_capacity"], bounds["max_capacity"]) == (0, 0)
    container = there.only("aws_ecs_task_definition", "app").containers["fileflow-app"]
    assert f".{ABROAD}.amazonaws.com/fileflow:" in container["image"]
    told = {one["name"]: one["value"] for one in container["environment"]}
    assert told["DATABASE_HOST"] == shared(there, "shared_rds_endpoint")
    assert told["APP_ENV"] == "prod"
    assert there.only("aws_lb")["vpc_id"] == shared(there, "vpc_id")
    assert f":{ABROAD}:" in there.only("aws_lb_listener", port=443)["certificate_arn"]
    secret = plans["prod/platform"].only("aws_secretsmanager_secret", "database")
    assert [one["region"] for one in secret["replica"]] == [ABROAD]
