"""`giban init`: a manifest to start from."""

from __future__ import annotations

from pathlib import Path

import click

import giban
from giban.cli.schema import schema_text
from giban.cli.screen import Screen
from giban.errors import UsageError, WorldError

STARTER = """\
# yaml-language-server: $schema=./giban.schema.json
# Keys and their meaning: giban schema. Where a value comes from: giban explain KEY.
project: {project}
region: ap-northeast-2
timezone: Asia/Seoul

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
@click.option("--like", metavar="EXAMPLE", help="Start from a whole example: hospital-erp.")
@click.option("--project", metavar="NAME", help="The project; without it this folder's name.")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False), default=".")
@click.pass_obj
def command(screen: Screen, like: str | None, project: str | None, folder: Path) -> None:
    """Write giban.yaml, and its schema for editors, into FOLDER (here, without one).

    Never over an existing manifest.
    """
    target = folder / "giban.yaml"
    if target.exists():
        what = f"{target} exists already."
        raise UsageError(what, fix="Edit it, or name another folder: `giban init FOLDER`.")
    text = _example(like) if like else STARTER.format(project=project or _name(folder))
    if like and project:
        text = text.replace(f"project: {like}\n", f"project: {project}\n")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        target.write_text(text, encoding="utf-8", newline="\n")
        schema = folder / "giban.schema.json"
        schema.write_text(schema_text(), encoding="utf-8", newline="\n")
    except OSError as error:
        what = f"{target} cannot be written."
        raise WorldError(what, fix="Choose another folder.", detail=str(error)) from error
    screen.data(target.as_posix())
    screen.next_step("edit it, then `giban check`.")


def _example(name: str) -> str:
    folder = _examples()
    names = sorted(path.parent.name for path in folder.glob("*/giban.yaml"))
    if name not in names:
        what = f"There is no example `{name}`."
        raise UsageError(what, fix=f"Choose one of: {', '.join(names)}.")
    return (folder / name / "giban.yaml").read_text(encoding="utf-8")


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
