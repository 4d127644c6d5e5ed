"""The statements that make logins, run by every PostgreSQL there is: twice, by no superuser."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from giban.compile.logins import provision_sql
from giban.manifest import load
from giban.system import resolve_all
from tests.examples import EXAMPLES
from tests.programs import free_port, postgres_servers

pytestmark = pytest.mark.programs
UNCHECKED = "the statements that make logins were not run"
OWNER = "dbadmin"
ODD = "it's \\ \"odd\" $HOME :'x' `id`; --"


@dataclass(frozen=True)
class Server:
    """A server: its programs, and the folder that has its data and its socket."""

    programs: Path
    folder: Path
    port: int

    def run(self, program: str, *options: str, **told: str) -> subprocess.CompletedProcess[str]:
        """Run a program as somebody whom PostgreSQL lets start it: not as root."""
        other = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
        return subprocess.run(
            [*other, str(self.programs / program), *options],
            env={"PATH": os.environ["PATH"], "PGPORT": str(self.port), **told},
            cwd="/",
            capture_output=True,
            text=True,
            check=False,
        )

    def ask(
        self, sql: str, user: str, database: str, password: str = ""
    ) -> subprocess.CompletedProcess[str]:
        """Let psql run statements: by the socket, or with a password as from elsewhere."""
        where = {"PGHOST": "127.0.0.1" if password else str(self.folder), "PGPASSWORD": password}
        options = ("--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-c", sql)
        return self.run("psql", *options, PGUSER=user, PGDATABASE=database, **where)

    def provision(self, **passwords: str) -> subprocess.CompletedProcess[str]:
        """Run the step as its container does: the file, and all else from the environment."""
        (system,) = resolve_all(load(EXAMPLES["wealist"].manifest)).values()
        path = self.folder / "provision.sql"
        path.write_text(provision_sql(system.databases["db"]))
        where = {"PGHOST": str(self.folder), "PGUSER": OWNER, "PGDATABASE": "postgres"}
        return self.run("psql", "--no-psqlrc", "--quiet", f"--file={path}", **where, **passwords)

    def start(self) -> None:
        """Make it, with an owner such as RDS's, who makes roles and is no superuser."""
        data = f"{self.folder}/data"
        made = self.run("initdb", "-D", data, "-U", "root", "--auth-host=scram-sha-256", "-N")
        assert 0 == made.returncode, made.stderr
        options = f"-c listen_addresses=127.0.0.1 -c unix_socket_directories={self.folder}"
        log = f"{self.folder}/log"
        started = self.run("pg_ctl", "-D", data, "-w", "-o", options, "-l", log, "start")
        assert 0 == started.returncode, Path(log).read_text()
        create = f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB"
        assert 0 == self.ask(create, "root", "postgres").returncode

    def stop(self) -> None:
        """End it, and take everything away."""
        self.run("pg_ctl", "-D", f"{self.folder}/data", "-m", "immediate", "stop")
        shutil.rmtree(self.folder, ignore_errors=True)


@pytest.fixture(
    scope="module",
    params=[
        pytest.param(path, id=path.parent.name, marks=pytest.mark.xdist_group(f"pg-{number}"))
        for number, path in enumerate(postgres_servers())
    ]
    or [pytest.param(None, id="none")],
)
def server(request: pytest.FixtureRequest) -> Iterator[Server]:
    """A server of each version."""
    programs = request.param
    if programs is None or (os.geteuid() == 0 and shutil.which("runuser") is None):
        pytest.skip(f"THERE IS NO POSTGRESQL (try `make programs`): {UNCHECKED}")
    folder = Path("/tmp") / f"giban-logins-{os.getpid()}-{programs.parent.name}"  # noqa: S108
    made = Server(programs, folder, free_port())
    if "initdb" not in made.run("initdb", "--version").stdout:
        pytest.skip(f"NOBODY MAY RUN {programs}: {UNCHECKED} there")
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    try:
        made.start()
        yield made
    finally:
        made.stop()


def test_logins_are_made_once_and_kept(server: Server) -> None:
    """A second run changes nothing; each user owns one database, and gets into no other."""
    passwords = {"USER_PASSWORD": ODD, "BOARD_PASSWORD": "two"}
    for _ in range(2):
        done = server.provision(**passwords)
        assert 0 == done.returncode, done.stderr
        assert "odd" not in done.stdout + done.stderr

    owners = server.ask(
        "SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname LIKE 'wealist%'",
        "root",
        "postgres",
    )
    assert {"wealist_user_db|wealist_user", "wealist_board_db|wealist_board"} == set(
        owners.stdout.split()
    )
    own = server.ask("CREATE TABLE t ()", "wealist_user", "wealist_user_db", ODD)
    assert 0 == own.returncode, own.stderr
    other = server.ask("SELECT 1", "wealist_user", "wealist_board_db", ODD)
    assert "permission denied for database" in other.stderr


def test_a_password_is_what_is_kept_now(server: Server) -> None:
    """After the next start it is the new one, and the last one is none."""
    for password in ("before", "after"):
        assert 0 == server.provision(USER_PASSWORD=password, BOARD_PASSWORD="two").returncode  # noqa: S106
    old, new = (
        server.ask("SELECT 1", "wealist_user", "wealist_user_db", password)
        for password in ("before", "after")
    )
    assert "password authentication failed" in old.stderr
    assert "1\n" == new.stdout


def test_without_a_password_nothing_is_made(server: Server) -> None:
    """A variable that is missing ends the step, which ends the start of the instance."""
    done = server.provision(USER_PASSWORD="before")  # noqa: S106

    assert 0 != done.returncode


@pytest.mark.parametrize(
    ("sql", "refused"),
    [
        ("CREATE ROLE somebody", "permission denied to create role"),
        ("CREATE DATABASE other", "permission denied to create database"),
        ("ALTER ROLE wealist_board PASSWORD 'x'", "permission denied"),
        ("SET ROLE wealist_board", "permission denied to set role"),
        ("SELECT * FROM pg_authid", "permission denied for table"),
    ],
)
def test_a_login_may_no_more_than_it_needs(server: Server, sql: str, refused: str) -> None:
    """It makes no roles, and is nobody else."""
    server.provision(USER_PASSWORD="before", BOARD_PASSWORD="two")  # noqa: S106
    answer = server.ask(sql, "wealist_user", "wealist_user_db")

    assert refused in answer.stderr
