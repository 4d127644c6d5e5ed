"""Secrets: not in clear, not in the state, not for ever."""

from __future__ import annotations

import base64
import binascii
from collections.abc import Iterator
from typing import Any

from giban.blueprint import Object
from giban.catalogue import elasticache, instances, rds, s3, secretsmanager, ssm
from giban.policy.asking import in_production
from giban.policy.containers import Container, containers
from giban.policy.credentials import ABOUT, HARMLESS, assigned, says_secret, shown
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import Call, Hidden, literal

SECRET_PAGE = (
    "https://docs.aws.amazon.com/AmazonECS/latest/developerguide/security-iam-bestpractices.html"  # noqa: S105 - a page
)
IN_STATE: tuple[tuple[type[Object], str, str], ...] = (
    (rds.Instance, "password", "manage_master_user_password` or `password_wo"),
    (elasticache.ReplicationGroup, "auth_token", "user_group_ids"),
    (elasticache.User, "passwords", "authentication_mode"),
    (secretsmanager.SecretVersion, "secret_string", "secret_string_wo"),
    (secretsmanager.SecretVersion, "secret_binary", "secret_string_wo"),
)


def _variables(scene: Scene) -> Iterator[Verdict]:
    for one in containers(scene):
        if isinstance(one, Undecided):
            yield one
            continue
        for name, value in one.environment():
            plain = literal(value)
            if says_secret(name) and isinstance(plain, str) and not HARMLESS.match(plain) and plain:
                what = f"container {one.name} has the secret {name} in clear"
                yield Violation(one.task, what, f"{one.path}.environment.{name}")


def _shapes(scene: Scene) -> Iterator[Verdict]:
    for thing, path, text in _texts(scene):
        for kind in shown(text):
            yield Violation(thing, f"it shows {kind}", path)


def _texts(scene: Scene) -> Iterator[tuple[Object, str, str]]:
    yield from _of_containers(scene)
    yield from scripts(scene)
    for file in scene.all(s3.BucketObject):
        if isinstance(literal(file.content), str):
            yield file, "content", literal(file.content)
    for parameter in scene.all(ssm.Parameter):
        for name in ("value", "insecure_value"):
            value = getattr(parameter, name)
            plain = value.value if isinstance(value, Hidden) else literal(value)
            if isinstance(plain, str) and literal(parameter.type) != "SecureString":
                yield parameter, name, plain


def _of_containers(scene: Scene) -> Iterator[tuple[Object, str, str]]:
    for one in containers(scene):
        if not isinstance(one, Container):
            continue
        for name, value in one.environment():
            if isinstance(literal(value), str):
                yield one.task, f"{one.path}.environment.{name}", literal(value)
        for name in ("command", "entryPoint"):
            for word in one.words(name):
                yield one.task, f"{one.path}.{name}", word


def scripts(scene: Scene) -> Iterator[tuple[Object, str, str]]:
    """Yield the start scripts of machines, decoded."""
    for cls in (instances.Instance, instances.LaunchTemplate):
        for thing in scene.all(cls):
            for name in ("user_data", "user_data_base64"):
                value = getattr(thing, name, None) if name in type(thing).declared else None
                value = value.value if isinstance(value, Hidden) else _text(value)
                if isinstance(value, str):
                    yield thing, name, _decoded(value)


def _text(value: Any) -> Any:
    """Return a script, also one that is handed to `base64encode`."""
    return literal(value.arguments[0]) if isinstance(value, Call) else literal(value)


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode()
    except (binascii.Error, ValueError):
        return text


def _assigned(scene: Scene) -> Iterator[Verdict]:
    for thing, path, script in scripts(scene):
        for name in assigned(script):
            yield Violation(thing, f"its start script sets the secret {name} in clear", path)


def _state(scene: Scene) -> Iterator[Verdict]:
    for cls, name, instead in IN_STATE:
        for thing in scene.all(cls):
            if getattr(thing, name):
                what = f"`{name}` is kept in Terraform's state; `{instead}` is not"
                yield Violation(thing, what, name)
    for parameter in scene.all(ssm.Parameter):
        secure = literal(parameter.type) == "SecureString"
        if secure and parameter.value is not None:
            what = "`value` is kept in Terraform's state; `value_wo` is not"
            yield Violation(parameter, what, "value")


def _rotation(scene: Scene) -> Iterator[Verdict]:
    """Yield secrets that nothing rotates, of those that are passwords AWS could rotate."""
    rotated = {
        secret.terraform_address
        for one in scene.foreign.get("aws_secretsmanager_secret_rotation", ())
        for secret in scene.graph.targets(one.given().get("secret_id"), secretsmanager.Secret)
    }
    if not scene.production:
        return
    for secret in scene.all(secretsmanager.Secret):
        if secret.terraform_address not in rotated:
            yield Violation(secret, "nothing rotates it", "")


