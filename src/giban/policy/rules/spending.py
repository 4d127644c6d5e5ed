"""Money spent for nothing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.blueprint import Object
from giban.catalogue import ec2, elb, instances, rds, s3
from giban.policy.asking import each, none_of, together
from giban.policy.rule import Rule, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

OLD = ("t2.", "m4.", "c4.", "r4.", "m3.", "c3.", "r3.", "db.t2.", "db.m4.", "db.r4.", "db.m3.", "cache.t2.", "cache.m4.", "cache.r4.", "cache.m3.")  # fmt: skip
KEEPERS: tuple[tuple[type[Object], str], ...] = (
    (ec2.NatGateway, "allocation_id"),
    (ec2.EipAssociation, "allocation_id"),
)


def _old(value: Any) -> bool:
    return not str(value or "").startswith(OLD)


def _gateway(scene: Scene) -> Iterator[Verdict]:
    """Yield NAT gateways that carry what S3 would give for nothing by an endpoint."""
    for nat in scene.all(ec2.NatGateway):
        vpcs = [
            vpc
            for subnet in scene.graph.targets(nat.subnet_id, ec2.Subnet)
            for vpc in scene.graph.targets(subnet.vpc_id, ec2.Vpc)
        ]
        for vpc in vpcs:
            if not any(
                str(literal(one.service_name) or one.service_name).endswith(".s3")
                for one in scene.graph.users(vpc, ec2.VpcEndpoint)
            ):
                what = "images and files from S3 pay by the GB: there is no gateway endpoint"
                yield Violation(nat, what)


def _endpoint_routes(scene: Scene) -> Iterator[Verdict]:
    for endpoint in scene.all(ec2.VpcEndpoint):
        gateway = literal(endpoint.vpc_endpoint_type) in (None, "Gateway")
        associations = scene.foreign.get("aws_vpc_endpoint_route_table_association", ())
        beside = any(
            endpoint in scene.graph.targets(a.given().get("vpc_endpoint_id"), ec2.VpcEndpoint)
            for a in associations
        )
        if gateway and not endpoint.route_table_ids and not beside:
            yield Violation(endpoint, "no route leads to it, so it does nothing", "route_table_ids")


def _idle_addresses(scene: Scene) -> Iterator[Verdict]:
    for address in scene.all(ec2.Eip):
        users = any(list(scene.graph.users(address, cls)) for cls, _ in KEEPERS)
        if not users and address.instance is None and address.network_interface is None:
            if list(scene.graph.users(address, elb.LoadBalancer)):
                continue
            yield Violation(address, "nothing uses it, and it costs 3.65 USD a month")


def _for_ever(scene: Scene) -> Iterator[Verdict]:
    """Yield buckets that keep old versions for ever."""
    for versioning in scene.all(s3.BucketVersioning):
        status = versioning.versioning_configuration
        if literal(status and status.status) != "Enabled":
            continue
        for bucket in scene.graph.targets(versioning.bucket, s3.Bucket):
            lifecycles = list(scene.graph.users(bucket, s3.BucketLifecycleConfiguration))
            if bucket.lifecycle_rule or any(
                rule.noncurrent_version_expiration or rule.expiration
                for one in lifecycles
                for rule in (one.rule if isinstance(one.rule, tuple) else ())
            ):
                continue
            yield Violation(bucket, "its old versions are kept, and paid for, for ever")


def _idle_standby(scene: Scene) -> Iterator[Verdict]:
    for database in scene.all(rds.Instance):
        name = scene.environment.lower()
        if (
            name.startswith(("dev", "test", "sandbox", "local"))
            and literal(database.multi_az) is True
        ):
            what = f"its standby doubles the price, in {scene.environment}"
            yield Violation(database, what, "multi_az")


RULES = (
    Rule(
        id="COST-01",
        severity="low",
        title="Disks are gp3",
        why="gp3 costs a fifth less than gp2 and is never slower.",
        fix='Set the type to `"gp3"`.',
        reference=("https://aws.amazon.com/ebs/general-purpose/",),
        check=together(
            each(rds.Instance, attribute="storage_type", wants=none_of("gp2"), says="it is on gp2"),
            each(
                instances.Instance,
                attribute="root_block_device.volume_type",
                wants=none_of("gp2"),
                says="its root disk is gp2",
            ),
            each(
                instances.LaunchTemplate,
                attribute="block_device_mappings.ebs.volume_type",
                wants=none_of("gp2"),
                says="the disks of its instances are gp2",
            ),
        ),
    ),
    Rule(
        id="COST-02",
        severity="low",
        title="Instances are of a current generation",
        why="The successor is faster for the same money or less.",
        fix="Choose the same size of a newer family.",
        reference=("https://aws.amazon.com/ec2/previous-generation/",),
        check=together(
            each(rds.Instance, attribute="instance_class", wants=_old, says="its class is old"),
            each(instances.Instance, attribute="instance_type", wants=_old, says="its type is old"),
            each(
                instances.LaunchTemplate,
                attribute="instance_type",
                wants=_old,
                says="its type is old",
            ),
        ),
    ),
    Rule(
        id="COST-03",
        severity="low",
        title="S3 is reached past the NAT gateway",
        why="A gateway endpoint is free; the NAT gateway takes 0.059 USD a GB in Seoul.",
        fix="Add an `aws_vpc_endpoint` for S3.",
        reference=("D-HY-26",),
        check=_gateway,
    ),
    Rule(
        id="COST-04",
        severity="medium",
        title="Routes lead to gateway endpoints",
        why="Without a route table it does nothing, and nobody notices.",
        fix="Set `route_table_ids`.",
        reference=("D-HY-26",),
        check=_endpoint_routes,
    ),
    Rule(
        id="COST-05",
        severity="low",
        title="Public addresses are used",
        why="Every public IPv4 address costs 0.005 USD an hour, used or not.",
        fix="Use it or remove it.",
        reference=("EC2.12",),
        like=("CKV2_AWS_19",),
        check=_idle_addresses,
    ),
    Rule(
        id="COST-06",
        severity="low",
        title="Old versions of objects expire",
        why="A bucket whose objects are rewritten daily is thirty times as large after a month.",
        fix="Add `noncurrent_version_expiration`.",
        key="old_versions_expire_after: 90",
        reference=("S3.10", "CM-GOV-03"),
        like=("CKV2_AWS_61",),
        check=_for_ever,
    ),
    Rule(
        id="COST-07",
        severity="low",
        title="Development needs no standby",
        why="It doubles the price of what nobody misses for an hour.",
        fix="Set `multi_az = false`.",
        key="multi_az: false",
        check=_idle_standby,
    ),
)
