"""`waf:`, `alarms:` and `budget:` - what is kept out, and who is told."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, Tag

from giban.manifest.part import BY_SHAPE, Email, Part, expands, key

Percent = Annotated[int, Field(ge=1, le=100)]


class Waf(Part):
    """The web firewall in front of the load balancer."""

    noun: ClassVar[str] = "`waf`"
    managed_rules: list[str] | None = key(
        "Rule groups that AWS maintains; without it common attacks, known bad input, "
        "SQL injection and bad addresses.",
        ["AWSManagedRulesCommonRuleSet"],
    )
    rate_limit: int | None = key(
        "Requests one address may make in 5 minutes; without it 10000.",
        2000,
        ge=10,
        le=2_000_000_000,
    )


def _switch(value: Any) -> Any:
    if isinstance(value, bool):
        return Waf() if value else None
    return value


WafEntry = Annotated[
    Annotated[bool, Tag("=flag")] | Annotated[Waf, Tag("=mapping")],
    BY_SHAPE,
    AfterValidator(_switch),
]


class Alarms(Part):
    """When someone is told."""

    noun: ClassVar[str] = "`alarms`"
    email: list[Email] | None = key(
        "Who is told, after confirming by mail; without it nobody.", ["ops@example.com"]
    )
    cpu: Percent | None = key("Percentage of CPU; without it 80.", 80)
    memory: Percent | None = key("Percentage of memory; without it 85.", 85)
    errors: int | None = key("Answers of 500 and above in 5 minutes; without it 10.", 10, ge=1)


class Budget(Part):
    """A monthly limit."""

    noun: ClassVar[str] = "`budget`"
    monthly: int | None = key("US dollars a month.", 600, ge=1)
    email: list[Email] | None = key(
        "Who is told at 80 % and 100 %; without it those of `alarms`.", ["cfo@example.com"]
    )


BudgetEntry = Annotated[
    Annotated[int, Field(ge=1), Tag("=number")] | Annotated[Budget, Tag("=mapping")],
    BY_SHAPE,
    expands(Budget, "monthly"),
]
