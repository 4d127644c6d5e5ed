"""Seeded offences: a valid Blueprint made wrong in one place; that is found, and nothing else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from giban.blueprint import Blueprint, Object, Stack
from giban.catalogue import (
    cloudwatch,
    ec2,
    ecr,
    ecs,
    elasticache,
    elb,
    iam,
    kms,
    rds,
    s3,
    secretsmanager,
    sns,
)  # fmt: skip
from giban.compile import compile_project
from giban.manifest import load
from giban.policy import Question, judge
from giban.system import resolve_all
from giban.values import Json
from tests.examples import EXAMPLES

Change = Callable[[Any], Object]
TODAY = date(2026, 11, 26)
ANYONE = {"Effect": "Allow", "Principal": "*", "Action": "s3:GetObject", "Resource": "*"}
EVERYTHING = {"Effect": "Allow", "Action": "*", "Resource": "*"}
GET_ALL = {"Effect": "Allow", "Action": "secretsmanager:GetSecretValue", "Resource": "*"}
NO_SOURCE = {
    "Effect": "Allow",
    "Action": "sts:AssumeRole",
    "Principal": {"Service": "ecs-tasks.amazonaws.com"},
}


@dataclass(frozen=True)
class Offence:
    """A change to one object of a class, and the rules that must then name it."""

    name: str
    cls: type[Object]
    change: Change
    rules: frozenset[str]
    which: Callable[[Any], bool] = lambda _thing: True
    elsewhere: frozenset[str] = frozenset()
    """Rules that then rightly name others: who stands behind a door that was opened."""


def offence(name: str, cls: type[Object], change: Change, *rules: str, **more: Any) -> Offence:
    """Return an offence."""
    return Offence(name, cls, change, frozenset(rules), **more)


def settings_of(**values: Any) -> Change:
    """Return the change that sets arguments."""
    return lambda thing: thing.replaced(**values)


def with_statement(attribute: str, statement: dict[str, Any]) -> Change:
    """Return the change that adds a statement at the end of a document."""

    def change(thing: Any) -> Object:
        document = dict(getattr(thing, attribute).value)
        document["Statement"] = [*document["Statement"], statement]
        changed: Object = thing.replaced(**{attribute: Json(document)})
        return changed

    return change


def container(**values: Any) -> Change:
    """Return the change that sets something of the last container of a task."""

    def change(thing: Any) -> Object:
        *rest, last = thing.container_definitions.value
        changed: Object = thing.replaced(container_definitions=Json([*rest, {**last, **values}]))
        return changed

    return change


def dropped(key: str) -> Change:
    """Return the change that drops one tag; the provider's own are then not there either."""
    return lambda thing: thing.replaced(
        tags={name: value for name, value in (thing.tags or {}).items() if name != key}
    )


