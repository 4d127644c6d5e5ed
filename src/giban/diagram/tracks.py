"""Which line of a channel each net gets, so that few lines cross."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

ROUNDS = 6
AIR = 6
"""How near two lines on one track may come to each other's ends."""


class Tap(Struct, frozen=True):
    """Where a line joins its channel's run: how far along, and from the lower or upper side."""

    along: float
    below: bool


def tracks(nets: Mapping[str, Sequence[Tap]]) -> dict[str, int]:
    """Return the track of each net, counted from the side of smaller coordinates.

    Nets whose runs do not meet may share a track.
    """
    order = _sorted(nets)
    found: dict[str, int] = {}
    for net in order:
        near = [found[other] for other in found if _meet(nets[net], nets[other])]
        found[net] = max(near, default=-1) + 1
    return found


def _sorted(nets: Mapping[str, Sequence[Tap]]) -> list[str]:
    """Order nets so that neighbours cross each other as little as they can."""
    order = sorted(nets, key=lambda net: (_length(nets[net]), list(nets).index(net)))
    for _ in range(ROUNDS):
        changed = False
        for place in range(len(order) - 1):
            one, other = nets[order[place]], nets[order[place + 1]]
            if _crossings(other, one) < _crossings(one, other):
                order[place], order[place + 1] = order[place + 1], order[place]
                changed = True
        if not changed:
            break
    return order


def _crossings(first: Sequence[Tap], second: Sequence[Tap]) -> int:
    """Count the crossings when `first` runs at the smaller coordinate."""
    low, high = _run(second)
    own_low, own_high = _run(first)
    over = sum(low < tap.along < high for tap in first if not tap.below)
    return over + sum(own_low < tap.along < own_high for tap in second if tap.below)


def _run(taps: Sequence[Tap]) -> tuple[float, float]:
    return min(tap.along for tap in taps), max(tap.along for tap in taps)


def _length(taps: Sequence[Tap]) -> float:
    low, high = _run(taps)
    return high - low


def _meet(one: Sequence[Tap], other: Sequence[Tap]) -> bool:
    low, high = _run(one)
    other_low, other_high = _run(other)
    return low < other_high + AIR and other_low < high + AIR
