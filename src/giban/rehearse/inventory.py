"""What exists, as the AWS API itself answers it: one line of a table for each kind of thing.

Nothing here reads a state file. Things are recognised by the stem of their name,
`<project>-<environment>`, which the compiler gives everything that has a name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import jmespath
from msgspec import Struct

Clients = Callable[[str], Any]
"""Gives the boto3 client of a service in the system's region."""

THREADS = 4
GONE = {"deleted", "deleting", "INACTIVE"}
"""What AWS goes on describing for a while after it was deleted."""

PAGE = 10
"""How many services one call describes."""

TAG = "Tags[?Key=='Name']|[0].Value"


class Found(Struct, frozen=True):
    """One thing that exists; `state` is AWS's own word for how it is, empty where it has none."""

    type: str
    name: str
    id: str
    state: str


class Listing(Struct, frozen=True):
    """How all things of one type are asked for; `query` picks name, id and state (JMESPath)."""

    type: str
    service: str
    operation: str
    query: str
    arguments: tuple[tuple[str, Any], ...] = ()


LISTINGS = (
    Listing("aws_vpc", "ec2", "describe_vpcs", f"Vpcs[].[{TAG}, VpcId, State]"),
    Listing("aws_subnet", "ec2", "describe_subnets", f"Subnets[].[{TAG}, SubnetId, State]"),
    Listing(
        "aws_internet_gateway",
        "ec2",
        "describe_internet_gateways",
        f"InternetGateways[].[{TAG}, InternetGatewayId, Attachments[0].State]",
    ),
    Listing("aws_eip", "ec2", "describe_addresses", f"Addresses[].[{TAG}, AllocationId, PublicIp]"),
    Listing(
        "aws_nat_gateway",
        "ec2",
        "describe_nat_gateways",
        f"NatGateways[?State!='deleted'].[{TAG}, NatGatewayId, State]",
    ),
    Listing(
        "aws_route_table",
        "ec2",
        "describe_route_tables",
        f"RouteTables[].[{TAG}, RouteTableId, '']",
    ),
    Listing(
        "aws_security_group",
        "ec2",
        "describe_security_groups",
        "SecurityGroups[].[GroupName, GroupId, '']",
    ),
    Listing(
        "aws_vpc_endpoint",
        "ec2",
        "describe_vpc_endpoints",
        f"VpcEndpoints[].[{TAG}, VpcEndpointId, State]",
    ),
    Listing(
        "aws_flow_log", "ec2", "describe_flow_logs", f"FlowLogs[].[{TAG}, FlowLogId, FlowLogStatus]"
    ),
    Listing(
        "aws_lb",
        "elbv2",
        "describe_load_balancers",
        "LoadBalancers[].[LoadBalancerName, DNSName, State.Code]",
    ),
    Listing(
        "aws_lb_target_group",
        "elbv2",
        "describe_target_groups",
        "TargetGroups[].[TargetGroupName, TargetGroupArn, '']",
    ),
    Listing(
        "aws_appautoscaling_target",
        "application-autoscaling",
        "describe_scalable_targets",
        "ScalableTargets[].[ResourceId, ScalableDimension, "
        "join('-', [to_string(MinCapacity), to_string(MaxCapacity)])]",
        (("ServiceNamespace", "ecs"),),
    ),
    Listing(
        "aws_db_instance",
        "rds",
        "describe_db_instances",
        "DBInstances[].[DBInstanceIdentifier, Endpoint.Address, DBInstanceStatus]",
    ),
    Listing(
        "aws_db_subnet_group",
        "rds",
        "describe_db_subnet_groups",
        "DBSubnetGroups[].[DBSubnetGroupName, VpcId, SubnetGroupStatus]",
    ),
    Listing(
        "aws_db_parameter_group",
        "rds",
        "describe_db_parameter_groups",
        "DBParameterGroups[].[DBParameterGroupName, DBParameterGroupFamily, '']",
    ),
    Listing(
        "aws_elasticache_replication_group",
        "elasticache",
        "describe_replication_groups",
        "ReplicationGroups[].[ReplicationGroupId, NodeGroups[0].PrimaryEndpoint.Address, Status]",
    ),
    Listing(
        "aws_elasticache_user",
        "elasticache",
        "describe_users",
        "Users[].[UserId, UserName, Status]",
    ),
    Listing(
        "aws_secretsmanager_secret",
        "secretsmanager",
        "list_secrets",
        "SecretList[].[Name, ARN, '']",
    ),
    Listing("aws_kms_alias", "kms", "list_aliases", "Aliases[].[AliasName, TargetKeyId, '']"),
    Listing("aws_ssm_parameter", "ssm", "describe_parameters", "Parameters[].[Name, Type, '']"),
    Listing("aws_iam_role", "iam", "list_roles", "Roles[].[RoleName, RoleId, '']"),
    Listing(
        "aws_wafv2_web_acl",
        "wafv2",
        "list_web_acls",
        "WebACLs[].[Name, Id, '']",
        (("Scope", "REGIONAL"),),
    ),
    Listing(
        "aws_cloudfront_distribution",
        "cloudfront",
        "list_distributions",
        "DistributionList.Items[].[Comment, DomainName, Status]",
    ),
    Listing("aws_s3_bucket", "s3", "list_buckets", "Buckets[].[Name, Name, '']"),
    Listing("aws_route53_zone", "route53", "list_hosted_zones", "HostedZones[].[Name, Id, '']"),
    Listing(
        "aws_cloudwatch_metric_alarm",
        "cloudwatch",
        "describe_alarms",
        "MetricAlarms[].[AlarmName, MetricName, StateValue]",
    ),
    Listing(
        "aws_cloudwatch_log_group",
        "logs",
        "describe_log_groups",
        "logGroups[].[logGroupName, arn, '']",
    ),
    Listing("aws_sns_topic", "sns", "list_topics", "Topics[].[TopicArn, TopicArn, '']"),
    Listing(
        "aws_ecr_repository",
        "ecr",
        "describe_repositories",
        "repositories[].[repositoryName, repositoryUri, imageTagMutability]",
    ),
)


