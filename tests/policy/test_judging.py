"""Findings, waivers, baselines: what counts, what does not, and in which order."""

from __future__ import annotations

import json
from datetime import date
from importlib.metadata import EntryPoint

import pytest
from msgspec.structs import replace

from giban.blueprint import Blueprint
from giban.catalogue import sqs
from giban.errors import UsageError
from giban.policy import RULES, Question, Root, Rule, Violation, Waiver, judge
from giban.policy.baseline import read, write
from giban.policy.own import own_rules
from giban.policy.rules import storage
from tests.policy.cases.case import bucket, case, db

TODAY = date(2026, 11, 26)
BAD = case("X", [bucket("one", acl="public-read"), bucket("two", acl="public-read")], [])
ONLY = tuple(rule for rule in storage.RULES if rule.id == "S3-02")


def blueprint() -> Blueprint:
    """Return two buckets that their ACLs make public."""
    return BAD.scene().blueprint


def waiver(**values: object) -> Waiver:
    """Return a waiver for the first of them."""
    base = {
        "rule": "S3-02",
        "address": "aws_s3_bucket.one",
        "reason": "They are meant to be.",
        "owner": "me",
        "until": date(2027, 1, 1),
    }
    return Waiver(**{**base, **values})  # type: ignore[arg-type]


def question(*waivers: Waiver, **more: object) -> Question:
    """Return a question about ACLs only."""
    return Question(today=TODAY, rules=ONLY, waivers=waivers, **more)  # type: ignore[arg-type]


def test_every_violation_is_found() -> None:
    """The second offender is found as the first is, with its place in the manifest."""
    report = judge([blueprint()], question())

    assert ["aws_s3_bucket.one", "aws_s3_bucket.two"] == [f.address for f in report.findings]
    assert {("network", "production/platform")} == {(f.path, f.stack) for f in report.findings}
    assert {"critical": 2, "high": 0, "medium": 0, "low": 0} == report.counts()


def test_a_shared_stack_is_judged_once() -> None:
    """What all environments share is one stack, in however many Blueprints it is."""
    assert judge([blueprint()], question()) == judge([blueprint(), blueprint()], question())


@pytest.mark.parametrize("address", ["aws_s3_bucket.o*", "production/platform:aws_s3_bucket.one"])
def test_a_waiver_covers_what_its_pattern_matches(address: str) -> None:
    """Waived findings are told apart, with the waiver."""
    report = judge([blueprint()], question(waiver(address=address)))

    assert ["aws_s3_bucket.two"] == [finding.address for finding in report.findings]
    assert ["me"] == [finding.waiver.owner for finding in report.waived if finding.waiver]


def test_brackets_in_a_pattern_are_brackets() -> None:
    """Addresses have brackets, and no pattern needs a set of characters."""
    one = waiver(address='aws_subnet.app["a"]')

    assert one.covers("S3-02", 'aws_subnet.app["a"]', "x")
    assert not one.covers("S3-02", "aws_subnet.appa", "x")


def test_an_expired_waiver_is_a_finding() -> None:
    """It covers nothing from the day after its last."""
    last = judge([blueprint()], question(waiver(until=TODAY)))
    after = judge([blueprint()], question(waiver(until=date(2026, 11, 25))))

    assert ["aws_s3_bucket.two"] == [finding.address for finding in last.findings]
    assert ["S3-02", "S3-02", "WAIVER-01"] == [finding.rule.id for finding in after.findings]


@pytest.mark.parametrize(
    ("values", "why"),
    [
        ({"address": "aws_s3_bucket.three"}, "nothing is found there"),
        ({"rule": "S3-99"}, "there is no such rule"),
    ],
)
def test_a_waiver_of_nothing_is_a_finding(values: dict[str, object], why: str) -> None:
    """It would cover the next mistake unseen."""
    report = judge([blueprint()], question(waiver(**values)))

    (about,) = [finding for finding in report.findings if finding.rule.id == "WAIVER-02"]
    assert why in about.what


