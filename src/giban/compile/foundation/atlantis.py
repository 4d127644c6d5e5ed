"""The stack `atlantis`: a server that plans and applies pull requests (ledger HY-CMP-10)."""

from __future__ import annotations

from giban.catalogue import iam
from giban.compile.cluster import cluster
from giban.compile.draft import Draft
from giban.compile.loadbalancer import front
from giban.compile.log_archive import log_archive
from giban.compile.names import label
from giban.compile.policies import allow
from giban.compile.service import service
from giban.compile.shared import shared_keys, shared_network
from giban.compile.task import Surroundings
from giban.compile.wiring import Grant
from giban.system import Atlantis, System
from giban.system.server import NAME, atlantis_system

KEYS = ("cloudwatch-logs", "secrets-manager")


def atlantis_draft(system: System, wanted: Atlantis) -> Draft:
    """Make the server behind a load balancer of its own, with what it may.

    Its secrets are made with generated values: put the token and the webhook's secret in by hand.
    """
    draft = Draft(atlantis_system(system, wanted))
    exports = system.exports
    keys = shared_keys(draft, [name for name in KEYS if exports and name in exports.keys])
    network = shared_network(draft, ["public", "app"])
    capacity = cluster(draft)
    way_in = front(draft, network, log_archive(draft))
    if capacity is None or way_in is None:
        return draft
    around = Surroundings(network, keys, *capacity, way_in, {}, {})
    service(draft, draft.system.services[NAME], _state(system), around)
    _policies(draft, wanted)
    draft.output("atlantis", f"https://{wanted.host}", "Where Atlantis answers.")
    return draft


def _state(system: System) -> Grant:
    """Return what a plan needs of the state bucket, lock files included."""
    bucket = f"arn:aws:s3:::{system.state_bucket}"
    return Grant(
        statements=(
            allow("ListStates", ["s3:ListBucket"], [bucket]),
            allow("States", ["s3:GetObject", "s3:PutObject"], [f"{bucket}/*"]),
            allow("Unlock", ["s3:DeleteObject"], [f"{bucket}/*.tflock"]),
        )
    )


def _policies(draft: Draft, wanted: Atlantis) -> None:
    """Attach what the author lets it do; without a word it reads, and so can only plan."""
    part = draft.part("atlantis", "iam")
    role = next(
        node.object
        for node in draft.nodes
        if isinstance(node.object, iam.Role) and node.object.terraform_label == label(NAME, "task")
    )
    for policy in wanted.policies:
        part.add(
            iam.RolePolicyAttachment(
                label(NAME),
                each=policy.rpartition("/")[2],
                role=role.ref.name,
                policy_arn=policy,
            )
        )
