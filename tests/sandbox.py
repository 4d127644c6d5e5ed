"""A folder in which scripts for another machine run, with stand-ins for its programs."""

from __future__ import annotations

import os
import re
import subprocess
from dataclasses import dataclass, field
from pathlib import Path

HEAD = """\
#!/usr/bin/env bash
set -euo pipefail
call="${{0##*/}}${{*:+ $*}}"
root={root}
printf '%s\\n' "$call" >>"$root/calls"
for rule in "$root"/failing/*; do
  read -r left words <"$rule"
  if [[ $left -gt 0 && $call == "$words"* ]]; then
    echo "$((left - 1)) $words" >"$rule"
    echo "$call: told to fail" >&2
    exit 1
  fi
done
"""
ELSEWHERE = re.compile(r"(?<![\w./}-])/(?=opt/|usr/local/|etc/|var/lib/|dev/disk/)")
ALWAYS = 1_000_000


@dataclass
class Sandbox:
    """A folder that stands for a whole machine: `/opt/x` of a script is `opt/x` in it.

    A stand-in writes down how it was called, fails where `fail` told it to, and else does what its
    text says. The machine's own shell, jq, sha256sum and the like are the real ones.
    """

    root: Path
    failures: int = field(default=0, init=False)

    def __post_init__(self) -> None:
        """Make the folder."""
        for name in ("bin", "failing", "etc/systemd/system", "dev/disk/by-id", "usr/local/bin"):
            (self.root / name).mkdir(parents=True)
        (self.root / "calls").touch()
        self.fail("nothing at all", times=0)

    def put(self, programs: dict[str, str]) -> None:
        """Put stand-ins on the path, or at an absolute path."""
        for name, text in programs.items():
            path = self.root / (name.lstrip("/") if name.startswith("/") else f"bin/{name}")
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(HEAD.format(root=self.root) + text)
            path.chmod(0o755)

    def fail(self, words: str, *, times: int = ALWAYS) -> None:
        """Let calls that begin with these words fail, the first of them or all."""
        self.failures += 1
        (self.root / f"failing/{self.failures}").write_text(f"{times} {words}\n")

    def here(self, text: str) -> str:
        """Return a script with the paths of the machine it is meant for inside this folder."""
        return ELSEWHERE.sub(f"{self.root}/", text)

    def run(self, *command: str, **environment: str) -> subprocess.CompletedProcess[str]:
        """Run something as systemd and CodeBuild do: with little more than a path."""
        return subprocess.run(
            command,
            cwd=self.root,
            env={"PATH": f"{self.root / 'bin'}:{os.environ['PATH']}", **environment},
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )

    def calls(self) -> list[str]:
        """Return how stand-ins were called since it was last asked."""
        path = self.root / "calls"
        found = path.read_text().splitlines()
        path.write_text("")
        return found
