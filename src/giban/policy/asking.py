"""Ways to ask one thing of every object of a class: most rules are one line of these."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

from giban.blueprint import Block, Object
from giban.blueprint.schema import Field
from giban.policy.rule import Check, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import Expr, Hidden, literal

Wanted = Callable[[Any], bool]
Which = Callable[[Scene, Any], bool]


def each(
    *classes: type[Object], attribute: str, wants: Wanted, says: str, which: Which | None = None
) -> Check:
    """Return a check: an attribute of every object must be as wanted.

    A path leads into nested blocks (`metadata_options.http_tokens`); each block of several is
    asked. What was left out is what the provider's default is, and None without one.
    """

    def check(scene: Scene) -> Iterator[Verdict]:
        for cls in classes:
            for thing in scene.all(cls):
                if which is None or which(scene, thing):
                    yield from judge(thing, attribute, wants, says)

    return check


def judge(thing: Object, attribute: str, wants: Wanted, says: str) -> Iterator[Verdict]:
    """Yield a violation for each value that is not as wanted."""
    for path, value in values(thing, attribute):
        if wants is given:
            if not given(value):
                yield Violation(thing, says, path)
        elif undecided(value):
            yield Undecided(thing, path)
        elif not wants(literal(value)):
            yield Violation(thing, says, path)


def values(block: Block, attribute: str, before: str = "") -> Iterator[tuple[str, Any]]:
    """Yield the values at a path, each with the path in Terraform's words."""
    name, _, rest = attribute.partition(".")
    value = getattr(block, name)
    if rest and isinstance(value, (Block, tuple)):
        inner = (value,) if isinstance(value, Block) else value
        for index, one in enumerate(inner):
            number = f"[{index}]" if len(inner) > 1 else ""
            yield from values(one, rest, f"{before}{name}{number}.")
    elif rest:
        yield f"{before}{attribute}", value if isinstance(value, Expr) else None
    else:
        yield f"{before}{name}", default(type(block).declared[name]) if value is None else value


def default(field: Field) -> Any:
    """Return what the provider takes an argument for that was left out."""
    return field.default


def undecided(value: Any) -> bool:
    """Tell whether a value is there, but not known before an apply."""
    return isinstance(value, Expr) and (literal(value) is None or isinstance(value, Hidden))


def given(value: Any) -> bool:
    """Tell whether somebody gave a value, known or not; for `wants`."""
    return value is not None and literal(value) != ""


def true(value: Any) -> bool:
    """Want a flag on; some are spelled as text."""
    return value is True or value == "true"


def not_true(value: Any) -> bool:
    """Want a flag off, or nobody to have said anything."""
    return not true(value)


def one_of(*allowed: Any) -> Wanted:
    """Want one of these values."""
    return lambda value: value in allowed


def none_of(*refused: Any) -> Wanted:
    """Want none of these values."""
    return lambda value: value not in refused


def at_least(least: float) -> Wanted:
    """Want a number not less than this."""
    return lambda value: isinstance(value, (int, float)) and value >= least


def in_production(scene: Scene, _thing: Any) -> bool:
    """Ask it only where customers are."""
    return scene.production


def together(*checks: Check) -> Check:
    """Return a check that is all of these."""

    def check(scene: Scene) -> Iterable[Verdict]:
        for one in checks:
            yield from one(scene)

    return check
