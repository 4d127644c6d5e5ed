"""Prices with steps and free allocations, which AWS counts over a whole account.

https://aws.amazon.com/ec2/pricing/on-demand/ (data transfer), https://aws.amazon.com/cloudfront/pricing/,
https://aws.amazon.com/cloudwatch/pricing/ and the page of each service. Allocations that end twelve
months after an account was opened are left out: accounts opened since 2025-07-15 have none.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from msgspec import Struct

from giban.pricing.amount import ZERO

TB = 1024
MILLION = 1_000_000


class Tariff(Struct, frozen=True):
    """Steps in order: up to how much (None: all the rest) at the price of which key.

    `free` is what the account has every month for nothing, before the first step.
    """

    steps: tuple[tuple[int | None, str], ...]
    free: int = 0

    def split(self, quantity: Decimal) -> Iterator[tuple[Decimal, str]]:
        """Yield how much of a quantity falls on each key; `quantity` is without what is free."""
        below = ZERO
        for upto, key in self.steps:
            top = quantity if upto is None else min(quantity, Decimal(upto))
            if top > below:
                yield top - below, key
            below = max(below, top)


def _flat(key: str, free: int) -> Tariff:
    return Tariff(((None, key),), free)


TARIFFS: dict[str, Tariff] = {
    "internet_out": Tariff(
        (
            (10 * TB, "data_transfer.internet_out.first_10tb"),
            (50 * TB, "data_transfer.internet_out.next_40tb"),
            (150 * TB, "data_transfer.internet_out.next_100tb"),
            (None, "data_transfer.internet_out.over_150tb"),
        ),
        free=100,
    ),
    "cdn_out": Tariff(
        (
            (10 * TB, "cloudfront.dto.first_10tb"),
            (50 * TB, "cloudfront.dto.next_40tb"),
            (150 * TB, "cloudfront.dto.next_100tb"),
            (500 * TB, "cloudfront.dto.next_350tb"),
            (1024 * TB, "cloudfront.dto.next_524tb"),
            (5 * 1024 * TB, "cloudfront.dto.next_4pb"),
            (None, "cloudfront.dto.over_5pb"),
        ),
        free=1 * TB,
    ),
    "cdn_requests": _flat("cloudfront.https_requests.per_10k", 10 * MILLION),
    "cdn_functions": _flat("cloudfront.function.per_million", 2 * MILLION),
    "cdn_invalidations": _flat("cloudfront.invalidation.path", 1000),
    "alarms": _flat("cloudwatch.alarm.standard.month", 10),
    "dashboards": _flat("cloudwatch.dashboard.month", 3),
    "metrics": Tariff(
        (
            (10_000, "cloudwatch.custom_metric.month.first_10k"),
            (None, "cloudwatch.custom_metric.month.next_240k"),
        ),
        free=10,
    ),
    "logs": _flat("cloudwatch.logs.ingestion.standard.gb", 5),
    "build_minutes_small": _flat("codebuild.linux.general1.small.minute", 100),
    "pipelines_v1": _flat("codepipeline.v1.active_pipeline.month", 1),
    "pipeline_minutes": _flat("codepipeline.v2.action_minute", 100),
    "table_storage": _flat("dynamodb.storage.gb_month", 25),
    "key_requests": _flat("kms.requests.per_10k", 20_000),
    "lambda_requests": _flat("lambda.requests.per_million", MILLION),
    "lambda_x86_seconds": _flat("lambda.x86.gb_second", 400_000),
    "lambda_arm_seconds": _flat("lambda.arm.gb_second", 400_000),
    "zones": Tariff(
        ((25, "route53.hosted_zone.month.first_25"), (None, "route53.hosted_zone.month.over_25"))
    ),
    "health_checks": _flat("route53.health_check.aws_endpoint.month", 50),
    "bucket_storage": Tariff(
        (
            (50 * TB, "s3.standard.gb_month.first_50tb"),
            (500 * TB, "s3.standard.gb_month.next_450tb"),
            (None, "s3.standard.gb_month.over_500tb"),
        )
    ),
    "topic_requests": _flat("sns.requests.per_million", MILLION),
    "topic_mails": _flat("sns.email_delivery.per_100k", 1000),
    "queue_requests": _flat("sqs.standard.per_million", MILLION),
    "traces": _flat("xray.traces_recorded.per_million", 100_000),
}
