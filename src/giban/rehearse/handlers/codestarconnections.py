"""Connections to GitHub and others; nobody confirms one here, so they stay pending."""

from __future__ import annotations

import uuid

from giban.catalogue import codestarconnections
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.task import Task

LONGEST_NAME = 32


def _well_named(x: Task) -> None:
    """Refuse names that are too long."""
    if not 1 <= len(str(x["name"])) <= LONGEST_NAME:
        text = f"1 validation error detected: Value '{x['name']}' at 'connectionName' failed to "
        text += f"satisfy constraint: Member must have length less than or equal to {LONGEST_NAME}"
        raise Refused("ValidationException", text, attribute=("name",))


def _of_a_provider(x: Task) -> None:
    """Refuse a connection to nobody, and to somebody AWS does not know."""
    if not x["provider_type"] and not x["host_arn"]:
        text = "Either ProviderType or HostArn must be provided"
        raise Refused("InvalidInputException", text, attribute=("provider_type",))
    x.arguments("create_connection")


class Connection(Kept):
    """A connection."""

    kind = codestarconnections.Connection
    service = "codestar-connections"
    guards = (_well_named, _of_a_provider)

    def identify(self, x: Task) -> str:
        """Return its ARN."""
        token = uuid.uuid5(uuid.NAMESPACE_OID, x.shadow.token(self.kind.terraform_type, x.region))
        return x.arn(f"connection/{token}")

    def made(self, x: Task) -> Values:
        """Return its ARN, and that nobody has confirmed it."""
        return {"arn": x.id, "connection_status": "PENDING"}
