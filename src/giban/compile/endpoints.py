"""Ways from a network to AWS services that do not lead over the internet (AWS PrivateLink)."""

from __future__ import annotations

from collections.abc import Mapping

from giban.blueprint import Object
from giban.catalogue import ec2
from giban.compile.draft import Part
from giban.compile.names import label, named
from giban.values import Value

HTTPS = 443
TIER = "app"
GATEWAYS = {
    "s3": "Free, and keeps image layers and backups off the NAT gateways' bill.",
    "dynamodb": "Free.",
}
"""What is reached by a route, without an address of its own and without a price."""


def endpoints(
    part: Part, vpc: ec2.Vpc, subnets: Mapping[str, tuple[ec2.Subnet, ...]], tables: list[Value]
) -> None:
    """Make the endpoints: S3's always, the others that the author names (defect D-HY-26)."""
    system = part.draft.system
    wanted = dict.fromkeys(["s3", *system.network.endpoints])
    for name in [name for name in wanted if name in GATEWAYS]:
        part.add(
            ec2.VpcEndpoint(
                label(name),
                vpc_id=vpc.ref.id,
                service_name=f"com.amazonaws.{system.region}.{name}",
                vpc_endpoint_type="Gateway",
                route_table_ids=tables,
                tags={"Name": named(system, name)},
            ),
            GATEWAYS[name],
        )
    inside = [name for name in wanted if name not in GATEWAYS]
    if inside:
        _interfaces(part, vpc, [subnet.ref.id for subnet in subnets[TIER]], inside)


def _interfaces(part: Part, vpc: ec2.Vpc, places: list[Value], names: list[str]) -> None:
    """Make an interface for each service, in every zone, behind one group."""
    own, system = Part(part.draft, part.origin, "endpoints"), part.draft.system
    group = own.add(
        ec2.SecurityGroup(
            "endpoints",
            name=named(system, "endpoints"),
            description="VPC endpoints: reached from inside the network",
            vpc_id=vpc.ref.id,
            tags={"Name": named(system, "endpoints")},
        )
    )
    _open(own, group)
    for name in names:
        own.add(
            ec2.VpcEndpoint(
                "interface",
                each=name,
                vpc_id=vpc.ref.id,
                service_name=f"com.amazonaws.{system.region}.{name}",
                vpc_endpoint_type="Interface",
                private_dns_enabled=True,
                subnet_ids=places,
                security_group_ids=[group.ref.id],
                tags={"Name": named(system, name.replace(".", "-"))},
            ),
            "Under the service's usual name: what runs here need not know.",
        )


def _open(part: Part, group: ec2.SecurityGroup) -> Object:
    return part.add(
        ec2.IngressRule(
            "endpoints",
            security_group_id=group.ref.id,
            description="Anything in the network, 443/tcp",
            cidr_ipv4=str(part.draft.system.network.cidr),
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            tags={"Name": "https-in"},
        )
    )
