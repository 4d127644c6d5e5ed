"""Commands of AWS that we write into scripts and outputs, read by AWS's own command line."""

from __future__ import annotations

import os
import shlex
import subprocess
from pathlib import Path

import pytest

from giban.compile import compile_project
from giban.manifest import load
from giban.system import resolve_all
from giban.values import Expr, Text
from tests.aws import LOGIN, REGION
from tests.compile.hosted import SCRIPTS
from tests.compile.test_stack import Machine
from tests.examples import EXAMPLES
from tests.programs import program

pytestmark = pytest.mark.programs
READ = ("--generate-cli-skeleton", "output")
"""Makes it check what it is told, and call nobody."""


def taken(command: str) -> subprocess.CompletedProcess[str]:
    """Let the command line read a command."""
    words = shlex.split(command)
    words[0] = program(words[0], "the commands that people and instances run were not read")
    told = {"PATH": os.environ["PATH"], "AWS_DEFAULT_REGION": REGION, **LOGIN}
    return subprocess.run([*words, *READ], env=told, capture_output=True, text=True, check=False)


def commands(system: str) -> dict[str, str]:
    """Return the commands among the outputs of a system, by their names."""
    compiled = compile_project(list(resolve_all(load(EXAMPLES[system].manifest)).values()))
    stacks = [stack for one in compiled.values() for stack in one.stacks]
    found = {one.name: one.value for stack in stacks for one in stack.outputs}
    return {
        name: "".join("known-later" if isinstance(part, Expr) else part for part in value.parts)
        for name, value in found.items()
        if isinstance(value, Text) and str(value.parts[0]).startswith("aws ")
    }


@pytest.mark.parametrize(
    ("system", "names"),
    [("codemate", {"run_migrate"}), ("hybrid-fileflow", {"run_migrate", "run_provision"})],
)
def test_commands_of_outputs_are_taken(system: str, names: set[str]) -> None:
    """As they stand there, to be copied."""
    found = commands(system)
    answers = [taken(command) for command in found.values()]

    assert names == found.keys()
    assert [0] * len(names) == [one.returncode for one in answers], answers[0].stderr


@pytest.mark.parametrize(("system", "label"), SCRIPTS[1:])
def test_commands_of_instances_are_taken(tmp_path: Path, system: str, label: str) -> None:
    """But for `s3 cp`, which has no way to be read without being run."""
    machine = Machine(tmp_path / "machine", system, label)
    machine.boot()
    machine.start()
    calls = [one for one in machine.calls() if one.startswith(("aws ssm", "aws ec2", "aws ecr"))]
    answers = [taken(call) for call in calls if "get-login-password" not in call]

    assert answers
    assert [0] * len(answers) == [one.returncode for one in answers], answers[0].stderr
