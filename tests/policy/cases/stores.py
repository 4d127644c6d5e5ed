"""What survives, what is kept, and what it costs."""

from __future__ import annotations

from typing import Any

from giban.catalogue import (
    appautoscaling,
    autoscaling,
    backup,
    cloudfront,
    cloudtrail,
    cloudwatch,
    dynamodb,
    ec2,
    ecs,
    elasticache,
    elb,
    guardduty,
    instances,
    rds,
    s3,
    secretsmanager,
    sqs,
    wafv2,
)  # fmt: skip
from giban.values import Json
from tests.policy.cases.case import balancer, bucket, cache, case, db, other
from tests.policy.cases.data import alarm, cdn, parameters, topic, web_acl

A = ec2.Subnet("a", vpc_id="x", cidr_block="10.0.0.0/24", availability_zone="ap-northeast-2a")
A2 = ec2.Subnet("a2", vpc_id="x", cidr_block="10.0.1.0/24", availability_zone="ap-northeast-2a")
C = ec2.Subnet("c", vpc_id="x", cidr_block="10.0.2.0/24", availability_zone="ap-northeast-2c")
LOGS = bucket("logs")
DEAD, DEAD_LONG = sqs.Queue("dead"), sqs.Queue("dead_long", message_retention_seconds=1209600)


def edge(label: str, before: elb.LoadBalancer, acl: str | None) -> cloudfront.Distribution:
    """Return a distribution that asks a load balancer, with a web ACL or without."""
    origin = cloudfront.Origin(origin_id="x", domain_name=before.ref.dns_name)
    return cdn(label, origin=(origin,), **({"web_acl_id": acl} if acl else {}))


def service(label: str, count: int, *, front: bool = True) -> ecs.Service:
    """Return a service of so many tasks."""
    balanced = (ecs.LoadBalancer(container_name="x", container_port=80),) if front else ()
    return ecs.Service(label, name=label, desired_count=count, load_balancer=balanced)


def logs(*types: str) -> tuple[elasticache.LogDeliveryConfiguration, ...]:
    """Return the logs that a cache delivers."""
    return tuple(
        elasticache.LogDeliveryConfiguration(
            log_type=one, log_format="json", destination_type="cloudwatch-logs", destination="x"
        )
        for one in types
    )


def scaled(label: str, of: ecs.Service, least: int) -> appautoscaling.Target:
    """Return the bounds of a service."""
    return appautoscaling.Target(
        label,
        min_capacity=least,
        max_capacity=9,
        resource_id=of.ref.name,
        scalable_dimension="x",
        service_namespace="ecs",
    )


def lifecycle(label: str, of: s3.Bucket, **rule: Any) -> s3.BucketLifecycleConfiguration:
    """Return a rule of a bucket's life."""
    return s3.BucketLifecycleConfiguration(
        label, bucket=of.ref.id, rule=(s3.Rule(id="x", status="Enabled", **rule),)
    )


def versioned(label: str, of: s3.Bucket) -> s3.BucketVersioning:
    """Return that a bucket keeps old versions."""
    return s3.BucketVersioning(
        label,
        bucket=of.ref.id,
        versioning_configuration=s3.VersioningConfiguration(status="Enabled"),
    )


def blocked(label: str, of: s3.Bucket, **flags: bool) -> s3.BucketPublicAccessBlock:
    """Return that a bucket cannot be made public, but for these flags."""
    every: dict[str, Any] = dict.fromkeys(
        (
            "block_public_acls",
            "block_public_policy",
            "ignore_public_acls",
            "restrict_public_buckets",
        ),
        True,
    )
    return s3.BucketPublicAccessBlock(label, bucket=of.ref.id, **{**every, **flags})


def nat(label: str, subnet: ec2.Subnet, behind: ec2.Subnet) -> list[Any]:
    """Return a NAT gateway in one subnet and the way of another through it."""
    gateway = ec2.NatGateway(label, subnet_id=subnet.ref.id)
    table = ec2.RouteTable(label, vpc_id="x")
    route = ec2.Route(label, route_table_id=table.ref.id, nat_gateway_id=gateway.ref.id)
    way = ec2.RouteTableAssociation(label, route_table_id=table.ref.id, subnet_id=behind.ref.id)
    return [gateway, table, route, way]


