"""The stand-in plans what the official provider plans, but for differences that have a reason.

Arguments that only one of the two schemas has (ours is of 6.47) cannot be compared.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest

from tests.examples import each_root, each_system
from tests.official import ABSENT
from tests.parity.compare import UNKNOWN, Planned
from tests.rehearsed import Rehearsals

OLDER = "the provider on this machine is 5.100; 6.47 has "
REASONS = {
    "aws_ecs_service.availability_zone_rebalancing": OLDER + "no default, AWS chooses",
    "aws_elasticache_replication_group.auth_token_update_strategy": OLDER + "no default",
    "aws_instance.user_data": OLDER + "it not computed",
    "aws_route53_health_check.regions": OLDER + "them computed as well",
    "aws_nat_gateway.secondary_allocation_ids": OLDER + "them computed as well",
    "aws_s3_bucket.region": OLDER + "it as an argument of every type",
    "aws_subnet.ipv6_cidr_block": OLDER + "it computed as well",
    "aws_s3_bucket_server_side_encryption_configuration.rule.bucket_key_enabled": OLDER
    + "it computed as well",
}
"""Differences that are left, by type and attribute."""


@pytest.mark.parametrize(("system", "root"), each_root(judged=True))
def test_plans_agree(rehearsals: Rehearsals, system: str, root: str) -> None:
    """Both plan the same actions and the same known values."""
    found = rehearsals[system].stacks[root]
    if found.official is None:
        pytest.skip(ABSENT)

    unexplained = [
        difference
        for difference in differences(found.first, found.official)
        if not _explained(difference)
    ]

    assert [] == unexplained


@pytest.mark.parametrize("system", each_system())
def test_every_reason_is_needed(rehearsals: Rehearsals, system: str) -> None:
    """A difference that has gone takes its reason with it, wherever its type is planned."""
    stacks = [found for found in rehearsals[system].stacks.values() if found.official is not None]
    if not stacks:
        pytest.skip(ABSENT)

    planned = {_type(address) for found in stacks for address in _actions(found.first)}
    seen = {
        key
        for found in stacks
        for difference in differences(found.first, found.official)
        for key in _keys(difference)
    }

    assert set() == {reason for reason in REASONS.keys() - seen if _type(reason) in planned}


def differences(ours: Any, official: Any) -> Iterator[str]:
    """Yield `type.attribute: what differs at address` for two plans of one root."""
    actions, others = _actions(ours), _actions(official)
    for address in sorted(actions.keys() ^ others.keys()):
        yield f"{_type(address)}.: {address} is planned by one only"
    mine, theirs = Planned.read(ours).objects, Planned.read(official).objects
    for address in sorted(actions.keys() & others.keys()):
        if actions[address] != others[address]:
            yield f"{_type(address)}.: {address} {actions[address]} against {others[address]}"
        yield from _values(mine[address], theirs[address], _type(address), address)


def _values(ours: Any, theirs: Any, path: str, address: str) -> Iterator[str]:
    if theirs is UNKNOWN or ours is UNKNOWN:
        if ours is not theirs:
            yield f"{path}: {ours!r} against {theirs!r} at {address}"
    elif isinstance(ours, dict) and isinstance(theirs, dict):
        for name in sorted(ours.keys() & theirs.keys()):
            yield from _values(ours[name], theirs[name], f"{path}.{name}", address)
    elif isinstance(ours, list) and isinstance(theirs, list) and len(ours) == len(theirs):
        for mine, other in zip(_ordered(ours), _ordered(theirs), strict=True):
            yield from _values(mine, other, path, address)
    elif str(ours).lower() != str(theirs).lower() and _document(ours) != _document(theirs):
        yield f"{path}: {ours!r} against {theirs!r} at {address}"


def _document(value: Any) -> Any:
    """Return what JSON text says: the official provider writes some of it in its own order."""
    try:
        return json.loads(value)
    except (TypeError, ValueError):
        return value


def _ordered(values: list[Any]) -> list[Any]:
    """Sort what may be a set, whatever order the keys of its elements are in."""
    return sorted(values, key=lambda value: json.dumps(value, sort_keys=True, default=repr))


def _actions(plan: Any) -> dict[str, list[str]]:
    return {
        change["address"]: change["change"]["actions"]
        for change in plan["resource_changes"]
        if change["mode"] == "managed"
    }


def _type(address: str) -> str:
    return address.split(".", 1)[0]


def _keys(difference: str) -> set[str]:
    path = difference.split(": ", 1)[0]
    type_, _, attribute = path.partition(".")
    return {path, re.sub(r"\.\w+$", ".*", path), f"{type_}.{attribute}"}


def _explained(difference: str) -> bool:
    return bool(_keys(difference) & REASONS.keys())
