"""What would be wrong: at least one change for each id, which its assertions must notice."""

from __future__ import annotations

from tests.ledger.changes import Change

SHARED, PROD, DEV = "shared/bootstrap", "prod/platform", "dev/platform"
DATABASE, CACHE = "aws_db_instance.db", "aws_elasticache_replication_group.redis"
FRONTEND, BACKEND = "aws_ecs_task_definition.frontend", "aws_ecs_task_definition.backend"
TARGET, PIPELINE = "aws_lb_target_group.backend", "aws_codepipeline.main"
EDGE, ALARM = "aws_cloudfront_distribution.main", "aws_cloudwatch_metric_alarm"
LIFECYCLE = "aws_s3_bucket_lifecycle_configuration"
INGRESS = "aws_vpc_security_group_ingress_rule"


def change(id: str, address: str, attribute: str = "", was: str = "", becomes: str = "") -> Change:
    """Return a change in production."""
    return Change(id, address, attribute, was, becomes, PROD)


def in_dev(id: str, address: str, attribute: str = "", was: str = "", becomes: str = "") -> Change:
    """Return a change in development."""
    return Change(id, address, attribute, was, becomes, DEV)


def in_shared(
    id: str, address: str, attribute: str = "", was: str = "", becomes: str = ""
) -> Change:
    """Return a change in what environments share."""
    return Change(id, address, attribute, was, becomes, SHARED)


