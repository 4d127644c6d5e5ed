"""Plans of the roots beside this file: by the real Terraform, and as they were checked in.

`python -m tests.planned.plans` writes the checked-in ones again.
"""

from __future__ import annotations

import json
import shutil
import tempfile
from pathlib import Path

from giban.blueprint import Graph, Object, Stack
from giban.planned import Planned, read_plan
from tests.hcl.terraform import official_provider, terraform

HERE = Path(__file__).parent


def planned_now(root: Path, folder: Path) -> bytes:
    """Plan a root with the official provider, no account and no network, and return the JSON."""
    mirror = official_provider()
    work = Path(shutil.copytree(root, folder / root.name))
    terraform(work, "init", "-no-color", mirror=mirror)
    terraform(work, "plan", "-no-color", "-refresh=false", "-out=plan", mirror=mirror)
    return terraform(work, "show", "-json", "plan", mirror=mirror).encode()


def checked_in(name: str) -> Planned:
    """Return a plan that lies beside its root."""
    return read_plan((HERE / name / "plan.json").read_bytes(), f"{name}.json")


def at(planned: Planned, address: str) -> Object:
    """Return the object of an address."""
    (stack,) = planned.blueprint.stacks
    return next(n.object for n in stack.nodes if str(n.object.terraform_address) == address)


def edges(stack: Stack) -> set[tuple[str, str]]:
    """Return who refers to whom, by address."""
    graph = Graph(stack)
    return {
        (str(node.object.terraform_address), str(target))
        for node in stack.nodes
        for target in graph.uses(node.object)
    }


def main() -> None:
    """Write the checked-in plans again, without the time they were made at."""
    for root in sorted(path.parent for path in HERE.glob("*/main.tf")):
        with tempfile.TemporaryDirectory() as folder:
            plan = json.loads(planned_now(root, Path(folder)))
        del plan["timestamp"]
        (root / "plan.json").write_text(json.dumps(plan, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()
