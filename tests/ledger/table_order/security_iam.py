"""Ways in, and what the instance and a deploy may."""

from __future__ import annotations

from tests.ledger.assertions import holds, holds_across
from tests.ledger.hosts import ANYWHERE, may, statements, ways_in, ways_out
from tests.ledger.plan import Plan, Plans
from tests.ledger.table_order import NAME


@holds("TO-SEC-01")
def ways_to_and_from_the_instance(plan: Plan) -> None:
    """Exactly the source's, and HTTPS out for images, parameters and logs."""
    assert {way for way in ways_in(plan) if way[0] == "ec2"} == {
        ("ec2", ANYWHERE, 80),
        ("ec2", ANYWHERE, 443),
    }
    assert ways_out(plan, "ec2") == {("db_main", 5432), (ANYWHERE, 443)}
    own = plan.only("aws_security_group", "ec2")["id"]
    assert plan.only("aws_instance")["vpc_security_group_ids"] == [own]
    default = plan.only("aws_default_security_group")
    assert default["ingress"] == default["egress"] == []


@holds("TO-SEC-02")
def way_to_the_database(plan: Plan) -> None:
    """From the instance, at one port."""
    assert {way for way in ways_in(plan) if way[0] != "ec2"} == {("db_main", "ec2", 5432)}
    own = plan.only("aws_security_group", "db_main")["id"]
    assert plan.only("aws_db_instance")["vpc_security_group_ids"] == [own]


@holds("TO-SEC-03")
def session_manager(plan: Plan) -> None:
    """The instance wears a profile with Systems Manager's own policy, and has no key (D-TO-03)."""
    profile = plan.only("aws_iam_instance_profile")
    instance = plan.only("aws_instance")
    assert instance["iam_instance_profile"] == profile["name"]
    assert not instance["key_name"]
    managed = plan.only("aws_iam_role_policy_attachment", "ec2")
    assert managed["role"] == profile["role"] == f"{NAME}-ec2-role"
    assert managed["policy_arn"].endswith(":policy/AmazonSSMManagedInstanceCore")
    assert 22 not in {port for *_, port in ways_in(plan)}


@holds("TO-SEC-03")
def least_privilege(plan: Plan) -> None:
    """Its own files, parameters and images; whatever may be anywhere AWS cannot restrict."""
    anywhere = {"ecr:GetAuthorizationToken", "cloudwatch:PutMetricData", "ec2:DescribeTags"}
    for statement in statements(plan, "ec2"):
        assert not any("*" in action for action in statement.actions), statement
        if "*" in statement.resources:
            assert statement.actions <= anywhere, statement
    parameters = may(plan, "ec2", "ssm:GetParametersByPath")
    assert {one.partition(":parameter")[2] for one in parameters} == {
        "/table-order/production",
        "/table-order/production/*",
    }


@holds_across("TO-SEC-03")
def deploys_run_commands(plans: Plans) -> None:
    """A deploy may run a shell script on this environment's instances, and read no secret."""
    shared = plans.shared
    role = shared.one("aws_iam_role_policy", "deploy", "production").statements()
    sends = [one for one in role if "ssm:SendCommand" in one.actions]
    documents = [one for one in sends if any(":document/" in each for each in one.resources)]
    (machines,) = [one for one in sends if one not in documents]
    assert [min(one.resources).rpartition("/")[2] for one in documents] == ["AWS-RunShellScript"]
    assert machines.condition["StringEquals"]["ssm:resourceTag/Environment"] == "production"
    (tag,) = [one.resources for one in role if "ssm:PutParameter" in one.actions]
    assert all(one.endswith("/*/image-tag") for one in tag)