CHANGES = [
    change("CM-APP-01", DATABASE, "engine_version", "17", "16"),
    change("CM-APP-01", CACHE, "engine", "redis", "valkey"),
    change("CM-APP-03", 'aws_lb_listener_rule.frontend["/api/health"]', "priority", "3", "300"),
    change("CM-APP-04", "aws_lb.main", "arn", "ap-northeast-2", "ap-northeast-1"),
    change("CM-APP-05", TARGET, "stickiness", "true", "false"),
    change("CM-NET-01", "aws_vpc.main", "cidr_block", "10.0", "10.1"),
    change("CM-NET-02", 'aws_subnet.data["c"]', "availability_zone", "2c", "2a"),
    change("CM-NET-03", 'aws_subnet.public["a"]', "cidr_block", "10.0.1.", "10.0.3."),
    change("CM-NET-04", "aws_ecs_service.backend", "network_configuration", "false", "true"),
    change("CM-NET-05", "aws_db_subnet_group.main", "subnet_ids", "subnet-", "subnet-0"),
    change("CM-NET-06", "aws_internet_gateway.main", "vpc_id", "vpc-", "vpc-0"),
    change("CM-NET-07", 'aws_nat_gateway.main["c"]'),
    in_dev("CM-NET-07", "aws_instance.nat", "source_dest_check", "false", "true"),
    change("CM-NET-08", "aws_route.public_internet", "gateway_id", "igw-", "igw-0"),
    change("CM-NET-08", 'aws_route.app_nat["a"]', "nat_gateway_id", "nat-", "nat-0"),
    change(
        "CM-NET-09",
        "aws_vpc_security_group_ingress_rule.alb_to_backend",
        "from_port",
        "3001",
        "22",
    ),
    change("CM-NET-10", "aws_flow_log.main", "log_destination", "logs", "files"),
    change("CM-NET-11", "aws_appautoscaling_target.backend"),
    change("CM-CMP-01", "aws_ecs_cluster.main", "name", "-prod", ""),
    change("CM-CMP-02", FRONTEND, "container_definitions", ":bootstrap", ":latest"),
    change("CM-CMP-03", "aws_appautoscaling_target.frontend", "max_capacity", "5", "6"),
    change("CM-CMP-04", "aws_appautoscaling_policy.frontend_cpu"),
    change("CM-CMP-05", BACKEND, "memory", "2048", "4096"),
    change("CM-CMP-06", "aws_ecs_service.backend", "desired_count", "2", "3"),
    change("CM-CMP-07", "aws_appautoscaling_policy.backend_memory"),
    change(
        "CM-CMP-08", "aws_ecs_service.backend", "deployment_minimum_healthy_percent", "100", "0"
    ),
    change("CM-CMP-09", BACKEND, "container_definitions", "DATABASE_HOST", "DATABASE_SERVER"),
    change("CM-CMP-09", BACKEND, "container_definitions", ":password::", ":username::"),
    change("CM-CMP-09", BACKEND, "container_definitions", ":username::", ":user::"),
    change("CM-CMP-10", "aws_ecs_service.backend", "capacity_provider_strategy", "TE", "TE_SPOT"),
    change("CM-DB-01", DATABASE, "engine", "postgres", "mysql"),
    in_dev("CM-DB-02", DATABASE, "instance_class", "t4g", "t2"),
    change("CM-DB-03", DATABASE, "backup_window", "18:", "03:"),
    change("CM-DB-04", DATABASE, "max_allocated_storage", "100", "50"),
    change("CM-DB-04", DATABASE, "storage_type", "gp3", "gp2"),
    change("CM-DB-05", DATABASE, "replicate_source_db", "null", '"codemate"'),
    change("CM-DB-06", DATABASE, "storage_encrypted", "true", "false"),
    change(
        "CM-DB-07", "aws_vpc_security_group_ingress_rule.backend_to_db_db", "from_port", "5", "6"
    ),
    change("CM-DB-08", DATABASE, "db_name", "codemate", "postgres"),
    change("CM-DB-09", DATABASE, "identifier", "-prod", ""),
    in_dev("CM-CCH-01", CACHE, "snapshot_retention_limit", "1", "0"),
    change("CM-CCH-02", CACHE, "parameter_group_name", ".cluster.on", ""),
    change("CM-CCH-02", CACHE, "engine_version", "7.1", "6.2"),
    change("CM-CCH-02", BACKEND, "container_definitions", "REDIS_CLUSTER", "REDIS_SHARDS"),
    change("CM-STO-01", "aws_s3_bucket_versioning.files"),
    change("CM-STO-02", f"{LIFECYCLE}.files", "rule", "GLACIER_IR", "DEEP_ARCHIVE"),
    change(
        "CM-STO-03", "aws_s3_bucket_cors_configuration.files", "cors_rule", "mate.", "mate-dev."
    ),
    change("CM-STO-04", f"{LIFECYCLE}.static", "rule", "superseded", "build"),
    change("CM-STO-04", "aws_s3_bucket_policy.static", "policy", "cloudfront.", "s3."),
    change("CM-STO-04", "aws_s3_bucket.static", "bucket", "static", "assets"),
    change("CM-STO-05", f"{LIFECYCLE}.logs", "rule", "365", "36"),
    change("CM-STO-05", "aws_s3_bucket_policy.logs", "policy", "delivery.logs.", "logs."),
    change("CM-STO-05", "aws_cloudwatch_log_delivery.cdn"),
    change(
        "CM-STO-05", "aws_cloudwatch_log_delivery_source.cdn", "resource_arn", "ution/", "ution/0"
    ),
    change("CM-STO-06", "aws_s3_bucket_public_access_block.pipeline"),
    in_shared("CM-REG-01", "aws_ecr_repository.codemate_backend"),
    in_shared(
        "CM-REG-02", "aws_ecr_repository.codemate_backend", "image_tag_mutability", "IMM", "M"
    ),
    in_shared("CM-REG-02", "aws_ecr_lifecycle_policy.codemate_backend", "policy", "prod-", "pre-"),
    change("CM-LB-01", "aws_lb.main", "name", "alb", "lb"),
    change("CM-LB-02", "aws_lb_listener.https", "ssl_policy", "TLS13-1-2-2021-06", "2016-08"),
    change("CM-LB-03", "aws_lb_listener.http", "default_action", "HTTP_301", "HTTP_302"),
    change("CM-LB-04", "aws_lb_target_group.frontend", "health_check", "/api/health", "/"),
    change("CM-LB-05", TARGET, "health_check", "/health", "/"),
    change("CM-LB-05", TARGET, "name", "backend", "api"),
    change("CM-LB-06", 'aws_lb_listener_rule.frontend["/api/auth/*"]'),
    change("CM-LB-07", "aws_lb.main", "idle_timeout", "3600", "60"),
    change("CM-LB-07", TARGET, "deregistration_delay", "300", "30"),
    change("CM-DNS-01", "aws_route53_record.main", "alias", "cloudfront", "elb"),
    in_dev("CM-DNS-02", "aws_route53_record.main", "name", "-dev", ""),
    in_shared("CM-DNS-03", "aws_acm_certificate.wildcard_us_east_1"),
    change("CM-DNS-04", "aws_cloudfront_cache_policy.answers_86400", "default_ttl", "0", "86400"),
    change("CM-DNS-04", EDGE, "ordered_cache_behavior", "/socket.io/*", "/ws/*"),
    change(
        "CM-SEC-01",
        "aws_vpc_security_group_egress_rule.alb_to_backend",
        "from_port",
        "3001",
        "0",
    ),
    change(
        "CM-SEC-02", "aws_vpc_security_group_egress_rule.backend_to_https", "from_port", "443", "0"
    ),
    change("CM-SEC-03", "aws_vpc_security_group_ingress_rule.migrate_to_db_db"),
    change("CM-SEC-04", "aws_vpc_security_group_ingress_rule.backend_to_cache_redis"),
    change("CM-SEC-05", "aws_iam_role_policy.backend_execution", "policy", "anthropic", "github"),
    change("CM-SEC-05", "aws_iam_role_policy.backend_execution", "policy", "log-group:", "group:"),
    change("CM-SEC-05", "aws_iam_role_policy.backend_execution", "policy", "DownloadUrl", "Url"),
    change("CM-SEC-06", "aws_iam_role_policy.backend_task", "policy", "files-prod", "files-dev"),
    in_shared("CM-SEC-07", "aws_guardduty_detector.main", "enable", "true", "false"),
    in_shared("CM-SEC-07", "aws_cloudtrail.main", "enable_logging", "true", "false"),
    change("CM-SEC-08", FRONTEND, "container_definitions", "APP_ENV", "APP_KEY"),
    change("CM-SEC-08", f"{INGRESS}.alb_to_backend", "to_port", "3001", "65535"),
    change("CM-SEC-08", DATABASE, "publicly_accessible", "false", "true"),
    in_shared("CM-SEC-08", "aws_cloudtrail.main", "enable_log_file_validation", "true", "false"),
    in_shared("CM-SEC-08", "aws_guardduty_detector.main", "enable", "true", "false"),
    change("CM-KMS-01", "aws_secretsmanager_secret_version.anthropic"),
    change("CM-KMS-02", "aws_secretsmanager_secret.nextauth", "name", "/prod/", "/"),
    change("CM-OBS-01", "aws_cloudwatch_log_group.frontend_build", "name", "/aws/", "/"),
    change("CM-OBS-01", CACHE, "log_delivery_configuration", "engine-log", "slow-log"),
    change("CM-OBS-01", 'aws_cloudwatch_log_group.cache_redis["slow-log"]', "name", "/aws/", "/"),
    in_dev("CM-OBS-01", CACHE, "log_delivery_configuration", "/slow-log", "/slow"),
    change("CM-OBS-02", "aws_cloudwatch_log_group.backend", "retention_in_days", "30", "365"),
    change("CM-OBS-02", "aws_s3_bucket_policy.logs", "policy", "exportedlogs", "AWSLogs"),
    change("CM-OBS-03", "aws_cloudwatch_dashboard.main", "dashboard_body", "CacheMisses", "Misses"),
    change("CM-OBS-04", f"{ALARM}.backend_cpu_high", "threshold", "80", "90"),
    change("CM-OBS-04", f"{ALARM}.backend_cpu_high", "comparison_operator", "Greater", "Less"),
    change("CM-OBS-05", f"{ALARM}.backend_unhealthy", "dimensions", "backend", "frontend"),
    change("CM-OBS-05", f"{ALARM}.backend_unhealthy", "alarm_actions", "urgent", "alarms"),
    change("CM-OBS-06", f"{ALARM}.db_db_connections_high", "threshold", "1", "8"),
    change("CM-OBS-06", f"{ALARM}.db_db_connections_high", "metric_name", "Connections", "Load"),
    change("CM-OBS-07", f"{ALARM}.alb_5xx_errors", "dimensions", "codemate", "other"),
    change("CM-OBS-07", f"{ALARM}.alb_5xx_errors", "period", "60", "300"),
    change("CM-OBS-08", "aws_cloudwatch_dashboard.main", "dashboard_body", "AWS/RDS", "RDS"),
    change("CM-OBS-09", "aws_cloudwatch_dashboard.main", "dashboard_body", "p99", "p90"),
    change("CM-OBS-09", "aws_cloudwatch_dashboard.main", "dashboard_body", "FreeStorage", "Free"),
    in_shared("CM-OBS-10", 'aws_budgets_budget.main["dev"]', "notification", "80", "90"),
    change("CM-OBS-10", 'aws_sns_topic_subscription.urgent["oncall@code1398.io"]'),
    change("CM-DEP-01", PIPELINE, "stage", '"Deploy"', '"Release"'),
    change("CM-DEP-02", PIPELINE, "stage", '"main"', '"develop"'),
    change("CM-DEP-03", "aws_codebuild_project.backend_build", "environment", "true", "false"),
    change("CM-DEP-04", PIPELINE, "stage", "codemate-backend-prod", "codemate-backend"),
    change("CM-DEP-05", "aws_codebuild_project.backend_build", "source", "cut -c 1-7", "cat"),
    in_dev("CM-DEP-06", PIPELINE, "stage", '"Deploy"', '"Approval"'),
    change("CM-DEP-07", "aws_ecs_service.backend", "deployment_circuit_breaker", "true", "false"),
    change("CM-DEP-10", PIPELINE, "stage", '"run_order": 1', '"run_order": 4'),
    change("CM-GOV-01", "cache.tf"),
    change("CM-GOV-01", "terraform.tfvars"),
    change("CM-GOV-02", "provider.tf", "", "< 7.0.0", "< 8.0.0"),
    in_shared("CM-GOV-03", "aws_s3_bucket.state", "bucket", "codemate-", ""),
    in_dev("CM-GOV-03", "backend.tf", "", "dev/", "prod/"),
    change("CM-GOV-04", "backend.tf", "", "use_lockfile = true", 'dynamodb_table = "locks"'),
    change("CM-GOV-05", "aws_vpc.main", "tags_all", "Environment", "Stage"),
    change("CM-GOV-05", "aws_vpc.main", "tags_all", "terraform", "hand"),
    in_dev("CM-GOV-06", "backend.tf", "", "dev/", "prod/"),
    change("CM-GOV-06", "terraform.tfvars", "", "backend_max_tasks = 6", 'db_password = "x"'),
    change("CM-GOV-07", "aws_lb.main", "dns_name", "codemate", "code"),
    in_shared("CM-GOV-07", "aws_ecr_repository.codemate_backend", "repository_url", "end", ""),
    change("CM-DR-01", "aws_backup_plan.main", "rule", "35", "3"),
    in_shared("CM-COST-09", 'aws_budgets_budget.main["prod"]', "notification", "oncall@", "it@"),
    in_dev("CM-OPT-04", "aws_instance.nat", "instance_type", "nano", "large"),
    in_dev("CM-OPT-05", BACKEND, "container_definitions", "LOG_LEVEL", "LOGS"),
    change("CM-OPS-02", DATABASE, "backup_retention_period", "7", "6"),
    change("CM-OPT-07", "aws_s3_bucket.files"),
    in_dev(
        "CM-OPT-06",
        'aws_appautoscaling_scheduled_action.backend["morning"]',
        "schedule",
        "0 8",
        "0 9",
    ),
]
