"""Pipelines: whom their role trusts."""

from __future__ import annotations

import json
from types import SimpleNamespace
from typing import Any


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.codepipeline.models import CodePipelineBackend  # noqa: PLC0415  # slow

    _read_any_trust(CodePipelineBackend)


def _read_any_trust(backend: Any) -> None:
    """Let moto see services that are in a list, and statements about other principals.

    It takes every statement to be about one service.
    """
    roles = backend.iam_backend.fget

    def plain(self: Any) -> Any:
        def get_role_by_arn(arn: str) -> Any:
            document = json.loads(roles(self).get_role_by_arn(arn).assume_role_policy_document)
            services = [{"Principal": {"Service": one}} for one in _services(document)]
            return SimpleNamespace(assume_role_policy_document=json.dumps({"Statement": services}))

        return SimpleNamespace(get_role_by_arn=get_role_by_arn)

    backend.iam_backend = property(plain)


def _services(document: dict[str, Any]) -> list[str]:
    found = document["Statement"]
    services: list[str] = []
    for statement in found if isinstance(found, list) else [found]:
        principal = statement.get("Principal")
        named = principal.get("Service", []) if isinstance(principal, dict) else []
        services += named if isinstance(named, list) else [named]
    return services
