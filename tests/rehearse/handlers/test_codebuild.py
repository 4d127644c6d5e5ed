"""Builds."""

from __future__ import annotations

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import role
from tests.rehearse.handlers.play import REGION, Network, Play

PROJECT = "aws_codebuild_project"
HERE = f"{REGION}:123456789012"
LINUX: dict[str, Any] = {
    "compute_type": "BUILD_GENERAL1_SMALL",
    "image": "aws/codebuild/amazonlinux-x86_64-standard:5.0",
    "type": "LINUX_CONTAINER",
}
OF_PIPELINE = [{"type": "CODEPIPELINE"}]


def _project(play: Play, **more: Any) -> dict[str, Any]:
    return {
        "name": "app",
        "service_role": role(play, "codebuild.amazonaws.com"),
        "artifacts": OF_PIPELINE,
        "source": OF_PIPELINE,
        "environment": [LINUX],
        **more,
    }


def test_project(play: Play, network: Network) -> None:
    """A project is made, changed in place, loses what it had, and goes."""
    secret = {"name": "TOKEN", "value": "/app/token", "type": "PARAMETER_STORE"}
    within: dict[str, Any] = {"vpc_id": network.vpc, "subnets": network.subnets[:1]}
    within["security_group_ids"] = [network.group]
    given = _project(
        play,
        source_version="main",
        environment=[{**LINUX, "privileged_mode": True, "environment_variable": [secret]}],
        cache=[{"type": "LOCAL", "modes": ["LOCAL_DOCKER_LAYER_CACHE"]}],
        logs_config=[{"cloudwatch_logs": [{"group_name": "/build"}]}],
        vpc_config=[within],
    )
    state = play.make(PROJECT, **given, tags={"Name": "a"})
    assert state["id"] == state["arn"] == f"arn:aws:codebuild:{HERE}:project/app"
    assert state["encryption_key"] == f"arn:aws:kms:{HERE}:alias/aws/s3"

    github = [{"type": "GITHUB", "location": "https://github.com/team/app.git"}]
    given = _project(play, source=github, artifacts=[{"type": "NO_ARTIFACTS"}], badge_enabled=True)
    state = play.change(PROJECT, state, **given, build_timeout=20)
    assert not state["source_version"]
    assert state["vpc_config"] == []
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(PROJECT, "app")["build_timeout"] == 20
    with pytest.raises(Refused, match="already exists"):
        play.make(PROJECT, **given)
    play.drop(PROJECT, state)


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "a b"}, "Invalid project name"),
    ({"environment": [{**LINUX, "compute_type": "SMALL"}]}, "enum value set"),
    ({"service_role": "arn:aws:iam::123456789012:role/none"}, "not authorized to perform: sts"),
    ({"artifacts": [{"type": "NO_ARTIFACTS"}]}, "cannot be used with source type CODEPIPELINE"),
    ({"source": [{"type": "CODEPIPELINE", "location": "a"}]}, "location must be empty"),
    (
        {"source": [{"type": "GITHUB"}], "artifacts": [{"type": "NO_ARTIFACTS"}]},
        "location is required",
    ),
    (
        {"source": [{"type": "NO_SOURCE"}], "artifacts": [{"type": "NO_ARTIFACTS"}]},
        "buildspec must be specified",
    ),
    (
        {"source": [{"type": "S3", "location": "a/b"}], "artifacts": [{"type": "S3"}]},
        "location is required for type S3",
    ),
    ({"badge_enabled": True}, "badges are not supported"),
    ({"cache": [{"type": "S3"}]}, "location is required when cache type is S3"),
    ({"cache": [{"type": "LOCAL"}]}, "modes is required when cache type is LOCAL"),
]


@pytest.mark.parametrize(("wrong", "words"), REFUSED)
def test_refused(play: Play, wrong: dict[str, Any], words: str) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(PROJECT, **_project(play, **{"name": "no", **wrong}))


def test_refused_networks(play: Play, network: Network) -> None:
    """A project runs in one VPC."""
    within: dict[str, Any] = {"vpc_id": network.vpc, "subnets": network.subnets[:1]}
    within["security_group_ids"] = [network.foreign]
    with pytest.raises(Refused, match="does not belong to"):
        play.make(PROJECT, **_project(play, name="no", vpc_config=[within]))
