"""Tags, names, keys and what travels."""

from __future__ import annotations

from typing import Any

from giban.catalogue import (
    acm,
    autoscaling,
    backup,
    cloudfront,
    cloudtrail,
    cloudwatch,
    dynamodb,
    ecr,
    ecs,
    instances,
    kms,
    rds,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
    wafv2,
)  # fmt: skip
from tests.policy.cases.case import bucket, cache, case, db, document, task

ALL: dict[str, Any] = {"Environment": "production", "ManagedBy": "x", "Owner": "x", "Project": "x"}
KEY = kms.Key("own")
LOGS = kms.Key(
    "logs",
    policy=document(
        {
            "Principal": {"Service": "logs.ap-northeast-2.amazonaws.com"},
            "Action": "kms:*",
            "Resource": "*",
        }
    ),
)
ALARMS = kms.Key(
    "alarms",
    policy=document(
        {
            "Principal": {"Service": "cloudwatch.amazonaws.com"},
            "Action": ["kms:Decrypt", "kms:GenerateDataKey*"],
            "Resource": "*",
        }
    ),
)
CLOSED = kms.Key(
    "closed",
    policy=document(
        {"Principal": {"AWS": "arn:aws:iam::1:root"}, "Action": "kms:*", "Resource": "*"}
    ),
)


def topic(label: str, **values: Any) -> sns.Topic:
    """Return a topic that an alarm publishes to."""
    return sns.Topic(label, name=label, **values)


def alarm(label: str, *topics: sns.Topic, **values: Any) -> cloudwatch.MetricAlarm:
    """Return an alarm that tells these topics."""
    actions = [one.ref.arn for one in topics]
    base: dict[str, Any] = {
        "alarm_name": label,
        "comparison_operator": "x",
        "evaluation_periods": 1,
    }
    return cloudwatch.MetricAlarm(label, **{**base, "alarm_actions": actions, **values})


def cdn(label: str, **values: Any) -> cloudfront.Distribution:
    """Return a distribution of nothing in particular."""
    behaviour = cloudfront.DefaultCacheBehavior(
        allowed_methods=[],
        cached_methods=[],
        target_origin_id="x",
        viewer_protocol_policy="redirect-to-https",
    )
    base: dict[str, Any] = {
        "enabled": True,
        "default_cache_behavior": behaviour,
        "origin": (cloudfront.Origin(domain_name="x", origin_id="x"),),
    }
    return _placed(label, {**base, **values})


def web_acl(label: str, scope: str = "REGIONAL", **values: Any) -> wafv2.WebAcl:
    """Return a web ACL that lets everything pass."""
    seen = wafv2.VisibilityConfig(
        cloudwatch_metrics_enabled=True, metric_name="x", sampled_requests_enabled=True
    )
    allow = wafv2.DefaultAction(allow=wafv2.Allow())
    base: dict[str, Any] = {"scope": scope, "default_action": allow, "visibility_config": seen}
    return wafv2.WebAcl(label, **{**base, **values})


def _placed(label: str, values: dict[str, Any]) -> cloudfront.Distribution:
    made = cloudfront.Distribution.holding(values)
    for slot, value in (("terraform_label", label), ("each", None), ("module", "")):
        object.__setattr__(made, slot, value)
    return made


def plain(policy: str) -> cloudfront.DefaultCacheBehavior:
    """Return a behaviour with this viewer protocol policy."""
    return cloudfront.DefaultCacheBehavior(
        allowed_methods=[], cached_methods=[], target_origin_id="x", viewer_protocol_policy=policy
    )


def origin(policy: str) -> tuple[cloudfront.Origin, ...]:
    """Return an origin that is fetched by this protocol policy."""
    custom = cloudfront.CustomOriginConfig(
        http_port=80,
        https_port=443,
        origin_protocol_policy=policy,
        origin_ssl_protocols=["TLSv1.2"],
    )
    return (cloudfront.Origin(domain_name="x", origin_id="x", custom_origin_config=custom),)


def viewer(version: str) -> cloudfront.ViewerCertificate:
    """Return a certificate with this least version of TLS."""
    return cloudfront.ViewerCertificate(
        acm_certificate_arn="arn:x", minimum_protocol_version=version
    )


def parameters(label: str, **values: str) -> rds.ParameterGroup:
    """Return database parameters."""
    return rds.ParameterGroup(
        label,
        family="postgres16",
        parameter=tuple(
            rds.Parameter(name=n.replace("__", "."), value=v) for n, v in values.items()
        ),
    )


def replication(label: str, *keys: s3.EncryptionConfiguration) -> s3.BucketReplicationConfiguration:
    """Return a replication to a bucket, with the key there if one is named."""
    to = s3.BucketReplicationConfigurationDestination(
        bucket="y", encryption_configuration=keys[0] if keys else None
    )
    rule = s3.BucketReplicationConfigurationRule(status="Enabled", destination=to)
    return s3.BucketReplicationConfiguration(label, role="x", bucket="x", rule=(rule,))


