"""What a service on instances is told: variables in its Compose file, others in Parameter Store."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from giban.catalogue import cloudwatch
from giban.compile.database import Database
from giban.compile.draft import Part
from giban.compile.firewall import Target
from giban.compile.key import Keys, key_arn
from giban.compile.logins import login_path, superuser_path
from giban.compile.names import label, named
from giban.compile.parameter import hidden, in_parameters, parameter_name, plain
from giban.compile.policies import Statement
from giban.compile.secret import random_password
from giban.compile.wiring import Grant
from giban.system import Service, System, Use
from giban.values import Expr, Value

CHAPTER = "parameters"


class Settings(Struct, frozen=True, kw_only=True):
    """What one edge gives: `kept` are variables whose values are in parameters already."""

    doors: tuple[tuple[Target, int], ...] = ()
    statements: tuple[Statement, ...] = ()
    plain: Mapping[str, Value] = field(default_factory=dict)
    hidden: Mapping[str, Value] = field(default_factory=dict)
    kept: Mapping[str, str] = field(default_factory=dict)


class Hosted(Struct, frozen=True):
    """A service, the variables its Compose file has, and those that come from parameters."""

    service: Service
    environment: Mapping[str, str]
    parameters: Mapping[str, str]
    logs: cloudwatch.LogGroup
    settings: tuple[Settings, ...]


def of_grant(granted: Grant) -> Settings:
    """Return what a Fargate service would be given."""
    return Settings(
        doors=granted.doors,
        statements=granted.statements,
        plain=granted.environment,
        hidden=granted.secrets,
    )


def of_database(system: System, made: Database, use: Use) -> Settings:
    """Return what a service that uses a database is given: an address, and a login in parts."""
    wanted, prefix = made.wanted, use.prefix
    if use.form == "url":
        return of_grant(made.grant(use))
    doors, port = ((made.group, wanted.port),), {f"{prefix}_PORT": str(wanted.port)}
    if not in_parameters(system):
        return Settings(
            doors=doors,
            plain={
                f"{prefix}_HOST": made.instance.ref.address,
                **port,
                f"{prefix}_NAME": wanted.database,
                f"{prefix}_USER": wanted.username,
            },
            hidden={f"{prefix}_PASSWORD": made.password.value},
        )
    paths = {f"{prefix}_HOST": (wanted.name, "host")} | {
        f"{prefix}_{name}": login_path(wanted, use.login, ends)
        if use.login
        else superuser_path(wanted, owner)
        for name, ends, owner in (
            ("NAME", "name", "db"),
            ("USER", "user", "superuser"),
            ("PASSWORD", "password", "superuser_password"),
        )
    }
    kept = {name: parameter_name(system, *path) for name, path in paths.items()}
    return Settings(doors=doors, plain=port, kept=kept)


def host(part: Part, service: Service, settings: tuple[Settings, ...], keys: Keys) -> Hosted:
    """Make the log group and the parameters of a service."""
    system = part.draft.system
    environment: dict[str, str] = {"APP_ENV": system.environment, "AWS_REGION": system.region}
    if service.port is not None:
        environment["PORT"] = str(service.port)
    parameters: dict[str, str] = {}
    for given in settings:
        for name, value in given.plain.items():
            if isinstance(value, Expr):
                parameters[name] = _plain(part, service, name, value)
            else:
                environment[name] = value
        parameters |= given.kept
        for name, value in given.hidden.items():
            parameters[name] = _hidden(part, keys, (service.name, name), value)
    environment |= service.environment
    for name in service.secrets:
        value = random_password(part.in_chapter(CHAPTER), service.name, name.lower())
        parameters[name] = _hidden(part, keys, (service.name, name), value)
    logs = part.in_chapter("monitoring").add(
        cloudwatch.LogGroup(
            label(service.name),
            name=log_group(system, service.name),
            retention_in_days=service.log_days,
            kms_key_id=key_arn(keys, "cloudwatch-logs"),
            tags={"Name": named(system, service.name)},
        )
    )
    return Hosted(service, environment, parameters, logs, settings)


def log_group(system: System, name: str) -> str:
    """Return the name of the log group of a container on instances."""
    return f"/ec2/{named(system)}/{name}"


def _plain(part: Part, service: Service, name: str, value: Value) -> str:
    what = f"{name} of service {service.name}"
    return str(plain(part.in_chapter(CHAPTER), (service.name, name), value, what).name)


def _hidden(part: Part, keys: Keys, path: tuple[str, ...], value: Value) -> str:
    what = f"{path[-1]} of service {path[0]}"
    return str(hidden(part.in_chapter(CHAPTER), keys, path, value, what).name)
