"""Amazon S3: https://aws.amazon.com/s3/pricing/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.catalogue import s3
from giban.pricing.amount import ZERO
from giban.pricing.charges.transfer import GROUP as TRANSFER
from giban.pricing.charges.transfer import between
from giban.pricing.line import Charge
from giban.pricing.reading import blocks, number, plain, word
from giban.pricing.scope import Scope
from giban.values import Value, text

GROUP = "S3"
ARN = "arn:aws:s3:::"
LIFE = Decimal(365)
"""Days an object is taken to stay where nothing expires it."""

CLASSES = {
    "STANDARD": ("Standard", "bucket_storage", ""),
    "STANDARD_IA": ("Standard-IA", "s3.standard_ia.gb_month", "to_standard_ia"),
    "ONEZONE_IA": ("One Zone-IA", "s3.one_zone_ia.gb_month", "to_standard_ia"),
    "GLACIER_IR": (
        "Glacier Instant Retrieval",
        "s3.glacier_instant_retrieval.gb_month",
        "to_glacier_instant_retrieval",
    ),
    "GLACIER": (
        "Glacier Flexible Retrieval",
        "s3.glacier_flexible_retrieval.gb_month",
        "to_glacier_flexible",
    ),
    "DEEP_ARCHIVE": (
        "Glacier Deep Archive",
        "s3.glacier_deep_archive.gb_month",
        "to_deep_archive",
    ),
}
TIERING = "INTELLIGENT_TIERING"
Tier = tuple[Decimal, str, str]
TIERS: tuple[Tier, ...] = (
    (Decimal(0), "frequent", "s3.intelligent_tiering.frequent.gb_month.first_50tb"),
    (Decimal(30), "infrequent", "s3.intelligent_tiering.infrequent.gb_month"),
    (Decimal(90), "archive instant", "s3.intelligent_tiering.archive_instant.gb_month"),
)
ARCHIVES = {
    "ARCHIVE_ACCESS": ("archive", "s3.intelligent_tiering.archive.gb_month"),
    "DEEP_ARCHIVE_ACCESS": ("deep archive", "s3.intelligent_tiering.deep_archive.gb_month"),
}
EVENLY = "objects arrive evenly and stay for their lifetime, a year without one"


def bucket(thing: s3.Bucket, scope: Scope) -> Iterator[Charge]:
    """Yield what a bucket holds, class by class, and the requests to it."""
    del thing
    stored, put, get = (scope.assume(k) for k in ("stored_gb", "put_requests", "get_requests"))
    rules = scope.pointing(s3.BucketLifecycleConfiguration, "bucket")
    moves = [move for rule in rules for move in _moves(rule)]
    life = _life(rules)
    tiers = _archives(scope.pointing(s3.BucketTiering, "bucket"))
    for name, key, part in _classes(moves, life, tiers):
        yield Charge(
            name=f"Storage ({name})",
            quantity=stored.value * part,
            price=key,
            rests_on=(stored,),
            note=EVENLY if moves else "",
        )
    yield Charge(
        name="PUT, COPY, POST, LIST requests",
        quantity=put.value,
        price="s3.standard.put.per_1000",
        rests_on=(put,),
    )
    yield Charge(
        name="GET and other requests",
        quantity=get.value,
        price="s3.standard.get.per_1000",
        rests_on=(get,),
    )
    for days, kind in moves:
        if days < life and kind != "STANDARD":
            step = "to_intelligent_tiering" if kind == TIERING else CLASSES[kind][2]
            yield Charge(
                name=f"Lifecycle transitions {step.replace('_', ' ')}",
                quantity=put.value,
                price=f"s3.lifecycle_transition.{step}.per_1000",
                rests_on=(put,),
            )


def replication(thing: s3.BucketReplicationConfiguration, scope: Scope) -> Iterator[Charge]:
    """Yield what is copied to another region, for each rule: the way there, and time control.

    Where two buckets copy to each other each object goes one way: S3 copies no copies.
    """
    for rule in blocks(thing.rule, "rule"):
        if rule.destination is None:
            continue
        target = rule.destination.bucket
        there = scope.region_of_bucket(target) or "another region"
        if there != scope.region:
            yield from _copied(rule, there, scope, back=_answers(thing, target, scope))


def _copied(
    rule: s3.BucketReplicationConfigurationRule, there: str, scope: Scope, *, back: bool
) -> Iterator[Charge]:
    copied = scope.assume("replicated_gb")
    quantity, note = (ZERO, "counted with the way there") if back else (copied.value, "")
    name = f"(rule {plain(rule.id) or 'without a name'})"
    yield Charge(
        name=f"Data copied to {there} {name}",
        quantity=quantity,
        price=between(scope.region, there),
        group=TRANSFER,
        rests_on=(copied,),
        note=note,
    )
    if rule.destination and rule.destination.replication_time:
        yield Charge(
            name=f"Replication time control {name}",
            quantity=quantity,
            price="s3.replication_time_control.gb",
            rests_on=(copied,),
            note=note,
        )


def _answers(thing: s3.BucketReplicationConfiguration, target: Value, scope: Scope) -> bool:
    """Tell whether the bucket copied to copies to this one, by what is written before it."""
    for other in scope.ground.graph.all(s3.BucketReplicationConfiguration):
        if other is thing:
            return False
        if text(ARN, other.bucket) == target:
            rules = blocks(other.rule, "rule")
            aims = [rule.destination.bucket for rule in rules if rule.destination]
            return text(ARN, thing.bucket) in aims
    return False


def _moves(rules: s3.BucketLifecycleConfiguration) -> Iterator[tuple[Decimal, str]]:
    for rule in blocks(rules.rule, "rule"):
        if word(rule.status, "status") == "Enabled":
            for move in blocks(rule.transition, "transition"):
                yield number(move.days, "days"), word(move.storage_class, "storage_class")


def _life(rules: list[s3.BucketLifecycleConfiguration]) -> Decimal:
    days = [
        number(end.days, "days")
        for one in rules
        for rule in blocks(one.rule, "rule")
        for end in blocks(rule.expiration, "expiration")
        if end.days is not None
    ]
    return min(days, default=LIFE)


def _archives(found: list[s3.BucketTiering]) -> list[Tier]:
    """Return the tiers of Intelligent-Tiering, with the archives that are switched on."""
    archives = [
        (number(one.days, "days"), *ARCHIVES[word(one.access_tier, "access_tier")])
        for setting in found
        if word(setting.status, "status", "Enabled") == "Enabled"
        for one in blocks(setting.tiering, "tiering")
    ]
    return sorted([*TIERS, *archives], key=lambda tier: tier[0])


def _classes(
    moves: list[tuple[Decimal, str]], life: Decimal, tiers: list[Tier]
) -> Iterator[tuple[str, str, Decimal]]:
    """Yield each storage class with the part of a lifetime that objects spend in it."""
    steps = sorted([(ZERO, "STANDARD"), *moves], key=lambda step: step[0])
    for (start, kind), end in zip(steps, [*(s for s, _ in steps[1:]), life], strict=True):
        part = (min(end, life) - min(start, life)) / life
        if part <= 0:
            continue
        if kind == TIERING:
            yield from _tiers(start, min(end, life), life, tiers)
        else:
            name, key, _ = CLASSES[kind]
            yield name, key, part


def _tiers(
    start: Decimal, end: Decimal, life: Decimal, tiers: list[Tier]
) -> Iterator[tuple[str, str, Decimal]]:
    """Yield the tiers of objects that nobody reads again."""
    for index, (since, name, key) in enumerate(tiers):
        low = start + since
        high = start + tiers[index + 1][0] if index + 1 < len(tiers) else end
        part = (min(high, end) - low) / life
        if part > 0:
            yield f"Intelligent-Tiering, {name}", key, part
