"""JUnit, for build servers: a suite for each family, a case for each rule."""

from __future__ import annotations

from itertools import groupby
from xml.etree import ElementTree as ET

from giban.policy.judging import OF_WAIVERS, Finding, Report
from giban.policy.rule import Rule


def junit(report: Report) -> str:
    """Return the rules as test cases; one that is not held fails with every place."""
    rules = sorted((*report.rules, *OF_WAIVERS), key=lambda rule: rule.id)
    found: dict[str, list[Finding]] = {}
    for finding in report.findings:
        found.setdefault(finding.rule.id, []).append(finding)
    suites = ET.Element("testsuites", name="giban check")
    for family, members in groupby(rules, key=lambda rule: rule.family):
        _suite(suites, family, list(members), found)
    total, failed = len(rules), len(found)
    suites.set("tests", str(total))
    suites.set("failures", str(failed))
    ET.indent(suites)
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{ET.tostring(suites, encoding="unicode")}\n'


def _suite(
    suites: ET.Element, family: str, rules: list[Rule], found: dict[str, list[Finding]]
) -> None:
    failed = sum(1 for rule in rules if rule.id in found)
    suite = ET.SubElement(
        suites, "testsuite", name=family, tests=str(len(rules)), failures=str(failed)
    )
    for rule in rules:
        name = f"{rule.id} {rule.title}"
        case = ET.SubElement(suite, "testcase", classname=f"giban.{family}", name=name)
        if rule.id in found:
            places = [_place(one) for one in found[rule.id]]
            failure = ET.SubElement(
                case, "failure", type=rule.severity, message=f"{len(places)}: {rule.why}"
            )
            failure.text = "\n".join(places)


def _place(one: Finding) -> str:
    where = f"{one.where}: " if one.where else ""
    return f"{where}{one.address} in {one.stack}: {one.what}. Fix: {one.fix}"
