"""Encryption at rest, and with whose key."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.catalogue import (
    backup,
    cloudtrail,
    cloudwatch,
    codebuild,
    codepipeline,
    dynamodb,
    ecr,
    elasticache,
    instances,
    kms,
    rds,
    s3,
    secretsmanager,
    sns,
    sqs,
    ssm,
)
from giban.policy.asking import at_least, each, given, in_production, one_of, together, true
from giban.policy.credentials import says_secret
from giban.policy.documents import statements
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal, references

OWN_KEY = (
    "https://docs.aws.amazon.com/prescriptive-guidance/latest/encryption-best-practices/kms.html"
)
MANAGED = ("alias/aws/sns", "alias/aws/sqs")


def _unencrypted_queues(scene: Scene) -> Iterator[Verdict]:
    for queue in scene.all(sqs.Queue):
        if not given(queue.kms_master_key_id) and literal(queue.sqs_managed_sse_enabled) is False:
            yield Violation(queue, "its messages are not encrypted", "kms_master_key_id")


def _only_points(value: Any) -> bool:
    """Tell whether a value is the ARN or name of a secret, not the secret."""
    steps = [ref.path[-1:] for ref in references(value)]
    return bool(steps) and all(step in (("arn",), ("id",), ("name",)) for step in steps)


def _symmetric(_scene: Scene, key: Any) -> bool:
    spec = literal(key.customer_master_key_spec) or "SYMMETRIC_DEFAULT"
    return bool(spec == "SYMMETRIC_DEFAULT") and literal(key.custom_key_store_id) is None


def _buckets(scene: Scene) -> Iterator[Verdict]:
    """Yield buckets without a rule of their own; AWS encrypts them with its own key since 2023."""
    for bucket in scene.all(s3.Bucket):
        if bucket.server_side_encryption_configuration:
            continue
        if not list(scene.graph.users(bucket, s3.BucketEncryption)):
            yield Violation(bucket, "nothing says how it is encrypted")


def _admits(key: kms.Key, service: str, scene: Scene) -> bool | None:
    """Tell whether a key's policy lets a service use it; None where a plan does not say."""
    if key.policy is None:
        return False
    found = statements(key.policy, scene)
    if found is None:
        return None
    return any(
        statement.allows
        and statement.may("kms:Decrypt")
        and any(
            kind in ("Service", "*") and str(literal(who) or who).startswith((service, "*"))
            for kind, who in statement.principals
        )
        for statement in found
    )


def _log_keys(scene: Scene) -> Iterator[Verdict]:
    for group in scene.all(cloudwatch.LogGroup):
        key = scene.graph.target(group.kms_key_id, kms.Key) if group.kms_key_id else None
        if key is not None:
            yield from _key(scene, group, key, "logs.", "CloudWatch Logs", "kms_key_id")


def _topic_keys(scene: Scene) -> Iterator[Verdict]:
    told = {topic.terraform_address for topic in _alarmed(scene)}
    for topic in scene.all(sns.Topic):
        if topic.terraform_address not in told or topic.kms_master_key_id is None:
            continue
        if literal(topic.kms_master_key_id) in MANAGED:
            what = "alarms cannot publish to it: AWS's own key admits no CloudWatch"
            yield Violation(topic, what, "kms_master_key_id")
            continue
        key = scene.graph.target(topic.kms_master_key_id, kms.Key)
        if key is not None:
            yield from _key(scene, topic, key, "cloudwatch.", "CloudWatch", "kms_master_key_id")


def _alarmed(scene: Scene) -> Iterator[sns.Topic]:
    alarms: list[cloudwatch.MetricAlarm | cloudwatch.CompositeAlarm] = [
        *scene.all(cloudwatch.MetricAlarm),
        *scene.all(cloudwatch.CompositeAlarm),
    ]
    for alarm in alarms:
        for actions in (alarm.alarm_actions, alarm.ok_actions):
            yield from scene.graph.targets(actions, sns.Topic)


def _key(
    scene: Scene, user: Any, key: kms.Key, principal: str, name: str, attribute: str
) -> Iterator[Verdict]:
    admits = _admits(key, principal, scene)
    if admits is None:
        yield Undecided(key, "policy")
    elif not admits:
        what = f"its key {key.terraform_address} does not let {name} use it"
        yield Violation(user, what, attribute)


def _replicated(scene: Scene) -> Iterator[Verdict]:
    """Yield replications that leave out, or cannot read, what is encrypted."""
    for replication in scene.all(s3.BucketReplicationConfiguration):
        for index, rule in enumerate(replication.rule or ()):
            destination = rule.destination
            encrypted = destination and destination.encryption_configuration
            if not encrypted:
                what = "objects encrypted with a key are not replicated"
                yield Violation(replication, what, f"rule[{index}].destination")


