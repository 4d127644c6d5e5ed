"""Why a value is what it is: the layer that won, and those it won against."""

from __future__ import annotations

from difflib import get_close_matches

from giban.errors import UsageError
from giban.system.layers import Explanation, Layers


def explain(layers: Layers, path: str) -> list[Explanation]:
    """Return how a key came to be, or every key below it; raises `UsageError` for unknown ones."""
    if path in ("", "."):
        return layers.explain("")
    found = layers.explain(path)
    if found:
        return found
    known = list(layers.paths())
    near = get_close_matches(path, known, 3, 0.6)
    outer, _, last = path.rpartition(".")
    if layers.has(outer) and outer:
        siblings = [f"{outer}.{name}" for name in layers.names(outer)]
        near = [p for p in siblings if get_close_matches(last, [p.rpartition(".")[2]], 1, 0.6)] or (
            near or siblings
        )
    hint = f"Did you mean {' or '.join(f'`{p}`' for p in near[:3])}? " if near else ""
    what = f"Nothing is known of `{path}`."
    raise UsageError(
        what,
        fix=f"{hint}`giban explain services` shows everything below a key.",
    )
