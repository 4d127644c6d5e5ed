"""Scene → text of 100 columns, as architecture is drawn in documents by hand."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from giban.diagram import words
from giban.diagram.blocks import Block, beside, folded, framed, padded
from giban.diagram.nets import OPEN, delivery, tiers
from giban.diagram.scene import CLOUD, EDGE, PIPELINE, USERS, Box, Edge, Node, Scene

WIDE = 100
NARROW = 26
"""The least columns a zone or a shelf can be read in."""

MARKS = {"added": "+ ", "changed": "~ ", "removed": "- "}
LINES = {"traffic": "─", "data": "─", "event": "╌", "copy": "╌", "deploy": "─"}


def plain(scene: Scene) -> str:
    """Write a scene as text."""
    inner = WIDE - 4
    body: Block = []
    if scene.held(EDGE):
        body += framed(words.BOXES[EDGE], _listed(scene.held(EDGE), inner - 4), inner)
    for region in scene.inside(CLOUD):
        if region.kind == "region":
            body += framed(region.title, _region(scene, region, inner - 4), inner)
    if scene.held(PIPELINE):
        steps = "  ─▶  ".join(_said(node) for node in delivery(scene.nodes))
        body += framed(words.BOXES[PIPELINE], folded(steps, inner - 4), inner)
    title = f"{scene.title} · {scene.subtitle}"
    if scene.boxes:
        cloud = framed(scene.box(CLOUD).title, body, WIDE)
    else:
        cloud = framed("", _listed(scene.nodes, WIDE - 4), WIDE)
    lines = [title, "", *_users(scene), *cloud, "", *_arrows(scene)]
    return "\n".join(line.rstrip() for line in lines).rstrip() + "\n"


def _users(scene: Scene) -> Block:
    return [node.title.center(WIDE) for node in scene.held(USERS)]


def _region(scene: Scene, region: Box, wide: int) -> Block:
    lines: Block = []
    inside = scene.inside(region.id)
    for vpc in (box for box in inside if box.kind == "vpc"):
        title = f"{vpc.title}  {vpc.note}".strip()
        lines += framed(title, _vpc(scene, vpc, wide - 4), wide)
    shelves = [box for box in inside if box.kind == "shelf"]
    return lines + _rows([(box.title, scene.held(box.id)) for box in shelves], wide)


def _rows(shelves: Sequence[tuple[str, Sequence[Node]]], wide: int) -> Block:
    """Put shelves side by side, as many as fit."""
    most = max(1, min(len(shelves), (wide + 1) // (NARROW + 1)))
    lines: Block = []
    for start in range(0, len(shelves), most):
        row = shelves[start : start + most]
        each = (wide + 1) // len(row) - 1
        rest = wide - (each + 1) * len(row) + 1
        sizes = [each + (rest if place == len(row) - 1 else 0) for place in range(len(row))]
        blocks = [
            framed(title, _listed(nodes, size - 4), size)
            for (title, nodes), size in zip(row, sizes, strict=True)
        ]
        lines += beside(_level(blocks))
    return lines


def _level(blocks: list[Block]) -> list[Block]:
    """Make frames equally tall."""
    tall = max(len(block) for block in blocks)
    return [
        [*block[:-1], *[f"│{' ' * (len(block[-1]) - 2)}│"] * (tall - len(block)), block[-1]]
        for block in blocks
    ]


def _listed(nodes: Iterable[Node], wide: int) -> Block:
    return [line for node in nodes for line in folded(f"• {_said(node)}", wide, indent="  ")]


def _said(node: Node) -> str:
    parts = [part for part in (*node.facts, node.cost) if part]
    facts = f": {', '.join(parts)}" if parts else ""
    return f"{MARKS.get(node.change or '', '')}{node.title}{facts}"


def _vpc(scene: Scene, vpc: Box, wide: int) -> Block:
    held = scene.held(vpc.id)
    lines = [line for node in held if node.icon == "gateway" for line in _gate(node, wide)]
    zones = [box for box in scene.inside(vpc.id) if box.kind == "zone"]
    most = max(1, (wide + 1) // (NARROW + 6))
    for start in range(0, len(zones), most):
        row = zones[start : start + most]
        each = (wide + 1) // len(row) - 1
        blocks = [framed(zone.title, _zone(scene, vpc, zone, row, each - 4), each) for zone in row]
        lines += beside(_level(blocks))
    return lines + _listed((node for node in held if node.icon != "gateway"), wide)


def _gate(node: Node, wide: int) -> Block:
    return [padded(_said(node).center(wide), wide), padded("│".center(wide), wide)]


def _zone(scene: Scene, vpc: Box, zone: Box, row: Sequence[Box], wide: int) -> Block:
    """Write one column: a frame for each subnet, as tall as its neighbours' in the row."""
    lines: Block = []
    for tier in tiers(scene, vpc.id):
        subnets = {box.zone: box for box in scene.inside(vpc.id) if box.tier == tier.id}
        inner = wide - 4
        bodies = {box.id: _copies(scene, tier, box, inner) for box in row}
        tall = max(len(body) for body in bodies.values())
        subnet = subnets.get(zone.id)
        body = [*bodies[zone.id], *[""] * (tall - len(bodies[zone.id]))]
        if subnet is None:
            lines += [" " * wide] * (tall + 2)
        else:
            lines += framed(f"{subnet.title} {subnet.note}".strip(), body, wide)
    return lines


def _copies(scene: Scene, tier: Box, zone: Box, wide: int) -> Block:
    lines: Block = []
    for node in scene.held(tier.id):
        mark = MARKS.get(node.change or "", "")
        for cell in node.cells:
            if cell.zone == zone.id:
                sign = "◦" if cell.standby else "•"
                copy = "" if node.icon in OPEN else f": {cell.title}"
                lines += folded(f"{sign} {mark}{node.title}{copy}", wide, indent="  ")
        if not node.cells and zone.id in node.zones:
            lines += _listed([node], wide)
    for subnet in scene.inside(tier.inside):
        if subnet.tier == tier.id and subnet.zone == zone.id:
            lines += [line for text in subnet.lines for line in folded(text, wide)]
    return lines


def _arrows(scene: Scene) -> Block:
    """List the arrows, which a page of characters has no room to lead anywhere."""
    titles = {node.id: node.title for node in scene.nodes}
    rows = [(edge, titles[edge.source], titles[edge.target]) for edge in scene.edges]
    left = max((len(source) for _, source, _ in rows), default=0)
    middle = max((len(edge.label) for edge, _, _ in rows), default=0)
    return [
        f"{MARKS.get(edge.change or '', '')}{source:<{left}}  {_arrow(edge, middle)}  {target}"
        for edge, source, target in rows
    ]


def _arrow(edge: Edge, wide: int) -> str:
    line = LINES[edge.kind]
    return f"{line * 2} {edge.label:^{wide}} {line}▶"
