"""Real Terraform, from nothing to a network and back, against the stand-in provider."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from giban.errors import CutShort, WorldError
from giban.rehearse import client
from giban.rehearse.aws import Clients
from giban.rehearse.terraform import Outcome, Terraform, find
from giban.rehearse.workspace import Workspace

REGION = "ap-northeast-2"
ROOT = Path(__file__).parent / "root"
SECRET = "tr0ub4dor-and-3"  # noqa: S105  # what must not be found anywhere


@dataclass(frozen=True)
class Stage:
    """A rehearsal with a root to play in."""

    terraform: Terraform
    resident: client.Resident
    folder: Path

    def plan(self, **variables: str) -> tuple[Outcome, dict[str, list[str]]]:
        """Plan; returns what will happen to each address that changes."""
        options = [f"-var={name}={value}" for name, value in variables.items()]
        outcome = self.terraform.plan(self.folder / "plan", options=options)

        assert not outcome.failed, outcome.diagnostics
        changes = self.terraform.show(self.folder / "plan").get("resource_changes", [])
        actions = {one["address"]: one["change"]["actions"] for one in changes}
        return outcome, {k: v for k, v in actions.items() if v not in (["no-op"], ["read"])}

    def apply(self) -> None:
        """Apply what was planned."""
        outcome = self.terraform.apply(self.folder / "plan")

        assert outcome.code == 0, outcome.diagnostics

    def aws(self, service: str) -> Any:
        """Return a client of the rehearsal's AWS."""
        return Clients(self.resident.endpoint)(service, REGION)

    def attribute(self, address: str, name: str) -> Any:
        """Return an attribute from the state."""
        found = self.terraform.show()["values"]["root_module"]["resources"]
        return next(one["values"][name] for one in found if one["address"] == address)


@pytest.fixture(params=["terraform", "library"])
def stage(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stage]:
    """Give a rehearsal of its own, and stop it afterwards."""
    if request.param != "library" and shutil.which(request.param) is None:
        pytest.skip(f"there is no {request.param} on this machine")
    folder = tmp_path / "root"
    shutil.copytree(ROOT, folder)
    resident = client.ensure(tmp_path / "resident")
    environment = {
        **client.clean(dict(os.environ)),
        **resident.terraform_environment(REGION),
        "TF_VAR_secret": SECRET,
    }
    terraform = find(folder, environment, wanted=request.param)
    assert terraform.init().code == 0
    yield Stage(terraform, resident, tmp_path)
    client.stop(tmp_path / "resident")


@pytest.mark.terraform
def test_a_whole_life(stage: Stage) -> None:
    """Made, found unchanged, changed in place, replaced, repaired after drift, deleted."""
    assert stage.terraform.validate().code == 0
    made, changes = stage.plan()
    assert made.changes
    assert {("create",)} == {tuple(actions) for actions in changes.values()}
    stage.apply()
    assert _planned(stage) == (0, {})

    _changed_in_place(stage)
    _replaced(stage)
    _drift_is_seen_and_repaired(stage)
    _nothing_leaks(stage)

    assert stage.terraform.destroy().code == 0
    assert [
        one for one in stage.aws("ec2").describe_vpcs()["Vpcs"] if not one.get("IsDefault")
    ] == []


def _changed_in_place(stage: Stage) -> None:
    _, changes = stage.plan(owner="someone", ports="[80,443,8443]")

    assert changes["aws_vpc.main"] == ["update"]
    assert changes['aws_vpc_security_group_ingress_rule.web["8443"]'] == ["create"]
    stage.apply()
    assert _planned(stage, owner="someone", ports="[80,443,8443]") == (0, {})
    tags = stage.aws("ec2").describe_vpcs(VpcIds=[stage.attribute("aws_vpc.main", "id")])
    assert {"Key": "Owner", "Value": "someone"} in tags["Vpcs"][0]["Tags"]
    stage.plan()
    stage.apply()


def _replaced(stage: Stage) -> None:
    _, changes = stage.plan(zones='["a","b"]')

    assert changes['aws_subnet.app["b"]'] == ["create"]
    assert changes['aws_subnet.app["c"]'] == ["delete"]
    _, changes = stage.plan(description="another")
    assert changes["aws_security_group.described"] == ["delete", "create"]
    stage.apply()
    assert _planned(stage, description="another") == (0, {})
    stage.plan()
    stage.apply()


