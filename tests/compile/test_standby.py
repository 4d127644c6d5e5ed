"""An application that stands ready in another region."""

from __future__ import annotations

from pathlib import Path

import pytest

from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import load
from giban.system import resolve_all

FOUNDATION = """\
project: shared
region: ap-northeast-2
exports: /shared
databases: {mysql: {engine: mysql}}
tenants: {fileflow: {}}
environments:
  prod: {availability: high, dr: {region: ap-northeast-1, cidr: 10.1.0.0/16}}
"""
APPLICATION = """\
project: fileflow
region: ap-northeast-2
github: example/fileflow
alarms:
  email: [ops@example.com]
  slack: {workspace: T07EA123LEP, channel: C07EZ1ABC23}
domain: api.example.com
zone: example.com
foundation: ../foundation/giban.yaml
services:
  app:
    port: 8080
    health: /actuator/health
    uses: [{name: shared-database, form: parts}, redis, storage, work]
    secrets: [TOKEN]
jobs:
  migrate: {command: [migrate]}
  sweep: {command: [sweep], schedule: rate(6 hours)}
caches: {redis: {engine: redis}}
buckets: {storage: {replica: STANDARD_IA}, scratch: {}}
queues: {work: {}}
environments:
  prod:
    availability: high
    services: {app: {scale: {min: 2, max: 6, desired: 3}}}
    dr: {region: ap-northeast-1, rto: 90}
"""
Files = dict[str, dict[str, str]]


@pytest.fixture(scope="module")
def roots(tmp_path_factory: pytest.TempPathFactory) -> Files:
    """The files of every root, by its path."""
    return written(tmp_path_factory.mktemp("hybrid"), APPLICATION)


def written(folder: Path, application: str) -> Files:
    """Write the files of every root of an application, by its path."""
    for name, text in (("foundation", FOUNDATION), ("fileflow", application)):
        (folder / name).mkdir()
        (folder / name / "giban.yaml").write_text(text)
    systems = resolve_all(load(folder / "fileflow" / "giban.yaml"))
    stacks = compile_project(list(systems.values()))["prod"].stacks
    return {stack.path: write(stack) for stack in stacks}


def block(text: str, head: str) -> str:
    """Return one block of a file."""
    start = text.index(head)
    return text[start : text.index("\n}", start)]


def test_it_comes_last_with_a_region_of_its_own(roots: Files) -> None:
    """Made after the platform; all it needs is in the other region, its state too (D-HY-41)."""
    there = roots["prod-dr/standby"]

    assert ["shared/bootstrap", "prod/platform", "prod-dr/standby", "prod-dr/replication"] == list(
        roots
    )
    assert 'region = "ap-northeast-1"' in there["provider.tf"]
    assert 'bucket       = "shared-terraform-state-ap-northeast-1"' in there["backend.tf"]
    assert 'region       = "ap-northeast-1"' in there["backend.tf"]
    lines = [line for line in "".join(there.values()).splitlines() if "ap-northeast-2" in line]
    assert ["1. Stop ap-northeast-2, if it answers"] == [
        line.strip().partition(":")[0] for line in lines
    ]


def test_nothing_runs_there(roots: Files) -> None:
    """Zero tasks, by no bound more, and the image by a tag and a registry that stand there."""
    files = roots["prod-dr/standby"]
    service = block(files["ecs.tf"], '"aws_ecs_service" "app"')
    task = block(files["ecs.tf"], '"aws_ecs_task_definition" "app"')

    assert "desired_count                      = 0" in service
    assert "min_capacity       = var.failed_over ? var.app_min_tasks : 0" in files["autoscaling.tf"]
    assert "max_capacity       = var.failed_over ? var.app_max_tasks : 0" in files["autoscaling.tf"]
    assert "failed_over = false" in files["terraform.tfvars"]
    assert "${local.fileflow_repository_url}:" in task
    assert 'name = "/shared/ecr/fileflow-repository-url"' in files["data.tf"]
    assert "aws_ssm_parameter.app_image_tag.insecure_value" in task
    assert '{ name = "APP_ENV", value = "prod" }' in task
    assert (
        'state                        = var.failed_over ? "ENABLED" : "DISABLED"'
        in (files["jobs.tf"])
    )
    assert "scratch" not in files["storage.tf"]


def test_it_takes_over_with_what_runs_at_home(roots: Files) -> None:
    """As many tasks as run there, a cache of as many nodes, alarms when nothing answers."""
    files = roots["prod-dr/standby"]

    assert "app_min_tasks = 3" in files["terraform.tfvars"]
    assert "num_cache_clusters         = var.failed_over ? 2 : 1" in files["cache.tf"]
    assert "automatic_failover_enabled = var.failed_over" in files["cache.tf"]
    logs = block(files["cache.tf"], '"aws_cloudwatch_log_group" "cache_redis"')
    assert "kms_key_id        = local.cloudwatch_logs_key_arn" in logs
    assert '"/aws/elasticache/fileflow-prod-dr-redis/${each.key}"' in logs
    down = block(files["alarms.tf"], '"aws_cloudwatch_metric_alarm" "app_down"')
    assert "threshold           = var.failed_over ? 1 : 0" in down
    assert 'var.failed_over ? "breaching" : "notBreaching"' in down
    assert '"aws_sns_topic_subscription" "alarms"' in files["alarms.tf"]
    assert "chatbot" not in "".join(files.values())


