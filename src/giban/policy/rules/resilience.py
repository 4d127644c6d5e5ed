"""What survives a failure, a mistake, and a deletion."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.blueprint import Object
from giban.catalogue import (
    appautoscaling,
    autoscaling,
    backup,
    cloudfront,
    codepipeline,
    dynamodb,
    ec2,
    ecs,
    elasticache,
    elb,
    instances,
    rds,
    s3,
    sqs,
)
from giban.policy.asking import at_least, each, in_production, none_of, not_true, together, true
from giban.policy.rule import Rule, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

WEEK = 7
TWO = 2


def _zones(scene: Scene, subnets: Any) -> int | None:
    """Return in how many zones subnets lie; None where a plan does not say."""
    found = scene.graph.targets(subnets, ec2.Subnet)
    zones = {literal(subnet.availability_zone) for subnet in found}
    return None if not found or None in zones else len(zones)


SPREAD: tuple[tuple[type[Object], str, str], ...] = (
    (elb.LoadBalancer, "subnets", "it"),
    (rds.SubnetGroup, "subnet_ids", "it"),
    (elasticache.SubnetGroup, "subnet_ids", "it"),
    (autoscaling.Group, "vpc_zone_identifier", "it"),
    (ecs.Service, "network_configuration.subnets", "its tasks"),
)


def _spread(scene: Scene) -> Iterator[Verdict]:
    if not scene.production:
        return
    for cls, attribute, what in SPREAD:
        for thing in scene.all(cls):
            value: Any = thing
            for step in attribute.split("."):
                value = getattr(value, step, None)
            if value is not None and _zones(scene, value) == 1:
                verb = "lie" if what.endswith("s") else "lies"
                yield Violation(thing, f"{what} {verb} in one zone only", attribute)


def _least_tasks(scene: Scene) -> Iterator[Verdict]:
    """Yield services of which one task may be all there is, and that others wait for."""
    if not scene.production:
        return
    for service in scene.all(ecs.Service):
        if not service.load_balancer:
            continue
        targets = list(scene.graph.users(service, appautoscaling.Target))
        least = literal(targets[0].min_capacity if targets else service.desired_count)
        if isinstance(least, (int, float)) and least < TWO:
            yield Violation(service, f"{int(least)} task may be all that runs", "desired_count")


def _nat(scene: Scene) -> Iterator[Verdict]:
    """Yield NAT gateways on which the private subnets of other zones depend."""
    if not scene.production:
        return
    for nat in scene.all(ec2.NatGateway):
        own = _zones_of(scene, nat.subnet_id)
        tables = [
            table
            for route in scene.graph.users(nat, ec2.Route)
            for table in scene.graph.targets(route.route_table_id, ec2.RouteTable)
        ] + list(scene.graph.users(nat, ec2.RouteTable))
        behind = {
            zone
            for table in tables
            for way in scene.graph.users(table, ec2.RouteTableAssociation)
            for zone in _zones_of(scene, way.subnet_id)
        }
        if own and behind - own:
            what = f"subnets in {', '.join(sorted(behind - own))} go through its zone"
            yield Violation(nat, what, "subnet_id")


def _zones_of(scene: Scene, subnet: Any) -> set[str]:
    found = {literal(one.availability_zone) for one in scene.graph.targets(subnet, ec2.Subnet)}
    return {zone for zone in found if isinstance(zone, str)}


def _snapshot(scene: Scene) -> Iterator[Verdict]:
    for database in scene.all(rds.Instance) if scene.production else ():
        if literal(database.skip_final_snapshot) is True and database.replicate_source_db is None:
            what = "nothing is left when it is destroyed"
            yield Violation(database, what, "skip_final_snapshot")


def _versioning(scene: Scene) -> Iterator[Verdict]:
    for bucket in scene.all(s3.Bucket) if scene.production else ():
        if bucket.versioning or _written_once(scene, bucket):
            continue
        found = list(scene.graph.users(bucket, s3.BucketVersioning))
        states = [
            literal(one.versioning_configuration and one.versioning_configuration.status)
            for one in found
        ]
        if "Enabled" not in states:
            yield Violation(bucket, "what is overwritten or deleted is gone")


def _written_once(scene: Scene, bucket: s3.Bucket) -> bool:
    """Tell whether AWS writes logs or artifacts into a bucket: nothing is ever overwritten."""
    if list(scene.graph.users(bucket, codepipeline.Pipeline)):
        return True
    targets = [one.target_bucket for one in scene.graph.users(bucket, s3.BucketLogging)]
    for balancer in scene.graph.users(bucket, elb.LoadBalancer):
        targets += [
            logs.bucket for logs in (balancer.access_logs, balancer.connection_logs) if logs
        ]
    for cdn in scene.graph.users(bucket, cloudfront.Distribution):
        targets += [cdn.logging_config.bucket] if cdn.logging_config else []
    flows = [flow.log_destination for flow in scene.graph.users(bucket, ec2.FlowLog)]
    return any(scene.graph.target(one, s3.Bucket) is bucket for one in [*targets, *flows])


def _recoverable(scene: Scene) -> Iterator[Verdict]:
    for table in scene.all(dynamodb.Table):
        recovery = table.point_in_time_recovery
        if (
            scene.production
            and not _locks(table)
            and literal(recovery and recovery.enabled) is not True
        ):
            yield Violation(table, "it cannot be set back to a moment", "point_in_time_recovery")


def _locks(table: dynamodb.Table) -> bool:
    """Tell whether a table only holds Terraform's locks, which nobody wants back."""
    return bool(literal(table.hash_key) == "LockID")


