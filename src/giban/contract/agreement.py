"""Both sides of the border, compared: what is handed out, who reads it, and what is missing."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from giban.blueprint import Blueprint
from giban.contract.crossing import consumed, produced
from giban.values import Span


class Party(Struct, frozen=True):
    """One environment of a project that takes part.

    `borders` are the SSM paths that it hands out below, or reads from; `exports` tells which.
    """

    blueprint: Blueprint
    borders: tuple[str, ...]
    exports: bool = False


class Reader(Struct, frozen=True):
    """Who reads a parameter: the root, and the place in the manifest that makes it read."""

    project: str
    root: str
    address: str
    where: Span | None


class Term(Struct, frozen=True):
    """One parameter: what it is, who hands it out and who reads it.

    `producers` is empty when nobody does, and has two entries when two roots fight over it.
    """

    name: str
    type: str
    what: str
    producers: tuple[str, ...]
    readers: tuple[Reader, ...]


class Agreement(Struct, frozen=True):
    """All parameters of some parties, by name."""

    terms: tuple[Term, ...]

    @property
    def missing(self) -> tuple[Term, ...]:
        """Those that somebody reads and nobody hands out."""
        return tuple(term for term in self.terms if term.readers and not term.producers)

    @property
    def contested(self) -> tuple[Term, ...]:
        """Those that two roots hand out: each apply would undo the other's."""
        return tuple(term for term in self.terms if len(term.producers) > 1)


def agreement(parties: Sequence[Party]) -> Agreement:
    """Compare what the parties hand out with what they read; a stack they share counts once."""
    producers: dict[str, dict[str, tuple[str, str]]] = {}
    readers: dict[str, dict[tuple[str, str], Reader]] = {}
    borders = {border for party in parties for border in party.borders}
    for party in parties:
        project = party.blueprint.project
        for stack in party.blueprint.stacks:
            root = f"{project}:{stack.path}"
            for name, _, made in produced(stack):
                if _inside(name, borders):
                    about = (str(made.type), _words(made.description))
                    producers.setdefault(name, {})[root] = about
            for name, node, read in consumed(stack):
                if _inside(name, borders):
                    address = str(read.terraform_address)
                    who = Reader(project, stack.path, address, node.origin.span)
                    readers.setdefault(name, {})[root, address] = who
    names = sorted({*producers, *readers})
    return Agreement(tuple(_term(name, producers.get(name, {}), readers) for name in names))


def _term(
    name: str,
    producers: dict[str, tuple[str, str]],
    readers: dict[str, dict[tuple[str, str], Reader]],
) -> Term:
    type_, what = next(iter(producers.values()), ("", ""))
    return Term(name, type_, what, tuple(producers), tuple(readers.get(name, {}).values()))


def _inside(name: str, borders: Iterable[str]) -> bool:
    return any(name.startswith(f"{border}/") for border in borders)


def _words(description: object) -> str:
    if not isinstance(description, str):
        return ""
    return description.removesuffix(" for cross-stack references")
