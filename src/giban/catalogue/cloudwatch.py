"""Metrics, alarms and logs (Amazon CloudWatch)."""

from typing import Annotated

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    As,
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)
from giban.values import Expr

S3DeliveryConfigurationValue = Annotated[
    Expr,
    As(["list", ["object", {"enable_hive_compatible_path": "bool", "suffix_path": "string"}]]),
]


class PromqlCriteria(Block):
    """`evaluation_criteria.promql_criteria`."""

    query: Str = required(check=Check(length=(1, 10000)))
    pending_period: Num = optional(check=Check(range=(0, 86400)))
    recovery_period: Num = optional(check=Check(range=(0, 86400)))


class EvaluationCriteria(Block):
    """`evaluation_criteria`."""

    promql_criteria: PromqlCriteria | None = blocks(min=1, max=1)


class Metric(Block):
    """`metric_query.metric`."""

    metric_name: Str = required(check=Check(length=(1, 255)))
    period: Num = required()
    stat: Str = required()
    dimensions: StrMap = optional()
    namespace: Str = optional()
    unit: Str = optional()


class MetricQuery(Block):
    """`metric_query`."""

    id: Str = required(check=Check(length=(1, 255)))
    account_id: Str = optional(check=Check(length=(1, 255)))
    expression: Str = optional(check=Check(length=(1, 1024)))
    label: Str = optional()
    period: Num = optional()
    return_data: Bool = optional(default=False)
    metric: Metric | None = blocks(max=1)


class MetricAlarm(Resource, type="aws_cloudwatch_metric_alarm"):
    """A threshold on a metric."""

    alarm_name: Str = required(new=True, check=Check(length=(1, 255)))
    actions_enabled: Bool = optional(default=True)
    alarm_actions: StrSet = optional()
    alarm_description: Str = optional(check=Check(length=(0, 1024)))
    comparison_operator: Str = optional()
    datapoints_to_alarm: Num = optional(check=Check(range=(1, None)))
    dimensions: StrMap = optional(check=Check(conflicts_with=("metric_query",)))
    evaluate_low_sample_count_percentiles: Str = optional(computed=True)
    evaluation_interval: Num = optional(
        check=Check(
            conflicts_with=("metric_name", "metric_query"), required_with=("evaluation_criteria",)
        )
    )
    evaluation_periods: Num = optional(check=Check(range=(1, None)))
    extended_statistic: Str = optional(check=Check(conflicts_with=("statistic", "metric_query")))
    id: Str = optional(computed=True)
    insufficient_data_actions: StrSet = optional()
    metric_name: Str = optional(check=Check(length=(1, 255), conflicts_with=("metric_query",)))
    namespace: Str = optional(check=Check(conflicts_with=("metric_query",)))
    ok_actions: StrSet = optional()
    period: Num = optional(check=Check(conflicts_with=("metric_query",)))
    region: Str = optional(computed=True)
    statistic: Str = optional(check=Check(conflicts_with=("extended_statistic", "metric_query")))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    threshold: Num = optional(check=Check(conflicts_with=("threshold_metric_id",)))
    threshold_metric_id: Str = optional(check=Check(length=(1, 255), conflicts_with=("threshold",)))
    treat_missing_data: Str = optional(default="missing")
    unit: Str = optional()
    arn: Str = computed()
    evaluation_criteria: EvaluationCriteria | None = blocks(
        max=1,
        check=Check(
            conflicts_with=(
                "namespace",
                "metric_name",
                "dimensions",
                "period",
                "unit",
                "statistic",
                "extended_statistic",
                "metric_query",
                "threshold",
                "comparison_operator",
                "threshold_metric_id",
                "evaluation_periods",
                "datapoints_to_alarm",
            ),
            exactly_one_of=("evaluation_criteria", "metric_name", "metric_query"),
        ),
    )
    metric_query: tuple[MetricQuery, ...] = blocks(
        "set", check=Check(conflicts_with=("metric_name",))
    )


