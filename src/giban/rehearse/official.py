"""The official AWS provider in a rehearsal: the judge, against the same local AWS.

It is taken from a directory that holds `registry.terraform.io/hashicorp/aws`, else from the
registry, if that can be reached.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from giban.rehearse.workspace import Workspace

VARIABLE = "GIBAN_PROVIDER_MIRROR"
PLACES = (
    "/opt/tf-plugins",
    "~/.terraform.d/plugins",
    "/usr/local/share/terraform/plugins",
    "/usr/share/terraform/plugins",
)
ADDRESS = "registry.terraform.io/hashicorp/aws"


def mirror() -> Path | None:
    """Return the directory on this machine that holds the official provider, if there is one."""
    for place in (os.environ.get(VARIABLE, ""), *PLACES):
        folder = Path(os.path.expanduser(place))  # noqa: PTH111 - Path raises where there is no home
        if place and (folder / ADDRESS).is_dir():
            return folder
    return None


def makers(workspace: Workspace, path: str) -> list[str]:
    """Return the providers that have made a stack in this rehearsal: one, unless none has."""
    places = {"stand-in": path, "official": f"{path}.official"}
    return [provider for provider, place in places.items() if workspace.applied(place)]


def environment(inside: Mapping[str, str], folder: Path) -> dict[str, str]:
    """Return the variables for Terraform with the official provider instead of the stand-in."""
    config = folder / "official.tfrc"
    found = mirror()
    source = (
        f'  filesystem_mirror {{\n    path = "{found.as_posix()}"\n  }}\n'
        if found
        else "  direct {}\n"
    )
    config.write_text(
        f"provider_installation {{\n{source}}}\n\ndisable_checkpoint = true\n", encoding="utf-8"
    )
    kept = {name: value for name, value in inside.items() if name != "TF_REATTACH_PROVIDERS"}
    return {**kept, "TF_CLI_CONFIG_FILE": str(config), "AWS_MAX_ATTEMPTS": "2"}


def explained(errors: str) -> str:
    """Return why the official provider cannot be had, as far as that is known."""
    if mirror() is None and "registry.terraform.io" in errors:
        return (
            "the official provider is neither on this machine "
            f"(set {VARIABLE} to its directory) nor can its registry be reached"
        )
    return "init failed"