SSH = {"cidr_ipv4": "0.0.0.0/0", "referenced_security_group_id": None, "from_port": 22, "to_port": 22, "ip_protocol": "tcp", "prefix_list_id": None}  # fmt: skip
OFFENCES: Sequence[Offence] = (
    offence("drop the tag Name", s3.Bucket, dropped("Name"), "TAG-05"),
    offence("empty a tag", ec2.Vpc, lambda t: t.replaced(tags={**t.tags, "Team": ""}), "TAG-04"),
    offence("tag twice", ec2.Vpc, lambda t: t.replaced(tags={**t.tags, "owner": "x"}), "TAG-03"),
    offence("open SSH", ec2.IngressRule, settings_of(**SSH), "NET-01", elsewhere=frozenset({"NET-06"})),
    offence("open SSH to IPv6", ec2.IngressRule, settings_of(**{**SSH, "cidr_ipv4": None, "cidr_ipv6": "::/0"}), "NET-01", elsewhere=frozenset({"NET-06"})),
    offence("open everything", ec2.IngressRule, settings_of(**{**SSH, "ip_protocol": "-1"}), "NET-03", elsewhere=frozenset({"NET-06"})),
    offence("open 8080", ec2.IngressRule, settings_of(**{**SSH, "from_port": 8080, "to_port": 8080}), "NET-04", elsewhere=frozenset({"NET-06"})),
    offence("forget why", ec2.IngressRule, settings_of(description=None), "NET-10"),
    offence("let everything out", ec2.EgressRule, settings_of(cidr_ipv4="0.0.0.0/0", referenced_security_group_id=None, ip_protocol="-1"), "NET-08"),
    offence("publish the database", rds.Instance, settings_of(publicly_accessible=True), "NET-20"),
    offence("unencrypt the database", rds.Instance, settings_of(storage_encrypted=False), "ENC-01"),
    offence("drop the backups", rds.Instance, settings_of(backup_retention_period=0), "BAK-01"),
    offence("drop the standby", rds.Instance, settings_of(multi_az=False), "AVL-01"),
    offence("unprotect the database", rds.Instance, settings_of(deletion_protection=False), "BAK-02"),
    offence("skip the last snapshot", rds.Instance, settings_of(skip_final_snapshot=True), "BAK-03"),
    offence("keep the password in the state", rds.Instance, settings_of(password="x"), "SEC-04"),  # noqa: S106
    offence("use gp2", rds.Instance, settings_of(storage_type="gp2"), "COST-01"),
    offence("keep the logs", rds.Instance, settings_of(enabled_cloudwatch_logs_exports=[]), "LOG-04"),
    offence("unencrypt the cache", elasticache.ReplicationGroup, settings_of(at_rest_encryption_enabled=False), "ENC-02"),
    offence("unencrypt its traffic", elasticache.ReplicationGroup, settings_of(transit_encryption_enabled=False), "TLS-05"),
    offence("no failover", elasticache.ReplicationGroup, settings_of(automatic_failover_enabled=False), "AVL-02"),
    offence("lose its logs", elasticache.ReplicationGroup, settings_of(log_delivery_configuration=()), "LOG-18"),
    offence("never rotate", kms.Key, settings_of(enable_key_rotation=False), "ENC-08"),
    offence("anyone's key", kms.Key, with_statement("policy", {**ANYONE, "Action": "kms:Decrypt"}), "IAM-17", "IAM-12"),
    offence("anyone's files", s3.BucketPolicy, with_statement("policy", ANYONE), "IAM-12"),
    offence("allow everything", iam.RolePolicy, with_statement("policy", EVERYTHING), "IAM-01"),
    offence("read every secret", iam.RolePolicy, with_statement("policy", GET_ALL), "IAM-03", "IAM-06"),
    offence("write any policy", iam.RolePolicy, with_statement("policy", {"Effect": "Allow", "Action": "iam:PutRolePolicy", "Resource": "*"}), "IAM-03", "IAM-04"),
    offence("trust anyone", iam.Role, with_statement("assume_role_policy", {**NO_SOURCE, "Principal": {"AWS": "*"}}), "IAM-08"),
    offence("trust a service for all", iam.Role, with_statement("assume_role_policy", NO_SOURCE), "IAM-10"),
    offence("attach an administrator", iam.RolePolicyAttachment, settings_of(policy_arn="arn:aws:iam::aws:policy/AdministratorAccess"), "IAM-15"),
    offence("let ACLs publish", s3.BucketPublicAccessBlock, settings_of(ignore_public_acls=False), "S3-01"),
    offence("empty buckets", s3.Bucket, settings_of(force_destroy=True), "BAK-09"),
    offence("be privileged", ecs.TaskDefinition, container(privileged=True), "CON-01"),
    offence("be root", ecs.TaskDefinition, container(user="root"), "CON-02"),
    offence("be latest", ecs.TaskDefinition, container(image="nginx:latest"), "CON-05"),
    offence("tell secrets", ecs.TaskDefinition, container(environment=[{"name": "API_TOKEN", "value": "abcdef123"}]), "SEC-01"),
    offence("show a key", ecs.TaskDefinition, container(command=["AKIA" + "ABCDEFGHIJKLMNOP"]), "SEC-02"),
    offence("write nowhere", ecs.TaskDefinition, container(logConfiguration=None), "CON-07"),
    offence("run on the internet", ecs.Service, lambda t: t.replaced(network_configuration=t.network_configuration.replaced(assign_public_ip=True)), "NET-15"),
    offence("keep broken tasks", ecs.Service, settings_of(deployment_circuit_breaker=None), "CON-15"),
    offence("move tags", ecr.Repository, settings_of(image_tag_mutability="MUTABLE"), "CON-12"),
    offence("do not scan", ecr.Repository, settings_of(image_scanning_configuration=None), "CON-11"),
    offence("pass bad headers", elb.LoadBalancer, settings_of(drop_invalid_header_fields=False), "NET-16"),
    offence("keep no access logs", elb.LoadBalancer, settings_of(access_logs=None), "LOG-01", elsewhere=frozenset({"BAK-05"})),
    offence("speak old TLS", elb.Listener, settings_of(ssl_policy="ELBSecurityPolicy-2016-08"), "TLS-02", which=lambda t: t.protocol == "HTTPS"),
    offence("keep logs for ever", cloudwatch.LogGroup, settings_of(retention_in_days=None), "LOG-03"),
    offence("log with AWS's key", cloudwatch.LogGroup, settings_of(kms_key_id=None), "ENC-06"),
    offence("tell nobody", cloudwatch.MetricAlarm, settings_of(alarm_actions=None), "LOG-11"),
    offence("say it in clear", sns.Topic, settings_of(kms_master_key_id=None), "ENC-04"),
    offence("shout", secretsmanager.Secret, settings_of(name="My_Secret"), "NAME-01", "NAME-03"),
    offence("forget at once", secretsmanager.Secret, settings_of(recovery_window_in_days=0), "SEC-08"),
)  # fmt: skip


