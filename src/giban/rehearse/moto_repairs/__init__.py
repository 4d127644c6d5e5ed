"""Defects of moto 5.2 that no handler can work around, repaired in the process that runs it.

Each service has a file here with a `repair` function; it is called when the first request for
that service arrives, before moto makes its web application for it. What moto lacks altogether
is refused by name (`missing.py`).
"""

from __future__ import annotations

from importlib import import_module
from importlib.util import find_spec
from typing import Any

from giban.rehearse.moto_repairs.missing import refuse_by_name


def create_repaired(service: Any) -> Any:
    """Return moto's web application for a service, with its repairs in place."""
    from moto.moto_server.werkzeug_app import create_backend_app  # noqa: PLC0415  # slow

    repair(str(service))
    application = create_backend_app(service)
    refuse_by_name(application, str(service))
    return application


def repair(service: str) -> None:
    """Put right what would make a rehearsal see other things than AWS shows."""
    name = f"{__name__}.{service}"
    if service.isidentifier() and find_spec(name):
        import_module(name).repair()
