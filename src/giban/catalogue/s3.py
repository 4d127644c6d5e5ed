"""Object storage (Amazon S3)."""

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


class AbortIncompleteMultipartUpload(Block):
    """`rule.abort_incomplete_multipart_upload`."""

    days_after_initiation: Num = optional()


class Expiration(Block):
    """`rule.expiration`."""

    date: Str = optional()
    days: Num = optional(computed=True)
    expired_object_delete_marker: Bool = optional(computed=True)


class And(Block):
    """`rule.filter.and`."""

    object_size_greater_than: Num = optional(computed=True)
    object_size_less_than: Num = optional(computed=True)
    prefix: Str = optional(computed=True)
    tags: StrMap = optional()


class Tag(Block):
    """`rule.filter.tag`."""

    key: Str = required()
    value: Str = required()


class Filter(Block):
    """`rule.filter`."""

    object_size_greater_than: Num = optional(computed=True)
    object_size_less_than: Num = optional(computed=True)
    prefix: Str = optional(computed=True)
    and_: tuple[And, ...] = blocks()
    tag: tuple[Tag, ...] = blocks()


class NoncurrentVersionExpiration(Block):
    """`rule.noncurrent_version_expiration`."""

    noncurrent_days: Num = required()
    newer_noncurrent_versions: Num = optional()


class NoncurrentVersionTransition(Block):
    """`rule.noncurrent_version_transition`."""

    noncurrent_days: Num = required()
    storage_class: Str = required()
    newer_noncurrent_versions: Num = optional()


class Transition(Block):
    """`rule.transition`."""

    storage_class: Str = required()
    date: Str = optional()
    days: Num = optional(computed=True)


class Rule(Block):
    """`rule`."""

    id: Str = required()
    status: Str = required()
    prefix: Str = optional(computed=True)
    abort_incomplete_multipart_upload: tuple[AbortIncompleteMultipartUpload, ...] = blocks()
    expiration: tuple[Expiration, ...] = blocks()
    filter: tuple[Filter, ...] = blocks()
    noncurrent_version_expiration: tuple[NoncurrentVersionExpiration, ...] = blocks()
    noncurrent_version_transition: tuple[NoncurrentVersionTransition, ...] = blocks("set")
    transition: tuple[Transition, ...] = blocks("set")


class Timeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    update: Str = optional()


class BucketLifecycleConfiguration(
    Resource, type="aws_s3_bucket_lifecycle_configuration", framework=True
):
    """When objects change class or expire."""

    bucket: Str = required(new=True)
    expected_bucket_owner: Str = optional(computed=True, new=True)
    region: Str = optional(computed=True)
    transition_default_minimum_object_size: Str = optional(computed=True)
    id: Str = computed()
    rule: tuple[Rule, ...] = blocks()
    timeouts: Timeouts | None = blocks("single")


class VersioningConfiguration(Block):
    """`versioning_configuration`."""

    status: Str = required()
    mfa_delete: Str = optional(computed=True)


class BucketVersioning(Resource, type="aws_s3_bucket_versioning"):
    """Whether a bucket keeps old versions."""

    bucket: Str = required(new=True, check=Check(length=(1, 63)))
    expected_bucket_owner: Str = optional()
    id: Str = optional(computed=True)
    mfa: Str = optional()
    region: Str = optional(computed=True)
    versioning_configuration: VersioningConfiguration | None = blocks(min=1, max=1)


class ApplyServerSideEncryptionByDefault(Block):
    """`rule.apply_server_side_encryption_by_default`."""

    sse_algorithm: Str = required()
    kms_master_key_id: Str = optional(computed=True)


class BucketEncryptionRule(Block):
    """`rule`."""

    blocked_encryption_types: StrList = optional(computed=True)
    bucket_key_enabled: Bool = optional(computed=True)
    apply_server_side_encryption_by_default: ApplyServerSideEncryptionByDefault | None = blocks(
        max=1
    )