def test_the_first_region_stops(roots: Files) -> None:
    """Two regions must not write at once: no task, no job by the clock, no answer (D-HY-41)."""
    home = roots["prod/platform"]
    check = block(home["dns.tf"], '"aws_route53_health_check" "main"')

    assert "max_capacity       = var.failed_over ? 0 : var.app_max_tasks" in home["autoscaling.tf"]
    assert 'var.failed_over ? "DISABLED" : "ENABLED"' in home["jobs.tf"]
    assert "disabled           = var.failed_over" in check
    assert "invert_healthcheck = var.failed_over" in check
    assert "num_cache_clusters         = 2" in home["cache.tf"]


def test_it_says_in_which_order(roots: Files) -> None:
    """The first region stops, then the database, what stands ready, and a look (HY-DR-04)."""
    steps = roots["prod-dr/standby"]["outputs.tf"]

    assert "Within 90 minutes, with at most 15 of work lost:" in steps
    words = ("in prod/platform, ", "health_check_id", "prod-dr/rds", "prod-dr/standby", "curl")
    places = [steps.index(word, steps.index("Within")) for word in words]
    assert sorted(places) == places
    assert '"/fileflow/prod-dr/health-check-id"' in roots["prod/platform"]["dns.tf"]


def test_records_fail_over(roots: Files) -> None:
    """The first is asked over HTTPS by its own name (D-HY-42), the second answers when it fails."""
    first, second = (roots[path]["dns.tf"] for path in ("prod/platform", "prod-dr/standby"))
    check = block(first, '"aws_route53_health_check" "main"')

    assert '"PRIMARY"' in first
    assert "health_check_id = aws_route53_health_check.main.id" in first
    assert 'type               = "HTTPS"' in check
    assert "fqdn               = aws_lb.main.dns_name" in check
    assert 'resource_path      = "/actuator/health"' in check
    assert '"SECONDARY"' in second
    assert "aws_route53_record" not in second.replace('"aws_route53_record" "main"', "")


def test_objects_are_copied(roots: Files) -> None:
    """Both ways, within 15 minutes, under the key of each region; and late ones are an alarm."""
    files = roots["prod-dr/replication"]
    copying = block(files["storage.tf"], '"aws_s3_bucket_replication_configuration" "storage"')
    able = block(files["iam.tf"], '"aws_iam_role_policy" "storage_replication"')

    assert 'bucket = "fileflow-prod-storage-${' in copying
    assert "replica_kms_key_id = local.prod_dr_s3_key_arn" in copying
    assert copying.count("minutes = 15") == 2
    assert "Resource = [local.s3_key_arn]" in able
    back = block(files["storage.tf"], '"aws_s3_bucket_replication_configuration" "storage_back"')
    assert "provider = aws.ap_northeast_1" in back
    assert 'bucket = "fileflow-prod-dr-storage-${' in back
    assert "replica_kms_key_id = local.s3_key_arn" in back
    late = block(files["alarms.tf"], '"aws_cloudwatch_metric_alarm" "storage_copy_late"')
    assert "threshold           = 900" in late


def test_secrets_are_copied(roots: Files) -> None:
    """Each with its key abroad, and a parameter there that says what the copy is called."""
    home, there = roots["prod/platform"], roots["prod-dr/standby"]

    for file, name in (("database.tf", "database"), ("secrets.tf", "services_app")):
        secret = block(home[file], f'"aws_secretsmanager_secret" "{name}"')
        assert "kms_key_id = local.prod_dr_secrets_manager_key_arn" in secret
        assert f'"/fileflow/prod-dr/secrets/{name}"' in home[file]
        assert f'"/fileflow/prod-dr/secrets/{name}"' in there["data.tf"]
    assert "aws_secretsmanager_secret" not in "".join(there.values())


def test_it_is_deployed_as_at_home(tmp_path: Path) -> None:
    """Beside the version that runs, by a role and alarms of that region's own."""
    moved = APPLICATION.replace("    port: 8080\n", "    port: 8080\n    deployment: blue-green\n")
    files = written(tmp_path, moved)["prod-dr/standby"]
    service = block(files["ecs.tf"], '"aws_ecs_service" "app"')
    role = block(files["iam.tf"], '"aws_iam_role" "app_traffic"')

    assert 'strategy             = "BLUE_GREEN"' in service
    assert "alternate_target_group_arn = aws_lb_target_group.app_green.arn" in service
    assert "aws_cloudwatch_metric_alarm.app_unhealthy.alarm_name" in service
    assert 'name        = "fileflow-prod-dr-app-traffic"' in role
    assert '">= 6.4.0, < 7.0.0"' in files["provider.tf"]


def test_deploys_bring_both_regions_up_to_date(roots: Files) -> None:
    """What is written when a region is lost is no use: tags, definitions, services, jobs, roles."""
    policy = roots["shared/bootstrap"]["github.tf"]
    there = "ap-northeast-1:${data.aws_caller_identity.current.account_id}"

    for resource in (
        "repository/fileflow",
        "parameter/fileflow/prod-dr/*",
        "task-definition/fileflow-prod-dr-app:*",
        "task-definition/fileflow-prod-dr-migrate:*",
        "service/fileflow-prod-dr-cluster/*",
        "cluster/fileflow-prod-dr-cluster",
        "task/fileflow-prod-dr-cluster/*",
    ):
        assert f"{there}:{resource}" in policy
    assert ":role/fileflow-prod-dr-app-execution" in policy
    assert "prod-dr-provision" not in policy


def test_tasks_reach_the_database_of_the_other_region(roots: Files) -> None:
    """Through the peering: either before the way back, or when the database has moved alone."""
    for path, subnet in (("prod/platform", "10.1.128.0/21"), ("prod-dr/standby", "10.0.128.0/21")):
        rule = block(
            roots[path]["security.tf"],
            '"aws_vpc_security_group_egress_rule" "app_to_shared_rds_elsewhere"',
        )
        assert subnet in rule
