"""Where every value of a manifest stands in the author's file, as a tree beside the values."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct, field

from giban.values import Span

Step = str | int


class Written(Struct):
    """A value as it was written: its place, its key's place, and a scalar's own spelling."""

    span: Span
    key: Span | None = None
    text: str = ""
    children: dict[Step, Written] = field(default_factory=dict)

    def nearest(self, path: Iterable[Step]) -> Written:
        """Return what was written at `path`, or the nearest thing around it."""
        here = self
        for step in path:
            child = here.children.get(step)
            if child is None:
                break
            here = child
        return here

    def exact(self, path: Iterable[Step]) -> Written | None:
        """Return what was written at `path`; None when nothing was."""
        here: Written | None = self
        for step in path:
            if here is None:
                return None
            here = here.children.get(step)
        return here
