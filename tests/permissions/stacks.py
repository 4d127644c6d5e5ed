"""Small stacks to ask permissions of."""

from __future__ import annotations

from collections.abc import Mapping

from giban.blueprint import Node, Object, Origin, Provider, Stack, State
from giban.permissions import Grant, grants

TAGS = {"Project": "shop", "Environment": "dev"}


def stack(*objects: Object, tags: Mapping[str, str] = TAGS, state: State | None = None) -> Stack:
    """Return a stack of these objects in Seoul."""
    return Stack(
        name="platform",
        environment="dev",
        providers=(Provider(region="ap-northeast-2"),),
        nodes=tuple(Node(object=one, origin=Origin("x"), chapter="x") for one in objects),
        tags=tags,
        state=state,
    )


def granted(*objects: Object, action: str, account: str = "") -> list[Grant]:
    """Return the grants of one action that these objects need."""
    return [one for one in grants(stack(*objects), account=account) if one.action == action]
