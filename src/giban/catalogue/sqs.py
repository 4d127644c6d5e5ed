"""Queues (Amazon SQS)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    update: Str = optional()


class Queue(Resource, type="aws_sqs_queue", stateful=True):
    """Messages until somebody has dealt with them."""

    content_based_deduplication: Bool = optional(default=False)
    deduplication_scope: Str = optional(computed=True)
    delay_seconds: Num = optional(default=0, check=Check(range=(0, 900)))
    fifo_queue: Bool = optional(new=True, default=False)
    fifo_throughput_limit: Str = optional(computed=True)
    id: Str = optional(computed=True)
    kms_data_key_reuse_period_seconds: Num = optional(computed=True, suppressed=True)
    kms_master_key_id: Str = optional(check=Check(conflicts_with=("sqs_managed_sse_enabled",)))
    max_message_size: Num = optional(default=262144)
    message_retention_seconds: Num = optional(default=345600)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    policy: Str = optional(computed=True, suppressed=True)
    receive_wait_time_seconds: Num = optional(default=0)
    redrive_allow_policy: Str = optional(computed=True)
    redrive_policy: Str = optional(computed=True)
    region: Str = optional(computed=True)
    sqs_managed_sse_enabled: Bool = optional(
        computed=True, check=Check(conflicts_with=("kms_master_key_id",))
    )
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    visibility_timeout_seconds: Num = optional(default=30)
    arn: Str = computed()
    url: Str = computed()
    timeouts: Timeouts | None = blocks("single")


class QueuePolicy(Resource, type="aws_sqs_queue_policy"):
    """Who may use a queue."""

    policy: Str = required()
    queue_url: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)


class QueueRedriveAllowPolicy(Resource, type="aws_sqs_queue_redrive_allow_policy"):
    """Which queues may use this one for messages that fail."""

    queue_url: Str = required(new=True)
    redrive_allow_policy: Str = required()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
