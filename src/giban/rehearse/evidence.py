"""What a rehearsal did and did not check, type by type; written to a file the CLI reads.

    {"aws_vpc": {"depth": "handled", "created": 1, "updated": 0, "deleted": 0,
                 "unchecked": ["ipv4_netmask_length"], "guards": {"overlapping": 1}}}

`unchecked` are attributes that were configured and that the AWS of the rehearsal did not report.
"""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

EVIDENCE = "evidence.json"


class Evidence:
    """The ledger; written when the last of the calls under way ends, so never behind."""

    def __init__(self, folder: Path | None) -> None:
        self._file = folder / EVIDENCE if folder else None
        self._types: dict[str, dict[str, Any]] = {}
        self._lock = threading.Lock()
        self._under_way = 0
        self._dirty = False

    @contextmanager
    def call(self) -> Iterator[None]:
        """Hold while a call is under way."""
        with self._lock:
            self._under_way += 1
        try:
            yield
        finally:
            with self._lock:
                self._under_way -= 1
                if self._dirty and not self._under_way:
                    self._write()

    def count(self, type: str, depth: str, event: str) -> None:
        """Count something that happened to an object: created, updated, deleted."""
        with self._lock:
            entry = self._entry(type, depth)
            entry[event] = entry.get(event, 0) + 1
            self._dirty = True

    def guard(self, type: str, depth: str, name: str) -> None:
        """Count a guard that ran."""
        with self._lock:
            guards = self._entry(type, depth)["guards"]
            guards[name] = guards.get(name, 0) + 1
            self._dirty = True

    def unchecked(self, type: str, depth: str, attributes: set[str]) -> None:
        """Remember attributes that no read has reported."""
        with self._lock:
            entry = self._entry(type, depth)
            known = set(entry["unchecked"])
            if attributes - known:
                entry["unchecked"] = sorted(known | attributes)
                self._dirty = True

    def snapshot(self) -> dict[str, Any]:
        """Return a copy of the ledger."""
        with self._lock:
            copy: dict[str, Any] = json.loads(json.dumps(self._types))
            return copy

    def _entry(self, type: str, depth: str) -> dict[str, Any]:
        return self._types.setdefault(
            type,
            {
                "depth": depth,
                "created": 0,
                "updated": 0,
                "deleted": 0,
                "unchecked": [],
                "guards": {},
            },
        )

    def _write(self) -> None:
        self._dirty = False
        if self._file is None or not self._file.parent.is_dir():
            return
        fresh = self._file.with_suffix(".new")
        fresh.write_text(json.dumps(self._types, indent=1, sort_keys=True), encoding="utf-8")
        fresh.replace(self._file)