def test_a_baseline_knows_what_was_there() -> None:
    """What an old project had does not count; what is new does."""
    one = case("X", [bucket("one", acl="public-read")], []).scene().blueprint
    known = read(write(judge([one], question())).encode(), "x")

    report = judge([blueprint()], question(known=known))

    assert ["aws_s3_bucket.two"] == [finding.address for finding in report.findings]
    assert ["aws_s3_bucket.one"] == [finding.address for finding in report.known]
    assert write(judge([blueprint()], question())) == write(report)


@pytest.mark.parametrize("text", ["", "[]", '{"findings": [1]}', '{"findings": []}'])
def test_what_is_no_baseline_is_refused(text: str) -> None:
    """The error says how one is written."""
    with pytest.raises(UsageError) as refused:
        read(text.encode(), "x.json")

    assert "--write-baseline" in refused.value.fix


def test_the_root_is_judged_too() -> None:
    """Versions, lock file and state are of the root, not of an object."""
    rules = tuple(rule for rule in RULES if rule.id in ("TF-01", "TF-02", "TF-03"))
    bad = Root(constraints={"hashicorp/aws": ">= 5.0"}, locked=False, remote=False)
    good = Root(constraints={"hashicorp/aws": ">= 5.0, < 7.0"}, locked=True, remote=True)

    def found(root: Root) -> list[str]:
        asked = Question(today=TODAY, rules=rules, roots={"production/platform": root})
        return [finding.rule.id for finding in judge([blueprint()], asked).findings]

    assert ["TF-01", "TF-03", "TF-02"] == found(bad)
    assert ["TF-01"] == found(replace(good, constraints={"hashicorp/aws": None}))
    assert [] == found(good)
    assert [] == found(Root())


def test_what_is_not_known_is_counted() -> None:
    """A value that only an apply will tell is neither passed nor found."""
    from giban.values import Unknown

    unknown = case("X", [db("x", storage_encrypted=Unknown())], []).scene().blueprint
    report = judge([unknown], Question(today=TODAY, rules=[r for r in RULES if r.id == "ENC-01"]))

    assert () == report.findings
    assert (("ENC-01", "aws_db_instance.x", "storage_encrypted"),) == report.undecided


QUEUES = Rule(
    id="OURS-01",
    severity="low",
    title="No queues",
    why="We have none.",
    fix="Remove it.",
    check=lambda scene: (Violation(queue, "it is a queue") for queue in scene.all(sqs.Queue)),
)
BOTH = [QUEUES, replace(QUEUES, id="OURS-00")]
TWICE = [replace(QUEUES, id="S3-02")]


def test_own_rules_are_entry_points() -> None:
    """A rule or a list of them, sorted by id, and asked as giban's own are."""
    points = [EntryPoint("x", f"{__name__}:BOTH", "giban.rules")]
    rules = own_rules(points)
    queue = case("X", [sqs.Queue("x")], []).scene().blueprint

    assert ["OURS-00", "OURS-01"] == [rule.id for rule in rules]
    assert 2 == len(judge([queue], Question(today=TODAY, rules=rules)).findings)
    assert () == own_rules()


@pytest.mark.parametrize("name", ["TWICE", "TODAY", "NOTHING"])
def test_what_are_no_rules_is_refused(name: str) -> None:
    """An id that is taken, an object that is no rule, one that is not there."""
    with pytest.raises(UsageError):
        own_rules([EntryPoint("x", f"{__name__}:{name}", "giban.rules")])


def test_findings_are_sorted_and_the_same_every_time() -> None:
    """The worst first, then by rule and address; two runs are equal."""
    asked = Question(today=TODAY)
    first, second = judge([blueprint()], asked), judge([blueprint()], asked)

    assert json.dumps([f.identity for f in first.findings]) == json.dumps(
        [f.identity for f in second.findings]
    )
    ranks = [("low", "medium", "high", "critical").index(f.rule.severity) for f in first.findings]
    assert sorted(ranks, reverse=True) == ranks