class BucketEncryption(Resource, type="aws_s3_bucket_server_side_encryption_configuration"):
    """How a bucket encrypts objects."""

    bucket: Str = required(new=True, check=Check(length=(1, 63)))
    expected_bucket_owner: Str = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    rule: tuple[BucketEncryptionRule, ...] = blocks("set", min=1)


class BucketPublicAccessBlock(Resource, type="aws_s3_bucket_public_access_block"):
    """Refuses public access to a bucket."""

    bucket: Str = required(new=True)
    block_public_acls: Bool = optional(default=False)
    block_public_policy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    ignore_public_acls: Bool = optional(default=False)
    region: Str = optional(computed=True)
    restrict_public_buckets: Bool = optional(default=False)
    skip_destroy: Bool = optional()


class BucketPolicy(Resource, type="aws_s3_bucket_policy"):
    """Who may do what in a bucket."""

    bucket: Str = required(new=True)
    policy: Str = required(suppressed=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)


class BucketOwnershipControlsRule(Block):
    """`rule`."""

    object_ownership: Str = required()


class BucketOwnershipControls(Resource, type="aws_s3_bucket_ownership_controls"):
    """Who owns the objects of a bucket."""

    bucket: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    rule: BucketOwnershipControlsRule | None = blocks(min=1, max=1)


class Grantee(Block):
    """`target_grant.grantee`."""

    type: Str = required()
    email_address: Str = optional()
    id: Str = optional()
    uri: Str = optional()
    display_name: Str = computed()


class TargetGrant(Block):
    """`target_grant`."""

    permission: Str = required()
    grantee: Grantee | None = blocks(min=1, max=1)


class PartitionedPrefix(Block):
    """`target_object_key_format.partitioned_prefix`."""

    partition_date_source: Str = required()


class SimplePrefix(Block):
    """`target_object_key_format.simple_prefix`."""


class TargetObjectKeyFormat(Block):
    """`target_object_key_format`."""

    partitioned_prefix: PartitionedPrefix | None = blocks(
        max=1,
        check=Check(
            exactly_one_of=(
                "target_object_key_format.0.partitioned_prefix",
                "target_object_key_format.0.simple_prefix",
            )
        ),
    )
    simple_prefix: SimplePrefix | None = blocks(
        max=1,
        check=Check(
            exactly_one_of=(
                "target_object_key_format.0.partitioned_prefix",
                "target_object_key_format.0.simple_prefix",
            )
        ),
    )


class BucketLogging(Resource, type="aws_s3_bucket_logging"):
    """Where a bucket records requests."""

    bucket: Str = required(new=True, check=Check(length=(1, 63)))
    target_bucket: Str = required()
    target_prefix: Str = required()
    expected_bucket_owner: Str = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    target_grant: tuple[TargetGrant, ...] = blocks("set")
    target_object_key_format: TargetObjectKeyFormat | None = blocks(max=1)


class CorsRule(Block):
    """`cors_rule`."""

    allowed_methods: StrSet = required()
    allowed_origins: StrSet = required()
    allowed_headers: StrSet = optional()
    expose_headers: StrSet = optional()
    id: Str = optional(check=Check(length=(0, 255)))
    max_age_seconds: Num = optional()


class BucketCorsConfiguration(Resource, type="aws_s3_bucket_cors_configuration"):
    """Which web pages may call a bucket."""

    bucket: Str = required(new=True, check=Check(length=(1, 63)))
    expected_bucket_owner: Str = optional()
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    cors_rule: tuple[CorsRule, ...] = blocks("set", min=1, max=100)


class BucketCorsRule(Block):
    """`cors_rule`."""

    allowed_methods: StrList = required()
    allowed_origins: StrList = required()
    allowed_headers: StrList = optional()
    expose_headers: StrList = optional()
    max_age_seconds: Num = optional()


class Grant(Block):
    """`grant`."""

    permissions: StrSet = required()
    type: Str = required()
    id: Str = optional()
    uri: Str = optional()


