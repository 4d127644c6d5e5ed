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
domain: api.example.com
zone: example.com
foundation: ../foundation/giban.yaml
services:
  app:
    port: 8080
    health: /actuator/health
    uses: [{name: shared-database, form: parts}, redis, storage, work]
    secrets: [TOKEN]
jobs: {migrate: {command: [migrate]}}
caches: {redis: {engine: redis}}
buckets: {storage: {replica: STANDARD_IA}, scratch: {}}
queues: {work: {}}
environments:
  prod: {availability: high, dr: {region: ap-northeast-1}}
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
    """Made after the platform; its own provider is the other region's."""
    assert ["shared/bootstrap", "prod/platform", "prod-dr/standby"] == list(roots)
    assert 'region = "ap-northeast-1"' in roots["prod-dr/standby"]["provider.tf"]


def test_nothing_runs_there(roots: Files) -> None:
    """Zero tasks, the image by a tag and a registry that stand there, no jobs and no alarms."""
    files = roots["prod-dr/standby"]
    service = block(files["ecs.tf"], '"aws_ecs_service" "app"')
    task = block(files["ecs.tf"], '"aws_ecs_task_definition" "app"')

    assert "desired_count                      = 0" in service
    assert "app_min_tasks = 0" in files["terraform.tfvars"]
    assert "dkr.ecr.ap-northeast-1.amazonaws.com/fileflow:" in task
    assert "aws_ssm_parameter.app_image_tag.insecure_value" in task
    assert '{ name = "APP_ENV", value = "prod" }' in task
    assert not {"alarms.tf", "jobs.tf"} & files.keys()
    assert "scratch" not in files["storage.tf"]


def test_records_fail_over(roots: Files) -> None:
    """The first is asked over HTTPS by its own name (D-HY-42), the second answers when it fails."""
    first, second = (roots[path]["dns.tf"] for path in ("prod/platform", "prod-dr/standby"))
    check = block(first, '"aws_route53_health_check" "main"')

    assert '"PRIMARY"' in first
    assert "health_check_id = aws_route53_health_check.main.id" in first
    assert 'type              = "HTTPS"' in check
    assert "fqdn              = aws_lb.main.dns_name" in check
    assert 'resource_path     = "/actuator/health"' in check
    assert '"SECONDARY"' in second
    assert "aws_route53_record" not in second.replace('"aws_route53_record" "main"', "")


def test_objects_are_copied(roots: Files) -> None:
    """From the bucket at home, within 15 minutes, under the key of each region."""
    files = roots["prod-dr/standby"]
    copying = block(files["storage.tf"], '"aws_s3_bucket_replication_configuration" "storage"')
    able = block(files["iam.tf"], '"aws_iam_role_policy" "storage_replication"')

    assert "provider = aws.ap_northeast_2" in copying
    assert 'bucket = "fileflow-prod-storage-${' in copying
    assert "replica_kms_key_id = local.s3_key_arn" in copying
    assert copying.count("minutes = 15") == 2
    assert "Resource = [local.prod_s3_key_arn]" in able


def test_secrets_are_copied(roots: Files) -> None:
    """Each with its key abroad, and a parameter there that says what the copy is called."""
    home, there = roots["prod/platform"], roots["prod-dr/standby"]

    for file, name in (("database.tf", "database"), ("secrets.tf", "services_app")):
        secret = block(home[file], f'"aws_secretsmanager_secret" "{name}"')
        assert "kms_key_id = local.prod_dr_secrets_manager_key_arn" in secret
        assert f'"/fileflow/prod-dr/secrets/{name}"' in home[file]
        assert f'"/fileflow/prod-dr/secrets/{name}"' in there["data.tf"]
    assert "aws_secretsmanager_secret" not in "".join(there.values())


def test_deploys_write_both_tags(roots: Files) -> None:
    """The one abroad is no use if it is written when the region is lost."""
    assert "ap-northeast-1" in roots["shared/bootstrap"]["github.tf"]
    assert "parameter/fileflow/prod-dr/*" in roots["shared/bootstrap"]["github.tf"]


def test_it_is_deployed_as_at_home_but_nobody_is_woken(tmp_path: Path) -> None:
    """Beside the version that runs, by a role of that region's own; there are no alarms to ask."""
    moved = APPLICATION.replace("    port: 8080\n", "    port: 8080\n    deployment: blue-green\n")
    files = written(tmp_path, moved)["prod-dr/standby"]
    service = block(files["ecs.tf"], '"aws_ecs_service" "app"')
    role = block(files["iam.tf"], '"aws_iam_role" "app_traffic"')

    assert 'strategy             = "BLUE_GREEN"' in service
    assert "alternate_target_group_arn = aws_lb_target_group.app_green.arn" in service
    assert "alarm" not in service
    assert 'name        = "fileflow-prod-dr-app-traffic"' in role
    assert '">= 6.4.0, < 7.0.0"' in files["provider.tf"]
