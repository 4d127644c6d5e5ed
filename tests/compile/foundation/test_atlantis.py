"""The Atlantis server of a foundation: an option (ledger HY-CMP-10)."""

from __future__ import annotations

from giban.blueprint import Stack
from giban.catalogue import ecs, elb, iam
from tests.compile.foundation.made import TEXT, made

OPTION = "dev: {availability: economy, atlantis: {host: atlantis.dev.example.com}}"


def server() -> Stack:
    """Return the stack where it is asked for."""
    return made(TEXT.replace("dev: {availability: economy}", OPTION))["dev"].stack("atlantis")


def test_it_is_off() -> None:
    """Nobody gets a server with such rights without asking."""
    assert all(stack.name != "atlantis" for b in made().values() for stack in b.stacks)


def test_one_task_behind_a_load_balancer() -> None:
    """One, because what it has planned lies on its disk; its image has a version."""
    found = list(server().resources())
    (service,) = [one for one in found if isinstance(one, ecs.Service)]
    (task,) = [one for one in found if isinstance(one, ecs.TaskDefinition)]
    (target,) = [one for one in found if isinstance(one, elb.TargetGroup)]

    assert 1 == service.desired_count
    assert "ghcr.io/runatlantis/atlantis:v0.35.1" in repr(task.container_definitions)
    assert 4141 == target.port


def test_it_only_reads_unless_it_is_let() -> None:
    """ReadOnlyAccess is enough to plan; the state bucket is all that it writes to."""
    found = list(server().resources())
    attached = [one.policy_arn for one in found if isinstance(one, iam.RolePolicyAttachment)]
    (own,) = [
        one
        for one in found
        if isinstance(one, iam.RolePolicy) and one.terraform_label == "atlantis_task"
    ]

    assert ["arn:aws:iam::aws:policy/ReadOnlyAccess"] == attached
    assert "arn:aws:s3:::shared-terraform-state/*" in repr(own.policy)
    assert "iam:" not in repr(own.policy).replace("arn:aws:iam:", "")


def test_its_secrets_are_no_variables() -> None:
    """Token and webhook secret come from Secrets Manager."""
    (task,) = [one for one in server().resources() if isinstance(one, ecs.TaskDefinition)]
    (container,) = task.container_definitions.value  # type: ignore[union-attr]

    assert {"ATLANTIS_GH_TOKEN", "ATLANTIS_GH_WEBHOOK_SECRET"} == {
        one["name"] for one in container["secrets"]
    }
    assert not any("TOKEN" in one["name"] for one in container["environment"])
