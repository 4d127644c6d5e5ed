"""What would be wrong: at least one change for each id, which its assertions must notice."""

from __future__ import annotations

from tests.ledger.changes import Change

BACKEND, MONITORING = "aws_autoscaling_group.backend", "aws_autoscaling_group.monitoring"
TEMPLATE, FILE = "aws_launch_template.backend", "aws_s3_object.backend_docker_compose"
DATABASE, CACHE = "aws_db_instance.db", "aws_elasticache_replication_group.redis"
BROKEN = ("user_data", '"IyEv', '"IyAv')
CHANGES = [
    Change("WL-DEP-02", "aws_elasticache_replication_group.redis", "num_cache_clusters", "1", "2"),
    Change("WL-GOV-01", DATABASE, "multi_az", "false", "true"),
    Change("WL-NET-01", "aws_vpc.main", "cidr_block", "10.1", "10.0"),
    Change("WL-NET-02", 'aws_subnet.app["d"]'),
    Change("WL-NET-02", 'aws_subnet.public["d"]', "availability_zone", "2d", "2b"),
    Change("WL-NET-03", 'aws_route.app_nat["d"]', "nat_gateway_id", "nat-", "nat-0"),
    Change("WL-NET-04", "aws_internet_gateway.main", "vpc_id", "vpc-", "vpc-0"),
    Change("WL-NET-05", BACKEND, "vpc_zone_identifier", '"]', '", "subnet-0"]'),
    Change("WL-NET-05", DATABASE, "publicly_accessible", "false", "true"),
    Change("WL-ASG-01", BACKEND, "max_size", "6", "4"),
    Change("WL-ASG-01", TEMPLATE, "metadata_options", "required", "optional"),
    Change("WL-ASG-02", BACKEND, "name", "-asg", ""),
    Change("WL-ASG-03", MONITORING, "max_size", "1", "2"),
    Change("WL-ASG-03", "aws_ebs_volume.monitoring_data", "availability_zone", "2a", "2c"),
    Change("WL-ASG-04", TEMPLATE, *BROKEN),
    Change("WL-ASG-05", FILE, "content", "restart: unless-stopped", "restart: always"),
    Change("WL-ASG-06", "aws_autoscaling_policy.backend_cpu"),
    Change("WL-SEC-01", "aws_iam_role.ec2", "name", "ec2-role", "role"),
    Change("WL-SEC-01", "aws_iam_role_policy.ec2", "policy", "/wealist/prod/*", "/*"),
    Change(
        "WL-SEC-02",
        'aws_vpc_security_group_ingress_rule.alb_to_ec2["8080"]',
        "referenced_security_group_id",
        "sg-",
        "sg-0",
    ),
    Change("WL-SEC-02", 'aws_vpc_security_group_ingress_rule.ec2_to_ec2["9100"]'),
    Change("WL-SEC-03", FILE, "content", "PGSSLMODE: require", "password: hunter2"),
    Change("WL-SEC-03", DATABASE, "password", "null", '"hunter2"'),
    Change("WL-DB-01", DATABASE, "allocated_storage", "20", "50"),
    Change("WL-DB-02", DATABASE, "multi_az", "false", "true"),
    Change("WL-DB-03", FILE, "content", "wealist_board_db", "board_db"),
    Change("WL-DB-03", FILE, "content", "- provision", "- never"),
    Change("WL-CCH-01", CACHE, "num_cache_clusters", "1", "2"),
    Change(
        "WL-CCH-01",
        'aws_elasticache_user.redis["user-service"]',
        "authentication_mode",
        "iam",
        "no-password-required",
    ),
    Change("WL-LB-01", "aws_lb.main", "internal", "false", "true"),
    Change("WL-LB-02", "aws_lb_listener.http", "default_action", "HTTP_301", "HTTP_302"),
    Change("WL-LB-03", BACKEND, "target_group_arns", "user-service", "x"),
    Change(
        "WL-REG-01",
        "aws_ecr_repository.user_service",
        "name",
        "user",
        "users",
        "shared/bootstrap",
    ),
    Change("WL-DNS-01", "aws_lb.main"),
    Change("WL-DNS-02", "data.tf", "", "aws_acm_certificate", "aws_acm_other"),
    Change("WL-KMS-01", "aws_ssm_parameter.db_postgres_superuser", "insecure_value", "db", "x"),
    Change(
        "WL-KMS-02",
        "aws_ssm_parameter.db_postgres_superuser_password",
        "type",
        "SecureString",
        "String",
    ),
    Change("WL-KMS-03", "aws_ssm_parameter.db_postgres_db", "insecure_value", "wealist", "x"),
    Change("WL-KMS-04", "aws_ssm_parameter.db_user_db_name", "insecure_value", "_db", ""),
    Change("WL-KMS-05", "aws_ssm_parameter.db_board_db_password", "type", "Secure", ""),
    Change("WL-KMS-06", "aws_ssm_parameter.db_postgres_db", "name", "postgres_db", "script"),
    Change("WL-STO-01", "aws_s3_object.monitoring_prometheus"),
    Change(
        "WL-STO-01",
        "aws_s3_bucket_versioning.wealist_deploy_scripts",
        "versioning_configuration",
        "Enabled",
        "Suspended",
    ),
    Change(
        "WL-OBS-01", "aws_s3_object.monitoring_prometheus", "content", "backend-asg", "other-asg"
    ),
    Change("WL-OBS-01", "aws_cloudwatch_metric_alarm.backend_too_few"),
    Change(
        "WL-OBS-02",
        'aws_lb_listener_rule.monitoring["/monitoring/*"]',
        "condition",
        "203.0.113.0/24",
        "0.0.0.0/0",
    ),
    Change("WL-APP-01", FILE, "content", "$BOARD_SERVICE_TAG", "latest"),
    Change("WL-OPS-01", MONITORING, "health_check_type", "ELB", "EC2"),
    Change("WL-DEP-01", "database.tf"),
    Change("WL-DEP-04", BACKEND, "instance_refresh", "150", "100"),
]