RULES = (
    Rule(
        id="ENC-01",
        severity="high",
        title="Databases are encrypted",
        why="A snapshot that leaks is readable; encryption cannot be switched on afterwards.",
        fix="Set `storage_encrypted = true`; an existing database is copied by snapshot.",
        reference=("RDS.3", "HY-GOV-09", "CM-SEC-08"),
        like=("CKV_AWS_16", "AWS-0080"),
        check=each(
            rds.Instance,
            attribute="storage_encrypted",
            wants=true,
            says="its storage is not encrypted",
            which=lambda _scene, db: db.replicate_source_db is None,
        ),
    ),
    Rule(
        id="ENC-02",
        severity="high",
        title="Caches are encrypted",
        why="Sessions and tokens lie in snapshots and on disks.",
        fix="Set `at_rest_encryption_enabled = true`.",
        reference=("ElastiCache.4",),
        like=("CKV_AWS_29", "AWS-0045"),
        check=each(
            elasticache.ReplicationGroup,
            attribute="at_rest_encryption_enabled",
            wants=true,
            says="its data at rest are not encrypted",
        ),
    ),
    Rule(
        id="ENC-03",
        severity="low",
        title="A bucket says how it is encrypted",
        why="AWS encrypts with its own key; whether that is enough ought to be decided.",
        fix="Add `aws_s3_bucket_server_side_encryption_configuration`.",
        reference=("S3.17", "HY-GOV-09"),
        like=("CKV_AWS_19", "CKV_AWS_145", "AWS-0088", "AWS-0132"),
        check=_buckets,
    ),
    Rule(
        id="ENC-04",
        severity="medium",
        title="Topics are encrypted",
        why="Alarms name hosts, databases and error texts.",
        fix="Set `kms_master_key_id` to a key whose policy admits those who publish.",
        reference=("SNS.1", "D-HY-20"),
        like=("CKV_AWS_26", "AWS-0095", "AWS-0136"),
        check=each(
            sns.Topic,
            attribute="kms_master_key_id",
            wants=given,
            says="its messages are not encrypted",
            which=in_production,
        ),
    ),
    Rule(
        id="ENC-05",
        severity="high",
        title="Queues are encrypted",
        why="Messages carry what users sent.",
        fix="Set `kms_master_key_id`, or leave `sqs_managed_sse_enabled` on.",
        reference=("SQS.1", "HY-GOV-09"),
        like=("CKV_AWS_27", "AWS-0096"),
        check=_unencrypted_queues,
    ),
    Rule(
        id="ENC-06",
        severity="medium",
        title="Logs, secrets and backups are encrypted with a key of one's own",
        why="Who may read them is then said by a key's policy, and every use is on record.",
        fix="Name a customer managed key.",
        key="/encryption: customer",
        reference=(OWN_KEY, "HY-GOV-14", "HY-GOV-09"),
        like=(
            "CKV_AWS_158",
            "CKV_AWS_149",
            "CKV_AWS_166",
            "CKV_AWS_35",
            "CKV_AWS_191",
            "CKV_AWS_119",
            "CKV_AWS_147",
            "CKV_AWS_219",
            "CKV_AWS_297",
            "AWS-0017",
            "AWS-0098",
            "AWS-0015",
            "AWS-0025",
            "AWS-0135",
        ),
        check=together(
            *(
                each(cls, attribute=attribute, wants=given, says=says, which=in_production)
                for cls, attribute, says in (
                    (cloudwatch.LogGroup, "kms_key_id", "its logs are encrypted with AWS's key"),
                    (secretsmanager.Secret, "kms_key_id", "it is encrypted with AWS's key"),
                    (backup.Vault, "kms_key_arn", "its backups are encrypted with AWS's key"),
                    (cloudtrail.Trail, "kms_key_id", "its trail is encrypted with AWS's key"),
                    (elasticache.ReplicationGroup, "kms_key_id", "it is encrypted with AWS's key"),
                    (
                        dynamodb.Table,
                        "server_side_encryption.kms_key_arn",
                        "it is encrypted with AWS's key",
                    ),
                    (
                        codebuild.Project,
                        "encryption_key",
                        "its artifacts are encrypted with AWS's key",
                    ),
                    (
                        codepipeline.Pipeline,
                        "artifact_store.encryption_key.id",
                        "its artifacts are encrypted with AWS's key",
                    ),
                )
            )
        ),
    ),
    Rule(
        id="ENC-07",
        severity="high",
        title="Disks are encrypted",
        why="A snapshot or a lost disk is readable otherwise.",
        fix="Set `encrypted = true` on every block device.",
        reference=("EC2.7", "WL-CMP-01"),
        like=("CKV_AWS_8", "AWS-0131", "AWS-0008"),
        check=together(
            each(
                instances.Instance,
                attribute="root_block_device.encrypted",
                wants=true,
                says="its root disk is not encrypted",
            ),
            each(
                instances.Instance,
                attribute="ebs_block_device.encrypted",
                wants=true,
                says="a disk of it is not encrypted",
                which=lambda _scene, one: bool(one.ebs_block_device),
            ),
            each(
                instances.LaunchTemplate,
                attribute="block_device_mappings.ebs.encrypted",
                wants=true,
                says="the disks of its instances are not encrypted",
            ),
        ),
    ),
    Rule(
        id="ENC-08",
        severity="medium",
        title="Keys are rotated",
        why="What one key version has encrypted stays bounded; rotation costs nothing to do.",
        fix="Set `enable_key_rotation = true`.",
        reference=("KMS.4", "HY-GOV-14"),
        like=("CKV_AWS_7", "AWS-0065"),
        check=each(
            kms.Key,
            attribute="enable_key_rotation",
            wants=true,
            says="it is never rotated",
            which=_symmetric,
        ),
    ),
    Rule(
        id="ENC-09",
        severity="medium",
        title="A deleted key can be brought back for 30 days",
        why="Everything encrypted with it is lost for ever when the window ends.",
        fix="Set `deletion_window_in_days = 30`.",
        reference=("HY-GOV-14",),
        check=each(
            kms.Key,
            attribute="deletion_window_in_days",
            wants=lambda days: days is None or days >= 30,  # noqa: PLR2004 - the title says it
            says="it is gone sooner than 30 days after it was deleted",
            which=in_production,
        ),
    ),
    Rule(
        id="ENC-10",
        severity="medium",
        title="Keys are on",
        why="Nothing encrypted with a key that is off can be read.",
        fix="Set `is_enabled = true`.",
        like=("CKV_AWS_227",),
        check=each(kms.Key, attribute="is_enabled", wants=one_of(None, True), says="it is off"),
    ),
    Rule(
        id="ENC-11",
        severity="high",
        title="A log group's key admits CloudWatch Logs",
        why="The log group cannot be made otherwise: AWS refuses the key.",
        fix="Let `logs.REGION.amazonaws.com` use the key, for this account's log groups only.",
        reference=(
            "https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/encrypt-log-data-kms.html",
            "D-HY-20",
        ),
        check=_log_keys,
    ),
    Rule(
        id="ENC-12",
        severity="high",
        title="The key of an alarm's topic admits CloudWatch",
        why="Alarms then fire and nobody hears: CloudWatch may not encrypt the message.",
        fix="Let `cloudwatch.amazonaws.com` use the key, or use another one.",
        reference=("https://repost.aws/knowledge-center/cloudwatch-configure-alarm-sns", "D-HY-20"),
        check=_topic_keys,
    ),
    Rule(
        id="ENC-13",
        severity="medium",
        title="Parameters that are secret are encrypted",
        why="A parameter of type String is shown to everyone who may list parameters.",
        fix='Set `type = "SecureString"` and write it with `value_wo`.',
        reference=("D-WL-11", "WL-SEC-03"),
        like=("CKV_AWS_337", "CKV2_AWS_34"),
        check=each(
            ssm.Parameter,
            attribute="type",
            wants=one_of("SecureString"),
            says="its name says it is secret, and it is stored in clear",
            which=lambda _scene, one: (
                says_secret(str(literal(one.name) or "")) and not _only_points(one.insecure_value)
            ),
        ),
    ),
    Rule(
        id="ENC-14",
        severity="low",
        title="Performance Insights are encrypted with a key of one's own",
        why="They show statements, and statements show data.",
        fix="Set `performance_insights_kms_key_id`.",
        key="/encryption: customer",
        like=("CKV_AWS_354", "AWS-0078"),
        check=each(
            rds.Instance,
            attribute="performance_insights_kms_key_id",
            wants=given,
            says="its Performance Insights are encrypted with AWS's key",
            which=lambda scene, db: (
                scene.production and literal(db.performance_insights_enabled) is True
            ),
        ),
    ),
    Rule(
        id="ENC-15",
        severity="medium",
        title="Replication takes encrypted objects along",
        why="Objects encrypted with a KMS key are silently left out of a rule that does not say so.",
        fix="Set `replica_kms_key_id` and `source_selection_criteria.sse_kms_encrypted_objects`.",
        reference=("D-HY-40",),
        check=_replicated,
    ),
    Rule(
        id="ENC-16",
        severity="low",
        title="Rotation is yearly or faster",
        why="A longer period is allowed by AWS and by few auditors.",
        fix="Set `rotation_period_in_days` to 365 or less.",
        reference=("KMS.4",),
        check=each(
            kms.Key,
            attribute="rotation_period_in_days",
            wants=lambda days: days is None or not at_least(366)(days),
            says="it is rotated less than once a year",
        ),
    ),
    Rule(
        id="ENC-17",
        severity="low",
        title="Images are encrypted with a key of one's own",
        why="Who may pull is then also said by the key, and an image that leaked is of no use.",
        fix='Set `encryption_configuration { encryption_type = "KMS" }`; the repository is made anew.',
        reference=("ECR.5", "HY-REG-01"),
        like=("CKV_AWS_136", "AWS-0033"),
        check=each(
            ecr.Repository,
            attribute="encryption_configuration.encryption_type",
            wants=one_of("KMS", "KMS_DSSE"),
            says="its images are encrypted with AWS's key",
            which=in_production,
        ),
    ),
)
