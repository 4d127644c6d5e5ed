"""What a destroyed environment leaves behind on purpose, and clearing it for the next rehearsal.

On AWS a deleted secret keeps its name through the recovery time, and a database its final snapshot.
Both would stand in the way of the same names, so a rehearsal says what was left and removes it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from giban.rehearse.inventory import Clients, Found

Clear = Callable[[Any, str], object]


def leftovers(clients: Clients, stem: str) -> Iterator[Found]:
    """Yield what is left of an environment by design, and remove it."""
    yield from _secrets(clients("secretsmanager"), stem)
    yield from _snapshots(clients("rds"), stem)


def _secrets(client: Any, stem: str) -> Iterator[Found]:
    pages = client.get_paginator("list_secrets").paginate(IncludePlannedDeletion=True)
    for page in pages:
        for secret in page["SecretList"]:
            if stem in secret["Name"] and "DeletedDate" in secret:
                state = f"recoverable until {secret['DeletedDate']:%Y-%m-%d}"
                yield Found("aws_secretsmanager_secret", secret["Name"], secret["ARN"], state)
                client.delete_secret(SecretId=secret["ARN"], ForceDeleteWithoutRecovery=True)


def _snapshots(client: Any, stem: str) -> Iterator[Found]:
    pages = client.get_paginator("describe_db_snapshots").paginate(SnapshotType="manual")
    for page in pages:
        for snapshot in page["DBSnapshots"]:
            name = snapshot["DBSnapshotIdentifier"]
            if stem in name:
                yield Found("aws_db_snapshot", name, snapshot["DBSnapshotArn"], "final snapshot")
                client.delete_db_snapshot(DBSnapshotIdentifier=name)
