"""Policy documents: what they allow, to whom, and what every service refuses in them."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase
from typing import Any

from msgspec.structs import replace

from giban.rehearse.compare import same
from giban.rehearse.faults import is_gone
from giban.rehearse.task import Task

Statement = Mapping[str, Any]
SERVICE = re.compile(r"[a-z0-9.*-]+\.(amazonaws\.com(\.cn)?|amazon\.com|aws\.internal)")

AWS_OWN = ("aws-service-role/", "aws-reserved/")


def parse(text: Any) -> dict[str, Any] | None:
    """Return a document, or None if it is none."""
    try:
        document = json.loads(text)
    except (TypeError, ValueError):
        return None
    return document if isinstance(document, dict) else None


def statements(document: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the statements of a document; one alone need not be a list."""
    found = document.get("Statement", [])
    return [one for one in (found if isinstance(found, list) else [found]) if isinstance(one, dict)]


def listed(value: Any) -> list[str]:
    """Return what may be one string or a list of them."""
    if value is None:
        return []
    return [str(one) for one in value] if isinstance(value, list) else [str(value)]


def principals(statement: Statement, kind: str) -> list[str]:
    """Return the principals of one kind: `AWS`, `Service`, `Federated`; everyone is `*`."""
    given = statement.get("Principal")
    if isinstance(given, str):
        return [given]
    return listed((given or {}).get(kind))


def allows(statement: Statement, action: str) -> bool:
    """Tell whether a statement allows an action, written `kms:Decrypt`."""
    if statement.get("Effect") != "Allow":
        return False
    patterns = listed(statement.get("Action"))
    if "NotAction" in statement:
        excepted = listed(statement["NotAction"])
        return not any(fnmatchcase(action.lower(), one.lower()) for one in excepted)
    return any(fnmatchcase(action.lower(), one.lower()) for one in patterns)


def unknown_principals(x: Task, statement: Statement) -> Iterator[tuple[str, str]]:
    """Yield the principals that AWS does not know: their kind and their name."""
    for arn in principals(statement, "AWS"):
        if not _exists(x, arn):
            yield "AWS", arn
    for name in principals(statement, "Service"):
        if name != "*" and not SERVICE.fullmatch(name):
            yield "SERVICE", name


def _exists(x: Task, arn: str) -> bool:
    """Tell whether a role or user is there.

    Nobody here knows what is in other accounts, and which roles AWS has made for itself.
    """
    found = re.fullmatch(rf"arn:{x.partition}:iam::{x.account}:(role|user)/(.+)", arn)
    if found is None or found[2].startswith(AWS_OWN):
        return True
    kind, path = found.groups()
    try:
        called = getattr(x.client("iam"), f"get_{kind}")
        called(**{f"{kind.title()}Name": path.rpartition("/")[2]})
    except Exception as error:
        if is_gone(error):
            return False
        raise
    return True


def as_written(x: Task, name: str, found: str) -> str:
    """Return a document as the state writes it when AWS says the same in other words."""
    field = replace(x.shape.attributes[name], suppressed=True)
    written = x[name]
    return str(written) if written and same(field, written, found) else found
