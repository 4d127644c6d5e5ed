"""One environment of the author's system, complete: defaults in, references resolved, checked.

Promises: `resolve` either returns a `System` that AWS has no simple reason to refuse, or raises
all mistakes at once; `System.layers` answers where every value came from. Touches nothing.
"""

from giban.system.explain import explain
from giban.system.layers import Explanation, Layer, Layers, Setting
from giban.system.model import (
    Access,
    Alarms,
    Availability,
    Bucket,
    Budget,
    Cache,
    Database,
    DeadLetter,
    Health,
    Job,
    Messages,
    Names,
    Network,
    Queue,
    Scale,
    Service,
    Sidecar,
    Site,
    Subnet,
    System,
    Use,
    Waf,
    Window,
)
from giban.system.resolve import environments, layers, resolve, resolve_all

__all__ = [
    "Access",
    "Alarms",
    "Availability",
    "Bucket",
    "Budget",
    "Cache",
    "Database",
    "DeadLetter",
    "Explanation",
    "Health",
    "Job",
    "Layer",
    "Layers",
    "Messages",
    "Names",
    "Network",
    "Queue",
    "Scale",
    "Service",
    "Setting",
    "Sidecar",
    "Site",
    "Subnet",
    "System",
    "Use",
    "Waf",
    "Window",
    "environments",
    "explain",
    "layers",
    "resolve",
    "resolve_all",
]
