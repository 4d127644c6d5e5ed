"""An instance in place of a NAT gateway, where a failure may cost some minutes.

https://docs.aws.amazon.com/vpc/latest/userguide/work-with-nat-instances.html
"""

from __future__ import annotations

from collections.abc import Sequence

from giban.blueprint import Object
from giban.catalogue import ec2
from giban.catalogue import instances as servers
from giban.compile.draft import Part
from giban.compile.names import named
from giban.compile.server import Kind, server
from giban.values import Value

ANYWHERE = "0.0.0.0/0"
SCRIPT = """\
#!/usr/bin/env bash
# Passes on what private subnets send to the internet. Runs once, as root.
set -euo pipefail
echo 'net.ipv4.ip_forward = 1' >/etc/sysctl.d/90-nat.conf
sysctl --system
until dnf install -y iptables-services; do sleep 10; done
systemctl enable --now iptables
device=$(ip -o route show default | awk '{print $5; exit}')
iptables -t nat -A POSTROUTING -o "$device" -j MASQUERADE
iptables -F FORWARD
service iptables save
"""


def nat_instance(
    part: Part, vpc: ec2.Vpc, public: ec2.Subnet, inside: Sequence[ec2.Subnet], way_out: Object
) -> servers.Instance:
    """Make the instance in a public subnet, for the subnets `inside`."""
    system = part.draft.system
    group = part.add(
        ec2.SecurityGroup(
            "nat",
            name=named(system, "nat"),
            description="NAT: private subnets on their way to the internet",
            vpc_id=vpc.ref.id,
            tags={"Name": named(system, "nat")},
        )
    )
    for subnet in inside:
        part.add(_rule(group, subnet.ref.cidr_block, subnet.each))
    part.add(
        ec2.EgressRule(
            "nat",
            security_group_id=group.ref.id,
            description="Anywhere",
            cidr_ipv4=ANYWHERE,
            ip_protocol="-1",
            tags={"Name": "out"},
        )
    )
    return server(
        part,
        "nat",
        Kind(system.network.nat_type, SCRIPT, forwards=True),
        public.ref.id,
        group,
        after=[way_out],
    )


def _rule(group: ec2.SecurityGroup, cidr: Value, zone: str | None) -> ec2.IngressRule:
    return ec2.IngressRule(
        "nat",
        each=zone,
        security_group_id=group.ref.id,
        description="A private subnet",
        cidr_ipv4=cidr,
        ip_protocol="-1",
        tags={"Name": f"app-{zone}"},
    )
