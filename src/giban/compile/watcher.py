"""What alarms report to, and how one is made (Amazon CloudWatch, Amazon SNS)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from giban.catalogue import cloudwatch, sns
from giban.compile.draft import Draft, Part
from giban.compile.key import Keys, key_arn
from giban.compile.names import label, named
from giban.compile.slack import slack
from giban.compile.topic import alarm_topic
from giban.values import Value

PERIOD = 300


class Watch(Struct, frozen=True, kw_only=True):
    """A threshold on a metric; `ends` is the word the alarm's name ends in.

    `missing` says what silence means: for most metrics that nothing happens. `period` is in
    seconds; what is `urgent` is told to those who are to be woken for it.
    """

    ends: str
    metric: str
    threshold: float
    words: str
    statistic: str = "Average"
    below: bool = False
    periods: int = 2
    period: int = PERIOD
    missing: str = "notBreaching"
    urgent: bool = False


class Watcher(Struct, frozen=True):
    """Makes alarms that report to a topic; the urgent one may be another."""

    topic: sns.Topic
    urgent: sns.Topic

    def watch(
        self,
        part: Part,
        owner: str,
        namespace: str,
        dimensions: Mapping[str, Value],
        wanted: tuple[Watch, ...],
        each: str | None = None,
    ) -> None:
        """Make an alarm for each watch on the metrics of one thing, `each` if it is one of many."""
        for watch in wanted:
            topic = self.urgent if watch.urgent else self.topic
            names = (owner, watch.ends) if each is None else (owner, each, watch.ends)
            part.add(
                cloudwatch.MetricAlarm(
                    label(owner, watch.ends),
                    each=each,
                    alarm_name=named(part.draft.system, *names),
                    alarm_description=watch.words,
                    namespace=namespace,
                    metric_name=watch.metric,
                    dimensions=dimensions,
                    statistic=watch.statistic,
                    period=watch.period,
                    evaluation_periods=watch.periods,
                    comparison_operator="LessThanThreshold"
                    if watch.below
                    else "GreaterThanThreshold",
                    threshold=watch.threshold,
                    treat_missing_data=watch.missing,
                    alarm_actions=[topic.ref.arn],
                    ok_actions=[topic.ref.arn],
                    tags={"Name": named(part.draft.system, *names)},
                )
            )


def watcher(draft: Draft, key: Keys) -> Watcher:
    """Make the topics that alarms report to, and tell the people who asked."""
    system = draft.system
    usual = _topic(draft, key, "alarms", system.alarms.topic, system.alarms.email)
    urgent = usual
    if system.alarms.urgent:
        urgent = _topic(draft, key, "urgent", "urgent", system.alarms.urgent)
    if system.alarms.slack is not None:
        slack(draft, system.alarms.slack, [usual] if urgent is usual else [usual, urgent])
    return Watcher(usual, urgent)


def _topic(draft: Draft, key: Keys, own: str, word: str, people: Sequence[str]) -> sns.Topic:
    name = named(draft.system, word)
    wanted = sns.Topic(own, name=name, kms_master_key_id=key_arn(key, "sns"), tags={"Name": name})
    return alarm_topic(draft.part("alarms", "alarms"), wanted, people)
