"""No secret leaves AWS Secrets Manager: not into state, plans, written files, or logs."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from giban.rehearse.aws import Clients
from tests.rehearsed import Rehearsal

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("rehearsal")]

SHORTEST = 16


def test_no_secret_value_is_anywhere(rehearsal: Rehearsal) -> None:
    """Every value that was generated exists in Secrets Manager, and nowhere in the workspace."""
    secrets = generated(rehearsal)
    home = rehearsal.session.workspace.folder.parent

    assert len(secrets) >= 6
    assert {} == {str(path): found for path in files(home) if (found := holds(path, secrets))}


def test_no_secret_value_is_in_what_terraform_shows(rehearsal: Rehearsal) -> None:
    """Plans before and after, and outputs, hold none either."""
    shown = json.dumps([[one.first, one.second, one.outputs] for one in rehearsal.stacks.values()])

    assert [] == [value for value in generated(rehearsal) if value in shown]


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
        for value in document.values():
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