class LogGroup(Resource, type="aws_cloudwatch_log_group", stateful=True):
    """Log streams that share retention and encryption."""

    deletion_protection_enabled: Bool = optional(computed=True)
    id: Str = optional(computed=True)
    kms_key_id: Str = optional()
    log_group_class: Str = optional(computed=True, new=True)
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    region: Str = optional(computed=True)
    retention_in_days: Num = optional(
        default=0,
        suppressed=True,
        check=Check(
            one_of=(
                0,
                1,
                3,
                5,
                7,
                14,
                30,
                60,
                90,
                120,
                150,
                180,
                365,
                400,
                545,
                731,
                1096,
                1827,
                2192,
                2557,
                2922,
                3288,
                3653,
            )
        ),
    )
    skip_destroy: Bool = optional(default=False)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()


class Dashboard(Resource, type="aws_cloudwatch_dashboard"):
    """A page of graphs."""

    dashboard_body: Str = required(suppressed=True)
    dashboard_name: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    dashboard_arn: Str = computed()


class MetricTransformation(Block):
    """`metric_transformation`."""

    name: Str = required()
    namespace: Str = required()
    value: Str = required(check=Check(length=(0, 100)))
    default_value: Str = optional()
    dimensions: StrMap = optional()
    unit: Str = optional(default="None")


class LogMetricFilter(Resource, type="aws_cloudwatch_log_metric_filter"):
    """A metric that counts what a log says."""

    log_group_name: Str = required(new=True)
    name: Str = required(new=True)
    pattern: Str = required()
    apply_on_transformed_logs: Bool = optional(computed=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    metric_transformation: MetricTransformation | None = blocks(min=1, max=1)


class QueryDefinition(Resource, type="aws_cloudwatch_query_definition"):
    """A query over logs that is kept."""

    name: Str = required()
    query_string: Str = required()
    id: Str = optional(computed=True)
    log_group_names: StrList = optional()
    region: Str = optional(computed=True)
    query_definition_id: Str = computed()


class ActionsSuppressor(Block):
    """`actions_suppressor`."""

    alarm: Str = required()
    extension_period: Num = required()
    wait_period: Num = required()


class CompositeAlarm(Resource, type="aws_cloudwatch_composite_alarm"):
    """An alarm over other alarms."""

    alarm_name: Str = required(new=True, check=Check(length=(0, 255)))
    alarm_rule: Str = required(check=Check(length=(1, 10240)))
    actions_enabled: Bool = optional(new=True, default=True)
    alarm_actions: StrSet = optional()
    alarm_description: Str = optional(check=Check(length=(0, 1024)))
    id: Str = optional(computed=True)
    insufficient_data_actions: StrSet = optional()
    ok_actions: StrSet = optional()
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    actions_suppressor: ActionsSuppressor | None = blocks(max=1)


class LogDelivery(Resource, type="aws_cloudwatch_log_delivery", framework=True):
    """What brings the logs of a source to a destination."""

    delivery_destination_arn: Str = required(new=True, check=Check(format="arn"))
    delivery_source_name: Str = required(new=True, check=Check(length=(1, 60)))
    field_delimiter: Str = optional(computed=True, check=Check(length=(0, 5)))
    record_fields: StrList = optional(computed=True)
    region: Str = optional(computed=True)
    s3_delivery_configuration: S3DeliveryConfigurationValue = optional(computed=True)
    tags: StrMap = optional()
    arn: Str = computed()
    id: Str = computed()
    tags_all: StrMap = computed()


class DeliveryDestinationConfiguration(Block):
    """`delivery_destination_configuration`."""

    destination_resource_arn: Str = optional(check=Check(format="arn"))


class LogDeliveryDestination(
    Resource, type="aws_cloudwatch_log_delivery_destination", framework=True
):
    """Where logs of AWS services are delivered."""

    name: Str = required(new=True, check=Check(length=(1, 60)))
    delivery_destination_type: Str = optional(computed=True)
    output_format: Str = optional(new=True)
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    arn: Str = computed()
    tags_all: StrMap = computed()
    delivery_destination_configuration: tuple[DeliveryDestinationConfiguration, ...] = blocks()


class LogDeliverySource(Resource, type="aws_cloudwatch_log_delivery_source", framework=True):
    """A resource of AWS whose logs are delivered."""

    log_type: Str = required(new=True, check=Check(length=(1, 255)))
    name: Str = required(new=True, check=Check(length=(1, 60)))
    resource_arn: Str = required(new=True, check=Check(format="arn"))
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    arn: Str = computed()
    service: Str = computed()
    tags_all: StrMap = computed()
