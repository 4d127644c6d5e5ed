"""Spending limits (AWS Budgets)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
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


class HistoricalOptions(Block):
    """`auto_adjust_data.historical_options`."""

    budget_adjustment_period: Num = required(check=Check(range=(1, 60)))
    lookback_available_periods: Num = computed()


class AutoAdjustData(Block):
    """`auto_adjust_data`."""

    auto_adjust_type: Str = required()
    last_auto_adjust_time: Str = computed()
    historical_options: HistoricalOptions | None = blocks(max=1)


class CostFilter(Block):
    """`cost_filter`."""

    name: Str = required()
    values: StrList = required()


class CostTypes(Block):
    """`cost_types`."""

    include_credit: Bool = optional(default=True)
    include_discount: Bool = optional(default=True)
    include_other_subscription: Bool = optional(default=True)
    include_recurring: Bool = optional(default=True)
    include_refund: Bool = optional(default=True)
    include_subscription: Bool = optional(default=True)
    include_support: Bool = optional(default=True)
    include_tax: Bool = optional(default=True)
    include_upfront: Bool = optional(default=True)
    use_amortized: Bool = optional(default=False)
    use_blended: Bool = optional(default=False)


class CostCategories(Block):
    """`filter_expression.and.and.cost_categories`."""

    key: Str = optional()
    match_options: StrList = optional()
    values: StrList = optional()


class Dimensions(Block):
    """`filter_expression.and.and.dimensions`."""

    key: Str = required()
    values: StrList = required()
    match_options: StrList = optional()


class Tags(Block):
    """`filter_expression.and.and.tags`."""

    key: Str = optional()
    match_options: StrList = optional()
    values: StrList = optional()


class And(Block):
    """`filter_expression.and.and`."""

    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    tags: Tags | None = blocks(max=1)


class Not(Block):
    """`filter_expression.and.not`."""

    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    tags: Tags | None = blocks(max=1)


class Or(Block):
    """`filter_expression.and.or`."""

    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    tags: Tags | None = blocks(max=1)


class BudgetAnd(Block):
    """`filter_expression.and`."""

    and_: tuple[And, ...] = blocks()
    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    not_: Not | None = blocks(max=1)
    or_: tuple[Or, ...] = blocks()
    tags: Tags | None = blocks(max=1)


class BudgetNot(Block):
    """`filter_expression.not`."""

    and_: tuple[And, ...] = blocks()
    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    not_: Not | None = blocks(max=1)
    or_: tuple[Or, ...] = blocks()
    tags: Tags | None = blocks(max=1)


class BudgetOr(Block):
    """`filter_expression.or`."""

    and_: tuple[And, ...] = blocks()
    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    not_: Not | None = blocks(max=1)
    or_: tuple[Or, ...] = blocks()
    tags: Tags | None = blocks(max=1)


class BudgetTags(Block):
    """`filter_expression.tags`."""

    key: Str = optional(check=Check(length=(0, 1024)))
    match_options: StrList = optional()
    values: StrList = optional()


class FilterExpression(Block):
    """`filter_expression`."""

    and_: tuple[BudgetAnd, ...] = blocks()
    cost_categories: CostCategories | None = blocks(max=1)
    dimensions: Dimensions | None = blocks(max=1)
    not_: BudgetNot | None = blocks(max=1)
    or_: tuple[BudgetOr, ...] = blocks()
    tags: BudgetTags | None = blocks(max=1)


class Notification(Block):
    """`notification`."""

    comparison_operator: Str = required()
    notification_type: Str = required()
    threshold: Num = required()
    threshold_type: Str = required()
    subscriber_email_addresses: StrSet = optional()
    subscriber_sns_topic_arns: StrSet = optional()


class PlannedLimit(Block):
    """`planned_limit`."""

    amount: Str = required(suppressed=True)
    start_time: Str = required()
    unit: Str = required()


class Budget(Resource, type="aws_budgets_budget"):
    """A spending limit and who hears of it."""

    budget_type: Str = required()
    time_unit: Str = required()
    account_id: Str = optional(computed=True, new=True)
    billing_view_arn: Str = optional(check=Check(format="arn"))
    id: Str = optional(computed=True)
    limit_amount: Str = optional(
        computed=True, suppressed=True, check=Check(conflicts_with=("planned_limit",))
    )
    limit_unit: Str = optional(computed=True, check=Check(conflicts_with=("planned_limit",)))
    metrics: StrList = optional(
        check=Check(conflicts_with=("cost_types",), required_with=("filter_expression",))
    )
    name: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name_prefix",)))
    name_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("name",)))
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    time_period_end: Str = optional(default="2087-06-15_00:00")
    time_period_start: Str = optional(computed=True)
    arn: Str = computed()
    auto_adjust_data: AutoAdjustData | None = blocks(max=1)
    cost_filter: tuple[CostFilter, ...] = blocks(
        "set", computed=True, check=Check(conflicts_with=("filter_expression",))
    )
    cost_types: CostTypes | None = blocks(
        max=1, computed=True, check=Check(conflicts_with=("metrics",))
    )
    filter_expression: FilterExpression | None = blocks(
        max=1, check=Check(conflicts_with=("cost_filter",), required_with=("metrics",))
    )
    notification: tuple[Notification, ...] = blocks("set")
    planned_limit: tuple[PlannedLimit, ...] = blocks(
        "set", check=Check(conflicts_with=("limit_amount", "limit_unit"))
    )
