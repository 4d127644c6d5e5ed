"""Every id of every system is asserted on what Terraform plans, or says why not."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.examples import EXAMPLES, rehearsed
from tests.ledger.assertions import Assertion, assertions
from tests.ledger.facts import Entry, ledger, systems
from tests.ledger.plan import Plans

ENTRIES = [entry for system in systems() for entry in ledger(system).entries]


def cases() -> list[object]:
    """Return each assertion on each environment it looks at."""
    return [
        rehearsed(system, one, subject, id=f"{'+'.join(one.ids)}-{one.name}-{subject}")
        for system in systems()
        for one in assertions(system)
        for subject in one.subjects(ledger(system).environments)
    ]


@pytest.mark.parametrize(("system", "assertion", "subject"), cases())
def test_it_holds(
    plans: Callable[[str], Plans], system: str, assertion: Assertion, subject: str
) -> None:
    """What the ledger says of an environment is what Terraform plans for it."""
    assertion.check(plans(system), subject)


@pytest.mark.parametrize("entry", ENTRIES, ids=lambda entry: entry.id)
def test_every_id_is_asserted_or_says_why_not(entry: Entry) -> None:
    """An id has assertions, or a reason; a reason goes when the assertions come."""
    asserted = entry.id in ledger(entry.system).asserted()

    assert asserted or len(entry.open.split()) > 2, f"{entry.id}: {entry.says}"
    assert not (asserted and entry.open), f"{entry.id} is asserted: strike out its `open`"
    assert not (entry.open and entry.partly), f"{entry.id} is open altogether"


BILLS = Path(__file__).parents[2] / "docs/explain/bills.md"


def test_bills_answer_what_the_ledger_sends_there() -> None:
    """An id whose reason is the page of bills has an answer on it."""
    sent = [entry.id for entry in ENTRIES if "docs/explain/bills.md" in entry.open]
    page = BILLS.read_text(encoding="utf-8")

    assert sent
    assert [] == [id for id in sent if id not in page]


@pytest.mark.parametrize("system", systems())
def test_no_assertion_is_about_nothing(system: str) -> None:
    """Every id that an assertion names is in the ledger, in the area of its file."""
    areas = {entry.id: entry.area.replace("-", "_") for entry in ledger(system).entries}

    for one in assertions(system):
        assert one.ids
        assert one.module.rsplit(".", 1)[1] == areas[one.ids[0]]
        assert set(one.ids) <= areas.keys()
        assert set(one.environments) <= set(ledger(system).environments)


def test_every_system_is_rehearsed() -> None:
    """A ledger without a rehearsal would assert nothing."""
    assert set(systems()) <= EXAMPLES.keys()
