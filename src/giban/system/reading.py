"""Typed reading of merged layers; what is missing or wrong is collected, not raised."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from difflib import get_close_matches
from typing import Any

from giban.errors import Mistake
from giban.manifest import about
from giban.system.layers import MISSING, Layers, Path


class Reader:
    """One mapping of the merged manifest and everything below it.

    Readers of one system share their list of mistakes. A value that is missing reads as `""`,
    0 or False once its mistake is noted, so that reading can go on to find the others.
    """

    def __init__(
        self, layers: Layers, path: Path = (), mistakes: list[Mistake] | None = None
    ) -> None:
        self.layers = layers
        self.path = path
        self.mistakes: list[Mistake] = [] if mistakes is None else mistakes

    @property
    def name(self) -> str:
        """The name the author gave to this mapping."""
        return self.path[-1] if self.path else ""

    def below(self, *keys: str) -> Reader:
        """Return the reader of a mapping below this one."""
        return Reader(self.layers, (*self.path, *keys), self.mistakes)

    def each(self, key: str) -> Iterator[Reader]:
        """Yield a reader for each named thing below a key."""
        for name in self.layers.names((*self.path, key)):
            yield self.below(key, name)

    def maybe(self, key: str) -> Any:
        """Return a value, or None where there is none."""
        return self.layers.value(self._at(key))

    def text(self, key: str) -> str:
        """Return text that has to be there."""
        return str(self._needed(key, ""))

    def number(self, key: str) -> int:
        """Return a number that has to be there."""
        return int(self._needed(key, 0))

    def amount(self, key: str) -> Decimal:
        """Return an exact figure that has to be there."""
        return Decimal(str(self._needed(key, 0)))

    def flag(self, key: str) -> bool:
        """Return a switch; null switches off."""
        return bool(self.maybe(key))

    def texts(self, key: str) -> tuple[str, ...]:
        """Return a list of texts, empty where there is none."""
        return tuple(self.maybe(key) or ())

    def table(self, key: str) -> dict[str, str]:
        """Return a mapping of texts without the keys that a null removed."""
        found = self.maybe(key) or {}
        return {name: str(value) for name, value in found.items() if value is not None}

    def wrong(self, id: str, key: str, what: str, *, why: str = "", fix: str) -> None:
        """Note a mistake about the value at a key."""
        full, span = self.layers.place(self._at(key) if key else self.path)
        self.mistakes.append(Mistake(id, what, where=span, path=full, why=why, fix=fix))

    def _needed(self, key: str, placeholder: Any) -> Any:
        value = self.layers.value(self._at(key), MISSING)
        if value is MISSING or value is None:
            self._missing(key)
            return placeholder
        return value

    def _missing(self, key: str) -> None:
        """Note what is missing: never written, or taken away by a null here or around it."""
        steps = (*self.path, *key.split("."))
        for end in range(1, len(steps) + 1):
            if self.layers.value(steps[:end], MISSING) is None:
                self._removed(steps[:end])
                return
        outer = ".".join(self.path)
        meaning, example = about(steps)
        self.mistakes.append(
            Mistake(
                "missing-key",
                f"`{key}` is missing{f' in `{outer}`' if outer else ''}.",
                where=self.layers.key_span(self.path) or self.layers.place(self.path)[1],
                path=".".join(steps),
                why=meaning,
                fix=f"Write `{key}: {example}`, for example.",
            )
        )

    def _removed(self, steps: Path) -> None:
        full, span = self.layers.place(steps)
        meaning, example = about(steps)
        self.mistakes.append(
            Mistake(
                "not-removable",
                f"`{steps[-1]}` cannot be removed.",
                where=span,
                path=full,
                why=meaning,
                fix=f"Write a value, such as `{steps[-1]}: {example}`, or delete the line.",
            )
        )

    def _at(self, key: str) -> Path:
        return (*self.path, *key.split("."))


def nearest(word: str, choices: Sequence[str]) -> str:
    """Return `Did you mean ...? ` for the nearest choice, or nothing."""
    near = get_close_matches(word.lower(), choices, 1, 0.5)
    if not near:
        near = [c for c in choices if c.startswith(word.lower())][:1]
    return f"Did you mean `{near[0]}`? " if near else ""


def listed(values: Sequence[object]) -> str:
    """List choices: `a, b, c`."""
    return ", ".join(map(str, values)) if values else "none"
