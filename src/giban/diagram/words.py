"""Every word a drawing says on its own; the rest are the author's and AWS's."""

from __future__ import annotations

from decimal import Decimal

CENTS_MATTER = 100
"""From so many dollars on, cents are not shown."""

TITLES: dict[str, str] = {
    "aws_chatbot_slack_channel_configuration": "Slack channel",
    "aws_codedeploy_app": "CodeDeploy",
    "aws_codepipeline": "CodePipeline",
    "aws_codestarconnections_connection": "Source",
    "aws_iam_openid_connect_provider": "GitHub Actions",
    "aws_internet_gateway": "Internet gateway",
    "aws_lb": "Load balancer",
    "aws_nat_gateway": "NAT gateway",
    "aws_vpc_endpoint": "Gateway endpoints",
    "aws_wafv2_web_acl": "WAF",
}
"""What a thing is called that has no name of its own worth reading."""

KINDS: dict[str, str] = {
    "aws_autoscaling_group": "EC2 Auto Scaling",
    "aws_cloudfront_distribution": "CloudFront",
    "aws_cloudwatch_event_rule": "EventBridge",
    "aws_codebuild_project": "CodeBuild",
    "aws_db_instance": "RDS",
    "aws_dynamodb_table": "DynamoDB",
    "aws_ecr_repository": "ECR",
    "aws_ecs_service": "ECS",
    "aws_ecs_task_definition": "ECS task",
    "aws_elasticache_replication_group": "ElastiCache",
    "aws_instance": "EC2",
    "aws_s3_bucket": "S3",
    "aws_scheduler_schedule": "Scheduler",
    "aws_sns_topic": "SNS",
    "aws_sqs_queue": "SQS",
    "aws_vpc_peering_connection": "Peering",
}
"""What is written before the name the author gave a thing."""

GROUPS: dict[str, str] = {
    "bucket": "S3 bucket",
    "chat": "Slack channel",
    "build": "CodeBuild project",
    "cache": "ElastiCache group",
    "cdn": "CloudFront distribution",
    "container": "ECS service",
    "database": "RDS database",
    "event": "EventBridge rule",
    "instance": "EC2 instance",
    "instances": "EC2 Auto Scaling group",
    "job": "ECS task",
    "pipeline": "pipeline",
    "queue": "SQS queue",
    "registry": "ECR repository",
    "rollout": "CodeDeploy application",
    "schedule": "schedule",
    "shield": "web ACL",
    "source": "source",
    "table": "DynamoDB table",
    "topic": "SNS topic",
}
"""What several things with one icon are called, for one of them."""

ENGINES = {
    "aurora-mysql": "Aurora MySQL",
    "aurora-postgresql": "Aurora PostgreSQL",
    "mariadb": "MariaDB",
    "mysql": "MySQL",
    "postgres": "PostgreSQL",
}
BILLING = {"PAY_PER_REQUEST": "on demand", "PROVISIONED": "provisioned"}
SOURCES = {
    "aws_codestarconnections_connection": "repository",
    "aws_iam_openid_connect_provider": "signs in without keys (OIDC)",
}
TOPICS: dict[str, tuple[str, str]] = {
    "elasticache": ("ElastiCache", "cache"),
    "rds": ("RDS", "database"),
    "redis": ("ElastiCache", "cache"),
}
"""What the topics of exported parameters mean, and the icons they wear."""

DELIVERED = {
    "aws_autoscaling_group": "EC2 instances",
    "aws_ecs_service": "ECS services",
    "aws_instance": "EC2 instances",
}
INTERFACES = "Interface endpoints"
DEAD_LETTERS = "with dead-letter queue"
OF_FOUNDATION = "of the foundation"
STACKS = "Terraform stacks"
NETWORK = "network"
ACCESS = "who reaches whom"
FOREIGN_STACK = "handed out by another project"
INTERNET_SIDE = "Internet"
READ_MATRIX = "who is at the left may open connections to who is at the top"
LISTED = "AWS prefix list"
ELSEWHERE = "elsewhere"
NO_PRICE = "price unknown"
NAMED = 5
"""How many names are listed before the rest is left to the reader."""