def _dead_letters(scene: Scene) -> Iterator[Verdict]:
    letters = {
        other.terraform_address
        for queue in scene.all(sqs.Queue)
        for other in scene.graph.targets(queue.redrive_policy, sqs.Queue)
    }
    for queue in scene.all(sqs.Queue):
        if queue.redrive_policy is None and queue.terraform_address not in letters:
            what = "a message that cannot be handled comes back until it expires"
            yield Violation(queue, what, "redrive_policy")


def _retention(scene: Scene) -> Iterator[Verdict]:
    """Yield dead letters that expire no later than the message would have (D-HY-25)."""
    for queue in scene.all(sqs.Queue):
        for letters in scene.graph.targets(queue.redrive_policy, sqs.Queue):
            own = literal(queue.message_retention_seconds)
            kept = literal(letters.message_retention_seconds)
            default = 345600
            if (kept or default) <= (own or default):
                what = f"messages of {queue.terraform_address} may expire soon after they arrive"
                yield Violation(letters, what, "message_retention_seconds")


def _backed_up(scene: Scene) -> Iterator[Verdict]:
    for plan in scene.all(backup.Plan):
        if not list(scene.graph.users(plan, backup.Selection)):
            yield Violation(plan, "it backs up nothing")


def _not_a_copy(scene: Scene, database: Any) -> bool:
    return scene.production and database.replicate_source_db is None


