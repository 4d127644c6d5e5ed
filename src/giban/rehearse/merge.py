"""What goes into the state: after an apply, and after a refresh.

A read returns only what the API returned. What it leaves out is *sticky*: it keeps the value
the state has, and nobody has checked it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from giban.rehearse.codec import UNKNOWN, Values, is_known
from giban.rehearse.compare import same
from giban.rehearse.shape import Nested, Shape, complete, elements


def settle(shape: Shape, planned: Values, found: Values) -> Values:
    """Return the state after an apply: what was planned, and where unknown, what was found."""
    state: Values = {}
    for name, spec in shape.attributes.items():
        value = planned.get(name)
        left_to_aws = spec.computed and value == "" and found.get(name)
        state[name] = found.get(name) if left_to_aws or not is_known(value) else value
    for name, nested in shape.blocks.items():
        state[name] = _settle_blocks(nested, planned.get(name), found.get(name))
    return state


def _settle_blocks(nested: Nested, planned: Any, found: Any) -> Any:
    if planned is UNKNOWN:
        inner = [complete(nested.shape, element) for element in elements(found)]
        return _nest(nested, inner)
    if planned is None:
        return nested.empty()
    rest = elements(found)
    settled = []
    for element in elements(planned):
        match = _counterpart(nested, element, rest)
        settled.append(settle(nested.shape, element, match or {}))
    return _nest(nested, settled)


def refresh(
    shape: Shape,
    prior: Values,
    found: Values,
    *,
    strict: bool,
    adopt: bool = False,
    noticed: Sequence[str] = (),
) -> Values:
    """Return the state after a read.

    What was left unset and has no computed value stays unset, whatever default the API reports,
    but for what is `noticed`; `adopt` takes everything, as right after an import.
    """
    state: Values = {}
    for name, spec in shape.attributes.items():
        was = prior.get(name)
        now = found.get(name)
        if (
            name not in found
            or same(spec, was, now, strict=strict)
            or (_unset(was) and not spec.computed and not adopt and not (now and name in noticed))
        ):
            state[name] = was
        else:
            state[name] = now
    for name, nested in shape.blocks.items():
        was = prior.get(name)
        if name not in found or (_unset(was) and not nested.field.computed and not adopt):
            state[name] = nested.empty() if was is None else was
        else:
            state[name] = _refresh_blocks(nested, was, found[name], strict=strict, adopt=adopt)
    return state


def unread(shape: Shape, wanted: Values, found: Values, path: str = "") -> Iterator[str]:
    """Yield what was asked for beyond the defaults and what a read left out: the sticky ones."""
    for name, spec in shape.attributes.items():
        value = wanted.get(name)
        if name in found or not (spec.optional or spec.required) or name.endswith("_prefix"):
            continue
        if not _unset(value) and value is not UNKNOWN and value not in (spec.default, False):
            yield f"{path}{name}"
    for name, nested in shape.blocks.items():
        if wanted.get(name) is UNKNOWN or _unset(wanted.get(name)):
            continue
        if name not in found:
            yield f"{path}{name}"
            continue
        pairs = zip(elements(wanted[name]), elements(found[name]), strict=False)
        for element, read in pairs if nested.field.nesting != "set" else ():
            yield from unread(nested.shape, element, read, f"{path}{name}.")


def _refresh_blocks(nested: Nested, was: Any, now: Any, *, strict: bool, adopt: bool) -> Any:
    rest = elements(was)
    refreshed = []
    for element in elements(now):
        match = _counterpart(nested, element, rest)
        if match is None:
            refreshed.append(complete(nested.shape, element))
        else:
            refreshed.append(refresh(nested.shape, match, element, strict=strict, adopt=adopt))
    return _nest(nested, refreshed)


def _unset(value: Any) -> bool:
    return value is None or value in ("", [], {})


def _counterpart(nested: Nested, element: Values, rest: list[Values]) -> Values | None:
    """Take the element that stands for this one out of `rest`: the next, or in a set the likest."""
    if not rest:
        return None
    if nested.field.nesting != "set":
        return rest.pop(0)
    best = max(rest, key=lambda other: _likeness(nested.shape, element, other))
    if _likeness(nested.shape, element, best) <= 0:
        return None
    rest.remove(best)
    return best


def _likeness(shape: Shape, one: Values, other: Values) -> int:
    """Count what both give and what agrees, inner blocks too; what disagrees weighs as much."""
    score = 0
    for name, spec in shape.attributes.items():
        left, right = one.get(name), other.get(name)
        if not left or not right or left is UNKNOWN or right is UNKNOWN:
            continue
        score += 1 if same(spec, left, right) else -1
    for name, nested in shape.blocks.items():
        if UNKNOWN in (one.get(name), other.get(name)):
            continue
        pairs = zip(elements(one.get(name)), elements(other.get(name)), strict=False)
        score += sum(_likeness(nested.shape, *pair) for pair in pairs)
    return score


def _nest(nested: Nested, inner: list[Values]) -> Any:
    if nested.field.nesting == "single":
        return inner[0] if inner else None
    return inner
