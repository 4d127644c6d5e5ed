"""Firewalls, roles, and who watches the account."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import SERVICES, container, sources, targets, variables
from tests.ledger.judged import violations
from tests.ledger.plan import Plan, Plans
from tests.policy.asked import CHECKLIST

ANYWHERE = "0.0.0.0/0"

STARTS = {
    "ecr:GetAuthorizationToken",
    "ecr:BatchCheckLayerAvailability",
    "ecr:GetDownloadUrlForLayer",
    "ecr:BatchGetImage",
    "logs:CreateLogStream",
    "logs:PutLogEvents",
    "secretsmanager:GetSecretValue",
}
"""What the source lets the role do that starts tasks."""


@holds("CM-SEC-01")
def balancer(plan: Plan) -> None:
    """Rules are objects of their own: groups that name each other would wait for ever (D-CM-30)."""
    assert sources(plan, "alb") == {(ANYWHERE, 80), (ANYWHERE, 443)}
    assert targets(plan, "alb") == set(SERVICES.items())
    assert not plan.only("aws_security_group", "alb").writes("ingress {")


@holds("CM-SEC-02")
def services(plan: Plan) -> None:
    """Not everything, as the source has it: HTTPS, and what `uses` names."""
    for name, port in SERVICES.items():
        assert sources(plan, name) == {("alb", port)}
    assert targets(plan, "frontend") == {(ANYWHERE, 443)}
    assert targets(plan, "backend") == {
        (ANYWHERE, 443),
        ("db_db", 5432),
        ("cache_redis", 6379),
    }


@holds("CM-SEC-03")
def database(plan: Plan) -> None:
    """Two may come, and nothing goes."""
    assert sources(plan, "db_db") == {("backend", 5432), ("migrate", 5432)}
    assert not targets(plan, "db_db")


@holds("CM-SEC-04")
def cache(plan: Plan) -> None:
    """One may come, and nothing goes."""
    assert sources(plan, "cache_redis") == {("backend", 6379)}
    assert not targets(plan, "cache_redis")


@holds("CM-SEC-05")
def execution(plan: Plan) -> None:
    """A star only where AWS knows no resource (D-CM-04)."""
    for name in SERVICES:
        secrets = {one["valueFrom"].rsplit(":", 3)[0] for one in container(plan, name)["secrets"]}
        own = plan.only("aws_iam_role_policy", f"{name}_execution").statements()
        assert {action for one in own for action in one.actions} >= STARTS
        log = plan.only("aws_cloudwatch_log_group", name)["arn"]
        read: set[str] = set()
        for one in own:
            if "*" in one.resources:
                assert one.actions == {"ecr:GetAuthorizationToken"}
            if "ecr:BatchGetImage" in one.actions:
                assert {each.rsplit("/", 1)[1] for each in one.resources} == {f"codemate-{name}"}
            if "logs:PutLogEvents" in one.actions:
                assert one.resources == {f"{log}:*"}
            if "secretsmanager:GetSecretValue" in one.actions:
                read |= one.resources
        assert read == secrets


@holds("CM-SEC-06")
def files(plan: Plan) -> None:
    """Not those of another environment (D-CM-04); the frontend none."""
    bucket = plan.only("aws_s3_bucket", "files")["arn"]
    may = {
        (action, where)
        for one in plan.only("aws_iam_role_policy", "backend_task").statements()
        for action in one.actions
        for where in one.resources
        if action.startswith("s3:")
    }
    objects = {(f"s3:{verb}Object", f"{bucket}/*") for verb in ("Get", "Put", "Delete")}
    assert may == {*objects, ("s3:ListBucket", bucket)}
    for other in plan.found("aws_iam_role_policy", "frontend_task"):
        assert not any("s3:" in action for one in other.statements() for action in one.actions)


@holds_across("CM-SEC-07")
def watched(plans: Plans) -> None:
    """Once, whatever the environments: an account has one detector in a region."""
    trail = plans.shared.only("aws_cloudtrail")
    assert (trail["is_multi_region_trail"], trail["enable_log_file_validation"]) == (True, True)
    assert trail["enable_logging"] is True
    assert plans.shared.only("aws_guardduty_detector")["enable"] is True
    assert not any(plan.found("aws_guardduty_detector") for plan in plans.platforms())


@holds_across("CM-SEC-08")
def every_item_is_checked(plans: Plans) -> None:
    """`giban check` has rules for each item; a NAT instance alone takes whatever is sent."""
    rules = {rule for rules in CHECKLIST.values() for rule in rules}
    for plan in plans.values():
        left = violations(plan, rules)
        assert {(rule, address.split(".")[1][:3]) for rule, address in left} == (
            {("NET-05", "nat")} if plan.environment == "dev" else set()
        )


@holds("CM-SEC-08")
def nothing_lies_open(plan: Plan) -> None:
    """No variable sounds like a secret, no bucket or database is public."""
    for name in SERVICES:
        words = ("SECRET", "PASSWORD", "KEY", "TOKEN")
        assert not [one for one in variables(plan, name) if any(word in one for word in words)]
    assert plan.only("aws_db_instance")["publicly_accessible"] is False
    blocked = plan.all("aws_s3_bucket_public_access_block")
    assert len(blocked) == len(plan.all("aws_s3_bucket"))
    assert all(one["restrict_public_buckets"] is True for one in blocked)
