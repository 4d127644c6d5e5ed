"""Changes that make a plan wrong, to see assertions fail."""

from __future__ import annotations

import importlib
import json
import shutil
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.ledger.plan import Plan


@dataclass(frozen=True)
class Change:
    """A fragment of an attribute, as JSON, that becomes another.

    Without a stack it is in the platform of the last environment. Without an attribute the whole
    object goes. In place of an address there may be a written file, in which a fragment changes,
    or which goes.
    """

    id: str
    address: str
    attribute: str = ""
    was: str = ""
    becomes: str = ""
    stack: str = ""

    def made(self, plan: Plan, folder: Path) -> Plan:
        """Return the plan with this change; written files go to an empty folder."""
        if self.address.endswith((".tf", ".tfvars")):
            return Plan(plan.path, plan.shown, self._written(plan.folder, folder))
        resources = plan.shown["planned_values"]["root_module"]["resources"]
        assert self.address in {one["address"] for one in resources}
        changed = [
            one if one["address"] != self.address else self._edited(one)
            for one in resources
            if self.attribute or one["address"] != self.address
        ]
        return Plan(plan.path, replaced(plan.shown, changed), plan.folder)

    def _written(self, before: Path, after: Path) -> Path:
        for path in before.glob("*.tf*"):
            shutil.copy(path, after)
        file = after / self.address
        text = file.read_text()
        assert self.was in text
        if self.was:
            file.write_text(text.replace(self.was, self.becomes))
        else:
            file.unlink()
        return after

    def _edited(self, resource: Mapping[str, Any]) -> dict[str, Any]:
        before = json.dumps(resource["values"][self.attribute])
        assert self.was in before, before
        after = json.loads(before.replace(self.was, self.becomes))
        return {**resource, "values": {**resource["values"], self.attribute: after}}


def replaced(shown: Mapping[str, Any], resources: list[Any]) -> dict[str, Any]:
    """Return a plan's JSON with other planned resources."""
    planned = shown["planned_values"]
    module = {**planned["root_module"], "resources": resources}
    return {**shown, "planned_values": {**planned, "root_module": module}}


def changes(system: str) -> list[Change]:
    """Return the changes of a system, from its module `wrong`."""
    module = importlib.import_module(f"tests.ledger.{system.replace('-', '_')}.wrong")
    listed: list[Change] = module.CHANGES
    return listed
