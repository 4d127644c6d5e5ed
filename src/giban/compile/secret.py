"""Secrets whose values Terraform carries but never stores.

A value is made by an ephemeral resource, written through a write-only argument, and read back
where it is needed: so that a run which stopped half-way goes on with the value that was stored,
not with a new one (ledger ERP-DB-05, ERP-KMS-01, defect D-ERP-13).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from giban.blueprint import Object
from giban.catalogue import secretsmanager, ssm
from giban.compile.abroad import copied, replicas, tell_copy
from giban.compile.draft import Draft, Part
from giban.compile.key import Keys, key_arn
from giban.compile.names import label, secret_name
from giban.values import Call, Json, Value

PASSWORD_LENGTH = 32
LATER = """
That makes generated values anew: put a key that was added later into the secret by hand instead,
or its tasks will not start."""
TRUST = """
Clients that check the database's certificate, as node-postgres does, need RDS's authorities in
the image: https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"""


class Password(Struct, frozen=True):
    """A generated password: where it is stored, and its value for this run."""

    secret: secretsmanager.Secret | ssm.Parameter
    version: Object
    value: Value


class Kept(Struct, frozen=True):
    """A secret of several keys, and the version that has to exist before a task starts."""

    arn: Value
    version: Object


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
    made = part.add(
        secretsmanager.Secret(
            label(*path),
            name=name,
            description=description,
            kms_key_id=key_arn(key, "secrets-manager"),
            recovery_window_in_days=system.secret_recovery_days,
            replica=replicas(part),
            tags={"Name": name.replace("/", "-")},
        )
    )
    tell_copy(part, made)
    return made


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


def password(
    part: Part,
    key: Keys,
    path: tuple[str, ...],
    description: str,
    login: Mapping[str, Value] | None = None,
) -> Password:
    """Make a password, store it, and return what is stored.

    With a `login` the secret holds all of it, as a document in the words of RDS's own secrets.
    """
    where = secret(part, key, path, description)
    made = random_password(part, *path)
    value = made if login is None else document({**login, "password": made})
    version = stored(part, where, value, "" if login is None else TRUST)
    read = part.add(
        secretsmanager.StoredSecret(label(*path), secret_id=version.ref.arn),
        "Read back, so that a run which stopped half-way goes on with the stored value; by the\n"
        "version's ARN, which is known only when there is a value to read.",
    )
    found: Value = read.ref.secret_string
    if login is not None:
        found = Call("lookup", (Call("jsondecode", (found,)), "password", ""))
    return Password(where, version, found)


def shared_secrets(part: Part, key: Keys, wanted: Mapping[str, Sequence[str]]) -> dict[str, Kept]:
    """Make the secrets that services share, each with a generated value for every variable."""
    made = {}
    for name, variables in wanted.items():
        if part.draft.system.standby:
            made[name] = copy_of(part.draft, label(name))
            continue
        where = secret(part, key, (name,), f"Secret {name}: {', '.join(variables)}")
        values = {one: random_password(part, name, one.lower()) for one in sorted(variables)}
        version = stored(part, where, document(values), LATER)
        made[name] = Kept(where.ref.arn, version)
    return made


def copy_of(draft: Draft, name: str) -> Kept:
    """Return the copy in this region of a secret that the other one keeps."""
    arn, read = copied(draft, name)
    return Kept(arn, read)


def document(values: dict[str, Value]) -> Json:
    """Return a secret of several keys as one JSON document."""
    return Json(values)
