"""Rules of one's own in Rego, by conftest's convention: `deny`, `violation` and `warn` of `main`.

Each file of `policies/` is a rule named after it; files of other packages are what they share. The
input is Terraform's plan JSON, of a manifest the one that would make it. A message is a text, or an
object with `msg` and, best, `address`. Rego of version 1; Regorus and OPA write the same.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator, Sequence
from functools import cached_property
from pathlib import Path
from typing import Any

from msgspec import Struct

from giban.blueprint import Object
from giban.errors import UsageError
from giban.policy.asplan import as_plan
from giban.policy.rule import Rule, Violation
from giban.policy.scene import Scene

MAIN = re.compile(r"(?m)^package\s+main\s*$")
SETS = ("deny", "warn")
ASK = {"deny": ("deny", "violation"), "warn": ("warn",)}
QUERIES = (
    "[[base64.encode(m), base64.encode(``)] | some m in data.main.{name}; is_string(m)]",
    (
        "[[base64.encode(m.msg), base64.encode(object.get(m, `address`, ``))] "
        "| some m in data.main.{name}; is_object(m)]"
    ),
)
"""Texts come encoded: regopy 1.5 forgets to escape quotes, and addresses have them."""


def rego_rules(folder: Path) -> tuple[Rule, ...]:
    """Return the rules of a folder; raises `UsageError` for Rego that cannot be read."""
    texts = {path.stem: path.read_text(encoding="utf-8") for path in sorted(folder.glob("*.rego"))}
    shared = tuple((name, text) for name, text in texts.items() if not MAIN.search(text))
    rules = []
    for name, text in texts.items():
        if MAIN.search(text):
            policy = Policy(name, (*shared, (name, text)), folder / f"{name}.rego")
            policy.answers({}, "deny")
            rules += [policy.rule(kind) for kind in SETS]
    return tuple(rules)


class Policy(Struct, frozen=True, dict=True):
    """One file, with those it may import."""

    name: str
    texts: Sequence[tuple[str, str]]
    path: Path

    def rule(self, kind: str) -> Rule:
        """Return what the file denies, or what it warns of, as a rule."""
        return Rule(
            id=f"REGO-{self.name}" if kind == "deny" else f"REGO-{self.name}.{kind}",
            severity="high" if kind == "deny" else "low",
            title=f"{self.path.name} {'denies' if kind == 'deny' else 'warns of'} nothing",
            why="The project's own policy says so.",
            fix=f"Read {self.path.name}, and do as it says.",
            check=lambda scene: self._found(scene, kind),
        )

    def _found(self, scene: Scene, kind: str) -> Iterator[Violation]:
        plan = scene.root.document or scene.once(_plan)
        objects = scene.once(_by_address)
        for message, address in self.answers(plan, kind):
            yield Violation(objects.get(address or _mentioned(message, objects)), message)

    def answers(self, plan: Any, kind: str) -> list[tuple[str, str]]:
        """Return messages and addresses, sorted; raises `UsageError` when Rego fails."""
        engine = self._engine
        found: set[tuple[str, str]] = set()
        try:
            engine.set_input(plan)
            for name in ASK[kind]:
                for query in QUERIES:
                    answer = engine.query(query.replace("{name}", name))
                    found.update(map(_decoded, answer.results[0].expressions[0]))
        except Exception as error:
            raise self._refused(error) from error
        return sorted(found)

    @cached_property
    def _engine(self) -> Any:
        try:
            import regopy  # noqa: PLC0415 - only those who have policies pay for it
        except ImportError as error:
            what = f"{self.path} is Rego, and nothing here can read it"
            raise UsageError(what, fix="Install it: `pip install 'giban[policy]'`.") from error
        engine = regopy.Interpreter()
        try:
            for name, text in self.texts:
                engine.add_module(name, text)
        except regopy.RegoError as error:
            raise self._refused(error) from error
        return engine

    def _refused(self, error: Exception) -> UsageError:
        return UsageError(
            f"{self.path} cannot be read as Rego",
            why=_reason(str(error)),
            fix="Try it with `opa check`, or `opa fmt --v0-v1` if it is of Rego's version 0.",
        )


def _reason(text: str) -> str:
    """Return the first thing regopy says, out of its tree of errors."""
    found = re.search(r"\(errormsg \d+:([^)]*)\)", text)
    return found[1] if found else text.splitlines()[0] if text else ""


def _decoded(pair: Sequence[str]) -> tuple[str, str]:
    message, address = (base64.b64decode(one).decode() for one in pair)
    return message, address


def _plan(scene: Scene) -> Any:
    return as_plan(scene.stack)


def _by_address(scene: Scene) -> dict[str, Object]:
    return {str(address): node.object for address, node in scene.graph.nodes.items()}


def _mentioned(message: str, objects: dict[str, Object]) -> str:
    """Return the longest address that a message mentions."""
    return max((one for one in objects if one in message), key=len, default="")
