"""Values in Parameter Store (AWS Systems Manager): what programs on instances are told.

Secret ones are written and read back as those in Secrets Manager are, and never stored by
Terraform (defect D-WL-11). Standard parameters cost nothing.
"""

from __future__ import annotations

from giban.catalogue import ssm
from giban.compile.draft import Part
from giban.compile.key import Keys, key_arn
from giban.compile.names import label
from giban.compile.secret import Password, random_password
from giban.system import System
from giban.values import Value


def in_parameters(system: System) -> bool:
    """Tell whether passwords are kept in Parameter Store: where everything runs on instances."""
    return bool(system.instances) and not system.tasks


def parameter_name(system: System, *path: str) -> str:
    """Return the name of a parameter, by its path."""
    return "/".join(("", system.project, system.environment, *path))


def plain(part: Part, path: tuple[str, ...], value: Value, description: str) -> ssm.Parameter:
    """Keep a value that everybody may see."""
    name = parameter_name(part.draft.system, *path)
    return part.add(
        ssm.Parameter(
            label(*path).lower(),
            name=name,
            type="String",
            insecure_value=value,
            description=description,
            tags={"Name": name},
        )
    )


def hidden(
    part: Part, keys: Keys, path: tuple[str, ...], value: Value, description: str
) -> ssm.Parameter:
    """Keep a secret."""
    name = parameter_name(part.draft.system, *path)
    return part.add(
        ssm.Parameter(
            label(*path).lower(),
            name=name,
            type="SecureString",
            key_id=key_arn(keys, "ssm"),
            value_wo=value,
            value_wo_version=1,
            description=description,
            tags={"Name": name},
        ),
        "Write-only: the value enters neither state nor plan. Raise the version to write again.",
    )


def password_parameter(part: Part, keys: Keys, path: tuple[str, ...], description: str) -> Password:
    """Make a password, keep it, and return what is kept."""
    kept = hidden(part, keys, path, random_password(part, *path), description)
    read = part.add(
        ssm.StoredParameter(kept.terraform_label, arn=kept.ref.arn),
        "Read back, so that a run which stopped half-way goes on with the stored value.",
    )
    return Password(kept, kept, read.ref.value)
