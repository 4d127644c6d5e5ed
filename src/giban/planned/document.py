"""Is it a plan? What else it may be, and how to make one."""

from __future__ import annotations

import json
from typing import Any

from giban.errors import UsageError

MAKE = "Write one with `terraform plan -out plan` and `terraform show -json plan > plan.json`."
MAJOR = "1"


def parse(text: bytes, shown: str) -> dict[str, Any]:
    """Return the JSON of a plan; raises `UsageError` that says what the file is instead."""
    if text.startswith(b"PK"):
        raise _not(shown, "Terraform's own binary format; only its JSON is documented")
    try:
        plan = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise _not(shown, f"not JSON ({error})") from error
    if not isinstance(plan, dict):
        raise _not(shown, "JSON, but no object")
    if "resource_changes" not in plan and "planned_values" not in plan:
        raise _not(shown, _instead(plan))
    version = str(plan.get("format_version", ""))
    if version.partition(".")[0] != MAJOR:
        what = f"{shown} has format_version {version or 'none'}, and giban reads {MAJOR}.x"
        raise UsageError(what, fix="Write the plan with Terraform 1.0 or later.")
    return plan


def _instead(plan: dict[str, Any]) -> str:
    if "values" in plan:
        return "a state, not a plan"
    if "resources" in plan and "lineage" in plan:
        return "a state file, not a plan"
    if "@level" in plan:
        return "the first line of Terraform's log (`-json`), not a plan"
    return "JSON, but it has neither resource_changes nor planned_values"


def _not(shown: str, why: str) -> UsageError:
    return UsageError(f"{shown} is not a Terraform plan", why=f"It is {why}.", fix=MAKE)
