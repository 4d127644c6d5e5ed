"""Jobs, sidecars, volumes, log groups and names: what AWS gets for them."""

from __future__ import annotations

import pytest

from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: erp
region: ap-northeast-2
timezone: Asia/Seoul
github: example/erp
services:
  app:
    port: 8080
    command: [serve, 4]
    size: {disk: 30}
    volumes: {scratch: /var/scratch}
    logs: {error: 30}
    names: {service: "{project}-{environment}-service", container: "{project}-app", log: all}
    sidecars: {proxy: {image: "nginx:1.27.3", cpu: 32, memory: 64, volumes: {scratch: /data}}}
  worker: {uses: [work], scale: {desired: 2, max: 4, messages: 100}}
jobs:
  migrate: {service: app, command: [migrate], uses: [main, sessions]}
  sweep: {service: worker, command: [sweep], schedule: cron(0 3 * * ? *), spot: true}
queues: {work: {}}
databases: {main: {engine: mysql}}
caches: {sessions: {engine: redis}}
environments:
  dev: {availability: standard}
"""


@pytest.fixture(scope="module")
def files() -> dict[str, str]:
    """The files of both stacks."""
    stacks = compile_project(list(resolve_all(loads(MANIFEST)).values()))["dev"].stacks
    return {name: text for stack in stacks for name, text in write(stack).items()}


def block(text: str, head: str) -> str:
    """Return one block of a file."""
    start = text.index(head)
    return text[start : text.index("\n}", start)]


def test_a_job_runs_its_services_image(files: dict[str, str]) -> None:
    """The image tag of the service, a secret and a cache user of its own."""
    task = block(files["jobs.tf"], 'resource "aws_ecs_task_definition" "migrate"')

    assert "aws_ssm_parameter.app_image_tag.insecure_value" in task
    assert 'command   = ["migrate"]' in task
    assert "aws_secretsmanager_secret.jobs_migrate.arn" in task
    assert "rediss://erp-dev-sessions-migrate@" in task


def test_a_scheduled_job_is_started_by_the_clock(files: dict[str, str]) -> None:
    """In the author's time zone, whatever the newest revision is."""
    schedule = block(files["jobs.tf"], 'resource "aws_scheduler_schedule" "sweep"')

    assert '"cron(0 3 * * ? *)"' in schedule
    assert '"Asia/Seoul"' in schedule
    assert "aws_ecs_task_definition.sweep.arn_without_revision" in schedule
    assert '"FARGATE_SPOT"' in schedule
    assert "aws_scheduler_schedule" not in block(files["jobs.tf"], '"migrate"')


def test_the_scheduler_may_start_this_job_only(files: dict[str, str]) -> None:
    """In this cluster, with these two roles."""
    allowed = block(files["iam.tf"], 'resource "aws_iam_role_policy" "sweep_schedule"')

    assert "task-definition/erp-dev-sweep:*" in allowed
    assert '"ecs:cluster" = aws_ecs_cluster.main.arn' in allowed
    assert "aws_iam_role.sweep_execution.arn" in allowed
    assert "aws_iam_role.migrate_task.arn" not in allowed


def test_a_job_can_be_run_by_hand(files: dict[str, str]) -> None:
    """The command is an output; the deploying pipeline may run it."""
    assert "--task-definition erp-dev-migrate" in block(files["outputs.tf"], '"run_migrate"')
    assert "ecs:RunTask" in files["github.tf"]


def test_what_stands_beside_the_program(files: dict[str, str]) -> None:
    """Sidecars share volumes and have their share of the task."""
    task = block(files["ecs.tf"], 'resource "aws_ecs_task_definition" "app"')

    assert 'name      = "erp-app"' in task
    assert 'image     = "nginx:1.27.3"' in task
    assert 'containerPath = "/data"' in task
    assert "size_in_gib = 30" in task
    assert '{ name = "LOG_GROUP_ERROR", value = "/ecs/erp-dev/error" }' in task


def test_names_of_ones_own(files: dict[str, str]) -> None:
    """They are used wherever the thing is named."""
    service = block(files["ecs.tf"], 'resource "aws_ecs_service" "app"')

    assert '"erp-dev-service"' in service
    assert 'container_name   = "erp-app"' in service
    assert '"/ecs/erp-dev/all"' in files["ecs.tf"]


def test_a_worker_follows_its_queue(files: dict[str, str]) -> None:
    """Waiting messages for each running task."""
    policy = block(files["autoscaling.tf"], '"aws_appautoscaling_policy" "worker_messages"')

    assert "target_value       = 100" in policy
    assert '"erp-dev-work"' in policy
    assert "waiting / IF(FILL(running, 0) > 0, running, 1)" in policy
    assert "desired_count                      = 2" in files["ecs.tf"]
