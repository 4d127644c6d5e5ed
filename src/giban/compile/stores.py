"""What services may use, and what an edge to it gives them."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from giban.compile.bucket import Store
from giban.compile.cache import Cache
from giban.compile.database import Database
from giban.compile.key import Keys
from giban.compile.queue import Queue
from giban.compile.tenant import TenantDatabase
from giban.compile.wiring import Grant
from giban.system import Use


class Stores(Struct, frozen=True, kw_only=True):
    """What services may use, by the author's names."""

    databases: Mapping[str, Database]
    caches: Mapping[str, Cache]
    buckets: Mapping[str, Store]
    queues: Mapping[str, Queue]
    tenant: TenantDatabase | None

    def grant(self, use: Use, service: str, key: Keys) -> Grant:
        """Return what one edge gives a service."""
        match use.kind:
            case "database":
                return self.databases[use.name].grant(use)
            case "cache":
                return self.caches[use.name].grant(use, service)
            case "bucket":
                return self.buckets[use.name].grant(use)
            case "queue":
                return self.queues[use.name].grant(use, key)
            case "tenant":
                assert self.tenant is not None  # noqa: S101 - a use of it makes it
                return self.tenant.grant(use)
