"""Security groups, the role, and where no secret is."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds
from tests.ledger.hosts import ANYWHERE, may, script, statements, ways_in
from tests.ledger.plan import Plan
from tests.ledger.wealist import NAME

SECRETS = 4
"""Passwords of the owner and of two logins, and Grafana's."""


@holds("WL-SEC-01")
def role(plan: Plan) -> None:
    """The source's name, worn by a profile in both templates (D-WL-05)."""
    own = plan.only("aws_iam_role", "ec2")
    assert own["name"] == "wealist-prod-ec2-role"
    (trust,) = own.statements("assume_role_policy")
    assert trust.principals == {"ec2.amazonaws.com"}
    profile = plan.only("aws_iam_instance_profile", role=own["name"])
    for template in plan.all("aws_launch_template"):
        assert template.block("iam_instance_profile")["arn"] == profile["arn"]


@holds("WL-SEC-01")
def permissions(plan: Plan) -> None:
    """What the source's start needs, of this environment only."""
    bucket = plan.only("aws_s3_bucket", bucket="wealist-deploy-scripts")["arn"]
    assert may(plan, "ec2", "s3:GetObject") == {f"{bucket}/*"}
    assert {
        one.partition(":parameter")[2] for one in may(plan, "ec2", "ssm:GetParametersByPath")
    } == {
        "/wealist/prod",
        "/wealist/prod/*",
    }
    assert may(plan, "ec2", "kms:Decrypt") == {plan.only("aws_kms_key")["arn"]}
    assert {one.rpartition("/")[2] for one in may(plan, "ec2", "ecr:BatchGetImage")} == {
        "user-service",
        "board-service",
    }
    assert may(plan, "ec2", "ec2:DescribeInstances") == {"*"}
    assert may(plan, "ec2", "logs:PutLogEvents")
    managed = plan.only("aws_iam_role_policy_attachment", "ec2")
    assert managed["policy_arn"].endswith(":policy/AmazonSSMManagedInstanceCore")
    for statement in statements(plan, "ec2"):
        assert not any("*" in action for action in statement.actions), statement


@holds("WL-SEC-02")
def ways(plan: Plan) -> None:
    """Four groups; Prometheus asks its own group at exporters and services (D-WL-14)."""
    assert {one.label for one in plan.all("aws_security_group")} == {
        "alb",
        "ec2",
        "db_db",
        "cache_redis",
    }
    assert ways_in(plan) == {
        ("alb", ANYWHERE, 80),
        ("alb", ANYWHERE, 443),
        ("ec2", "alb", 8080),
        ("ec2", "alb", 8000),
        ("ec2", "alb", 3000),
        ("ec2", "ec2", 9100),
        ("ec2", "ec2", 8080),
        ("ec2", "ec2", 8000),
        ("db_db", "ec2", 5432),
        ("cache_redis", "ec2", 6379),
    }


@holds("WL-SEC-03")
def secrets(plan: Plan) -> None:
    """SecureStrings without a value in the state; files and scripts know their names only."""
    kept = plan.all("aws_ssm_parameter", type="SecureString")
    assert len(kept) == SECRETS
    for one in kept:
        assert one["has_value_wo"] is True
        assert not one["value"]
        assert one["key_id"] == plan.only("aws_kms_key")["arn"]
    assert plan.only("aws_db_instance")["password"] is None
    told = [script(one) for one in plan.all("aws_launch_template")]
    told += [one["content"] for one in plan.all("aws_s3_object")]
    assert not any("PASSWORD=" in text or "password:" in text for text in told)


@holds("WL-SEC-03")
def encrypted(plan: Plan) -> None:
    """The database at rest, the cache also on its way."""
    assert plan.only("aws_db_instance")["storage_encrypted"] is True
    cache = plan.only("aws_elasticache_replication_group")
    assert json.loads(str(cache["at_rest_encryption_enabled"]).lower()) is True
    assert cache["transit_encryption_enabled"] is True
    assert cache["replication_group_id"] == f"{NAME}-redis"