RULES = (
    Rule(
        id="AVL-01",
        severity="high",
        title="Production's databases have a standby in another zone",
        why="A zone that fails otherwise takes the data out of reach for hours.",
        fix="Set `multi_az = true`.",
        key="multi_az: true",
        reference=("RDS.5", "ERP-DB-01"),
        like=("CKV_AWS_157",),
        check=each(
            rds.Instance,
            attribute="multi_az",
            wants=true,
            says="it has no standby in another zone",
            which=_not_a_copy,
        ),
    ),
    Rule(
        id="AVL-02",
        severity="high",
        title="Production's caches fail over",
        why="Everyone is logged out, and the database gets all the load at once.",
        fix="Set `automatic_failover_enabled` and `multi_az_enabled`, and have two nodes.",
        key="replicas: 1",
        reference=("ElastiCache.3", "ElastiCache.1"),
        like=("CKV2_AWS_50",),
        check=each(
            elasticache.ReplicationGroup,
            attribute="automatic_failover_enabled",
            wants=true,
            says="it does not fail over",
            which=in_production,
        ),
    ),
    Rule(
        id="AVL-03",
        severity="high",
        title="Production lies in two zones at least",
        why="A zone fails now and then, and everything in it.",
        fix="Name subnets of two zones.",
        key="/network.zones: [a, c]",
        reference=("ELB.13", "ERP-NET-02"),
        check=_spread,
    ),
    Rule(
        id="AVL-04",
        severity="medium",
        title="Production's services run twice at least",
        why="While the only task is replaced nobody answers.",
        fix="Set `min_capacity`, or `desired_count` without scaling, to 2.",
        key="scale: {min: 2}",
        reference=("ERP-CMP-07",),
        check=_least_tasks,
    ),
    Rule(
        id="AVL-05",
        severity="medium",
        title="Each zone of production has its own way out",
        why="When the zone of the only NAT gateway fails, the others cannot reach anything.",
        fix="Make a NAT gateway and a route table for each zone.",
        key="/network.nat: per-zone",
        reference=("ERP-NET-07", "ERP-NET-08"),
        check=_nat,
    ),
    Rule(
        id="AVL-06",
        severity="medium",
        title="A group of instances replaces those that do not answer",
        why="EC2's own check finds a machine well whose program has hung.",
        fix='Set `health_check_type = "ELB"`.',
        reference=("AutoScaling.1",),
        like=("CKV2_AWS_15",),
        check=each(
            autoscaling.Group,
            attribute="health_check_type",
            wants=none_of(None, "EC2"),
            says="an instance that does not answer is kept",
            which=lambda _scene, group: bool(group.target_group_arns or group.load_balancers),
        ),
    ),
    Rule(
        id="AVL-07",
        severity="medium",
        title="Groups of instances use launch templates",
        why="Launch configurations are at their end: new instance types cannot be named in them.",
        fix="Use `launch_template`.",
        reference=("AutoScaling.9",),
        like=("CKV_AWS_315",),
        check=each(
            autoscaling.Group,
            attribute="launch_configuration",
            wants=lambda value: value is None,
            says="it uses a launch configuration",
        ),
    ),
    Rule(
        id="AVL-08",
        severity="low",
        title="Target groups ask whether a target works",
        why="Requests go to whoever is registered otherwise.",
        fix="Set `health_check { enabled = true }`.",
        like=("CKV_AWS_261",),
        check=each(
            elb.TargetGroup,
            attribute="health_check.enabled",
            wants=lambda value: value is not False,
            says="nobody asks whether its targets work",
            which=lambda _scene, group: literal(group.protocol) in ("HTTP", "HTTPS"),
        ),
    ),
    Rule(
        id="AVL-09",
        severity="low",
        title="Network load balancers use the targets of all zones",
        why="A zone without targets answers nobody.",
        fix="Set `enable_cross_zone_load_balancing = true`.",
        like=("CKV_AWS_152",),
        check=each(
            elb.LoadBalancer,
            attribute="enable_cross_zone_load_balancing",
            wants=true,
            says="a zone without targets answers nobody",
            which=lambda _scene, one: literal(one.load_balancer_type) in ("network", "gateway"),
        ),
    ),
    Rule(
        id="AVL-10",
        severity="medium",
        title="Queues have dead letters",
        why="One message that cannot be handled otherwise keeps a worker busy for days.",
        fix="Set `redrive_policy`.",
        key="dead_letter: {after: 3}",
        reference=("D-HY-25",),
        check=_dead_letters,
    ),
    Rule(
        id="AVL-11",
        severity="low",
        title="Dead letters are kept longer than messages",
        why="Age counts from the first sending: they may expire on arrival.",
        fix="Keep dead letters 14 days and messages fewer.",
        key="dead_letter: {retention_days: 14}",
        reference=("D-HY-25",),
        check=_retention,
    ),
    Rule(
        id="BAK-01",
        severity="high",
        title="Databases are backed up for a week at least",
        why="A mistake is often noticed days later.",
        fix="Set `backup_retention_period` to 7 or more.",
        key="backup: {days: 7}",
        reference=("RDS.11", "ERP-DB-05"),
        like=("CKV_AWS_133", "AWS-0077"),
        check=each(
            rds.Instance,
            attribute="backup_retention_period",
            wants=at_least(WEEK),
            says="its backups are kept less than a week",
            which=_not_a_copy,
        ),
    ),
    Rule(
        id="BAK-02",
        severity="medium",
        title="A wrong `destroy` does not delete production",
        why="One wrong workspace or rename is enough, and AWS asks no second time.",
        fix="Set deletion protection.",
        key="/deletion_protection: true",
        reference=("RDS.8", "ELB.6"),
        like=("CKV_AWS_293", "CKV_AWS_150", "AWS-0177"),
        check=together(
            each(
                rds.Instance,
                attribute="deletion_protection",
                wants=true,
                says="it can be deleted by mistake",
                which=_not_a_copy,
            ),
            each(
                elb.LoadBalancer,
                attribute="enable_deletion_protection",
                wants=true,
                says="it can be deleted by mistake",
                which=in_production,
            ),
            each(
                dynamodb.Table,
                attribute="deletion_protection_enabled",
                wants=true,
                says="it can be deleted by mistake",
                which=in_production,
            ),
        ),
    ),
    Rule(
        id="BAK-03",
        severity="high",
        title="A database leaves a last snapshot",
        why="Without it everything is gone with the instance.",
        fix="Set `skip_final_snapshot = false` and name the snapshot.",
        reference=("D-ERP-15",),
        check=_snapshot,
    ),
    Rule(
        id="BAK-04",
        severity="low",
        title="Production's caches leave snapshots",
        why="A cache that holds sessions or carts is not filled again by itself.",
        fix="Set `snapshot_retention_limit` to 1 or more.",
        key="snapshot_days: 1",
        reference=("ElastiCache.1",),
        like=("CKV_AWS_134", "AWS-0050"),
        check=each(
            elasticache.ReplicationGroup,
            attribute="snapshot_retention_limit",
            wants=at_least(1),
            says="it leaves no snapshots",
            which=in_production,
        ),
    ),
    Rule(
        id="BAK-05",
        severity="medium",
        title="Production's buckets keep old versions",
        why="A wrong deployment overwrites what nobody has elsewhere.",
        fix="Add `aws_s3_bucket_versioning`.",
        key="versioning: true",
        reference=("S3.14",),
        like=("CKV_AWS_21", "AWS-0090"),
        check=_versioning,
    ),
    Rule(
        id="BAK-06",
        severity="medium",
        title="Production's tables can be set back",
        why="A wrong migration is otherwise for ever.",
        fix="Set `point_in_time_recovery { enabled = true }`.",
        reference=("DynamoDB.2",),
        like=("CKV_AWS_28", "AWS-0024"),
        check=_recoverable,
    ),
    Rule(
        id="BAK-07",
        severity="low",
        title="Snapshots carry the tags of their database",
        why="Nobody can say otherwise whose a snapshot is, nor what it costs whom.",
        fix="Set `copy_tags_to_snapshot = true`.",
        reference=("RDS.16",),
        like=("CKV2_AWS_60",),
        check=each(
            rds.Instance,
            attribute="copy_tags_to_snapshot",
            wants=true,
            says="its snapshots have no tags",
        ),
    ),
    Rule(
        id="BAK-08",
        severity="medium",
        title="A plan of backups selects something",
        why="It looks like safety and is none.",
        fix="Add `aws_backup_selection`.",
        check=_backed_up,
    ),
    Rule(
        id="BAK-09",
        severity="medium",
        title="Production's buckets and registries are not emptied by Terraform",
        why="`force_destroy` deletes every object before it asks AWS whether it may.",
        fix="Remove `force_destroy`.",
        check=each(
            s3.Bucket,
            attribute="force_destroy",
            wants=not_true,
            says="Terraform may delete everything in it",
            which=in_production,
        ),
    ),
    Rule(
        id="BAK-10",
        severity="low",
        title="Instances cannot be ended by mistake",
        why="One click in the console is enough otherwise.",
        fix="Set `disable_api_termination = true`.",
        key="/deletion_protection: true",
        check=each(
            instances.Instance,
            attribute="disable_api_termination",
            wants=true,
            says="it can be ended by mistake",
            which=in_production,
        ),
    ),
)
