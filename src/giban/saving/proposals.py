"""Every measure of a project, priced, ranked, and those that go together priced together."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from decimal import Decimal

from pydantic import ValidationError

from giban.errors import Mistakes
from giban.manifest import Manifest, with_value
from giban.pricing import Bill
from giban.saving.commitments import commitments
from giban.saving.compute import compute
from giban.saving.measure import RISKS, Edit, Measure, Proposals, Saving
from giban.saving.observed import observed
from giban.saving.platform import platform
from giban.saving.stores import stores
from giban.system import System

Price = Callable[[Manifest], Bill]
LEAST = Decimal("0.01")
BOLDEST = "medium"


def propose(
    manifest: Manifest, systems: Mapping[str, System], bill: Bill, price: Price
) -> Proposals:
    """Return what would make a bill smaller; `price` prices a changed manifest.

    The bill is that of one environment or of all. A change that the manifest does not allow is no
    measure.
    """
    names = bill.environments
    found = [one for name in names for one in _measures(systems[name], bill.of(name))]
    savings = [one for one in (_priced(m, manifest, bill, price) for m in found) if one]
    worth = [one for one in savings if one.monthly >= LEAST]
    worth.sort(key=lambda one: (-one.monthly, one.measure.environment, one.measure.title))
    chosen = _compatible(worth)
    return Proposals(
        before=bill.total,
        after=_after([worth[index].measure for index in chosen], manifest, bill, price),
        savings=tuple(worth),
        together=tuple(index + 1 for index in chosen),
        rejected=tuple(one for one in savings if one.monthly < LEAST and one.measure.note),
        environments=names,
    )


def _measures(system: System, bill: Bill) -> Iterator[Measure]:
    yield from platform(system, bill)
    yield from compute(system)
    yield from stores(system)
    yield from observed(system, bill)
    yield from commitments(system.environment, bill)


def _priced(measure: Measure, manifest: Manifest, bill: Bill, price: Price) -> Saving | None:
    if measure.monthly is not None:
        return Saving(measure, measure.monthly)
    changed = rewritten(manifest, measure.edits)
    after = _total(changed, bill.environments, price) if changed else None
    return None if after is None else Saving(measure, bill.total - after)


def rewritten(manifest: Manifest, edits: Iterable[Edit]) -> Manifest | None:
    """Return the manifest with these changes; None where it does not know such a key or value."""
    tree = manifest.tree()
    for edit in edits:
        tree = with_value(tree, edit.path, edit.value)
    try:
        return manifest.rewritten(tree)
    except ValidationError:
        return None


def _total(manifest: Manifest, environments: Sequence[str], price: Price) -> Decimal | None:
    try:
        bill = price(manifest)
    except Mistakes:
        return None
    return bill.total if len(environments) != 1 else bill.of(environments[0]).total


def _compatible(savings: Sequence[Saving]) -> list[int]:
    """Return the numbers of the measures that go together: of a group the one that saves most.

    Bold measures are left to the reader.
    """
    taken: set[str] = set()
    chosen = []
    for index, one in enumerate(savings):
        measure = one.measure
        if RISKS.index(measure.risk) > RISKS.index(BOLDEST) or measure.group in taken:
            continue
        chosen.append(index)
        if measure.group:
            taken.add(measure.group)
    return chosen


def _after(chosen: Sequence[Measure], manifest: Manifest, bill: Bill, price: Price) -> Decimal:
    """Return the bill with all of these: edits compiled together, commitments on what remains."""
    changed = rewritten(manifest, (edit for one in chosen for edit in one.edits))
    whole = price(changed) if changed else bill
    names = bill.environments
    now = whole.of(names[0]) if len(names) == 1 else whole
    fixed = sum((one.monthly or Decimal(0) for one in chosen if not one.commitment), Decimal(0))
    bought = {(one.environment, one.title) for one in chosen if one.commitment}
    saved = [
        one.monthly or Decimal(0)
        for name in names
        for one in commitments(name, now.of(name))
        if (name, one.title) in bought
    ]
    return now.total - fixed - sum(saved, Decimal(0))
