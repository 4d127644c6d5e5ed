"""Security groups and the rules between them: one for each edge, by group, never by address."""

from __future__ import annotations

from msgspec import Struct

from giban.catalogue import ec2
from giban.compile.draft import Part
from giban.compile.names import label, named
from giban.compile.network import ANYWHERE, Network
from giban.values import Value

HTTPS = 443
CHAPTER = "security"
CLOUDFRONT = "com.amazonaws.global.cloudfront.origin-facing"


class ForeignGroup(Struct, frozen=True):
    """A security group that another stack owns; rules are added to it from here (D-HY-10)."""

    terraform_label: str
    id: Value


class ForeignAddresses(Struct, frozen=True):
    """Addresses in another region, where no group can be named; who lives there lets us in.

    `ranges` are by zone.
    """

    terraform_label: str
    ranges: tuple[tuple[str, str], ...]


Target = ec2.SecurityGroup | ForeignGroup | ForeignAddresses


def security_group(part: Part, network: Network, name: str, description: str) -> ec2.SecurityGroup:
    """Make a group without rules; edges add theirs."""
    draft = part.draft
    return part.in_chapter(CHAPTER).add(
        ec2.SecurityGroup(
            label(name),
            name=named(draft.system, name),
            description=description,
            vpc_id=network.vpc_id,
            tags={"Name": named(draft.system, name)},
        )
    )


def open_edge(
    part: Part, source: ec2.SecurityGroup, target: Target, port: int, *, several: bool = False
) -> None:
    """Let one group reach another on one TCP port: out of the first, into the second.

    Where it may reach `several` ports, each has its key.
    """
    if isinstance(target, ForeignAddresses):
        _open_far(part, source, target, port)
        return
    each = str(port) if several else None
    own = part.in_chapter(CHAPTER)
    edge = f"{source.terraform_label}_to_{target.terraform_label}"
    way = f"{source.terraform_label} to {target.terraform_label}".replace("_", "-")
    own.add(
        ec2.EgressRule(
            edge,
            each=each,
            security_group_id=source.ref.id,
            description=f"{way}, {port}/tcp",
            referenced_security_group_id=_id(target),
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags={"Name": way},
        )
    )
    own.add(
        ec2.IngressRule(
            edge,
            each=each,
            security_group_id=_id(target),
            description=f"{way}, {port}/tcp",
            referenced_security_group_id=source.ref.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags={"Name": way},
        )
    )


def _open_far(part: Part, source: ec2.SecurityGroup, target: ForeignAddresses, port: int) -> None:
    """Let a group out to addresses in another region."""
    way = f"{source.terraform_label} to {target.terraform_label}".replace("_", "-")
    for zone, addresses in target.ranges:
        part.in_chapter(CHAPTER).add(
            ec2.EgressRule(
                label(source.terraform_label, "to", target.terraform_label),
                each=zone,
                security_group_id=source.ref.id,
                description=f"{way}, {port}/tcp",
                cidr_ipv4=addresses,
                ip_protocol="tcp",
                from_port=port,
                to_port=port,
                tags={"Name": way},
            ),
            "Through the peering: the database is there after a takeover, or before the way back.",
        )


def _id(group: ec2.SecurityGroup | ForeignGroup) -> Value:
    return group.id if isinstance(group, ForeignGroup) else group.ref.id


def open_to_world(part: Part, target: ec2.SecurityGroup, port: int) -> None:
    """Let anyone on the internet reach a group on one TCP port."""
    part.in_chapter(CHAPTER).add(
        ec2.IngressRule(
            label(target.terraform_label, "from_internet"),
            each=str(port),
            security_group_id=target.ref.id,
            description=f"Internet, {port}/tcp",
            cidr_ipv4=ANYWHERE,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags={"Name": f"internet-{port}"},
        )
    )


def open_to_cloudfront(part: Part, target: ec2.SecurityGroup, port: int) -> None:
    """Let CloudFront, and nobody else, reach a group on one TCP port.

    By the list of its addresses that AWS keeps. It counts as 55 of the 60 rules that a group may
    have (https://docs.aws.amazon.com/vpc/latest/userguide/working-with-aws-managed-prefix-lists.html).
    """
    listed = part.draft.read(ec2.PrefixListData("cloudfront", name=CLOUDFRONT), path="cdn")
    part.in_chapter(CHAPTER).add(
        ec2.IngressRule(
            label(target.terraform_label, "from_cloudfront"),
            security_group_id=target.ref.id,
            description=f"CloudFront, {port}/tcp",
            prefix_list_id=listed.ref.id,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags={"Name": f"cloudfront-{port}"},
        ),
        "Who came past the CDN would come past its web ACL.",
    )


def open_to(part: Part, target: ec2.SecurityGroup, source: str, port: int) -> None:
    """Let a range of addresses reach a group on one TCP port."""
    part.in_chapter(CHAPTER).add(
        ec2.IngressRule(
            label(target.terraform_label, "from_testers"),
            each=f"{source} {port}",
            security_group_id=target.ref.id,
            description=f"{source}, {port}/tcp",
            cidr_ipv4=source,
            ip_protocol="tcp",
            from_port=port,
            to_port=port,
            tags={"Name": f"testers-{port}"},
        )
    )


def open_to_https(part: Part, source: ec2.SecurityGroup) -> None:
    """Let a group call AWS and the internet over HTTPS."""
    part.in_chapter(CHAPTER).add(
        ec2.EgressRule(
            label(source.terraform_label, "to_https"),
            security_group_id=source.ref.id,
            description="AWS services and the internet, 443/tcp",
            cidr_ipv4=ANYWHERE,
            ip_protocol="tcp",
            from_port=HTTPS,
            to_port=HTTPS,
            tags={"Name": "https-out"},
        ),
        "Image layers, secrets, logs and traces travel over HTTPS.",
    )
