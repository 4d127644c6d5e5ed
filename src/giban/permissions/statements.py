"""The same rights in fewer words: statements that a reviewer can read."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Mapping
from itertools import groupby
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from giban.permissions.grants import Condition, Grant, Reach
from giban.permissions.scope import ANY

TAGS = ("aws:ResourceTag/", "aws:RequestTag/", "ec2:CreateAction")
REDUNDANT = ("ec2:CreateAction", "iam:AWSServiceName")
UNITED = ("kms:ViaService", "route53:ChangeResourceRecordSetsNormalizedRecordNames")
KIND = re.compile(r"[a-z-]+(?=[:/])")
NAMES = (
    ("Null", "FirstTags"),
    ("iam:AWSServiceName", "Linked"),
    ("iam:PassedToService", "Handed"),
    ("iam:PolicyARN", "Attached"),
    ("iam:PermissionsBoundary", "Bounded"),
    ("kms:GrantIsForAWSResource", "Granted"),
    ("kms:ViaService", "Via"),
    ("ec2:CreateAction", "FirstTags"),
    ("route53:", "Records"),
    ("aws:ResourceTag/", "Own"),
    ("aws:RequestTag/", "New"),
)
"""What a statement is called by what narrows it."""


class Statement(Struct, frozen=True):
    """Actions, all allowed on all of these resources under one condition; each list is sorted."""

    sid: str
    actions: tuple[str, ...]
    resources: tuple[str, ...]
    condition: Condition = ()

    def json(self) -> dict[str, Any]:
        """Return it as IAM writes it."""
        document: dict[str, Any] = {
            "Sid": self.sid,
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": list(self.resources),
        }
        if self.condition:
            document["Condition"] = condition_json(self.condition)
        return document

    def size(self) -> int:
        """Return how many characters IAM counts: all but white space."""
        return len(json.dumps(self.json(), separators=(",", ":")))


def condition_json(condition: Condition) -> dict[str, dict[str, Any]]:
    """Return a condition as IAM writes it."""
    document: dict[str, dict[str, Any]] = {}
    for operator, key, values in condition:
        document.setdefault(operator, {})[key] = values[0] if len(values) == 1 else list(values)
    return document


def statements(grants: Iterable[Grant], reach: Reach = "change") -> list[Statement]:
    """Return the statements that give these rights: `read` only what planning needs."""
    wanted = [one for one in grants if reach == "change" or one.reach == "read"]
    wanted = sorted(_one_value(_all_values(wanted)), key=_group)
    made = [
        statement
        for group, members in groupby(wanted, key=_group)
        for statement in _statements(group, list(members))
    ]
    return list(_numbered(made))


def _group(grant: Grant) -> tuple[str, Condition]:
    """Return what a statement has in common; what has no resource comes together in one."""
    alone = grant.resource == ANY and not grant.condition
    return "" if alone else grant.service, grant.condition


def _all_values(grants: list[Grant]) -> list[Grant]:
    """Let one condition hold all values of a key that says no more than its resource does."""
    together: dict[str, set[str]] = {}
    for _, key, values in (part for grant in grants for part in grant.condition):
        together.setdefault(key, set()).update(values)

    def united(condition: Condition) -> Condition:
        return tuple(
            (operator, key, tuple(sorted(together[key])) if key in REDUNDANT else values)
            for operator, key, values in condition
        )

    return [replace(grant, condition=united(grant.condition)) for grant in grants]


def _one_value(grants: list[Grant]) -> list[Grant]:
    """Let one grant hold all values under which the same is allowed otherwise alike."""
    for key in UNITED:
        found: dict[tuple[str, str, Condition, bool], list[tuple[str, tuple[str, ...]]]] = {}
        for grant in grants:
            values = [(o, values) for o, k, values in grant.condition if k == key]
            rest = tuple(part for part in grant.condition if part[1] != key)
            alike = (grant.action, grant.resource, rest, grant.foreign)
            found.setdefault(alike, []).extend(values)
        grants = [
            Grant("read", action, resource, _with(rest, key, values), foreign)
            for (action, resource, rest, foreign), values in found.items()
        ]
    return grants


def _with(condition: Condition, key: str, found: list[tuple[str, tuple[str, ...]]]) -> Condition:
    if not found:
        return condition
    values = tuple(sorted({value for _, some in found for value in some}))
    return tuple(sorted((*condition, (found[0][0], key, values))))


def _statements(group: tuple[str, Condition], members: list[Grant]) -> Iterator[Statement]:
    service, condition = group
    sid = _sid(service, condition)
    for actions, resources in _blocks(members, condition):
        yield Statement(sid, tuple(sorted(actions)), tuple(sorted(resources)), condition)


def _sid(service: str, condition: Condition) -> str:
    keys = [word for operator, key, _ in condition for word in (operator, key)]
    words = (word for begins, word in NAMES if any(key.startswith(begins) for key in keys))
    named = "".join(part.title() for part in service.split("-")) or "Anywhere"
    return f"{named}{next(words, '')}"


Pairs = set[tuple[str, str]]
Cover = list[tuple[frozenset[str], frozenset[str]]]


def _blocks(members: list[Grant], condition: Condition) -> Cover:
    """Return blocks of actions and resources that make up just these grants, the shorter way.

    What is told by its tags comes as one block, and so do the actions that are allowed on all
    resources of the stack of each kind they are allowed on: an action does nothing to another kind.
    """
    pairs = {(grant.action, grant.resource) for grant in members}
    if any(key.startswith(TAGS) for _, key, _ in condition):
        return [_block(pairs)]
    foreign = {(grant.action, grant.resource) for grant in members if grant.foreign}
    whole = _whole(pairs - foreign, foreign)
    mixed = [_block(whole), *_shorter(pairs - whole)] if whole else []
    return min((way for way in (mixed, _shorter(pairs)) if way), key=_length)


def _shorter(pairs: Pairs) -> Cover:
    return min((_by_resource(pairs), _by_action(pairs)), key=_length)


def _block(pairs: Pairs) -> tuple[frozenset[str], frozenset[str]]:
    return frozenset(action for action, _ in pairs), frozenset(resource for _, resource in pairs)


def _whole(pairs: Pairs, foreign: Pairs) -> Pairs:
    """Return the pairs of actions that are allowed on every resource of the kinds they are for.

    A kind that an action is for may be known by a foreign resource only.
    """
    kinds: dict[str, set[str]] = {}
    for _, resource in pairs:
        kinds.setdefault(_kind(resource), set()).add(resource)
    meant: dict[str, set[str]] = {}
    for action, resource in pairs | foreign:
        meant.setdefault(action, set()).add(_kind(resource))
    whole = {
        action
        for action, _ in pairs
        if all((action, own) in pairs for kind in meant[action] for own in kinds.get(kind, ()))
    }
    return {pair for pair in pairs if pair[0] in whole}


def _kind(resource: str) -> str:
    """Return the kind of resource an ARN is of, `alarm`; a bucket's ARN says none."""
    name = resource.split(":", 5)[-1]
    if resource.startswith("arn:aws:s3:"):
        return "object" if "/" in name else "bucket"
    found = KIND.match(name)
    return found.group() if found else ""


