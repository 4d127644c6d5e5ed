"""Files as git kept them."""

import subprocess
from pathlib import Path

import pytest

from giban.errors import UsageError, WorldError
from giban.history import file_at


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """Make a repository whose file has changed once, in a folder of its own."""
    file = tmp_path / "infra" / "giban.yaml"
    file.parent.mkdir()
    git(tmp_path, "init", "-q", "-b", "main")
    for text in ("one: 가\n", "two: 나\n"):
        file.write_text(text, encoding="utf-8")
        git(tmp_path, "add", ".")
        who = ("-c", "user.name=t", "-c", "user.email=t@example.com", "-c", "commit.gpgsign=false")
        git(tmp_path, *who, "commit", "-qm", text)
    return file


def git(folder: Path, *arguments: str) -> None:
    """Run git or fail."""
    subprocess.run(["git", "-C", str(folder), *arguments], check=True, capture_output=True)


def test_then_and_now(repository: Path) -> None:
    """A file's text at two refs, whatever stands in the folder now."""
    repository.write_text("three\n")
    assert "one: 가\n" == file_at(repository, "HEAD~1")
    assert "two: 나\n" == file_at(repository, "main")


@pytest.mark.parametrize("ref", ["nowhere", "--output=x", "HEAD~9", ""])
def test_a_ref_git_does_not_know(repository: Path, ref: str) -> None:
    """A wrong ref is named, and is never taken for an option of git."""
    with pytest.raises(UsageError, match="git knows no"):
        file_at(repository, ref)


def test_a_file_that_was_not_there(repository: Path) -> None:
    """A file that came later is not there yet."""
    with pytest.raises(UsageError, match="there was no"):
        file_at(repository.with_name("later.yaml"), "HEAD")


def test_outside_of_git(tmp_path: Path) -> None:
    """A folder without git is told what else there is."""
    with pytest.raises(UsageError, match="in no git repository"):
        file_at(tmp_path / "giban.yaml", "HEAD")


def test_without_git(repository: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine without git is told so."""
    monkeypatch.setenv("PATH", "")
    with pytest.raises(WorldError, match="git is not installed"):
        file_at(repository, "HEAD")
