"""What registers an assertion with the ids it proves."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Callable
from dataclasses import dataclass

from tests.ledger.plan import Plan, Plans


@dataclass(frozen=True)
class Assertion:
    """A function that raises `AssertionError` unless its ids hold."""

    ids: tuple[str, ...]
    module: str
    name: str
    environments: tuple[str, ...]
    """Empty: in every environment."""
    stack: str
    each: Callable[[Plan], None] | None
    across: Callable[[Plans], None] | None

    def subjects(self, environments: tuple[str, ...]) -> tuple[str, ...]:
        """Return the environments it looks at, one by one; `all` if at all at once."""
        return ("all",) if self.across else self.environments or environments

    def check(self, plans: Plans, subject: str) -> None:
        """Look at one environment, or all; raises `AssertionError` if it does not hold."""
        if self.across:
            self.across(plans)
        elif self.each:
            self.each(plans[f"{subject}/{self.stack}"])


_registered: dict[str, list[Assertion]] = {}


def holds(
    *ids: str, only: tuple[str, ...] = (), stack: str = "platform"
) -> Callable[[Callable[[Plan], None]], Callable[[Plan], None]]:
    """Register an assertion on a stack of each environment, or of some."""

    def register(function: Callable[[Plan], None]) -> Callable[[Plan], None]:
        module, name = function.__module__, function.__name__
        _register(Assertion(ids, module, name, only, stack, function, None))
        return function

    return register


def holds_across(*ids: str) -> Callable[[Callable[[Plans], None]], Callable[[Plans], None]]:
    """Register an assertion on all plans of the system together."""

    def register(function: Callable[[Plans], None]) -> Callable[[Plans], None]:
        module, name = function.__module__, function.__name__
        _register(Assertion(ids, module, name, (), "", None, function))
        return function

    return register


def assertions(system: str) -> list[Assertion]:
    """Return all assertions of a system; imports every module of its package."""
    package = importlib.import_module(f"tests.ledger.{system.replace('-', '_')}")
    names = sorted(found.name for found in pkgutil.iter_modules(package.__path__))
    for name in names:
        importlib.import_module(f"{package.__name__}.{name}")
    return [one for name in names for one in _registered.get(f"{package.__name__}.{name}", [])]


def _register(assertion: Assertion) -> None:
    _registered.setdefault(assertion.module, []).append(assertion)
