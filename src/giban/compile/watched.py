"""Caches and queues with their alarms, at home and where the system stands ready."""

from __future__ import annotations

from giban.compile import alarms
from giban.compile import cache as caches
from giban.compile import queue as queues
from giban.compile.draft import Draft
from giban.compile.key import Keys
from giban.compile.network import Network
from giban.compile.queue_alarms import watch_queue
from giban.compile.watcher import Watcher


def watched_caches(
    draft: Draft, network: Network, keys: Keys, watcher: Watcher
) -> dict[str, caches.Cache]:
    """Make every cache in the subnets they share, and watch it."""
    subnets = caches.subnet_group(draft, network)
    if subnets is None:
        return {}
    made = {}
    for name, wanted in draft.system.caches.items():
        made[name] = caches.cache(draft, wanted, network, subnets, keys)
        alarms.watch_cache(made[name], watcher, draft)
    return made


def watched_queues(draft: Draft, keys: Keys, watcher: Watcher) -> dict[str, queues.Queue]:
    """Make every queue, and watch it."""
    made = {}
    for name, wanted in draft.system.queues.items():
        made[name] = queues.queue(draft, wanted, keys)
        watch_queue(made[name], watcher, draft)
    return made
