"""Blocks that the official provider has only from a version on, where all else is older.

From its changelog (https://github.com/hashicorp/terraform-provider-aws/blob/main/CHANGELOG.md).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giban.blueprint.resource import Object
from giban.blueprint.schema import Block
from giban.catalogue import ecs

Version = tuple[int, int, int]

SINCE: Mapping[type[Object], Mapping[str, Version]] = {
    ecs.Service: {
        "deployment_configuration": (6, 4, 0),
        "deployment_configuration.canary_configuration": (6, 21, 0),
        "deployment_configuration.linear_configuration": (6, 21, 0),
        "load_balancer.advanced_configuration": (6, 4, 0),
    },
}
"""The first version that has a block, by its path."""


def needed(thing: Object, least: Version) -> Version:
    """Return the first version, `least` or later, that has every block of an object."""
    paths = SINCE.get(type(thing), {})
    return max([least, *(paths[path] for path in paths if _has(thing, path))])


def _has(block: Block, path: str) -> bool:
    name, _, rest = path.partition(".")
    value: Any = getattr(block, name)
    inner = value if isinstance(value, tuple) else (value,)
    given = [one for one in inner if isinstance(one, Block)]
    return any(_has(one, rest) for one in given) if rest else bool(given)
