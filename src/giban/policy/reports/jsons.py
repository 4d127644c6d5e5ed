"""For programs: everything, under names that stay."""

from __future__ import annotations

import json
from typing import Any

from giban.policy.judging import Finding, Report

FORMAT = "1.0"


def as_json(report: Report) -> str:
    """Return the whole report; `format_version` changes with its shape."""
    return json.dumps(document(report), ensure_ascii=False, indent=2)


def document(report: Report) -> dict[str, Any]:
    """Return the report as plain values."""
    return {
        "format_version": FORMAT,
        "ok": not report.findings,
        "counts": report.counts(),
        "findings": [_finding(one) for one in report.findings],
        "waived": [_waived(one) for one in report.waived],
        "known": [_finding(one) for one in report.known],
        "undecided": [
            {"rule": rule, "address": address, "attribute": attribute}
            for rule, address, attribute in report.undecided
        ],
        "notes": list(report.notes),
        "rules": len(report.rules),
        "objects": report.objects,
    }


def _finding(one: Finding) -> dict[str, Any]:
    where = one.where
    return {
        "rule": one.rule.id,
        "severity": one.rule.severity,
        "title": one.rule.title,
        "stack": one.stack,
        "address": one.address,
        "attribute": one.attribute,
        "what": one.what,
        "why": one.rule.why,
        "fix": one.fix,
        "reference": list(one.rule.reference),
        "path": one.path,
        "file": where.file if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
    }


def _waived(one: Finding) -> dict[str, Any]:
    waiver = one.waiver
    assert waiver is not None  # noqa: S101 - only waived findings come here
    says = {"reason": waiver.reason, "owner": waiver.owner, "until": waiver.until.isoformat()}
    return {**_finding(one), "waiver": says}
