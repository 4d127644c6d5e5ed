"""Who pays for what is shared: a bill divided among the services that use its parts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from giban.blueprint import Blueprint, Graph, Stack
from giban.pricing.amount import ONE, divided
from giban.pricing.bill import Bill
from giban.pricing.line import Line
from giban.pricing.sections import Section, external, section

OWNERS = ("services", "workers", "jobs", "instances", "sites", "tenants")
STATIC = "sites."
NOBODY = "Everything"


def by_service(bill: Bill, blueprints: Sequence[Blueprint]) -> list[Section]:
    """Return a section for each service: what is its own, and its part of what it uses.

    What one kind of thing answers for is paid by the services whose permissions, rules or settings
    refer to it; the network, the load balancer and what else serves all are paid by all, evenly.
    A static site uses none of that.
    """
    parts: dict[str, list[Line]] = {}
    stacks = {stack.path: stack for one in blueprints for stack in one.stacks}
    payers = {path: _Payers(stack) for path, stack in stacks.items()}
    everyone = sorted({name for one in payers.values() for name in one.all})
    for line in bill.lines:
        paying = payers[line.place.stack].of(line) or everyone or [NOBODY]
        for name, part in _divided(line, paying):
            parts.setdefault(name, []).append(part)
    made = [section(name, lines) for name, lines in parts.items()]
    made.sort(key=lambda one: (-one.total, one.name))
    return [*made, *external(bill)]


def _divided(line: Line, paying: Sequence[str]) -> Iterator[tuple[str, Line]]:
    share = ONE / len(paying)
    if line.cost is None:
        yield from ((name, line.shared(None, share)) for name in paying)
        return
    parts = divided(line.cost, [ONE] * len(paying))
    yield from ((n, line.shared(part, share)) for n, part in zip(paying, parts, strict=True))


class _Payers:
    """The services of one stack, and what each uses."""

    def __init__(self, stack: Stack) -> None:
        graph = Graph(stack)
        things: dict[str, set[str]] = {}
        self.owners: set[str] = set()
        for node in stack.nodes:
            owner = _owner(node.origin.path)
            if not owner:
                continue
            self.owners.add(owner)
            for address in graph.uses(node.object):
                used = graph.node(address)
                if used:
                    things.setdefault(_thing(used.origin.path), set()).add(owner)
        self.users: Mapping[str, set[str]] = things
        computing = {one for one in self.owners if not one.startswith(STATIC)}
        self.all = computing or self.owners

    def of(self, line: Line) -> list[str]:
        """Return who pays for a line; nobody in particular for what all of a stack share."""
        path = line.place.origin.path
        owner = _owner(path)
        if owner:
            return [owner]
        thing = _thing(path)
        return sorted(self.users.get(thing, self.all) if "." in thing else self.all)


def _owner(path: str) -> str:
    """Return the service a key path belongs to, or nothing."""
    steps = path.split(".")
    return ".".join(steps[:2]) if steps[0] in OWNERS and len(steps) > 1 else ""


def _thing(path: str) -> str:
    """Return the named thing a key path belongs to: `databases.main`."""
    return ".".join(path.split(".")[:2])
