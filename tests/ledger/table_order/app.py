"""What answers where."""

from __future__ import annotations

from tests.ledger.assertions import holds
from tests.ledger.hosts import document
from tests.ledger.plan import Plan
from tests.ledger.table_order import COMPOSE, DOMAIN


@holds("TO-APP-02")
def proxy(plan: Plan) -> None:
    """Caddy alone has ports; it gets the domain's certificate and knows both services (D-TO-05)."""
    file = document(plan, COMPOSE)
    ports = {name: service.get("ports") for name, service in file["services"].items()}
    assert ports == {"api": None, "client": None, "caddy": ["80:80", "443:443"]}
    lines = [line.strip() for line in file["configs"]["caddyfile"]["content"].splitlines()]
    assert lines[0] == f"{DOMAIN} {{"
    api, rest = lines.index("handle /api/* {"), lines.index("handle {")
    assert lines[api + 1] == "reverse_proxy api:3000"
    assert lines[rest + 1] == "reverse_proxy client:80"
    assert api < rest
