"""Who hears of alarms, and what finds out by itself."""

from __future__ import annotations

from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: erp
region: ap-northeast-2
tags: {Service: orders}
alarms:
  slack: {workspace: T07EA123LEP, channel: C07EZ1ABC23}
  topic: alerts
  error_periods: 2
  application_insights: true
queries: {errors: "filter @message like /ERROR/"}
services:
  app: {port: 8080, uses: [sessions], logs: {error: 30}}
caches: {sessions: {engine: redis}}
environments:
  dev: {availability: standard}
"""


def written(manifest: str = MANIFEST) -> dict[str, str]:
    """Return the files of the platform."""
    stacks = compile_project(list(resolve_all(loads(manifest)).values()))["dev"].stacks
    return write(stacks[-1])


def test_slack_hears_of_the_topic() -> None:
    """And its people may look, whatever AWS's own guardrail allows (D-HY-21)."""
    files = written()

    assert "sns_topic_arns        = [aws_sns_topic.alarms.arn]" in files["alarms.tf"]
    assert "CloudWatchReadOnlyAccess" in files["alarms.tf"]
    assert '"erp-dev-alerts"' in files["alarms.tf"]
    assert '"cloudwatch:GetMetricWidgetImage"' in files["iam.tf"]


def test_errors_may_have_to_last() -> None:
    """Two periods in a row, where the author says so; one otherwise."""
    head = 'resource "aws_cloudwatch_metric_alarm" "alb_5xx_errors"'

    def periods(manifest: str) -> str:
        text = written(manifest)["alarms.tf"]
        block = text[text.index(head) :].partition("\n}")[0]
        return next(line.strip() for line in block.splitlines() if "evaluation_periods" in line)

    assert periods(MANIFEST).endswith("= 2")
    assert periods(MANIFEST.replace("  error_periods: 2\n", "")).endswith("= 1")


def test_insights_group_what_bears_the_tags() -> None:
    """By the tag Service where there is one, and only types that are there (D-HY-24)."""
    text = written()["application-insights.tf"]

    assert '"AWS::ECS::Service"' in text
    assert '"AWS::ElastiCache::ReplicationGroup"' in text
    assert "AWS::RDS::DBInstance" not in text
    assert 'Key    = "Service"' in text
    assert 'Values = ["orders"]' in text


def test_queries_ask_all_log_groups() -> None:
    """What programs print, and what they write by themselves."""
    text = written()["cloudwatch-logs.tf"]

    assert '"erp-dev/errors"' in text
    assert "aws_cloudwatch_log_group.app.name" in text
    assert 'aws_cloudwatch_log_group.app_log["error"].name' in text
