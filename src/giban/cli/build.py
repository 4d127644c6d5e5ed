"""`giban build`: the Terraform of every environment, written to a folder."""

from __future__ import annotations

from pathlib import Path

import click

from giban.cli.folder import refuse_foreign, write_folder
from giban.cli.options import environment_option, file_option, find_manifest, read_manifest
from giban.cli.products import complete, terraform_files
from giban.cli.screen import Screen


@click.command()
@file_option
@environment_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path),
    default=Path("infra"),
    show_default=True,
    help="The folder to write; replaced as a whole.",
)
@click.pass_obj
def command(screen: Screen, file: Path | None, environment: str | None, output: Path) -> None:
    """Write the Terraform of every environment, or of one.

    The folder is replaced as a whole or left as it was, so that with -e it holds only that
    environment. One that giban did not make is never touched.
    """
    from giban.system import resolve, resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    refuse_foreign(output)
    if environment:
        resolve(manifest, environment)  # says at once when there is no such environment
    blueprints = complete(resolve_all(manifest), file or find_manifest(Path.cwd()))
    chosen = [b for name, b in blueprints.items() if environment in (None, name)]
    files = terraform_files(chosen)
    write_folder(output, files)
    roots = list(dict.fromkeys(f"terraform/{stack.path}" for b in chosen for stack in b.stacks))
    for root in roots:
        screen.data(f"{output.as_posix()}/{root}")
    screen.talk(f"{len(files)} files in {len(roots)} Terraform roots.")
    screen.next_step(f"`terraform -chdir={output.as_posix()}/{roots[0]} init`")