@cache
def blueprint() -> Blueprint:
    """Return hospital-erp's production."""
    systems = list(resolve_all(load(EXAMPLES["hospital-erp"].manifest)).values())
    return compile_project(systems)["production"]


def found(of: Blueprint) -> set[tuple[str, str, str]]:
    """Return what rules find: rule, stack and address."""
    report = judge([of], Question(today=TODAY))
    return {(finding.rule.id, finding.stack, finding.address) for finding in report.findings}


@cache
def before() -> set[tuple[str, str, str]]:
    """Return what is found without any offence."""
    return found(blueprint())


def candidates(cls: type[Object]) -> list[tuple[Stack, int]]:
    """Return where the objects of a class stand."""
    return [
        (stack, index)
        for stack in blueprint().stacks
        for index, node in enumerate(stack.nodes)
        if type(node.object) is cls
    ]


def seeded(one: Offence, choice: int) -> tuple[Blueprint, tuple[str, str]]:
    """Return the Blueprint with one object changed, and which that is."""
    places = [p for p in candidates(one.cls) if one.which(p[0].nodes[p[1]].object)]
    stack, index = places[choice % len(places)]
    nodes = list(stack.nodes)
    nodes[index] = replace(nodes[index], object=one.change(nodes[index].object))
    changed = replace(stack, nodes=tuple(nodes))
    stacks = tuple(changed if other is stack else other for other in blueprint().stacks)
    address = str(nodes[index].object.terraform_address)
    return replace(blueprint(), stacks=stacks), (stack.path, address)


@pytest.mark.parametrize("one", OFFENCES, ids=lambda one: one.name)
def test_every_kind_has_candidates(one: Offence) -> None:
    """An offence that nothing can commit proves nothing."""
    assert candidates(one.cls)
    assert any(one.which(stack.nodes[index].object) for stack, index in candidates(one.cls))


@pytest.mark.parametrize("one", OFFENCES, ids=lambda one: one.name)
@settings(max_examples=4, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(choice=st.integers(0, 999))
def test_every_seeded_offence_is_found_and_none_else(one: Offence, choice: int) -> None:
    """Whichever object offends, first, last or in the middle: its rules name it, no other does."""
    changed, (stack, address) = seeded(one, choice)

    new = found(changed) - before()

    must = {(rule, stack, address) for rule in one.rules}
    assert must - before() <= new
    assert {rule for rule, _, what in new if what == address} <= one.rules
    assert {rule for rule, _, what in new if what != address} <= one.elsewhere
