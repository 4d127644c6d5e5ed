"""Operations that moto lacks, or answers wrongly, as the repaired moto answers them."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

import pytest
from botocore.exceptions import ClientError

from giban.rehearse.aws import Clients
from giban.rehearse.moto_repairs.missing import MISSING
from giban.rehearse.world import World

REGION = "ap-northeast-2"
ACCOUNT = "123456789012"
FARGATE = [{"capacityProvider": "FARGATE_SPOT", "weight": 1, "base": 0}]


@pytest.fixture(scope="module")
def world() -> Iterator[World]:
    """Start an AWS of its own: what is made here must not meet what other tests make."""
    world = World.start()
    yield world
    world.stop()
    for pipe in (world.process.stdin, world.process.stdout):
        if pipe:
            pipe.close()


@pytest.fixture(scope="module")
def clients(world: World) -> Clients:
    """Give clients of it."""
    return Clients(world.endpoint())


def code(call: Any, **arguments: Any) -> str:
    """Return the code of the error a call ends in."""
    with pytest.raises(ClientError) as caught:
        call(**arguments)
    return str(caught.value.response["Error"]["Code"])


@pytest.mark.parametrize(
    ("service", "operation", "arguments"),
    [
        ("elasticache", "describe_events", {}),
        ("guardduty", "create_sample_findings", {"DetectorId": "x"}),
        ("codebuild", "list_fleets", {}),
        ("cloudfront", "list_anycast_ip_lists", {}),
        ("ec2", "describe_fpga_images", {}),
    ],
)
def test_what_moto_lacks_is_refused_by_name(
    clients: Clients, service: str, operation: str, arguments: dict[str, Any]
) -> None:
    """In every protocol: a client's error, with the operation's name, that nobody retries."""
    client = clients(service, REGION)
    with pytest.raises(ClientError) as caught:
        getattr(client, operation)(**arguments)
    answer = caught.value.response
    name = operation.replace("_", "")
    assert answer["Error"]["Code"] == MISSING
    assert f"{service}:{name}" in answer["Error"]["Message"].lower().replace("-", "")
    assert answer["ResponseMetadata"]["HTTPStatusCode"] == 400
    assert answer["ResponseMetadata"]["RetryAttempts"] == 0


def test_cache_users_and_groups(clients: Clients) -> None:
    """A group has users that exist, one of them `default`; it goes, and is then not found."""
    cache = clients("elasticache", REGION)
    login = {"Engine": "redis", "AccessString": "on ~* +@all"}
    cache.create_user(UserId="u", UserName="u", NoPasswordRequired=True, **login)
    cache.create_user(UserId="d", UserName="default", NoPasswordRequired=True, **login)
    make = {"UserGroupId": "g", "Engine": "redis"}
    assert code(cache.create_user_group, **make, UserIds=["nobody"]) == "UserNotFound"
    assert code(cache.create_user_group, **make, UserIds=["u"]) == "DefaultUserRequired"
    tags = [{"Key": "a", "Value": "b"}]
    arn = cache.create_user_group(**make, UserIds=["d"], Tags=tags)["ARN"]
    assert cache.list_tags_for_resource(ResourceName=arn)["TagList"] == tags
    cache.modify_user_group(UserGroupId="g", UserIdsToAdd=["u"])
    (found,) = cache.describe_user_groups(UserGroupId="g")["UserGroups"]
    assert (found["UserIds"], found["Status"]) == (["d", "u"], "active")
    assert cache.describe_users(UserId="u")["Users"][0]["UserGroupIds"] == ["g"]
    cache.modify_user(UserId="u", AccessString="on ~a +get")
    assert cache.describe_users(UserId="u")["Users"][0]["AccessString"] == "on ~a +get"
    cache.delete_user_group(UserGroupId="g")
    assert code(cache.describe_user_groups, UserGroupId="g") == "UserGroupNotFound"


def test_caches_live_in_their_region_with_all_members(clients: Clients) -> None:
    """As many members as were asked for, each one described, in zones of their subnets."""
    cache, ec2 = clients("elasticache", REGION), clients("ec2", REGION)
    vpc = ec2.create_vpc(CidrBlock="10.9.0.0/16")["Vpc"]["VpcId"]
    subnets = [
        ec2.create_subnet(
            VpcId=vpc, CidrBlock=f"10.9.{at}.0/24", AvailabilityZone=f"{REGION}{zone}"
        )["Subnet"]["SubnetId"]
        for at, zone in enumerate("ab")
    ]
    name = {"CacheSubnetGroupName": "s"}
    words = {"CacheSubnetGroupDescription": "d"}
    cache.create_cache_subnet_group(**name, **words, SubnetIds=subnets[:1])
    cache.modify_cache_subnet_group(**name, SubnetIds=subnets)
    (group,) = cache.describe_cache_subnet_groups(**name)["CacheSubnetGroups"]
    assert len(group["Subnets"]) == 2
    parameters = {"CacheParameterGroupName": "p"}
    family = {"CacheParameterGroupFamily": "redis7", "Description": "d"}
    cache.create_cache_parameter_group(**parameters, **family)
    value = {"ParameterName": "timeout", "ParameterValue": "60"}
    cache.modify_cache_parameter_group(**parameters, ParameterNameValues=[value])
    (found,) = cache.describe_cache_parameters(**parameters, Source="user")["Parameters"]
    assert found["ParameterValue"] == "60"
    made = cache.create_replication_group(
        ReplicationGroupId="r",
        ReplicationGroupDescription="d",
        Engine="redis",
        EngineVersion="7.0",
        NumCacheClusters=2,
        TransitEncryptionEnabled=True,
        SecurityGroupIds=["sg-1"],
        **parameters,
        **name,
    )["ReplicationGroup"]
    (node,) = made["NodeGroups"]
    assert node["PrimaryEndpoint"]["Address"].endswith(".apne2.cache.amazonaws.com")
    assert [one["PreferredAvailabilityZone"][-1] for one in node["NodeGroupMembers"]] == ["a", "b"]
    members = cache.describe_cache_clusters(CacheClusterId="r-002")["CacheClusters"]
    assert members[0]["EngineVersion"] == "7.0.7"
    assert members[0]["SecurityGroups"] == [{"SecurityGroupId": "sg-1", "Status": "active"}]
    assert members[0]["CacheParameterGroup"]["CacheParameterGroupName"] == "p"
    assert code(cache.delete_cache_subnet_group, **name) == "CacheSubnetGroupInUse"
    used = code(cache.delete_cache_parameter_group, **parameters)
    assert used == "InvalidCacheParameterGroupState"
    cache.delete_replication_group(ReplicationGroupId="r")
    assert code(cache.describe_cache_clusters, CacheClusterId="r-002") == "CacheClusterNotFound"
    cache.delete_cache_subnet_group(**name)
    cache.delete_cache_parameter_group(**parameters)
    gone = code(cache.describe_cache_parameter_groups, **parameters)
    assert gone == "CacheParameterGroupNotFound"


def test_services_answer_what_they_were_told(clients: Clients) -> None:
    """Capacity, deployment and grace; and defaults where nothing was said."""
    ecs = clients("ecs", REGION)
    ecs.create_cluster(clusterName="c")
    task = {"family": "f", "containerDefinitions": [{"name": "x", "image": "x", "memory": 1}]}
    for _ in range(2):
        ecs.register_task_definition(**task)
    service = {"cluster": "c", "serviceName": "s", "taskDefinition": "f:1", "desiredCount": 2}
    breaker = {"deploymentCircuitBreaker": {"enable": True, "rollback": True}}
    told = {"capacityProviderStrategy": FARGATE, "healthCheckGracePeriodSeconds": 60}
    ecs.create_service(**service, **told, deploymentConfiguration=breaker)
    (found,) = ecs.describe_services(cluster="c", services=["s"])["services"]
    assert found["capacityProviderStrategy"] == FARGATE
    assert "launchType" not in found
    assert found["healthCheckGracePeriodSeconds"] == 60
    assert found["deploymentConfiguration"]["maximumPercent"] == 200
    assert found["deploymentConfiguration"]["deploymentCircuitBreaker"]["rollback"]
    assert found["enableExecuteCommand"] is False
    ecs.update_service(cluster="c", service="s", taskDefinition="f:2", desiredCount=3)
    (found,) = ecs.describe_services(cluster="c", services=["s"])["services"]
    (deployment,) = found["deployments"]
    assert deployment["taskDefinition"] == found["taskDefinition"]
    assert found["taskDefinition"].endswith("f:2")
    assert (found["runningCount"], deployment["runningCount"]) == (3, 3)


def test_traces_have_groups_and_rules(clients: Clients) -> None:
    """Groups are made, found by name and ARN, tagged, changed and gone."""
    xray = clients("xray", REGION)
    arn = xray.create_group(GroupName="g", FilterExpression="x", Tags=[{"Key": "a", "Value": "b"}])
    arn = arn["Group"]["GroupARN"]
    assert xray.list_tags_for_resource(ResourceARN=arn)["Tags"] == [{"Key": "a", "Value": "b"}]
    xray.update_group(GroupARN=arn, InsightsConfiguration={"InsightsEnabled": True})
    found = xray.get_group(GroupARN=arn)["Group"]
    assert found["InsightsConfiguration"]["InsightsEnabled"]
    assert found["FilterExpression"] == "x"
    assert [one["GroupName"] for one in xray.get_groups()["Groups"]] == ["g"]
    xray.delete_group(GroupName="g")
    assert code(xray.get_group, GroupName="g") == "InvalidRequestException"


def test_budgets_know_their_subscribers(clients: Clients) -> None:
    """Whom a notification tells; a budget can change."""
    budgets = clients("budgets", "us-east-1")
    budget = {
        "BudgetName": "b",
        "BudgetType": "COST",
        "TimeUnit": "MONTHLY",
        "BudgetLimit": {"Amount": "1", "Unit": "USD"},
    }
    told = {"NotificationType": "ACTUAL", "ComparisonOperator": "GREATER_THAN", "Threshold": 80.0}
    people = [{"SubscriptionType": "EMAIL", "Address": "a@example.com"}]
    both = [{"Notification": told, "Subscribers": people}]
    here = {"AccountId": ACCOUNT}
    budgets.create_budget(**here, Budget=budget, NotificationsWithSubscribers=both)
    named = {**here, "BudgetName": "b"}
    found = budgets.describe_subscribers_for_notification(**named, Notification=told)
    assert found["Subscribers"] == people
    budgets.update_budget(
        **here, NewBudget={**budget, "BudgetLimit": {"Amount": "2", "Unit": "USD"}}
    )
    assert budgets.describe_budget(**named)["Budget"]["BudgetLimit"]["Amount"] == "2"
    assert code(budgets.update_budget, **here, NewBudget={**budget, "BudgetName": "x"}) == (
        "NotFoundException"
    )


def test_policies_of_content_delivery(clients: Clients) -> None:
    """They have an ETag that must fit, a name that must be new, and go."""
    front = clients("cloudfront", "us-east-1")
    config = {"Name": "n", "Comment": "c"}
    made = front.create_response_headers_policy(ResponseHeadersPolicyConfig=config)
    id = made["ResponseHeadersPolicy"]["Id"]
    again = code(front.create_response_headers_policy, ResponseHeadersPolicyConfig=config)
    assert again == "ResponseHeadersPolicyAlreadyExists"
    stale = code(front.delete_response_headers_policy, Id=id, IfMatch="old")
    assert stale == "PreconditionFailed"
    found = front.get_response_headers_policy_config(Id=id)
    assert found["ResponseHeadersPolicyConfig"] == config
    front.delete_response_headers_policy(Id=id, IfMatch=found["ETag"])
    assert code(front.get_response_headers_policy, Id=id) == "NoSuchResponseHeadersPolicy"


def test_targets_of_scaling_have_tags(clients: Clients) -> None:
    """From the start, and later."""
    scaling = clients("application-autoscaling", REGION)
    arn = scaling.register_scalable_target(
        ServiceNamespace="dynamodb",
        ResourceId="table/t",
        ScalableDimension="dynamodb:table:ReadCapacityUnits",
        MinCapacity=1,
        MaxCapacity=2,
        Tags={"a": "b"},
    )["ScalableTargetARN"]
    scaling.tag_resource(ResourceARN=arn, Tags={"c": "d"})
    assert scaling.list_tags_for_resource(ResourceARN=arn)["Tags"] == {"a": "b", "c": "d"}
    missing = code(scaling.list_tags_for_resource, ResourceARN=f"{arn}x")
    assert missing == "ResourceNotFoundException"


def test_databases_answer_insights_and_parameters(clients: Clients) -> None:
    """Performance Insights can go on and off; set parameters are the user's."""
    rds = clients("rds", REGION)
    name = {"DBParameterGroupName": "p"}
    rds.create_db_parameter_group(**name, DBParameterGroupFamily="postgres16", Description="d")
    value = {"ParameterName": "x", "ParameterValue": "1", "ApplyMethod": "immediate"}
    rds.modify_db_parameter_group(**name, Parameters=[value])
    (found,) = rds.describe_db_parameters(**name, Source="user")["Parameters"]
    assert (found["Source"], found["ApplyMethod"]) == ("user", "immediate")
    rds.reset_db_parameter_group(**name, Parameters=[value])
    assert rds.describe_db_parameters(**name)["Parameters"] == []
    rds.create_db_instance(
        DBInstanceIdentifier="d",
        DBInstanceClass="db.t3.small",
        Engine="postgres",
        AllocatedStorage=20,
        MasterUsername="u",
        MasterUserPassword="password",  # of nothing
        EnablePerformanceInsights=True,
    )
    (one,) = rds.describe_db_instances(DBInstanceIdentifier="d")["DBInstances"]
    assert one["PerformanceInsightsEnabled"]
    assert one["PerformanceInsightsRetentionPeriod"] == 7
    rds.modify_db_instance(DBInstanceIdentifier="d", EnablePerformanceInsights=False)
    (one,) = rds.describe_db_instances(DBInstanceIdentifier="d")["DBInstances"]
    assert one["PerformanceInsightsEnabled"] is False


