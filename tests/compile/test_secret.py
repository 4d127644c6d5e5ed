"""Secrets: those of a service, those that services share, and the login of a database."""

from __future__ import annotations

from giban.catalogue import ecs, iam, secretsmanager
from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import loads
from giban.system import resolve_all
from giban.values import Json

MANIFEST = """\
project: mate
naming: {secrets: "{project}/{environment}/{name}"}
region: ap-northeast-2
domain: mate.example.com
services:
  web: {secrets: {nextauth: [AUTH_SECRET]}, environment: {SITE: "{url}"}}
  api:
    uses: [{name: db, form: parts}]
    secrets: {nextauth: [AUTH_SECRET], claude: [API_KEY]}
databases: {db: {engine: postgres, secret: database}}
environments: {dev: {availability: economy}}
"""
BLUEPRINT = compile_project(list(resolve_all(loads(MANIFEST)).values()))["dev"]
PLATFORM = BLUEPRINT.stacks[-1]


def container(service: str) -> dict[str, object]:
    """Return the one container of a service."""
    for one in PLATFORM.resources():
        if isinstance(one, ecs.TaskDefinition) and one.terraform_label == service:
            assert isinstance(one.container_definitions, Json)
            (found,) = one.container_definitions.value
            return dict(found)
    raise AssertionError(service)


def test_each_name_is_one_secret() -> None:
    """However many services read it, and by the author's pattern."""
    names = [o.name for o in PLATFORM.resources() if isinstance(o, secretsmanager.Secret)]

    assert {"mate/dev/nextauth", "mate/dev/claude", "mate/dev/database"} == set(names)
    assert 3 == len(names)


def test_a_database_in_parts() -> None:
    """Where it is stands in the open, who may log in does not."""
    api = container("api")
    told = [one["name"] for one in api["environment"]]  # type: ignore[attr-defined]
    hidden = [one["name"] for one in api["secrets"]]  # type: ignore[attr-defined]

    assert {"DATABASE_HOST", "DATABASE_PORT", "DATABASE_NAME"} <= set(told)
    assert ["API_KEY", "AUTH_SECRET", "DATABASE_PASSWORD", "DATABASE_USER"] == hidden


def test_a_service_reads_its_secrets_and_no_others() -> None:
    """The frontend knows nothing of the database (D-CM-04)."""
    policies = {o.terraform_label: o for o in PLATFORM.resources() if isinstance(o, iam.RolePolicy)}

    assert "nextauth" in repr(policies["web_execution"].policy)
    assert "database" not in repr(policies["web_execution"].policy)
    assert "claude" in repr(policies["api_execution"].policy)


def test_the_login_is_one_document() -> None:
    """Its password is taken from there for the database itself."""
    written = "".join(write(PLATFORM)["database.tf"].split())

    login = "ephemeral.aws_secretsmanager_secret_version.database.secret_string"
    assert f'lookup(jsondecode({login}),"password","",)' in written


def test_an_address_of_the_environments_own() -> None:
    """{url} is where this environment answers (D-CM-07)."""
    assert {"name": "SITE", "value": "https://mate.example.com"} in (  # type: ignore[operator]
        container("web")["environment"]
    )
