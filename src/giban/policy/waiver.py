"""Findings that somebody has accepted, for a reason and for a time."""

from __future__ import annotations

from datetime import date
from fnmatch import fnmatchcase

from msgspec import Struct

from giban.values import Span


class Waiver(Struct, frozen=True, kw_only=True):
    """A rule not held for the objects whose address a pattern matches, up to and with a day.

    In a pattern `*` stands for any text; brackets are brackets, as in addresses.
    """

    rule: str
    address: str
    reason: str
    owner: str
    until: date
    where: Span | None = None

    def covers(self, rule: str, address: str, stack: str) -> bool:
        """Tell whether it speaks of a finding; an address may begin with its stack's path."""
        if self.rule != rule:
            return False
        pattern = self.address.replace("[", "[[]")
        return fnmatchcase(address, pattern) or fnmatchcase(f"{stack}:{address}", pattern)

    def expired(self, today: date) -> bool:
        """Tell whether its time is over."""
        return today > self.until
