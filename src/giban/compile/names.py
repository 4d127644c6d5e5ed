"""How things are called in AWS and in Terraform."""

from __future__ import annotations

import re
from hashlib import sha256

from giban.system import Naming, Queue, Service, System

DIGEST = 4
ROLE_LIMIT = 64
NOBODYS = Naming(resources="{project}-{name}", secrets="{project}-{name}")
"""How things are called that belong to no environment."""
PROVISION = "provision"
"""What makes an application's database on its foundation's instance."""
QUEUE_LIMIT = 75
BACKUP_LIMIT = 50
"""Of the names of AWS Backup's vaults, plans and selections."""


def named(system: System, *parts: str, limit: int = 255) -> str:
    """Return a name by the author's pattern, `<project>-<environment>-<parts>` without one.

    Unique in an account; without parts it is the environment's own.

    A name over AWS's limit is cut and ends in a digest of the whole, so that two long names
    stay different and the same name always comes out the same.
    """
    return fitted(_filled(system, system.naming.resources, "-".join(parts)), limit)


def secret_name(system: System, *path: str) -> str:
    """Return the name of a secret by the author's pattern."""
    return _filled(system, system.naming.secrets, "/".join(path))


def _filled(system: System, pattern: str, name: str) -> str:
    """Fill a pattern in; a name that is empty goes with the hyphen beside it."""
    if not name:
        pattern = re.sub(r"-\{name\}|\{name\}-", "", pattern)
    return pattern.format(project=system.project, environment=system.environment, name=name)


def fitted(name: str, limit: int) -> str:
    """Cut a name to `limit` characters, keeping it unique by a digest."""
    if len(name) <= limit:
        return name
    digest = sha256(name.encode()).hexdigest()[:DIGEST]
    return f"{name[: limit - DIGEST - 1].rstrip('-')}-{digest}"


def role_name(system: System, service: str, kind: str) -> str:
    """Return the name of a service's `execution` or `task` role; deploys may pass just these."""
    return named(system, service, kind, limit=ROLE_LIMIT)


def container_name(system: System, task: Service) -> str:
    """Return the name of a task's own container."""
    return _chosen(system, task, task.names.container) or task.name


def family(system: System, task: Service) -> str:
    """Return the family of a task's definitions."""
    return _chosen(system, task, task.names.task) or named(system, task.name)


def service_name(system: System, service: Service) -> str:
    """Return the name of an ECS service."""
    return _chosen(system, service, service.names.service) or named(system, service.name)


def log_group_name(system: System, task: Service) -> str:
    """Return the name of the log group of what a task's own container prints."""
    return log_group_path(system, _chosen(system, task, task.names.log) or task.name)


def log_group_path(system: System, ends: str) -> str:
    """Return the name of a log group of tasks by its last word."""
    return f"/ecs/{named(system)}/{ends}"


def queue_name(system: System, queue: Queue, ends: str = "") -> str:
    """Return the name of a queue; AWS wants `.fifo` at the end of some, within 80 characters."""
    name = named(system, f"{queue.name}{ends}", limit=QUEUE_LIMIT)
    return f"{name}.fifo" if queue.fifo else name


def _chosen(system: System, task: Service, pattern: str | None) -> str | None:
    """Fill in a pattern that the author wrote."""
    return pattern and pattern.format(
        project=system.project, environment=system.environment, name=task.name
    )


def label(*parts: str) -> str:
    """Return a Terraform label from names the author wrote."""
    return "_".join(parts).replace("-", "_")


def zone_name(system: System, letter: str) -> str:
    """Return the availability zone of a letter: `ap-northeast-2a`."""
    return f"{system.region}{letter}"
