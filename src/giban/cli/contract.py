"""`giban contract`: who hands out which SSM parameter, who reads it, and what is missing."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from giban.cli.options import (
    environment_option,
    file_option,
    find_manifest,
    format_option,
    read_manifests,
)
from giban.cli.products import compiled
from giban.cli.screen import Screen
from giban.errors import Mistake, Mistakes, UsageError

if TYPE_CHECKING:
    from giban.contract import Agreement, Effect, Party, Term
    from giban.manifest import Manifest
    from giban.system import System

CHOICES = 6


@click.command()
@click.argument("manifests", metavar="[MANIFEST]...", type=click.Path(path_type=Path), nargs=-1)
@file_option
@environment_option
@click.option("--changed", metavar="NAME", help="Say what a change of this parameter would do.")
@format_option("text", "json", "github")
@click.pass_context
def command(
    context: click.Context,
    manifests: tuple[Path, ...],
    file: Path | None,
    environment: str | None,
    changed: str | None,
    format: str,
) -> None:
    """List what projects hand each other, and what is missing, before anything is deployed.

    Name the manifests of a foundation and of its applications; the foundation that an application
    names is read by itself. Exits with 1 when somebody reads what nobody hands out.
    """
    screen: Screen = context.obj
    screen.format = format
    parties = _parties(manifests or (file or find_manifest(Path.cwd()),), environment)
    if changed:
        _changed(screen, parties, changed)
        return
    from giban.contract import agreement  # noqa: PLC0415 - the catalogue is heavy

    found = agreement(parties)
    unchecked = [term for term in found.missing if not _known(term.name, parties)]
    wrong = _wrong(found, unchecked)
    if format == "json":
        screen.data(json.dumps(_json(found, unchecked), indent=2, ensure_ascii=False))
    elif not wrong:
        _table(screen, found)
        _told(screen, found, unchecked)
    elif format == "text":
        _table(screen, found)
    if wrong and format != "json":
        raise Mistakes(wrong)
    context.exit(1 if wrong else 0)


def _parties(paths: Sequence[Path], environment: str | None) -> list[Party]:
    """Return every environment of the projects, each project once, foundations first."""
    from giban.system import resolve_projects  # noqa: PLC0415 - pydantic is heavy

    projects: dict[str, Manifest] = {}
    for manifest in read_manifests(paths):
        for one in (manifest.base, manifest):
            if one is not None:
                projects.setdefault(str(one.project), one)
    resolved = resolve_projects(projects.values())
    return [party for systems in resolved for party in _party(systems, environment)]


def _party(systems: Mapping[str, System], environment: str | None) -> list[Party]:
    from giban.contract import Party  # noqa: PLC0415 - the catalogue is heavy

    found = []
    for name, blueprint in compiled(systems).items():
        system = systems[name]
        if environment not in (None, name):
            continue
        side = system.exports or system.foundation
        borders = (side.prefix,) if side else ()
        found.append(Party(blueprint, borders, exports=system.exports is not None))
    return found


def _known(name: str, parties: Sequence[Party]) -> bool:
    """Tell whether the foundation that a parameter belongs to was read."""
    borders = [border for party in parties if party.exports for border in party.borders]
    return any(name.startswith(f"{border}/") for border in borders)


def _wrong(found: Agreement, unchecked: list[Term]) -> list[Mistake]:
    names = [term.name for term in found.terms if term.producers]
    missing = [_missing(term, names) for term in found.missing if term not in unchecked]
    return missing + [_contested(term) for term in found.contested]


def _missing(term: Term, names: list[str]) -> Mistake:
    from giban.system.reading import listed, nearest  # noqa: PLC0415 - pydantic is heavy

    reader = term.readers[0]
    folder = term.name.rpartition("/")[0]
    near = [name for name in names if name.startswith(f"{folder}/")]
    shown = near[:CHOICES] or names[:CHOICES]
    more = f" and {len(near) - CHOICES} more" if len(near) > CHOICES else ""
    return Mistake(
        "missing-parameter",
        f"{reader.project} reads {term.name} in {reader.root}, and nobody hands it out.",
        where=reader.where,
        path="foundation",
        why=f"Handed out are {listed(shown)}{more}." if shown else "Nothing is handed out at all.",
        fix=f"{nearest(term.name, names)}Let the foundation have what it carries, or do without.",
    )


def _contested(term: Term) -> Mistake:
    from giban.system.reading import listed  # noqa: PLC0415 - pydantic is heavy

    return Mistake(
        "contested-parameter",
        f"{term.name} is handed out twice: by {listed(term.producers)}.",
        where=None,
        path="exports",
        why="Each apply of one would undo the other's.",
        fix="Give one of the projects another `exports`.",
    )


def _table(screen: Screen, found: Agreement) -> None:
    width = max((len(term.name) for term in found.terms), default=0)
    made = max((len(_makers(term)) for term in found.terms), default=0)
    for term in found.terms:
        readers = ", ".join(dict.fromkeys(f"{one.project}:{one.root}" for one in term.readers))
        screen.data(f"{term.name:<{width}}  {_makers(term):<{made}}  {readers}".rstrip())


def _makers(term: Term) -> str:
    return ", ".join(term.producers) or "(nobody)"


def _told(screen: Screen, found: Agreement, unchecked: list[Term]) -> None:
    read = [term for term in found.terms if term.readers]
    if unchecked:
        borders = sorted({term.name.split("/")[1] for term in unchecked})
        screen.talk(
            f"{len(unchecked)} parameters below {', '.join(f'/{one}' for one in borders)} are "
            "assumed: no manifest of a foundation that exports there was named."
        )
        screen.next_step("`giban contract MANIFEST FOUNDATION` checks both sides.")
        return
    screen.talk(
        f"{len(found.terms)} parameters, {len(read)} of them read: each has one who hands it out."
    )
    screen.next_step("`giban contract --changed NAME` says what a change would do.")


def _json(found: Agreement, unchecked: list[Term]) -> dict[str, Any]:
    missing = [term.name for term in found.missing if term not in unchecked]
    return {
        "ok": not missing and not found.contested,
        "parameters": [_term_json(term) for term in found.terms],
        "missing": missing,
        "contested": [term.name for term in found.contested],
        "assumed": [term.name for term in unchecked],
    }


def _term_json(term: Term) -> dict[str, Any]:
    return {
        "name": term.name,
        "type": term.type or None,
        "what": term.what or None,
        "producers": list(term.producers),
        "readers": [
            {
                "project": one.project,
                "root": one.root,
                "address": one.address,
                "where": str(one.where) if one.where else None,
            }
            for one in term.readers
        ],
    }


def _changed(screen: Screen, parties: Sequence[Party], name: str) -> None:
    """Show what reads a parameter, and which objects a change of it replaces."""
    from giban.contract import affected, agreement  # noqa: PLC0415 - the catalogue is heavy
    from giban.system.reading import nearest  # noqa: PLC0415 - pydantic is heavy

    names = [term.name for term in agreement(parties).terms]
    if name not in names:
        what = f"No project hands out or reads {name}."
        fix = f"{nearest(name, names)}`giban contract` lists the names."
        raise UsageError(what, fix=fix)
    effects = affected(parties, name)
    if screen.format == "json":
        screen.data(
            json.dumps({"name": name, "effects": [_effect(one) for one in effects]}, indent=2)
        )
        return
    for one in effects:
        verb = "replaced" if one.replaced else "changed"
        screen.data(f"{one.project}:{one.root}  {one.address}  {one.argument}  {verb}")
    replaced = sum(one.replaced for one in effects)
    roots = {(one.project, one.root) for one in effects}
    screen.talk(
        f"A change of {name} is seen by {len(roots)} roots: {len(effects)} arguments, "
        f"{replaced} of which make their object anew."
    )
    if replaced:
        screen.talk("Plan every one of these roots before you apply the change.")


def _effect(one: Effect) -> dict[str, Any]:
    return {
        "project": one.project,
        "root": one.root,
        "address": one.address,
        "argument": one.argument,
        "replaced": one.replaced,
    }
