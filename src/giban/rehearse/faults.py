"""What can go wrong in a call, worded as the official provider words it.

AWS's refusals read like the AWS SDK for Go's; what giban refuses in AWS's stead reads the same
and says that a guard did it; a defect of ours names the place to look at.
"""

from __future__ import annotations

import re
import traceback
from typing import Any

from botocore.exceptions import BotoCoreError, ClientError
from msgspec import Struct

GUARDED = "AWS refuses this; moto, which stands in for it, would have let it pass."
GONE = re.compile(r"NotFound|NoSuch|Non[Ee]xist|DoesNotExist|ResourceNotFoundFault|\.Missing")


class Gone(Exception):  # reads as what it says: raise Gone
    """The object is no longer there."""


class Refused(Exception):  # AWS's own word
    """AWS refuses this with its error `code`; `guarded` if moto would have let it pass."""

    def __init__(self, code: str, message: str, *, attribute: tuple[str | int, ...] = ()) -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.attribute = attribute
        self.guarded = False


class Problem(Struct, frozen=True):
    """A diagnostic: one line, its explanation, and the attribute it is about."""

    summary: str
    detail: str = ""
    attribute: tuple[str | int, ...] = ()
    warning: bool = False


def code_of(error: ClientError) -> str:
    """Return AWS's error code."""
    return str(error.response.get("Error", {}).get("Code", ""))


def is_gone(error: Exception) -> bool:
    """Tell whether an error says that the object does not exist."""
    if isinstance(error, Gone):
        return True
    return isinstance(error, ClientError) and bool(GONE.search(code_of(error)))


def problem(error: Exception, doing: str, where: str, service: str = "") -> Problem:
    """Return the diagnostic of an error that came up while `doing`; `where` names our code."""
    if isinstance(error, ClientError):
        return Problem(f"{doing}: {_as_go_says(error, service)}")
    if isinstance(error, Refused):
        return Problem(
            f"{doing}: api error {error.code}: {error.message}",
            GUARDED if error.guarded else "",
            error.attribute,
        )
    if isinstance(error, Gone):
        return Problem(f"{doing}: couldn't find resource")
    if isinstance(error, BotoCoreError) and "connect" in str(error).lower():
        return Problem(
            f"{doing}: the rehearsal's AWS does not answer",
            f"{error}\n\nStop the rehearsal and start it again.",
        )
    return _defect(error, doing, where)


def _as_go_says(error: ClientError, service: str) -> str:
    meta: dict[str, Any] = error.response.get("ResponseMetadata", {})
    said = error.response.get("Error", {})
    status = meta.get("HTTPStatusCode", 400)
    return (
        f"operation error {service}{': ' if service else ''}{error.operation_name}, "
        f"https response error StatusCode: {status}, RequestID: {meta.get('RequestId', '')}, "
        f"api error {said.get('Code', 'Unknown')}: {said.get('Message', '')}"
    )


def _defect(error: Exception, doing: str, where: str) -> Problem:
    last = traceback.extract_tb(error.__traceback__)[-1:]
    place = f"{last[0].filename}:{last[0].lineno}" if last else "an unknown place"
    # The message of a foreign exception may quote a value, so only our place and its kind go out.
    return Problem(
        f"{doing}: giban's stand-in for the AWS provider failed",
        f"This is a defect of giban, not of your Terraform: {type(error).__name__} in {where}, "
        f"at {place}. Please report it with this text.",
    )