def vault_plan(label: str) -> backup.Plan:
    """Return a plan of backups."""
    return backup.Plan(label, name=label, rule=(backup.Rule(rule_name="x", target_vault_name="x"),))


def logged(name: str) -> cloudwatch.LogDeliverySource:
    """Return the source that is the access log of a distribution."""
    arn = cdn(name).ref.arn
    return cloudwatch.LogDeliverySource(name, name=name, log_type="ACCESS_LOGS", resource_arn=arn)


BAD_NAT, GOOD_NAT = nat("bad", A, C), nat("good", C, C)
TRAIL: dict[str, Any] = {
    "name": "x",
    "s3_bucket_name": "x",
    "is_multi_region_trail": True,
    "enable_log_file_validation": True,
}
CASES = (
    case(
        "AVL-01",
        [db("bad"), db("off", multi_az=False)],
        [db("good", multi_az=True), db("copy", replicate_source_db="x")],
    ),
    case("AVL-02", cache("bad"), cache("good", automatic_failover_enabled=True)),
    case(
        "AVL-03",
        [
            balancer("bad", subnets=[A.ref.id, A2.ref.id]),
            autoscaling.Group("bad", min_size=1, max_size=2, vpc_zone_identifier=[A.ref.id]),
        ],
        [
            balancer("good", subnets=[A.ref.id, C.ref.id]),
            rds.SubnetGroup("unknown", subnet_ids=["x"]),
        ],
        A,
        A2,
        C,
    ),
    case(
        "AVL-04",
        [service("bad", 1), service("scaled_bad", 4)],
        [service("good", 2), service("scaled", 1), service("worker", 1, front=False)],
        scaled("a", service("scaled_bad", 4), 1),
        scaled("b", service("scaled", 1), 2),
    ),
    case("AVL-05", BAD_NAT[:1], GOOD_NAT[:1], A, C, *BAD_NAT[1:], *GOOD_NAT[1:]),
    case(
        "AVL-06",
        autoscaling.Group("bad", min_size=1, max_size=1, target_group_arns=["x"]),
        [
            autoscaling.Group(
                "good", min_size=1, max_size=1, target_group_arns=["x"], health_check_type="ELB"
            ),
            autoscaling.Group("alone", min_size=1, max_size=1),
        ],
    ),
    case(
        "AVL-07",
        autoscaling.Group("bad", min_size=1, max_size=1, launch_configuration="x"),
        autoscaling.Group("good", min_size=1, max_size=1),
    ),
    case(
        "AVL-08",
        elb.TargetGroup("bad", protocol="HTTP", health_check=elb.HealthCheck(enabled=False)),
        [
            elb.TargetGroup("good", protocol="HTTP", health_check=elb.HealthCheck(enabled=True)),
            elb.TargetGroup("default", protocol="HTTP"),
        ],
    ),
    case(
        "AVL-09",
        balancer("bad", load_balancer_type="network"),
        [
            balancer("good", load_balancer_type="network", enable_cross_zone_load_balancing=True),
            balancer("http"),
        ],
    ),
    case(
        "AVL-10",
        sqs.Queue("bad"),
        [sqs.Queue("good", redrive_policy=Json({"deadLetterTargetArn": DEAD.ref.arn})), DEAD],
    ),
    case(
        "AVL-11",
        DEAD,
        [DEAD_LONG],
        sqs.Queue("a", redrive_policy=Json({"deadLetterTargetArn": DEAD.ref.arn})),
        sqs.Queue("b", redrive_policy=Json({"deadLetterTargetArn": DEAD_LONG.ref.arn})),
    ),
    case(
        "BAK-01",
        [db("bad"), db("short", backup_retention_period=6)],
        db("good", backup_retention_period=7),
    ),
    case(
        "BAK-02",
        [db("bad"), balancer("bad"), dynamodb.Table("bad", name="x")],
        [db("good", deletion_protection=True), balancer("good", enable_deletion_protection=True)],
    ),
    case(
        "BAK-03",
        db("bad", skip_final_snapshot=True),
        [db("good", skip_final_snapshot=False), db("default")],
    ),
    case("BAK-04", cache("bad"), cache("good", snapshot_retention_limit=1)),
    case(
        "BAK-05",
        bucket("bad"),
        [bucket("good"), versioned("x", bucket("good")), LOGS],
        balancer("x", access_logs=elb.AccessLogs(bucket=LOGS.ref.id)),
    ),
    case(
        "BAK-06",
        dynamodb.Table("bad", name="x"),
        [
            dynamodb.Table(
                "good", name="x", point_in_time_recovery=dynamodb.PointInTimeRecovery(enabled=True)
            ),
            dynamodb.Table("lock", name="x", hash_key="LockID"),
        ],
    ),
    case("BAK-07", db("bad"), db("good", copy_tags_to_snapshot=True)),
    case(
        "BAK-08",
        vault_plan("bad"),
        vault_plan("good"),
        backup.Selection("x", name="x", iam_role_arn="x", plan_id=vault_plan("good").ref.id),
    ),
    case("BAK-09", bucket("bad", force_destroy=True), bucket("good")),
    case(
        "BAK-10",
        instances.Instance("bad"),
        instances.Instance("good", disable_api_termination=True),
    ),
    case(
        "LOG-01",
        [balancer("bad"), balancer("off", access_logs=elb.AccessLogs(bucket="x", enabled=False))],
        balancer("good", access_logs=elb.AccessLogs(bucket="x", enabled=True)),
    ),
    case(
        "LOG-02",
        [cdn("bad"), cdn("nowhere")],
        [cdn("good", logging_config=cloudfront.LoggingConfig(bucket="x")), cdn("delivered")],
        logged("nowhere"),
        logged("delivered"),
        cloudwatch.LogDelivery(
            "x",
            delivery_source_name=logged("delivered").ref.name,
            delivery_destination_arn="arn:aws:logs:us-east-1:123456789012:delivery-destination:x",
        ),
    ),
    case(
        "LOG-03",
        [
            cloudwatch.LogGroup("bad", name="x"),
            cloudwatch.LogGroup("short", name="y", retention_in_days=7),
        ],
        cloudwatch.LogGroup("good", name="z", retention_in_days=30),
    ),
    case(
        "LOG-04",
        db("bad"),
        [
            db("good", enabled_cloudwatch_logs_exports=["postgresql"]),
            db("oracle", engine="oracle-ee"),
        ],
    ),
    case("LOG-05", db("bad"), db("good", monitoring_interval=60)),
    case(
        "LOG-06",
        db("bad"),
        [db("good", performance_insights_enabled=True), db("small", instance_class="db.t3.micro")],
    ),
    case(
        "LOG-07",
        ecs.Cluster("bad", name="x"),
        ecs.Cluster(
            "good", name="y", setting=(ecs.Setting(name="containerInsights", value="enhanced"),)
        ),
    ),
    case(
        "LOG-08",
        web_acl("bad"),
        web_acl("good"),
        wafv2.WebAclLoggingConfiguration(
            "x", log_destination_configs=["x"], resource_arn=web_acl("good").ref.arn
        ),
    ),
    case(
        "LOG-09",
        balancer("bad"),
        [
            balancer("good"),
            balancer("inside", internal=True),
            balancer("tcp", load_balancer_type="network"),
            balancer("behind"),
        ],
        wafv2.WebAclAssociation("x", resource_arn=balancer("good").ref.arn, web_acl_arn="x"),
        edge("guarded", balancer("behind"), "arn:aws:wafv2:us-east-1:1:global/webacl/a/b"),
        edge("open", balancer("bad"), None),
    ),
    case("LOG-10", web_acl("bad"), web_acl("good", rule_json="[]")),
    case(
        "LOG-11",
        [alarm("bad", alarm_actions=None), alarm("off", topic("x"), actions_enabled=False)],
        [alarm("good", topic("x")), alarm("part", alarm_actions=None)],
        topic("x"),
        cloudwatch.CompositeAlarm(
            "x", alarm_name="x", alarm_rule=Json([alarm("part").ref.alarm_name])
        ),
    ),
    case(
        "LOG-12",
        [
            cloudtrail.Trail("bad", **{**TRAIL, "is_multi_region_trail": False}),
            cloudtrail.Trail("unproved", **{**TRAIL, "enable_log_file_validation": False}),
            cloudtrail.Trail("off", **TRAIL, enable_logging=False),
        ],
        cloudtrail.Trail("good", **TRAIL),
    ),
    case(
        "LOG-13",
        cloudtrail.Trail("bad", **TRAIL),
        cloudtrail.Trail("good", **TRAIL, cloud_watch_logs_group_arn="x"),
    ),
    case(
        "LOG-14", guardduty.Detector("bad", enable=False), guardduty.Detector("good", enable=True)
    ),
    case(
        "LOG-16",
        bucket("bad"),
        [bucket("good"), LOGS],
        s3.BucketLogging(
            "x", bucket=bucket("good").ref.id, target_bucket=LOGS.ref.id, target_prefix="x"
        ),
    ),
    case(
        "LOG-18",
        [
            cache("bad"),
            cache("half", engine_version="7.1", log_delivery_configuration=logs("slow-log")),
        ],
        [
            cache("good", log_delivery_configuration=logs("engine-log", "slow-log")),
            cache("old", engine_version="5.0.6"),
        ],
    ),
    case("LOG-17", instances.Instance("bad"), instances.Instance("good", monitoring=True)),
    case(
        "S3-01",
        [bucket("bad"), blocked("bad", bucket("other"), restrict_public_buckets=False)],
        [bucket("good"), blocked("good", bucket("good"))],
    ),
    case(
        "S3-02",
        [
            bucket("bad", acl="public-read"),
            other("aws_s3_bucket_acl", "bad", acl="public-read-write"),
        ],
        bucket("good", acl="private"),
    ),
    case("S3-03", other("aws_s3_bucket_website_configuration", "bad"), bucket("good")),
    case(
        "S3-04",
        lifecycle("bad", LOGS),
        lifecycle(
            "good",
            LOGS,
            abort_incomplete_multipart_upload=(
                s3.AbortIncompleteMultipartUpload(days_after_initiation=7),
            ),
        ),
    ),
    case("DB-01", db("bad", auto_minor_version_upgrade=False), db("good")),
    case("DB-02", parameters("bad", log_statement="all"), parameters("good", log_statement="ddl")),
    case(
        "DB-03",
        [db("bad", engine_version="12.3"), db("mysql", engine="mysql", engine_version="5.7")],
        [db("good", engine_version="16.4"), db("mysql8", engine="mysql", engine_version="8.0.35")],
    ),
    case(
        "DB-04",
        [db("bad"), db("default", parameter_group_name="default.postgres16")],
        db("good", parameter_group_name="own"),
    ),
    case(
        "DB-05",
        db("bad", ca_cert_identifier="rds-ca-2019"),
        db("good", ca_cert_identifier="rds-ca-rsa2048-g1"),
    ),
    case(
        "S3-05",
        cdn(
            "bad",
            origin=(
                cloudfront.Origin(domain_name=LOGS.ref.bucket_regional_domain_name, origin_id="x"),
            ),
        ),
        [
            cdn(
                "good",
                origin=(
                    cloudfront.Origin(
                        domain_name=LOGS.ref.bucket_regional_domain_name,
                        origin_id="x",
                        origin_access_control_id="oac",
                    ),
                ),
            ),
            cdn("other"),
        ],
        LOGS,
    ),
    case("CDN-01", cdn("bad"), cdn("good", default_root_object="index.html")),
    case(
        "COST-01",
        [
            db("bad", storage_type="gp2"),
            instances.Instance(
                "bad", root_block_device=instances.RootBlockDevice(volume_type="gp2")
            ),
        ],
        db("good", storage_type="gp3"),
    ),
    case(
        "COST-02",
        [
            db("bad", instance_class="db.t2.micro"),
            instances.Instance("bad", instance_type="t2.micro"),
        ],
        db("good"),
    ),
    case(
        "COST-06",
        LOGS,
        bucket("kept"),
        versioned("bad", LOGS),
        versioned("good", bucket("kept")),
        lifecycle(
            "x",
            bucket("kept"),
            noncurrent_version_expiration=(s3.NoncurrentVersionExpiration(noncurrent_days=30),),
        ),
    ),
    case("COST-07", db("bad", multi_az=True), db("good"), environment="dev"),
    case(
        "SEC-07",
        secretsmanager.Secret("bad"),
        secretsmanager.Secret("good"),
        other(
            "aws_secretsmanager_secret_rotation",
            "x",
            secret_id=secretsmanager.Secret("good").ref.id,
        ),
    ),
    case(
        "SEC-08",
        secretsmanager.Secret("bad", recovery_window_in_days=0),
        [
            secretsmanager.Secret("good", recovery_window_in_days=30),
            secretsmanager.Secret("default"),
        ],
    ),
)