def _data_source(scene: Scene) -> Iterator[Verdict]:
    for one in scene.all(ssm.ParameterData):
        secret = says_secret(str(literal(one.name) or "")) and not ABOUT.search(one.terraform_label)
        if secret and literal(one.with_decryption) is not False:
            yield Violation(one, "the secret it reads is kept in Terraform's state", "name")
    for foreign in scene.foreign.get("aws_secretsmanager_secret_version", ()):
        if foreign.terraform_mode == "data":
            yield Violation(
                foreign, "the secret it reads is kept in Terraform's state", "secret_id"
            )


def _keys(scene: Scene) -> Iterator[Verdict]:
    for kind in ("aws_iam_access_key", "tls_private_key", "random_password"):
        for thing in scene.foreign.get(kind, ()):
            yield Violation(thing, "what it makes is kept in Terraform's state")


def _recovery(scene: Scene) -> Iterator[Verdict]:
    for secret in scene.all(secretsmanager.Secret) if in_production(scene, None) else ():
        days = literal(secret.recovery_window_in_days)
        if days is not None and days < 7:  # noqa: PLR2004 - AWS's least, 0 aside
            what = "a deleted secret is gone at once"
            yield Violation(secret, what, "recovery_window_in_days")


RULES = (
    Rule(
        id="SEC-01",
        severity="high",
        title="Containers get secrets by reference",
        why="Whoever may describe a task definition reads its variables; they are in the state too.",
        fix="Move it to `secrets` with the ARN of a secret or parameter.",
        key="secrets: [NAME]",
        reference=("ECS.8", SECRET_PAGE, "CM-SEC-08", "HY-GOV-14", "WL-SEC-03"),
        like=("CKV_AWS_45", "AWS-0036"),
        check=_variables,
    ),
    Rule(
        id="SEC-02",
        severity="critical",
        title="Nothing shows a key or token",
        why="It is in the state, in the plan and in the console of everyone who may look.",
        fix="Revoke it, make a new one, and keep that in Secrets Manager.",
        reference=("HY-GOV-14", "TO-SEC-02", "D-TO-08"),
        like=("CKV_AWS_46", "CKV_AWS_41", "CKV_SECRET_2", "AWS-0029", "AWS-0129"),
        check=_shapes,
    ),
    Rule(
        id="SEC-03",
        severity="high",
        title="Start scripts set no secrets",
        why="User data is readable from the instance and by everyone who may describe it.",
        fix="Let the script read the secret with the instance's role.",
        reference=("D-TO-08", "D-WL-07", "WL-SEC-03"),
        like=("CKV_AWS_46", "AWS-0029"),
        check=_assigned,
    ),
    Rule(
        id="SEC-04",
        severity="high",
        title="Secrets are not kept in Terraform's state",
        why="The state is a file that everyone who plans can read.",
        fix="Use the write-only argument, or let AWS keep the password.",
        reference=("D-ERP-13", "D-WL-11", "X-04"),
        check=_state,
    ),
    Rule(
        id="SEC-05",
        severity="high",
        title="Secrets are not read into Terraform's state",
        why="A data source keeps what it reads, in clear.",
        fix="Use an ephemeral resource and a write-only argument.",
        reference=("D-WL-11",),
        check=_data_source,
    ),
    Rule(
        id="SEC-06",
        severity="high",
        title="Terraform makes no keys",
        why="What it makes it remembers: the private half is in the state.",
        fix="Use a role, an ephemeral resource, or make it outside.",
        reference=("IAM.4",),
        like=("CKV_AWS_273", "AWS-0143"),
        check=_keys,
    ),
    Rule(
        id="SEC-07",
        severity="low",
        title="Secrets are rotated",
        why="A secret that leaked stays good until somebody changes it.",
        fix="Add `aws_secretsmanager_secret_rotation`, or say in a waiver who changes it and when.",
        reference=("SecretsManager.1", "HY-GOV-14"),
        like=("CKV2_AWS_57",),
        check=_rotation,
    ),
    Rule(
        id="SEC-08",
        severity="medium",
        title="A deleted secret can be brought back",
        why="Everything that needs it stands still until somebody remembers it.",
        fix="Set `recovery_window_in_days` to 7 or more.",
        key="/secret_recovery_days: 30",
        check=_recovery,
    ),
)
