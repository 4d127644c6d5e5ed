"""The internet, subnets and doors."""

from __future__ import annotations

from typing import Any

from giban.catalogue import ec2, ecs, elasticache, elb, instances, rds
from giban.values import Known, Ref
from tests.policy.cases.case import balancer, cache, case, db, group, ingress, other

WEB, STORE, OTHER = group("web"), group("store"), group("other")
ANSWERED = group("answered")
ANY, ANY6 = "0.0.0.0/0", "::/0"
VPC = ec2.Vpc("main", cidr_block="10.0.0.0/16")
GATEWAY = ec2.InternetGateway("main", vpc_id=VPC.ref.id)
PUBLIC = ec2.Subnet(
    "public", vpc_id=VPC.ref.id, cidr_block="10.0.1.0/24", map_public_ip_on_launch=True
)
PRIVATE = ec2.Subnet("private", vpc_id=VPC.ref.id, cidr_block="10.0.2.0/24")
TABLE = ec2.RouteTable("public", vpc_id=VPC.ref.id)
WAY_OUT = ec2.Route(
    "out", route_table_id=TABLE.ref.id, gateway_id=GATEWAY.ref.id, destination_cidr_block=ANY
)
WAY = ec2.RouteTableAssociation("public", route_table_id=TABLE.ref.id, subnet_id=PUBLIC.ref.id)
NETWORK = (VPC, GATEWAY, PUBLIC, PRIVATE, TABLE, WAY_OUT, WAY)
LIST = other(
    "aws_ec2_managed_prefix_list", "everyone", entry=[{"cidr": "10.0.0.0/8"}, {"cidr": ANY}]
)
OWN: dict[str, Any] = {"referenced_security_group_id": OTHER.ref.id}


def inline(*rules: dict[str, Any]) -> list[dict[str, Any]]:
    """Return rules inside a group, as a plan has them."""
    return [
        {"protocol": "tcp", "cidr_blocks": [], "ipv6_cidr_blocks": [], **rule} for rule in rules
    ]


def old(label: str, low: int, high: int, **more: Any) -> Any:
    """Return a rule as Terraform wrote them before 2023."""
    base: dict[str, Any] = {"type": "ingress", "protocol": "tcp", "from_port": low, "to_port": high}
    return other("aws_security_group_rule", label, **base, security_group_id=WEB.ref.id, **more)


