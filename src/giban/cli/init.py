"""`giban init`: a manifest to start from."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable
from pathlib import Path

import click

import giban
from giban.cli.schema import schema_text
from giban.cli.screen import Screen
from giban.errors import UsageError, WorldError

MANIFEST, SCHEMA, WAIVERS = "giban.yaml", "giban.schema.json", "giban.waivers.yaml"
PROJECT = re.compile(r"^project: .*$", re.MULTILINE)
BESIDE = re.compile(r"(?<=^# yaml-language-server: \$schema=).*$", re.MULTILINE)
"""Where an editor finds the schema: one for all examples, beside each manifest that is written."""
FOUNDATION = re.compile(r"^foundation: (\S+\.yaml)$", re.MULTILINE)
STARTER = """\
# yaml-language-server: $schema=./giban.schema.json
# Keys and their meaning: giban schema. Where a value comes from: giban explain KEY.
project: {project}
region: ap-northeast-2
timezone: Asia/Seoul
domain: {project}.example.com # yours: it brings the certificate and HTTPS

services:
  app:
    port: 3000
    health: /health
    uses: [main]

databases:
  main: {{engine: postgres}}

environments:
  dev: {{availability: economy}}
  production: {{availability: high}}
"""


@click.command()
@click.option(
    "--like",
    metavar="EXAMPLE",
    help="Start from a whole example: hospital-erp, or hybrid/fileflow.",
)
@click.option("--project", metavar="NAME", help="The project; without it this folder's name.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.pass_obj
def command(screen: Screen, like: str | None, project: str | None, folder: Path) -> None:
    """Write giban.yaml, and its schema for editors, into FOLDER (here, without one).

    An application of the examples takes the foundation it stands on along, into the folder beside
    FOLDER where its manifest looks for it. Never over an existing manifest.
    """
    texts = _like(like, project) if like else {MANIFEST: _starter(project or _name(folder))}
    schema = schema_text()
    targets = {Path(os.path.normpath(folder / name)): text for name, text in texts.items()}
    for target in targets:
        _refuse(target)
    for target, text in targets.items():
        _write(target, BESIDE.sub(f"./{SCHEMA}", text, count=1))
        _write(target.with_name(SCHEMA), schema)
        screen.data(target.as_posix())
    for path, text in _waivers(like, texts).items():
        _write(Path(os.path.normpath(folder / path)), text)
    screen.next_step("edit it, then `giban check`.")


def _refuse(target: Path) -> None:
    if target.exists():
        what = f"{target} exists already."
        raise UsageError(what, fix="Edit it, or name another folder: `giban init FOLDER`.")


def _write(target: Path, text: str) -> None:
    try:
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"{target} cannot be written."
        raise WorldError(what, fix="Choose another folder.", detail=str(error)) from error


def _starter(project: str) -> str:
    return STARTER.format(project=project)


def _like(name: str, project: str | None) -> dict[str, str]:
    """Return the manifests of an example: its own, and first the foundation it stands on."""
    folder = _examples()
    names = sorted(path.parent.relative_to(folder).as_posix() for path in folder.rglob(MANIFEST))
    if name not in names:
        what = f"There is no example `{name}`."
        raise UsageError(what, fix=f"Choose one of: {', '.join(names)}.")
    text = (folder / name / MANIFEST).read_text(encoding="utf-8")
    found = {}
    beneath = FOUNDATION.search(text)
    if beneath:
        found[beneath[1]] = (folder / name / beneath[1]).read_text(encoding="utf-8")
    if project:
        text = PROJECT.sub(f"project: {project}", text, count=1)
    return {**found, MANIFEST: text}


def _waivers(name: str | None, manifests: Iterable[str]) -> dict[str, str]:
    """Return what an example has accepted of its findings, beside each of its manifests."""
    if name is None:
        return {}
    beside = {Path(one).with_name(WAIVERS).as_posix() for one in manifests}
    home = _examples() / name
    return {
        path: (home / path).read_text(encoding="utf-8")
        for path in sorted(beside)
        if (home / path).is_file()
    }


def _examples() -> Path:
    """Return where the examples are: inside the wheel, or beside the sources."""
    package = Path(giban.__file__).parent
    inside = package / "examples"
    return inside if inside.is_dir() else package.parents[1] / "examples"


def _name(folder: Path) -> str:
    """Make a project name out of a folder's name."""
    words = "".join(
        c if c.isascii() and c.isalnum() else "-" for c in folder.resolve().name.lower()
    )
    name = "-".join(part for part in words.split("-") if part)[:32]
    return name if name[:1].isalpha() else f"app-{name}".rstrip("-")
