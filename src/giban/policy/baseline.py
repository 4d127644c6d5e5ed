"""What an old project already knows: a file of findings that are not new."""

from __future__ import annotations

import json

from giban.errors import UsageError
from giban.policy.judging import Report

FORMAT = "1"
Identity = tuple[str, str, str, str]
NAMES = ("rule", "stack", "address", "attribute")


def write(report: Report) -> str:
    """Return a baseline of everything a report found or already knew, in the order of its words."""
    every = sorted({one.identity for one in (*report.findings, *report.known)})
    rows = [dict(zip(NAMES, identity, strict=True)) for identity in every]
    return json.dumps({"format": FORMAT, "findings": rows}, ensure_ascii=False, indent=1) + "\n"


def read(text: bytes, shown: str) -> frozenset[Identity]:
    """Return the findings of a baseline; raises `UsageError` for any other file."""
    try:
        rows = json.loads(text)
        known = frozenset(tuple(str(row[name]) for name in NAMES) for row in rows["findings"])
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        fix = "Write one with `giban check --write-baseline FILE`."
        raise UsageError(f"{shown} is not a baseline", fix=fix) from error
    if rows.get("format") != FORMAT:
        what = f"{shown} is a baseline of another format ({rows.get('format')})"
        raise UsageError(what, fix="Write it again with `giban check --write-baseline FILE`.")
    return known  # type: ignore[return-value]
