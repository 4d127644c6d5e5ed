"""How things are called in AWS and in Terraform."""

from __future__ import annotations

from hashlib import sha256

from giban.system import System

DIGEST = 4
ROLE_LIMIT = 64


def named(system: System, *parts: str, limit: int = 255) -> str:
    """Return `<project>-<environment>-<parts>`, unique in an account.

    A name over AWS's limit is cut and ends in a digest of the whole, so that two long names
    stay different and the same name always comes out the same.
    """
    return fitted("-".join((system.project, system.environment, *parts)), limit)


def fitted(name: str, limit: int) -> str:
    """Cut a name to `limit` characters, keeping it unique by a digest."""
    if len(name) <= limit:
        return name
    digest = sha256(name.encode()).hexdigest()[:DIGEST]
    return f"{name[: limit - DIGEST - 1].rstrip('-')}-{digest}"


def role_name(system: System, service: str, kind: str) -> str:
    """Return the name of a service's `execution` or `task` role; deploys may pass just these."""
    return named(system, service, kind, limit=ROLE_LIMIT)


def label(*parts: str) -> str:
    """Return a Terraform label from names the author wrote."""
    return "_".join(parts).replace("-", "_")


def zone_name(system: System, letter: str) -> str:
    """Return the availability zone of a letter: `ap-northeast-2a`."""
    return f"{system.region}{letter}"
