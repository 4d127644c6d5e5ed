"""`giban diff`: what two environments do not have in common, and why."""

import json
from pathlib import Path

import pytest

from giban.cli.main import main

EXAMPLE = Path(__file__).parents[2] / "examples/hospital-erp/giban.yaml"
Capture = pytest.CaptureFixture[str]


def test_differences_with_their_sources(capsys: Capture) -> None:
    """Each differing key has both values, and where each is from; equal keys are left out."""
    code = main(["diff", "staging", "production", "-f", str(EXAMPLE), "-o", "json"])
    rows = {row["key"]: row for row in json.loads(capsys.readouterr().out)}

    assert code == 0
    assert (1, 2) == tuple(
        rows["services.app.scale.min"][name]["value"] for name in ("staging", "production")
    )
    assert "environments.production" in rows["services.app.scale.min"]["production"]["source"]
    assert "preset" in rows["databases.main.multi_az"]["production"]["source"]
    assert "project" not in rows


def test_an_environment_is_itself(capsys: Capture) -> None:
    """Nothing differs between an environment and itself."""
    assert main(["diff", "dev", "dev", "-f", str(EXAMPLE), "-o", "json"]) == 0
    assert [] == json.loads(capsys.readouterr().out)


def test_an_unknown_environment(capsys: Capture) -> None:
    """A wrong name is answered with the right ones."""
    code = main(["diff", "dev", "prod", "-f", str(EXAMPLE)])

    assert code == 2
    assert "production" in capsys.readouterr().err
