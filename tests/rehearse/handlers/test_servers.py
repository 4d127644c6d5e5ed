"""Real Terraform, from nothing to a change of everything and back: servers and their neighbours."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from giban.rehearse import client
from giban.rehearse.terraform import find
from tests.rehearse.test_terraform import REGION, Stage

ROOT = Path(__file__).parent / "servers"
REPLACED = (
    "aws_autoscaling_group.backend",
    "aws_autoscaling_policy.requests",
    "aws_autoscaling_schedule.night",
    "aws_cloudtrail.main",
    "aws_eip_association.single",
    "aws_iam_instance_profile.server",
    "aws_instance.single",
    "aws_lb_target_group_attachment.single",
    "aws_s3_object.compose",
    "aws_sqs_queue.dead",
    "aws_sqs_queue.files",
    "aws_sqs_queue_policy.files",
)


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Give a rehearsal of its own, and stop it afterwards."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no terraform on this machine")
    folder = tmp_path / "root"
    shutil.copytree(ROOT, folder)
    resident = client.ensure(tmp_path / "resident")
    environment = {**client.clean(dict(os.environ)), **resident.terraform_environment(REGION)}
    terraform = find(folder, environment, wanted="terraform")
    assert terraform.init().code == 0
    yield Stage(terraform, resident, tmp_path)
    client.stop(tmp_path / "resident")


@pytest.mark.terraform
def test_a_whole_life(stage: Stage) -> None:
    """Made, changed in place, replaced by name, deleted; after each, there is nothing to do."""
    stage.plan()
    stage.apply()
    assert _left(stage) == (0, {})
    first = _servers(stage, "backend-one")

    _, changes = stage.plan(step="2")
    assert {tuple(actions) for actions in changes.values()} == {("update",)}
    stage.apply()
    assert _left(stage, step="2") == (0, {})
    assert not first & _servers(stage, "backend-one")

    _, changes = stage.plan(step="2", word="two")
    assert {address for address in REPLACED if "delete" in changes[address]} == set(REPLACED)
    stage.apply()
    assert _left(stage, step="2", word="two") == (0, {})

    assert stage.terraform.destroy().code == 0
    aws = stage.aws
    running = [{"Name": "instance-state-name", "Values": ["running"]}]
    assert aws("ec2").describe_instances(Filters=running)["Reservations"] == []
    assert aws("ec2").describe_network_interfaces()["NetworkInterfaces"] == []
    assert aws("autoscaling").describe_policies()["ScalingPolicies"] == []
    assert aws("sqs").list_queues().get("QueueUrls", []) == []
    assert aws("s3").list_buckets()["Buckets"] == []
    assert aws("cloudtrail").describe_trails()["trailList"] == []
    assert aws("guardduty").list_detectors()["DetectorIds"] == []


def _left(stage: Stage, **variables: str) -> tuple[int, dict[str, list[str]]]:
    outcome, changes = stage.plan(**variables)
    return outcome.code, changes


def _servers(stage: Stage, group: str) -> set[str]:
    found = stage.aws("autoscaling").describe_auto_scaling_groups(AutoScalingGroupNames=[group])
    return {one["InstanceId"] for one in found["AutoScalingGroups"][0]["Instances"]}
