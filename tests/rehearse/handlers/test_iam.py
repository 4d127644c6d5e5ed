"""Roles, policies and outside issuers."""

from __future__ import annotations

import json
from typing import Any

import pytest

from giban.rehearse.faults import Refused
from giban.rehearse.lifecycle import PartlyMade
from tests.rehearse.handlers.play import Play

ROLE, INLINE = "aws_iam_role", "aws_iam_role_policy"
ATTACHMENT, POLICY = "aws_iam_role_policy_attachment", "aws_iam_policy"
ISSUER = "aws_iam_openid_connect_provider"
PROFILE = "aws_iam_instance_profile"
READ_ONLY = "arn:aws:iam::aws:policy/ReadOnlyAccess"
ACCOUNT = "123456789012"


def trust(**changes: Any) -> str:
    """Return a trust policy for tasks, with something changed."""
    statement = {
        "Effect": "Allow",
        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
        "Action": "sts:AssumeRole",
    }
    merged = {k: v for k, v in {**statement, **changes}.items() if v is not None}
    return json.dumps({"Version": "2012-10-17", "Statement": [merged]})


def policy(action: str = "s3:GetObject", *, filler: int = 0) -> str:
    """Return a policy, as long as wanted."""
    statement = {
        "Effect": "Allow",
        "Action": [action],
        "Resource": ["*", "arn:aws:s3:::b" + "x" * filler],
    }
    return json.dumps({"Version": "2012-10-17", "Statement": [statement]}, indent=2)


def test_role(play: Play) -> None:
    """A role is made, changed in place, drifts, is imported, and goes."""
    given = {"name": "life", "assume_role_policy": trust(), "tags": {"Name": "a"}}
    state = play.make(ROLE, **given, description="first", max_session_duration=7200)

    assert (state["id"], state["arn"]) == ("life", f"arn:aws:iam::{ACCOUNT}:role/life")
    assert state["unique_id"].startswith("AROA")
    assert state["tags_all"] == {"Name": "a", "Owner": "platform"}
    trusting = trust(Action=["sts:AssumeRole", "sts:TagSession"])
    boundary = {"permissions_boundary": READ_ONLY}
    state = play.change(ROLE, state, name="life", assume_role_policy=trusting, **boundary)
    state = play.change(ROLE, state, name="life", assume_role_policy=trusting)
    assert state["max_session_duration"] == 3600
    assert "PermissionsBoundary" not in play.aws("iam").get_role(RoleName="life")["Role"]
    play.aws("iam").update_role(RoleName="life", Description="a stranger", MaxSessionDuration=3600)
    play.aws("iam").update_assume_role_policy(RoleName="life", PolicyDocument=trust())
    drifted = play.read(ROLE, {**state, "description": "mine"})
    assert drifted is not None
    assert drifted["description"] == "a stranger"
    assert "TagSession" not in drifted["assume_role_policy"]
    assert play.adopt(ROLE, "life")["arn"] == state["arn"]
    play.drop(ROLE, state)


def test_policies_in_a_role(play: Play) -> None:
    """Policies that stand in a role are the role's; those taken away elsewhere are missed."""
    given = {"name": "full", "assume_role_policy": trust()}
    inside = [{"name": "own", "policy": policy()}]
    state = play.make(ROLE, **given, inline_policy=inside, managed_policy_arns=[READ_ONLY])
    play.aws("iam").delete_role_policy(RoleName="full", PolicyName="own")
    drifted = play.read(ROLE, state)
    assert drifted is not None
    assert drifted["inline_policy"] == []
    other = [{"name": "other", "policy": policy("s3:PutObject")}]
    state = play.change(ROLE, state, **given, inline_policy=other, managed_policy_arns=[])
    assert play.aws("iam").list_role_policies(RoleName="full")["PolicyNames"] == ["other"]
    play.drop(ROLE, state)


def test_policies_beside_a_role(play: Play) -> None:
    """A policy and an attachment are objects of their own, and a role with them stays."""
    role = play.make(ROLE, name="beside", assume_role_policy=trust())
    state = play.make(INLINE, name="read", role="beside", policy=policy())
    assert state["id"] == "beside:read"
    state = play.change(INLINE, state, name="read", role="beside", policy=policy("s3:*"))
    assert play.adopt(INLINE, "beside:read")["role"] == "beside"
    attached = play.make(ATTACHMENT, role="beside", policy_arn=READ_ONLY)
    assert play.adopt(ATTACHMENT, attached["id"])["policy_arn"] == READ_ONLY
    with pytest.raises(Exception, match="DeleteConflict"):
        play.drop(ROLE, role)
    play.drop(INLINE, state)
    play.drop(ATTACHMENT, attached)
    play.drop(ROLE, role)


def test_force_detach(play: Play) -> None:
    """A role that shall go whatever it holds does."""
    role = play.make(ROLE, name="forced", assume_role_policy=trust(), force_detach_policies=True)
    play.make(INLINE, name="read", role="forced", policy=policy())
    play.make(ATTACHMENT, role="forced", policy_arn=READ_ONLY)
    play.drop(ROLE, role)


def test_managed_policy(play: Play) -> None:
    """A change is a new version; only five are kept, and none of an attached one goes."""
    given = {"name": "shared", "description": "d"}
    state = play.make(POLICY, **given, policy=policy())
    assert state["arn"] == f"arn:aws:iam::{ACCOUNT}:policy/shared"
    for number in range(6):
        state = play.change(POLICY, state, **given, policy=policy(f"s3:Get{number}"))
    versions = play.aws("iam").list_policy_versions(PolicyArn=state["id"])["Versions"]
    assert [one["VersionId"] for one in versions if one["IsDefaultVersion"]] == ["v7"]
    play.make(ROLE, name="user-of-it", assume_role_policy=trust())
    attached = play.make(ATTACHMENT, role="user-of-it", policy_arn=state["arn"])
    with pytest.raises(Refused, match="attached to entities"):
        play.drop(POLICY, state)
    play.drop(ATTACHMENT, attached)
    play.drop(POLICY, state)


