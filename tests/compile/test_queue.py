"""Queues: what AWS gets for them, and what using one allows."""

from __future__ import annotations

from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: erp
region: ap-northeast-2
services:
  app: {port: 8080, uses: [jobs]}
  mailer: {uses: [{name: mails, access: send}]}
queues:
  jobs: {visibility: 60}
  mails: {fifo: true, dead_letter: null}
environments:
  dev: {availability: standard}
"""


def written(manifest: str = MANIFEST) -> dict[str, str]:
    """Return the files of the platform."""
    stacks = compile_project(list(resolve_all(loads(manifest)).values()))["dev"].stacks
    return write(stacks[-1])


def test_a_queue_has_its_dead_letters() -> None:
    """They are kept longer than messages, and only their own queue may send them."""
    queues = written()["queues.tf"]

    assert 'resource "aws_sqs_queue" "jobs_dlq"' in queues
    assert "message_retention_seconds         = 1209600" in queues
    assert "message_retention_seconds  = 345600" in queues
    assert "sourceQueueArns   = [aws_sqs_queue.jobs.arn]" in queues


def test_null_switches_dead_letters_off() -> None:
    """And a FIFO queue has the ending AWS wants."""
    queues = written()["queues.tf"]

    assert '"erp-dev-mails.fifo"' in queues
    assert "mails_dlq" not in queues


def test_an_edge_allows_what_it_says() -> None:
    """Who sends cannot receive."""
    policies = written()["iam.tf"]

    mailer = policies[policies.index('"aws_iam_role_policy" "mailer_task"') :]
    assert "sqs:SendMessage" in mailer
    assert "sqs:ReceiveMessage" not in mailer
    assert "sqs:ReceiveMessage" in policies
    assert "MAILS_QUEUE_URL" in written()["ecs.tf"]


def test_somebody_hears_of_dead_letters() -> None:
    """One is enough."""
    alarms = written()["alarms.tf"]

    assert 'resource "aws_cloudwatch_metric_alarm" "jobs_dead_letters"' in alarms
    assert "mails_dead_letters" not in alarms