FARGATE = "Fargate"
SPOT = "Spot"
STRATEGIES = {"BLUE_GREEN": "blue/green", "CANARY": "canary", "LINEAR": "linear"}
WAF = "behind WAF"
CDN = "CDN"
VERSIONED = "versioned"
SCANNED = "scanned on push"
FIFO = "first in, first out"
USERS = "Users"
INTERNET = "over the internet"
PRIMARY = "primary"
STANDBY = "standby"
REPLICA = "replica"
SPARE = "spare zone"
RUNS = "instance"
GATEWAY = "gateway"
SYNC = "sync"
COPY = "copy"

EDGES: dict[str, str] = {
    "traffic": "traffic",
    "data": "reads or writes",
    "event": "events and messages",
    "copy": "copies",
    "deploy": "deploys",
}
HANDED: dict[str, str] = {"data": "hands on so many SSM parameters"}
BOXES: dict[str, str] = {"edge": "Global services", "pipeline": "Delivery"}
PUBLIC = "public subnet"
PRIVATE = "private subnet"
WAITING = "standby, replica or spare"
CHEAP = "little of the bill"
DEAR = "much of the bill"
UNKNOWN = "price unknown"
NOT_DRAWN = "not drawn"
FOLDED = "{count} resources in {stacks}"


def joined(*parts: str) -> str:
    """Put facts side by side."""
    return " · ".join(part for part in parts if part)


def counted(count: int, noun: str) -> str:
    """Return `1 task`, `2 tasks`, `2 saved queries`."""
    if count == 1:
        return f"1 {noun}"
    plural = f"{noun[:-1]}ies" if noun.endswith("y") and noun[-2] not in "aeiou" else f"{noun}s"
    return f"{count} {plural}"


def total(amount: Decimal, *, at_least: bool) -> str:
    """Say what everything that is drawn costs."""
    return f"{monthly(amount, at_least=at_least)} in all"


def not_in_picture(amount: Decimal) -> str:
    """Say what is paid for things that have no card."""
    return f"{monthly(amount, at_least=False)} of it for what is not drawn"


def monthly(amount: Decimal, *, at_least: bool) -> str:
    """Say what something costs; what has parts without a price costs at least that."""
    shown = f"${amount:,.2f}" if amount < CENTS_MATTER else f"${amount:,.0f}"
    return f"{'at least ' if at_least else ''}{shown}/month"


def unknown(types: list[str]) -> list[str]:
    """Name the types that have no place in the drawing."""
    return [f"unknown here: {listed(types)}"] if types else []


def together(cost: str, count: int) -> str:
    """Say that a cost is that of all copies."""
    return cost if count == 1 else f"{cost} for {count}"


def worn_by(names: str) -> str:
    """Say what wears a security group."""
    return f"on {names}"


def routed_by(table: str) -> str:
    """Say which route table a subnet has."""
    return f"route table {table}"


def endpoint(name: str) -> str:
    """Name the endpoint of a service."""
    return f"{name} endpoint"


def listed(names: list[str]) -> str:
    """List names, the first few of many."""
    return ", ".join(names[:NAMED]) + (", …" if len(names) > NAMED else "")


def grouped(icon: str, count: int) -> str:
    """Name so many things of one kind."""
    return counted(count, GROUPS.get(icon, icon))


def running(count: int) -> str:
    """Say how many of a group run in a zone."""
    return f"{count} run here"


def between(low: int, high: int, noun: str) -> str:
    """Return `2-6 tasks`, with a proper dash."""
    return f"{low}–{high} {noun}s"  # noqa: RUF001 - a range


def protects(what: str) -> str:
    """Say what a firewall stands before."""
    return f"before the {what}"


def kept(days: int) -> str:
    """Say how long objects are kept."""
    return f"{days} days"


def visibility(seconds: int) -> str:
    """Say how long a message that is being worked on is hidden from others."""
    return f"{seconds} s hidden"
