"""Options that several commands share, and finding the manifest."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from giban.errors import UsageError

if TYPE_CHECKING:
    from giban.manifest import Manifest

F = TypeVar("F", bound=Callable[..., Any])
NAMES = ("giban.yaml", "giban.yml", "giban.py")


def file_option(command: F) -> F:
    """Add -f FILE."""
    return click.option(
        "-f",
        "--file",
        type=click.Path(path_type=Path),
        envvar="GIBAN_FILE",
        help="The manifest; without it giban.yaml or giban.py here or in a folder above.",
    )(command)


def environment_option(command: F) -> F:
    """Add -e ENV."""
    return click.option(
        "-e",
        "--env",
        "environment",
        metavar="ENV",
        envvar="GIBAN_ENV",
        help="One environment; without it all of them.",
    )(command)


def format_option(*formats: str) -> Callable[[F], F]:
    """Add -o FORMAT; the first is the default."""
    return click.option(
        "-o",
        "--output",
        "format",
        type=click.Choice(formats),
        default=formats[0],
        show_default=True,
        envvar="GIBAN_OUTPUT",
        help="What to answer in.",
    )


def read_manifest(file: Path | None) -> Manifest:
    """Load the manifest that was named, or the nearest one."""
    from giban.manifest import load  # noqa: PLC0415 - pydantic is heavy

    path = file or find_manifest(Path.cwd())
    return load(path, shown=shown(path))


def read_manifests(files: Sequence[Path]) -> list[Manifest]:
    """Load the manifests that were named, each once, and a foundation of several once."""
    from giban.manifest import load_all  # noqa: PLC0415 - pydantic is heavy

    return load_all({path: shown(path) for path in files})


def find_manifest(start: Path) -> Path:
    """Return the manifest in a folder or the nearest above it."""
    for folder in (start, *start.parents):
        for name in NAMES:
            if (folder / name).is_file():
                return folder / name
        if (folder / ".git").exists():
            break
    what = "There is no giban.yaml here, nor in a folder above."
    raise UsageError(what, fix="Make one with `giban init`, or name one with -f FILE.")


def shown(path: Path) -> str:
    """Return a path as it is shortest to read from here."""
    try:
        return path.resolve().relative_to(Path.cwd().resolve()).as_posix()
    except ValueError:
        return path.as_posix()