def _by_action(pairs: Pairs) -> Cover:
    """Put together the actions that have all their resources in common."""
    turned = {(resource, action) for action, resource in pairs}
    return [(actions, resources) for resources, actions in _by_resource(turned)]


def _by_resource(pairs: Pairs) -> Cover:
    """Put together the resources that have all their actions in common."""
    actions: dict[str, set[str]] = {}
    for action, resource in sorted(pairs):
        actions.setdefault(resource, set()).add(action)
    together: dict[frozenset[str], set[str]] = {}
    for resource, found in actions.items():
        together.setdefault(frozenset(found), set()).add(resource)
    cover = [(found, frozenset(resources)) for found, resources in together.items()]
    return sorted(cover, key=lambda block: sorted(block[1]))


def _length(cover: Cover) -> int:
    frame = 60
    return sum(frame + sum(len(word) + 3 for side in block for word in side) for block in cover)


def _numbered(made: list[Statement]) -> Iterator[Statement]:
    """Give each statement a name of its own: `S3`, `S3B`."""
    count: dict[str, int] = {}
    for one in made:
        count[one.sid] = number = count.get(one.sid, 0) + 1
        sid = one.sid if number == 1 else f"{one.sid}{_letters(number)}"
        yield Statement(sid, one.actions, one.resources, one.condition)


def _letters(number: int) -> str:
    """Return B for 2, Z for 26, AA for 27: names of services end in digits."""
    rest, last = divmod(number - 1, 26)
    return (_letters(rest) if rest else "") + chr(ord("A") + last)


def document(statements: Iterable[Statement]) -> Mapping[str, Any]:
    """Return a policy document."""
    return {"Version": "2012-10-17", "Statement": [one.json() for one in statements]}
