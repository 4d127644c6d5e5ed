"""A queue with its dead-letter queue (Amazon SQS), and what a service gets by using it."""

from __future__ import annotations

from msgspec import Struct

from giban.catalogue import sqs
from giban.compile.draft import Draft, Part
from giban.compile.key import Keys, key_arn, may_decrypt, may_use
from giban.compile.names import label, queue_name
from giban.compile.policies import allow, deny, policy
from giban.compile.wiring import Grant
from giban.system import Queue as Wanted
from giban.system import Use
from giban.values import ABSENT, Json

DAY = 24 * 60 * 60
KEY_REUSE = 300  # seconds: a call to KMS every five minutes, not for every message
LOOK = ("sqs:GetQueueAttributes", "sqs:GetQueueUrl")
SEND = ("sqs:SendMessage",)
RECEIVE = ("sqs:ReceiveMessage", "sqs:DeleteMessage", "sqs:ChangeMessageVisibility")
ACTIONS = {"send": SEND, "receive": RECEIVE, "both": (*SEND, *RECEIVE)}


class Queue(Struct, frozen=True):
    """A queue, and where its dead letters go."""

    wanted: Wanted
    queue: sqs.Queue
    dead: sqs.Queue | None

    def grant(self, use: Use, key: Keys) -> Grant:
        """Return what a service that uses the queue is given.

        Senders need the key to write a data key, consumers to read it
        (https://docs.aws.amazon.com/AWSSimpleQueueService/latest/SQSDeveloperGuide/sqs-key-management.html).
        """
        name = use.name.title().replace("-", "")
        actions = (*ACTIONS[use.access], *LOOK)
        return Grant(
            statements=(
                allow(f"Queue{name}", actions, [self.queue.ref.arn]),
                *(may_decrypt(key, "sqs") if use.access == "receive" else may_use(key, "sqs")),
            ),
            environment={f"{use.prefix}_QUEUE_URL": self.queue.ref.url},
        )


def queue(draft: Draft, wanted: Wanted, key: Keys) -> Queue:
    """Make a queue that only TLS reaches, and the one for what nobody could deal with."""
    part = draft.part(f"queues.{wanted.name}", "queues")
    dead = _dead_letters(part, wanted, key)
    made = part.add(
        _queue(
            part,
            wanted,
            key,
            "",
            retention_days=wanted.retention_days,
            delay=wanted.delay,
            redrive=_redrive(wanted, dead),
        )
    )
    _policy(part, made)
    if dead is not None:
        _policy(part, dead)
        part.add(
            sqs.QueueRedriveAllowPolicy(
                made.terraform_label,
                queue_url=dead.ref.url,
                redrive_allow_policy=Json(
                    {"redrivePermission": "byQueue", "sourceQueueArns": [made.ref.arn]}
                ),
            )
        )
    return Queue(wanted, made, dead)


def _dead_letters(part: Part, wanted: Wanted, key: Keys) -> sqs.Queue | None:
    if wanted.dead_letter is None:
        return None
    days = wanted.dead_letter.retention_days
    return part.add(
        _queue(part, wanted, key, "-dlq", retention_days=days),
        "A message keeps its age when it moves here: kept longer than in its own queue.",
    )


def _queue(
    part: Part,
    wanted: Wanted,
    key: Keys,
    ends: str,
    *,
    retention_days: int,
    delay: int = 0,
    redrive: Json | None = None,
) -> sqs.Queue:
    own = queue_name(part.draft.system, wanted, ends)
    return sqs.Queue(
        label(f"{wanted.name}{ends}"),
        name=own,
        fifo_queue=True if wanted.fifo else ABSENT,
        content_based_deduplication=True if wanted.fifo else ABSENT,
        visibility_timeout_seconds=wanted.visibility,
        message_retention_seconds=retention_days * DAY,
        delay_seconds=delay or ABSENT,
        receive_wait_time_seconds=wanted.wait,
        redrive_policy=redrive or ABSENT,
        kms_master_key_id=key_arn(key, "sqs"),
        kms_data_key_reuse_period_seconds=KEY_REUSE if key.encrypts("sqs") else ABSENT,
        sqs_managed_sse_enabled=ABSENT if key.encrypts("sqs") else True,
        tags={"Name": own},
    )


def _redrive(wanted: Wanted, dead: sqs.Queue | None) -> Json | None:
    if dead is None or wanted.dead_letter is None:
        return None
    return Json({"deadLetterTargetArn": dead.ref.arn, "maxReceiveCount": wanted.dead_letter.after})


def _policy(part: Part, made: sqs.Queue) -> None:
    """Refuse requests without TLS; who may send and receive is said by the roles of services."""
    refused = deny(
        "RefuseWithoutTls",
        ["sqs:*"],
        [made.ref.arn],
        principal="*",
        condition={"Bool": {"aws:SecureTransport": "false"}},
    )
    part.add(
        sqs.QueuePolicy(made.terraform_label, queue_url=made.ref.url, policy=policy([refused]))
    )
