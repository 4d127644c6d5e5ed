"""Two services on Fargate."""

from __future__ import annotations

import re

from tests.ledger.assertions import holds
from tests.ledger.codemate import REGION, SERVICES, container, host, named, secrets, variables
from tests.ledger.plan import Plan

CPU, MEMORY = "ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"


@holds("CM-CMP-01")
def cluster(plan: Plan) -> None:
    """By a name of the environment's own (D-CM-25)."""
    assert plan.only("aws_ecs_cluster")["name"] == named(plan, "cluster")


@holds("CM-CMP-02")
def frontend(plan: Plan) -> None:
    """An image by a tag that is no `latest`."""
    _task(plan, "frontend", 512, 1024)


@holds("CM-CMP-05")
def backend(plan: Plan) -> None:
    """The larger of the two."""
    _task(plan, "backend", 1024, 2048)


@holds("CM-CMP-03")
def frontend_tasks(plan: Plan) -> None:
    """The bounds of the source."""
    _bounds(plan, "frontend", (2, 5) if plan.production else (1, 2))


@holds("CM-CMP-06")
def backend_tasks(plan: Plan) -> None:
    """Two at the start, as configured, not the three of the cost table (D-CM-11)."""
    _bounds(plan, "backend", (2, 6) if plan.production else (1, 2))


@holds("CM-CMP-04")
def frontend_follows(plan: Plan) -> None:
    """Its CPU alone."""
    assert _followed(plan, "frontend") == {CPU: 70}


@holds("CM-CMP-07")
def backend_follows(plan: Plan) -> None:
    """CPU or memory, whichever wants more tasks."""
    assert _followed(plan, "backend") == {CPU: 70, MEMORY: 80}


@holds("CM-CMP-08")
def rolling(plan: Plan) -> None:
    """All old tasks stay until new ones answer."""
    for name in SERVICES:
        service = plan.only("aws_ecs_service", name)
        assert service["name"] == named(plan, name)
        assert service["deployment_minimum_healthy_percent"] == 100
        assert service["deployment_maximum_percent"] == 200


@holds("CM-CMP-09")
def told(plan: Plan) -> None:
    """Hosts without ports, the bucket by its real name, logins from secrets (D-CM-05, D-CM-07)."""
    found = variables(plan, "backend")
    database, cache = plan.only("aws_db_instance"), plan.only("aws_elasticache_replication_group")
    assert found.get("DATABASE_HOST", "") == database["address"]
    assert (found.get("DATABASE_PORT", ""), found.get("DATABASE_NAME", "")) == ("5432", "codemate")
    start = "configuration_endpoint_address" if plan.production else "primary_endpoint_address"
    assert (found.get("REDIS_HOST", ""), found.get("REDIS_PORT", "")) == (cache[start], "6379")
    assert ":" not in found.get("DATABASE_HOST", "") + found.get("REDIS_HOST", "")
    assert found.get("AWS_S3_BUCKET", "") == plan.only("aws_s3_bucket", "files")["bucket"]
    assert found.get("NEXTAUTH_URL", "") == f"https://{host(plan)}"
    hidden = secrets(plan, "backend")
    assert hidden.keys() == {
        "DATABASE_USER",
        "DATABASE_PASSWORD",
        "ANTHROPIC_API_KEY",
        "NEXTAUTH_SECRET",
    }
    for name, where, key in (
        ("DATABASE_USER", "database", "username"),
        ("DATABASE_PASSWORD", "database", "password"),
        ("ANTHROPIC_API_KEY", "anthropic", "ANTHROPIC_API_KEY"),
        ("NEXTAUTH_SECRET", "nextauth", "NEXTAUTH_SECRET"),
    ):
        kept = plan.only("aws_secretsmanager_secret", where)["arn"]
        assert hidden.get(name) == f"{kept}:{key}::"
    assert not hidden.keys() & found.keys()


@holds("CM-CMP-10")
def spot(plan: Plan) -> None:
    """Where an interruption costs nobody anything."""
    providers = plan.only("aws_ecs_cluster_capacity_providers")["capacity_providers"]
    assert "FARGATE_SPOT" in providers
    for name in SERVICES:
        used = plan.only("aws_ecs_service", name)["capacity_provider_strategy"]
        chosen = {one["capacity_provider"] for one in used}
        assert chosen == ({"FARGATE"} if plan.production else {"FARGATE_SPOT"})


def _task(plan: Plan, name: str, cpu: int, memory: int) -> None:
    task, own = plan.only("aws_ecs_task_definition", name), container(plan, name)
    assert (int(task["cpu"]), int(task["memory"])) == (cpu, memory)
    assert own["portMappings"] == [{"containerPort": SERVICES[name], "protocol": "tcp"}]
    repository, tag = own["image"].rsplit(":", 1)
    pattern = rf"\d{{12}}\.dkr\.ecr\.{REGION}\.amazonaws\.com/codemate-{name}"
    assert re.fullmatch(pattern, repository)
    assert tag != "latest"
    assert variables(plan, name).get("NODE_ENV") == "production"


def _bounds(plan: Plan, name: str, bounds: tuple[int, int]) -> None:
    target = plan.only("aws_appautoscaling_target", name)
    service = plan.only("aws_ecs_service", name)
    assert (target["min_capacity"], target["max_capacity"]) == bounds
    assert service["desired_count"] == bounds[0]
    assert target["resource_id"] == f"service/{named(plan, 'cluster')}/{service['name']}"


def _followed(plan: Plan, name: str) -> dict[str, float]:
    target = plan.only("aws_appautoscaling_target", name)["resource_id"]
    tracked = "target_tracking_scaling_policy_configuration"
    return {
        one.block(tracked, "predefined_metric_specification")["predefined_metric_type"]: one.block(
            tracked
        )["target_value"]
        for one in plan.all("aws_appautoscaling_policy", resource_id=target)
    }
