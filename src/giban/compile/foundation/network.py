"""The stack `network`: what everything has its address in, and what others are told of it."""

from __future__ import annotations

from giban.catalogue import ec2
from giban.compile.border import export, export_list
from giban.compile.draft import Draft
from giban.compile.names import named
from giban.compile.network import TIER_WORDS, network, route_tables
from giban.system import System


def network_draft(system: System) -> Draft:
    """Make the network and hand out what applications attach themselves to."""
    draft = Draft(system)
    made = network(draft)
    part = draft.part("network", "exports")
    export(part, "network", "vpc-id", made.vpc_id, "VPC ID")
    export(part, "network", "vpc-cidr", str(system.network.cidr), "VPC address range")
    for tier, word in TIER_WORDS.items():
        ids = made.ids(tier)
        assert isinstance(ids, list)  # noqa: S101 - the network was made here
        export_list(part, "network", f"{word}-subnet-ids", ids, f"IDs of the {word} subnets")
    tables = {
        node.object.terraform_address: node.object
        for node in draft.nodes
        if isinstance(node.object, ec2.RouteTable)
    }
    for tier, zone in route_tables(system.network):
        table = next(t for t in tables.values() if (t.terraform_label, t.each) == (tier, zone))
        export(part, "network", table_name(tier, zone), table.ref.id, f"Route table of {tier}")
    draft.output("vpc_id", made.vpc_id, f"ID of the network {named(system, 'vpc')}.")
    return draft


def table_name(tier: str, zone: str | None) -> str:
    """Return the name that a route table is handed out by: `private-a-route-table-id`."""
    words = (TIER_WORDS[tier], zone) if zone else (TIER_WORDS[tier],)
    return "-".join((*words, "route-table-id"))
