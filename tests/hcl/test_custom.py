"""Terraform written by hand is carried along untouched, and never over ours."""

from __future__ import annotations

from pathlib import Path

import pytest

from giban.cli.main import main
from giban.compile import compile_project
from giban.errors import Mistakes
from giban.hcl import carried, write
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: erp
region: ap-northeast-2
buckets: {files: {}}
environments: {dev: {}, prod: {}}
"""
OWN = 'resource "aws_sns_topic" "mine" {\n  name = "mine"\n}\n'
BLUEPRINTS = compile_project(list(resolve_all(loads(MANIFEST)).values()))


def test_every_platform_takes_it() -> None:
    """Untouched, and the bootstrap root does not."""
    made = carried(BLUEPRINTS, {"mine.tf": OWN})

    for name in ("dev", "prod"):
        bootstrap, platform = made[name].stacks
        assert write(platform)["mine.tf"] == OWN
        assert "mine.tf" not in write(bootstrap)


def test_one_root_takes_what_is_in_its_folder() -> None:
    """The folder is called like the root."""
    made = carried(BLUEPRINTS, {"prod/platform/mine.tf": OWN, "shared/bootstrap/mine.tf": OWN})

    assert "mine.tf" not in write(made["dev"].stacks[1])
    assert write(made["prod"].stacks[1])["mine.tf"] == OWN
    assert write(made["dev"].stacks[0])["mine.tf"] == OWN


def test_clashes_name_both() -> None:
    """Files, objects and outputs, each with the line."""
    both = "stands in custom/dev/platform/x.tf and in giban's own"
    text = '\n\nresource "aws_vpc" "main" {}\ndata "aws_caller_identity" "current" {}\n'

    with pytest.raises(Mistakes) as caught:
        carried(BLUEPRINTS, {"network.tf": "", "dev/platform/x.tf": text, "nowhere/y.tf": ""})

    said = {(m.id, str(m.where), m.what) for m in caught.value.mistakes}
    assert said == {
        (
            "custom-file",
            "custom/network.tf:1:1",
            "custom/network.tf has the name of giban's own dev/platform/network.tf.",
        ),
        (
            "custom-file",
            "custom/network.tf:1:1",
            "custom/network.tf has the name of giban's own prod/platform/network.tf.",
        ),
        (
            "custom-name",
            "custom/dev/platform/x.tf:3:1",
            f"aws_vpc.main {both} dev/platform/network.tf.",
        ),
        (
            "custom-name",
            "custom/dev/platform/x.tf:4:1",
            f"data.aws_caller_identity.current {both} dev/platform/data.tf.",
        ),
        ("custom-root", "custom/nowhere/y.tf:1:1", "No root takes custom/nowhere/y.tf."),
    }


def test_build_writes_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """From the folder beside the manifest."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "giban.yaml").write_text(MANIFEST)
    (tmp_path / "custom").mkdir()
    (tmp_path / "custom/mine.tf").write_text(OWN)

    assert main(["build"]) == 0
    assert (tmp_path / "infra/terraform/dev/platform/mine.tf").read_text() == OWN
    (tmp_path / "custom/network.tf").write_text("")
    assert main(["build"]) == 1
    assert "giban's own dev/platform/network.tf" in capsys.readouterr().err
