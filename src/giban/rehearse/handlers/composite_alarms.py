"""Alarms over alarms: moto has none, so they are kept here. None is ever evaluated."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giban.catalogue import cloudwatch
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.cloudwatch import COMPOSITE, actionable, not_depended_on, watched
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.task import Task

INVALID = "ValidationError"
MOST_ALARMS = 100
STATES = "ALARM|OK|INSUFFICIENT_DATA"
STATE = re.compile(rf"\s*(?:{STATES})\s*\(\s*(?:\"[^\"]+\"|'[^']+'|[^\s()\"']+)\s*\)\s*")
WORD = re.compile(r"\s*(TRUE|FALSE|AND|OR|NOT|\(|\))\s*")


def _invalid(text: str, attribute: str = "alarm_rule") -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _words(rule: str) -> Iterator[str]:
    """Yield the words of a rule, every state as `TRUE`; what is no word is yielded as it is."""
    at = 0
    while at < len(rule):
        found = STATE.match(rule, at)
        word = "TRUE" if found else ""
        if not found:
            found = WORD.match(rule, at)
            word = found[1] if found else ""
        if not found:
            yield rule[at:]
            return
        yield word
        at = found.end()


def _is_rule(rule: str) -> bool:
    """Tell whether terms, parentheses and words between them are in order."""
    depth, wants_term = 0, True
    for word in _words(rule):
        if word in ("NOT", "(") and wants_term:
            depth += word == "("
        elif word in ("TRUE", "FALSE") and wants_term:
            wants_term = False
        elif word == ")" and depth and not wants_term:
            depth -= 1
        elif word in ("AND", "OR") and not wants_term:
            wants_term = True
        else:
            return False
    return not depth and not wants_term


def _well_ruled(x: Task) -> None:
    """Refuse rules that are not in order, and more than a hundred alarms."""
    if not _is_rule(str(x["alarm_rule"])):
        raise _invalid(f"AlarmRule is not valid: {x['alarm_rule']}")
    if len(watched(x.values)) > MOST_ALARMS:
        raise _invalid(f"AlarmRule must not contain more than {MOST_ALARMS} alarms")


def _over_alarms(x: Task) -> None:
    """Refuse a rule about alarms that are not there, or about itself."""
    names = watched(x.values)
    found = x.call("describe_alarms", AlarmNames=sorted(names))["MetricAlarms"] if names else []
    others = x.shadow.all(COMPOSITE, x.region)
    there = {one["AlarmName"] for one in found} | {one["alarm_name"] for one in others}
    missing = sorted(names - there)
    if missing:
        text = f"Could not save the composite alarm as alarms {missing} in the alarm rule do not "
        raise _invalid(f"{text}exist")
    if x["alarm_name"] in names:
        text = "Could not save the composite alarm as it depends on itself"
        raise _invalid(text)


class CompositeAlarm(Kept):
    """An alarm over other alarms."""

    kind = cloudwatch.CompositeAlarm
    service = "cloudwatch"
    guards = (_well_ruled, _over_alarms, actionable)
    delete_guards = (not_depended_on,)

    def identify(self, x: Task) -> str:
        """Return its name; one that is there already is put anew."""
        return str(x["alarm_name"])

    def made(self, x: Task) -> Values:
        """Return its ARN."""
        return {"arn": x.arn(f"alarm:{x['alarm_name']}")}
