"""What watches and tells: logs, alarms, topics, events, traces, trails, budgets."""

from giban.catalogue.permissions.needs import Anywhere, Hand, Linked, Locked, Needs, On

LOGS = "logs:{region}:{account}:log-group:"
WATCH = "cloudwatch:{region}:{account}:"
EVENTS = "events:{region}:{account}:rule/{event_bus_name|default}/{name}"
RULE = "events:{region}:{account}:rule/{event_bus_name|default}/"
DELIVERY = "logs:{region}:{account}:delivery-"
XRAY = "xray:{region}:{account}:"

_alarm = On(
    create="PutMetricAlarm",
    read="DescribeAlarms ListTagsForResource",
    delete="DeleteAlarms",
    tag="TagResource",
    untag="UntagResource",
)

NEEDS = {
    # IAM writes a log group with `:*` behind it, but for its tags.
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/iam-access-control-overview-cwl.html
    "aws_cloudwatch_log_group": Needs(
        f"{LOGS}{{name}}",
        On(
            read="ListTagsForResource",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(
            arn=f"{LOGS}{{name}}:*",
            create="CreateLogGroup",
            update="PutRetentionPolicy DeleteRetentionPolicy",
            delete="DeleteLogGroup",
        ),
        On(
            arn=f"{LOGS}{{name}}:*",
            update="AssociateKmsKey DisassociateKmsKey",
            given="kms_key_id",
        ),
        Anywhere(service="logs", read="DescribeLogGroups"),
    ),
    "aws_cloudwatch_log_metric_filter": Needs(
        "",
        On(
            arn=f"{LOGS}{{log_group_name}}:*",
            create="PutMetricFilter",
            read="DescribeMetricFilters",
            delete="DeleteMetricFilter",
        ),
    ),
    "aws_cloudwatch_query_definition": Needs(
        "",
        Anywhere(
            service="logs",
            create="PutQueryDefinition",
            read="DescribeQueryDefinitions",
            delete="DeleteQueryDefinition",
        ),
    ),
    # https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
    "aws_cloudwatch_log_delivery_source": Needs(
        f"{DELIVERY}source:{{name}}",
        On(
            create="PutDeliverySource",
            read="GetDeliverySource ListTagsForResource",
            delete="DeleteDeliverySource",
            tag="TagResource",
            untag="UntagResource",
        ),
        # AWS's reference has it on the destination of that name, and not on the source.
        On(arn=f"{DELIVERY}destination:{{name}}", delete="DeleteDeliverySource"),
        On(
            of="resource_arn",
            kind="aws_cloudfront_distribution",
            create="AllowVendedLogDeliveryForResource",
        ),
    ),
    "aws_cloudwatch_log_delivery_destination": Needs(
        f"{DELIVERY}destination:{{name}}",
        On(
            create="PutDeliveryDestination",
            read="GetDeliveryDestination ListTagsForResource",
            update="PutDeliveryDestination",
            delete="DeleteDeliveryDestination",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(
            of="delivery_destination_configuration.destination_resource_arn",
            kind="aws_s3_bucket",
            create="GetBucketPolicy PutBucketPolicy",
        ),
    ),
    "aws_cloudwatch_log_delivery": Needs(
        "logs:{region}:{account}:delivery:*",
        On(
            create="CreateDelivery",
            read="GetDelivery ListTagsForResource",
            update="UpdateDeliveryConfiguration",
            delete="DeleteDelivery",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(
            of="delivery_source_name",
            kind="aws_cloudwatch_log_delivery_source",
            create="CreateDelivery",
            update="UpdateDeliveryConfiguration",
        ),
        On(
            of="delivery_destination_arn",
            kind="aws_cloudwatch_log_delivery_destination",
            create="CreateDelivery",
            update="UpdateDeliveryConfiguration",
        ),
        by="nothing",
    ),
    "aws_cloudwatch_metric_alarm": Needs(f"{WATCH}alarm:{{alarm_name}}", _alarm),
    "aws_cloudwatch_composite_alarm": Needs(
        f"{WATCH}alarm:{{alarm_name}}",
        On(
            create="PutCompositeAlarm",
            read="DescribeAlarms ListTagsForResource",
            delete="DeleteAlarms",
            tag="TagResource",
            untag="UntagResource",
        ),
    ),
    # Told apart from alarms, whose tags are no business of a dashboard.
    "aws_cloudwatch_dashboard": Needs(
        "",
        On(
            arn="cloudwatch::{account}:dashboard/{dashboard_name}",
            create="PutDashboard",
            read="GetDashboard",
            delete="DeleteDashboards",
        ),
    ),
    "aws_sns_topic": Needs(
        "sns:{region}:{account}:{name}",
        On(
            create="CreateTopic",
            read="GetTopicAttributes ListTagsForResource",
            update="SetTopicAttributes",
            delete="DeleteTopic",
            tag="TagResource",
            untag="UntagResource",
        ),
    ),
    "aws_sns_topic_policy": Needs(
        "",
        On(
            of="arn",
            kind="aws_sns_topic",
            create="SetTopicAttributes",
            read="GetTopicAttributes",
        ),
    ),
    "aws_sns_topic_subscription": Needs(
        "",
        On(
            of="topic_arn",
            kind="aws_sns_topic",
            create="Subscribe",
            read="GetSubscriptionAttributes",
            update="SetSubscriptionAttributes",
            delete="Unsubscribe",
        ),
        On(
            arn="sns:{region}:{account}:{topic_arn.name}:*",
            read="GetSubscriptionAttributes",
            update="SetSubscriptionAttributes",
            delete="Unsubscribe",
        ),
        Hand("subscription_role_arn", "sns.amazonaws.com"),
    ),
    "aws_chatbot_slack_channel_configuration": Needs(
        "chatbot::{account}:chat-configuration/slack-channel/{configuration_name}",
        On(
            update="UpdateSlackChannelConfiguration",
            delete="DeleteSlackChannelConfiguration",
            tag="TagResource",
            untag="UntagResource",
        ),
        Anywhere(
            service="chatbot",
            made="CreateSlackChannelConfiguration",
            read="DescribeSlackChannelConfigurations ListTagsForResource",
        ),
        Hand("iam_role_arn", "chatbot.amazonaws.com"),
        Linked("management.chatbot"),
    ),
    "aws_cloudwatch_event_rule": Needs(
        EVENTS,
        On(
            create="PutRule",
            read="DescribeRule ListTagsForResource",
            update="EnableRule DisableRule",
            delete="DeleteRule",
            tag="TagResource",
            untag="UntagResource",
        ),
        Hand("role_arn", "events.amazonaws.com"),
    ),
    "aws_cloudwatch_event_target": Needs(
        "",
        On(
            of="rule",
            kind="aws_cloudwatch_event_rule",
            create="PutTargets",
            read="ListTargetsByRule",
            delete="RemoveTargets",
        ),
        Hand("role_arn", "events.amazonaws.com"),
        Hand("ecs_target.task_definition_arn.task_role_arn", "ecs-tasks.amazonaws.com"),
    ),
    "aws_scheduler_schedule": Needs(
        "scheduler:{region}:{account}:schedule/{group_name|default}/{name}",
        On(
            create="CreateSchedule",
            read="GetSchedule",
            update="UpdateSchedule",
            delete="DeleteSchedule",
        ),
        Hand("target.role_arn", "scheduler.amazonaws.com"),
        Locked("kms_key_arn", "scheduler", grant=False),
    ),
    "aws_xray_group": Needs(
        f"{XRAY}group/{{group_name}}/*",
        On(
            create="CreateGroup",
            read="GetGroup ListTagsForResource",
            update="UpdateGroup",
            delete="DeleteGroup",
            tag="TagResource",
            untag="UntagResource",
        ),
    ),
    "aws_xray_sampling_rule": Needs(
        f"{XRAY}sampling-rule/{{rule_name}}",
        On(
            create="CreateSamplingRule",
            read="ListTagsForResource",
            update="UpdateSamplingRule",
            delete="DeleteSamplingRule",
            tag="TagResource",
            untag="UntagResource",
        ),
        Anywhere(service="xray", read="GetSamplingRules"),
    ),
    "aws_cloudtrail": Needs(
        "cloudtrail:{region}:{account}:trail/{name}",
        On(
            create="CreateTrail StartLogging",
            read="GetTrail GetTrailStatus GetEventSelectors GetInsightSelectors ListTags",
            update="UpdateTrail StopLogging",
            delete="DeleteTrail",
            tag="AddTags",
            untag="RemoveTags",
        ),
        On(create="PutEventSelectors", given="event_selector"),
        On(create="PutEventSelectors", given="advanced_event_selector"),
        On(create="PutInsightSelectors", given="insight_selector"),
        Anywhere(service="cloudtrail", read="DescribeTrails"),
        Hand("cloud_watch_logs_role_arn", "cloudtrail.amazonaws.com"),
    ),
    "aws_guardduty_detector": Needs(
        "guardduty:{region}:{account}:detector/*",
        On(
            read="GetDetector ListTagsForResource",
            update="UpdateDetector",
            delete="DeleteDetector",
            tag="TagResource",
            untag="UntagResource",
        ),
        Anywhere(service="guardduty", made="CreateDetector"),
        Linked("guardduty"),
        by="tag",
    ),
    "aws_budgets_budget": Needs(
        "budgets::{account}:budget/{name}",
        On(
            create="ModifyBudget",
            read="ViewBudget ListTagsForResource",
            tag="TagResource",
            untag="UntagResource",
        ),
    ),
    "aws_applicationinsights_application": Needs(
        "applicationinsights:{region}:{account}:application/resource-group/{resource_group_name}",
        Anywhere(
            service="applicationinsights",
            create="CreateApplication",
            read="DescribeApplication ListTagsForResource",
            update="UpdateApplication",
            delete="DeleteApplication",
        ),
        Anywhere(service="applicationinsights", create="TagResource", update="UntagResource"),
        Linked("application-insights"),
    ),
    "aws_resourcegroups_group": Needs(
        "resource-groups:{region}:{account}:group/{name}",
        On(
            read="GetGroup GetGroupQuery GetTags GetGroupConfiguration",
            update="UpdateGroup UpdateGroupQuery PutGroupConfiguration",
            delete="DeleteGroup",
            tag="Tag",
            untag="Untag",
        ),
        Anywhere(service="resource-groups", made="CreateGroup"),
        Anywhere(service="tag", create="GetResources"),
    ),
}

DATA: dict[str, Needs] = {}
