"""What happens between a commit and its deployment."""

from __future__ import annotations

from giban.cli.thresholds import LimitType
from giban.pricing.compare import compare, entries
from tests.ledger.assertions import holds
from tests.ledger.billed import priced
from tests.ledger.changes import replaced
from tests.ledger.plan import Plan

TASK = "aws_ecs_task_definition.app"
DEARER = (("2048", "16384"), ("4096", "8192"))
WARN, BLOCK = (LimitType().convert(text, None, None) for text in ("10%", "30%"))


@holds("HY-DEP-08", only=("prod",))
def dear_changes_are_stopped(plan: Plan) -> None:
    """In percent, as the document says, not in dollars, as its code does (D-HY-34)."""
    assert plan.only("aws_ecs_task_definition", "app")["cpu"] == "2048"
    before = entries(priced(plan))
    some, much = (compare(before, entries(priced(_with(plan, *size)))) for size in DEARER)
    assert (WARN.passed(some), BLOCK.passed(some)) == (True, False)
    assert (WARN.passed(much), BLOCK.passed(much)) == (True, True)


def _with(plan: Plan, cpu: str, memory: str) -> Plan:
    """Return the plan with other tasks."""
    listed = plan.shown["planned_values"]["root_module"]["resources"]
    other = {"cpu": cpu, "memory": memory}
    made = [
        one if one["address"] != TASK else {**one, "values": {**one["values"], **other}}
        for one in listed
    ]
    return Plan(plan.path, replaced(plan.shown, made), plan.folder)
