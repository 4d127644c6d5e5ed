"""Blueprints → Bill: every resource charged, every charge priced, allowances given once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal

from msgspec import Struct
from msgspec.structs import replace

from giban.blueprint import Blueprint, Stack
from giban.pricing.amount import ONE, ZERO, divided
from giban.pricing.book import book
from giban.pricing.counting import Aside, Counted, counted
from giban.pricing.line import External, Line
from giban.pricing.pools import Books, priced
from giban.pricing.scope import Ground
from giban.pricing.usage import Usage


class Bill(Struct, frozen=True, kw_only=True):
    """What one or several environments cost a month, in US dollars before tax.

    Every amount is whole cents, and every total is the sum of what is printed.
    """

    project: str
    environments: tuple[str, ...]
    region: str
    lines: tuple[Line, ...]
    externals: tuple[External, ...] = ()
    free: tuple[Aside, ...] = ()
    uncovered: tuple[Aside, ...] = ()

    @property
    def aws(self) -> Decimal:
        """What is known of AWS's part."""
        return sum((line.cost for line in self.lines if line.cost is not None), ZERO)

    @property
    def total(self) -> Decimal:
        """What is known of the whole."""
        return self.aws + sum((one.monthly for one in self.externals), ZERO)

    @property
    def unknown(self) -> tuple[Line, ...]:
        """The lines that have no price."""
        return tuple(line for line in self.lines if line.cost is None)

    @property
    def at_least(self) -> bool:
        """Tell whether something is missing from the total."""
        return bool(self.unknown or self.uncovered)

    def of(self, environment: str) -> Bill:
        """Return one environment's bill: its own lines, and its part of those it shares."""
        mine = (line for line in self.lines if environment in line.place.environments)
        return replace(
            self,
            environments=(environment,),
            lines=tuple(_part(line, environment) for line in mine),
            externals=tuple(one for one in self.externals if one.environment == environment),
            free=tuple(one for one in self.free if environment in one.place.environments),
            uncovered=tuple(one for one in self.uncovered if environment in one.place.environments),
        )


def _part(line: Line, environment: str) -> Line:
    sharing = line.place.environments
    if len(sharing) == 1:
        return line
    share = ONE / len(sharing)
    if line.cost is None:
        return line.shared(None, share)
    parts = divided(line.cost, [ONE] * len(sharing))
    return line.shared(parts[sharing.index(environment)], share)


def bill(
    blueprints: Sequence[Blueprint],
    usages: Mapping[str, Usage],
    *,
    externals: Iterable[External] = (),
    books: Books = book,
) -> Bill:
    """Price the environments of a project together; a stack they share counts once.

    What the account has free every month is given once, to all of them. Environments without a
    usage have the small profile's.
    """
    grounds = _grounds(blueprints, usages)
    found = [one for ground, sharing in grounds for one in counted(ground, sharing)]
    lines = priced([one for one in found if isinstance(one, Counted)], books)
    asides = [one for one in found if isinstance(one, Aside)]
    return Bill(
        project=blueprints[0].project,
        environments=tuple(one.environment for one in blueprints),
        region=blueprints[0].region,
        lines=tuple(lines),
        externals=tuple(externals),
        free=tuple(one for one in asides if one.free),
        uncovered=tuple(one for one in asides if not one.free),
    )


def _grounds(
    blueprints: Sequence[Blueprint], usages: Mapping[str, Usage]
) -> list[tuple[Ground, tuple[str, ...]]]:
    """Return every stack once, with the environments that have it; the first one's usage holds."""
    stacks: dict[str, Stack] = {}
    sharing: dict[str, list[str]] = {}
    for one in blueprints:
        for stack in one.stacks:
            stacks.setdefault(stack.path, stack)
            sharing.setdefault(stack.path, []).append(one.environment)
    grounds: list[Ground] = []
    for path, stack in stacks.items():
        grounds.append(Ground(stack, usages.get(sharing[path][0], Usage()), grounds))
    return [(one, tuple(sharing[one.stack.path])) for one in grounds]