CASES = (
    case(
        "NET-01",
        [
            ingress("first", WEB, 22, 22, cidr_ipv4=ANY),
            ingress("hidden", WEB, 20, 30, cidr_ipv6=ANY6),
            ingress("half", WEB, 3389, 3389, cidr_ipv4="0.0.0.0/1"),
            ingress("listed", WEB, 22, 22, prefix_list_id=Ref(LIST.terraform_address, ("id",))),
            group(
                "second",
                ingress=inline(
                    {"self": True, "from_port": 22, "to_port": 22},
                    {"cidr_blocks": [ANY], "from_port": 22, "to_port": 22},
                ),
            ),
            old("old", 22, 22, cidr_blocks=["10.0.0.0/8", ANY]),
        ],
        [
            ingress("office", WEB, 22, 22, cidr_ipv4="203.0.113.0/24"),
            ingress("https", WEB, 443, 443, cidr_ipv4=ANY),
            ingress("ping", WEB, 8, 22, cidr_ipv4=ANY, ip_protocol="icmp"),
            ingress("own", WEB, 22, 22, **OWN),
        ],
        WEB,
        OTHER,
        LIST,
    ),
    case(
        "NET-02",
        [
            ingress("pg", STORE, 5432, 5432, cidr_ipv4=ANY),
            ingress("range", STORE, 6000, 7000, cidr_ipv6=ANY6),
        ],
        [
            ingress("in", STORE, 5432, 5432, cidr_ipv4="10.0.0.0/16"),
            ingress("web", WEB, 80, 80, cidr_ipv4=ANY),
        ],
        STORE,
        WEB,
    ),
    case(
        "NET-03",
        [
            ingress("all", WEB, -1, -1, ip_protocol="-1", cidr_ipv4=ANY),
            ingress("wide", WEB, 0, 65535, cidr_ipv6=ANY6),
        ],
        [
            ingress("in", WEB, -1, -1, ip_protocol="-1", cidr_ipv4="10.0.0.0/16"),
            ingress("web", WEB, 443, 443, cidr_ipv4=ANY),
        ],
        WEB,
    ),
    case(
        "NET-04",
        ingress("grafana", WEB, 3000, 3000, cidr_ipv4=ANY),
        [
            ingress("http", WEB, 80, 80, cidr_ipv4=ANY),
            ingress("https", WEB, 443, 443, cidr_ipv6=ANY6),
        ],
        WEB,
    ),
    case(
        "NET-05",
        ingress("wide", WEB, 1024, 65535, cidr_ipv4="10.0.0.0/16"),
        [
            ingress("one", WEB, 8080, 8080, cidr_ipv4="10.0.0.0/16"),
            ingress("itself", OTHER, -1, -1, ip_protocol="-1", **OWN),
        ],
        WEB,
        OTHER,
    ),
    case(
        "NET-06",
        ingress("through", STORE, 5432, 5432, referenced_security_group_id=WEB.ref.id),
        [
            ingress("door", WEB, 443, 443, cidr_ipv4=ANY),
            ingress("behind", OTHER, 3000, 3000, referenced_security_group_id=WEB.ref.id),
            ingress("proper", STORE, 5432, 5432, **OWN),
        ],
        WEB,
        OTHER,
        STORE,
        db("main", vpc_security_group_ids=[STORE.ref.id]),
    ),
    case(
        "NET-07",
        ingress("vpc", STORE, 6379, 6379, cidr_ipv4="10.0.0.0/16"),
        [
            ingress("own", STORE, 6379, 6379, **OWN),
            ingress("web", WEB, 80, 80, cidr_ipv4="10.0.0.0/16"),
        ],
        WEB,
        OTHER,
        STORE,
        cache("main", security_group_ids=[STORE.ref.id]),
    ),
    case(
        "NET-08",
        [
            ec2.EgressRule("all", security_group_id=WEB.ref.id, ip_protocol="-1", cidr_ipv4=ANY),
            group(
                "inside",
                egress=inline(
                    {"protocol": "-1", "from_port": 0, "to_port": 0, "cidr_blocks": [ANY]}
                ),
            ),
        ],
        ec2.EgressRule(
            "https",
            security_group_id=WEB.ref.id,
            ip_protocol="tcp",
            from_port=443,
            to_port=443,
            cidr_ipv4=ANY,
        ),
        WEB,
    ),
    case(
        "NET-09",
        STORE.replaced(ingress=inline({"from_port": 5432, "to_port": 5432})),
        [
            WEB,
            ingress("beside", STORE, 5432, 5432, **OWN),
            group("inside", ingress=inline({"from_port": 1, "to_port": 1})),
            ANSWERED.replaced(
                ingress=inline({"cidr_blocks": ["10.0.0.0/8"], "from_port": 1, "to_port": 1})
            ),
            ingress("answered", ANSWERED, 1, 1, cidr_ipv4="10.0.0.0/8"),
        ],
        OTHER,
    ),
    case(
        "NET-10",
        [
            group("silent", description="Managed by Terraform"),
            ingress("silent", WEB, 1, 1, cidr_ipv4="10.0.0.0/8"),
        ],
        [WEB, ingress("said", WEB, 1, 1, cidr_ipv4="10.0.0.0/8", description="Why")],
    ),
    case(
        "NET-11",
        [
            VPC,
            ec2.DefaultSecurityGroup(
                "open", ingress=Known(inline({"from_port": 0, "to_port": 0}), ())
            ),
        ],
        [
            ec2.Vpc("closed", cidr_block="10.1.0.0/16"),
            ec2.DefaultSecurityGroup(
                "closed", vpc_id=ec2.Vpc("closed", cidr_block="10.1.0.0/16").ref.id
            ),
        ],
    ),
    case(
        "NET-12",
        VPC,
        [
            ec2.Vpc("seen", cidr_block="10.1.0.0/16"),
            ec2.FlowLog(
                "seen", vpc_id=ec2.Vpc("seen", cidr_block="10.1.0.0/16").ref.id, traffic_type="ALL"
            ),
        ],
    ),
    case(
        "NET-13",
        [
            rds.SubnetGroup("bad", subnet_ids=[PRIVATE.ref.id, PUBLIC.ref.id]),
            elasticache.SubnetGroup("bad", name="bad", subnet_ids=[PUBLIC.ref.id]),
        ],
        rds.SubnetGroup("good", subnet_ids=[PRIVATE.ref.id]),
        *NETWORK,
    ),
    case(
        "NET-14",
        ec2.Subnet(
            "waiting", vpc_id=VPC.ref.id, cidr_block="10.0.3.0/24", map_public_ip_on_launch=True
        ),
        [PUBLIC, PRIVATE],
        VPC,
        GATEWAY,
        TABLE,
        WAY_OUT,
        WAY,
    ),
    case(
        "NET-15",
        ecs.Service(
            "out",
            name="out",
            network_configuration=ecs.NetworkConfiguration(subnets=["x"], assign_public_ip=True),
        ),
        ecs.Service("in", name="in", network_configuration=ecs.NetworkConfiguration(subnets=["x"])),
    ),
    case(
        "NET-16",
        [balancer("default"), balancer("off", drop_invalid_header_fields=False)],
        [
            balancer("on", drop_invalid_header_fields=True),
            balancer("tcp", load_balancer_type="network"),
        ],
    ),
    case(
        "NET-17",
        balancer("bad", desync_mitigation_mode="monitor"),
        [balancer("default"), balancer("strict", desync_mitigation_mode="strictest")],
    ),
    case(
        "NET-18",
        ec2.Route(
            "bad", route_table_id="x", vpc_peering_connection_id="pcx-1", destination_cidr_block=ANY
        ),
        ec2.Route(
            "good",
            route_table_id="x",
            vpc_peering_connection_id="pcx-1",
            destination_cidr_block="10.1.0.0/16",
        ),
    ),
    case(
        "NET-19",
        [
            instances.Instance("default"),
            instances.LaunchTemplate(
                "optional", metadata_options=instances.MetadataOptions(http_tokens="optional")
            ),
        ],
        [
            instances.Instance(
                "good", metadata_options=instances.InstanceMetadataOptions(http_tokens="required")
            ),
            instances.LaunchTemplate(
                "off", metadata_options=instances.MetadataOptions(http_endpoint="disabled")
            ),
        ],
    ),
    case(
        "NET-20",
        db("bad", publicly_accessible=True),
        [db("default"), db("good", publicly_accessible=False)],
    ),
    case(
        "NET-21",
        ec2.AmiData("bad", most_recent=True),
        ec2.AmiData("good", most_recent=True, owners=["amazon"]),
    ),
    case(
        "COST-03",
        ec2.NatGateway("bad", subnet_id=PUBLIC.ref.id),
        [
            ec2.NatGateway(
                "good",
                subnet_id=ec2.Subnet(
                    "two",
                    vpc_id=ec2.Vpc("two", cidr_block="10.2.0.0/16").ref.id,
                    cidr_block="10.2.0.0/24",
                ).ref.id,
            ),
            ec2.Subnet(
                "two",
                vpc_id=ec2.Vpc("two", cidr_block="10.2.0.0/16").ref.id,
                cidr_block="10.2.0.0/24",
            ),
            ec2.Vpc("two", cidr_block="10.2.0.0/16"),
            ec2.VpcEndpoint(
                "s3",
                vpc_id=ec2.Vpc("two", cidr_block="10.2.0.0/16").ref.id,
                service_name="com.amazonaws.ap-northeast-2.s3",
            ),
        ],
        VPC,
        PUBLIC,
    ),
    case(
        "COST-04",
        ec2.VpcEndpoint("bad", vpc_id="x", service_name="com.amazonaws.ap-northeast-2.s3"),
        [
            ec2.VpcEndpoint(
                "good",
                vpc_id="x",
                service_name="com.amazonaws.ap-northeast-2.s3",
                route_table_ids=["rtb"],
            ),
            ec2.VpcEndpoint(
                "inside",
                vpc_id="x",
                service_name="com.amazonaws.ap-northeast-2.logs",
                vpc_endpoint_type="Interface",
            ),
        ],
    ),
    case(
        "COST-05",
        ec2.Eip("bad", domain="vpc"),
        [
            ec2.Eip("nat", domain="vpc"),
            ec2.NatGateway("x", subnet_id="x", allocation_id=ec2.Eip("nat", domain="vpc").ref.id),
            ec2.Eip("on", instance="i-1"),
        ],
    ),
    case(
        "TLS-01",
        elb.Listener(
            "bad",
            load_balancer_arn=balancer("main").ref.arn,
            protocol="HTTP",
            default_action=(elb.DefaultAction(type="forward"),),
        ),
        [
            elb.Listener(
                "redirect",
                load_balancer_arn=balancer("main").ref.arn,
                protocol="HTTP",
                default_action=(elb.DefaultAction(type="redirect"),),
            ),
            elb.Listener(
                "https",
                load_balancer_arn=balancer("main").ref.arn,
                protocol="HTTPS",
                default_action=(elb.DefaultAction(type="forward"),),
            ),
            elb.Listener(
                "inside",
                load_balancer_arn=balancer("inside").ref.arn,
                protocol="HTTP",
                default_action=(elb.DefaultAction(type="forward"),),
            ),
        ],
        balancer("main"),
        balancer("inside", internal=True),
    ),
    case(
        "TLS-02",
        [
            elb.Listener(
                "default",
                load_balancer_arn="x",
                protocol="HTTPS",
                default_action=(elb.DefaultAction(type="forward"),),
            ),
            elb.Listener(
                "old",
                load_balancer_arn="x",
                protocol="TLS",
                ssl_policy="ELBSecurityPolicy-2016-08",
                default_action=(elb.DefaultAction(type="forward"),),
            ),
        ],
        elb.Listener(
            "new",
            load_balancer_arn="x",
            protocol="HTTPS",
            ssl_policy="ELBSecurityPolicy-TLS13-1-2-2021-06",
            default_action=(elb.DefaultAction(type="forward"),),
        ),
    ),
)
