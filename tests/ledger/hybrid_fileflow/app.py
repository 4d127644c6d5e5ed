"""What is asked of the program."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import named, shared
from tests.ledger.plan import Plan


@holds("HY-APP-02")
def migrations(plan: Plan) -> None:
    """A task of its own, of the same image, that reaches the database and is started by hand."""
    task = plan.only("aws_ecs_task_definition", "migrate")
    assert task["family"] == named(plan, "migrate")
    container = task.containers["migrate"]
    service = plan.only("aws_ecs_task_definition", "app").containers["fileflow-app"]
    assert container["image"] == service["image"]
    assert container["command"] == ["migrate"]
    told = {one["name"]: one["value"] for one in container["environment"]}
    assert told["DATABASE_HOST"] == shared(plan, "shared_rds_endpoint")
    assert plan.found("aws_scheduler_schedule") == []
