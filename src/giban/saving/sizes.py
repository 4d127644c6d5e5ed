"""Instance types beside others: the same on Graviton, the next smaller one."""

from __future__ import annotations

SIZES = ("nano", "micro", "small", "medium", "large", "xlarge", "2xlarge")


def graviton(kind: str) -> str | None:
    """Return the same size on Graviton: `db.t4g.medium` for `db.t3.medium`."""
    family, _, size = kind.rpartition(".")
    return f"{family[:-2]}t4g.{size}" if family.split(".")[-1] == "t3" else None


def half(kind: str) -> str | None:
    """Return the next smaller size of a family, None below the smallest."""
    family, _, size = kind.rpartition(".")
    smallest = "micro" if family.split(".")[-1].startswith("t") else "large"
    if size not in SIZES or size == smallest:
        return None
    return f"{family}.{SIZES[SIZES.index(size) - 1]}"
