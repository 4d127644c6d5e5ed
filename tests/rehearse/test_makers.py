"""Which provider has made a stack: each keeps a state of its own."""

from __future__ import annotations

import json
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from giban.cli.rehearsal import made_by_another
from giban.errors import UsageError
from giban.rehearse.official import makers
from giban.rehearse.workspace import Workspace

STACK = "dev/platform"


def made(tmp_path: Path, place: str) -> Workspace:
    """Return a workspace in which a stack holds a resource."""
    workspace = Workspace.beside(tmp_path / "giban.yaml")
    state = workspace.state(place)
    state.parent.mkdir(parents=True)
    state.write_text(json.dumps({"resources": [{}]}))
    return workspace


def test_nobody(tmp_path: Path) -> None:
    """A stack that was never applied has no maker."""
    assert makers(Workspace.beside(tmp_path / "giban.yaml"), STACK) == []


@pytest.mark.parametrize(
    ("place", "maker", "other"),
    [
        (STACK, "stand-in", "official"),
        (f"{STACK}.official", "official", "stand-in"),
    ],
)
def test_one_does_not_go_on_with_what_the_other_made(
    tmp_path: Path, place: str, maker: str, other: str
) -> None:
    """It would make everything a second time, or leave it behind."""
    workspace = made(tmp_path, place)
    assert makers(workspace, STACK) == [maker]
    blueprint = SimpleNamespace(stacks=[SimpleNamespace(path=STACK)], environment="dev")
    open_: Any = SimpleNamespace(
        session=SimpleNamespace(workspace=workspace), blueprint=blueprint, others=()
    )
    made_by_another(open_, maker)
    with pytest.raises(UsageError, match=f"dev was made by the {maker} provider"):
        made_by_another(open_, other)
