"""Assertions can fail: each known change must be noticed, and so must nothing at all."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.examples import rehearsed
from tests.ledger.assertions import Assertion, assertions
from tests.ledger.changes import Change, changes, replaced
from tests.ledger.facts import ledger, systems
from tests.ledger.plan import Plan, Plans


@pytest.mark.parametrize(
    ("system", "change"),
    [
        rehearsed(system, one, id=f"{one.id}-{one.address}-{one.attribute or 'gone'}")
        for system in systems()
        for one in changes(system)
    ],
)
def test_a_change_is_noticed(
    plans: Callable[[str], Plans], system: str, change: Change, tmp_path: Path
) -> None:
    """One attribute that is wrong, or one object that is missing, fails its id."""
    before = plans(system)
    changed = change.stack or f"{before.environments[-1]}/platform"
    after = Plans({**before, changed: change.made(before[changed], tmp_path)})

    named = ledger(system).environments
    assert any(fails(one, after, named) for one in assertions(system) if change.id in one.ids)


@pytest.mark.parametrize(
    ("system", "assertion"),
    [
        rehearsed(system, one, id=f"{'+'.join(one.ids)}-{one.name}")
        for system in systems()
        for one in assertions(system)
    ],
)
def test_nothing_is_not_enough(
    plans: Callable[[str], Plans], system: str, assertion: Assertion, tmp_path: Path
) -> None:
    """No assertion holds for stacks that are empty."""
    empty = Plans(
        {path: Plan(path, replaced(one.shown, []), tmp_path) for path, one in plans(system).items()}
    )

    for subject in assertion.subjects(ledger(system).environments):
        with pytest.raises(AssertionError):
            assertion.check(empty, subject)


@pytest.mark.parametrize("system", systems())
def test_every_id_has_been_seen_to_fail(system: str) -> None:
    """There is a change for each id that is asserted, and none for others."""
    assert ledger(system).asserted() == {change.id for change in changes(system)}


def fails(assertion: Assertion, plans: Plans, environments: tuple[str, ...]) -> bool:
    """Tell whether an assertion fails in some environment."""
    for subject in assertion.subjects(environments):
        try:
            assertion.check(plans, subject)
        except AssertionError:
            return True
    return False
