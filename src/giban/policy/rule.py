"""A rule: frozen metadata, and a pure function that yields everything it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from giban.blueprint import Object
    from giban.policy.scene import Scene

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")


@dataclass(frozen=True, slots=True)
class Violation:
    """What is wrong with one object: `what` completes "OBJECT: ..."; `attribute` is Terraform's.

    `object` is None only for a rule in Rego that does not say whom it means.
    """

    object: Object | None
    what: str
    attribute: str = ""


@dataclass(frozen=True, slots=True)
class Undecided:
    """A value that a plan does not know yet, so that nobody can judge it."""

    object: Object
    attribute: str


Verdict = Violation | Undecided
Check = Callable[["Scene"], Iterable[Verdict]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """One demand.

    `fix` is written for Terraform; `key` is what a manifest says instead, below the part that an
    object answers to, or from the top where it begins with a slash. `reference` names the AWS
    control or page and the ledger's ids; `like` the rules of checkov and trivy that ask the same.
    """

    id: str
    severity: Severity
    title: str
    why: str
    fix: str
    check: Check
    key: str = ""
    reference: tuple[str, ...] = ()
    like: tuple[str, ...] = ()

    @property
    def family(self) -> str:
        """The letters before the number."""
        return self.id.partition("-")[0]


def at_least(severity: Severity, threshold: Severity) -> bool:
    """Tell whether a severity reaches a threshold."""
    return SEVERITIES.index(severity) >= SEVERITIES.index(threshold)
