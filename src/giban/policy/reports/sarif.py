"""SARIF 2.1.0, for code scanning (https://docs.oasis-open.org/sarif/sarif/v2.1.0/)."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from giban import __version__
from giban.policy.judging import OF_WAIVERS, Finding, Report
from giban.policy.rule import Rule, Severity

SCHEMA = "https://json.schemastore.org/sarif-2.1.0.json"
LEVELS: Mapping[Severity, str] = {
    "critical": "error",
    "high": "error",
    "medium": "warning",
    "low": "note",
}
SCORES: Mapping[Severity, str] = {"critical": "9.5", "high": "8.0", "medium": "5.0", "low": "2.0"}
"""GitHub's `security-severity`: over 9.0 critical, over 7.0 high, over 4.0 medium."""


def sarif(report: Report) -> str:
    """Return one run: the rules asked, and a result for each finding, waived ones suppressed."""
    rules = [*report.rules, *OF_WAIVERS]
    index = {rule.id: number for number, rule in enumerate(rules)}
    run = {
        "tool": {
            "driver": {
                "name": "giban",
                "version": __version__,
                "semanticVersion": __version__,
                "informationUri": "https://github.com/giban/giban",
                "rules": [_rule(rule) for rule in rules],
            }
        },
        "columnKind": "unicodeCodePoints",
        "results": [_result(one, index) for one in (*report.findings, *report.waived)],
    }
    return json.dumps(
        {"$schema": SCHEMA, "version": "2.1.0", "runs": [run]}, ensure_ascii=False, indent=2
    )


def _rule(rule: Rule) -> dict[str, Any]:
    link = next((one for one in rule.reference if one.startswith("https://")), None)
    return {
        "id": rule.id,
        "shortDescription": {"text": rule.title},
        "fullDescription": {"text": rule.why},
        "help": {"text": f"{rule.why}\n\nFix: {rule.fix}"},
        **({"helpUri": link} if link else {}),
        "defaultConfiguration": {"level": LEVELS[rule.severity]},
        "properties": {
            "security-severity": SCORES[rule.severity],
            "tags": ["security", rule.family, *rule.reference],
        },
    }


def _result(one: Finding, index: Mapping[str, int]) -> dict[str, Any]:
    result: dict[str, Any] = {
        "ruleId": one.rule.id,
        "ruleIndex": index[one.rule.id],
        "level": LEVELS[one.rule.severity],
        "message": {"text": f"{one.address}: {one.what}. Fix: {one.fix}"},
        "locations": [_location(one)],
        "partialFingerprints": {"giban/v1": fingerprint(one)},
    }
    if one.waiver is not None:
        why = f"{one.waiver.reason} ({one.waiver.owner}, until {one.waiver.until})"
        result["suppressions"] = [{"kind": "external", "justification": why}]
    return result


def _location(one: Finding) -> dict[str, Any]:
    name = f"{one.stack}:{one.address}" if one.stack else one.address
    location: dict[str, Any] = {
        "logicalLocations": [{"fullyQualifiedName": name, "kind": "resource"}]
    }
    if one.where is not None:
        location["physicalLocation"] = {
            "artifactLocation": {"uri": one.where.file},
            "region": {"startLine": one.where.line, "startColumn": one.where.column},
        }
    return location


def fingerprint(one: Finding) -> str:
    """Return what stays when lines move: the same finding tomorrow has the same."""
    return hashlib.sha256("\0".join(one.identity).encode()).hexdigest()[:32]
