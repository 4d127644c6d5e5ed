"""Who may reach what over the network: the rules of security groups, however they are written."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from ipaddress import ip_network
from typing import Any, Literal

from msgspec import Struct

from giban.blueprint import Foreign, Object
from giban.catalogue import ec2
from giban.policy.scene import Scene
from giban.values import Expr, Ref, literal

ALL = (0, 65535)
EVERYONE_V4 = 24
"""A public IPv4 range with at least this many free bits (a /8) is as good as everyone."""
EVERYONE_V6 = 96
"""The same for IPv6: a /32 is an internet provider."""
PREFIX_LIST = "aws_ec2_managed_prefix_list"
RULE = "aws_security_group_rule"
ICMP = ("icmp", "icmpv6", "1", "58")


class Door(Struct, frozen=True):
    """One rule of a security group.

    `ports` is inclusive and None where a plan does not know it; `protocol` is `-1` for all;
    `ranges` are literal CIDRs; `groups` are who is named instead of addresses.
    """

    object: Object
    attribute: str
    direction: Literal["ingress", "egress"]
    protocol: str
    ports: tuple[int, int] | None
    ranges: tuple[str, ...]
    groups: Any
    target: Any
    description: str

    @property
    def world(self) -> tuple[str, ...]:
        """The ranges that are the internet."""
        return tuple(one for one in self.ranges if is_world(one))

    def holds(self, port: int) -> bool:
        """Tell whether a TCP or UDP port is behind the door."""
        if self.protocol in ICMP or self.ports is None:
            return False
        return self.ports[0] <= port <= self.ports[1]

    @property
    def width(self) -> int:
        """How many ports are open."""
        return (
            0 if self.ports is None or self.protocol in ICMP else self.ports[1] - self.ports[0] + 1
        )


def is_world(text: str) -> bool:
    """Tell whether an address range is the internet, or so much of it that it makes no odds."""
    try:
        network = ip_network(text, strict=False)
    except ValueError:
        return False
    free = network.max_prefixlen - network.prefixlen
    limit = EVERYONE_V4 if network.version == 4 else EVERYONE_V6  # noqa: PLR2004 - IP's own
    return free >= limit and (network.prefixlen == 0 or not network.is_private)


def doors(scene: Scene) -> tuple[Door, ...]:
    """Return every rule of every security group in the stack."""
    return scene.once(_all_doors)


def _all_doors(scene: Scene) -> tuple[Door, ...]:
    return tuple(_doors(scene))


def _doors(scene: Scene) -> Iterator[Door]:
    for cls, direction in ((ec2.IngressRule, "ingress"), (ec2.EgressRule, "egress")):
        for rule in scene.all(cls):
            yield _of_rule(scene, rule, direction)  # type: ignore[arg-type]
    for group in [*scene.all(ec2.SecurityGroup), *scene.all(ec2.DefaultSecurityGroup)]:
        for direction in ("ingress", "egress"):
            inline = literal(getattr(group, direction))
            for index, one in enumerate(inline if isinstance(inline, (list, tuple)) else ()):
                if isinstance(one, Mapping):
                    yield _inline(scene, group, f"{direction}[{index}]", one)
    for old in scene.foreign.get(RULE, ()):
        yield _old(scene, old)


def _of_rule(
    scene: Scene, rule: ec2.IngressRule | ec2.EgressRule, direction: Literal["ingress", "egress"]
) -> Door:
    ranges = [rule.cidr_ipv4, rule.cidr_ipv6, *_listed(scene, rule.prefix_list_id)]
    protocol = str(literal(rule.ip_protocol))
    return Door(
        object=rule,
        attribute="cidr_ipv6" if rule.cidr_ipv6 is not None else "cidr_ipv4",
        direction=direction,
        protocol=protocol,
        ports=_ports(protocol, rule.from_port, rule.to_port),
        ranges=_literals(ranges),
        groups=rule.referenced_security_group_id,
        target=rule.security_group_id,
        description=str(literal(rule.description) or ""),
    )


def _inline(scene: Scene, group: Object, path: str, one: Mapping[str, Any]) -> Door:
    ranges = [
        *_list(one.get("cidr_blocks")),
        *_list(one.get("ipv6_cidr_blocks")),
        *(r for p in _list(one.get("prefix_list_ids")) for r in _listed(scene, p)),
    ]
    protocol = str(literal(one.get("protocol")))
    return Door(
        object=group,
        attribute=path,
        direction="ingress" if path.startswith("ingress") else "egress",
        protocol="-1" if protocol == "all" else protocol,
        ports=_ports(protocol, one.get("from_port"), one.get("to_port")),
        ranges=_literals(ranges),
        groups=one.get("security_groups"),
        target=Ref(group.terraform_address, ("id",)),
        description=str(literal(one.get("description")) or ""),
    )


def _old(scene: Scene, rule: Foreign) -> Door:
    given = rule.given()
    kind = literal(given.get("type"))
    door = _inline(scene, rule, "ingress" if kind == "ingress" else "egress", given)
    return Door(
        object=rule,
        attribute="cidr_blocks",
        direction=door.direction,
        protocol=door.protocol,
        ports=door.ports,
        ranges=door.ranges,
        groups=given.get("source_security_group_id"),
        target=given.get("security_group_id"),
        description=door.description,
    )


def _listed(scene: Scene, prefix_list: Any) -> Iterator[Any]:
    """Yield the ranges of a prefix list that is made here."""
    for found in scene.graph.targets(prefix_list, Foreign) if prefix_list is not None else ():
        if found.terraform_type == PREFIX_LIST:
            for entry in _list(found.given().get("entry")):
                yield entry.get("cidr") if isinstance(entry, Mapping) else None


def _ports(protocol: str, low: Any, high: Any) -> tuple[int, int] | None:
    if protocol in ("-1", "all"):
        return ALL
    first, last = literal(low), literal(high)
    if isinstance(first, (int, float)) and isinstance(last, (int, float)):
        return ALL if first == -1 else (int(first), int(last))
    return None if isinstance(low, Expr) or isinstance(high, Expr) else ALL


def _list(value: Any) -> list[Any]:
    plain = literal(value)
    if plain is None:
        return []
    return list(plain) if isinstance(plain, (list, tuple)) else [plain]


def _literals(ranges: list[Any]) -> tuple[str, ...]:
    found = (literal(one) for one in ranges)
    return tuple(one for one in found if isinstance(one, str))
