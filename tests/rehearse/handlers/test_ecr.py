"""Repositories of images."""

import json

import pytest

from giban.rehearse.faults import Refused
from giban.rehearse.handlers.ecr import RepositoryData
from giban.rehearse.shape import shape
from giban.rehearse.task import Task
from tests.rehearse.handlers.play import REGION, Play

TYPE = "aws_ecr_repository"
REPLICATION = "aws_ecr_replication_configuration"
ACCOUNT = "123456789012"
MEDIA = "application/vnd.docker.distribution.manifest.v2+json"


def test_repository(play: Play) -> None:
    """A repository is made, changed, found by others, and emptied before it goes."""
    scan = [{"scan_on_push": True}]
    state = play.make(
        TYPE, name="team/app", image_tag_mutability="IMMUTABLE", image_scanning_configuration=scan
    )
    assert state["repository_url"] == f"123456789012.dkr.ecr.{REGION}.amazonaws.com/team/app"
    state = play.change(TYPE, state, name="team/app", tags={"a": "b"})
    found = RepositoryData().read(
        Task(
            clients=play.clients,
            shadow=play.lifecycle.shadow,
            service="ecr",
            region=REGION,
            shape=shape(RepositoryData.kind),
            values={"name": "team/app"},
        )
    )
    assert found["repository_url"] == state["repository_url"]
    assert found["tags"] == {"a": "b", "Owner": "platform"}
    manifest = json.dumps({"schemaVersion": 2, "layers": [], "config": {"digest": "x"}})
    play.aws("ecr").put_image(
        repositoryName="team/app",
        imageManifest=manifest,
        imageTag="1",
        imageManifestMediaType=MEDIA,
    )
    with pytest.raises(Exception, match="RepositoryNotEmptyException"):
        play.drop(TYPE, state)
    play.drop(TYPE, {**state, "force_delete": True})


def test_lifecycle_policy(play: Play) -> None:
    """A policy belongs to a repository."""
    play.make(TYPE, name="expiring")
    rule = {
        "rulePriority": 1,
        "selection": {"tagStatus": "any", "countType": "imageCountMoreThan", "countNumber": 3},
        "action": {"type": "expire"},
    }
    type = "aws_ecr_lifecycle_policy"
    state = play.make(type, repository="expiring", policy=json.dumps({"rules": [rule]}))
    assert play.adopt(type, "expiring")["repository"] == "expiring"
    play.drop(type, state)


@pytest.mark.parametrize("name", ["Upper", "-a", "a", "a//b"])
def test_refused_names(play: Play, name: str) -> None:
    """Names that no image reference can have are refused."""
    with pytest.raises(Refused, match="repositoryName"):
        play.make(TYPE, name=name)


def test_replication(play: Play) -> None:
    """A registry says where it copies which images, and stops when it is told to."""

    def to(*regions: str) -> list[dict[str, object]]:
        rule = {
            "destination": [{"region": one, "registry_id": ACCOUNT} for one in regions],
            "repository_filter": [{"filter": "erp", "filter_type": "PREFIX_MATCH"}],
        }
        return [{"rule": [rule]}]

    made = play.make(REPLICATION, replication_configuration=to("ap-northeast-1"))
    assert ACCOUNT == made["registry_id"] == made["id"]
    made = play.change(
        REPLICATION, made, replication_configuration=to("ap-northeast-1", "us-west-2")
    )
    assert play.adopt(REPLICATION, ACCOUNT)["replication_configuration"] == to(
        "ap-northeast-1", "us-west-2"
    )
    play.drop(REPLICATION, made)
