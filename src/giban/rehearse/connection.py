"""How one provider block is configured: each connection of Terraform has its own."""

from __future__ import annotations

import threading
from collections import OrderedDict
from typing import Any

from msgspec import Struct, field

from giban.rehearse.codec import UNKNOWN, Values

DEFAULT_REGION = "us-east-1"
KEPT = 512


class Connection(Struct, frozen=True):
    """The region and the tags of one `provider "aws"` block."""

    region: str = DEFAULT_REGION
    default_tags: dict[str, str] = field(default_factory=dict)
    ignored_keys: frozenset[str] = frozenset()
    ignored_prefixes: tuple[str, ...] = ()

    @classmethod
    def configured(cls, config: Values, fallback: str) -> Connection:
        """Read the provider block."""
        region = config.get("region")
        ignored = _only(config.get("ignore_tags"))
        tags = _only(config.get("default_tags")).get("tags")
        return cls(
            region=region if isinstance(region, str) else fallback,
            default_tags=dict(tags) if isinstance(tags, dict) else {},
            ignored_keys=frozenset(ignored.get("keys") or ()),
            ignored_prefixes=tuple(ignored.get("key_prefixes") or ()),
        )

    def all_tags(self, tags: Any) -> Any:
        """Return the tags an object gets: the provider's, and over them its own."""
        if tags is UNKNOWN:
            return UNKNOWN
        return {**self.default_tags, **(tags or {})}

    def seen(self, tags: dict[str, str]) -> dict[str, str]:
        """Return the tags of an object without those that are to be ignored."""
        return {
            key: value
            for key, value in tags.items()
            if key not in self.ignored_keys and not key.startswith(self.ignored_prefixes or ("\0",))
        }

    def own(self, tags: dict[str, str], before: Any) -> dict[str, str]:
        """Return the tags that are not the provider's, or that the object had by itself."""
        kept = before or {}
        return {
            key: value
            for key, value in tags.items()
            if self.default_tags.get(key) != value or key in kept
        }


class Connections:
    """The configuration of each connection, by the peer's address; old ones are forgotten."""

    def __init__(self, fallback: str = DEFAULT_REGION) -> None:
        self.fallback = fallback
        self._by_peer: OrderedDict[str, Connection] = OrderedDict()
        self._lock = threading.Lock()

    def configure(self, peer: str, config: Values) -> None:
        """Remember how a connection is configured."""
        with self._lock:
            self._by_peer[peer] = Connection.configured(config, self.fallback)
            self._by_peer.move_to_end(peer)  # a port that had been another's is no old one
            while len(self._by_peer) > KEPT:
                self._by_peer.popitem(last=False)

    def of(self, peer: str) -> Connection:
        """Return the configuration of a connection."""
        return self._by_peer.get(peer) or Connection(region=self.fallback)


def _only(blocks: Any) -> Values:
    return blocks[0] if isinstance(blocks, list) and blocks else {}