class BucketExpiration(Block):
    """`lifecycle_rule.expiration`."""

    date: Str = optional()
    days: Num = optional(check=Check(range=(0, None)))
    expired_object_delete_marker: Bool = optional()


class BucketNoncurrentVersionExpiration(Block):
    """`lifecycle_rule.noncurrent_version_expiration`."""

    days: Num = optional(check=Check(range=(1, None)))


class BucketNoncurrentVersionTransition(Block):
    """`lifecycle_rule.noncurrent_version_transition`."""

    storage_class: Str = required()
    days: Num = optional(check=Check(range=(0, None)))


class BucketTransition(Block):
    """`lifecycle_rule.transition`."""

    storage_class: Str = required()
    date: Str = optional()
    days: Num = optional(check=Check(range=(0, None)))


class LifecycleRule(Block):
    """`lifecycle_rule`."""

    enabled: Bool = required()
    abort_incomplete_multipart_upload_days: Num = optional()
    id: Str = optional(computed=True, check=Check(length=(0, 255)))
    prefix: Str = optional()
    tags: StrMap = optional()
    expiration: BucketExpiration | None = blocks(max=1)
    noncurrent_version_expiration: BucketNoncurrentVersionExpiration | None = blocks(max=1)
    noncurrent_version_transition: tuple[BucketNoncurrentVersionTransition, ...] = blocks("set")
    transition: tuple[BucketTransition, ...] = blocks("set")


class Logging(Block):
    """`logging`."""

    target_bucket: Str = required()
    target_prefix: Str = optional()


class DefaultRetention(Block):
    """`object_lock_configuration.rule.default_retention`."""

    mode: Str = required()
    days: Num = optional(check=Check(range=(1, None)))
    years: Num = optional(check=Check(range=(1, None)))


class BucketRule(Block):
    """`object_lock_configuration.rule`."""

    default_retention: DefaultRetention | None = blocks(min=1, max=1)


class ObjectLockConfiguration(Block):
    """`object_lock_configuration`."""

    object_lock_enabled: Str = optional(
        new=True, check=Check(conflicts_with=("object_lock_enabled",))
    )
    rule: BucketRule | None = blocks(max=1)


class AccessControlTranslation(Block):
    """`replication_configuration.rules.destination.access_control_translation`."""

    owner: Str = required()


class Metrics(Block):
    """`replication_configuration.rules.destination.metrics`."""

    minutes: Num = optional(default=15, check=Check(range=(10, 15)))
    status: Str = optional(default="Enabled")


class ReplicationTime(Block):
    """`replication_configuration.rules.destination.replication_time`."""

    minutes: Num = optional(default=15, check=Check(range=(15, 15)))
    status: Str = optional(default="Enabled")


class Destination(Block):
    """`replication_configuration.rules.destination`."""

    bucket: Str = required(check=Check(format="arn"))
    account_id: Str = optional()
    replica_kms_key_id: Str = optional()
    storage_class: Str = optional()
    access_control_translation: AccessControlTranslation | None = blocks(max=1)
    metrics: Metrics | None = blocks(max=1)
    replication_time: ReplicationTime | None = blocks(max=1)


class BucketFilter(Block):
    """`replication_configuration.rules.filter`."""

    prefix: Str = optional(check=Check(length=(0, 1024)))
    tags: StrMap = optional()


class SseKmsEncryptedObjects(Block):
    """`replication_configuration.rules.source_selection_criteria.sse_kms_encrypted_objects`."""

    enabled: Bool = required()


class SourceSelectionCriteria(Block):
    """`replication_configuration.rules.source_selection_criteria`."""

    sse_kms_encrypted_objects: SseKmsEncryptedObjects | None = blocks(max=1)


