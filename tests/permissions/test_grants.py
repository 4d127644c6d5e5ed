"""What single objects need, as narrow as AWS allows."""

from __future__ import annotations

from msgspec.structs import replace

from giban.blueprint import Provider, State
from giban.catalogue import acm, ec2, ecs, iam, kms, rds, route53, s3, secretsmanager, sqs, ssm, sts
from giban.permissions import Grant, grants
from giban.values import Json, Pick, text
from tests.permissions.stacks import granted, stack
from tests.policy.cases.data import cdn, web_acl

OWN = (
    ("StringEquals", "aws:ResourceTag/Environment", ("dev",)),
    ("StringEquals", "aws:ResourceTag/Project", ("shop",)),
)
NEW = (
    ("StringEquals", "aws:RequestTag/Environment", ("dev",)),
    ("StringEquals", "aws:RequestTag/Project", ("shop",)),
)
BARE = (
    ("Null", "aws:ResourceTag/Environment", ("true",)),
    ("Null", "aws:ResourceTag/Project", ("true",)),
)
TRUST = Json({"Version": "2012-10-17", "Statement": []})


def test_what_the_author_names_is_told_by_its_name() -> None:
    """One queue, no other."""
    queue = sqs.Queue("jobs", name="shop-dev-jobs")
    arn = "arn:aws:sqs:ap-northeast-2:123456789012:shop-dev-jobs"
    expected = [Grant("change", "sqs:DeleteQueue", arn)]
    assert expected == granted(queue, action="sqs:DeleteQueue", account="123456789012")


def test_without_an_account_any_fits() -> None:
    """A policy reaches no further than its own account anyway."""
    (grant,) = granted(sqs.Queue("jobs", name="jobs"), action="sqs:DeleteQueue")
    assert "arn:aws:sqs:ap-northeast-2:*:jobs" == grant.resource


def test_an_account_in_a_name_is_that_of_the_role() -> None:
    """IAM fills in the account after the fifth colon of an ARN."""
    me = sts.CallerIdentity("current")
    bucket = s3.Bucket("files", bucket=text("files-", me.ref.account_id))
    (open_,) = granted(me, bucket, action="s3:DeleteBucket")
    (closed,) = granted(me, bucket, action="s3:DeleteBucket", account="123456789012")
    assert "arn:aws:s3:::files-${aws:PrincipalAccount}" == open_.resource
    assert "arn:aws:s3:::files-123456789012" == closed.resource


def test_what_aws_names_is_told_by_its_tags() -> None:
    """Made with the tags of the stack, and destroyed only where it bears them."""
    vpc = ec2.Vpc("main", cidr_block="10.0.0.0/16")
    arn = "arn:aws:ec2:ap-northeast-2:*:vpc/*"
    assert [Grant("change", "ec2:CreateVpc", arn, NEW)] == granted(vpc, action="ec2:CreateVpc")
    assert [Grant("change", "ec2:DeleteVpc", arn, OWN)] == granted(vpc, action="ec2:DeleteVpc")


def test_nobody_makes_something_theirs_by_tagging_it() -> None:
    """Tags are put on while something is made, or where they are already."""
    vpc = ec2.Vpc("main", cidr_block="10.0.0.0/16")
    made = ("StringEquals", "ec2:CreateAction", ("CreateVpc",))
    found = {grant.condition for grant in granted(vpc, action="ec2:CreateTags")}
    assert {(made,), OWN} == found
    key = kms.Key("main")
    found = {grant.condition for grant in granted(key, action="kms:TagResource")}
    assert {(*BARE, *NEW), OWN} == found


def test_both_sides_of_an_action_are_granted() -> None:
    """A subnet is made with tags, in a VPC that has them."""
    vpc = ec2.Vpc("main", cidr_block="10.0.0.0/16")
    subnet = ec2.Subnet("app", vpc_id=vpc.ref.id)
    found = {
        grant.resource: grant.condition for grant in granted(vpc, subnet, action="ec2:CreateSubnet")
    }
    place = "arn:aws:ec2:ap-northeast-2:*"
    assert {f"{place}:subnet/*": NEW, f"{place}:vpc/*": OWN} == found


