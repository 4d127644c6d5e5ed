"""IAM policy documents, wherever they were written: `jsonencode`, text, or a data source."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping, Sequence
from fnmatch import fnmatchcase
from typing import Any

from msgspec import Struct

from giban.blueprint import Foreign, Object
from giban.catalogue import iam, kms, s3, sns, sqs
from giban.policy.rule import Undecided
from giban.policy.scene import Scene
from giban.values import Expr, Hidden, Json, Text, Unknown, literal

IDENTITY: Mapping[type[Object], str] = {iam.RolePolicy: "policy", iam.Policy: "policy"}
"""Policies of those who ask."""

RESOURCE: Mapping[type[Object], str] = {
    s3.BucketPolicy: "policy",
    s3.Bucket: "policy",
    sqs.QueuePolicy: "policy",
    sqs.Queue: "policy",
    sns.TopicPolicy: "policy",
    sns.Topic: "policy",
    kms.Key: "policy",
}
"""Policies of what is asked for."""

TRUST: Mapping[type[Object], str] = {iam.Role: "assume_role_policy"}
DOCUMENT = "aws_iam_policy_document"


class Statement(Struct, frozen=True):
    """One statement; resources and principals may be values that Terraform evaluates.

    Actions are as written; `principals` are pairs of a kind (`AWS`, `Service`, `Federated`, `*`)
    and a value; `conditions` are operator, key in lower case, and values.
    """

    effect: str
    actions: tuple[str, ...]
    not_actions: tuple[str, ...]
    resources: tuple[Any, ...]
    not_resources: tuple[Any, ...]
    principals: tuple[tuple[str, Any], ...]
    not_principals: bool
    conditions: tuple[tuple[str, str, tuple[Any, ...]], ...]
    name: str

    @property
    def allows(self) -> bool:
        """Whether it gives rather than takes."""
        return self.effect == "Allow"

    def may(self, action: str) -> bool:
        """Tell whether an action is among its own."""
        low = action.lower()
        return any(fnmatchcase(low, mine.lower()) for mine in self.actions)

    @property
    def everywhere(self) -> bool:
        """Whether it names every resource there is."""
        return any(stem(resource) in ("*", "arn:aws:*", "arn:*") for resource in self.resources)

    def asks(self, key: str) -> bool:
        """Tell whether a condition looks at a key."""
        return any(name == key.lower() for _, name, _ in self.conditions)


def stem(value: Any) -> str:
    """Return a text with `{}` where Terraform puts something in."""
    plain = literal(value)
    if isinstance(plain, str):
        return plain
    if isinstance(value, Text):
        return "".join(part if isinstance(part, str) else stem(part) for part in value.parts)
    return "{}"


def statements(value: Any, scene: Scene) -> list[Statement] | None:
    """Return the statements of a document; None where a plan does not tell them."""
    value = value.value if isinstance(value, Hidden) else value
    if isinstance(value, Json):
        return _read(value.value)
    plain = literal(value)
    if isinstance(plain, str):
        return _parsed(plain)
    if isinstance(plain, Mapping):
        return _read(plain)
    if isinstance(value, Unknown):
        return _from_data(value, scene)
    return None


def policies(
    scene: Scene, where: Mapping[type[Object], str]
) -> Iterator[tuple[Object, str, list[Statement]] | Undecided]:
    """Yield the policy documents of these classes: object, attribute and statements."""
    for cls, attribute in where.items():
        for thing in scene.all(cls):
            value = getattr(thing, attribute)
            if value is None:
                continue
            found = statements(value, scene)
            yield Undecided(thing, attribute) if found is None else (thing, attribute, found)
    if where is IDENTITY:
        yield from _inline(scene)


def _inline(scene: Scene) -> Iterator[tuple[Object, str, list[Statement]] | Undecided]:
    for role in scene.all(iam.Role):
        inline = role.inline_policy
        for index, block in enumerate(inline if isinstance(inline, tuple) else ()):
            if block.policy is not None:
                attribute = f"inline_policy[{index}].policy"
                found = statements(block.policy, scene)
                yield Undecided(role, attribute) if found is None else (role, attribute, found)


def _parsed(text: str) -> list[Statement] | None:
    try:
        document = json.loads(text)
    except ValueError:
        return None
    return _read(document) if isinstance(document, dict) else None


def _read(document: Any) -> list[Statement] | None:
    if not isinstance(document, Mapping):
        return None
    written = document.get("Statement", ())
    return [_statement(one) for one in _list(written) if isinstance(one, Mapping)]


def _statement(one: Mapping[str, Any]) -> Statement:
    return Statement(
        effect=str(one.get("Effect", "Allow")),
        actions=_texts(one.get("Action")),
        not_actions=_texts(one.get("NotAction")),
        resources=tuple(_list(one.get("Resource"))),
        not_resources=tuple(_list(one.get("NotResource"))),
        principals=tuple(_principals(one.get("Principal"))),
        not_principals="NotPrincipal" in one,
        conditions=tuple(_conditions(one.get("Condition"))),
        name=str(one.get("Sid", "")),
    )


def _from_data(value: Unknown, scene: Scene) -> list[Statement] | None:
    """Read the data source that a value will come from, if that is all it comes from."""
    sources = scene.graph.targets(value, Foreign)
    if len(sources) != 1 or sources[0].terraform_type != DOCUMENT:
        return None
    given = sources[0].given()
    if given.get("source_policy_documents") or given.get("override_policy_documents"):
        return None
    return [_of_data(one) for one in _list(given.get("statement")) if isinstance(one, Mapping)]


def _of_data(one: Mapping[str, Any]) -> Statement:
    principals = [
        (str(literal(block.get("type"))), who)
        for block in _blocks(one.get("principals"))
        for who in _list(block.get("identifiers"))
    ]
    conditions = [
        (
            str(literal(block.get("test"))),
            str(literal(block.get("variable"))).lower(),
            tuple(_list(block.get("values"))),
        )
        for block in _blocks(one.get("condition"))
    ]
    return Statement(
        effect=str(literal(one.get("effect")) or "Allow"),
        actions=_texts(one.get("actions")),
        not_actions=_texts(one.get("not_actions")),
        resources=tuple(_list(one.get("resources"))),
        not_resources=tuple(_list(one.get("not_resources"))),
        principals=tuple(principals),
        not_principals=bool(_blocks(one.get("not_principals"))),
        conditions=tuple(conditions),
        name=str(literal(one.get("sid")) or ""),
    )


def _blocks(value: Any) -> list[Mapping[str, Any]]:
    return [one for one in _list(value) if isinstance(one, Mapping)]


def _principals(value: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(value, Mapping):
        for kind, who in value.items():
            for one in _list(who):
                yield kind, one
    elif value is not None:
        yield "*", value


def _conditions(value: Any) -> Iterator[tuple[str, str, tuple[Any, ...]]]:
    for operator, tests in (value or {}).items() if isinstance(value, Mapping) else ():
        for key, wanted in tests.items() if isinstance(tests, Mapping) else ():
            yield operator, key.lower(), tuple(_list(wanted))


def _list(value: Any) -> Sequence[Any]:
    if value is None:
        return ()
    plain = value if isinstance(value, Expr) and literal(value) is None else literal(value)
    return plain if isinstance(plain, (list, tuple)) else (plain,)


def _texts(value: Any) -> tuple[str, ...]:
    return tuple(str(literal(one)) for one in _list(value))
