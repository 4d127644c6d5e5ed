"""`giban init --like`: every example is a start."""

from __future__ import annotations

from pathlib import Path

import pytest

from giban.cli.main import main
from giban.cli.schema import schema_text
from tests.examples import FOLDER

EXAMPLES = sorted(path.parent.relative_to(FOLDER).as_posix() for path in FOLDER.rglob("giban.yaml"))


@pytest.mark.parametrize("name", EXAMPLES)
def test_every_example_is_a_start(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What is written has no mistakes and its schema beside it, wherever it lies in examples/."""
    monkeypatch.chdir(tmp_path)

    assert main(["init", "--like", name, "made"]) == 0
    assert main(["check", "-f", "made/giban.yaml"]) == 0
    for manifest in tmp_path.rglob("giban.yaml"):
        assert "# yaml-language-server: $schema=./giban.schema.json\n" in manifest.read_text()
        assert manifest.with_name("giban.schema.json").read_text() == schema_text()


def test_an_application_brings_its_foundation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """It is put where the application looks for it, and never over one that is there."""
    monkeypatch.chdir(tmp_path)

    assert main(["init", "--like", "hybrid/fileflow", "--project", "crawler", "app"]) == 0
    assert capsys.readouterr().out.split() == ["foundation/giban.yaml", "app/giban.yaml"]
    assert "project: crawler\n" in (tmp_path / "app/giban.yaml").read_text()
    assert "exports:" in (tmp_path / "foundation/giban.yaml").read_text()
    assert main(["init", "--like", "hybrid/fileflow", "other"]) == 2
    assert not (tmp_path / "other").exists()