def test_a_replica_abroad_is_forgotten_when_it_goes(clients: Clients) -> None:
    """Its source lists it by its ARN while it lives, and not any more after."""
    here, there = clients("rds", REGION), clients("rds", "ap-northeast-1")
    source = here.create_db_instance(
        DBInstanceIdentifier="origin",
        Engine="mysql",
        DBInstanceClass="db.t3.large",
        MasterUsername="dbadmin",
        MasterUserPassword="not-a-secret",
        AllocatedStorage=20,
        BackupRetentionPeriod=7,
    )["DBInstance"]
    copy = there.create_db_instance_read_replica(
        DBInstanceIdentifier="copy", SourceDBInstanceIdentifier=source["DBInstanceArn"]
    )["DBInstance"]

    def replicas() -> list[str]:
        (found,) = here.describe_db_instances(DBInstanceIdentifier="origin")["DBInstances"]
        listed: list[str] = found["ReadReplicaDBInstanceIdentifiers"]
        return listed

    assert [copy["DBInstanceArn"]] == replicas()
    there.delete_db_instance(DBInstanceIdentifier="copy", SkipFinalSnapshot=True)
    assert [] == replicas()


def test_rules_between_groups_keep_their_description(clients: Clients) -> None:
    """As rules for addresses do."""
    ec2 = clients("ec2", REGION)
    vpc = ec2.create_vpc(CidrBlock="10.8.0.0/16")["Vpc"]["VpcId"]
    group = ec2.create_security_group(GroupName="g", Description="d", VpcId=vpc)["GroupId"]
    pair = {"GroupId": group, "Description": "why"}
    rule = {"IpProtocol": "tcp", "FromPort": 1, "ToPort": 1, "UserIdGroupPairs": [pair]}
    made = ec2.authorize_security_group_ingress(GroupId=group, IpPermissions=[rule])
    ids = [one["SecurityGroupRuleId"] for one in made["SecurityGroupRules"]]
    (found,) = ec2.describe_security_group_rules(SecurityGroupRuleIds=ids)["SecurityGroupRules"]
    assert found["Description"] == "why"


