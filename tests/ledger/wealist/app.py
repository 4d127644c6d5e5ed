"""What runs on backend instances."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document, script, table
from tests.ledger.plan import Plan
from tests.ledger.wealist import BACKEND
from tests.ledger.wealist.compute import template


@holds("WL-APP-01")
def services(plan: Plan) -> None:
    """Both, by the tags that deploys write."""
    found = document(plan, BACKEND)["services"]
    tags = dict(table(script(template(plan, "backend")), "tags"))
    for name, variable in (
        ("user-service", "USER_SERVICE_TAG"),
        ("board-service", "BOARD_SERVICE_TAG"),
    ):
        assert found[name]["image"] == f"$REGISTRY/{name}:${variable}"
        assert found[name]["restart"] == "unless-stopped"
        assert tags[variable] == f"/wealist/prod/{name}/image-tag"
