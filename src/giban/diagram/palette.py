"""The colours of a drawing, for light and for dark paper, and what each style is made of."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Theme = Literal["light", "dark"]

TONES: dict[str, tuple[str, str]] = {
    "compute": ("#C2570C", "#E98B3E"),
    "database": ("#2F5FD0", "#6C95F5"),
    "storage": ("#2B7A3B", "#55B36A"),
    "network": ("#6A3FC4", "#A586F2"),
    "security": ("#BC2F43", "#EF7283"),
    "messaging": ("#AD2F7E", "#E77ABF"),
    "operations": ("#0B7180", "#3FB2C2"),
    "delivery": ("#46566B", "#93A4BA"),
    "people": ("#2A3647", "#B6C2D1"),
}
"""A colour for each family of services, on light and on dark paper; white reads on the first."""

INK: dict[str, tuple[str, str]] = {
    "paper": ("#FFFFFF", "#0E151D"),
    "ink": ("#16202C", "#EAF0F6"),
    "muted": ("#566273", "#9FADBC"),
    "faint": ("#8592A3", "#6F7D8D"),
    "line": ("#CBD3DC", "#35424F"),
    "card": ("#FFFFFF", "#1A2531"),
    "ground": ("#F6F8FA", "#121B24"),
    "region": ("#FBFCFD", "#101821"),
    "vpc": ("#FFFFFF", "#0E161F"),
    "public": ("#E9F5EC", "#12291C"),
    "private": ("#EAF1FB", "#13233A"),
    "glyph": ("#FFFFFF", "#0E151D"),
    "traffic": ("#2A3647", "#C3CFDC"),
    "data": ("#2F5FD0", "#6C95F5"),
    "event": ("#AD2F7E", "#E77ABF"),
    "copy": ("#0B7180", "#3FB2C2"),
    "deploy": ("#46566B", "#93A4BA"),
    "added": ("#16803C", "#4CC472"),
    "changed": ("#B36B00", "#E9A93C"),
    "removed": ("#C3282F", "#F27076"),
    "heat0": ("#F1F4F7", "#1A2531"),
    "heat1": ("#FFF3D6", "#3A2F14"),
    "heat2": ("#FFE0A3", "#54400F"),
    "heat3": ("#FFC078", "#74450F"),
    "heat4": ("#FFAE7A", "#8A3F12"),
    "heat5": ("#FF8F66", "#A83A16"),
}

TINT: dict[str, tuple[float, float]] = {"band": (0.07, 0.13), "change": (0.10, 0.18)}
"""How much of a tone shines through in a surface, on light and on dark paper."""


class Style(Struct, frozen=True):
    """What a shape is filled and drawn with: names of colours, pixels, dashes."""

    fill: str = ""
    stroke: str = ""
    thick: float = 1.0
    dash: str = ""


STYLES: dict[str, Style] = {
    "paper": Style(fill="paper"),
    "cloud": Style(fill="ground", stroke="faint", thick=1.4),
    "region": Style(fill="region", stroke="faint", dash="2 4"),
    "vpc": Style(fill="vpc", stroke="network", thick=1.6),
    "zone": Style(stroke="faint", dash="6 4"),
    "public": Style(fill="public"),
    "private": Style(fill="private"),
    "shelf": Style(fill="ground", stroke="line"),
    "pipeline": Style(fill="region", stroke="line"),
    "card": Style(fill="card", stroke="line"),
    "rule": Style(stroke="line"),
    "ink": Style(fill="ink"),
    "muted": Style(fill="muted"),
    "faint": Style(fill="faint"),
    "glyph": Style(stroke="glyph", thick=1.7),
    "traffic": Style(stroke="traffic", thick=1.5),
    "data": Style(stroke="data", thick=1.5),
    "event": Style(stroke="event", thick=1.5, dash="7 4"),
    "copy": Style(stroke="copy", thick=1.5, dash="3 3"),
    "deploy": Style(stroke="deploy", thick=1.5),
    "halo": Style(fill="vpc"),
    **{
        f"words-{kind}": Style(fill=kind) for kind in ("traffic", "data", "event", "copy", "deploy")
    },
    **{f"tile-{tone}": Style(fill=tone) for tone in TONES},
    **{f"glyph-{tone}": Style(stroke=tone, thick=1.7) for tone in TONES},
    **{f"band-{tone}": Style(fill=f"{tone}-band", stroke=tone, thick=1.2) for tone in TONES},
    **{f"cell-{tone}": Style(fill="card", stroke=tone) for tone in TONES},
    **{f"standby-{tone}": Style(stroke=tone, dash="4 3") for tone in TONES},
    **{f"ring-{tone}": Style(stroke=tone, thick=1.2) for tone in TONES},
    **{f"chain-{tone}": Style(stroke=tone, thick=1.3, dash="3 3") for tone in TONES},
    **{f"words-{tone}": Style(fill=tone) for tone in TONES},
    **{
        f"card-{change}": Style(fill=f"{change}-change", stroke=change, thick=2.2)
        for change in ("added", "changed")
    },
    "card-removed": Style(fill="removed-change", stroke="removed", thick=2.2, dash="6 4"),
    **{f"edge-{change}": Style(stroke=change, thick=2.2) for change in ("added", "changed")},
    "edge-removed": Style(stroke="removed", thick=2.2, dash="6 4"),
    **{f"words-{change}": Style(fill=change) for change in ("added", "changed", "removed")},
    **{f"heat-{step}": Style(fill=f"heat{step}", stroke="line") for step in range(6)},
    "heat-unknown": Style(fill="card", stroke="muted", dash="2 3"),
}

FAMILIES: dict[str, str] = {
    "backup": "operations",
    "balancer": "network",
    "bucket": "storage",
    "budget": "operations",
    "build": "delivery",
    "cache": "database",
    "cdn": "network",
    "certificate": "security",
    "chat": "messaging",
    "container": "compute",
    "database": "database",
    "dns": "network",
    "endpoint": "network",
    "event": "messaging",
    "gateway": "network",
    "guard": "security",
    "instance": "compute",
    "instances": "compute",
    "job": "compute",
    "key": "security",
    "metrics": "operations",
    "nat": "network",
    "parameter": "security",
    "peering": "network",
    "pipeline": "delivery",
    "queue": "messaging",
    "registry": "delivery",
    "role": "security",
    "rollout": "delivery",
    "schedule": "messaging",
    "secret": "security",
    "shield": "security",
    "source": "delivery",
    "stack": "delivery",
    "table": "database",
    "topic": "messaging",
    "trace": "operations",
    "trail": "operations",
    "users": "people",
}
"""The family of each icon."""


def colour(name: str, theme: Theme) -> str:
    """Return a colour by its name; `compute-band` is a tone that shines through on paper."""
    place = 0 if theme == "light" else 1
    if name in INK:
        return INK[name][place]
    if name in TONES:
        return TONES[name][place]
    tone, tint = name.rsplit("-", 1)
    return _mixed(colour(tone, theme), colour("card", theme), TINT[tint][place])


def _mixed(one: str, other: str, share: float) -> str:
    pairs = zip(_parts(one), _parts(other), strict=True)
    return "#" + "".join(f"{round(a * share + b * (1 - share)):02X}" for a, b in pairs)


def _parts(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
