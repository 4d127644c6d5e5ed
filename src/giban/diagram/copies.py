"""How many copies of a thing run, and in which zone each: what a drawing shows of availability."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from giban.diagram import words
from giban.diagram.facts import scaling
from giban.diagram.reading import Reading, Thing
from giban.diagram.scene import Cell

Copies = Callable[[Reading, Thing, Sequence[str]], tuple[Cell, ...]]


def copies(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    """Return the copies of a thing over the zones it may use."""
    make = COPIES.get(thing.type)
    return make(reading, thing, zones) if make and zones else ()


def chain(thing: Thing) -> str:
    """Return what the copies of a thing do with one another: `sync`, `copy` or nothing."""
    return CHAINS.get(thing.type, "")


def _tasks(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    bounds = scaling(reading, thing)
    count = bounds[0] if bounds else int(thing.get("desired_count") or 0)
    return _spread(count, "task", zones)


def _instances(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    del reading
    count = int(thing.get("desired_capacity") or thing.get("min_size") or 0)
    return _spread(count, "instance", zones)


def _spread(count: int, noun: str, zones: Sequence[str]) -> tuple[Cell, ...]:
    cells = []
    for place, zone in enumerate(zones):
        here = count // len(zones) + (place < count % len(zones))
        title = words.counted(here, noun) if here or not count else words.SPARE
        cells.append(Cell(zone=zone, title=title, standby=not here))
    return tuple(cells)


def _one(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    del reading, thing
    return tuple(Cell(zone=zone, title=words.RUNS) for zone in zones[:1])


def _database(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    del reading
    replica = thing.raw("replicate_source_db") is not None
    first = _own_zone(thing, zones)
    title = words.REPLICA if replica else words.PRIMARY
    cells = [Cell(zone=first, title=title, standby=replica)]
    others = [zone for zone in zones if zone != first]
    if thing.get("multi_az") is True and others:
        cells.append(Cell(zone=others[0], title=words.STANDBY, standby=True))
    return tuple(sorted(cells, key=lambda cell: list(zones).index(cell.zone)))


def _own_zone(thing: Thing, zones: Sequence[str]) -> str:
    zone = thing.get("availability_zone")
    ends = [one for one in zones if isinstance(zone, str) and one.endswith(f"/{zone}")]
    return ends[0] if ends else zones[0]


def _cache(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    del reading
    shards = int(thing.get("num_node_groups") or 1)
    replicas = thing.get("replicas_per_node_group")
    if replicas is None:
        replicas = max(0, int(thing.get("num_cache_clusters") or 1) - 1)
    primary = words.PRIMARY if shards == 1 else words.counted(shards, "shard")
    cells = [Cell(zone=zones[0], title=primary)]
    for place in range(1, min(len(zones), int(replicas) + 1)):
        here = len(range(place, int(replicas) + 1, len(zones) - 1 or 1)) * shards
        title = words.REPLICA if here == 1 else words.counted(here, "replica")
        cells.append(Cell(zone=zones[place], title=title, standby=True))
    return tuple(cells)


def _gateways(reading: Reading, thing: Thing, zones: Sequence[str]) -> tuple[Cell, ...]:
    del reading, thing
    return tuple(Cell(zone=zone, title=words.GATEWAY) for zone in zones)


COPIES: dict[str, Copies] = {
    "aws_autoscaling_group": _instances,
    "aws_db_instance": _database,
    "aws_ecs_service": _tasks,
    "aws_elasticache_replication_group": _cache,
    "aws_instance": _one,
    "aws_nat_gateway": _gateways,
}

CHAINS: dict[str, str] = {
    "aws_db_instance": words.SYNC,
    "aws_elasticache_replication_group": words.COPY,
}
