"""What costs by the piece: keys, secrets, messages, images, builds, tables, backups.

The pricing page of each service, https://aws.amazon.com/<service>/pricing/.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.catalogue import (
    backup,
    codebuild,
    codepipeline,
    dynamodb,
    ecr,
    kms,
    secretsmanager,
    sns,
    sqs,
    ssm,
)
from giban.pricing.amount import HOURS, ONE
from giban.pricing.line import Charge
from giban.pricing.reading import block, blocks, flag, number, word
from giban.pricing.scope import Scope


def key(thing: kms.Key, scope: Scope) -> Iterator[Charge]:
    """Yield a customer managed key and its requests."""
    asked = scope.assume("key_requests")
    turns = "each of the first two yearly rotations adds 1.00"
    yield Charge(
        name="Customer managed key",
        quantity=ONE,
        price="kms.key.month",
        note=turns if flag(thing.enable_key_rotation) else "",
    )
    yield Charge(name="Requests", quantity=asked.value, price="key_requests", rests_on=(asked,))


def secret(thing: secretsmanager.Secret, scope: Scope) -> Iterator[Charge]:
    """Yield a secret, its copies in other regions, and how often it is read."""
    read = scope.assume("secret_reads")
    yield Charge(
        name="Secret",
        quantity=Decimal(1 + len(blocks(thing.replica, "replica"))),
        price="secretsmanager.secret.month",
    )
    yield Charge(
        name="Reads", quantity=read.value, price="secretsmanager.api.per_10k", rests_on=(read,)
    )


def parameter(thing: ssm.Parameter, scope: Scope) -> Iterator[Charge]:
    """Yield an advanced parameter; standard ones are free."""
    del scope
    if word(thing.tier, "tier", "Standard") == "Advanced":
        yield Charge(name="Advanced parameter", quantity=ONE, price="ssm.parameter.advanced.month")


def topic(thing: sns.Topic, scope: Scope) -> Iterator[Charge]:
    """Yield messages and the mails they become."""
    del thing
    sent = scope.assume("notifications")
    people = [
        one
        for one in scope.pointing(sns.TopicSubscription, "topic_arn")
        if word(one.protocol, "protocol").startswith("email")
    ]
    yield Charge(name="Messages", quantity=sent.value, price="topic_requests", rests_on=(sent,))
    yield Charge(
        name="Mails", quantity=sent.value * len(people), price="topic_mails", rests_on=(sent,)
    )


def queue(thing: sqs.Queue, scope: Scope) -> Iterator[Charge]:
    """Yield the requests to a queue; a dead-letter queue has next to none."""
    if scope.pointing(sqs.Queue, "redrive_policy"):
        return
    asked = scope.assume("queue_requests")
    fifo = flag(thing.fifo_queue)
    yield Charge(
        name="Requests (FIFO)" if fifo else "Requests",
        quantity=asked.value,
        price="sqs.fifo.per_million" if fifo else "queue_requests",
        rests_on=(asked,),
    )


def repository(thing: ecr.Repository, scope: Scope) -> Iterator[Charge]:
    """Yield the images of a repository."""
    del thing
    held = scope.assume("images_gb")
    yield Charge(name="Images", quantity=held.value, price="ecr.storage.gb_month", rests_on=(held,))


def build(thing: codebuild.Project, scope: Scope) -> Iterator[Charge]:
    """Yield the minutes of builds; what is not Linux on general1 is not in the book."""
    machine = block(thing.environment, "environment")
    size = word(machine and machine.compute_type, "compute_type").removeprefix("BUILD_GENERAL1_")
    system = word(machine and machine.type, "type", "LINUX_CONTAINER")
    kind = "linux" if system == "LINUX_CONTAINER" else system.lower()
    often, long = scope.assume("builds"), scope.assume("build_minutes")
    name = f"codebuild.{kind}.general1.{size.lower()}.minute"
    small = name == "codebuild.linux.general1.small.minute"
    yield Charge(
        name=f"Build minutes (general1.{size.lower()})",
        quantity=often.value * long.value,
        price="build_minutes_small" if small else name,
        rests_on=(often, long),
    )


def pipeline(thing: codepipeline.Pipeline, scope: Scope) -> Iterator[Charge]:
    """Yield a pipeline: V1 by the month, V2 by the minutes of its actions."""
    if word(thing.pipeline_type, "pipeline_type", "V1") == "V1":
        yield Charge(name="Active pipeline (V1)", quantity=ONE, price="pipelines_v1")
        return
    often, long = scope.assume("builds"), scope.assume("build_minutes")
    actions = sum(len(blocks(stage.action, "action")) for stage in blocks(thing.stage, "stage"))
    yield Charge(
        name="Action minutes (V2)",
        quantity=often.value * long.value * actions,
        price="pipeline_minutes",
        rests_on=(often, long),
        note="every action as long as a build: a pipeline costs at most this",
    )


def table(thing: dynamodb.Table, scope: Scope) -> Iterator[Charge]:
    """Yield a table: storage, reads and writes by request or by provision, recovery."""
    held = scope.assume("table_gb")
    yield Charge(name="Storage", quantity=held.value, price="table_storage", rests_on=(held,))
    if word(thing.billing_mode, "billing_mode", "PROVISIONED") == "PAY_PER_REQUEST":
        for name, usage, price in (
            ("Reads", "table_reads", "read"),
            ("Writes", "table_writes", "write"),
        ):
            asked = scope.assume(usage)
            yield Charge(
                name=name,
                quantity=asked.value,
                price=f"dynamodb.on_demand.{price}.per_million",
                rests_on=(asked,),
            )
    else:
        for name, wanted, price in (
            ("Read capacity", thing.read_capacity, "rcu"),
            ("Write capacity", thing.write_capacity, "wcu"),
        ):
            yield Charge(
                name=name,
                quantity=number(wanted, name.lower()) * HOURS,
                price=f"dynamodb.provisioned.{price}_hour",
            )
    recovery = block(thing.point_in_time_recovery, "point_in_time_recovery")
    if recovery and flag(recovery.enabled):
        yield Charge(
            name="Point-in-time recovery",
            quantity=held.value,
            price="dynamodb.pitr.gb_month",
            rests_on=(held,),
        )


def vault(thing: backup.Vault, scope: Scope) -> Iterator[Charge]:
    """Yield what a vault holds, at the price of database snapshots."""
    del thing
    held = scope.assume("backup_gb")
    yield Charge(
        name="Backups", quantity=held.value, price="backup.rds_snapshot.gb_month", rests_on=(held,)
    )


def backup_plan(thing: backup.Plan, scope: Scope) -> Iterator[Charge]:
    """Yield what is copied to another region."""
    if not any(rule.copy_action for rule in blocks(thing.rule, "rule")):
        return
    held = scope.assume("backup_gb")
    yield Charge(
        name="Copies to another vault",
        quantity=held.value,
        price="backup.cross_region_copy.gb",
        rests_on=(held,),
        note="everything once a month; only copies to another region cost this",
    )