class Rules(Block):
    """`replication_configuration.rules`."""

    status: Str = required()
    delete_marker_replication_status: Str = optional()
    id: Str = optional(check=Check(length=(0, 255)))
    prefix: Str = optional(check=Check(length=(0, 1024)))
    priority: Num = optional()
    destination: Destination | None = blocks(min=1, max=1)
    filter: BucketFilter | None = blocks(max=1)
    source_selection_criteria: SourceSelectionCriteria | None = blocks(max=1)


class ReplicationConfiguration(Block):
    """`replication_configuration`."""

    role: Str = required()
    rules: tuple[Rules, ...] = blocks("set", min=1)


class BucketApplyServerSideEncryptionByDefault(Block):
    """`server_side_encryption_configuration.rule.apply_server_side_encryption_by_default`."""

    sse_algorithm: Str = required()
    kms_master_key_id: Str = optional()


class BucketServerSideEncryptionConfigurationRule(Block):
    """`server_side_encryption_configuration.rule`."""

    bucket_key_enabled: Bool = optional()
    apply_server_side_encryption_by_default: BucketApplyServerSideEncryptionByDefault | None = (
        blocks(min=1, max=1)
    )


class ServerSideEncryptionConfiguration(Block):
    """`server_side_encryption_configuration`."""

    rule: BucketServerSideEncryptionConfigurationRule | None = blocks(min=1, max=1)


class BucketTimeouts(Block):
    """`timeouts`."""

    create: Str = optional()
    delete: Str = optional()
    read: Str = optional()
    update: Str = optional()


class Versioning(Block):
    """`versioning`."""

    enabled: Bool = optional(default=False)
    mfa_delete: Bool = optional(default=False)


class Website(Block):
    """`website`."""

    error_document: Str = optional()
    index_document: Str = optional(
        check=Check(
            exactly_one_of=("website.0.index_document", "website.0.redirect_all_requests_to")
        )
    )
    redirect_all_requests_to: Str = optional(
        check=Check(
            conflicts_with=("website.0.error_document", "website.0.routing_rules"),
            exactly_one_of=("website.0.index_document", "website.0.redirect_all_requests_to"),
        )
    )
    routing_rules: Str = optional()


class Bucket(Resource, type="aws_s3_bucket", stateful=True):
    """A bucket; what it does is set by the types above, its own blocks are deprecated."""

    acceleration_status: Str = optional(computed=True)
    acl: Str = optional(computed=True, check=Check(conflicts_with=("grant",)))
    bucket: Str = optional(computed=True, new=True, check=Check(conflicts_with=("bucket_prefix",)))
    bucket_namespace: Str = optional(computed=True, new=True)
    bucket_prefix: Str = optional(computed=True, new=True, check=Check(conflicts_with=("bucket",)))
    force_destroy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    object_lock_enabled: Bool = optional(
        computed=True, new=True, check=Check(conflicts_with=("object_lock_configuration",))
    )
    policy: Str = optional(computed=True, suppressed=True)
    region: Str = optional(computed=True)
    request_payer: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    bucket_domain_name: Str = computed()
    bucket_region: Str = computed()
    bucket_regional_domain_name: Str = computed()
    hosted_zone_id: Str = computed()
    website_domain: Str = computed()
    website_endpoint: Str = computed()
    cors_rule: tuple[BucketCorsRule, ...] = blocks(computed=True)
    grant: tuple[Grant, ...] = blocks("set", computed=True, check=Check(conflicts_with=("acl",)))
    lifecycle_rule: tuple[LifecycleRule, ...] = blocks(computed=True)
    logging: Logging | None = blocks(max=1, computed=True)
    object_lock_configuration: ObjectLockConfiguration | None = blocks(max=1, computed=True)
    replication_configuration: ReplicationConfiguration | None = blocks(max=1, computed=True)
    server_side_encryption_configuration: ServerSideEncryptionConfiguration | None = blocks(
        max=1, computed=True
    )
    timeouts: BucketTimeouts | None = blocks("single")
    versioning: Versioning | None = blocks(max=1, computed=True)
    website: Website | None = blocks(max=1, computed=True)


