"""The Atlantis server as a system of its own, so that it is built like any other service."""

from __future__ import annotations

from msgspec.structs import replace

from giban.manifest import Environment, Health, Manifest, Scale, Service, Size
from giban.system.model import Atlantis, System
from giban.system.resolve import resolve

NAME, PORT = "atlantis", 4141
SECRETS = ["ATLANTIS_GH_TOKEN", "ATLANTIS_GH_WEBHOOK_SECRET"]
IMAGE = "ghcr.io/runatlantis/atlantis"


def atlantis_system(system: System, wanted: Atlantis) -> System:
    """Return an environment of a foundation with nothing in it but its Atlantis server.

    One task: what it has planned lies on its disk until it is applied
    (https://www.runatlantis.io/docs/deployment).
    """
    server = Service(
        port=PORT,
        health=Health(path="/healthz"),
        size=Size(cpu=512, memory=1024),
        scale=Scale(min=1, max=1),
        secrets=SECRETS,
        environment={
            "ATLANTIS_ATLANTIS_URL": f"https://{wanted.host}",
            "ATLANTIS_PORT": str(PORT),
            "ATLANTIS_REPO_ALLOWLIST": ",".join(wanted.repositories),
            "ATLANTIS_GH_USER": NAME,
            "ATLANTIS_WRITE_GIT_CREDS": "true",
        },
    )
    made = resolve(
        Manifest(
            project=system.project,
            region=system.region,
            services={NAME: server},
            environments={system.environment: Environment(availability=system.availability)},
        ),
        system.environment,
    )
    service = replace(made.services[NAME], image=f"{IMAGE}:{wanted.version}")
    return replace(
        system,
        services={NAME: service},
        databases={},
        domain=wanted.host,
        certificate=wanted.host,
    )
