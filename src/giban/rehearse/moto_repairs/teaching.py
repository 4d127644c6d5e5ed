"""Operations that moto lacks, answered by moto's own machinery from the service's model."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

Answer = Callable[[Any, dict[str, Any]], dict[str, Any]]
"""Takes moto's response object and the request's parameters, returns the members of the answer."""


def teach(response: Any, **answers: Answer) -> None:
    """Give a response class operations; a name is moto's form of it, such as `create_group`."""
    for name, answer in answers.items():
        setattr(response, name, _operation(answer))


def route(paths: dict[str, Any], response: Any, *templates: str) -> None:
    """Let paths of moto's form lead to a response class."""
    for template in templates:
        paths.setdefault(template, response.dispatch)


class Refusal(Exception):
    """An operation says no, with an error code of its service."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(code, message)
        self.code, self.message = code, message


def kept(backend: Any, name: str) -> dict[str, Any]:
    """Return the objects of a kind that moto's backend has no place for."""
    objects: dict[str, Any] = backend.__dict__.setdefault(f"giban_{name}", {})
    return objects


def _operation(answer: Answer) -> Callable[[Any], Any]:
    from moto.core.responses import ActionResult  # noqa: PLC0415  # slow

    def method(self: Any) -> Any:
        self.parse_parameters(self.normalized_request)
        self.params.update(self.uri_match)
        try:
            return ActionResult(answer(self, self.params))
        except Refusal as refusal:
            raise _as_moto(type(self).__module__, refusal) from None

    return method


def _as_moto(module: str, refusal: Refusal) -> Exception:
    """Return moto's exception; moto tells the service, and so the status, by its module."""
    from moto.core.exceptions import ServiceException  # noqa: PLC0415  # slow

    kind = type("ServiceRefusal", (ServiceException,), {"__module__": module})
    made: Exception = kind(refusal.code, refusal.message)
    return made
