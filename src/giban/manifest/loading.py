"""A file → the manifest in it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

from pydantic import ValidationError

from giban.errors import Mistake, Mistakes, UsageError, WorldError
from giban.manifest.nouns.foundation import Foundation
from giban.manifest.nouns.root import Manifest
from giban.manifest.problems import mistakes_from
from giban.manifest.python_reader import read_python
from giban.manifest.yaml_reader import read_yaml
from giban.values import Span


def load(path: Path | str, *, shown: str | None = None) -> Manifest:
    """Read `giban.yaml` or `giban.py`; raises `Mistakes` with all that is wrong at once.

    `shown` is what errors call the file; without it the path as given.
    """
    path = Path(path)
    return _load(path, shown or path.as_posix(), {})


def load_all(files: Mapping[Path, str]) -> list[Manifest]:
    """Read several files, each called what it maps to; a foundation of several is read once.

    Raises `Mistakes` for the first that has any.
    """
    read: dict[str, Manifest] = {}
    return [_load(path, shown, read) for path, shown in files.items()]


def _load(path: Path, file: str, read: dict[str, Manifest]) -> Manifest:
    if not path.is_file():
        what = f"There is no manifest at {file}."
        raise UsageError(
            what,
            fix="Name one with -f FILE, or make one with `giban init`.",
        )
    return _on_its_foundation(_read(_text(path, file), path, file), path, read)


def read_text(text: str, path: Path, file: str) -> Manifest:
    """Read a manifest from the text that `path` holds or once held; `file` is what errors call it.

    A Python manifest finds its neighbours where `path` is. Raises `Mistakes`.
    """
    return _on_its_foundation(_read(text, path, file), path, {})


def _read(text: str, path: Path, file: str) -> Manifest:
    return read_python(text, path, file) if path.suffix == ".py" else loads(text, file)


def _on_its_foundation(manifest: Manifest, path: Path, read: dict[str, Manifest]) -> Manifest:
    """Read the foundation's manifest too, if one is named; its mistakes are raised as its own.

    `read` are those read already, by their paths.
    """
    wanted = manifest.foundation
    named = wanted.manifest if isinstance(wanted, Foundation) else None
    if not named:
        return manifest
    other = path.parent / named
    if not other.is_file():
        raise Mistakes([_no_foundation(manifest, named)])
    shown = Path(os.path.relpath(other)).as_posix()
    if shown not in read:
        read[shown] = _read(_text(other, shown), other, shown)
    return manifest.standing_on(read[shown])


def _no_foundation(manifest: Manifest, named: str) -> Mistake:
    top = manifest.written
    place = top.nearest(("foundation", "manifest")) if top else None
    return Mistake(
        "no-foundation",
        f"There is no manifest at {named}.",
        where=place.span if place else None,
        path="foundation.manifest",
        why="The path is taken from the folder of this manifest.",
        fix="Correct the path, or write the SSM path that it exports under, such as /shared.",
    )


def loads(text: str, file: str = "giban.yaml") -> Manifest:
    """Read a manifest from YAML text; raises `Mistakes` with all that is wrong at once."""
    value, written = read_yaml(text, file)
    try:
        manifest = Manifest.model_validate(value)
    except ValidationError as error:
        raise Mistakes(mistakes_from(error, Manifest, value, written)) from None
    return manifest.placed(written)


def _text(path: Path, file: str) -> str:
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise WorldError(
            f"{file} cannot be read",
            why=error.strerror or str(error),
            fix="Look whose it is with `ls -l`, and make it yours to read.",
        ) from error
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = raw[: error.start]
        line = before.count(b"\n") + 1
        column = len(before) - before.rfind(b"\n")
        mistake = Mistake(
            "encoding",
            "The file is not UTF-8 text.",
            where=Span(file, line, column),
            fix="Save it as UTF-8 in the editor.",
        )
        raise Mistakes([mistake]) from None
