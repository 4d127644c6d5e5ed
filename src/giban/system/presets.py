"""What `availability: economy | standard | high` sets, each value with its reason.

Read a row across: the same key at the three levels.
"""

from __future__ import annotations

from typing import Any

from giban.system.defaults import grown
from giban.system.model import Availability

LEVELS: tuple[Availability, ...] = ("economy", "standard", "high")
UNNAMED: Availability = "standard"

ROWS: dict[str, tuple[Any, Any, Any, str]] = {
    "network.nat": (
        "single",
        "single",
        "per-zone",
        "ERP-NET-07, ERP-OPT-01: 43 USD a month each in Seoul; one a zone survives losing another",
    ),
    "network.flow_log_days": (0, 0, 30, "evidence for an incident, kept where it matters"),
    "services.*.scale.min": (1, 1, 2, "ERP-CMP-04: two tasks survive the loss of a zone"),
    "services.*.spot": (100, 50, 0, "ERP-CMP-02, D-ERP-17: spot tasks may stop at any time"),
    "services.*.exec": (True, True, False, "a shell in production bypasses deploys and audit"),
    "services.*.log_days": (30, 30, 365, "a year of production logs for audits"),
    "jobs.*.log_days": (30, 30, 365, "a year of production logs for audits"),
    "databases.*.class": (
        "db.t4g.micro",
        "db.t4g.small",
        "db.t4g.medium",
        "Graviton classes cost about a tenth less than t3",
    ),
    "databases.*.multi_az": (False, False, True, "ERP-DB-07: a standby only in production"),
    "databases.*.backup.days": (1, 3, 7, "ERP-DB-08, D-ERP-26: 7 days or more in production"),
    "databases.*.final_snapshot": (False, False, True, "ERP-DB-09"),
    "databases.*.log_days": (30, 30, 365, "a year of production logs for audits"),
    "caches.*.nodes": (1, 1, 2, "ERP-CCH-03: a replica that takes over, only in production"),
    "caches.*.snapshot.days": (0, 0, 7, "ERP-CCH-06"),
    "caches.*.log_days": (30, 30, 365, "a year of production logs for audits"),
    "deletion_protection": (False, False, True, "ERP-DB-09, ERP-LB-01: production only"),
    "encryption": (
        "aws",
        "customer",
        "customer",
        "D-ERP-04, D-ERP-12: a key of one's own for 1 USD a month, where real data lives",
    ),
    "usage.profile": ("small", "small", "medium", "people use what survives the loss of a zone"),
    "secret_recovery_days": (
        0,
        7,
        30,
        "a name is free again only after the recovery time; 30 is the longest AWS has",
    ),
}

_WAF_OFF = {"waf": (None, "a web firewall is 10 USD a month and more; ERP-SEC-02 asks production")}


def preset(level: Availability) -> dict[str, Any]:
    """Return the layer of one level."""
    index = LEVELS.index(level)
    table = {path: (row[index], row[3]) for path, row in ROWS.items()}
    return grown({**table, **(_WAF_OFF if level == "economy" else {})})
