"""Users of a database server who have a database of their own, made by instances that use them.

The instances make what is not there yet each time they start: a step that may be repeated, that
nobody does by hand, and whose passwords are on no command line (defects D-WL-02, D-WL-12).
"""

from __future__ import annotations

from giban.compile.draft import Part
from giban.compile.key import Keys
from giban.compile.parameter import parameter_name, password_parameter, plain
from giban.system import Database, Login, System

LOCK = 7_151_129
"""Any number, the same for all: two instances that start at once take turns."""


_STATEMENTS = """
\\unset password
\\getenv password {variable}
SELECT 'CREATE ROLE "{user}" LOGIN'
  WHERE NOT EXISTS (SELECT FROM pg_roles WHERE rolname = '{user}') \\gexec
ALTER ROLE "{user}" PASSWORD :'password';
GRANT "{user}" TO CURRENT_USER;
SELECT 'CREATE DATABASE "{database}" OWNER "{user}"'
  WHERE NOT EXISTS (SELECT FROM pg_database WHERE datname = '{database}') \\gexec
REVOKE CONNECT ON DATABASE "{database}" FROM PUBLIC;
"""
"""The manifest lets letters, digits and _ into these names. A variable that is not there leaves
`password` as it was, which would be the login before's; unset, the step ends."""


def superuser_path(database: Database, ends: str) -> tuple[str, ...]:
    """Return where something about the owner of a server is kept (ledger WL-KMS-01 to -03)."""
    return (database.name, f"{database.engine}_{ends}")


def login_path(database: Database, login: str, ends: str) -> tuple[str, ...]:
    """Return where something about a login is kept (ledger WL-KMS-04, -05, defect D-WL-03)."""
    return (database.name, f"{login}_db_{ends}".replace("-", "_"))


def keep_owner(part: Part, wanted: Database) -> None:
    """Keep the names of a server's owner and first database, beside the password."""
    own = part.in_chapter("parameters")
    plain(own, superuser_path(wanted, "superuser"), wanted.username, "Owner of the server")
    plain(own, superuser_path(wanted, "db"), wanted.database, "The first database")


def keep_logins(part: Part, wanted: Database, keys: Keys) -> None:
    """Keep the names of each login's database and user, and a password for it."""
    own = part.in_chapter("parameters")
    for login in wanted.logins.values():
        what = f"login {login.name}"
        plain(own, login_path(wanted, login.name, "name"), login.database, f"Database of {what}")
        plain(own, login_path(wanted, login.name, "user"), login.username, f"User of {what}")
        path = login_path(wanted, login.name, "password")
        password_parameter(own, keys, path, f"Password of {what}")


def provision_variables(system: System, wanted: Database) -> dict[str, str]:
    """Return what the step is told beside the address: variables by their parameters."""
    own = {
        "PGHOST": (wanted.name, "host"),
        "PGUSER": superuser_path(wanted, "superuser"),
        "PGPASSWORD": superuser_path(wanted, "superuser_password"),
        "PGDATABASE": superuser_path(wanted, "db"),
    }
    own |= {
        _variable(login): login_path(wanted, login.name, "password")
        for login in wanted.logins.values()
    }
    return {name: parameter_name(system, *path) for name, path in own.items()}


def provision_sql(wanted: Database) -> str:
    """Return the statements, each of which may be repeated.

    A role that makes another may grant it, but is no member of it: a database can be given only
    to a role one is a member of (PostgreSQL 16, `CREATE DATABASE`).
    """
    head = f"\\set ON_ERROR_STOP on\nSELECT pg_advisory_lock({LOCK});\n"
    return head + "".join(
        _STATEMENTS.format(variable=_variable(login), user=login.username, database=login.database)
        for login in wanted.logins.values()
    )


def _variable(login: Login) -> str:
    return f"{login.name.replace('-', '_').upper()}_PASSWORD"
