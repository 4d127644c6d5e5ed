"""Every rule of ours, in one list sorted by id; a new rule is a function and a row of its family.

An id is never given to another rule; `RETIRED` lists those that are no more, with the reason.
"""

from __future__ import annotations

from collections.abc import Mapping

from giban.policy.rule import Rule
from giban.policy.rules import (
    encryption,
    identity,
    network,
    resilience,
    secrets,
    spending,
    storage,
    tagging,
    terraform,
    transit,
    watching,
    workloads,
)

RULES: tuple[Rule, ...] = tuple(
    sorted(
        (
            *encryption.RULES,
            *identity.RULES,
            *network.RULES,
            *resilience.RULES,
            *secrets.RULES,
            *spending.RULES,
            *storage.RULES,
            *tagging.RULES,
            *terraform.RULES,
            *transit.RULES,
            *watching.RULES,
            *workloads.RULES,
        ),
        key=lambda rule: rule.id,
    )
)
RETIRED: Mapping[str, str] = {}
