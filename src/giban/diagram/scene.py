"""What a drawing says, before anything has a place: boxes, nodes, edges, each with a stable id.

Ids come from addresses and from names the author wrote, so that a small change of the system is a
small change of the picture.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

BoxKind = Literal["cloud", "region", "vpc", "zone", "tier", "subnet", "shelf", "edge", "pipeline"]
"""`tier` is a row of a VPC and `zone` a column; `subnet` is where they cross. `shelf` holds what
lives in a region but in no VPC, `edge` what lives in no region."""

EdgeKind = Literal["traffic", "data", "event", "copy", "deploy"]
Change = Literal["added", "changed", "removed"]

USERS = "users"
CLOUD = "cloud"
EDGE = "edge"
PIPELINE = "pipeline"


class Box(Struct, frozen=True, kw_only=True):
    """Something that holds others. A subnet knows its `tier` and its `zone`."""

    id: str
    kind: BoxKind
    title: str
    note: str = ""
    inside: str = ""
    tier: str = ""
    zone: str = ""
    lines: tuple[str, ...] = ()
    addresses: tuple[str, ...] = ()


class Cell(Struct, frozen=True, kw_only=True):
    """One copy of a node in one zone; a `standby` takes over only when another fails."""

    zone: str
    title: str
    standby: bool = False


class Node(Struct, frozen=True, kw_only=True):
    """One thing that is drawn: its icon, its name, what matters about it, and where it belongs.

    `box` is the id of the box it is in, or `users`. `zones` are the columns it stretches over.
    `addresses` are the resources it stands for, its own first. `chain` links cells that copy
    from one another. `cost` is written on the card and warms it by `heat`; `paid` says the same
    under the pointer only.
    """

    id: str
    icon: str
    title: str
    box: str
    facts: tuple[str, ...] = ()
    zones: tuple[str, ...] = ()
    cells: tuple[Cell, ...] = ()
    addresses: tuple[str, ...] = ()
    chain: str = ""
    change: Change | None = None
    cost: str = ""
    paid: str = ""
    heat: int | None = None
    count: int = 1


class Edge(Struct, frozen=True, kw_only=True):
    """An arrow; `label` is what travels on it: `5432/tcp`, `read`."""

    source: str
    target: str
    label: str = ""
    kind: EdgeKind = "traffic"
    change: Change | None = None

    @property
    def id(self) -> str:
        """What it is known by."""
        return f"{self.source}>{self.target}"


class Scene(Struct, frozen=True, kw_only=True):
    """A whole drawing. `hidden` counts what is left out, by the reason.

    `arrangement` is how it is laid out: as a map of the cloud, in layers, or as a matrix.
    """

    title: str
    subtitle: str
    boxes: tuple[Box, ...]
    nodes: tuple[Node, ...]
    edges: tuple[Edge, ...]
    hidden: tuple[tuple[str, int], ...] = ()
    notes: tuple[str, ...] = ()
    arrangement: Literal["map", "layers", "matrix"] = "map"

    def box(self, id: str) -> Box:
        """Return a box; raises `KeyError`."""
        for box in self.boxes:
            if box.id == id:
                return box
        raise KeyError(id)

    def inside(self, id: str) -> tuple[Box, ...]:
        """Return the boxes directly in a box."""
        return tuple(box for box in self.boxes if box.inside == id)

    def held(self, id: str) -> tuple[Node, ...]:
        """Return the nodes directly in a box."""
        return tuple(node for node in self.nodes if node.box == id)
