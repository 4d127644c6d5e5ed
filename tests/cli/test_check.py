"""`giban check`: findings of a manifest or a plan, in every form, and its exit codes."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from giban.cli import judging
from giban.cli.main import main
from tests.examples import EXAMPLES
from tests.planned.plans import HERE

PLAN = HERE / "mixed/plan.json"
BASE = (
    "project: erp\nregion: ap-northeast-2\nservices: {app: {port: 80}}\n"
    "environments: {dev: {availability: economy}}\n"
)
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def here(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Work in an empty folder, on a day before the examples' waivers end."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(judging, "today", lambda: date(2026, 11, 26))
    return tmp_path


@pytest.mark.parametrize("name", EXAMPLES)
def test_examples_are_clean(here: Path, capsys: Capture, name: str) -> None:
    """Each of our own examples: nothing found that nobody has accepted, with a reason."""
    assert here
    assert 0 == main(["check", "-f", str(EXAMPLES[name].manifest), "-o", "json"])

    report = json.loads(capsys.readouterr().out)
    assert [] == report["findings"]
    assert [] == report["undecided"]
    assert all(one["waiver"]["reason"] for one in report["waived"])


def test_a_finding_points_at_the_manifest(here: Path, capsys: Capture) -> None:
    """Its line, the rule, what is wrong, and what to write."""
    (here / "giban.yaml").write_text(BASE)

    assert 1 == main(["check"])
    out = capsys.readouterr().out
    assert out.startswith("TLS-01  high: A load balancer on the internet serves HTTPS")
    assert "  giban.yaml:3:1  aws_lb_listener.http in dev/platform\n" in out
    assert "  Fix: Write `domain: HOST NAME`. (" in out


@pytest.mark.parametrize(("threshold", "code"), [("high", 1), ("critical", 0), ("never", 0)])
def test_fail_on(here: Path, threshold: str, code: int) -> None:
    """The least severity that counts is asked for."""
    (here / "giban.yaml").write_text(BASE)

    assert code == main(["check", "--fail-on", threshold])


def test_waivers_beside_the_manifest(here: Path, capsys: Capture) -> None:
    """`giban.waivers.yaml` is read where it lies; what is wrong in it is told by its line."""
    (here / "giban.yaml").write_text(BASE)
    beside = here / "giban.waivers.yaml"
    rest = "  reason: No domain has been bought yet.\n  owner: me\n  until: 2027-01-31\n"
    beside.write_text(f"waivers:\n- rule: TLS-01\n{rest}")
    assert 0 == main(["check"])

    beside.write_text("waivers:\n- rule: TLS-01\n  owner: me\n  until: 2027-02-30\n")
    assert 1 == main(["check"])
    said = capsys.readouterr().err
    assert "giban.waivers.yaml:2:3  waivers[0]\n  A waiver needs `reason`.\n" in said
    assert "giban.waivers.yaml:4:10  waivers[0].until\n  There is no day 2027-02-30.\n" in said

    beside.write_text("project: x\n")
    assert 2 == main(["check"])


def test_an_expired_waiver_fails(here: Path, capsys: Capture) -> None:
    """From the day after its last it is a finding, and so is what it covered."""
    waiver = "waivers:\n- {rule: TLS-01, reason: None bought yet., owner: me, until: 2026-01-31}\n"
    (here / "giban.yaml").write_text(BASE + waiver)

    assert 1 == main(["check", "-o", "json"])
    rules = {one["rule"] for one in json.loads(capsys.readouterr().out)["findings"]}
    assert {"TLS-01", "WAIVER-01"} <= rules


def test_required_tags_are_the_projects(here: Path, capsys: Capture) -> None:
    """`policy.tags` says which tags everything must have, and their values."""
    policy = "policy: {tags: {CostCenter: null, Environment: [staging]}}\n"
    (here / "giban.yaml").write_text(BASE + policy)

    assert 1 == main(["check", "-o", "json"])
    found = json.loads(capsys.readouterr().out)["findings"]
    said = {one["what"] for one in found if one["rule"].startswith("TAG")}
    assert {
        "it lacks the tags CostCenter",
        "its tag Environment is `dev`, allowed are staging",
    } <= said


def test_a_plan_of_any_terraform(here: Path, capsys: Capture) -> None:
    """The second rule that opens SSH is found, and no secret of the plan is shown."""
    assert here
    assert 1 == main(["check", "--plan", str(PLAN), "-o", "json"])
    out = capsys.readouterr().out

    found = {(one["rule"], one["address"]) for one in json.loads(out)["findings"]}
    assert ("NET-01", "aws_security_group.web") in found
    assert ("NET-04", "aws_security_group.web") in found
    assert ("IAM-12", "aws_s3_bucket_policy.files") in found
    assert ("SEC-04", "aws_db_instance.main") in found
    assert ("SEC-04", "aws_db_instance.write_only") not in found
    assert "correct-horse" not in out


def test_a_baseline_makes_an_old_project_clean(here: Path, capsys: Capture) -> None:
    """What was there when it was written does not fail any more."""
    assert 0 == main(["check", "--plan", str(PLAN), "--write-baseline", "known.json"])
    assert 0 == main(["check", "--plan", str(PLAN), "--baseline", "known.json"])
    assert ", in the baseline" not in capsys.readouterr().out
    assert 2 == main(["check", "--plan", str(PLAN), "--baseline", str(PLAN)])
    assert 2 == main(["check", "--plan", "none.json"])
    assert (here / "known.json").is_file()


@pytest.mark.parametrize("form", ["sarif", "junit", "github", "markdown"])
def test_forms(here: Path, capsys: Capture, form: str) -> None:
    """Each names the rule, the object and the line."""
    (here / "giban.yaml").write_text(BASE)

    assert 1 == main(["check", "-o", form])
    out = capsys.readouterr().out
    assert "TLS-01" in out
    assert "aws_lb_listener.http" in out
    match form:
        case "sarif":
            (result, *_) = json.loads(out)["runs"][0]["results"]
            place = result["locations"][0]["physicalLocation"]
            assert {"startLine": 3, "startColumn": 1} == place["region"]
        case "junit":
            failed = ET.fromstring(out).findall(".//testcase[failure]")
            assert any("TLS-01" in str(one.get("name")) for one in failed)
        case "github":
            assert out.startswith("::error file=giban.yaml,line=3,col=1,title=TLS-01 ")
        case _:
            assert "| high | TLS-01 " in out
