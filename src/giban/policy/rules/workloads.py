"""Containers and images."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.catalogue import ecr, ecs
from giban.policy.asking import each, in_production, none_of, true
from giban.policy.containers import Container, containers
from giban.policy.documents import stem
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

ROOT = ("root", "0", "0:0", "root:root")
CAPABILITIES = ("ALL", "SYS_ADMIN", "NET_ADMIN", "SYS_PTRACE", "SYS_MODULE", "DAC_OVERRIDE")
MUTABLE = ("latest", "stable", "main", "master", "develop", "dev", "prod", "staging", "edge", "nightly")  # fmt: skip


def _each(scene: Scene) -> Iterator[Container]:
    return (one for one in containers(scene) if isinstance(one, Container))


def _unknown(scene: Scene) -> Iterator[Undecided]:
    return (one for one in containers(scene) if isinstance(one, Undecided))


def _privileged(scene: Scene) -> Iterator[Verdict]:
    yield from _unknown(scene)
    for one in _each(scene):
        if one.value("privileged") is True:
            yield Violation(one.task, f"container {one.name} is privileged", one.path)


def _root(scene: Scene) -> Iterator[Verdict]:
    for one in _each(scene):
        if str(one.value("user")) in ROOT:
            yield Violation(one.task, f"container {one.name} runs as root", f"{one.path}.user")


def _capabilities(scene: Scene) -> Iterator[Verdict]:
    for one in _each(scene):
        linux = one.value("linuxParameters") or {}
        added = (literal(linux.get("capabilities")) or {}).get("add") or ()
        wide = [name for name in added if str(literal(name)).removeprefix("CAP_") in CAPABILITIES]
        if wide:
            what = f"container {one.name} may {', '.join(map(str, wide))}"
            yield Violation(one.task, what, f"{one.path}.linuxParameters.capabilities")


def _writable(scene: Scene) -> Iterator[Verdict]:
    for one in _each(scene):
        if one.value("readonlyRootFilesystem") is not True:
            what = f"container {one.name} may change its own programs"
            yield Violation(one.task, what, f"{one.path}.readonlyRootFilesystem")


def tag_of(image: str) -> str | None:
    """Return the tag of an image, None where it is named by digest; no tag means `latest`."""
    if "@sha256:" in image:
        return None
    last = image.rpartition("/")[2]
    return last.partition(":")[2] or "latest"


def _mutable(scene: Scene) -> Iterator[Verdict]:
    for one in _each(scene):
        image = stem(one.says.get("image"))
        tag = tag_of(image)
        if image != "{}" and tag in MUTABLE:
            what = f"container {one.name} runs whatever `{tag}` is at the time"
            yield Violation(one.task, what, f"{one.path}.image")


def _limits(scene: Scene) -> Iterator[Verdict]:
    """Yield containers that can take all memory of a machine; a Fargate task has its own."""
    for one in _each(scene):
        fargate = "FARGATE" in (literal(one.task.requires_compatibilities) or ())
        bounded = one.value("memory") or one.value("memoryReservation")
        if not bounded and (not fargate or one.task.memory is None):
            what = f"container {one.name} has no limit of memory"
            yield Violation(one.task, what, f"{one.path}.memory")


def _logs(scene: Scene) -> Iterator[Verdict]:
    for one in _each(scene):
        if not one.says.get("logConfiguration"):
            what = f"nobody keeps what container {one.name} writes"
            yield Violation(one.task, what, f"{one.path}.logConfiguration")


def _health(scene: Scene) -> Iterator[Verdict]:
    """Yield services that nobody asks whether they are well."""
    for service in scene.all(ecs.Service):
        if service.load_balancer:
            continue
        for task in scene.graph.targets(service.task_definition, ecs.TaskDefinition):
            mine = [
                one
                for one in _each(scene)
                if one.task is task and one.value("essential") is not False
            ]
            if mine and not any(one.says.get("healthCheck") for one in mine):
                what = "neither a load balancer nor a health check tells whether it works"
                yield Violation(service, what, "task_definition")


def _ports(scene: Scene) -> Iterator[Verdict]:
    for task in scene.all(ecs.TaskDefinition):
        if literal(task.network_mode) == "host":
            yield Violation(task, "its containers share the machine's network", "network_mode")


def _lifecycle(scene: Scene) -> Iterator[Verdict]:
    for repository in scene.all(ecr.Repository):
        if not list(scene.graph.users(repository, ecr.LifecyclePolicy)):
            yield Violation(repository, "its images are kept, and paid for, for ever")


def _not_latest(version: Any) -> bool:
    return version in (None, "LATEST") or version == "1.4.0"


RULES = (
    Rule(
        id="CON-01",
        severity="critical",
        title="Containers are not privileged",
        why="A privileged container is the machine it runs on.",
        fix="Remove `privileged`.",
        reference=("ECS.4",),
        like=("CKV_AWS_334",),
        check=_privileged,
    ),
    Rule(
        id="CON-02",
        severity="high",
        title="Containers do not run as root",
        why="A hole in the program is then a hole in everything mounted into it.",
        fix="Name another `user`, best in the image itself.",
        reference=("ECS.20",),
        check=_root,
    ),
    Rule(
        id="CON-03",
        severity="high",
        title="Containers have no extra capabilities",
        why="SYS_ADMIN and its like are root by another name.",
        fix="Remove them from `linuxParameters.capabilities.add`.",
        check=_capabilities,
    ),
    Rule(
        id="CON-04",
        severity="low",
        title="Containers cannot change their own programs",
        why="What breaks in cannot stay, nor replace what runs.",
        fix="Set `readonlyRootFilesystem = true` and mount a volume where the program writes.",
        reference=("ECS.5",),
        like=("CKV_AWS_336",),
        check=_writable,
    ),
    Rule(
        id="CON-05",
        severity="medium",
        title="Images are named so that they stay the same",
        why="Two tasks of one service may run different programs, and a rollback finds nothing old.",
        fix="Use a tag that is never moved, or the digest.",
        reference=("D-CM-02", "D-HY-29", "X-02"),
        check=_mutable,
    ),
    Rule(
        id="CON-06",
        severity="medium",
        title="Containers have a limit of memory",
        why="One that leaks takes the others of the machine with it.",
        fix="Set `memory` or `memoryReservation`.",
        key="size: {cpu: 256, memory: 512}",
        check=_limits,
    ),
    Rule(
        id="CON-07",
        severity="medium",
        title="What containers write is kept",
        why="The reason why a task ended is gone with it.",
        fix="Add `logConfiguration`.",
        reference=("ECS.9",),
        check=_logs,
    ),
    Rule(
        id="CON-08",
        severity="low",
        title="Somebody asks whether a service works",
        why="A process that hangs looks like one that waits.",
        fix="Add a `healthCheck` to its main container.",
        key="health: /health",
        check=_health,
    ),
    Rule(
        id="CON-09",
        severity="high",
        title="Containers do not share the machine's network",
        why="They see and reach what other containers do.",
        fix='Use `network_mode = "awsvpc"`.',
        reference=("ECS.17",),
        check=_ports,
    ),
    Rule(
        id="CON-10",
        severity="high",
        title="Containers do not share the machine's processes",
        why="They see the environment, and so the secrets, of other programs.",
        fix="Remove `pid_mode`.",
        reference=("ECS.3",),
        like=("CKV_AWS_335",),
        check=each(
            ecs.TaskDefinition,
            attribute="pid_mode",
            wants=none_of("host"),
            says="it shares the machine's processes",
        ),
    ),
    Rule(
        id="CON-11",
        severity="medium",
        title="Images are scanned when they are pushed",
        why="Known holes are found before they run.",
        fix="Set `scan_on_push = true`.",
        reference=("ECR.1", "HY-REG-01"),
        like=("CKV_AWS_163", "AWS-0030"),
        check=each(
            ecr.Repository,
            attribute="image_scanning_configuration.scan_on_push",
            wants=true,
            says="its images are not scanned",
        ),
    ),
    Rule(
        id="CON-12",
        severity="medium",
        title="Tags of images cannot be moved",
        why="A tag that moves makes a deployment of yesterday into another one.",
        fix='Set `image_tag_mutability = "IMMUTABLE"`.',
        reference=("ECR.2", "D-CM-02"),
        like=("CKV_AWS_51", "AWS-0031"),
        check=each(
            ecr.Repository,
            attribute="image_tag_mutability",
            wants=lambda value: str(value).startswith("IMMUTABLE"),
            says="its tags can be moved",
        ),
    ),
    Rule(
        id="CON-13",
        severity="low",
        title="Old images are removed",
        why="They cost 0.10 USD a GB and month, and nobody pulls them.",
        fix="Add `aws_ecr_lifecycle_policy`.",
        reference=("ECR.3",),
        check=_lifecycle,
    ),
    Rule(
        id="CON-14",
        severity="low",
        title="Fargate runs its current platform",
        why="An old platform version gets no fixes.",
        fix='Set `platform_version = "LATEST"`.',
        reference=("ECS.10",),
        like=("CKV_AWS_332",),
        check=each(
            ecs.Service,
            attribute="platform_version",
            wants=_not_latest,
            says="it is held on an old platform version",
        ),
    ),
    Rule(
        id="CON-15",
        severity="medium",
        title="A deployment that fails is taken back",
        why="ECS otherwise starts broken tasks for ever.",
        fix="Set `deployment_circuit_breaker { enable = true, rollback = true }`.",
        reference=("D-ERP-17",),
        check=each(
            ecs.Service,
            attribute="deployment_circuit_breaker.rollback",
            wants=true,
            says="a deployment that fails is not taken back",
            which=lambda scene, service: (
                in_production(scene, service)
                and literal(service.deployment_controller and service.deployment_controller.type)
                in (None, "ECS")
            ),
        ),
    ),
)
