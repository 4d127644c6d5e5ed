"""What alarms report to, and how one is made (Amazon CloudWatch, Amazon SNS)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from giban.catalogue import cloudwatch, sns
from giban.compile.draft import Draft, Part
from giban.compile.key import Keys, key_arn
from giban.compile.names import label, named
from giban.compile.slack import slack
from giban.compile.topic import alarm_topic
from giban.values import Either, Value

PERIOD = 300


class Watch(Struct, frozen=True, kw_only=True):
    """A threshold on a metric; `ends` is the word the alarm's name ends in.

    `missing` says what silence means: for most metrics that nothing happens. `period` is in
    seconds; what is `urgent` is told to those who are to be woken for it.
    """

    ends: str
    metric: str
    threshold: float | Either
    words: str
    statistic: str = "Average"
    below: bool = False
    periods: int = 2
    period: int = PERIOD
    missing: str | Either = "notBreaching"
    urgent: bool = False


class Watcher(Struct, frozen=True):
    """Makes alarms that report to a topic, known by its ARN; the urgent one may be another."""

    topic: Value
    urgent: Value

    def watch(
        self,
        part: Part,
        owner: str,
        namespace: str,
        dimensions: Mapping[str, Value],
        wanted: tuple[Watch, ...],
        each: str | None = None,
    ) -> tuple[cloudwatch.MetricAlarm, ...]:
        """Make an alarm for each watch on the metrics of one thing, `each` if it is one of many."""
        return tuple(
            part.add(
                self._alarm(
                    part,
                    (owner, each, watch.ends),
                    watch,
                    namespace=namespace,
                    metric_name=watch.metric,
                    dimensions=dimensions,
                    statistic=watch.statistic,
                    period=watch.period,
                )
            )
            for watch in wanted
        )

    def watch_together(
        self,
        part: Part,
        owner: str,
        namespace: str,
        several: Mapping[str, Mapping[str, Value]],
        wanted: tuple[Watch, ...],
    ) -> tuple[cloudwatch.MetricAlarm, ...]:
        """Make an alarm for each watch on the sum of a metric over several things, by name.

        What is silent does not count, unless all are
        (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html).
        """
        return tuple(
            part.add(
                self._alarm(
                    part,
                    (owner, None, watch.ends),
                    watch,
                    metric_query=_sum(namespace, several, watch),
                )
            )
            for watch in wanted
        )

    def _alarm(
        self, part: Part, name: tuple[str, str | None, str], watch: Watch, **looks: Any
    ) -> cloudwatch.MetricAlarm:
        """Return an alarm called by its owner, which of many, and its end; `looks` at a metric."""
        topic = self.urgent if watch.urgent else self.topic
        owner, each, ends = name
        full = named(part.draft.system, *(word for word in name if word is not None))
        return cloudwatch.MetricAlarm(
            label(owner, ends),
            each=each,
            alarm_name=full,
            alarm_description=watch.words,
            **looks,
            evaluation_periods=watch.periods,
            comparison_operator="LessThanThreshold" if watch.below else "GreaterThanThreshold",
            threshold=watch.threshold,
            treat_missing_data=watch.missing,
            alarm_actions=[topic],
            ok_actions=[topic],
            tags={"Name": full},
        )


def _sum(
    namespace: str, several: Mapping[str, Mapping[str, Value]], watch: Watch
) -> tuple[cloudwatch.MetricQuery, ...]:
    measured = (
        cloudwatch.MetricQuery(
            id=name,
            metric=cloudwatch.Metric(
                namespace=namespace,
                metric_name=watch.metric,
                dimensions=dimensions,
                stat=watch.statistic,
                period=watch.period,
            ),
        )
        for name, dimensions in several.items()
    )
    total = cloudwatch.MetricQuery(
        id="both",
        label=watch.metric,
        expression=f"SUM([{', '.join(several)}])",
        return_data=True,
    )
    return (*measured, total)


def watcher(draft: Draft, key: Keys) -> Watcher:
    """Make the topics that alarms report to, and tell the people who asked.

    A Slack channel hears of the first region only: AWS lets an account configure it once.
    """
    system = draft.system
    usual = _topic(draft, key, "alarms", system.alarms.topic, system.alarms.email)
    urgent = usual
    if system.alarms.urgent:
        urgent = _topic(draft, key, "urgent", "urgent", system.alarms.urgent)
    if system.alarms.slack is not None and not system.standby:
        slack(draft, system.alarms.slack, [usual] if urgent is usual else [usual, urgent])
    return Watcher(usual.ref.arn, urgent.ref.arn)


def _topic(draft: Draft, key: Keys, own: str, word: str, people: Sequence[str]) -> sns.Topic:
    name = named(draft.system, word)
    wanted = sns.Topic(own, name=name, kms_master_key_id=key_arn(key, "sns"), tags={"Name": name})
    return alarm_topic(draft.part("alarms", "alarms"), wanted, people)
