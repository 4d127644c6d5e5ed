"""`giban draw`: the picture of an environment."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from giban.cli.options import environment_option, file_option, read_manifest
from giban.cli.screen import Screen
from giban.errors import UsageError, WorldError

if TYPE_CHECKING:
    from giban.blueprint import Blueprint


@click.command()
@file_option
@environment_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write: .svg, .png, .pdf, .txt, .mmd (Mermaid) or .drawio; without it, text "
    "on the screen.",
)
@click.option(
    "--theme",
    type=click.Choice(["light", "dark"]),
    help="Colours; without it an SVG follows its reader.",
)
@click.pass_obj
def command(
    screen: Screen,
    file: Path | None,
    environment: str | None,
    output: Path | None,
    theme: Literal["light", "dark"] | None,
) -> None:
    """Draw an environment: what it has, where it stands, and what speaks to what."""
    from giban.diagram import FORMS, Wish, scene  # noqa: PLC0415 - heavy

    form = FORMS.get(output.suffix if output else ".txt")
    if form is None:
        what = f"{output.name if output else ''} does not say what to draw it as."
        raise UsageError(what, fix=f"End its name in {' or '.join(FORMS)}.")
    drawn = scene(_blueprint(file, environment))
    content = form(drawn, Wish(theme=theme))
    if output is None:
        screen.data(content.decode())
        screen.next_step("`-o architecture.svg` draws it with arrows, for a page or a wall.")
        return
    _write(output, content)
    screen.talk(f"{len(drawn.nodes)} parts and {len(drawn.edges)} arrows are in {output}.")


def _blueprint(file: Path | None, environment: str | None) -> Blueprint:
    """Return the Blueprint of the environment that was asked for, or of the only one."""
    from giban.cli.products import compiled  # noqa: PLC0415 - the catalogue is heavy
    from giban.system import layers, resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    if environment:
        layers(manifest, environment)  # says at once when there is none of that name
    blueprints = compiled(resolve_all(manifest))
    if environment is None and len(blueprints) > 1:
        what = "A picture shows one environment."
        raise UsageError(what, fix=f"Choose one with -e: {', '.join(blueprints)}.")
    return blueprints[environment or next(iter(blueprints))]


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        what = f"{path} cannot be written."
        raise WorldError(
            what, fix="Choose another file with -o FILE.", detail=str(error)
        ) from error
