"""The statements that make logins, run by a real PostgreSQL: twice, and by no superuser."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from giban.compile.logins import provision_sql
from giban.manifest import load
from giban.system import resolve_all
from tests.examples import EXAMPLES

SERVERS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))
OWNER = "dbadmin"


def run(command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
    """Run a program as somebody whom PostgreSQL lets start it: not as root."""
    other = ["runuser", "-u", "nobody", "--"] if os.geteuid() == 0 else []
    return subprocess.run(
        [*other, *command],
        env={"PATH": os.environ["PATH"], **environment},
        cwd="/",
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def server() -> Iterator[dict[str, str]]:
    """A server with an owner such as RDS's: who makes roles and databases, and is no superuser."""
    if not SERVERS or (os.geteuid() == 0 and shutil.which("runuser") is None):
        pytest.skip("THERE IS NO POSTGRESQL: the statements that make logins were not run")
    programs, folder = SERVERS[-1], Path("/tmp") / f"giban-logins-{os.getpid()}"  # noqa: S108
    folder.mkdir(mode=0o777)
    folder.chmod(0o777)
    data = str(folder / "data")
    try:
        made = run(
            [str(programs / "initdb"), "-D", data, "-U", "root", "--auth-host=scram-sha-256"]
        )
        assert 0 == made.returncode, made.stderr
        options = f"-c listen_addresses= -c unix_socket_directories={folder}"
        started = run(
            [
                str(programs / "pg_ctl"),
                "-D",
                data,
                "-w",
                "-o",
                options,
                "-l",
                f"{folder}/log",
                "start",
            ]
        )
        assert 0 == started.returncode, started.stdout
        where = {"PGHOST": str(folder)}
        create = f"CREATE ROLE {OWNER} LOGIN CREATEROLE CREATEDB"
        assert 0 == psql(create, PGUSER="root", PGDATABASE="postgres", **where).returncode
        yield where
    finally:
        run([str(programs / "pg_ctl"), "-D", data, "-m", "immediate", "stop"])
        shutil.rmtree(folder, ignore_errors=True)


def psql(text: str, **environment: str) -> subprocess.CompletedProcess[str]:
    """Let psql run statements."""
    return run(
        ["psql", "--no-psqlrc", "--quiet", "--tuples-only", "--no-align", "-c", text], **environment
    )


def provision(server: dict[str, str], **passwords: str) -> subprocess.CompletedProcess[str]:
    """Run the step as its container does: the file, and everything else from the environment."""
    (system,) = resolve_all(load(EXAMPLES["wealist"].manifest)).values()
    path = Path(server["PGHOST"]) / "provision.sql"
    path.write_text(provision_sql(system.databases["db"]))
    return run(
        ["psql", "--no-psqlrc", "--quiet", f"--file={path}"],
        **server,
        PGUSER=OWNER,
        PGDATABASE="postgres",
        **passwords,
    )


def test_logins_are_made_once_and_kept(server: dict[str, str]) -> None:
    """A second run changes nothing; each user owns one database, and gets into no other."""
    passwords = {"USER_PASSWORD": "it's one", "BOARD_PASSWORD": "two"}
    for _ in range(2):
        done = provision(server, **passwords)
        assert 0 == done.returncode, done.stderr
        assert "it's one" not in done.stdout + done.stderr

    owners = psql(
        "SELECT datname, pg_get_userbyid(datdba) FROM pg_database WHERE datname LIKE 'wealist%'",
        PGUSER="root",
        PGDATABASE="postgres",
        **server,
    )
    assert {"wealist_user_db|wealist_user", "wealist_board_db|wealist_board"} == set(
        owners.stdout.split()
    )
    own = psql("CREATE TABLE t ()", PGUSER="wealist_user", PGDATABASE="wealist_user_db", **server)
    assert 0 == own.returncode, own.stderr
    other = psql("SELECT 1", PGUSER="wealist_user", PGDATABASE="wealist_board_db", **server)
    assert "permission denied for database" in other.stderr
