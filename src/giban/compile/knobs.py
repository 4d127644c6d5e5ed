"""The few values an operator turns without touching the manifest."""

from __future__ import annotations

from giban.values import Knob


def protection(wanted: bool) -> Knob | bool:
    """Return the switch that keeps the load balancer and the databases from being destroyed.

    Where nothing is protected there is no switch.
    """
    if not wanted:
        return False
    return Knob(
        "deletion_protection",
        True,
        "Whether AWS refuses to delete the load balancer and the databases.",
    )
