"""`waf:`, `alarms:` and `budget:` - what is kept out, and who is told."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, Tag

from giban.manifest.part import BY_SHAPE, Email, Name, Part, expands, key

Percent = Annotated[int, Field(ge=1, le=100)]


class Waf(Part):
    """The web firewall in front of the load balancer, or of the CDN before it."""

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


class Slack(Part):
    """A Slack channel that hears of alarms."""

    noun: ClassVar[str] = "`slack`"
    workspace: str | None = key(
        "Id of the workspace, which a person has once let AWS into in the console of Amazon Q "
        "Developer in chat applications; must be written.",
        "T07EA123LEP",
        pattern=r"^T[0-9A-Z]{5,254}$",
    )
    channel: str | None = key(
        "Id of the channel, at the end of its link; must be written.",
        "C07EZ1ABC23",
        pattern=r"^[CG][0-9A-Z]{5,254}$",
    )


class Alarms(Part):
    """When someone is told."""

    noun: ClassVar[str] = "`alarms`"
    email: list[Email] | None = key(
        "Who is told, after confirming by mail; without it nobody.", ["ops@example.com"]
    )
    urgent: list[Email] | None = key(
        "Who is told of what cannot wait: errors, and tasks that do not answer; without it those "
        "who are told of everything.",
        ["oncall@example.com"],
    )
    slack: Slack | None = key(
        "Slack channel that hears of them too; without it none.",
        {"workspace": "T07EA123LEP", "channel": "C07EZ1ABC23"},
    )
    topic: Name | None = key(
        "Last word of the name of the topic they report to; without it alarms.", "alerts"
    )
    cpu: Percent | None = key("Percentage of CPU; without it 80.", 80)
    memory: Percent | None = key("Percentage of memory; without it 85.", 85)
    errors: int | None = key(
        "Answers of 500 and above in `error_seconds`; without it 10.", 10, ge=1
    )
    error_seconds: int | None = key(
        "Seconds that errors are counted together; without it 300.",
        60,
        ge=60,
        le=3600,
        multiple_of=60,
    )
    unhealthy_seconds: int | None = key(
        "Seconds a task may fail its health check before someone is told; without it 600.",
        120,
        ge=120,
        le=7200,
        multiple_of=120,
    )
    error_periods: int | None = key(
        "Times in a row, `error_seconds` each, that so many errors mean an alarm; without it 1.",
        2,
        ge=1,
        le=288,
    )
    application_insights: bool | None = key(
        "Lets CloudWatch Application Insights find and watch everything that bears the system's "
        "tags; without it no.",
        True,
    )


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


class Audit(Part):
    """Who did what in the account."""

    noun: ClassVar[str] = "`audit`"
    trail: bool | None = key(
        "Writes every call of an API, in all regions, to a bucket (CloudTrail); without it yes.",
        True,
    )
    threats: bool | None = key("Watches the account for attacks (GuardDuty); without it no.", True)
    days: int | None = key("Days the record is kept; without it 365.", 365, ge=90)
