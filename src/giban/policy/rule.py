"""A rule: frozen metadata, and a pure function that yields everything it finds."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

if TYPE_CHECKING:
    from giban.blueprint import Object
    from giban.policy.scene import Scene

Severity = Literal["low", "medium", "high", "critical"]
SEVERITIES: tuple[Severity, ...] = ("low", "medium", "high", "critical")


class Violation(Struct, frozen=True):
    """What is wrong with one object: `what` completes "OBJECT: ..."; `attribute` is Terraform's.

    `object` is None only for a rule in Rego that does not say whom it means.
    """

    object: Object | None
    what: str
    attribute: str = ""


class Undecided(Struct, frozen=True):
    """A value that a plan does not know yet, so that nobody can judge it."""

    object: Object
    attribute: str


Verdict = Violation | Undecided
Check = Callable[["Scene"], Iterable[Verdict]]


class Rule(Struct, frozen=True, kw_only=True):
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
