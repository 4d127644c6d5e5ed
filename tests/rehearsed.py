"""A rehearsal of every environment of a system: plan, apply, plan again; what all tests look at."""

from __future__ import annotations

import os
import re
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from giban.blueprint import Blueprint, Stack
from giban.compile import compile_project
from giban.manifest import load
from giban.rehearse.beneath import on_its_foundation
from giban.rehearse.session import Plan, Session, opened
from giban.system import resolve_all
from tests.examples import EXAMPLES
from tests.official import planned, provider


@dataclass(frozen=True)
class Rehearsed:
    """A stack before and after it was applied, as Terraform's JSON."""

    stack: Stack
    first: Any
    second: Any
    empty: Plan
    outputs: dict[str, Any]
    official: Any
    """The official provider's first plan; None where it is not asked, or not on this machine."""


@dataclass(frozen=True)
class Rehearsal:
    """What all tests look at; the world is still up."""

    session: Session
    blueprints: dict[str, Blueprint]
    stacks: dict[str, Rehearsed]
    beneath: dict[str, Stack]
    """Those of the foundation that it stands on."""
    said: list[str]


class Rehearsals:
    """The rehearsal of each system by its name, made when it is first asked for."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._made: dict[str, Rehearsal] = {}
        self._failed: dict[str, Exception] = {}
        self._open = ExitStack()

    def __getitem__(self, name: str) -> Rehearsal:
        if name in self._failed:
            raise self._failed[name].with_traceback(None)
        if name not in self._made:
            try:
                self._made[name] = self._rehearsed(name)
            except Exception as error:
                self._failed[name] = error
                raise
        return self._made[name]

    def _rehearsed(self, name: str) -> Rehearsal:
        folder = self._folder / name
        folder.mkdir()
        example = EXAMPLES[name]
        made = rehearsing(example.manifest, folder, frozenset(example.judged))
        return self._open.enter_context(made)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._open.__exit__(kind, error, trace)


@contextmanager
def rehearsing(manifest: Path, folder: Path, judged: frozenset[str]) -> Iterator[Rehearsal]:
    """Rehearse a copy of a manifest in an empty folder; the world ends with the block.

    The official provider plans the `judged` roots too.
    """
    manifest = _copied(manifest, folder)
    read = load(manifest)
    systems = resolve_all(read)
    blueprints = compile_project(list(systems.values()))
    said: list[str] = []
    with opened(manifest, next(iter(systems.values())).region, said.append) as session:
        stacks: dict[str, Rehearsed] = {}
        beneath: dict[str, Stack] = {}
        for name, blueprint in blueprints.items():
            for stack in on_its_foundation(blueprint, systems[name], read, said.append).stacks:
                if stack.beneath and stack.path not in beneath:
                    session.plan(stack, _silent)
                    session.apply(stack, _silent)
                    beneath[stack.path] = stack
                elif not stack.beneath and stack.path not in stacks:
                    judge = stack.path in judged
                    stacks[stack.path] = _rehearse(session, stack, judge=judge)
        yield Rehearsal(session, blueprints, stacks, beneath, said)
        session.end()


def _copied(manifest: Path, folder: Path) -> Path:
    """Copy a manifest, and the foundation's where it names one."""
    place = folder / manifest.parent.name
    place.mkdir()
    beneath = re.search(r"^foundation: (\S+\.yaml)$", manifest.read_text(), re.MULTILINE)
    if beneath:
        base = Path(os.path.normpath(place / beneath[1]))
        base.parent.mkdir()
        shutil.copy(manifest.parent / beneath[1], base)
    return Path(shutil.copy(manifest, place))


def _rehearse(session: Session, stack: Stack, *, judge: bool) -> Rehearsed:
    session.plan(stack, _silent)
    first = session.show(stack)
    official = _official(session, stack) if judge else None
    outputs = session.apply(stack, _silent)
    empty = session.plan(stack, _silent)
    return Rehearsed(stack, first, session.show(stack), empty, outputs, official)


def _official(session: Session, stack: Stack) -> Any:
    if provider() is None:
        return None
    inside = session.resident.terraform_environment(session.region)
    return planned(stack, session.workspace.folder / "judged" / stack.path, inside)


def _silent(_event: object) -> None:
    """Hear nothing."""
