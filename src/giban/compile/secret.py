"""Secrets whose values Terraform carries but never stores.

A value is made by an ephemeral resource, written through a write-only argument, and read back
where it is needed: so that a run which stopped half-way goes on with the value that was stored,
not with a new one (ledger ERP-DB-05, ERP-KMS-01, defect D-ERP-13).
"""

from __future__ import annotations

from dataclasses import dataclass

from giban.catalogue import secretsmanager
from giban.compile.draft import Part
from giban.compile.key import Keys, key_arn
from giban.compile.names import label, secret_name
from giban.values import Json, Value

PASSWORD_LENGTH = 32


@dataclass(frozen=True, slots=True)
class Password:
    """A generated password: where it is stored, and its value for this run."""

    secret: secretsmanager.Secret
    value: Value


def random_password(part: Part, *name: str) -> Value:
    """Return a new random value for this run: letters and digits, safe in any URL."""
    made = part.add(
        secretsmanager.RandomPassword(
            label(*name), password_length=PASSWORD_LENGTH, exclude_punctuation=True
        )
    )
    return made.ref.random_password


def secret(part: Part, key: Keys, path: tuple[str, ...], description: str) -> secretsmanager.Secret:
    """Make an empty secret, called by its path."""
    system = part.draft.system
    name = secret_name(system, *path)
    return part.add(
        secretsmanager.Secret(
            label(*path),
            name=name,
            description=description,
            kms_key_id=key_arn(key, "secrets-manager"),
            recovery_window_in_days=system.secret_recovery_days,
            tags={"Name": name.replace("/", "-")},
        )
    )


def stored(
    part: Part, where: secretsmanager.Secret, value: Value, more: str = ""
) -> secretsmanager.SecretVersion:
    """Write a value once; it is written again only when its version number is raised.

    `more` is what a reader of the Terraform should know besides.
    """
    return part.add(
        secretsmanager.SecretVersion(
            where.terraform_label,
            secret_id=where.ref.id,
            secret_string_wo=value,
            secret_string_wo_version=1,
        ),
        "Write-only: the value enters neither state nor plan. Raise the version to write again."
        + more,
    )


def password(part: Part, key: Keys, path: tuple[str, ...], description: str) -> Password:
    """Make a password, store it, and return what is stored."""
    where = secret(part, key, path, description)
    version = stored(part, where, random_password(part, *path))
    read = part.add(
        secretsmanager.StoredSecret(label(*path), secret_id=version.ref.arn),
        "Read back, so that a run which stopped half-way goes on with the stored value; by the\n"
        "version's ARN, which is known only when there is a value to read.",
    )
    return Password(where, read.ref.secret_string)


def document(values: dict[str, Value]) -> Json:
    """Return a secret of several keys as one JSON document."""
    return Json(values)