def test_issuer(play: Play) -> None:
    """An issuer keeps its ARN when its audiences change."""
    url = "https://token.actions.githubusercontent.com"
    state = play.make(ISSUER, url=url, client_id_list=["sts.amazonaws.com"], tags={"Name": "a"})
    assert state["arn"].endswith(":oidc-provider/token.actions.githubusercontent.com")
    assert len(state["thumbprint_list"][0]) == 40
    state = play.change(ISSUER, state, url=url, client_id_list=["a", "b"], tags={"Name": "b"})
    assert state["tags_all"] == {"Name": "b", "Owner": "platform"}
    state = play.change(
        ISSUER, state, url=url, client_id_list=["a", "b"], thumbprint_list=["b" * 40]
    )
    with pytest.raises(Exception, match="EntityAlreadyExists"):
        play.make(ISSUER, url=url, client_id_list=["x"])
    play.drop(ISSUER, state)


REFUSED_TRUST = [
    ("not json", "invalid Json"),
    (trust(Resource="*"), "prohibited field Resource"),
    (trust(Principal=None), "Missing required field Principal"),
    (trust(Effect="Permit"), "Syntax errors"),
    (trust(Action="s3:GetObject"), "only specify STS AssumeRole"),
    (trust(Principal={"Service": "ecs-tasks"}), '"SERVICE":"ecs-tasks"'),
    (trust(Principal={"AWS": f"arn:aws:iam::{ACCOUNT}:role/nobody"}), '"AWS":"arn'),
    (trust(Condition={"StringEquals": {"aws:a": "x" * 2048}}), "ACLSizePerRole"),
]


@pytest.mark.parametrize(("document", "words"), REFUSED_TRUST)
def test_refused_trust(play: Play, document: str, words: str) -> None:
    """A trust policy that AWS cannot read, or that trusts nobody it knows, is refused."""
    with pytest.raises(Refused, match=words):
        play.make(ROLE, name="untrusted", assume_role_policy=document)


@pytest.mark.parametrize(
    "given", [{"name": "x" * 65}, {"name": "a b"}, {"name": "d", "description": "read \u2014 only"}]
)
def test_refused_roles(play: Play, given: dict[str, str]) -> None:
    """Names that are too long, and words that IAM cannot write, are refused."""
    with pytest.raises(Refused, match="failed to satisfy constraint"):
        play.make(ROLE, **given, assume_role_policy=trust())


def test_trusts_roles_that_exist(play: Play) -> None:
    """A role may trust another one, in this account or elsewhere, and everybody in an account."""
    play.make(ROLE, name="first", assume_role_policy=trust())
    arns = [f"arn:aws:iam::{ACCOUNT}:role/first", "arn:aws:iam::999999999999:role/x", ACCOUNT]
    arns.append(f"arn:aws:iam::{ACCOUNT}:role/aws-service-role/ecs.amazonaws.com/AWSServiceRole")
    play.make(ROLE, name="second", assume_role_policy=trust(Principal={"AWS": arns}))


def test_quotas(play: Play) -> None:
    """Policies beyond their size, and more of them than a role takes, are refused."""
    play.make(ROLE, name="quota", assume_role_policy=trust())
    play.make(INLINE, name="a", role="quota", policy=policy(filler=6000))
    with pytest.raises(Refused, match="Maximum policy size of 10240"):
        play.make(INLINE, name="b", role="quota", policy=policy(filler=6000))
    with pytest.raises(Refused, match="PolicySize: 6144"):
        play.make(POLICY, name="big", policy=policy(filler=6200))
    for number in range(10):
        made = play.make(POLICY, name=f"quota-{number}", policy=policy())
        play.make(ATTACHMENT, role="quota", policy_arn=made["arn"])
    with pytest.raises(Refused, match="PoliciesPerRole: 10"):
        play.make(ATTACHMENT, role="quota", policy_arn=READ_ONLY)


def test_instance_profile(play: Play) -> None:
    """A profile holds one role, which changes in place; it is imported, and goes with a role in."""
    for name in ("one-role", "other-role"):
        play.make(ROLE, name=name, assume_role_policy=trust())
    state = play.make(PROFILE, name="servers", role="one-role", tags={"Name": "a"})
    assert (state["id"], state["arn"]) == (
        "servers",
        f"arn:aws:iam::{ACCOUNT}:instance-profile/servers",
    )
    assert state["unique_id"]
    state = play.change(PROFILE, state, name="servers", role="other-role")
    assert state["tags_all"] == {"Owner": "platform"}
    iam = play.aws("iam")
    iam.remove_role_from_instance_profile(InstanceProfileName="servers", RoleName="other-role")
    drifted = play.read(PROFILE, state)
    assert drifted is not None
    assert drifted["role"] == ""
    iam.add_role_to_instance_profile(InstanceProfileName="servers", RoleName="one-role")
    assert play.adopt(PROFILE, "servers")["role"] == "one-role"
    play.drop(PROFILE, {**state, "role": "one-role"})
    play.drop(PROFILE, play.make(PROFILE, name_prefix="empty-"))


def test_refused_profiles(play: Play) -> None:
    """A name that IAM does not take, and a role that is not there, are refused."""
    with pytest.raises(Refused, match="failed to satisfy constraint"):
        play.make(PROFILE, name="a b")
    with pytest.raises(PartlyMade) as partly:
        play.make(PROFILE, name="nobody", role="nobody")
    assert "nobody not found" in str(partly.value.cause)
