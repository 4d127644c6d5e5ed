"""Ask checkov what it thinks of the Terraform of every example: `make second-opinion`.

    python tools/second_opinion.py CHECKOV

Ends with 1 when it finds something that `opinions.py` does not accept, or no longer finds what
that accepts. checkov is another program, in an environment of its own: it pins what we use.
"""

from __future__ import annotations

import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import load
from giban.system import resolve_all
from opinions import OPINIONS

EXAMPLES = Path(__file__).parents[1] / "examples"
Finding = tuple[str, str, str, str]
"""Rule, root, address, and what checkov says."""


def roots() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield every Terraform root of every example, and its files."""
    for manifest in sorted(EXAMPLES.glob("**/giban.yaml")):
        name = manifest.parent.relative_to(EXAMPLES).as_posix()
        blueprints = compile_project(list(resolve_all(load(manifest)).values()))
        stacks = {stack.path: stack for one in blueprints.values() for stack in one.stacks}
        for path, stack in stacks.items():
            yield f"{name}/{path}", write(stack)


def build(folder: Path) -> int:
    """Write every root, and return how many there are."""
    count = 0
    for count, (root, files) in enumerate(roots(), 1):  # noqa: B007 - the last is what counts
        for name, text in files.items():
            path = folder / root / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text)
    return count


def ask(checkov: str, folder: Path) -> Any:
    """Return what checkov says of all roots in a folder."""
    command = [checkov, "-d", str(folder), "--framework", "terraform", "-o", "json"]
    done = subprocess.run(  # noqa: S603 - the program that `make` installed
        [*command, "--compact", "--quiet", "--skip-download"],
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        sys.exit(done.stderr)
    return json.loads(done.stdout)


def findings(said: Any) -> list[Finding]:
    """Return what failed, sorted."""
    return sorted(
        (
            found["check_id"],
            str(Path(found["file_path"]).parent).strip("/"),
            found["resource"],
            found["check_name"],
        )
        for found in said["results"]["failed_checks"]
    )


def main(checkov: str) -> int:
    """Say what is new and what is no longer there."""
    with tempfile.TemporaryDirectory() as folder:
        count = build(Path(folder))
        said = ask(checkov, Path(folder))
    found = findings(said)
    new = [one for one in found if not any(opinion.covers(*one[:3]) for opinion in OPINIONS)]
    idle = [o for o in OPINIONS if not any(o.covers(*one[:3]) for one in found)]
    for check, root, address, words in new:
        print(f"{check} {root}: {address}\n    {words}")
    for opinion in idle:
        print(f"{opinion.check} {opinion.what} in {' '.join(opinion.where)}: no longer found")
    summary = said["summary"]
    print(
        f"checkov {summary['checkov_version']}: {summary['resource_count']} resources in {count} "
        f"roots, {summary['passed']} checks passed, {summary['failed']} failed, "
        f"{len(found) - len(new)} of them accepted in tools/opinions.py."
    )
    if summary["parsing_errors"]:
        print(f"{summary['parsing_errors']} files could not be read.")
    if new:
        print("Mend them in compile/, or accept them in tools/opinions.py with the reason.")
    return 1 if new or idle or summary["parsing_errors"] else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1]))