class DefaultTags(Block):
    """`override_provider.default_tags`."""

    tags: StrMap = optional()


class OverrideProvider(Block):
    """`override_provider`."""

    default_tags: DefaultTags | None = blocks(max=1)


class BucketObject(Resource, type="aws_s3_object"):
    """An object in a bucket."""

    bucket: Str = required(new=True)
    key: Str = required(new=True)
    acl: Str = optional(computed=True)
    bucket_key_enabled: Bool = optional(computed=True)
    cache_control: Str = optional()
    checksum_algorithm: Str = optional()
    content: Str = optional(check=Check(conflicts_with=("source", "content_base64")))
    content_base64: Str = optional(check=Check(conflicts_with=("source", "content")))
    content_disposition: Str = optional()
    content_encoding: Str = optional()
    content_language: Str = optional()
    content_type: Str = optional(computed=True)
    etag: Str = optional(computed=True, check=Check(conflicts_with=("kms_key_id",)))
    force_destroy: Bool = optional(default=False)
    id: Str = optional(computed=True)
    kms_key_id: Str = optional(computed=True, check=Check(format="arn"))
    metadata: StrMap = optional()
    object_lock_legal_hold_status: Str = optional()
    object_lock_mode: Str = optional()
    object_lock_retain_until_date: Str = optional()
    region: Str = optional(computed=True)
    server_side_encryption: Str = optional(computed=True)
    source: Str = optional(check=Check(conflicts_with=("content", "content_base64")))
    source_hash: Str = optional()
    storage_class: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    website_redirect: Str = optional()
    arn: Str = computed()
    checksum_crc32: Str = computed()
    checksum_crc32c: Str = computed()
    checksum_crc64nvme: Str = computed()
    checksum_sha1: Str = computed()
    checksum_sha256: Str = computed()
    version_id: Str = computed()
    override_provider: OverrideProvider | None = blocks(max=1)


class DeleteMarkerReplication(Block):
    """`rule.delete_marker_replication`."""

    status: Str = required()


class BucketReplicationConfigurationAccessControlTranslation(Block):
    """`rule.destination.access_control_translation`."""

    owner: Str = required()


class EncryptionConfiguration(Block):
    """`rule.destination.encryption_configuration`."""

    replica_kms_key_id: Str = required(check=Check(format="arn"))


class EventThreshold(Block):
    """`rule.destination.metrics.event_threshold`."""

    minutes: Num = required(check=Check(range=(0, None)))


class BucketReplicationConfigurationMetrics(Block):
    """`rule.destination.metrics`."""

    status: Str = required()
    event_threshold: EventThreshold | None = blocks(max=1)


class Time(Block):
    """`rule.destination.replication_time.time`."""

    minutes: Num = required(check=Check(range=(0, None)))


class BucketReplicationConfigurationReplicationTime(Block):
    """`rule.destination.replication_time`."""

    status: Str = required()
    time: Time | None = blocks(min=1, max=1)


class BucketReplicationConfigurationDestination(Block):
    """`rule.destination`."""

    bucket: Str = required(check=Check(format="arn"))
    account: Str = optional()
    storage_class: Str = optional()
    access_control_translation: BucketReplicationConfigurationAccessControlTranslation | None = (
        blocks(max=1)
    )
    encryption_configuration: EncryptionConfiguration | None = blocks(max=1)
    metrics: BucketReplicationConfigurationMetrics | None = blocks(max=1)
    replication_time: BucketReplicationConfigurationReplicationTime | None = blocks(max=1)


class ExistingObjectReplication(Block):
    """`rule.existing_object_replication`."""

    status: Str = required()


class BucketReplicationConfigurationAnd(Block):
    """`rule.filter.and`."""

    prefix: Str = optional(check=Check(length=(0, 1024)))
    tags: StrMap = optional()


class BucketReplicationConfigurationTag(Block):
    """`rule.filter.tag`."""

    key: Str = required()
    value: Str = required()