def _drift_is_seen_and_repaired(stage: Stage) -> None:
    ec2 = stage.aws("ec2")
    vpc = stage.attribute("aws_vpc.main", "id")
    ec2.create_tags(Resources=[vpc], Tags=[{"Key": "Owner", "Value": "a stranger"}])
    ec2.modify_vpc_attribute(VpcId=vpc, EnableDnsHostnames={"Value": False})
    group = stage.attribute("aws_security_group.inline", "id")
    anyone = {"IpProtocol": "tcp", "FromPort": 22, "ToPort": 22}
    ec2.authorize_security_group_ingress(
        GroupId=group, IpPermissions=[{**anyone, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]
    )
    rule = stage.attribute('aws_vpc_security_group_ingress_rule.web["80"]', "id")
    web = stage.attribute("aws_security_group.web", "id")
    ec2.revoke_security_group_ingress(GroupId=web, SecurityGroupRuleIds=[rule])

    _, changes = stage.plan()

    assert changes == {
        "aws_vpc.main": ["update"],
        "aws_security_group.inline": ["update"],
        'aws_vpc_security_group_ingress_rule.web["80"]': ["create"],
    }
    stage.apply()
    assert _planned(stage) == (0, {})


def _nothing_leaks(stage: Stage) -> None:
    secrets = stage.aws("secretsmanager")
    stored = secrets.get_secret_value(SecretId="given")["SecretString"]
    made = secrets.get_secret_value(SecretId="made")["SecretString"]

    assert stored == SECRET
    assert len(made) == 24
    for path in stage.folder.rglob("*"):
        if path.is_file() and ".terraform" not in path.parts:
            held = path.read_bytes()
            assert SECRET.encode() not in held, path
            assert made.encode() not in held, path


def _planned(stage: Stage, **variables: str) -> tuple[int, dict[str, list[str]]]:
    outcome, changes = stage.plan(**variables)
    return outcome.code, changes


def _script(path: Path, text: str) -> str:
    path.write_text(f"#!/bin/sh\n{text}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.parametrize(
    ("answer", "what"),
    [
        ('echo \'{"terraform_version": "1.5.7"}\'', "Terraform 1.5.7 is too old"),
        ("echo 'I am a teapot'", "is no Terraform"),
        ("exit 3", "is no Terraform"),
    ],
)
def test_not_any_program_is_taken(tmp_path: Path, answer: str, what: str) -> None:
    """What is no Terraform, or an old one, is refused with its name and the ways out."""
    program = find(tmp_path, {}, wanted=_script(tmp_path / "tf", answer))

    with pytest.raises(WorldError, match=what) as refused:
        program.check()

    assert "GIBAN_TERRAFORM" in refused.value.fix


def test_a_program_that_cannot_run(tmp_path: Path) -> None:
    """A file that is no program at all is refused just as well."""
    (tmp_path / "tf").write_bytes(b"\x7fELF")
    (tmp_path / "tf").chmod(0o755)

    with pytest.raises(WorldError, match="cannot be run"):
        find(tmp_path, {}, wanted=str(tmp_path / "tf")).check()


def test_two_interrupts_leave_a_mark(tmp_path: Path) -> None:
    """Told twice, Terraform stops without saving: what it made is not known any more."""
    script = "trap 'echo {}' INT; kill -INT $PPID; sleep 0.3; kill -INT $PPID; sleep 0.3"
    program = find(tmp_path, {"PATH": os.defpath}, wanted=_script(tmp_path / "tf", script))
    workspace = Workspace(tmp_path)

    with pytest.raises(CutShort), workspace.working():
        program.apply()

    assert workspace.was_interrupted()


def test_a_listener_that_fails_does_not_abandon_terraform(tmp_path: Path) -> None:
    """It is interrupted, and waited for until it has saved its state."""
    script = "trap 'echo saved > saved; exit 1' INT; echo '{}'; while :; do sleep 0.05; done"
    program = find(tmp_path, {"PATH": os.defpath}, wanted=_script(tmp_path / "tf", script))

    def fail(_event: object) -> None:
        raise BrokenPipeError

    with pytest.raises(BrokenPipeError):
        program.apply(listener=fail)

    assert (tmp_path / "saved").exists()
