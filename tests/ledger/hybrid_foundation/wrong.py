"""What would be wrong: at least one change for each id, which its assertions must notice."""

from __future__ import annotations

from tests.ledger.changes import Change

MYSQL, NETWORK, KMS, RDS = "aws_db_instance.mysql", "prod/network", "prod/kms", "prod/rds"
VALUE = "insecure_value"


def _parameter(label: str) -> str:
    return f"aws_ssm_parameter.{label}"


KEYS = {
    "HY-SSM-05": "cloudwatch_logs",
    "HY-SSM-06": "secrets_manager",
    "HY-SSM-07": "rds",
    "HY-SSM-08": "s3",
    "HY-SSM-09": "sqs",
    "HY-SSM-10": "ssm",
    "HY-SSM-11": "elasticache",
}
CHANGES = [
    Change("HY-GOV-01", "aws_vpc.main", stack=NETWORK),
    Change("HY-GOV-02", _parameter("vpc_id"), "version", "1", "0", NETWORK),
    Change("HY-GOV-05", "aws_route53_zone.main", stack="shared/route53"),
    Change("HY-GOV-02", "backend.tf", "", "prod/network", "prod/rds", NETWORK),
    Change("HY-GOV-09", "aws_vpc.main", "tags", "Name", "owner", NETWORK),
    Change("HY-GOV-09", MYSQL, "storage_encrypted", "true", "false", RDS),
    Change("HY-GOV-09", MYSQL, "identifier", "prod-shared", "Prod_Shared", RDS),
    Change("HY-GOV-10", "provider.tf", "", ">= 1.11.0", ">= 1.5.0", RDS),
    Change("HY-GOV-12", "aws_s3_bucket_versioning.state", stack="shared/bootstrap"),
    Change("HY-GOV-12", "backend.tf", "", "use_lockfile = true", "", KMS),
    Change("HY-GOV-14", "aws_kms_key.s3", "enable_key_rotation", "true", "false", KMS),
    Change("HY-GOV-14", "aws_kms_key.s3", "deletion_window_in_days", "30", "7", KMS),
    Change("HY-GOV-14", "aws_kms_key.s3", "policy", "arn:aws:iam::123456789012:root", "*", KMS),
    Change("HY-GOV-15", "aws_route53_zone.main", stack="shared/route53"),
    Change("HY-CMP-10", "aws_vpc.main", stack="dev/network"),
    Change("HY-NET-01", "aws_vpc.main", "cidr_block", "10.0.0.0", "10.2.0.0", NETWORK),
    Change("HY-NET-02", 'aws_subnet.app["a"]', "cidr_block", "/19", "/20", NETWORK),
    Change("HY-NET-03", 'aws_route.app_nat["c"]', stack=NETWORK),
    Change("HY-NET-04", 'aws_nat_gateway.main["c"]', stack=NETWORK),
    Change("HY-NET-05", "aws_vpc_endpoint.dynamodb", "route_table_ids", "rtb-", "rtb-0", NETWORK),
    Change("HY-NET-05", 'aws_vpc_endpoint.interface["ecr.dkr"]', stack=NETWORK),
    Change("HY-NET-06", 'aws_subnet.app["a"]', "tags_all", "private", "public", NETWORK),
    Change("HY-SSM-01", _parameter("vpc_id"), VALUE, "vpc-", "vpc-0", NETWORK),
    Change("HY-SSM-02", _parameter("public_subnet_ids"), VALUE, ",", ";", NETWORK),
    Change("HY-SSM-03", _parameter("private_subnet_ids"), "type", "StringList", "String", NETWORK),
    Change("HY-SSM-04", _parameter("data_subnet_ids"), VALUE, "subnet-", "subnet-0", NETWORK),
    *(
        Change(id, _parameter(f"{key}_key_arn"), VALUE, ":key/", ":alias/", KMS)
        for id, key in KEYS.items()
    ),
    Change(
        "HY-SSM-12", _parameter("fileflow_repository_url"), VALUE, "file", "", "shared/ecr/fileflow"
    ),
    Change("HY-SSM-13", _parameter("crawler_repository_arn"), stack="shared/ecr/crawler"),
    Change("HY-SSM-14", _parameter("shared_rds_identifier"), VALUE, "prod", "dev", RDS),
    Change("HY-SSM-15", _parameter("shared_rds_endpoint"), VALUE, ".com", ".com:3306", RDS),
    Change("HY-SSM-16", _parameter("shared_rds_security_group_id"), VALUE, "sg-", "sg-0", RDS),
    Change("HY-SSM-17", _parameter("shared_rds_master_secret_arn"), VALUE, "prod", "dev", RDS),
    Change(
        "HY-SSM-19",
        _parameter("crawler_repository_arn"),
        "description",
        " for cross-stack",
        "",
        "shared/ecr/crawler",
    ),
    Change("HY-SSM-19", _parameter("vpc_id"), "description", " for cross-stack", "", NETWORK),
    Change(
        "HY-SSM-19", _parameter("vpc_id"), "tags_all", "non-critical", "critical", "dev/network"
    ),
    Change("HY-KMS-01", "aws_kms_alias.sqs", stack=KMS),
    Change("HY-KMS-02", "aws_kms_key.cloudwatch_logs", "policy", "logs.", "log.", KMS),
    Change("HY-KMS-02", "aws_kms_key.s3", "policy", "cloudfront.", "front.", KMS),
    Change("HY-KMS-02", "aws_kms_key.s3", "deletion_window_in_days", "30", "7", KMS),
    Change("HY-KMS-05", "aws_secretsmanager_secret.mysql_master", "kms_key_id", ":key", ":k", RDS),
    Change("HY-DB-01", MYSQL, "engine_version", "8.4", "8.0", RDS),
    Change("HY-DB-02", MYSQL, "instance_class", "large", "medium", RDS),
    Change("HY-DB-03", MYSQL, "kms_key_id", ":key/", ":key/0", RDS),
    Change("HY-DB-04", MYSQL, "multi_az", "false", "true", "staging/rds"),
    Change("HY-DB-05", MYSQL, "deletion_protection", "true", "false", RDS),
    Change("HY-DB-06", MYSQL, "performance_insights_enabled", "false", "true", "dev/rds"),
    Change(
        "HY-DB-06",
        'aws_cloudwatch_log_group.db_mysql["general"]',
        "retention_in_days",
        "7",
        "365",
        RDS,
    ),
    Change("HY-DB-06", "aws_db_parameter_group.mysql", "parameter", "FILE", "TABLE", RDS),
    Change("HY-DB-07", "aws_db_parameter_group.mysql", "parameter", "utf8mb4_unicode", "x", RDS),
    Change("HY-DB-08", MYSQL, "publicly_accessible", "false", "true", RDS),
    Change("HY-DB-09", MYSQL, "password", "null", '"hunter2"', RDS),
    Change("HY-DB-10", _parameter("shared_rds_authhub_username"), VALUE, "_user", "", RDS),
    Change(
        "HY-REG-01",
        "aws_ecr_repository.authhub",
        "image_tag_mutability",
        "IMMUTABLE",
        "MUTABLE",
        "shared/ecr/authhub",
    ),
    Change("HY-REG-01", "aws_ecr_replication_configuration.main", stack="shared/registry"),
    Change("HY-SEC-04", "aws_security_group.db_mysql", "ingress", "[]", '["10.0.0.0/16"]', RDS),
    Change(
        "HY-SEC-06",
        'aws_iam_role.deploy["prod"]',
        "assume_role_policy",
        "environment:prod",
        "*",
        "shared/bootstrap",
    ),
    Change(
        "HY-SEC-07",
        "aws_cloudtrail.main",
        "is_multi_region_trail",
        "true",
        "false",
        "shared/cloudtrail",
    ),
    Change(
        "HY-OBS-06",
        "aws_cloudwatch_metric_alarm.db_mysql_cpu_high",
        "threshold",
        "80",
        "90",
        "prod/monitoring",
    ),
    Change(
        "HY-OBS-10",
        "aws_cloudwatch_dashboard.mysql",
        "dashboard_body",
        "prod-shared",
        "dev-shared",
        "prod/monitoring",
    ),
    Change("HY-OPT-01", "aws_vpc_endpoint.s3", "route_table_ids", "rtb-", "rtb-0", NETWORK),
    Change("HY-DR-01", "provider.tf", "", "ap-northeast-1", "ap-northeast-2", "prod-dr/kms"),
    Change(
        "HY-DR-01",
        "aws_cloudwatch_metric_alarm.db_mysql_behind",
        "threshold",
        "900",
        "9000",
        "prod-dr/monitoring",
    ),
    Change("HY-DR-02", "database.tf", "", "var.failed_over ? null : ", "", "prod-dr/rds"),
    Change("HY-DR-02", MYSQL, "kms_key_id", ":key/", ":key/0", "prod-dr/rds"),
    Change("HY-DR-05", 'aws_route.from_dr["data"]', stack="prod-dr/peering"),
    Change(
        "HY-DR-05",
        'aws_vpc_security_group_ingress_rule.db_mysql_from_dr["a"]',
        stack="prod-dr/peering",
    ),
    Change("HY-DNS-04", "aws_acm_certificate.main", "domain_name", "*.", "www.", "prod/acm"),
]
