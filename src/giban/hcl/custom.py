"""Terraform that an author wrote by hand, carried into a root untouched.

What stands in `custom/` beside the manifest goes to the platform of every environment, what stands
in `custom/<environment>/<stack>/` to that root alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from giban.blueprint import Blueprint, Stack
from giban.errors import Mistake, Mistakes
from giban.hcl.files import write
from giban.values import Span

FOLDER, USUAL = "custom", "platform"
_HEAD = re.compile(
    r'^(resource|data|ephemeral|variable|output|module)[ \t]+"([^"]+)"(?:[ \t]+"([^"]+)")?',
    re.MULTILINE,
)
_WORDS = {"resource": "", "data": "data.", "ephemeral": "ephemeral."}


def carried(blueprints: Mapping[str, Blueprint], files: Mapping[str, str]) -> dict[str, Blueprint]:
    """Return the same Blueprints with an author's files, by their paths below `custom`.

    Raises `Mistakes` for a file without a root, and for every name that giban uses as well.
    """
    roots = {s.path: s for blueprint in blueprints.values() for s in blueprint.stacks}
    wanted = {path: dict(_own(stack, files)) for path, stack in roots.items()}
    mistakes = [*_homeless(files, wanted), *_clashes(roots, wanted)]
    if mistakes:
        raise Mistakes(mistakes)
    return {name: _with(blueprint, wanted) for name, blueprint in blueprints.items()}


def _own(stack: Stack, files: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Yield the files of one root: where each stands below `custom`, and its text."""
    for path, text in files.items():
        folder, _, _ = path.rpartition("/")
        if folder == stack.path or (not folder and stack.name == USUAL):
            yield path, text


def _with(blueprint: Blueprint, wanted: Mapping[str, Mapping[str, str]]) -> Blueprint:
    stacks = (
        replace(s, custom={_name(path): text for path, text in wanted[s.path].items()})
        for s in blueprint.stacks
    )
    return replace(blueprint, stacks=tuple(stacks))


def _homeless(
    files: Mapping[str, str], wanted: Mapping[str, Mapping[str, str]]
) -> Iterator[Mistake]:
    placed = {path for own in wanted.values() for path in own}
    roots = ", ".join(f"{FOLDER}/{path}" for path in wanted)
    for path in files:
        if path not in placed:
            yield Mistake(
                "custom-root",
                f"No root takes {FOLDER}/{path}.",
                where=Span(f"{FOLDER}/{path}", 1, 1),
                why=f"{FOLDER} itself is for roots called {USUAL}, others have a folder below it.",
                fix=f"Move it to one of: {roots}.",
            )


def _clashes(
    roots: Mapping[str, Stack], wanted: Mapping[str, Mapping[str, str]]
) -> Iterator[Mistake]:
    for root, own in wanted.items():
        if not own:
            continue
        written = write(roots[root])
        ours = {what: name for name, text in written.items() for what, _ in _heads(text)}
        for path, text in own.items():
            yield from _of_file(path, root, written)
            yield from _of_names(path, text, root, ours)


def _of_file(path: str, root: str, written: Mapping[str, str]) -> Iterator[Mistake]:
    name = _name(path)
    if name in written:
        yield Mistake(
            "custom-file",
            f"{FOLDER}/{path} has the name of giban's own {root}/{name}.",
            where=Span(f"{FOLDER}/{path}", 1, 1),
            why="A root has one file of a name.",
            fix=f"Rename yours, to custom-{name} for example.",
        )


def _of_names(path: str, text: str, root: str, ours: Mapping[str, str]) -> Iterator[Mistake]:
    for what, line in _heads(text):
        if what in ours:
            yield Mistake(
                "custom-name",
                f"{what} stands in {FOLDER}/{path} and in giban's own {root}/{ours[what]}.",
                where=Span(f"{FOLDER}/{path}", line, 1),
                why="A root has one of each.",
                fix="Give yours another name.",
            )


def _heads(text: str) -> Iterator[tuple[str, int]]:
    """Yield what a file declares, as Terraform addresses it, and the line."""
    for found in _HEAD.finditer(text):
        kind, first, second = found.groups()
        what = f"{_WORDS[kind]}{first}.{second}" if kind in _WORDS else f'{kind} "{first}"'
        yield what, text.count("\n", 0, found.start()) + 1


def _name(path: str) -> str:
    return path.rpartition("/")[2]
