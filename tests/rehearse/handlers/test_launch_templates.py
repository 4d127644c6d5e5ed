"""What servers are started from, and its versions."""

from __future__ import annotations

import base64
from typing import Any

import pytest

from giban.rehearse.codec import UNKNOWN
from giban.rehearse.faults import Refused
from giban.rehearse.shape import complete
from tests.rehearse.handlers.play import REGION, Network, Play

TEMPLATE = "aws_launch_template"


def script(text: str = "#!/bin/sh") -> str:
    """Return user data as a template wants it."""
    return base64.b64encode(text.encode()).decode()


def server(network: Network, **changes: Any) -> dict[str, Any]:
    """Return what a production template says."""
    disk = {"volume_size": 20, "volume_type": "gp3", "encrypted": "true"}
    return {
        "image_id": "ami-0123456789abcdef0",
        "instance_type": "t3.medium",
        "user_data": script(),
        "vpc_security_group_ids": [network.group],
        "iam_instance_profile": [{"name": "servers"}],
        "metadata_options": [{"http_tokens": "required", "http_put_response_hop_limit": 2}],
        "monitoring": [{"enabled": True}],
        "block_device_mappings": [
            {"device_name": "/dev/xvda", "ebs": [{**disk, "delete_on_termination": "true"}]}
        ],
        "tag_specifications": [{"resource_type": "instance", "tags": {"Name": "server"}}],
        **changes,
    }


def test_template(play: Play, network: Network) -> None:
    """A template is made, gets new versions of what changes, drifts, is imported, and goes."""
    given = server(network, name="life", tags={"Name": "a"}, description="first")
    state = play.make(TEMPLATE, **given)
    assert state["id"].startswith("lt-")
    here = f"arn:aws:ec2:{REGION}:123456789012:launch-template"
    assert state["arn"] == f"{here}/{state['id']}"
    assert (state["latest_version"], state["default_version"]) == (1, 1)
    assert state["tags_all"] == {"Name": "a", "Owner": "platform"}

    given |= {"user_data": script("#!/bin/bash"), "instance_type": "t3.small", "description": "b"}
    state = play.change(TEMPLATE, state, **given)
    assert (state["latest_version"], state["default_version"]) == (2, 1)
    given["update_default_version"] = True
    state = play.change(TEMPLATE, state, **given)
    assert (state["latest_version"], state["default_version"]) == (2, 2)
    state = play.change(TEMPLATE, state, **{**given, "tags": {"Name": "b"}})
    assert state["latest_version"] == 2

    adopted = play.adopt(TEMPLATE, state["id"])
    assert adopted["user_data"] == script("#!/bin/bash")
    assert adopted["metadata_options"][0]["http_tokens"] == "required"
    what = {"LaunchTemplateId": state["id"], "LaunchTemplateData": {"InstanceType": "t3.large"}}
    play.aws("ec2").create_launch_template_version(**what)
    drifted = play.read(TEMPLATE, state)
    assert drifted is not None
    assert (drifted["instance_type"], drifted["latest_version"]) == ("t3.large", 3)
    assert drifted["block_device_mappings"] == []
    play.drop(TEMPLATE, state)


def test_a_version_that_comes_is_unknown(play: Play, network: Network) -> None:
    """What refers to the newest version changes with the template, not a plan later."""
    given = server(network, name="comes", update_default_version=True)
    state = play.make(TEMPLATE, **given)
    kind = play.lifecycle.kind(TEMPLATE)
    whole = complete(kind.shape, {**given, "instance_type": "t3.small"})
    planned = play.lifecycle.plan(kind, whole, state, play.connection)
    assert planned.values["latest_version"] is UNKNOWN
    assert planned.values["default_version"] is UNKNOWN


def test_default_version(play: Play, network: Network) -> None:
    """The default version can be an older one."""
    state = play.make(TEMPLATE, **server(network, name="older"))
    given = server(network, name="older", instance_type="t3.small", default_version=1)
    state = play.change(TEMPLATE, state, **given)
    assert (state["latest_version"], state["default_version"]) == (2, 1)
    state = play.change(TEMPLATE, state, **{**given, "default_version": 2})
    assert state["default_version"] == 2


REFUSED: list[tuple[dict[str, Any], str]] = [
    ({"name": "ab"}, "between 3 and 128"),
    ({"name": "with space"}, "between 3 and 128"),
    ({"name": "plain", "user_data": "#!/bin/sh"}, "Invalid BASE64"),
    ({"name": "long", "user_data": script("x" * 16385)}, "limited to 16384"),
    ({"name": "nics", "network_interfaces": [{"device_index": 0}]}, "may not be specified"),
]


@pytest.mark.parametrize(("given", "words"), REFUSED)
def test_refused(play: Play, network: Network, given: dict[str, Any], words: str) -> None:
    """Names, scripts and groups that EC2 does not take are refused."""
    with pytest.raises(Refused, match=words):
        play.make(TEMPLATE, **server(network, **given))