class BucketReplicationConfigurationFilter(Block):
    """`rule.filter`."""

    prefix: Str = optional(check=Check(length=(0, 1024)))
    and_: BucketReplicationConfigurationAnd | None = blocks(max=1)
    tag: BucketReplicationConfigurationTag | None = blocks(max=1)


class ReplicaModifications(Block):
    """`rule.source_selection_criteria.replica_modifications`."""

    status: Str = required()


class BucketReplicationConfigurationSseKmsEncryptedObjects(Block):
    """`rule.source_selection_criteria.sse_kms_encrypted_objects`."""

    status: Str = required()


class BucketReplicationConfigurationSourceSelectionCriteria(Block):
    """`rule.source_selection_criteria`."""

    replica_modifications: ReplicaModifications | None = blocks(max=1)
    sse_kms_encrypted_objects: BucketReplicationConfigurationSseKmsEncryptedObjects | None = blocks(
        max=1
    )


class BucketReplicationConfigurationRule(Block):
    """`rule`."""

    status: Str = required()
    id: Str = optional(computed=True, check=Check(length=(0, 255)))
    prefix: Str = optional(check=Check(length=(0, 1024)))
    priority: Num = optional()
    delete_marker_replication: DeleteMarkerReplication | None = blocks(max=1)
    destination: BucketReplicationConfigurationDestination | None = blocks(min=1, max=1)
    existing_object_replication: ExistingObjectReplication | None = blocks(max=1)
    filter: BucketReplicationConfigurationFilter | None = blocks(max=1)
    source_selection_criteria: BucketReplicationConfigurationSourceSelectionCriteria | None = (
        blocks(max=1)
    )


class BucketReplicationConfiguration(Resource, type="aws_s3_bucket_replication_configuration"):
    """Which objects are copied to other buckets."""

    bucket: Str = required(new=True, check=Check(length=(1, 63)))
    role: Str = required(check=Check(format="arn"))
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    token: Str = optional(sensitive=True)
    rule: tuple[BucketReplicationConfigurationRule, ...] = blocks(min=1, max=1000)


class LambdaFunction(Block):
    """`lambda_function`."""

    events: StrSet = required()
    filter_prefix: Str = optional()
    filter_suffix: Str = optional()
    id: Str = optional(computed=True)
    lambda_function_arn: Str = optional()


class Queue(Block):
    """`queue`."""

    events: StrSet = required()
    queue_arn: Str = required()
    filter_prefix: Str = optional()
    filter_suffix: Str = optional()
    id: Str = optional(computed=True)


class Topic(Block):
    """`topic`."""

    events: StrSet = required()
    topic_arn: Str = required()
    filter_prefix: Str = optional()
    filter_suffix: Str = optional()
    id: Str = optional(computed=True)


class BucketNotification(Resource, type="aws_s3_bucket_notification"):
    """Who is told what happens in a bucket."""

    bucket: Str = required(new=True)
    eventbridge: Bool = optional(default=False)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    lambda_function: tuple[LambdaFunction, ...] = blocks()
    queue: tuple[Queue, ...] = blocks()
    topic: tuple[Topic, ...] = blocks()


class TieringFilter(Block):
    """`filter`."""

    prefix: Str = optional(check=Check(at_least_one_of=("filter.0.prefix", "filter.0.tags")))
    tags: StrMap = optional(check=Check(at_least_one_of=("filter.0.prefix", "filter.0.tags")))


class Tiering(Block):
    """`tiering`."""

    access_tier: Str = required()
    days: Num = required()


class BucketTiering(Resource, type="aws_s3_bucket_intelligent_tiering_configuration"):
    """When Intelligent-Tiering archives what nobody reads."""

    bucket: Str = required(new=True)
    name: Str = required(new=True)
    id: Str = optional(computed=True)
    region: Str = optional(computed=True)
    status: Str = optional(default="Enabled")
    filter: TieringFilter | None = blocks(max=1)
    tiering: tuple[Tiering, ...] = blocks("set", min=1)
