"""Queues."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds
from tests.ledger.hybrid_fileflow import DAY, named, shared
from tests.ledger.plan import Plan

QUEUES = ("file_upload", "file_processing", "file_completion")


@holds("HY-QUE-01")
def processing(plan: Plan) -> None:
    """Four days: a message keeps its age among the dead letters (D-HY-25)."""
    queue = plan.only("aws_sqs_queue", "file_processing")
    assert queue["name"] == named(plan, "file-processing")
    assert queue["visibility_timeout_seconds"] == 300
    assert queue["message_retention_seconds"] == 4 * DAY
    assert queue["kms_master_key_id"] == shared(plan, "sqs_key_arn")


@holds("HY-QUE-02")
def dead_letters(plan: Plan) -> None:
    """From this queue only, and one is enough for an alarm (D-HY-25)."""
    for name in QUEUES:
        queue, dead = (plan.only("aws_sqs_queue", one) for one in (name, f"{name}_dlq"))
        redrive = json.loads(queue["redrive_policy"])
        assert redrive == {"deadLetterTargetArn": dead["arn"], "maxReceiveCount": 3}
        assert dead["message_retention_seconds"] == 14 * DAY
        allowed = plan.only("aws_sqs_queue_redrive_allow_policy", name)
        assert allowed["queue_url"] == dead["url"]
        assert json.loads(allowed["redrive_allow_policy"])["sourceQueueArns"] == [queue["arn"]]
        alarm = plan.only("aws_cloudwatch_metric_alarm", f"{name}_dead_letters")
        assert alarm["dimensions"] == {"QueueName": dead["name"]}
        assert (alarm["threshold"], alarm["comparison_operator"]) == (0, "GreaterThanThreshold")


@holds("HY-QUE-03")
def three(plan: Plan) -> None:
    """Each with a policy of its own; none is FIFO, which the manifest could say."""
    queues = plan.all("aws_sqs_queue")
    assert {one.label for one in queues} == {*QUEUES, *(f"{name}_dlq" for name in QUEUES)}
    for queue in queues:
        policy = plan.only("aws_sqs_queue_policy", queue.label)
        assert policy["queue_url"] == queue["url"]
        (refused,) = policy.statements()
        assert refused.effect == "Deny"
        assert refused.condition == {"Bool": {"aws:SecureTransport": "false"}}