def test_a_distribution_names_a_web_acl_that_one_may_read() -> None:
    """CloudFront asks for that on behalf of whoever deploys, in its own region."""
    arn = "arn:aws:wafv2:us-east-1:1:global/webacl/shop-waf/2"
    acl = web_acl("edge", "CLOUDFRONT", name="shop-waf")
    both = stack(acl, cdn("main", web_acl_id=acl.ref.arn))
    there = replace(both, providers=(Provider(region="us-east-1"),))
    expected = Grant("change", "wafv2:GetWebACL", arn, foreign=True)

    assert [expected] == granted(cdn("main", web_acl_id=arn), action="wafv2:GetWebACL")
    assert [] == granted(cdn("main"), action="wafv2:GetWebACL")
    assert ["arn:aws:wafv2:us-east-1:*:global/webacl/shop-waf/*"] == [
        one.resource for one in grants(there) if one.action == "wafv2:GetWebACL"
    ]


def test_somebody_elses_object_is_not_asked_for_our_tags() -> None:
    """A VPC of the foundation bears the foundation's tags."""
    read = ssm.ParameterData("vpc", name="/shared/network/vpc-id")
    subnet = ec2.Subnet("app", vpc_id=read.ref.value)
    found = {
        grant.resource: grant.condition
        for grant in granted(read, subnet, action="ec2:CreateSubnet")
    }
    assert () == found["arn:aws:ec2:ap-northeast-2:*:vpc/*"]


def test_a_role_is_handed_to_the_one_service_that_takes_it() -> None:
    """`iam:PassRole` names the role and the service (D-HY-32)."""
    role = iam.Role("task", name="shop-dev-task", assume_role_policy=TRUST)
    task = ecs.TaskDefinition(
        "app", family="app", container_definitions="[]", task_role_arn=role.ref.arn
    )
    passed = (("StringEquals", "iam:PassedToService", ("ecs-tasks.amazonaws.com",)),)
    expected = [Grant("change", "iam:PassRole", "arn:aws:iam::*:role/shop-dev-task", passed)]
    assert expected == granted(role, task, action="iam:PassRole")


def test_only_this_policy_is_attached_to_only_this_role() -> None:
    """Nobody attaches AdministratorAccess."""
    role = iam.Role("task", name="shop-dev-task", assume_role_policy=TRUST)
    policy = "arn:aws:iam::aws:policy/AmazonSSMManagedInstanceCore"
    attached = iam.RolePolicyAttachment("task", role=role.ref.name, policy_arn=policy)
    (grant,) = granted(role, attached, action="iam:AttachRolePolicy")
    assert "arn:aws:iam::*:role/shop-dev-task" == grant.resource
    assert (("ArnEquals", "iam:PolicyARN", (policy,)),) == grant.condition


def test_a_bounded_role_is_made_with_its_boundary_only() -> None:
    """Creating it, and every way of giving it more, asks for the boundary; none takes it off."""
    ceiling = "arn:aws:iam::123456789012:policy/ceiling"
    role = iam.Role("task", name="task", assume_role_policy=TRUST, permissions_boundary=ceiling)
    inline = iam.RolePolicy("task", role=role.ref.id, policy=TRUST)
    bounded = (("StringEquals", "iam:PermissionsBoundary", (ceiling,)),)
    for action in ("iam:CreateRole", "iam:PutRolePermissionsBoundary", "iam:PutRolePolicy"):
        (grant,) = granted(role, inline, action=action)
        assert bounded == grant.condition
    assert [] == granted(role, inline, action="iam:DeleteRolePermissionsBoundary")


def test_a_key_is_used_through_the_service_that_holds_the_data() -> None:
    """Whoever deploys cannot decrypt by themselves."""
    key = kms.Key("main")
    database = rds.Instance("main", instance_class="db.t3.micro", kms_key_id=key.ref.arn)
    (grant,) = granted(key, database, action="kms:CreateGrant")
    via = ("StringEquals", "kms:ViaService", ("rds.ap-northeast-2.amazonaws.com",))
    aws = ("Bool", "kms:GrantIsForAWSResource", ("true",))
    assert tuple(sorted((aws, via, *OWN))) == grant.condition
    (grant,) = granted(key, database, action="kms:Decrypt")
    assert tuple(sorted((via, *OWN))) == grant.condition


