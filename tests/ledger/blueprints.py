"""A plan as a Blueprint, as `--plan` of every command reads it."""

from __future__ import annotations

import json

from giban.blueprint import Blueprint
from giban.planned import read_plan
from tests.ledger.plan import Plan


def blueprint(plan: Plan) -> Blueprint:
    """Return what is planned, whether it is there already or not."""
    planned = {key: part for key, part in plan.shown.items() if key != "resource_changes"}
    return read_plan(json.dumps(planned).encode(), "plan.json").blueprint
