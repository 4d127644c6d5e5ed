"""An application's database and user on the instance that its foundation shares.

The instance is reached from inside the network only, so a one-off task of the application makes
both: by a role of its own, which alone may read the master's secret (defects D-HY-07, D-HY-08).
"""

from __future__ import annotations

from msgspec import Struct

from giban.catalogue import cloudwatch, ecs, secretsmanager
from giban.compile.abroad import replicas, tell_copy
from giban.compile.container import log_configuration
from giban.compile.draft import Draft, Part
from giban.compile.firewall import open_edge, open_to_https, security_group
from giban.compile.job import run_command
from giban.compile.key import Keys, key_arn, may_decrypt
from giban.compile.login import Login
from giban.compile.names import PROVISION as NAME
from giban.compile.names import label, log_group_path, named
from giban.compile.policies import Statement, allow
from giban.compile.secret import Kept, copy_of, document, random_password, stored
from giban.compile.shared import SharedDatabase, shared_database
from giban.compile.task import Surroundings, role
from giban.compile.wiring import Grant, Stored
from giban.system import Tenant, Use
from giban.values import Call, Expr, Json, Value, text

LOGIN = "database"
IMAGE = "public.ecr.aws/docker/library/mysql:8.4.6"
SIZE = {"cpu": "256", "memory": "512"}
RIGHTS = ("SELECT", "INSERT", "UPDATE", "DELETE", "CREATE", "DROP", "INDEX", "ALTER")
"""Data and tables, and nothing that reaches beyond the tenant's own database (HY-DB-11)."""
CHARACTERS = "CHARACTER SET utf8mb4 COLLATE utf8mb4_unicode_ci"


class TenantDatabase(Struct, frozen=True):
    """The application's database on the shared instance, and the secret with its login."""

    tenant: Tenant
    shared: SharedDatabase
    kept: Kept
    login: Login
    keys: Keys

    def grant(self, use: Use) -> Grant:
        """Return what a service that uses it is given.

        The program may read the secret too: after the password changed it connects anew without
        being started anew (ledger HY-SEC-02).
        """
        granted = self.login.grant(use)
        far = self.shared.elsewhere
        return Grant(
            doors=granted.doors if far is None else (*granted.doors, (far, self.shared.port)),
            statements=(
                allow(
                    "ReadDatabaseLogin",
                    ["secretsmanager:DescribeSecret", "secretsmanager:GetSecretValue"],
                    [self.kept.arn],
                ),
                *may_decrypt(self.keys, "secrets-manager"),
            ),
            environment={**granted.environment, f"{use.prefix}_SECRET": self.kept.arn},
            secrets=granted.secrets,
            stored=granted.stored,
        )


def tenant_database(draft: Draft, keys: Keys) -> TenantDatabase | None:
    """Make the login of the application's own database; None where nothing uses it."""
    system = draft.system
    if system.foundation is None or not system.provisions:
        return None
    uses = [use for task in system.tasks for use in task.uses if use.kind == "tenant"]
    tenant, shared = system.foundation.tenant, shared_database(draft)
    part = draft.part("foundation", "database")
    kept, made = _kept(part, tenant, shared, keys)
    in_urls = any(use.form == "url" for use in uses)
    password = _read_back(part, kept) if in_urls else made or ""
    login = Login(
        engine="mysql",
        host=shared.host,
        endpoint=text(shared.host, f":{shared.port}"),
        port=shared.port,
        database=tenant.database or "",
        username=tenant.username,
        group=shared.group,
        password=password,
        kept=Stored(kept.arn, kept.version, {}),
    )
    return TenantDatabase(tenant, shared, kept, login, keys)


def _kept(
    part: Part, tenant: Tenant, shared: SharedDatabase, keys: Keys
) -> tuple[Kept, Value | None]:
    """Return the secret with the login, and the password where this run makes it."""
    if part.draft.system.standby:
        return copy_of(part.draft, LOGIN), None
    where = _secret(part, tenant, keys)
    made = random_password(part, LOGIN)
    version = stored(part, where, document(_document(tenant, shared, made)))
    return Kept(where.ref.arn, version), made


def _secret(part: Part, tenant: Tenant, keys: Keys) -> secretsmanager.Secret:
    system = part.draft.system
    prefix = named(system, "db-credentials")
    made = part.add(
        secretsmanager.Secret(
            LOGIN,
            name_prefix=f"{prefix}-",
            description=f"Login of {tenant.username} to database {tenant.database}",
            kms_key_id=key_arn(keys, "secrets-manager"),
            recovery_window_in_days=system.secret_recovery_days,
            replica=replicas(part),
            tags={"Name": prefix},
        ),
        "By a prefix: a secret that waits to be deleted does not keep the name.",
    )
    tell_copy(part, made)
    return made


def _document(tenant: Tenant, shared: SharedDatabase, password: Value) -> dict[str, Value]:
    """Return the login in the words of RDS's own secrets; the host is a host (D-HY-06)."""
    return {
        "username": tenant.username,
        "password": password,
        "engine": "mysql",
        "host": shared.host,
        "port": str(shared.port),
        "database": tenant.database or "",
    }


