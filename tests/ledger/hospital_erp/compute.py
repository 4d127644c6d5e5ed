"""The service app on Fargate."""

from __future__ import annotations

import re
from typing import Any

from tests.ledger.assertions import holds
from tests.ledger.hospital_erp import REGION, named
from tests.ledger.plan import Plan

SECRETS = {"DATABASE_URL", "JWT_ACCESS_SECRET"}
IN_ALPINE = {"wget", "node"}


def app(plan: Plan) -> dict[str, Any]:
    """Return the container of the application."""
    return plan.only("aws_ecs_task_definition").containers["app"]


def variables(plan: Plan) -> dict[str, str]:
    """Return the plain variables of the application."""
    return {one["name"]: one["value"] for one in app(plan)["environment"]}


@holds("ERP-CMP-01")
def cluster(plan: Plan) -> None:
    """One in each environment, by a name of its own (D-ERP-27)."""
    cluster = plan.only("aws_ecs_cluster")
    assert cluster["name"] == named(plan, "cluster")
    assert cluster["setting"] == [{"name": "containerInsights", "value": "enabled"}]
    assert {"Name", "Environment"} <= cluster.tags.keys()


@holds("ERP-CMP-02")
def capacity(plan: Plan) -> None:
    """Spot is there for those who ask for it."""
    providers = plan.only("aws_ecs_cluster_capacity_providers")
    assert providers["cluster_name"] == plan.only("aws_ecs_cluster")["name"]
    assert set(providers["capacity_providers"]) == {"FARGATE", "FARGATE_SPOT"}
    assert providers.block("default_capacity_provider_strategy") == {
        "capacity_provider": "FARGATE",
        "base": 1,
        "weight": 100,
    }


@holds("ERP-CMP-03")
def task(plan: Plan) -> None:
    """One role starts it, another is its own."""
    task = plan.only("aws_ecs_task_definition")
    assert task["family"] == named(plan, "app")
    assert task["network_mode"] == "awsvpc"
    assert task["requires_compatibilities"] == ["FARGATE"]
    assert int(task["cpu"]) > 0
    assert int(task["memory"]) > 0
    assert task["execution_role_arn"] == plan.only("aws_iam_role", "app_execution")["arn"]
    assert task["task_role_arn"] == plan.only("aws_iam_role", "app_task")["arn"]
    assert task["execution_role_arn"] != task["task_role_arn"]


@holds("ERP-CMP-04", only=("production",))
def size(plan: Plan) -> None:
    """The size of the cost table, the only numbers the source gives (D-ERP-19, D-ERP-25)."""
    task = plan.only("aws_ecs_task_definition")
    assert (int(task["cpu"]), int(task["memory"])) == (2048, 4096)
    assert plan.only("aws_ecs_service")["desired_count"] == 2


@holds("ERP-CMP-05")
def container(plan: Plan) -> None:
    """Its image has a tag that a deploy chose."""
    container = app(plan)
    assert container["essential"] is True
    assert container["portMappings"] == [{"containerPort": 3000, "protocol": "tcp"}]
    repository, tag = container["image"].rsplit(":", 1)
    assert re.fullmatch(rf"\d{{12}}\.dkr\.ecr\.{REGION}\.amazonaws\.com/hospital-erp", repository)
    assert tag
    assert tag != "latest"


@holds("ERP-CMP-06")
def environment(plan: Plan) -> None:
    """Libraries hear `production` wherever it is not a developer's machine (D-ERP-16)."""
    told = variables(plan)
    assert told.get("PORT") == "3000"
    assert told.get("NODE_ENV") == "production"
    assert told.get("APP_ENV") == plan.environment


@holds("ERP-CMP-07")
def secrets(plan: Plan) -> None:
    """Keys of one secret."""
    secret = plan.only("aws_secretsmanager_secret", "services_app")["arn"]
    assert re.match(rf"arn:aws:secretsmanager:{REGION}:\d{{12}}:secret:", secret)
    taken = {one["name"]: one["valueFrom"] for one in app(plan)["secrets"]}
    assert taken == {name: f"{secret}:{name}::" for name in SECRETS}
    assert not SECRETS & variables(plan).keys()


@holds("ERP-CMP-08")
def logs(plan: Plan) -> None:
    """The group is made first, and says how long it keeps (D-ERP-04)."""
    written = app(plan)["logConfiguration"]
    assert written["logDriver"] == "awslogs"
    group = plan.only("aws_cloudwatch_log_group", name=written["options"]["awslogs-group"])
    assert group["name"] == f"/ecs/{named(plan)}/app"
    assert group["retention_in_days"] > 0
    assert written["options"]["awslogs-region"] == REGION
    assert written["options"]["awslogs-stream-prefix"] == "app"


