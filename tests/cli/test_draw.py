"""`giban draw`: what it writes where, and what it says to a command that makes no sense."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from giban.cli.main import main
from tests.examples import FOLDER

MANIFEST = FOLDER / "hospital-erp/giban.yaml"
Capture = pytest.CaptureFixture[str]


def draw(*arguments: str, file: Path = MANIFEST) -> int:
    """Run the command for production."""
    return main(["draw", "-f", str(file), "-e", "production", *arguments])


def test_text_goes_to_stdout(capsys: Capture) -> None:
    """Without a file the drawing is text, and the next step is talk."""
    assert 0 == draw()
    said = capsys.readouterr()

    assert said.out.startswith("hospital-erp · production · ap-northeast-2\n")
    assert said.err.startswith("Next: ")


@pytest.mark.parametrize(
    ("ending", "start"),
    [
        ("svg", b"<svg "),
        ("png", b"\x89PNG"),
        ("pdf", b"%PDF-"),
        ("txt", b"hospital-erp"),
        ("mmd", b"---\n"),
        ("drawio", b"<?xml"),
    ],
)
def test_the_ending_says_the_form(
    tmp_path: Path, capsys: Capture, ending: str, start: bytes
) -> None:
    """Each form is written under its ending."""
    out = tmp_path / f"out.{ending}"

    assert 0 == draw("-o", str(out))
    assert out.read_bytes().startswith(start)
    assert "" == capsys.readouterr().out


def test_tips_say_the_cost(tmp_path: Path) -> None:
    """Under the pointer each part says what it costs a month."""
    out = tmp_path / "out.svg"
    draw("-o", str(out))

    tips = out.read_text().split("<title>")
    assert any("aws_db_instance.main" in tip and "/month</title>" in tip for tip in tips)


def test_no_secret_and_no_address_of_a_person(tmp_path: Path) -> None:
    """A picture may be pinned to a wall: who is told of alarms is not on it."""
    for ending in ("svg", "txt", "mmd", "drawio"):
        out = tmp_path / f"out.{ending}"
        draw("-o", str(out))
        assert "ops@" not in out.read_text()


def test_unknown_ending(tmp_path: Path, capsys: Capture) -> None:
    """An ending that says no form is refused, and the forms are listed."""
    assert 2 == draw("-o", str(tmp_path / "out.gif"))
    assert "End its name in .svg or .png or .pdf" in capsys.readouterr().err


def test_one_environment(capsys: Capture) -> None:
    """Which one is asked, where there are several."""
    assert 2 == main(["draw", "-f", str(MANIFEST)])
    assert "Choose one with -e: dev, staging, production." in capsys.readouterr().err


def test_a_plan_has_no_environment(tmp_path: Path, capsys: Capture) -> None:
    """A plan is drawn as it is."""
    assert 2 == draw("--plan", str(tmp_path / "plan.json"))
    assert "Leave -f, -e and --against out." in capsys.readouterr().err


def test_a_folder_that_is_not_there(tmp_path: Path, capsys: Capture) -> None:
    """A file that cannot be written is the world's failure, told in one paragraph."""
    assert 1 == draw("-o", str(tmp_path / "nowhere/out.svg"))
    assert "cannot be written" in capsys.readouterr().err


def test_against(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What was added since a git ref is marked in its colour, what was not is as always."""
    monkeypatch.chdir(tmp_path)
    file = tmp_path / "giban.yaml"
    file.write_text(MANIFEST.read_text())
    git = ["git", "-c", "user.name=a", "-c", "user.email=a@example.com"]
    for command in (["init", "-q"], ["add", "giban.yaml"], ["commit", "-qm", "one"]):
        subprocess.run([*git, *command], check=True, cwd=tmp_path)
    file.write_text(file.read_text().replace("buckets:\n", "buckets:\n  scans: {}\n"))

    assert 0 == draw("--against", "HEAD", "-o", "out.svg", file=file)
    text = (tmp_path / "out.svg").read_text()
    assert 'aria-label="S3 scans' in text
    assert "card-added" in text
    assert "card-removed" not in text
