"""A stack → what AWS counts of it: charges at their places, and resources that have none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from giban.blueprint import Object
from giban.pricing import kinds
from giban.pricing.amount import ONE
from giban.pricing.line import Charge, Place
from giban.pricing.reading import Undecided
from giban.pricing.scope import Ground, Scope
from giban.values import literal

NOTHING = "as it is set and used, nothing of it is charged"


class Aside(Struct, frozen=True, kw_only=True):
    """A resource without a line, and why: it is free, or nobody knows what it costs.

    `declared` says that giban knows the type and states that it does not cover it.
    """

    place: Place
    reason: str
    free: bool
    declared: bool = False


class Counted(Struct, frozen=True):
    """A charge at its place.

    `allowed` says whether the account's free allocations are its own; `undecided` names an
    argument that decides the price and is known only after apply.
    """

    place: Place
    charge: Charge
    allowed: bool
    undecided: str = ""


def counted(ground: Ground, sharing: tuple[str, ...]) -> Iterator[Counted | Aside]:
    """Yield everything of a stack that the environments in `sharing` have in common."""
    for node in ground.stack.nodes:
        if node.object.terraform_address.mode == "managed":
            yield from _object(node.object, Scope(ground, node), sharing)


def _object(thing: Object, scope: Scope, sharing: tuple[str, ...]) -> Iterator[Counted | Aside]:
    entry = kinds.PRICED.get(type(thing))
    place = _place(scope, entry[0] if entry else "", sharing)
    if entry is None:
        reason = kinds.free(place.type)
        yield Aside(
            place=place,
            reason=reason or kinds.uncovered(place.type),
            free=bool(reason),
            declared=place.type in kinds.NOT_COVERED,
        )
        return
    lines = list(_charges(thing, scope, place, entry[1]))
    yield from lines
    if not lines:
        yield Aside(place=place, reason=NOTHING, free=True)


def _charges(
    thing: Object, scope: Scope, place: Place, charges: kinds.Charges
) -> Iterator[Counted]:
    allowed = scope.ground.usage.free_allocations
    try:
        for charge in charges(thing, scope):
            if charge.quantity:
                yield Counted(place, charge, allowed)
    except Undecided as later:
        nothing = Charge(name=f"{place.group}, not known yet", quantity=ONE, price="")
        yield Counted(place, nothing, allowed, later.argument)


def _place(scope: Scope, group: str, sharing: tuple[str, ...]) -> Place:
    node, stack = scope.node, scope.ground.stack
    return Place(
        address=str(scope.address),
        type=scope.address.type,
        group=group,
        region=scope.region,
        stack=stack.path,
        environments=sharing,
        origin=node.origin,
        tags=_tags(scope) if group else (),
    )


def _tags(scope: Scope) -> tuple[tuple[str, str], ...]:
    own = literal(scope.node.object.given().get("tags"))
    tags = {**scope.ground.stack.tags, **(own if isinstance(own, Mapping) else {})}
    return tuple((key, value) for key, value in tags.items() if isinstance(value, str))
