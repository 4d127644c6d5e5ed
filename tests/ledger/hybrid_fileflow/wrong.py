"""What would be wrong: at least one change for each id, which its assertions must notice."""

from __future__ import annotations

from tests.ledger.changes import Change

TASK, SERVICE = "aws_ecs_task_definition.app", "aws_ecs_service.app"
CACHE, QUEUE = "aws_elasticache_replication_group.redis", "aws_sqs_queue.file_processing"
ROLE, STARTS = "aws_iam_role_policy.app_task", "aws_iam_role_policy.app_execution"
PROVISION = "aws_ecs_task_definition.provision"
DEV, STAGING, PROD, TOKYO = (
    "dev/platform",
    "staging/platform",
    "prod/platform",
    "prod-dr/standby",
)
CHANGES = [
    Change("HY-GOV-03", "aws_ecs_cluster.main", "name", "-dev", "", DEV),
    Change("HY-GOV-04", "queues.tf", stack=PROD),
    Change("HY-GOV-06", QUEUE, "tags_all", "critical", "non-critical", PROD),
    Change("HY-GOV-07", "aws_ecs_cluster.main", "tags_all", "engineering", "sales", PROD),
    Change("HY-GOV-08", "aws_s3_bucket.storage", "bucket", "fileflow-prod", "prod-fileflow", PROD),
    Change("HY-GOV-16", TASK, "family", "fileflow-", "", PROD),
    Change("HY-SSM-18", "aws_security_group.app", "vpc_id", "vpc-", "vpc-0", PROD),
    Change("HY-SSM-20", "locals.tf", "", "  vpc_id ", "  net_id ", PROD),
    Change("HY-SSM-20", SERVICE, "network_configuration", "subnet-", "subnet-0", PROD),
    Change("HY-SSM-21", "aws_security_group.app", stack=PROD),
    Change("HY-DB-13", TASK, "container_definitions", "DATABASE_HOST", "DATABASE_URL", PROD),
    Change("HY-DEP-08", TASK, "cpu", "2048", "512", PROD),
    Change("HY-KMS-03", QUEUE, "kms_master_key_id", "key/", "key/0", PROD),
    Change(
        "HY-KMS-04",
        "aws_secretsmanager_secret.database",
        "recovery_window_in_days",
        "30",
        "7",
        PROD,
    ),
    Change("HY-KMS-04", "database.tf", "", "shared_rds_endpoint\n", "shared_rds_host\n", PROD),
    Change("HY-DB-11", PROVISION, "container_definitions", "INDEX, ALTER", "INDEX, EVENT", PROD),
    Change(
        "HY-DB-12",
        "aws_vpc_security_group_ingress_rule.app_to_shared_rds",
        "from_port",
        "3306",
        "0",
        PROD,
    ),
    Change("HY-CMP-01", TASK, "cpu", "512", "256", DEV),
    Change("HY-CMP-02", SERVICE, "desired_count", "2", "1", STAGING),
    Change("HY-CMP-03", TASK, "memory", "4096", "8192", PROD),
    Change("HY-CMP-04", "aws_appautoscaling_target.app", "min_capacity", "2", "1", PROD),
    Change("HY-CMP-05", SERVICE, "load_balancer", "fileflow-app", "fileflow", PROD),
    Change("HY-CMP-06", TASK, "container_definitions", ":bootstrap", ":latest", PROD),
    Change("HY-CMP-07", TASK, "container_definitions", "127.0.0.1:2000", "xray-daemon:2000", PROD),
    Change("HY-CMP-08", SERVICE, "capacity_provider_strategy", "FARGATE_SPOT", "FARGATE", DEV),
    Change("HY-CMP-09", SERVICE, "enable_execute_command", "true", "false", PROD),
    Change("HY-CCH-01", CACHE, "transit_encryption_enabled", "true", "false", PROD),
    Change("HY-CCH-02", CACHE, "node_type", "micro", "small", DEV),
    Change("HY-CCH-03", CACHE, "num_cache_clusters", "1", "2", STAGING),
    Change("HY-CCH-04", CACHE, "automatic_failover_enabled", "true", "false", PROD),
    Change("HY-STO-01", "aws_s3_bucket_versioning.storage", stack=PROD),
    Change(
        "HY-STO-02", "aws_s3_bucket_lifecycle_configuration.storage", "rule", "2555", "365", PROD
    ),
    Change("HY-STO-03", "aws_s3_bucket.logs_archive", stack=PROD),
    Change("HY-QUE-01", QUEUE, "message_retention_seconds", "345600", "1209600", PROD),
    Change("HY-QUE-02", QUEUE, "redrive_policy", ":3", ":5", PROD),
    Change("HY-QUE-03", "aws_sqs_queue_policy.file_upload", stack=PROD),
    Change("HY-LB-01", "aws_lb_target_group.app", "health_check", "/actuator/health", "/", PROD),
    Change("HY-SEC-01", STARTS, "policy", "repository/fileflow", "repository/*", PROD),
    Change("HY-SEC-02", ROLE, "policy", "sqs:DeleteMessage", "sqs:PurgeQueue", PROD),
    Change("HY-SEC-03", "data.tf", "", 'data "aws_ssm', 'data "terraform_remote_state_ssm', PROD),
    Change(
        "HY-SEC-05",
        'aws_iam_role_policy.deploy["prod"]',
        "policy",
        "role/fileflow-prod-app-task",
        "role/*",
        "shared/bootstrap",
    ),
    Change("HY-OBS-01", 'aws_cloudwatch_log_group.app_log["error"]', "name", "/error", "/e", PROD),
    Change("HY-OBS-02", "aws_cloudwatch_log_group.app", "retention_in_days", "14", "7", PROD),
    Change("HY-OBS-03", "aws_cloudwatch_metric_alarm.app_cpu_high", "threshold", "80", "90", PROD),
    Change("HY-OBS-04", "aws_cloudwatch_metric_alarm.app_memory_high", "period", "3", "6", PROD),
    Change(
        "HY-OBS-05",
        "aws_cloudwatch_metric_alarm.alb_5xx_errors",
        "evaluation_periods",
        "2",
        "1",
        PROD,
    ),
    Change("HY-OBS-07", "aws_chatbot_slack_channel_configuration.alarms", stack=PROD),
    Change("HY-OBS-08", "aws_resourcegroups_group.main", "resource_query", "Service", "App", PROD),
    Change("HY-OBS-09", "aws_cloudwatch_query_definition.errors", "query_string", "100", "1", PROD),
    Change(
        "HY-OPS-01",
        "aws_s3_bucket_policy.logs_archive",
        "policy",
        "logs.ap-northeast-2",
        "logs",
        PROD,
    ),
    Change(
        "HY-DR-03", "aws_s3_bucket_replication_configuration.storage", "rule", "15", "30", TOKYO
    ),
    Change("HY-DR-03", "aws_s3_bucket_versioning.storage", stack=TOKYO),
    Change("HY-DR-06", SERVICE, "desired_count", "0", "1", TOKYO),
    Change("HY-DNS-01", "aws_route53_record.main", "health_check_id", "-", "0", PROD),
    Change("HY-DNS-01", "aws_route53_record.main", stack=TOKYO),
    Change("HY-DNS-02", "aws_route53_health_check.main", "type", "HTTPS", "HTTP", PROD),
    Change("HY-APP-02", "aws_ecs_task_definition.migrate", stack=PROD),
]