def _version(made: TenantDatabase) -> Expr:
    """Return the number that is raised to write the login anew."""
    version = made.kept.version
    assert isinstance(version, secretsmanager.SecretVersion)  # noqa: S101 - it is made here
    number = version.ref.secret_string_wo_version
    assert isinstance(number, Expr)  # noqa: S101 - every reference is one
    return number


def _read_back(part: Part, kept: Kept) -> Value:
    """Return the password that is stored; by the version's ARN where this stack writes it."""
    version = kept.version
    where = version.ref.arn if isinstance(version, secretsmanager.SecretVersion) else kept.arn
    read = part.add(
        secretsmanager.StoredSecret(LOGIN, secret_id=where),
        "Read back, so that a run which stopped half-way goes on with the stored value.",
    )
    return Call("lookup", (Call("jsondecode", (read.ref.secret_string,)), "password", ""))


def provision(draft: Draft, made: TenantDatabase, around: Surroundings) -> None:
    """Make the task that makes database and user, and say how it is run."""
    part = draft.part("foundation", "database")
    group = security_group(
        part, around.network, NAME, f"Makes database {made.tenant.database} and its user"
    )
    open_to_https(part, group)
    open_edge(part, group, made.shared.group, made.shared.port)
    logs = _logs(part, around)
    able = role(part, NAME, "execution", _allowed(made, around, logs))
    task = part.add(
        ecs.TaskDefinition(
            NAME,
            family=named(draft.system, NAME),
            network_mode="awsvpc",
            requires_compatibilities=["FARGATE"],
            cpu=SIZE["cpu"],
            memory=SIZE["memory"],
            execution_role_arn=able.arn,
            container_definitions=Json([_container(draft, made, logs)]),
            tags={"Name": named(draft.system, NAME)},
        ),
        "Run it once before the first deploy, and again after the secret's version was raised:\n"
        "what is there already stays, and the password becomes the one that is stored.",
        after=[made.kept.version, *able.policies],
    )
    draft.output(
        f"run_{label(NAME)}",
        run_command(draft, str(task.family), group, around),
        f"Command that makes database {made.tenant.database} and its user, or brings both up to "
        "date.",
    )


def _logs(part: Part, around: Surroundings) -> cloudwatch.LogGroup:
    system = part.draft.system
    return part.add(
        cloudwatch.LogGroup(
            NAME,
            name=log_group_path(system, NAME),
            retention_in_days=max(service.log_days for service in system.tasks),
            kms_key_id=key_arn(around.key, "cloudwatch-logs"),
            tags={"Name": named(system, NAME)},
        )
    )


def _allowed(
    made: TenantDatabase, around: Surroundings, logs: cloudwatch.LogGroup
) -> list[Statement]:
    return [
        allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [text(logs.ref.arn, ":*")]),
        allow(
            "ReadSecrets",
            ["secretsmanager:GetSecretValue"],
            [made.shared.master_secret, made.kept.arn],
        ),
        *may_decrypt(around.key, "secrets-manager"),
    ]


def _container(draft: Draft, made: TenantDatabase, logs: cloudwatch.LogGroup) -> dict[str, object]:
    """Return the container: MySQL's own client, which is told passwords by the environment."""
    master, own = made.shared.master_secret, made.kept.arn
    return {
        "name": NAME,
        "image": IMAGE,
        "essential": True,
        "entryPoint": ["bash", "-ec"],
        "command": [script(made.tenant)],
        "environment": [
            {"name": "HOST", "value": made.shared.host},
            {"name": "PORT", "value": str(made.shared.port)},
            {
                "name": "SECRET_VERSION",
                "value": Call("tostring", (_version(made),)),
            },
        ],
        "secrets": [
            {"name": "MASTER", "valueFrom": text(master, ":username::")},
            {"name": "MYSQL_PWD", "valueFrom": text(master, ":password::")},
            {"name": "PASSWORD", "valueFrom": text(own, ":password::")},
        ],
        "logConfiguration": log_configuration(draft.system, logs, NAME),
    }


def script(tenant: Tenant) -> str:
    """Return what the task runs: SQL by standard input, no password among arguments (D-HY-08).

    A `_` in a granted database's name stands for any character unless it is escaped
    (https://dev.mysql.com/doc/refman/8.4/en/grant.html). A database may be called by a word of
    MySQL's own, and a password that somebody chose may have quotes in it.
    """
    name, user = tenant.database or "", f"'{tenant.username}'@'%'"
    granted = name.replace("_", "\\_")
    quote = ("quoted=${PASSWORD//\\\\/\\\\\\\\}", "quoted=${quoted//\\'/\\'\\'}")
    statements = (
        f"CREATE DATABASE IF NOT EXISTS \\`{name}\\` {CHARACTERS};",
        f"CREATE USER IF NOT EXISTS {user} IDENTIFIED BY '$quoted';",
        f"ALTER USER {user} IDENTIFIED BY '$quoted';",
        f"GRANT {', '.join(RIGHTS)} ON \\`{granted}\\`.* TO {user};",
        "FLUSH PRIVILEGES;",
    )
    client = 'mysql --host="$HOST" --port="$PORT" --user="$MASTER" --ssl-mode=REQUIRED'
    return "\n".join((*quote, f"{client} <<SQL", *statements, "SQL", ""))
