"""Record what the official provider calls in the whole life of an environment, as a fixture.

    python -m tests.permissions.record hospital-erp production

Up, plan and down take the official provider some eight minutes against moto; hence the fixture,
of the names of operations only.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from giban.compile import compile_project
from giban.manifest import load
from giban.rehearse.session import Session, opened
from giban.system import resolve_all
from tests.examples import EXAMPLES
from tests.permissions.rehearsal import Heard, rehearse, silent

FOLDER = Path(__file__).parents[1] / "fixtures/calls"


def main(name: str, environment: str) -> None:
    """Write the fixture of an example's environment."""
    with tempfile.TemporaryDirectory() as folder:
        manifest = Path(shutil.copy(EXAMPLES[name].manifest, folder))
        os.chdir(folder)
        systems = list(resolve_all(load(manifest)).values())
        blueprint = compile_project(systems)[environment]
        with opened(manifest, systems[0].region, silent) as session:
            judge = Session(
                session.workspace,
                session.resident,
                session.region,
                "official",
                session.wanted,
                judge=True,
            )
            write(FOLDER / f"{name}-{environment}.json", rehearse(judge, blueprint))
            session.end()


def write(path: Path, heard: Iterable[Heard]) -> None:
    """Write the operations that were heard, for each stack and role."""
    found: dict[str, dict[str, set[str]]] = {}
    for one in heard:
        operations = found.setdefault(one.stack.path, {}).setdefault(one.reach, set())
        operations.update(f"{call.service}:{call.operation}" for call in one.calls)
    data = {
        stack: {reach: sorted(names) for reach, names in reaches.items()}
        for stack, reaches in found.items()
    }
    path.write_text(json.dumps(data, indent=1) + "\n")


if __name__ == "__main__":
    main(*sys.argv[1:])
