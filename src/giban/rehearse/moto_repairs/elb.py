"""Load balancers of both generations: moto serves them under one name."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.elbv2.models import ELBv2Backend  # noqa: PLC0415  # slow

    _follow_listeners(ELBv2Backend)


def _follow_listeners(backend: Any) -> None:
    """Say of a target group which load balancers use it now, and not which one did at first."""
    describe = backend.describe_target_groups

    def described(self: Any, *arguments: Any, **named: Any) -> Any:
        used: dict[str, dict[str, None]] = {}
        for balancer in self.load_balancers.values():
            for arn in _forwarded_to(self, balancer):
                used.setdefault(arn, {})[balancer.arn] = None
        for arn, group in self.target_groups.items():
            group.load_balancer_arns = list(used.get(arn, ()))
        return describe(self, *arguments, **named)

    backend.describe_target_groups = described


def _forwarded_to(backend: Any, balancer: Any) -> Iterator[str]:
    """Yield the target groups that a load balancer's listeners and their rules name."""
    for listener in balancer.listeners.values():
        rules = (rule.actions for rule in listener.rules.values())
        for actions in (listener.default_actions, *rules):
            for action in actions:
                if action.type == "forward":
                    yield from backend._get_target_group_arns_from(action_data=action.data)  # noqa: SLF001  # theirs
