"""Rules of one's own in Python: entry points of the group `giban.rules`.

    [project.entry-points."giban.rules"]
    ours = "our_rules:RULES"

An entry point is a Rule or several. They are asked like giban's own, by the same names.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from importlib.metadata import EntryPoint, entry_points

from giban.errors import UsageError
from giban.policy.rule import Rule
from giban.policy.rules import RULES

GROUP = "giban.rules"


def own_rules(found: Iterable[EntryPoint] | None = None) -> tuple[Rule, ...]:
    """Return the installed rules sorted by id; raises `UsageError` for what is none, or twice."""
    points = entry_points(group=GROUP) if found is None else found
    rules = [rule for point in points for rule in _of(point)]
    seen = {rule.id: "giban" for rule in RULES}
    for rule in rules:
        if rule.id in seen:
            what = f"two rules have the id {rule.id}"
            raise UsageError(what, fix="Give one of them another id.")
        seen[rule.id] = "own"
    return tuple(sorted(rules, key=lambda rule: rule.id))


def _of(point: EntryPoint) -> Sequence[Rule]:
    try:
        loaded = point.load()
    except Exception as error:
        what = f"the rules `{point.value}` cannot be loaded: {error}"
        raise UsageError(what, fix="Repair the package, or remove it.") from error
    rules = [loaded] if isinstance(loaded, Rule) else loaded
    if not isinstance(rules, (list, tuple)) or not all(isinstance(rule, Rule) for rule in rules):
        what = f"`{point.value}` is no Rule and no list of Rules"
        raise UsageError(what, fix="Make it from `giban.policy.Rule`.")
    return rules