@holds("ERP-CMP-09")
def health(plan: Plan) -> None:
    """By a program that node:alpine has, not curl, and by address, not by name (D-ERP-06)."""
    check = app(plan)["healthCheck"]
    shell, command = check["command"]
    assert shell == "CMD-SHELL"
    assert command.split()[0] in IN_ALPINE
    assert "http://127.0.0.1:3000/health" in command
    assert command.endswith("|| exit 1")
    seconds = {"interval": 30, "timeout": 5, "startPeriod": 60}
    assert {name: check[name] for name in (*seconds, "retries")} == {**seconds, "retries": 3}


@holds("ERP-CMP-10")
def service(plan: Plan) -> None:
    """On Fargate by capacity provider: a launch type would bypass the strategy (D-ERP-17)."""
    service = plan.only("aws_ecs_service")
    assert service["name"] == named(plan, "app")
    assert service["cluster"] == plan.only("aws_ecs_cluster")["id"]
    assert not service["launch_type"]
    chosen = {one["capacity_provider"] for one in service["capacity_provider_strategy"]}
    assert chosen
    assert chosen <= {"FARGATE", "FARGATE_SPOT"}
    if plan.production:
        assert chosen == {"FARGATE"}
    assert service["desired_count"] >= 1
    placed = service.block("network_configuration")
    assert placed["assign_public_ip"] is False
    assert set(placed["subnets"]) == plan.ids("aws_subnet", "app")
    assert placed["security_groups"] == [plan.only("aws_security_group", "app")["id"]]


@holds("ERP-CMP-11")
def behind_the_load_balancer(plan: Plan) -> None:
    """The target group has a listener before the service needs one (D-ERP-18)."""
    service = plan.only("aws_ecs_service")
    balanced = service.block("load_balancer")
    assert balanced["target_group_arn"] == plan.only("aws_lb_target_group")["arn"]
    assert (balanced["container_name"], balanced["container_port"]) == ("app", 3000)
    assert "aws_lb_listener.https" in service.waits_for
    assert service["health_check_grace_period_seconds"] >= app(plan)["healthCheck"]["startPeriod"]


@holds("ERP-CMP-11", "ERP-SEC-03")
def starts_with_its_permissions(plan: Plan) -> None:
    """No task starts before its roles may do what it needs."""
    waits = plan.only("aws_ecs_service").waits_for
    assert {"aws_iam_role_policy.app_execution", "aws_iam_role_policy.app_task"} <= set(waits)


@holds("ERP-CMP-12")
def rolling_deployment(plan: Plan) -> None:
    """As arguments, not as the block of the source (D-ERP-05)."""
    service = plan.only("aws_ecs_service")
    assert service["deployment_maximum_percent"] == 200
    assert service["deployment_minimum_healthy_percent"] == 100
    assert service.block("deployment_circuit_breaker") == {"enable": True, "rollback": True}


@holds("ERP-CMP-13")
def autoscaling_owns_the_number(plan: Plan) -> None:
    """An apply does not undo what autoscaling has done."""
    assert "desired_count" in plan.only("aws_ecs_service").ignores()


@holds("ERP-CMP-14")
def bounds(plan: Plan) -> None:
    """The source names no bounds (D-ERP-25); the manifest does."""
    target, service = plan.only("aws_appautoscaling_target"), plan.only("aws_ecs_service")
    cluster = plan.only("aws_ecs_cluster")["name"]
    assert target["resource_id"] == f"service/{cluster}/{service['name']}"
    assert target["scalable_dimension"] == "ecs:service:DesiredCount"
    assert target["service_namespace"] == "ecs"
    assert 1 <= target["min_capacity"] <= service["desired_count"] < target["max_capacity"]


@holds("ERP-CMP-15")
def tracks_the_cpu(plan: Plan) -> None:
    """Quick to come, slow to go."""
    policy = plan.only("aws_appautoscaling_policy", name=named(plan, "app-cpu-autoscaling"))
    assert policy["policy_type"] == "TargetTrackingScaling"
    assert policy["resource_id"] == plan.only("aws_appautoscaling_target")["resource_id"]
    tracking = policy.block("target_tracking_scaling_policy_configuration")
    assert tracking["target_value"] == 70
    assert tracking["scale_in_cooldown"] == 300
    assert tracking["scale_out_cooldown"] == 60
    metric = policy.block(
        "target_tracking_scaling_policy_configuration", "predefined_metric_specification"
    )
    assert metric["predefined_metric_type"] == "ECSServiceAverageCPUUtilization"
