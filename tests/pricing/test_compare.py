"""What changed between two bills, and why."""

import json
from collections.abc import Sequence
from decimal import Decimal

import pytest
from msgspec.structs import replace

from giban.catalogue import ec2, rds
from giban.pricing import Comparison, External, Usage, bill, compare, entries
from giban.pricing.compare import Change
from giban.pricing.report.changes import changes, changes_markdown
from giban.pricing.report.document import as_json, saved
from tests.pricing.platforms import example, of

NAT = ec2.NatGateway("main", subnet_id="s")
DATABASE = rds.Instance(
    "main",
    engine="postgres",
    engine_version="16",
    instance_class="db.t3.medium",
    allocated_storage=50,
    storage_type="gp3",
)


def between(past: Sequence[object], now: Sequence[object], **usage: Decimal) -> Comparison:
    """Compare two platforms of these objects; the usage is that of the second."""
    was = bill([of(*past)], {})  # type: ignore[arg-type]
    becomes = bill([of(*now)], {"production": Usage(written=usage)})  # type: ignore[arg-type]
    return compare(entries(was), entries(becomes))


def reasons(found: Comparison) -> dict[str, tuple[str, ...]]:
    """Return the reasons by line."""
    return {one.line: one.reasons for one in found.changes}


def test_nothing() -> None:
    """Equal bills have no changes."""
    found = between([NAT], [NAT])
    assert ((), Decimal(0)) == (found.changes, found.difference)
    assert "No line changed." in changes(found, "erp")


def test_added_and_removed() -> None:
    """What is there on one side only is new or gone, with the whole cost as difference."""
    found = between([NAT], [DATABASE])
    assert ("gone",) == reasons(found)["NAT gateway"]
    assert ("new",) == reasons(found)["Storage (gp3)"]
    assert found.difference == sum(one.difference for one in found.changes)


def test_another_class() -> None:
    """A line whose name says another class is one change, not one gone and one new."""
    found = between([DATABASE], [DATABASE.replaced(instance_class="db.t3.large")])
    assert {
        "Instance (db.t3.large, Single-AZ)": ("db.t3.medium, Single-AZ -> db.t3.large, Single-AZ",)
    } == reasons(found)
    assert [Decimal("81.76")] == [one.difference for one in found.changes]


def test_more_use() -> None:
    """A figure of use that was rewritten is the reason."""
    found = between([NAT], [NAT], nat_gb=Decimal(100))
    assert {"Data processed": ("nat_gb 10 -> 100", "10 -> 100 GB")} == reasons(found)


def test_shared_allowances() -> None:
    """What costs more because others use up the allowance says so."""
    dev, production = of(NAT, environment="dev"), of(NAT)
    lines = entries(bill([dev, production], {}))
    dearer = [replace(one, cost=Decimal(1)) for one in lines[:1]]
    found = compare(lines, [*dearer, *lines[1:]])
    assert [("what the account has free is divided differently",)] == [
        one.reasons for one in found.changes
    ]


def test_a_saved_bill_is_the_same_bill() -> None:
    """What JSON keeps, read back, differs in nothing; others than AWS are kept as well."""
    ai = External(name="ai", environment="dev", monthly=Decimal("20.00"))
    now = bill(example("hospital-erp"), {}, externals=[ai])
    kept = saved(json.loads(json.dumps(as_json(now))))
    assert entries(now) == kept
    assert () == compare(kept, entries(now)).changes


@pytest.mark.parametrize("text", ['{"giban": {"version": 99}}', '{"totalMonthlyCost": "1"}'])
def test_what_is_no_saved_bill(text: str) -> None:
    """A file of something else is not read as a bill."""
    with pytest.raises((KeyError, ValueError)):
        saved(json.loads(text))


def test_words() -> None:
    """Text and Markdown carry before, now, change, reason and the total in percent."""
    found = between([NAT], [NAT, DATABASE])
    for text in (changes(found, "erp"), changes_markdown(found, "erp", ["x: 1 -> 2"])):
        assert "+81.76" in text
        assert "new" in text
        assert f"+{found.difference / found.before * 100:.1f} %" in text


def test_changes_carry_their_place() -> None:
    """A change names stack, address and the key of the manifest."""
    found = between([], [NAT])
    places = {(one.stack, one.address, one.key) for one in found.changes}
    assert {("production/platform", "aws_nat_gateway.main", "services.app")} == places
    assert all(isinstance(one, Change) for one in found.changes)
