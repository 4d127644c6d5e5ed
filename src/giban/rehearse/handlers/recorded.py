"""Types without a handler: they live in the state only, and the report says so."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giban.rehearse.codec import Values
from giban.rehearse.handlers.base import Handler
from giban.rehearse.task import Task


class Recorded(Handler):
    """Makes up what AWS would have computed, the same way every time; reads back the state."""

    depth = "recorded"
    service = ""

    def __init__(self, type: str) -> None:
        self.type = type

    def create(self, x: Task) -> None:
        """Make an id from what was configured, as no API gives one."""
        given = x["name"] or x["id"]
        x.id = str(given or x.shadow.token(self.type, x.region))

    def read(self, x: Task) -> Values:
        """Return made-up values for what is still missing."""
        word = self.type.removeprefix("aws_").replace("_", "-")
        return {
            name: _made_up(name, field.kind, x, word)
            for name, field in x.shape.attributes.items()
            if field.computed and not field.optional and x[name] is None and name != "tags_all"
        }

    def update(self, x: Task) -> None:
        """Nothing to change but the state."""

    def delete(self, x: Task) -> None:
        """Nothing to delete but the state."""

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Tags are in the state."""


def _made_up(name: str, kind: Any, x: Task, word: str) -> Any:
    if kind == "string":
        if name == "arn" or name.endswith("_arn"):
            return x.arn(f"{word}/{x.id}", word.split("-", maxsplit=1)[0])
        return x.account if name == "owner_id" else f"{x.id}-{name.replace('_', '-')}"
    if kind in ("number", "bool"):
        return 0 if kind == "number" else False
    return {} if kind[0] in ("map", "object") else []
