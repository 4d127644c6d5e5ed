"""Scene → Mermaid, for those who keep pictures in Markdown and edit them by hand."""

from __future__ import annotations

import re
from collections.abc import Iterator

from giban.diagram.nets import tiers
from giban.diagram.palette import FAMILIES, TONES
from giban.diagram.scene import CLOUD, EDGE, PIPELINE, Node, Scene

LINES = {"traffic": "-->", "data": "-->", "event": "-.->", "copy": "-.->", "deploy": "==>"}


def mermaid(scene: Scene) -> str:
    """Write a scene as a Mermaid flowchart."""
    names = _names(scene)
    lines = ["---", f"title: {scene.title} · {scene.subtitle}", "---", "flowchart TB"]
    boxes = {box.id for box in scene.boxes}
    lines += [f"  {_node(node, names)}" for node in scene.nodes if node.box not in boxes]
    lines += list(_boxes(scene, names))
    for edge in scene.edges:
        words = f'|"{_quoted(edge.label)}"|' if edge.label else ""
        lines.append(f"  {names[edge.source]} {LINES[edge.kind]}{words} {names[edge.target]}")
    used = sorted({FAMILIES[node.icon] for node in scene.nodes})
    lines += [f"  classDef {tone} stroke:{TONES[tone][0]},stroke-width:2px" for tone in used]
    return "\n".join(lines) + "\n"


def _boxes(scene: Scene, names: dict[str, str]) -> Iterator[str]:
    for id in (EDGE, PIPELINE):
        yield from _box(scene, names, id, 1)
    for region in scene.inside(CLOUD):
        if region.kind == "region":
            yield from _box(scene, names, region.id, 1)


def _box(scene: Scene, names: dict[str, str], id: str, depth: int) -> Iterator[str]:
    box = next((one for one in scene.boxes if one.id == id), None)
    inner = list(_inside(scene, names, id, depth + 1))
    if box is None or not inner:
        return
    pad = "  " * depth
    title = " ".join(part for part in (box.title, box.note) if part)
    yield f'{pad}subgraph {names[id]}["{_quoted(title)}"]'
    yield from inner
    yield f"{pad}end"


def _inside(scene: Scene, names: dict[str, str], id: str, depth: int) -> Iterator[str]:
    pad = "  " * depth
    for node in scene.held(id):
        yield f"{pad}{_node(node, names)}"
    for tier in tiers(scene, id):
        yield from _box(scene, names, tier.id, depth)
    for box in scene.inside(id):
        if box.kind in {"vpc", "shelf"}:
            yield from _box(scene, names, box.id, depth)


def _node(node: Node, names: dict[str, str]) -> str:
    said = "<br>".join(_quoted(part) for part in (node.title, *node.facts, node.cost) if part)
    return f'{names[node.id]}["{said}"]:::{FAMILIES[node.icon]}'


def _names(scene: Scene) -> dict[str, str]:
    """Return a name that Mermaid takes for each id: its letters and digits, told apart."""
    found: dict[str, str] = {}
    taken: set[str] = set()
    for id in (*(box.id for box in scene.boxes), *(node.id for node in scene.nodes)):
        plain = "n_" + re.sub(r"[^A-Za-z0-9]+", "_", id).strip("_")
        name, count = plain, 1
        while name in taken:
            count += 1
            name = f"{plain}_{count}"
        taken.add(name)
        found.setdefault(id, name)
    return found


def _quoted(text: str) -> str:
    for sign, code in (("#", "#35;"), ('"', "#quot;"), ("<", "#lt;"), (">", "#gt;")):
        text = text.replace(sign, code)
    return text
