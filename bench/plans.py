"""The plan that would make the platform of a manifest's last environment, as Terraform's JSON."""

from __future__ import annotations

import json
from pathlib import Path

from giban.compile import compile_project
from giban.manifest import load
from giban.policy.asplan import as_plan
from giban.system import resolve_all


def of(manifest: Path) -> str:
    """Return the plan."""
    blueprints = compile_project(list(resolve_all(load(manifest)).values()))
    *_, last = blueprints.values()
    return json.dumps(as_plan(last.stacks[-1]))
