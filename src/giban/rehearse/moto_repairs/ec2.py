"""Networks."""

from __future__ import annotations

from typing import Any


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.ec2.models.security_groups import SecurityGroupRule  # noqa: PLC0415  # slow

    _describe_rules_between_groups(SecurityGroupRule)


def _describe_rules_between_groups(rule: Any) -> None:
    """Answer the description of a rule whose other side is a group, not only of address ranges."""

    def description(self: Any) -> str | None:
        found: str | None = self.ip_range.get("Description") or self.source_group.get("Description")
        return found

    rule.description = property(description)
