"""The network of a system: zones, tiers and their addresses, checked against each other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

from giban.system.checks import check_days
from giban.system.facts import ZONES
from giban.system.model import Instances, Network, Service, Subnet
from giban.system.reading import Reader, listed
from giban.values import Cidr

PUBLIC, APP, DATA = TIERS = ("public", "app", "data")
# Without `subnets`: 32 equal blocks, 8 a tier, one for each zone letter. A zone that is added
# or removed later moves no other.
_SLOTS = 8
_SPLIT = 5
_LARGEST, _SMALLEST = 16, 24


class Addresses(NamedTuple):
    """The range of a network, its zones, and the subnets of its tiers."""

    cidr: Cidr
    zones: tuple[str, ...]
    tiers: Mapping[str, tuple[Subnet, ...]]


def network(reader: Reader, region: str) -> Network:
    """Return the network; mistakes are left with the reader."""
    own = addresses(reader, region)
    return Network(
        cidr=own.cidr,
        zones=own.zones,
        tiers=own.tiers,
        data_tier=APP if reader.maybe("subnets.data") == APP else DATA,
        nat=reader.maybe("nat") or "none",
        nat_type=reader.text("nat_type"),
        endpoints=reader.texts("endpoints"),
        flow_log_to=reader.maybe("flow_log_to") or "logs",
        flow_log_days=check_days(reader, "flow_log_days", zero=True),
    )


NEEDED = ("ecr.api", "ecr.dkr", "logs")
"""Interface endpoints by which a task without the internet gets its image and keeps its log."""


def check_way_out(
    root: Reader, found: Network, tasks: Sequence[Service], there: Iterable[Instances]
) -> None:
    """Note what stands in private subnets that nothing leads out of, and would never start."""
    if found.nat != "none":
        return
    needed = [*NEEDED, *(["secretsmanager"] if any(map(_has_secrets, tasks)) else [])]
    missing = [one for one in needed if one not in found.endpoints]
    inside = [one.name for one in there if not one.public] or (
        [task.name for task in tasks if task.on is None] if missing else []
    )
    if inside:
        root.below("network").wrong(
            "no-way-out",
            "nat",
            f"`{inside[0]}` stands in private subnets that nothing leads out of.",
            why="Images, secrets and logs come and go over the internet, or by endpoints.",
            fix=f"Write `nat: instance`, or for tasks `endpoints: [{', '.join(needed)}]`.",
        )


def _has_secrets(task: Service) -> bool:
    """Tell whether a task starts with something from Secrets Manager."""
    stores = {"database", "tenant"}
    return bool(task.secrets or task.shared_secrets or stores & {use.kind for use in task.uses})


def addresses(reader: Reader, region: str, other: Reader | None = None) -> Addresses:
    """Return where everything stands, by `cidr`, `zones` and `subnets`.

    Without `subnets` they are numbered as those of the `other` network.
    """
    zones = _zones(reader, region)
    cidr = _cidr(reader, "cidr", reader.text("cidr")) or Cidr.parse("10.0.0.0/16")
    tiers: Mapping[str, tuple[Subnet, ...]] = {}
    if not _LARGEST <= cidr.network.prefixlen <= _SMALLEST:
        reader.wrong(
            "network-size",
            "cidr",
            f"A network of /{cidr.network.prefixlen} cannot be used.",
            why="AWS takes /16 to /28, and below /24 three tiers do not fit.",
            fix="Write a range from /16 to /24, such as 10.0.0.0/16.",
        )
    elif _subnets(reader, other) is None:
        tiers = {tier: _assigned(cidr, index, zones) for index, tier in enumerate(TIERS)}
    else:
        tiers = _written((_subnets(reader, other) or reader).below("subnets"), region, cidr, zones)
    return Addresses(cidr, zones, tiers)


def _subnets(reader: Reader, other: Reader | None) -> Reader | None:
    """Return whose `subnets` hold; None where nobody wrote any."""
    if reader.maybe("subnets") is not None:
        return reader
    return other if other and other.maybe("subnets") is not None else None


def _zones(reader: Reader, region: str) -> tuple[str, ...]:
    zones = reader.texts("zones")
    known = ZONES.get(region, "")
    others = f"; {region} has {listed(sorted(known))}" if known else ""
    for index, zone in enumerate(zones):
        if known and zone not in known:
            reader.wrong(
                "unknown-zone",
                f"zones.{index}",
                f"{region} has no zone `{zone}`.",
                fix=f"Choose from: {listed(sorted(known))}.",
            )
        elif zone in zones[:index]:
            reader.wrong(
                "duplicate-zone",
                f"zones.{index}",
                f"The zone `{zone}` is named twice.",
                fix=f"Name each zone once{others}.",
            )
    return zones


def _cidr(reader: Reader, key: str, text: str) -> Cidr | None:
    try:
        return Cidr.parse(text)
    except ValueError as error:
        if text:
            near = _truncated(text)
            reader.wrong(
                "bad-cidr",
                key,
                f"`{text}` is not a range of IPv4 addresses.",
                why=f"{error}.",
                fix=f"Did you mean `{near}`?" if near else "Write one like 10.0.0.0/16.",
            )
        return None


def _truncated(text: str) -> str | None:
    from ipaddress import IPv4Network  # noqa: PLC0415 - only for a suggestion

    try:
        return str(IPv4Network(text, strict=False))
    except ValueError:
        return None


def _assigned(cidr: Cidr, index: int, zones: tuple[str, ...]) -> tuple[Subnet, ...]:
    prefix = cidr.network.prefixlen + _SPLIT
    return tuple(
        Subnet(zone=zone, cidr=cidr.block(prefix, index * _SLOTS + (ord(zone) - 97) % _SLOTS))
        for zone in zones
    )


def _written(
    reader: Reader, region: str, cidr: Cidr, zones: tuple[str, ...]
) -> Mapping[str, tuple[Subnet, ...]]:
    tiers: dict[str, tuple[Subnet, ...]] = {}
    for tier in TIERS:
        written = reader.maybe(tier)
        if written is None or written == APP:
            continue
        if isinstance(written, list):
            tiers[tier] = _listed_blocks(reader, tier, written, zones)
        else:
            own = _zones(reader.below(tier), region) or zones
            tiers[tier] = _numbered_blocks(reader, tier, cidr, own, written)
    _check_places(reader, cidr, tiers)
    return tiers


def _listed_blocks(
    reader: Reader, tier: str, written: list[Any], zones: tuple[str, ...]
) -> tuple[Subnet, ...]:
    if len(written) != len(zones):
        reader.wrong(
            "subnet-count",
            tier,
            f"`{tier}` lists {len(written)} of the {len(zones)} ranges it needs.",
            fix=f"Write one range for each of the zones {listed(zones)}, in that order.",
        )
        return ()
    found = [_cidr(reader, f"{tier}.{i}", text) for i, text in enumerate(written)]
    return tuple(Subnet(zone=z, cidr=c) for z, c in zip(zones, found, strict=True) if c)


def _numbered_blocks(
    reader: Reader, tier: str, cidr: Cidr, zones: tuple[str, ...], written: Mapping[str, Any]
) -> tuple[Subnet, ...]:
    prefix = written.get("prefix") or min(max(24, cidr.network.prefixlen + 4), 28)
    first = written.get("first") or 0
    try:
        return tuple(
            Subnet(zone=zone, cidr=cidr.block(prefix, first + index))
            for index, zone in enumerate(zones)
        )
    except ValueError:
        room = 2 ** max(prefix - cidr.network.prefixlen, 0)
        reader.wrong(
            "subnet-outside",
            tier,
            f"The subnets of `{tier}` do not fit into {cidr}.",
            why=f"It holds {room} blocks of /{prefix}, numbered from 0; "
            f"`{tier}` takes {len(zones)} from {first} on.",
            fix=f"Begin at {max(room - len(zones), 0)} or below, or choose a longer `prefix`.",
        )
        return ()


def _check_places(reader: Reader, cidr: Cidr, tiers: Mapping[str, tuple[Subnet, ...]]) -> None:
    """Note tiers that lie outside the network or on another tier, each once."""
    seen: list[tuple[str, Cidr]] = []
    for tier, subnets in tiers.items():
        own = [(tier, subnet.cidr) for subnet in subnets]
        outside = next((block for _, block in own if not cidr.holds(block)), None)
        if outside:
            reader.wrong(
                "subnet-outside",
                tier,
                f"{outside} of `{tier}` lies outside the network {cidr}.",
                fix="Choose a range inside `network.cidr`, or make that one larger.",
            )
        pairs = ((mine, other) for mine in own for other in seen)
        clash = next(((a, b) for a, b in pairs if a[1].overlaps(b[1])), None) or _inner(own)
        if clash:
            (_, block), (other, known) = clash
            taken = [b for name, blocks in tiers.items() if name != tier for b in blocks]
            reader.wrong(
                "subnet-overlap",
                tier,
                f"{block} of `{tier}` overlaps {known} of `{other}`.",
                fix=f"Move one of them; {_free(cidr, block, len(own), [s.cidr for s in taken])}.",
            )
        seen += own


def _inner(own: list[tuple[str, Cidr]]) -> tuple[tuple[str, Cidr], tuple[str, Cidr]] | None:
    pairs = ((b, a) for i, a in enumerate(own) for b in own[i + 1 :])
    return next(((b, a) for b, a in pairs if a[1].overlaps(b[1])), None)


def _free(cidr: Cidr, block: Cidr, count: int, taken: list[Cidr]) -> str:
    """Say where `count` blocks in a row are free."""
    prefix = block.network.prefixlen
    room = 2 ** (prefix - cidr.network.prefixlen) if prefix >= cidr.network.prefixlen else 0
    for first in range(1, max(room - count + 1, 1)):
        row = [cidr.block(prefix, first + n) for n in range(count)] if room else []
        if row and not any(mine.overlaps(other) for mine in row for other in taken):
            return f"{row[0]} and on are free (block {first})"
    return "the network has no room left for it"
