"""Secrets."""

from __future__ import annotations

from typing import Any


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.secretsmanager.models import FakeSecret  # noqa: PLC0415  # slow

    _remember_keys_of_copies(FakeSecret)


def _remember_keys_of_copies(secret: Any) -> None:
    """Answer the key that a copy in another region was made with, not always AWS's own."""
    create = secret.create_replicas

    def create_replicas(self: Any, replica_regions: Any, force_overwrite: Any) -> Any:
        made = create(self, replica_regions, force_overwrite)
        keys = {one["Region"]: one.get("KmsKeyId") for one in replica_regions or []}
        for copy in made:
            copy.config["KmsKeyId"] = keys.get(copy.region) or copy.config["KmsKeyId"]
        return made

    secret.create_replicas = create_replicas
