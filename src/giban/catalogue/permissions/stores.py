"""What keeps data: databases, caches, buckets, tables, queues, and their backups."""

from giban.catalogue.permissions.needs import Anywhere, Hand, Linked, Locked, Needs, On

RDS = "rds:{region}:{account}:"
CACHE = "elasticache:{region}:{account}:"
S3 = "s3:::"
SQS = "sqs:{region}:{account}:{name}"
BACKUP = "backup:{region}:{account}:"

_subnets = Anywhere(service="ec2", read="DescribeSubnets DescribeVpcs DescribeSecurityGroups")


def _bucket(put: str, get: str, *, delete: str = "") -> Needs:
    return Needs(
        "", On(of="bucket", kind="aws_s3_bucket", create=put, read=get, delete=delete or put)
    )


NEEDS = {
    "aws_db_instance": Needs(
        f"{RDS}db:{{identifier}}",
        On(
            create="CreateDBInstance",
            read="DescribeDBInstances ListTagsForResource",
            update="ModifyDBInstance RebootDBInstance",
            delete="DeleteDBInstance",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        # The provider looks for the resource id that AWS gave it, among all.
        On(arn=f"{RDS}db:*", read="DescribeDBInstances"),
        On(
            of="db_subnet_group_name",
            kind="aws_db_subnet_group",
            create="CreateDBInstance",
            update="ModifyDBInstance",
        ),
        On(
            of="parameter_group_name",
            kind="aws_db_parameter_group",
            create="CreateDBInstance",
            update="ModifyDBInstance",
        ),
        On(
            arn=f"{RDS}og:{{option_group_name|default:*}}",
            create="CreateDBInstance",
            update="ModifyDBInstance",
        ),
        On(create="CreateDBInstanceReadReplica PromoteReadReplica", given="replicate_source_db"),
        On(
            of="replicate_source_db",
            kind="aws_db_instance",
            create="CreateDBInstanceReadReplica",
            given="replicate_source_db",
        ),
        On(
            of="db_subnet_group_name",
            kind="aws_db_subnet_group",
            create="CreateDBInstanceReadReplica",
            given="replicate_source_db",
        ),
        On(
            of="parameter_group_name",
            kind="aws_db_parameter_group",
            create="CreateDBInstanceReadReplica",
            given="replicate_source_db",
        ),
        On(
            arn=f"{RDS}snapshot:{{final_snapshot_identifier}}",
            delete="CreateDBSnapshot AddTagsToResource",
            given="final_snapshot_identifier",
        ),
        On(
            arn=f"{RDS}snapshot:{{snapshot_identifier}}",
            create="RestoreDBInstanceFromDBSnapshot",
            given="snapshot_identifier",
        ),
        On(create="RestoreDBInstanceFromDBSnapshot", given="snapshot_identifier"),
        On(
            of="performance_insights_kms_key_id",
            kind="aws_kms_key",
            create="kms:DescribeKey",
            given="performance_insights_kms_key_id",
        ),
        Hand("monitoring_role_arn", "monitoring.rds.amazonaws.com"),
        Locked("kms_key_id", "rds"),
        Locked("performance_insights_kms_key_id", "rds"),
        Locked("master_user_secret_kms_key_id", "secretsmanager", grant=False),
        On(
            arn="secretsmanager:{region}:{account}:secret:rds!db-*",
            create="CreateSecret TagResource",
            update="RotateSecret",
            given="manage_master_user_password",
        ),
        Anywhere(
            service="ec2",
            create="DescribeAccountAttributes DescribeAvailabilityZones",
            read="DescribeSecurityGroups DescribeSubnets DescribeVpcs",
        ),
        Linked("rds"),
    ),
    "aws_db_subnet_group": Needs(
        f"{RDS}subgrp:{{name}}",
        On(
            create="CreateDBSubnetGroup",
            read="DescribeDBSubnetGroups ListTagsForResource",
            update="ModifyDBSubnetGroup",
            delete="DeleteDBSubnetGroup",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        _subnets,
    ),
    "aws_db_parameter_group": Needs(
        f"{RDS}pg:{{name}}",
        On(
            create="CreateDBParameterGroup",
            read="DescribeDBParameterGroups DescribeDBParameters ListTagsForResource",
            update="ModifyDBParameterGroup ResetDBParameterGroup",
            delete="DeleteDBParameterGroup",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
    ),
    "aws_elasticache_replication_group": Needs(
        f"{CACHE}replicationgroup:{{replication_group_id}}",
        On(
            create="CreateReplicationGroup",
            read="DescribeReplicationGroups ListTagsForResource",
            update="ModifyReplicationGroup ModifyReplicationGroupShardConfiguration "
            "IncreaseReplicaCount DecreaseReplicaCount TestFailover",
            delete="DeleteReplicationGroup",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        On(
            arn=f"{CACHE}cluster:{{replication_group_id}}-*",
            create="CreateReplicationGroup",
            read="DescribeCacheClusters",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        On(
            of="parameter_group_name",
            kind="aws_elasticache_parameter_group",
            create="CreateReplicationGroup",
            update="ModifyReplicationGroup",
        ),
        On(
            of="subnet_group_name",
            kind="aws_elasticache_subnet_group",
            create="CreateReplicationGroup",
        ),
        On(
            of="user_group_ids",
            kind="aws_elasticache_user_group",
            create="CreateReplicationGroup",
            update="ModifyReplicationGroup",
            given="user_group_ids",
        ),
        On(
            arn=f"{CACHE}snapshot:{{final_snapshot_identifier}}",
            delete="DeleteReplicationGroup",
            given="final_snapshot_identifier",
        ),
        On(
            of="notification_topic_arn",
            kind="aws_sns_topic",
            create="sns:GetTopicAttributes",
            given="notification_topic_arn",
        ),
        Locked("kms_key_id", "elasticache"),
        # ElastiCache adds to the policy by which AWS's delivery may write to the log groups.
        Anywhere(
            service="logs",
            create="CreateLogDelivery GetLogDelivery ListLogDeliveries PutResourcePolicy "
            "DescribeResourcePolicies DescribeLogGroups",
            update="UpdateLogDelivery",
            delete="GetLogDelivery ListLogDeliveries DeleteLogDelivery",
            given="log_delivery_configuration",
        ),
        Anywhere(
            service="ec2",
            create="DescribeSecurityGroups DescribeSubnets DescribeVpcs",
        ),
        Linked("elasticache"),
    ),
    "aws_elasticache_subnet_group": Needs(
        f"{CACHE}subnetgroup:{{name}}",
        On(
            create="CreateCacheSubnetGroup",
            read="DescribeCacheSubnetGroups ListTagsForResource",
            update="ModifyCacheSubnetGroup",
            delete="DeleteCacheSubnetGroup",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        _subnets,
    ),
    "aws_elasticache_parameter_group": Needs(
        f"{CACHE}parametergroup:{{name}}",
        On(
            create="CreateCacheParameterGroup",
            read="DescribeCacheParameterGroups DescribeCacheParameters ListTagsForResource",
            update="ModifyCacheParameterGroup ResetCacheParameterGroup",
            delete="DeleteCacheParameterGroup",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
    ),
    "aws_elasticache_user": Needs(
        f"{CACHE}user:{{user_id}}",
        On(
            create="CreateUser",
            read="DescribeUsers ListTagsForResource",
            update="ModifyUser",
            delete="DeleteUser",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
    ),
    "aws_elasticache_user_group": Needs(
        f"{CACHE}usergroup:{{user_group_id}}",
        On(
            create="CreateUserGroup",
            read="DescribeUserGroups ListTagsForResource",
            update="ModifyUserGroup",
            delete="DeleteUserGroup",
            tag="AddTagsToResource",
            untag="RemoveTagsFromResource",
        ),
        On(
            of="user_ids",
            kind="aws_elasticache_user",
            create="CreateUserGroup",
            update="ModifyUserGroup",
        ),
    ),
    "aws_s3_bucket": Needs(
        f"{S3}{{bucket}}",
        On(
            create="CreateBucket",
            # The provider reads all of a bucket, also what is a type of its own by now.
            read="ListBucket GetBucketLocation GetBucketPolicy GetBucketAcl GetBucketCORS "
            "GetBucketWebsite GetBucketVersioning GetAccelerateConfiguration "
            "GetBucketRequestPayment GetBucketLogging GetLifecycleConfiguration "
            "GetReplicationConfiguration GetEncryptionConfiguration "
            "GetBucketObjectLockConfiguration GetBucketTagging ListTagsForResource",
            delete="DeleteBucket",
            tag="PutBucketTagging TagResource",
            untag="UntagResource",
        ),
        On(
            delete="ListBucketVersions ListBucketMultipartUploads",
            given="force_destroy",
        ),
        On(
            arn=f"{S3}{{bucket}}/*",
            delete="DeleteObject DeleteObjectVersion BypassGovernanceRetention "
            "AbortMultipartUpload",
            given="force_destroy",
        ),
        On(create="PutBucketObjectLockConfiguration", given="object_lock_enabled"),
    ),
    "aws_s3_bucket_versioning": _bucket("PutBucketVersioning", "GetBucketVersioning"),
    "aws_s3_bucket_server_side_encryption_configuration": _bucket(
        "PutEncryptionConfiguration", "GetEncryptionConfiguration"
    ),
    "aws_s3_bucket_public_access_block": _bucket(
        "PutBucketPublicAccessBlock", "GetBucketPublicAccessBlock"
    ),
    "aws_s3_bucket_lifecycle_configuration": _bucket(
        "PutLifecycleConfiguration", "GetLifecycleConfiguration"
    ),
    "aws_s3_bucket_policy": _bucket(
        "PutBucketPolicy", "GetBucketPolicy", delete="DeleteBucketPolicy"
    ),
    "aws_s3_bucket_ownership_controls": _bucket(
        "PutBucketOwnershipControls", "GetBucketOwnershipControls"
    ),
    "aws_s3_bucket_logging": _bucket("PutBucketLogging", "GetBucketLogging"),
    "aws_s3_bucket_cors_configuration": _bucket("PutBucketCORS", "GetBucketCORS"),
    "aws_s3_bucket_notification": _bucket("PutBucketNotification", "GetBucketNotification"),
    "aws_s3_bucket_intelligent_tiering_configuration": _bucket(
        "PutIntelligentTieringConfiguration", "GetIntelligentTieringConfiguration"
    ),
    "aws_s3_bucket_replication_configuration": Needs(
        "",
        On(
            of="bucket",
            kind="aws_s3_bucket",
            create="PutReplicationConfiguration",
            read="GetReplicationConfiguration",
            delete="PutReplicationConfiguration",
        ),
        Hand("role", "s3.amazonaws.com"),
    ),
    "aws_s3_object": Needs(
        f"{S3}{{bucket}}/{{key}}",
        On(
            create="PutObject",
            read="GetObject GetObjectAttributes GetObjectTagging",
            delete="DeleteObject DeleteObjectVersion",
            tag="PutObjectTagging",
            untag="DeleteObjectTagging",
        ),
        On(of="bucket", kind="aws_s3_bucket", read="ListBucket", delete="ListBucketVersions"),
        Locked("kms_key_id", "s3", grant=False),
    ),
    "aws_dynamodb_table": Needs(
        "dynamodb:{region}:{account}:table/{name}",
        On(
            create="CreateTable",
            read="DescribeTable DescribeContinuousBackups DescribeTimeToLive ListTagsOfResource "
            "DescribeContributorInsights",
            update="UpdateTable UpdateContinuousBackups UpdateTimeToLive",
            delete="DeleteTable",
            tag="TagResource",
            untag="UntagResource",
        ),
        Locked("server_side_encryption.kms_key_arn", "dynamodb"),
    ),
    "aws_sqs_queue": Needs(
        SQS,
        On(
            create="CreateQueue",
            read="GetQueueAttributes GetQueueUrl ListQueueTags",
            update="SetQueueAttributes",
            delete="DeleteQueue",
            tag="TagQueue",
            untag="UntagQueue",
        ),
    ),
    "aws_sqs_queue_policy": Needs(
        "",
        On(
            of="queue_url",
            kind="aws_sqs_queue",
            create="SetQueueAttributes",
            read="GetQueueAttributes",
        ),
    ),
    "aws_sqs_queue_redrive_allow_policy": Needs(
        "",
        On(
            of="queue_url",
            kind="aws_sqs_queue",
            create="SetQueueAttributes",
            read="GetQueueAttributes",
        ),
    ),
    "aws_backup_vault": Needs(
        f"{BACKUP}backup-vault:{{name}}",
        On(
            create="CreateBackupVault",
            read="DescribeBackupVault ListTags",
            delete="DeleteBackupVault",
            tag="TagResource",
            untag="UntagResource",
        ),
        On(delete="ListRecoveryPointsByBackupVault", given="force_destroy"),
        Anywhere(service="backup-storage", create="MountCapsule"),
        Locked("kms_key_arn", "backup"),
    ),
    "aws_backup_plan": Needs(
        f"{BACKUP}backup-plan:*",
        On(
            create="CreateBackupPlan",
            read="GetBackupPlan ListTags",
            update="UpdateBackupPlan",
            delete="DeleteBackupPlan",
            tag="TagResource",
            untag="UntagResource",
        ),
        by="tag",
    ),
    "aws_backup_selection": Needs(
        "",
        On(
            of="plan_id",
            kind="aws_backup_plan",
            create="CreateBackupSelection",
            read="GetBackupSelection",
            delete="DeleteBackupSelection",
        ),
        Hand("iam_role_arn", "backup.amazonaws.com"),
        Linked("backup"),
    ),
}

DATA: dict[str, Needs] = {}
