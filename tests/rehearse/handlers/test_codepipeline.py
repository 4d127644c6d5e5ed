"""Pipelines, and the connections they take their source from."""

from __future__ import annotations

import json
from copy import deepcopy
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.names import role
from tests.rehearse.handlers.play import REGION, Play

PIPELINE, CONNECTION = "aws_codepipeline", "aws_codestarconnections_connection"
HERE = f"{REGION}:123456789012"
AWS = {"owner": "AWS", "version": "1"}
SOURCE: dict[str, Any] = {
    **AWS,
    "category": "Source",
    "name": "Source",
    "provider": "CodeStarSourceConnection",
    "output_artifacts": ["source"],
    "configuration": {
        "ConnectionArn": f"arn:aws:codestar-connections:{HERE}:connection/a",
        "FullRepositoryId": "team/app",
        "BranchName": "main",
    },
}
BUILD: dict[str, Any] = {
    **AWS,
    "category": "Build",
    "name": "Build",
    "provider": "CodeBuild",
    "input_artifacts": ["source"],
    "output_artifacts": ["built"],
    "configuration": {"ProjectName": "app"},
}
DEPLOY: dict[str, Any] = {
    **AWS,
    "category": "Deploy",
    "name": "Deploy",
    "provider": "ECS",
    "input_artifacts": ["built"],
    "configuration": {"ClusterName": "a", "ServiceName": "b", "FileName": "images.json"},
}


def _pipeline(play: Play, *actions: dict[str, Any], **more: Any) -> dict[str, Any]:
    stages = [{"name": f"{one['name']}s", "action": [one]} for one in deepcopy(actions)]
    return {
        "name": "life",
        "role_arn": role(play, "codepipeline.amazonaws.com"),
        "artifact_store": [{"location": "artifacts", "type": "S3"}],
        "stage": stages,
        **more,
    }


def test_connection(play: Play) -> None:
    """A connection stays pending, is imported by its ARN, and goes."""
    state = play.make(CONNECTION, name="github", provider_type="GitHub", tags={"a": "b"})
    assert state["connection_status"] == "PENDING"
    assert state["arn"].startswith(f"arn:aws:codestar-connections:{HERE}:connection/")
    assert state["id"] == state["arn"]
    state = play.change(CONNECTION, state, name="github", provider_type="GitHub")
    assert play.adopt(CONNECTION, state["arn"])["provider_type"] == "GitHub"
    play.drop(CONNECTION, state)


@pytest.mark.parametrize(
    ("given", "words"),
    [
        ({"name": "x" * 33, "provider_type": "GitHub"}, "less than or equal to 32"),
        ({"name": "a", "provider_type": "Gitea"}, "enum value set"),
        ({"name": "a"}, "must be provided"),
    ],
)
def test_refused_connections(play: Play, given: dict[str, Any], words: str) -> None:
    """Long names and unknown providers are refused."""
    with pytest.raises(Refused, match=words):
        play.make(CONNECTION, **given)


def test_pipeline(play: Play) -> None:
    """A pipeline is made, changed in place, imported by its name, and goes."""
    state = play.make(PIPELINE, **_pipeline(play, SOURCE, BUILD, DEPLOY), tags={"Name": "a"})
    assert state["arn"] == f"arn:aws:codepipeline:{HERE}:life"
    assert state["stage"][0]["action"][0]["run_order"] == 1

    push = {"branches": [{"includes": ["main"]}], "file_paths": [{"excludes": ["docs/**"]}]}
    trigger = {
        "provider_type": "CodeStarSourceConnection",
        "git_configuration": [{"source_action_name": "Source", "push": [push]}],
    }
    approval = {**AWS, "category": "Approval", "name": "Approve", "provider": "Manual"}
    key = [{"id": f"arn:aws:kms:{HERE}:key/a", "type": "KMS"}]
    given = _pipeline(
        play,
        SOURCE,
        BUILD,
        approval,
        DEPLOY,
        pipeline_type="V2",
        execution_mode="QUEUED",
        trigger=[trigger],
        variable=[{"name": "TAG", "default_value": "latest"}],
        artifact_store=[{"location": "artifacts", "type": "S3", "encryption_key": key}],
    )
    given["stage"][-1]["on_failure"] = [{"result": "ROLLBACK"}]
    state = play.change(PIPELINE, state, **given)
    found = play.aws("codepipeline").get_pipeline(name="life")["pipeline"]
    assert found["version"] == 2
    assert found["stages"][1]["actions"][0]["inputArtifacts"] == [{"name": "source"}]
    assert state["trigger_all"][0]["git_configuration"][0]["push"][0]["tags"] == []
    assert state["tags_all"] == {"Owner": "platform"}
    assert play.adopt(PIPELINE, "life")["artifact_store"][0]["encryption_key"] == key
    play.drop(PIPELINE, state)


