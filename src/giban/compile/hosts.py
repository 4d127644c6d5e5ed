"""All instances of an environment: what they share, the ways to them, and what runs there."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from giban.catalogue import ec2, route53
from giban.compile import instances
from giban.compile.dns import RECORD_TTL, zone_id
from giban.compile.draft import Draft, Part
from giban.compile.files import file_store
from giban.compile.firewall import open_edge, open_to_https, open_to_world, security_group
from giban.compile.hosting import Hosted, Settings, host
from giban.compile.instance_role import instance_role
from giban.compile.key import Keys
from giban.compile.loadbalancer import HTTP, HTTPS, Front
from giban.compile.names import label, named
from giban.compile.network import Network
from giban.compile.prometheus import scraped_ports
from giban.system import Service, Use
from giban.values import Value, text

GROUP = "ec2"
SettingsOf = Callable[[Use, Service], Settings]


class Around(Struct, frozen=True, kw_only=True):
    """What instances stand on, and what an edge from a service gives it."""

    draft: Draft
    network: Network
    keys: Keys
    front: Front | None
    settings: SettingsOf


def hosts(around: Around) -> list[instances.Made]:
    """Make all instances."""
    draft = around.draft
    if not draft.system.instances:
        return []
    part = draft.part("instances", "ec2")
    group = security_group(part, around.network, GROUP, "Instances")
    hosted = _hosted(around)
    _doors(part, group, hosted, around)
    disks = {
        name: instances.disk(draft, wanted)
        for name, wanted in draft.system.instances.items()
        if wanted.data
    }
    files = file_store(draft)
    everything = [one for members in hosted.values() for one in members]
    spaces = [instances.namespace(draft, one) for one in draft.system.instances.values()]
    role = instance_role(draft, around.keys, everything, files, disks.values(), spaces)
    ground = instances.Ground(
        draft=draft,
        network=around.network,
        group=group,
        role=role,
        files=files,
        front=around.front,
        disks=disks,
    )
    made = [
        instances.make(ground, wanted, hosted[name])
        for name, wanted in draft.system.instances.items()
    ]
    for one in made:
        if one.wanted.public:
            _address(one, draft)
    return made


def _hosted(around: Around) -> dict[str, list[Hosted]]:
    draft, found = around.draft, {}
    for name in draft.system.instances:
        members = []
        for service in draft.system.hosted(name):
            part = draft.part(f"services.{service.name}", "ec2")
            given = tuple(around.settings(use, service) for use in service.uses)
            members.append(host(part, service, given, around.keys))
        found[name] = members
    return found


def _doors(
    part: Part, group: ec2.SecurityGroup, hosted: dict[str, list[Hosted]], around: Around
) -> None:
    """Open the ways that are used, and no others; never 22 (defects D-TO-03, D-WL-14)."""
    system = part.draft.system
    open_to_https(part, group)
    if any(one.public for one in system.instances.values()):
        for port in (HTTP, HTTPS) if system.domain else (HTTP,):
            open_to_world(part, group, port)
    if around.front is not None:
        for port in sorted({one.port for one in system.balanced if one.on and one.port}):
            open_edge(part, around.front.group, group, port, several=True)
    for port in scraped_ports(system):
        open_edge(part, group, group, port, several=True)
    doors = {
        (target.terraform_label, port): target
        for members in hosted.values()
        for one in members
        for given in one.settings
        for target, port in given.doors
    }
    for (_, port), target in doors.items():
        open_edge(part, group, target, port)


def _address(made: instances.Made, draft: Draft) -> None:
    """Give an instance an address that stays, and the domain (defect D-TO-06)."""
    system, part = draft.system, draft.part(f"instances.{made.wanted.name}", "ec2")
    own = label(made.wanted.name)
    address = part.add(
        ec2.Eip(own, domain="vpc", tags={"Name": named(system, made.wanted.name)}),
        "Stays when the instance is stopped, or replaced.",
    )
    if made.server is not None:
        part.add(
            ec2.EipAssociation(
                own, instance_id=made.server.ref.id, allocation_id=address.ref.allocation_id
            )
        )
    if system.domain and system.zone:
        draft.part("domain", "dns").add(
            route53.Record(
                "main",
                zone_id=zone_id(draft),
                name=system.domain,
                type="A",
                ttl=RECORD_TTL,
                records=[address.ref.public_ip],
            )
        )
    where: Value = address.ref.public_ip
    draft.output("address", where, "Address of the instance.")
    url = f"https://{system.domain}" if system.domain else text("http://", where)
    draft.output("url", url, "Where the system answers.")
