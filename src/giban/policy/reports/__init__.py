"""A report as text for people and for machines; the words of findings are the rules' own."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from giban.policy.judging import Report
from giban.policy.reports.github import github
from giban.policy.reports.jsons import as_json
from giban.policy.reports.junit import junit
from giban.policy.reports.markdown import markdown
from giban.policy.reports.sarif import sarif
from giban.policy.reports.text import text

FORMATS: Mapping[str, Callable[[Report], str]] = {
    "text": text,
    "json": as_json,
    "sarif": sarif,
    "junit": junit,
    "github": github,
    "markdown": markdown,
}

__all__ = ["FORMATS"]
