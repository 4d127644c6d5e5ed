"""What CodeBuild is told, run by bash with AWS's own command line against a local AWS."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
import yaml

from giban.catalogue import codebuild
from giban.catalogue import ecs as tasks_of
from giban.values import Json
from tests.aws import LOGIN, REGION, Tasks, client, ecs, moto
from tests.compile.hosted import platform
from tests.programs import program
from tests.sandbox import Sandbox

pytestmark = [pytest.mark.programs, pytest.mark.xdist_group("buildspecs")]
PHASES = ("install", "pre_build", "build", "post_build")
BUCKET, TOKEN = "assets", "auth-token"
AWS = 'exec "$AWS_CLI" "$@"\n'
DOCKER = """
case "$1" in
  login) cat >"$root/login" ;;
  build) test -f "$5" && test -d "$6" ;;
  cp) mkdir -p "$3"; cp -r "$root/image/." "$3" ;;
  push)
    name=${2#*/}
    "$AWS_CLI" ecr put-image --repository-name "${name%:*}" --image-tag "${name##*:}" \\
      --image-manifest "$(cat "$root/manifest")" >/dev/null ;;
esac
"""
MANIFEST = {
    "schemaVersion": 2,
    "mediaType": "application/vnd.docker.distribution.manifest.v2+json",
    "config": {"mediaType": "application/vnd.docker.container.image.v1+json", "size": 1},
    "layers": [],
}
REGISTERED = {
    "taskDefinitionArn": "arn:old:1",
    "family": "codemate-migrate-prod",
    "containerDefinitions": [{"name": "migrate", "image": "old", "memory": 512}],
    "revision": 1,
    "status": "ACTIVE",
    "requiresAttributes": [{"name": "com.amazonaws.ecs.capability.ecr-auth"}],
    "compatibilities": ["EC2", "FARGATE"],
    "registeredAt": 1.0,
    "registeredBy": "arn:somebody",
    "networkMode": "awsvpc",
    "cpu": "256",
}
"""What ECS answers: more than it takes when the next revision is registered."""
TAGS = [{"key": "Project", "value": "codemate"}]
NETWORK = "awsvpcConfiguration={subnets=[s-1,s-2],securityGroups=[sg-1],assignPublicIp=DISABLED}"


def project(label: str) -> codebuild.Project:
    """Return a project of codemate's production."""
    (found,) = (
        one
        for one in platform("codemate").resources()
        if isinstance(one, codebuild.Project) and one.terraform_label == label
    )
    return found


def container(service: str) -> str:
    """Return what the task definition of a service calls its container."""
    (found,) = (
        one
        for one in platform("codemate").resources()
        if isinstance(one, tasks_of.TaskDefinition) and one.terraform_label == service
    )
    assert isinstance(found.container_definitions, Json)
    return str(found.container_definitions.value[0]["name"])


@dataclass
class Build:
    """A place where CodeBuild runs a project: a clone of the source, and what it is told."""

    sandbox: Sandbox
    address: str
    tasks: Tasks
    tasks_address: str
    commit: str

    def run(self, label: str, **told: str) -> subprocess.CompletedProcess[str]:
        """Run all phases of a project in one shell, as version 0.2 of a buildspec has it."""
        wanted = project(label)
        assert wanted.source is not None
        assert wanted.environment is not None
        read = yaml.safe_load(str(wanted.source.buildspec))
        assert (0.2, {"shell": "bash"}) == (read["version"], read["env"])
        commands = [
            line for one in PHASES for line in read["phases"].get(one, {}).get("commands", [])
        ]
        (self.sandbox.root / "commands").write_text("\n".join(commands))
        variables = {str(o.name): o.value for o in wanted.environment.environment_variable}
        known = {name: value for name, value in variables.items() if isinstance(value, str)}
        later = {name: told[name] for name in variables if name not in known}
        commit = {"COMMIT": self.commit, "CODEBUILD_RESOLVED_SOURCE_VERSION": self.commit}
        return self.sandbox.run(
            *("bash", "-c", f"cd source && . {self.sandbox.root}/commands"),
            HOME=str(self.sandbox.root),
            AWS_CLI=program("aws", "the commands of buildspecs were not run"),
            AWS_ENDPOINT_URL=self.address,
            AWS_ENDPOINT_URL_ECS=self.tasks_address,
            AWS_DEFAULT_REGION=REGION,
            **LOGIN,
            **known,
            **later,
            **commit,
        )

    def image(self, repository: str) -> str:
        """Make a repository that never moves a tag; return its address."""
        made = client("ecr", self.address).create_repository(
            repositoryName=repository, imageTagMutability="IMMUTABLE"
        )
        return str(made["repository"]["repositoryUri"])

    def tags(self, repository: str) -> dict[str, str]:
        """Return the digest of every tag."""
        found = client("ecr", self.address).describe_images(repositoryName=repository)
        return {
            tag: one["imageDigest"] for one in found["imageDetails"] for tag in one["imageTags"]
        }

    def docker(self) -> list[str]:
        """Return which commands of Docker were run since it was last asked."""
        calls = [call.split() for call in self.sandbox.calls()]
        return [call[1] for call in calls if call[0] == "docker"]


@pytest.fixture
def build(tmp_path: Path) -> Iterator[Build]:
    """A fresh account, and a fresh clone of a repository with one commit."""
    sandbox = Sandbox(tmp_path / "codebuild")
    sandbox.put({"aws": AWS, "docker": DOCKER})
    (sandbox.root / "manifest").write_text(json.dumps(MANIFEST))
    for service in ("frontend", "backend"):
        (sandbox.root / "source" / service).mkdir(parents=True)
        (sandbox.root / "source" / service / "Dockerfile.prod").write_text("FROM scratch\n")
    source = sandbox.root / "source"
    git = ["git", "-C", str(source), "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for words in (["init", "--quiet"], ["add", "."], ["commit", "--quiet", "-m", "One"]):
        subprocess.run([*git, *words], check=True)
    head = subprocess.run([*git, "rev-parse", "HEAD"], check=True, capture_output=True, text=True)
    tasks = Tasks(REGISTERED, TAGS)
    with moto() as address, ecs(tasks) as tasks_address:
        yield Build(sandbox, address, tasks, tasks_address, head.stdout.strip())


def test_a_commit_is_built_once(build: Build) -> None:
    """By its first seven characters; a second run of the same commit builds and pushes nothing."""
    repository = build.image("codemate-backend")
    tag = build.commit[:7]
    first = build.run("backend_build", REPOSITORY=repository)
    assert 0 == first.returncode, first.stderr
    assert ["login", "build", "push"] == build.docker()
    told = json.loads((build.sandbox.root / "source/imagedefinitions.json").read_text())
    second = build.run("backend_build", REPOSITORY=repository)

    assert 0 == second.returncode, second.stderr
    assert ["login", "pull"] == build.docker()
    assert {tag, f"prod-{tag}"} == build.tags("codemate-backend").keys()
    assert 1 == len(set(build.tags("codemate-backend").values()))
    assert [{"name": container("backend"), "imageUri": f"{repository}:{tag}"}] == told
    assert TOKEN in (build.sandbox.root / "login").read_text()
    assert TOKEN not in first.stdout + first.stderr + second.stdout + second.stderr


@pytest.mark.parametrize(
    ("words", "done"),
    [("docker build", ["login", "build"]), ("docker push", ["login", "build", "push"])],
)
def test_a_step_that_fails_ends_the_build(build: Build, words: str, done: list[str]) -> None:
    """Nothing after it runs, and there is nothing to deploy (D-CM-02)."""
    build.sandbox.fail(words)
    failed = build.run("backend_build", REPOSITORY=build.image("codemate-backend"))

    assert 0 != failed.returncode
    assert done == build.docker()
    assert not (build.sandbox.root / "source/imagedefinitions.json").exists()


def test_files_that_no_build_has_any_more_are_superseded(build: Build) -> None:
    """Those of this build are copied to where the CDN looks, and lose their tag (D-CM-06)."""
    s3 = client("s3", build.address)
    s3.create_bucket(Bucket=BUCKET, CreateBucketConfiguration={"LocationConstraint": REGION})
    for key in ("_next/static/old file.js", "_next/static/kept.js", "elsewhere.js"):
        s3.put_object(Bucket=BUCKET, Key=key, Body=b"", Tagging="superseded=true" * ("kept" in key))
    image = build.sandbox.root / "image"
    (image / "[slug]").mkdir(parents=True)
    for name in ("kept.js", "a new one.js", "[slug]/page.js"):
        (image / name).write_text(name)
    target = f"s3://{BUCKET}/_next/static/"
    repository = build.image("codemate-frontend")
    told = {"ASSETS_BUCKET": BUCKET, "ASSETS_TARGET": target, "REPOSITORY": repository}
    done = build.run("frontend_build", **told)

    assert 0 == done.returncode, done.stderr
    listed = {one["Key"] for one in s3.list_objects_v2(Bucket=BUCKET)["Contents"]}
    tagged = {key for key in listed if s3.get_object_tagging(Bucket=BUCKET, Key=key)["TagSet"]}
    assert {"_next/static/a new one.js", "_next/static/[slug]/page.js"} < listed
    assert {"_next/static/old file.js"} == tagged
    new = s3.head_object(Bucket=BUCKET, Key="_next/static/kept.js")
    assert "public,max-age=31536000,immutable" == new["CacheControl"]


@pytest.mark.parametrize(("code", "ends"), [(0, 0), (None, 1)])
def test_a_migration_that_fails_ends_the_deploy(build: Build, code: int | None, ends: int) -> None:
    """The task runs the commit's own image; one that never started has no exit code (CM-DEP-10)."""
    build.tasks.exit_code = code
    done = build.run("pipeline_migrate", CLUSTER="c", NETWORK=NETWORK, REPOSITORY="r/backend")
    asked = dict(build.tasks.asked)

    assert ends == done.returncode, done.stderr
    (made,) = asked["RegisterTaskDefinition"]["containerDefinitions"]
    assert {"name": "migrate", "image": f"r/backend:{build.commit[:7]}", "memory": 512} == made
    assert {"family", "containerDefinitions", "networkMode", "cpu", "tags"} == set(
        asked["RegisterTaskDefinition"]
    )
    assert TAGS == asked["RegisterTaskDefinition"]["tags"]
    assert "arn:new:2" == asked["RunTask"]["taskDefinition"]
    network = asked["RunTask"]["networkConfiguration"]["awsvpcConfiguration"]
    assert (["s-1", "s-2"], ["sg-1"]) == (network["subnets"], network["securityGroups"])


def test_the_tag_that_runs_is_kept(build: Build) -> None:
    """Terraform reads it from there, so that a plan after a deploy is empty."""
    ssm = client("ssm", build.address)
    for service in ("frontend", "backend"):
        name = f"/codemate/prod/{service}/image-tag"
        ssm.put_parameter(Name=name, Value="first", Type="String")
    done = build.run("pipeline_record")
    kept = ssm.get_parameters_by_path(Path="/codemate/prod", Recursive=True)["Parameters"]

    assert 0 == done.returncode, done.stderr
    assert [build.commit[:7]] * 2 == [one["Value"] for one in kept]
