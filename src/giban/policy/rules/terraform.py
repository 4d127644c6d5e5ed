"""Names, and how the root itself is kept."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from giban.blueprint import Object
from giban.catalogue import (
    acm,
    cloudwatch,
    ec2,
    ecr,
    ecs,
    elasticache,
    elb,
    iam,
    rds,
    s3,
    secretsmanager,
    sns,
    sqs,
)  # fmt: skip
from giban.policy.documents import stem
from giban.policy.rule import Rule, Verdict, Violation
from giban.policy.scene import STANDBY, Scene

NAMES: tuple[tuple[type[Object], str], ...] = (
    (ecs.Cluster, "name"),
    (ecs.Service, "name"),
    (ecs.TaskDefinition, "family"),
    (ecr.Repository, "name"),
    (rds.Instance, "identifier"),
    (elasticache.ReplicationGroup, "replication_group_id"),
    (elb.LoadBalancer, "name"),
    (elb.TargetGroup, "name"),
    (s3.Bucket, "bucket"),
    (sqs.Queue, "name"),
    (sns.Topic, "name"),
    (iam.Role, "name"),
    (iam.Policy, "name"),
    (ec2.SecurityGroup, "name"),
    (secretsmanager.Secret, "name"),
    (cloudwatch.LogGroup, "name"),
    (cloudwatch.MetricAlarm, "alarm_name"),
)
KEBAB = re.compile(r"^[/a-z0-9][a-z0-9/.{}-]*$")
FREE = ("/aws/", "aws-waf-logs-", "rds-monitoring-role", "AWS")
"""Beginnings of names that AWS prescribes."""


def named(scene: Scene) -> Iterator[tuple[Object, str, str]]:
    """Yield what has a name of its own: object, attribute, and the name with `{}` for references."""
    for cls, attribute in NAMES:
        for thing in scene.all(cls):
            value: Any = getattr(thing, attribute)
            if value is not None:
                yield thing, attribute, stem(value)


def _spelled(scene: Scene) -> Iterator[Verdict]:
    for thing, attribute, name in named(scene):
        plain = name.removesuffix(".fifo")
        if not plain.startswith(FREE) and not KEBAB.match(plain):
            what = f"its name `{name}` is not in kebab-case"
            yield Violation(thing, what, attribute)


def _twice(scene: Scene) -> Iterator[Verdict]:
    seen: dict[tuple[type[Object], str, str], Object] = {}
    for thing, attribute, name in named(scene):
        node = scene.graph.node(thing.terraform_address)
        place = (type(thing), name, str(node.provider if node is not None else None))
        if "{}" in name or isinstance(thing, ec2.SecurityGroup):
            continue
        first = seen.setdefault(place, thing)
        if first is not thing:
            what = f"its name `{name}` is also that of {first.terraform_address}"
            yield Violation(thing, what, attribute)


def _told_apart(scene: Scene) -> Iterator[Verdict]:
    """Yield names that would be the same in another environment of the same account (D-ERP-27)."""
    environment = scene.environment
    for ending in STANDBY:
        environment = environment.removesuffix(ending)
    if not environment or environment in ("shared", "plan"):
        return
    for thing, attribute, name in named(scene):
        if environment not in name and "{}" not in name and not _shared(thing):
            what = f"its name `{name}` does not say that it is of {environment}"
            yield Violation(thing, what, attribute)


def _shared(thing: Object) -> bool:
    """Tell whether one object may serve every environment."""
    return isinstance(thing, ecr.Repository)


def _pinned(scene: Scene) -> Iterator[Verdict]:
    first = next(scene.managed(), None)
    for name, constraint in scene.root.constraints.items() if first is not None else ():
        assert first is not None  # noqa: S101 - the line above
        if constraint is None:
            yield Violation(first, f"any version of the provider {name} will do")
        elif (
            constraint.strip().startswith(">") and "<" not in constraint and "~>" not in constraint
        ):
            what = f"the provider {name} may be of any later major version: `{constraint}`"
            yield Violation(first, what)


def _locked(scene: Scene) -> Iterator[Verdict]:
    first = next(scene.managed(), None)
    if scene.root.locked is False and first is not None:
        yield Violation(first, "there is no `.terraform.lock.hcl` beside it")


def _state(scene: Scene) -> Iterator[Verdict]:
    first = next(scene.managed(), None)
    if scene.root.remote is False and first is not None:
        yield Violation(first, "its state is a file on one machine")


RULES = (
    Rule(
        id="NAME-01",
        severity="low",
        title="Names are in kebab-case",
        why="Names end up in host names, ARNs and log groups; one spelling is found again.",
        fix="Use lower-case letters, digits and hyphens.",
        reference=("HY-GOV-08", "HY-GOV-09"),
        check=_spelled,
    ),
    Rule(
        id="NAME-02",
        severity="high",
        title="No two things have one name",
        why="AWS refuses the second, or both take turns in replacing each other.",
        fix="Give one another name.",
        reference=("ERP-GOV-03",),
        check=_twice,
    ),
    Rule(
        id="NAME-03",
        severity="medium",
        title="Names say their environment",
        why="Two environments in one account collide, and people delete the wrong one.",
        fix="Put the environment into the name.",
        key='/naming: "{project}-{environment}-{name}"',
        reference=("ERP-GOV-03", "D-ERP-27", "HY-GOV-08"),
        check=_told_apart,
    ),
    Rule(
        id="TF-01",
        severity="medium",
        title="Providers are pinned to a major version",
        why="A new major version changes what a plan means, on a day nobody chose.",
        fix='Write `version = "~> 6.0"`, or bounds on both sides.',
        reference=("CM-GOV-02", "HY-GOV-10", "X-03"),
        like=("CKV_TF_1",),
        check=_pinned,
    ),
    Rule(
        id="TF-02",
        severity="low",
        title="The lock file is kept with the code",
        why="Without it each machine picks the newest provider, and nobody checks its hash.",
        fix="Commit `.terraform.lock.hcl`.",
        reference=("CM-GOV-06",),
        check=_locked,
    ),
    Rule(
        id="TF-03",
        severity="medium",
        title="The state is kept where all can find and lock it",
        why="Two people with two states build everything twice.",
        fix='Add `backend "s3"` with `use_lockfile = true`.',
        reference=("CM-GOV-03", "CM-GOV-04", "HY-GOV-12"),
        check=_state,
    ),
    Rule(
        id="TF-04",
        severity="low",
        title="Certificates are made before the old one goes",
        why="A load balancer keeps the old one busy, and the apply hangs until it gives up.",
        fix="Set `lifecycle { create_before_destroy = true }`.",
        like=("CKV_AWS_233",),
        check=lambda scene: (
            Violation(node.object, "its replacement waits for its own removal", "lifecycle")
            for node in scene.stack.nodes
            if isinstance(node.object, acm.Certificate)
            and scene.stack.environment != "plan"
            and not (node.lifecycle and node.lifecycle.create_before_destroy)
        ),
    ),
)
