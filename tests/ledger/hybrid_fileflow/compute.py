"""The service on Fargate."""

from __future__ import annotations

import json
from typing import Any

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import REGION, named, shared
from tests.ledger.plan import Plan, Resource

SIZES = {"dev": (512, 1024, 1), "staging": (1024, 2048, 2), "prod": (2048, 4096, 3)}
BOUNDS = {"dev": (1, 3), "prod": (2, 10)}


def task(plan: Plan) -> Resource:
    """Return the task definition of the application."""
    return plan.only("aws_ecs_task_definition", "app")


def app(plan: Plan) -> dict[str, Any]:
    """Return the container of the application."""
    return task(plan).containers["fileflow-app"]


def _size(plan: Plan) -> None:
    cpu, memory, count = SIZES[plan.environment]
    assert (int(task(plan)["cpu"]), int(task(plan)["memory"])) == (cpu, memory)
    assert plan.only("aws_ecs_service")["desired_count"] == count
    assert app(plan)["portMappings"] == [{"containerPort": 8080, "protocol": "tcp"}]


@holds("HY-CMP-01", only=("dev",))
def dev(plan: Plan) -> None:
    """As the table has it."""
    _size(plan)


@holds("HY-CMP-02", only=("staging",))
def staging(plan: Plan) -> None:
    """As the table has it."""
    _size(plan)


@holds("HY-CMP-03", only=("prod",))
def prod(plan: Plan) -> None:
    """As the table has it."""
    _size(plan)


@holds("HY-CMP-04", only=("dev", "prod"))
def scaling(plan: Plan) -> None:
    """Production never falls below two."""
    target = plan.only("aws_appautoscaling_target")
    assert (target["min_capacity"], target["max_capacity"]) == BOUNDS[plan.environment]
    followed = {
        one.block(
            "target_tracking_scaling_policy_configuration", "predefined_metric_specification"
        )["predefined_metric_type"]
        for one in plan.all("aws_appautoscaling_policy", resource_id=target["resource_id"])
    }
    assert followed == {"ECSServiceAverageCPUUtilization", "ECSServiceAverageMemoryUtilization"}


@holds("HY-CMP-05")
def names(plan: Plan) -> None:
    """The container has one name, where it is made and where it is balanced (D-HY-03)."""
    assert plan.only("aws_ecs_cluster")["name"] == named(plan, "cluster")
    service = plan.only("aws_ecs_service")
    assert service["name"] == named(plan, "service")
    assert task(plan)["family"] == named(plan)
    assert service.block("load_balancer")["container_name"] == app(plan)["name"]


@holds("HY-CMP-06")
def fargate(plan: Plan) -> None:
    """An image of the shared repository, by a tag that a deploy chose."""
    made = task(plan)
    assert made["network_mode"] == "awsvpc"
    assert made["requires_compatibilities"] == ["FARGATE"]
    repository, tag = app(plan)["image"].rsplit(":", 1)
    assert repository == shared(plan, "fileflow_repository_url")
    assert tag not in {"", "latest"}
    logs = app(plan)["logConfiguration"]
    assert logs["logDriver"] == "awslogs"
    assert logs["options"]["awslogs-region"] == REGION
    assert made["execution_role_arn"] == plan.only("aws_iam_role", "app_execution")["arn"]
    assert made["task_role_arn"] == plan.only("aws_iam_role", "app_task")["arn"]


@holds("HY-CMP-07")
def traces(plan: Plan) -> None:
    """Containers of one task share an address; the image is pinned (D-HY-22)."""
    beside = task(plan).containers["traces"]
    assert beside["essential"] is False
    assert not beside["image"].endswith(":latest")
    assert beside["logConfiguration"]["options"]["awslogs-stream-prefix"] == "traces"
    told = {one["name"]: one["value"] for one in app(plan)["environment"]}
    assert told["AWS_XRAY_DAEMON_ADDRESS"] == "127.0.0.1:2000"
    allowed = plan.only("aws_iam_role_policy", "app_task").statements()
    assert {"xray:PutTraceSegments", "xray:PutTelemetryRecords"} <= {
        action for one in allowed for action in one.actions
    }


@holds("HY-CMP-08")
def spot(plan: Plan) -> None:
    """By capacity providers, so that no launch type is set."""
    service = plan.only("aws_ecs_service")
    (capacity,) = service["capacity_provider_strategy"]
    wanted = "FARGATE" if plan.production else "FARGATE_SPOT"
    assert (capacity["capacity_provider"], capacity["weight"]) == (wanted, 100)
    assert plan.production or not capacity["base"]
    assert not service["launch_type"]


@holds("HY-CMP-09")
def shell(plan: Plan) -> None:
    """The service allows it and the role can open the channels (D-HY-23)."""
    assert plan.only("aws_ecs_service")["enable_execute_command"] is True
    policy = json.loads(plan.only("aws_iam_role_policy", "app_task")["policy"])
    (channels,) = [one for one in policy["Statement"] if one["Sid"] == "Exec"]
    assert len([one for one in channels["Action"] if one.startswith("ssmmessages:")]) == 4
