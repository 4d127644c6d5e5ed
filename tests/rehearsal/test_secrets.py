"""No secret leaves AWS Secrets Manager: not into state, plans, written files, or logs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giban.catalogue import secretsmanager
from giban.rehearse.aws import Clients
from tests.examples import each_system
from tests.rehearsed import Rehearsal, Rehearsals

each = pytest.mark.parametrize("system", each_system())
SHORTEST = 16
OPEN = ("username", "engine", "host", "port", "database")
"""What the secret of a database says beside its password."""


@each
def test_no_secret_value_is_anywhere(rehearsals: Rehearsals, system: str) -> None:
    """Every value that was generated exists in Secrets Manager, and nowhere in the workspace."""
    rehearsal = rehearsals[system]
    secrets = generated(rehearsal)
    home = rehearsal.session.workspace.folder.parent

    assert len(secrets) >= len(written(rehearsal))
    assert {} == {str(path): found for path in files(home) if (found := holds(path, secrets))}


@each
def test_no_secret_value_is_in_what_terraform_shows(rehearsals: Rehearsals, system: str) -> None:
    """Plans before and after, and outputs, hold none either."""
    rehearsal = rehearsals[system]
    shown = json.dumps([[one.first, one.second, one.outputs] for one in rehearsal.stacks.values()])

    assert [] == [value for value in generated(rehearsal) if value in shown]


def written(rehearsal: Rehearsal) -> list[str]:
    """Return the addresses of all secrets that get a value from Terraform."""
    return [
        str(resource.terraform_address)
        for rehearsed in rehearsal.stacks.values()
        for resource in rehearsed.stack.resources()
        if isinstance(resource, secretsmanager.SecretVersion)
    ]


def generated(rehearsal: Rehearsal) -> set[str]:
    """Return every secret value that the rehearsal has made, as Secrets Manager has it."""
    client = Clients(rehearsal.session.resident.endpoint)("secretsmanager", "ap-northeast-2")
    values: set[str] = set()
    for secret in client.list_secrets()["SecretList"]:
        text = client.get_secret_value(SecretId=secret["ARN"])["SecretString"]
        try:
            document = json.loads(text)
        except ValueError:
            document = {"": text}
        for key, value in document.items():
            if key in OPEN:
                continue
            values.add(value)
            if "://" in value:
                values.add(value.split("://", 1)[1].split(":", 1)[1].split("@", 1)[0])
    assert all(len(value) >= SHORTEST for value in values)
    return values


def files(folder: Path) -> list[Path]:
    """Return every file below a folder."""
    return [path for path in folder.rglob("*") if path.is_file()]


def holds(path: Path, secrets: set[str]) -> list[str]:
    """Return the secrets that a file holds, plain or inside a zipped plan."""
    import zipfile

    content = path.read_bytes()
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as archive:
            content += b"".join(archive.read(name) for name in archive.namelist())
    return [secret for secret in secrets if secret.encode() in content]
