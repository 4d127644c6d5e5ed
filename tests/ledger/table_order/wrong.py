"""What would be wrong: at least one change for each id, which its assertions must notice."""

from __future__ import annotations

from tests.ledger.changes import Change

INSTANCE, DATABASE, FILE = (
    "aws_instance.web",
    "aws_db_instance.main",
    "aws_s3_object.web_docker_compose",
)
ALARM = "aws_cloudwatch_metric_alarm"
CHANGES = [
    Change("TO-NET-01", "aws_vpc.main", "cidr_block", "10.0", "10.1"),
    Change("TO-NET-02", 'aws_subnet.data["c"]', "availability_zone", "2c", "2a"),
    Change("TO-NET-02", DATABASE, "publicly_accessible", "false", "true"),
    Change("TO-NET-03", "aws_eip_association.web"),
    Change("TO-NET-03", "aws_route53_record.main", "records", "1", "2"),
    Change("TO-NET-04", "aws_internet_gateway.main"),
    Change("TO-CMP-01", INSTANCE, "instance_type", "small", "micro"),
    Change("TO-CMP-01", INSTANCE, "metadata_options", "required", "optional"),
    Change("TO-CMP-02", INSTANCE, "root_block_device", "gp3", "gp2"),
    Change("TO-CMP-02", "aws_backup_plan.web", "rule", '"delete_after": 7', '"delete_after": 1'),
    Change("TO-CMP-03", INSTANCE, "user_data_base64", '"IyEv', '"IyAv'),
    Change("TO-CMP-03", FILE, "content", "unless-stopped", "always"),
    Change("TO-DB-01", DATABASE, "engine_version", "16", "15"),
    Change("TO-DB-01", DATABASE, "backup_retention_period", "7", "1"),
    Change("TO-DB-02", DATABASE, "password", "null", '"hunter2"'),
    Change(
        "TO-SEC-01",
        'aws_vpc_security_group_ingress_rule.ec2_from_internet["80"]',
        "from_port",
        "80",
        "22",
    ),
    Change(
        "TO-SEC-02",
        "aws_vpc_security_group_ingress_rule.ec2_to_db_main",
        "referenced_security_group_id",
        "sg-",
        "sg-0",
    ),
    Change("TO-SEC-03", INSTANCE, "iam_instance_profile", "ec2", "x"),
    Change("TO-SEC-03", "aws_iam_role_policy.ec2", "policy", "ssm:GetParametersByPath", "ssm:*"),
    Change("TO-KMS-01", "aws_ssm_parameter.api_jwt_secret", "type", "SecureString", "String"),
    Change("TO-KMS-01", FILE, "content", "NODE_ENV: production", "JWT_SECRET: hunter2"),
    Change(
        "TO-REG-01",
        "aws_ecr_repository.table_order_api",
        "name",
        "api",
        "server",
        "shared/bootstrap",
    ),
    Change("TO-OBS-01", f"{ALARM}.web_system", "alarm_actions", "recover", "stop"),
    Change("TO-OBS-01", "aws_route53_health_check.api", "resource_path", "v1", "v2"),
    Change("TO-APP-02", FILE, "content", "api:3000", "api:3001"),
    Change("TO-GOV-01", "aws_vpc.main"),
    Change("TO-GOV-02", f"{ALARM}.api_slo", "threshold", "99.5", "95"),
]
