"""The one door from the stand-in provider to its AWS: clients of a loopback endpoint, kept."""

from __future__ import annotations

import os
import threading
from typing import Any
from urllib.parse import urlsplit

import botocore.session
from botocore.config import Config
from botocore.configprovider import (
    BOTOCORE_DEFAUT_SESSION_VARIABLES,
    ConfigChainFactory,
    ConfigValueStore,
)

LOOPBACK = ("127.0.0.1", "localhost", "::1")
POOL = 32
PATIENCE = 900.0
"""Seconds until a call is given up: moto's first calls take long where much else runs, and one that
has died is noticed at once.
"""
CREDENTIALS = ("rehearsal", "rehearsal")
FILES = {"config_file": os.devnull, "credentials_file": os.devnull}


class NotLoopbackError(Exception):
    """The endpoint is not on this machine, and a rehearsal must never reach AWS."""


def check_loopback(endpoint: str) -> str:
    """Return the endpoint; raises `NotLoopbackError` unless it is on this machine."""
    parts = urlsplit(endpoint)
    if parts.scheme != "http" or parts.hostname not in LOOPBACK:
        raise NotLoopbackError(endpoint)
    return endpoint


class Clients:
    """One botocore client per service and region; threads share them."""

    def __init__(self, endpoint: str) -> None:
        self.endpoint = check_loopback(endpoint)
        self._session = _deaf_session()
        self._clients: dict[tuple[str, str], Any] = {}
        self._making = threading.Lock()

    def __call__(self, service: str, region: str) -> Any:
        """Return the client; makes it when it is asked for the first time."""
        key = (service, region)
        found = self._clients.get(key)
        if found is not None:
            return found
        with self._making:
            found = self._clients.get(key)
            if found is None:
                found = self._clients[key] = self._make(service, region)
        return found

    def service_id(self, service: str) -> str:
        """Return what the AWS SDKs call a service in their errors, if it was ever asked."""
        made = (client for (name, _), client in list(self._clients.items()) if name == service)
        found = next(made, None)
        return str(found.meta.service_model.service_id) if found else service

    def _make(self, service: str, region: str) -> Any:
        return self._session.create_client(
            service,
            region_name=region,
            endpoint_url=self.endpoint,
            config=Config(
                retries={"total_max_attempts": 1},
                connect_timeout=PATIENCE,
                read_timeout=PATIENCE,
                max_pool_connections=POOL,
                proxies={},
                parameter_validation=False,
                inject_host_prefix=False,
                s3={"addressing_style": "path"},
            ),
        )


def _deaf_session() -> Any:
    """Return a session that hears nothing of the author's AWS_* variables and ~/.aws files."""
    session = botocore.session.Session()
    chains = ConfigChainFactory(session, environ={})
    defaults = {
        name: (FILES.get(name, default), convert)
        for name, (_, _, default, convert) in BOTOCORE_DEFAUT_SESSION_VARIABLES.items()
    }
    mapping = {
        name: chains.create_config_chain(name, default=default, conversion_func=convert)
        for name, (default, convert) in defaults.items()
    }
    session.register_component("config_store", ConfigValueStore(mapping=mapping))
    session.set_credentials(*CREDENTIALS)
    return session
