"""Which stacks another one stands on."""

from __future__ import annotations

from collections.abc import Sequence

from giban.blueprint import Stack
from giban.contract.crossing import consumed, produced


def needed(stacks: Sequence[Stack], readers: Sequence[Stack]) -> tuple[Stack, ...]:
    """Return those of `stacks` that the readers need, and what those need, in their order."""
    makers = {name: stack for stack in stacks for name, _, _ in produced(stack)}
    found: dict[str, Stack] = {}
    waiting = list(readers)
    while waiting:
        for name, _, _ in consumed(waiting.pop()):
            maker = makers.get(name)
            if maker is not None and maker.path not in found:
                found[maker.path] = maker
                waiting.append(maker)
    return tuple(stack for stack in stacks if stack.path in found)
