"""An application's own database on the instance of its foundation."""

from __future__ import annotations

import pytest

from giban.compile import compile_project
from giban.compile.tenant import script
from giban.hcl import write
from giban.manifest import load
from giban.system import Tenant, resolve_all

FOUNDATION = """\
project: shared
region: ap-northeast-2
exports: /shared
databases: {mysql: {engine: mysql}}
tenants: {fileflow: {}}
environments: {prod: {}}
"""
APPLICATION = """\
project: fileflow
region: ap-northeast-2
github: example/fileflow
foundation: ../foundation/giban.yaml
services:
  app: {port: 8080, uses: [{name: shared-database, form: parts}]}
environments: {prod: {}}
"""


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The files of both of the application's roots."""
    folder = tmp_path_factory.mktemp("hybrid")
    for name, text in (("foundation", FOUNDATION), ("fileflow", APPLICATION)):
        (folder / name).mkdir()
        (folder / name / "giban.yaml").write_text(text)
    systems = resolve_all(load(folder / "fileflow" / "giban.yaml"))
    stacks = compile_project(list(systems.values()))["prod"].stacks
    return {name: text for stack in stacks for name, text in write(stack).items()}


def block(text: str, head: str) -> str:
    """Return one block of a file."""
    start = text.index(head)
    return text[start : text.index("\n}", start)]


def test_the_statements() -> None:
    """Ledger HY-DB-11: repeatable, and a `_` in a granted name stands for itself."""
    tenant = Tenant(name="x", repositories=(), database="my_app", username="my_app_user")

    made = "CREATE DATABASE IF NOT EXISTS \\`my_app\\`"
    grant = "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER"

    assert script(tenant).splitlines() == [
        "quoted=${PASSWORD//\\\\/\\\\\\\\}",
        "quoted=${quoted//\\'/\\'\\'}",
        'mysql --host="$HOST" --port="$PORT" --user="$MASTER" --ssl-mode=REQUIRED <<SQL',
        f"{made} CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci;",
        "CREATE USER IF NOT EXISTS 'my_app_user'@'%' IDENTIFIED BY '$quoted';",
        "ALTER USER 'my_app_user'@'%' IDENTIFIED BY '$quoted';",
        f"{grant} ON \\`my\\_app\\`.* TO 'my_app_user'@'%';",
        "FLUSH PRIVILEGES;",
        "SQL",
    ]


def test_the_login_is_kept_by_a_prefix(files: dict[str, str]) -> None:
    """With the host alone, and a password that enters neither state nor plan."""
    secret = block(files["database.tf"], '"aws_secretsmanager_secret_version" "database"')

    assert "fileflow-prod-db-credentials-" in files["database.tf"]
    assert "host     = local.shared_rds_endpoint" in secret
    assert 'port     = "3306"' in secret
    assert "secret_string_wo_version = 1" in secret


def test_only_the_task_reads_the_masters_secret(files: dict[str, str]) -> None:
    """Neither the service nor the pipeline may (D-HY-08)."""
    everything = "".join(files[name] for name in ("iam.tf", "github.tf"))
    provision = block(files["iam.tf"], '"aws_iam_role_policy" "provision_execution"')

    assert everything.count("local.shared_rds_master_secret_arn") == 1
    assert "local.shared_rds_master_secret_arn" in provision
    assert "task-definition/fileflow-prod-provision:*" in files["github.tf"]


def test_the_way_there(files: dict[str, str]) -> None:
    """Service and task each have a rule in the foundation's group (HY-DB-12)."""
    for who in ("app", "provision"):
        rule = block(files["security.tf"], f'ingress_rule" "{who}_to_shared_rds"')
        assert "security_group_id            = local.shared_rds_security_group_id" in rule
        assert f"referenced_security_group_id = aws_security_group.{who}.id" in rule
        assert "from_port                    = 3306" in rule


def test_what_the_program_is_told(files: dict[str, str]) -> None:
    """The address in the open, the login from the secret."""
    task = block(files["ecs.tf"], '"aws_ecs_task_definition" "app"')

    assert '{ name = "DATABASE_NAME", value = "fileflow" }' in task
    assert '"${aws_secretsmanager_secret.database.arn}:password::"' in task


def test_the_task_is_run_by_a_command(files: dict[str, str]) -> None:
    """Whoever deploys first runs it."""
    output = block(files["outputs.tf"], '"run_provision"')

    assert "aws ecs run-task --region ap-northeast-2" in output
    assert "--task-definition fileflow-prod-provision" in output