def test_what_is_not_asked_for_is_not_granted() -> None:
    """A database without a role of its own hands over none, and one unencrypted needs no key."""
    database = rds.Instance("main", instance_class="db.t3.micro")
    actions = {grant.action for grant in grants(stack(database))}
    assert not {"iam:PassRole", "kms:CreateGrant", "rds:CreateDBSnapshot"} & actions


def test_of_a_shared_zone_only_the_own_records_are_changed() -> None:
    """Another environment's names in the same zone are out of reach."""
    zone = route53.ZoneData("main", name="example.com")
    record = route53.Record("www", zone_id=zone.ref.zone_id, name="*.Shop.example.com", type="A")
    (grant,) = granted(zone, record, action="route53:ChangeResourceRecordSets")
    key = "route53:ChangeResourceRecordSetsNormalizedRecordNames"
    expected = (("ForAllValues:StringLike", key, (r"\052.shop.example.com",)),)
    assert expected == grant.condition


def test_a_certificate_is_validated_below_its_domain() -> None:
    """AWS asks for a name below the domain, and for a wildcard below what the wildcard is below."""
    for domain in ("shop.example.com", "*.shop.example.com"):
        proof = acm.Certificate("main", domain_name=domain, validation_method="DNS")
        name = Pick(
            proof.ref.domain_validation_options, "domain_name", domain, "resource_record_name"
        )
        record = route53.Record("proof", zone_id="Z1", name=name, type="CNAME")
        (grant,) = granted(proof, record, action="route53:ChangeResourceRecordSets")
        ((_, _, names),) = grant.condition
        assert ("_*.shop.example.com",) == names


def test_a_secret_is_read_while_planning() -> None:
    """An ephemeral resource is opened by every plan; the ARN follows the version to its secret."""
    secret = secretsmanager.Secret("main", name="shop-dev/main")
    version = secretsmanager.SecretVersion("main", secret_id=secret.ref.id)
    read = secretsmanager.StoredSecret("main", secret_id=version.ref.arn)
    arn = "arn:aws:secretsmanager:ap-northeast-2:*:secret:shop-dev/main-??????"
    expected = [Grant("read", "secretsmanager:GetSecretValue", arn)]
    for objects in ((secret, version), (secret, version, read)):
        assert expected == granted(*objects, action="secretsmanager:GetSecretValue")


def test_state_is_read_to_plan_and_written_to_apply() -> None:
    """The bucket is listed; of its objects this stack's own and its lock are touched."""
    state = State(bucket="state", key="dev/platform.tfstate", region="ap-northeast-2")
    found = {(grant.reach, grant.action, grant.resource) for grant in grants(stack(state=state))}
    key = "arn:aws:s3:::state/dev/platform.tfstate"
    assert {
        ("read", "s3:ListBucket", "arn:aws:s3:::state"),
        ("read", "s3:GetObject", key),
        ("change", "s3:PutObject", key),
        ("change", "s3:GetObject", f"{key}.tflock"),
        ("change", "s3:PutObject", f"{key}.tflock"),
        ("change", "s3:DeleteObject", f"{key}.tflock"),
    } == found


def test_a_lock_table_is_written_to_apply() -> None:
    """With DynamoDB there is no lock file."""
    state = State(bucket="state", key="k", region="eu-west-1", lock_table="locks")
    found = {grant.action for grant in grants(stack(state=state)) if grant.reach == "change"}
    table = {f"dynamodb:{one}" for one in ("DescribeTable", "GetItem", "PutItem", "DeleteItem")}
    assert {"s3:PutObject", *table} == found


def test_one_role_for_several_stacks_is_told_once() -> None:
    """What two stacks need alike is one grant."""
    first, second = stack(sqs.Queue("a", name="a")), stack(sqs.Queue("b", name="b"))
    both = grants(first, second)
    assert sorted({*grants(first), *grants(second)}) == both
    assert grants(first) == grants(first, first)


def test_in_china_arns_are_of_its_partition() -> None:
    """`aws-cn` for Beijing."""
    beijing = (Provider(region="cn-north-1"),)
    there = replace(stack(sqs.Queue("jobs", name="jobs")), providers=beijing)
    assert {"arn:aws-cn:sqs:cn-north-1:*:jobs"} == {grant.resource for grant in grants(there)}