def test_roles_for_several(play: Play) -> None:
    """A role may trust several services, in a list, and others beside."""
    document = [
        {"Effect": "Allow", "Principal": {"AWS": "*"}, "Action": "sts:AssumeRole"},
        {
            "Effect": "Allow",
            "Principal": {"Service": ["codebuild.amazonaws.com", "codepipeline.amazonaws.com"]},
            "Action": "sts:AssumeRole",
        },
    ]
    made = play.aws("iam").create_role(
        RoleName="several",
        AssumeRolePolicyDocument=json.dumps({"Version": "2012-10-17", "Statement": document}),
    )
    stores = [
        {"location": "here", "type": "S3", "region": REGION},
        {"location": "there", "type": "S3", "region": "us-east-1"},
    ]
    given = _pipeline(play, SOURCE, BUILD, name="several", artifact_store=stores)
    state = play.make(PIPELINE, **{**given, "role_arn": made["Role"]["Arn"]})
    assert len(play.adopt(PIPELINE, "several")["artifact_store"]) == 2
    play.drop(PIPELINE, state)


STORE = {"location": "a", "type": "S3"}
REFUSED: list[tuple[list[dict[str, Any]], dict[str, Any], str]] = [
    ([SOURCE, BUILD], {"role_arn": "arn:aws:iam::123456789012:role/none"}, "not authorized"),
    ([SOURCE, BUILD, BUILD], {}, "Stage name Builds is not unique"),
    ([SOURCE, {**SOURCE, "name": "Again"}], {}, "only occur in the first stage"),
    ([BUILD, DEPLOY], {}, "must only contain source actions"),
    ([SOURCE, DEPLOY], {}, "Input Artifact Bundle built in action Deploy"),
    ([SOURCE, {**BUILD, "output_artifacts": ["source"]}], {}, "must be unique"),
    ([SOURCE, {**BUILD, "configuration": {}}], {}, "missing required configuration 'ProjectName'"),
    (
        [SOURCE, {**BUILD, "configuration": {"ProjectName": "a", "Project": "a"}}],
        {},
        "unknown configuration 'Project'",
    ),
    ([SOURCE, BUILD], {"variable": [{"name": "a"}]}, "only supported for pipelines of type V2"),
    ([SOURCE, BUILD], {"execution_mode": "QUEUED"}, "Execution mode QUEUED"),
    (
        [SOURCE, BUILD],
        {
            "pipeline_type": "V2",
            "trigger": [
                {
                    "provider_type": "CodeStarSourceConnection",
                    "git_configuration": [{"source_action_name": "Build"}],
                }
            ],
        },
        "Source action Build of the trigger",
    ),
    ([SOURCE, BUILD], {"artifact_store": [{**STORE, "region": REGION}]}, "cannot be set"),
    ([SOURCE, {**BUILD, "category": "Compile"}], {}, "enum value set"),
]


@pytest.mark.parametrize(("actions", "more", "words"), REFUSED)
def test_refused(
    play: Play, actions: list[dict[str, Any]], more: dict[str, Any], words: str
) -> None:
    """What AWS refuses is refused."""
    with pytest.raises(Refused, match=words):
        play.make(PIPELINE, **_pipeline(play, *actions, **{"name": "no", **more}))


def test_actions_of_a_stage(play: Play) -> None:
    """Within a stage, what runs later may take what ran before, and names differ."""
    given = _pipeline(play, SOURCE, BUILD, name="stage")
    given["stage"][1]["action"].append({**DEPLOY, "run_order": 1})
    with pytest.raises(Refused, match="Input Artifact Bundle built"):
        play.make(PIPELINE, **given)
    given["stage"][1]["action"][1] = {**DEPLOY, "name": "Build"}
    with pytest.raises(Refused, match="Action name Build is not unique"):
        play.make(PIPELINE, **given)
    given["stage"][1]["action"][1] = {**DEPLOY, "run_order": 2}
    play.drop(PIPELINE, play.make(PIPELINE, **given))
