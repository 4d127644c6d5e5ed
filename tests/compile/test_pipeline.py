"""The way from a push to what runs."""

from __future__ import annotations

import json
import re
import shutil
import subprocess

import pytest
import yaml

from giban.blueprint import Stack
from giban.catalogue import codebuild, codepipeline, ecr, iam
from giban.compile import buildspecs, compile_project
from giban.manifest import loads
from giban.system import resolve_all
from giban.values import Json

MANIFEST = """\
project: mate
region: ap-northeast-2
services:
  web:
    port: 3000
    build: {assets: {folder: /app/static, bucket: static, path: static}}
  api: {port: 3001, path: /api/*, build: {folder: server, dockerfile: Dockerfile.prod}}
buckets: {static: {encryption: aws}}
jobs: {migrate: {service: api, command: [migrate]}}
registry: {keep: 10}
pipeline: {repository: example/mate, branch: develop, migrate: migrate}
environments:
  dev: {availability: economy}
  prod: {availability: high, pipeline: {branch: main}}
"""
BLUEPRINTS = compile_project(list(resolve_all(loads(MANIFEST)).values()))


def platform(environment: str) -> Stack:
    """Return the platform of an environment."""
    return BLUEPRINTS[environment].stacks[-1]


def stages(environment: str) -> dict[str, list[codepipeline.Action]]:
    """Return the actions of each stage of the one pipeline."""
    (one,) = (o for o in platform(environment).resources() if isinstance(o, codepipeline.Pipeline))
    return {str(stage.name): list(stage.action) for stage in one.stage}


def projects() -> dict[str, codebuild.Project]:
    """Return production's projects by label."""
    found = (o for o in platform("prod").resources() if isinstance(o, codebuild.Project))
    return {one.terraform_label: one for one in found}


def spec(label: str) -> str:
    """Return the buildspec of a project, which is text that needs nothing of Terraform's."""
    source = projects()[label].source
    assert source is not None
    assert isinstance(source.buildspec, str)
    return source.buildspec


def test_each_environment_has_its_branch() -> None:
    """Only production waits for a person (CM-DEP-02, CM-DEP-07)."""
    assert ["Source", "Build", "Deploy"] == list(stages("dev"))
    assert ["Source", "Build", "Approve", "Deploy"] == list(stages("prod"))
    assert "'BranchName': 'develop'" in repr(stages("dev")["Source"])
    assert "'BranchName': 'main'" in repr(stages("prod")["Source"])


def test_the_database_changes_before_the_services() -> None:
    """The migration first, then all services, then the tags that run (CM-DEP-10)."""
    order = [(one.name, one.run_order) for one in stages("dev")["Deploy"]]

    assert [("Migrate", 1), ("web", 2), ("api", 2), ("Record", 3)] == order


@pytest.mark.parametrize("label", ["web_build", "api_build", "pipeline_migrate", "pipeline_record"])
def test_a_buildspec_is_yaml_of_valid_bash(label: str) -> None:
    """CodeBuild reads the first, and runs the second."""
    read = yaml.safe_load(spec(label))
    script = "\n".join(read["phases"]["build"]["commands"])
    answer = subprocess.run(
        ["bash", "-n"], input=script, text=True, capture_output=True, check=False
    )

    assert (0, "") == (answer.returncode, answer.stderr)
    assert "set -euo pipefail" == script.splitlines()[0]


def test_no_image_is_called_latest() -> None:
    """Tags never move: the commit's first seven characters, and where it runs (D-CM-01)."""
    assert "latest" not in spec("api_build")
    assert "cut -c 1-7" in spec("api_build")
    assert "$ENVIRONMENT-$IMAGE_TAG" in spec("api_build")
    assert ["imagedefinitions.json"] == yaml.safe_load(spec("api_build"))["artifacts"]["files"]


def test_only_files_that_no_build_has_any_more_are_superseded() -> None:
    """Copied files lose their tag: what runs never expires (D-CM-06)."""
    assert "superseded" in spec("web_build")
    assert "superseded" not in spec("api_build")
    assert buildspecs.ASSETS.index("aws s3 cp") < buildspecs.ASSETS.index("put-object-tagging")


def test_a_builder_pushes_its_own_image_only() -> None:
    """The frontend's cannot write the backend's repository."""
    found = {
        o.terraform_label: o for o in platform("prod").resources() if isinstance(o, iam.RolePolicy)
    }

    assert "repository/mate-api" in repr(found["api_build"].policy)
    assert "repository/mate-web" not in repr(found["api_build"].policy)


def test_what_an_environment_runs_is_counted_apart() -> None:
    """Ten builds of development never push out what production runs (D-CM-01)."""
    policies = [
        o for o in BLUEPRINTS["dev"].stacks[0].resources() if isinstance(o, ecr.LifecyclePolicy)
    ]
    document = policies[0].policy
    assert isinstance(document, Json)
    rules = document.value["rules"]

    assert [["dev-"], ["prod-"]] == [one["selection"]["tagPrefixList"] for one in rules[1:3]]
    assert {10} == {one["selection"]["countNumber"] for one in rules[1:]}
    assert "any" == rules[-1]["selection"]["tagStatus"]


def test_a_revision_for_a_migration_keeps_its_tags() -> None:
    """Terraform follows the latest revision: one without tags is a change in the next plan."""
    program = shutil.which("jq")
    if program is None:
        pytest.skip("THERE IS NO JQ: what the migration registers was not read")
    script = spec("pipeline_migrate")
    found = re.search(r"jq --arg image \S+ '(.+?)' task.json", script, re.DOTALL)
    assert found
    described = {
        "taskDefinition": {
            "family": "mate-prod-migrate",
            "containerDefinitions": [{"image": "old"}],
            "revision": 7,
        },
        "tags": [{"key": "Name", "value": "mate-prod-migrate"}],
    }

    answer = subprocess.run(
        [program, "--arg", "image", "new", found[1]],
        input=json.dumps(described),
        capture_output=True,
        text=True,
        check=True,
    )

    assert {
        "family": "mate-prod-migrate",
        "containerDefinitions": [{"image": "new"}],
        "tags": described["tags"],
    } == json.loads(answer.stdout)
    assert '--task-definition "$FAMILY" --include TAGS' in script
