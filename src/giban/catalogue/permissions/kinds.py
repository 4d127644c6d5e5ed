"""The permissions of every type giban knows, by mode and Terraform type; a test misses none."""

from __future__ import annotations

from collections.abc import Mapping

from giban.catalogue.permissions import compute, delivery, edge, network, stores, trust, watch
from giban.catalogue.permissions.needs import Needs
from giban.values import Mode

MODULES = (compute, delivery, edge, network, stores, trust, watch)

NEEDS: Mapping[Mode, Mapping[str, Needs]] = {
    "managed": {kind: needs for module in MODULES for kind, needs in module.NEEDS.items()},
    "data": {kind: needs for module in MODULES for kind, needs in module.DATA.items()},
    "ephemeral": trust.EPHEMERAL,
}