def test_copies_of_secrets_know_their_key(clients: Clients) -> None:
    """The key a copy was made with is answered; without one it is AWS's own."""
    secrets = clients("secretsmanager", REGION)
    copies = [{"Region": "ap-northeast-1", "KmsKeyId": "mine"}, {"Region": "us-east-1"}]
    secrets.create_secret(Name="copied", SecretString="x", AddReplicaRegions=copies)

    found = secrets.describe_secret(SecretId="copied")["ReplicationStatus"]

    assert {one["Region"]: one["KmsKeyId"] for one in found} == {
        "ap-northeast-1": "mine",
        "us-east-1": "alias/aws/secretsmanager",
    }


def test_a_bucket_for_tls_only_takes_objects(clients: Clients) -> None:
    """A rehearsal speaks HTTP on loopback, which is not what such a policy is against."""
    store = clients("s3", REGION)
    store.create_bucket(Bucket="tls-only", CreateBucketConfiguration={"LocationConstraint": REGION})
    whole = {"Effect": "Deny", "Principal": "*", "Resource": "arn:aws:s3:::tls-only/*"}
    tls = {**whole, "Action": "s3:*", "Condition": {"Bool": {"aws:SecureTransport": "false"}}}
    never = {**whole, "Action": "s3:DeleteObject"}
    policy = json.dumps({"Version": "2012-10-17", "Statement": [tls, never]})
    store.put_bucket_policy(Bucket="tls-only", Policy=policy)

    store.put_object(Bucket="tls-only", Key="a", Body=b"x")

    assert b"x" == store.get_object(Bucket="tls-only", Key="a")["Body"].read()
    with pytest.raises(ClientError):
        store.delete_object(Bucket="tls-only", Key="a")
