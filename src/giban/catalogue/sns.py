"""Notifications (Amazon SNS)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import Bool, Check, Num, Str, StrMap, computed, optional, required


class Topic(Resource, type="aws_sns_topic"):
    """A channel that messages are published to."""

    application_failure_feedback_role_arn: Str = optional(check=Check(format="arn"))
    application_success_feedback_role_arn: Str = optional(check=Check(format="arn"))
    application_success_feedback_sample_rate: Num = optional(check=Check(range=(0, 100)))
    archive_policy: Str = optional()
    content_based_deduplication: Bool = optional(default=False)
    delivery_policy: Str = optional()
    display_name: Str = optional()
    fifo_throughput_scope: Str = optional(computed=True)
    fifo_topic: Bool = optional(new=True, default=False)
    firehose_failure_feedback_role_arn: Str = optional(check=Check(format="arn"))
    firehose_success_feedback_role_arn: Str = optional(check=Check(format="arn"))
    firehose_success_feedback_sample_rate: Num = optional(check=Check(range=(0, 100)))
    http_failure_feedback_role_arn: Str = optional(check=Check(format="arn"))
    http_success_feedback_role_arn: Str = optional(check=Check(format="arn"))
    http_success_feedback_sample_rate: Num = optional(check=Check(range=(0, 100)))
    id: Str = optional(computed=True)
    kms_master_key_id: Str = optional()
    lambda_failure_feedback_role_arn: Str = optional(check=Check(format="arn"))
    lambda_success_feedback_role_arn: Str = optional(check=Check(format="arn"))
    lambda_success_feedback_sample_rate: Num = optional(check=Check(range=(0, 100)))
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    policy: Str = optional(computed=True, suppressed=True)
    region: Str = optional(computed=True)
    signature_version: Num = optional(computed=True, check=Check(range=(1, 2)))
    sqs_failure_feedback_role_arn: Str = optional(check=Check(format="arn"))
    sqs_success_feedback_role_arn: Str = optional(check=Check(format="arn"))
    sqs_success_feedback_sample_rate: Num = optional(check=Check(range=(0, 100)))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    tracing_config: Str = optional(computed=True)
    arn: Str = computed()
    beginning_archive_time: Str = computed()
    owner: Str = computed()


class TopicPolicy(Resource, type="aws_sns_topic_policy"):
    """Who may publish to a topic."""

    arn: Str = required(new=True, check=Check(format="arn"))
    policy: Str = required(suppressed=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    owner: Str = computed()


class TopicSubscription(Resource, type="aws_sns_topic_subscription"):
    """Where a topic's messages go."""

    endpoint: Str = required(new=True)
    protocol: Str = required(new=True)
    topic_arn: Str = required(new=True, check=Check(format="arn"))
    confirmation_timeout_in_minutes: Num = optional(default=1)
    delivery_policy: Str = optional(suppressed=True)
    endpoint_auto_confirms: Bool = optional(default=False)
    filter_policy: Str = optional()
    filter_policy_scope: Str = optional(computed=True)
    id: Str = optional(computed=True)
    raw_message_delivery: Bool = optional(default=False)
    redrive_policy: Str = optional()
    region: Str = optional(computed=True)
    replay_policy: Str = optional()
    subscription_role_arn: Str = optional(check=Check(format="arn"))
    arn: Str = computed()
    confirmation_was_authenticated: Bool = computed()
    owner_id: Str = computed()
    pending_confirmation: Bool = computed()
