"""A server from which people reach databases and caches, by Session Manager (Amazon EC2).

Nothing listens: it stands in a private subnet and has no open port (ledger CM-NET-09).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from giban.catalogue import ec2
from giban.compile.cache import Cache
from giban.compile.database import Database
from giban.compile.draft import Draft
from giban.compile.firewall import open_edge, open_to_https, security_group
from giban.compile.names import label
from giban.compile.network import Network
from giban.compile.server import Kind, server
from giban.values import Call, text

TIER = "app"
KIND = Kind("t4g.nano")
DOCUMENT = "AWS-StartPortForwardingSessionToRemoteHost"


def bastion(
    draft: Draft,
    network: Network,
    databases: Mapping[str, Database],
    caches: Mapping[str, Cache],
) -> None:
    """Make the server, and say how each database is reached; nothing where nobody wants one."""
    if not draft.system.bastion:
        return
    part = draft.part("bastion", "bastion")
    group = security_group(part, network, "bastion", "Bastion: reached by Session Manager only")
    open_to_https(part, group)
    for target, port in _doors(databases.values(), caches.values()):
        open_edge(part, group, target, port)
    ids = network.ids(TIER)
    first = ids[0] if isinstance(ids, list) else Call("element", (ids, 0))
    made = server(part, "bastion", KIND, first, group)
    for name, one in databases.items():
        port = one.wanted.port
        draft.output(
            f"reach_{label(name)}",
            text(
                "aws ssm start-session --target ",
                made.ref.id,
                f" --document-name {DOCUMENT} --parameters host=",
                one.instance.ref.address,
                f",portNumber={port},localPortNumber={port}",
            ),
            f"Command that puts database {name} on this machine's port {port}.",
        )


def _doors(
    databases: Iterable[Database], caches: Iterable[Cache]
) -> list[tuple[ec2.SecurityGroup, int]]:
    doors = [(one.group, one.wanted.port) for one in databases]
    return [*doors, *((one.group, one.wanted.port) for one in caches)]