def inventory(clients: Clients, stem: str) -> list[Found]:
    """Return everything whose name holds `stem`, in the order of the table."""
    with ThreadPoolExecutor(THREADS) as pool:
        tables = list(pool.map(lambda listing: list(_ask(clients, listing)), LISTINGS))
        services = pool.submit(lambda: list(_services(clients)))
        everything = [found for table in tables for found in table] + services.result()
    return [found for found in everything if stem in found.name and found.state not in GONE]


def _ask(clients: Clients, listing: Listing) -> Iterator[Found]:
    client = clients(listing.service)
    arguments = dict(listing.arguments)
    if client.can_paginate(listing.operation):
        pages = client.get_paginator(listing.operation).paginate(**arguments)
    else:
        pages = [getattr(client, listing.operation)(**arguments)]
    for page in pages:
        for name, id_, state in jmespath.search(listing.query, page) or []:
            yield Found(listing.type, name or "", id_ or "", state or "")


def _services(clients: Clients) -> Iterator[Found]:
    """Yield clusters and their services, with how many tasks run of those wanted."""
    ecs = clients("ecs")
    for cluster in ecs.list_clusters()["clusterArns"]:
        name = cluster.rsplit("/", 1)[-1]
        (described,) = ecs.describe_clusters(clusters=[cluster])["clusters"]
        yield Found("aws_ecs_cluster", name, cluster, described["status"])
        for arns in _tens(ecs, cluster):
            yield from _described(ecs, cluster, arns)


def _tens(ecs: Any, cluster: str) -> Iterator[list[str]]:
    pages = ecs.get_paginator("list_services").paginate(cluster=cluster)
    arns = [arn for page in pages for arn in page["serviceArns"]]
    for start in range(0, len(arns), PAGE):
        yield arns[start : start + PAGE]


def _described(ecs: Any, cluster: str, arns: list[str]) -> Iterator[Found]:
    for service in ecs.describe_services(cluster=cluster, services=arns)["services"]:
        tasks = f"{service['runningCount']} of {service['desiredCount']} tasks running"
        state = tasks if service["status"] == "ACTIVE" else service["status"]
        yield Found("aws_ecs_service", service["serviceName"], service["serviceArn"], state)
