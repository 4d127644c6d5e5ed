"""What the stand-in keeps itself, where moto has nothing: objects by type, region and id."""

from __future__ import annotations

import hashlib
import itertools
import json
import threading
from typing import Any

from giban.rehearse.codec import Values

Key = tuple[str, str]


class Shadow:
    """Objects that only the resident process knows; they live as long as its world."""

    def __init__(self) -> None:
        self._objects: dict[Key, dict[str, Values]] = {}
        self._lock = threading.Lock()
        self._count = itertools.count(1)

    def put(self, type: str, region: str, id: str, values: Values) -> None:
        """Store or replace an object."""
        with self._lock:
            self._objects.setdefault((type, region), {})[id] = dict(values)

    def get(self, type: str, region: str, id: str) -> Values | None:
        """Return an object."""
        with self._lock:
            found = self._objects.get((type, region), {}).get(id)
            return dict(found) if found is not None else None

    def drop(self, type: str, region: str, id: str) -> None:
        """Forget an object."""
        with self._lock:
            self._objects.get((type, region), {}).pop(id, None)

    def all(self, type: str, region: str) -> list[Values]:
        """Return the objects of a type in a region."""
        with self._lock:
            return [dict(found) for found in self._objects.get((type, region), {}).values()]

    def number(self) -> int:
        """Return a number that was not returned before."""
        return next(self._count)

    def token(self, *parts: Any) -> str:
        """Return a short id, made of what it is for; a world that is built again has the same."""
        text = json.dumps([*parts, self.number()], sort_keys=True, default=str)
        return hashlib.sha256(text.encode()).hexdigest()[:17]