TLS = parameters("tls", rds__force_ssl="1", require_secure_transport="ON")
REFUSES = s3.BucketPolicy(
    "refuses",
    bucket=bucket("tls").ref.id,
    policy=document(
        {
            "Effect": "Deny",
            "Principal": "*",
            "Action": "s3:*",
            "Resource": "x",
            "Condition": {"Bool": {"aws:SecureTransport": "false"}},
        }
    ),
)
DISK = instances.RootBlockDevice
CASES = (
    case(
        "TAG-01",
        [
            bucket("bad", tags={**{k: v for k, v in ALL.items() if k != "Owner"}}),
            autoscaling.Group("bad", min_size=1, max_size=1),
        ],
        [
            bucket("good", tags=ALL),
            s3.BucketVersioning(
                "x",
                bucket="x",
                versioning_configuration=s3.VersioningConfiguration(status="Enabled"),
            ),
        ],
    ),
    case(
        "TAG-02",
        bucket("bad", tags={**ALL, "Environment": "prod"}),
        [bucket("good", tags=ALL), bucket("none", tags={})],
        allowed={"Environment": ("dev", "production")},
    ),
    case("TAG-03", bucket("bad", tags={**ALL, "owner": "y"}), bucket("good", tags=ALL)),
    case("TAG-04", bucket("bad", tags={**ALL, "Team": ""}), bucket("good", tags=ALL)),
    case("TAG-05", bucket("bad", tags=ALL), bucket("good", tags={"Name": "x"})),
    case(
        "ENC-01",
        [db("bad"), db("off", storage_encrypted=False)],
        [db("good", storage_encrypted=True), db("copy", replicate_source_db="x")],
    ),
    case(
        "ENC-02",
        cache("bad"),
        [
            cache("good", at_rest_encryption_enabled=True),
            cache("text", at_rest_encryption_enabled="true"),
        ],
    ),
    case(
        "ENC-03",
        bucket("bad"),
        [
            bucket("good"),
            s3.BucketEncryption(
                "x", bucket=bucket("good").ref.id, rule=(s3.BucketEncryptionRule(),)
            ),
        ],
    ),
    case("ENC-04", topic("bad"), topic("good", kms_master_key_id=KEY.ref.arn), KEY),
    case(
        "ENC-05",
        sqs.Queue("bad", sqs_managed_sse_enabled=False),
        [sqs.Queue("default"), sqs.Queue("good", kms_master_key_id=KEY.ref.arn)],
        KEY,
    ),
    case(
        "ENC-06",
        [
            cloudwatch.LogGroup("bad", name="x"),
            secretsmanager.Secret("bad", name="x"),
            backup.Vault("bad", name="x"),
            cloudtrail.Trail("bad", name="x", s3_bucket_name="x"),
            cache("bad"),
            dynamodb.Table("bad", name="x"),
        ],
        [
            cloudwatch.LogGroup("good", name="x", kms_key_id=KEY.ref.arn),
            secretsmanager.Secret("good", kms_key_id="x"),
            dynamodb.Table(
                "good",
                name="x",
                server_side_encryption=dynamodb.ServerSideEncryption(enabled=True, kms_key_arn="x"),
            ),
        ],
        KEY,
    ),
    case(
        "ENC-06",
        cloudwatch.LogGroup("bad", name="x"),
        cloudwatch.LogGroup("good", name="x", kms_key_id="x"),
        environment="prod",
    ),
    case(
        "ENC-07",
        [
            instances.Instance("bad"),
            instances.Instance(
                "second",
                root_block_device=DISK(encrypted=True),
                ebs_block_device=(
                    instances.EbsBlockDevice(device_name="a", encrypted=True),
                    instances.EbsBlockDevice(device_name="b"),
                ),
            ),
            instances.LaunchTemplate("bad"),
        ],
        instances.Instance("good", root_block_device=DISK(encrypted=True)),
    ),
    case(
        "ENC-08",
        kms.Key("bad"),
        [
            kms.Key("good", enable_key_rotation=True),
            kms.Key("rsa", customer_master_key_spec="RSA_4096"),
        ],
    ),
    case(
        "ENC-09",
        kms.Key("bad", deletion_window_in_days=7),
        [kms.Key("good", deletion_window_in_days=30), kms.Key("default")],
    ),
    case("ENC-10", kms.Key("bad", is_enabled=False), kms.Key("good")),
    case(
        "ENC-11",
        [
            cloudwatch.LogGroup("bad", name="x", kms_key_id=CLOSED.ref.arn),
            cloudwatch.LogGroup("none", name="x", kms_key_id=KEY.ref.arn),
        ],
        cloudwatch.LogGroup("good", name="x", kms_key_id=LOGS.ref.arn),
        KEY,
        CLOSED,
        LOGS,
    ),
    case(
        "ENC-12",
        [
            topic("bad", kms_master_key_id=CLOSED.ref.arn),
            topic("aws", kms_master_key_id="alias/aws/sns"),
        ],
        [
            topic("good", kms_master_key_id=ALARMS.ref.arn),
            topic("quiet", kms_master_key_id=CLOSED.ref.arn),
        ],
        CLOSED,
        ALARMS,
        alarm("x", topic("bad"), topic("aws"), topic("good")),
    ),
    case(
        "ENC-13",
        ssm.Parameter("bad", name="/app/db-password", type="String", insecure_value="x"),
        [
            ssm.Parameter("good", name="/app/db-password", type="SecureString", value_wo="x"),
            ssm.Parameter("plain", name="/app/secret-arn", type="String", insecure_value="x"),
        ],
    ),
    case(
        "ENC-14",
        db("bad", performance_insights_enabled=True),
        [
            db("good", performance_insights_enabled=True, performance_insights_kms_key_id="x"),
            db("without"),
        ],
    ),
    case(
        "ENC-15",
        replication("bad"),
        replication("good", s3.EncryptionConfiguration(replica_kms_key_id="x")),
    ),
    case(
        "ENC-16",
        kms.Key("bad", enable_key_rotation=True, rotation_period_in_days=730),
        kms.Key("good", rotation_period_in_days=365),
    ),
    case(
        "ENC-17",
        [
            ecr.Repository("bad", name="x"),
            ecr.Repository(
                "aes",
                name="y",
                encryption_configuration=(ecr.EncryptionConfiguration(encryption_type="AES256"),),
            ),
        ],
        ecr.Repository(
            "good",
            name="x",
            encryption_configuration=(ecr.EncryptionConfiguration(encryption_type="KMS"),),
        ),
    ),
    case("TLS-03", [cdn("bad", default_cache_behavior=plain("allow-all"))], cdn("good")),
    case(
        "TLS-04",
        [cdn("bad", viewer_certificate=viewer("TLSv1.1_2016"))],
        [
            cdn("good", viewer_certificate=viewer("TLSv1.2_2021")),
            cdn(
                "aws",
                viewer_certificate=cloudfront.ViewerCertificate(
                    cloudfront_default_certificate=True
                ),
            ),
        ],
    ),
    case("TLS-05", cache("bad"), cache("good", transit_encryption_enabled=True)),
    case("TLS-06", bucket("bad"), [bucket("tls"), REFUSES]),
    case(
        "TLS-07",
        [
            db("old", engine_version="14.9"),
            db("mysql", engine="mysql", parameter_group_name=parameters("x").ref.name),
        ],
        [
            db("new", engine_version="16"),
            db("asked", engine="mysql", parameter_group_name=TLS.ref.name),
        ],
        TLS,
        parameters("x"),
    ),
    case(
        "TLS-08",
        [cdn("bad", origin=origin("http-only"))],
        [cdn("good", origin=origin("https-only")), cdn("bucket")],
    ),
    case(
        "TLS-09",
        task(
            "bad",
            {},
            volume=(
                ecs.Volume(
                    name="x",
                    efs_volume_configuration=ecs.EfsVolumeConfiguration(file_system_id="fs"),
                ),
            ),
        ),
        [
            task(
                "good",
                {},
                volume=(
                    ecs.Volume(
                        name="x",
                        efs_volume_configuration=ecs.EfsVolumeConfiguration(
                            file_system_id="fs", transit_encryption="ENABLED"
                        ),
                    ),
                ),
            ),
            task("none", {}),
        ],
    ),
    case(
        "TLS-10",
        cloudfront.ResponseHeadersPolicy("bad", name="x"),
        cloudfront.ResponseHeadersPolicy(
            "good",
            name="y",
            security_headers_config=cloudfront.SecurityHeadersConfig(
                strict_transport_security=cloudfront.StrictTransportSecurity(
                    access_control_max_age_sec=1, override=True
                )
            ),
        ),
    ),
    case(
        "NAME-01",
        [ecs.Cluster("bad", name="App_Cluster"), sqs.Queue("bad", name="Orders.fifo")],
        [
            ecs.Cluster("good", name="app-cluster"),
            sqs.Queue("good", name="orders.fifo"),
            cloudwatch.LogGroup("aws", name="/aws/rds/X"),
        ],
    ),
    case(
        "NAME-02",
        sqs.Queue("second", name="orders"),
        [sqs.Queue("other", name="orders-2")],
        sqs.Queue("first", name="orders"),
    ),
    case(
        "NAME-03",
        sqs.Queue("bad", name="orders"),
        [sqs.Queue("good", name="orders-production"), ecr.Repository("shared", name="app")],
    ),
    case(
        "TF-04",
        acm.Certificate("bad", domain_name="x"),
        acm.Certificate("good", domain_name="y"),
        kept=(acm.Certificate("good", domain_name="y"),),
    ),
)
