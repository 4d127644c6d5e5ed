"""Measures: savings that are true, exclusions that hold, commitments by the book."""

from decimal import Decimal
from functools import cache
from pathlib import Path

import pytest

from giban.cli.priced import of
from giban.manifest import load, loads
from giban.pricing import Bill
from giban.saving import Measure, Proposals, propose, report
from giban.saving.commitments import ratio_key
from giban.saving.proposals import rewritten
from giban.saving.sizes import graviton, half

EXAMPLE = Path(__file__).parents[2] / "examples/hospital-erp/giban.yaml"
OLD = """\
project: erp
region: ap-northeast-2
services: {app: {port: 80, uses: [main, {name: other, as: OTHER}]}}
databases:
  main: {engine: mysql, version: "8.0", class: db.t3.medium, multi_az: true}
  other: {engine: mysql, version: "8.4", class: db.t3.small}
buckets: {files: {}}
caches: {c: {engine: redis, version: "7.0", nodes: 2}}
environments: {staging: {}}
"""


@cache
def proposals(environment: str = "production") -> Proposals:
    """Return the measures for the example."""
    now = of(load(EXAMPLE)).only(environment)
    assert now.manifest is not None
    return propose(now.manifest, now.systems, now.bill, lambda one: of(one).bill)


@cache
def old() -> tuple[Proposals, Bill]:
    """Return the measures for a platform that has what nobody should have."""
    now = of(loads(OLD))
    assert now.manifest is not None
    found = propose(now.manifest, now.systems, now.bill, lambda one: of(one).bill)
    return found, now.bill


def saving(found: Proposals, words: str) -> Decimal:
    """Return what the one measure with these words saves."""
    matching = [one for one in found.savings if words in one.measure.title]
    assert len(matching) == 1, [one.measure.title for one in found.savings]
    return matching[0].monthly


def test_savings_are_true() -> None:
    """Each saving is the difference between two bills, the second of the changed manifest."""
    manifest = load(EXAMPLE)
    before = of(manifest).bill.of("production").total
    checked = 0
    for one in proposals().savings:
        if one.measure.edits and one.measure.monthly is None:
            changed = rewritten(manifest, one.measure.edits)
            assert changed is not None
            assert one.monthly == before - of(changed).bill.of("production").total
            checked += 1
    assert checked > 6


def test_one_nat_gateway() -> None:
    """CM-OPT-04, HY-OPT-01: the second NAT gateway and its address are 46.72 in Seoul."""
    assert Decimal("46.72") == saving(proposals(), "one NAT gateway")


@pytest.mark.parametrize(
    ("title", "percent"),
    [
        ("reserved RDS instances, 1 year, nothing upfront", "22.3"),
        ("reserved RDS instances, 1 year, all upfront", "27.5"),
        ("Compute Savings Plan for Fargate, 1 year, nothing upfront", "20.0"),
    ],
)
def test_commitments_by_the_ledger(title: str, percent: str) -> None:
    """ERP-OPT-02, ERP-OPT-03: what a year saves, by the price list, on what runs and no storage."""
    found = [one for one in proposals().savings if one.measure.title == title]
    assert [True] == [f"{percent}%" in one.measure.note for one in found]
    instance = Decimal("163.52") if "RDS" in title else Decimal("165.80")
    assert percent == f"{found[0].monthly / instance * 100:.1f}"


def test_what_excludes_each_other() -> None:
    """Of each group at most one goes into the sum, and nothing of high risk."""
    found = proposals()
    chosen = [found.savings[number - 1].measure for number in found.together]
    groups = [one.group for one in chosen if one.group]
    assert len(groups) == len(set(groups))
    assert "high" not in {one.risk for one in chosen}
    alone = sum(found.savings[number - 1].monthly for number in found.together)
    assert found.before - found.after < alone  # a reservation of what is halved saves half


def test_endpoints_are_priced_before_they_are_proposed() -> None:
    """D-CM-17: four endpoints in two zones cost 75.92, and say from how many GB they pay."""
    notes = [one.measure.note for one in proposals().rejected]
    assert ["1,549 GB" in note for note in notes] == [True]


def test_staging() -> None:
    """Outside production there are nights, one node, no standby and no firewall to save."""
    titles = " | ".join(one.measure.title for one in proposals("staging").savings)
    for words in ("off at night", "no web firewall", "Fargate Spot"):
        assert words in titles
    assert "one NAT gateway" not in titles


def test_old_things() -> None:
    """Extended support, a standby and a replica outside production, two servers, cold objects."""
    found, bill = old()
    surcharge = [line.cost for line in bill.lines if line.name.startswith("Extended support")]
    assert [Decimal("350.40")] == surcharge
    assert surcharge[0] == saving(found, "mysql 8.4 instead of 8.0")
    assert saving(found, "no standby") > Decimal(200)  # the surcharge has a standby as well
    assert saving(found, "one mysql server for main, other") > 0
    assert saving(found, "files: Infrequent Access") > 0
    alarms = Decimal("0.30")  # three that watch the second node
    assert Decimal("17.52") + alarms == saving(found, "c: one node")


def test_a_change_the_manifest_refuses() -> None:
    """A key or value the manifest does not know is no measure."""
    manifest = loads(OLD)
    from giban.saving.measure import at

    assert rewritten(manifest, [at("staging", "network.nat", "carrier-pigeon")]) is None
    assert all("carrier" not in one.measure.title for one in old()[0].savings)


def test_ratios() -> None:
    """What a commitment covers is what runs; the ratio is that of the family."""
    term = "1yr_no_upfront"
    assert (
        "rds.postgresql.reserved_ratio.t3.1yr_no_upfront"
        == ratio_key("rds.postgresql.db.t3.medium.multi_az", term)[1]
    )
    assert (
        "elasticache.reserved_ratio.t4g.1yr_no_upfront"
        == ratio_key("elasticache.redis.cache.t4g.micro", term)[1]
    )
    assert ("", "") == ratio_key("rds.postgresql.storage.gp3.gb_month.multi_az", term)


def test_sizes() -> None:
    """The next smaller size, and the same on Graviton."""
    kinds = ("db.t3.medium", "t3.small", "db.m5.large")
    assert ["db.t4g.medium", "t4g.small", None] == [graviton(kind) for kind in kinds]
    assert ("db.t3.small", None, None) == (
        half("db.t3.medium"),
        half("cache.t3.micro"),
        half("db.m5.large"),
    )


def test_words() -> None:
    """A reader sees number, saving, risk, what is lost and the lines to write."""
    text = report.text(proposals(), "hospital-erp", Decimal(200))
    assert "environments.production.network.nat: single" in text
    assert "loses when its zone fails" in text
    assert "A credit of 200.00 pays 0.4 months as it is." in text
    data = report.data(proposals(), "hospital-erp")
    assert list(range(1, len(data["measures"]) + 1)) == [one["number"] for one in data["measures"]]
    assert all(isinstance(one.measure, Measure) for one in proposals().savings)
