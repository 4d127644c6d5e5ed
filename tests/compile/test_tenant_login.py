"""The task that makes a tenant's database and user, run against a real MySQL."""

from __future__ import annotations

import os
import subprocess
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from giban.compile.tenant import script
from giban.system import Tenant
from tests.programs import FETCHED, free_port, program

pytestmark = [pytest.mark.programs, pytest.mark.xdist_group("mysql")]
UNCHECKED = "the statements that make a tenant's login were not run"
MASTER = {"MASTER": "admin", "MYSQL_PWD": "of-the-master"}
RIGHTS = (
    "SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, RELOAD, PROCESS, REFERENCES, INDEX, ALTER, "
    "SHOW DATABASES, CREATE TEMPORARY TABLES, LOCK TABLES, EXECUTE, REPLICATION SLAVE, "
    "REPLICATION CLIENT, CREATE VIEW, SHOW VIEW, CREATE ROUTINE, ALTER ROUTINE, CREATE USER, "
    "EVENT, TRIGGER, CREATE ROLE, DROP ROLE, APPLICATION_PASSWORD_ADMIN, ROLE_ADMIN, "
    "XA_RECOVER_ADMIN"
)
"""What RDS gives the master user of MySQL 8.4: a great deal, and not `SUPER`
(https://docs.aws.amazon.com/AmazonRDS/latest/UserGuide/UsingWithRDS.MasterAccounts.html)."""

ODD = 'it\'s \\ "odd" $HOME `id` ${x}; -- \\'
EVIL = "'; GRANT ALL ON *.* TO 'fileflow_user'@'%'; -- "


@dataclass(frozen=True)
class Server:
    """A server that takes nobody without TLS, as RDS's parameter group says."""

    client: str
    port: int

    def provision(self, tenant: Tenant, password: str) -> subprocess.CompletedProcess[str]:
        """Run the task as its container does."""
        return self._run(
            ["bash", "-ec", script(tenant)],
            HOST="127.0.0.1",
            PORT=str(self.port),
            PASSWORD=password,
            **MASTER,
        )

    def ask(
        self, user: str, password: str, sql: str, tls: str = "REQUIRED"
    ) -> subprocess.CompletedProcess[str]:
        """Run statements as a user."""
        where = ["--host=127.0.0.1", f"--port={self.port}", f"--user={user}", f"--ssl-mode={tls}"]
        return self._run(
            [self.client, "--no-defaults", "--skip-column-names", *where, "-e", sql],
            MYSQL_PWD=password,
        )

    def _run(self, command: list[str], **environment: str) -> subprocess.CompletedProcess[str]:
        path = f"{Path(self.client).parent}:{os.environ['PATH']}"
        return subprocess.run(
            command,
            env={"PATH": path, "HOME": "/nonexistent", **environment},
            capture_output=True,
            text=True,
            check=False,
        )


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    """A server with a master user such as RDS's."""
    daemon, client = (program(name, UNCHECKED) for name in ("mysqld", "mysql"))
    folder = tmp_path_factory.mktemp("mysql")
    share = FETCHED / "share/mysql"
    own = [f"--lc-messages-dir={share}", f"--character-sets-dir={share}/charsets"]
    command = [
        *(daemon, "--no-defaults", f"--datadir={folder}/data", f"--log-error={folder}/log.err"),
        *(own if daemon.startswith(str(FETCHED)) else []),
        *(["--user=root"] if os.geteuid() == 0 else []),
        *("--secure-file-priv=NULL", "--performance-schema=OFF", "--innodb-buffer-pool-size=5M"),
        *("--innodb-flush-method=nosync", "--innodb-doublewrite=OFF", "--skip-log-bin"),
        f"--pid-file={folder}/pid",
    ]
    subprocess.run([*command, "--initialize-insecure"], check=True, capture_output=True)
    first = folder / "first.sql"
    first.write_text(
        f"CREATE USER 'admin'@'%' IDENTIFIED BY '{MASTER['MYSQL_PWD']}';\n"
        f"GRANT {RIGHTS} ON *.* TO 'admin'@'%' WITH GRANT OPTION;\n"
    )
    port = free_port()
    listening = [f"--port={port}", "--bind-address=127.0.0.1", f"--socket={folder}/socket"]
    wanted = ["--mysqlx=OFF", "--require-secure-transport=ON"]
    started = subprocess.Popen(
        [*command, *listening, *wanted, f"--init-file={first}"],
        stderr=subprocess.DEVNULL,
    )
    made = Server(client, port)
    try:
        for _ in range(300):
            answer = made.ask(MASTER["MASTER"], MASTER["MYSQL_PWD"], "SELECT 1")
            if answer.returncode == 0:
                break
            time.sleep(0.1)
        assert 0 == answer.returncode, answer.stderr + (folder / "log.err").read_text()
        yield made
    finally:
        started.kill()
        started.wait()


def tenant(name: str) -> Tenant:
    """Return a tenant with everything as usual."""
    return Tenant(name=name, repositories=(), database=name, username=f"{name}_user")


def test_a_login_is_made_once_and_kept(server: Server) -> None:
    """A second run changes nothing, and prints nothing; data stays (HY-DB-11)."""
    own = tenant("fileflow")
    for number in range(2):
        done = server.provision(own, "one")
        assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
        made = f"USE fileflow; CREATE TABLE t{number} (a INT); INSERT t{number} VALUE (1)"
        assert 0 == server.ask(own.username, "one", made).returncode
    kept = server.ask(own.username, "one", "SELECT count(*) FROM fileflow.t0, fileflow.t1")
    assert "1\n" == kept.stdout
    granted = server.ask(own.username, "one", "SHOW GRANTS").stdout
    assert (
        "GRANT SELECT, INSERT, UPDATE, DELETE, CREATE, DROP, INDEX, ALTER ON `fileflow`.* "
        "TO `fileflow_user`@`%`\n"
    ) in granted
    assert 2 == len(granted.splitlines())
    how = "SELECT default_character_set_name, default_collation_name "
    collation = server.ask(
        own.username,
        "one",
        f"{how} FROM information_schema.schemata WHERE schema_name = 'fileflow'",
    )
    assert "utf8mb4\tutf8mb4_unicode_ci\n" == collation.stdout


@pytest.mark.parametrize(
    ("sql", "refused"),
    [
        ("SELECT * FROM other.t", "SELECT command denied"),
        ("CREATE TABLE myxapp.t (a INT)", "CREATE command denied"),
        ("CREATE DATABASE own", "Access denied"),
        ("CREATE USER somebody", "Access denied"),
        ("SELECT * FROM mysql.user", "SELECT command denied"),
        ("GRANT SELECT ON my_app.* TO other_user", "Access denied"),
        ("CREATE TRIGGER my_app.x BEFORE INSERT ON my_app.t FOR EACH ROW SET @a = 1", "denied"),
    ],
)
def test_a_tenant_gets_nowhere_else(server: Server, sql: str, refused: str) -> None:
    """Not to another's database, nor to one whose name `_` would match."""
    for name in ("my_app", "myxapp", "other"):
        assert 0 == server.provision(tenant(name), "two").returncode
    server.ask("other_user", "two", "CREATE TABLE IF NOT EXISTS other.t (a INT)")
    server.ask("my_app_user", "two", "CREATE TABLE IF NOT EXISTS my_app.t (a INT)")
    answer = server.ask("my_app_user", "two", sql)

    assert 0 != answer.returncode
    assert refused in answer.stderr


def test_nobody_gets_in_without_tls(server: Server) -> None:
    """The parameter group says so, and it holds for a login made here."""
    server.provision(tenant("fileflow"), "one")
    answer = server.ask("fileflow_user", "one", "SELECT 1", tls="DISABLED")

    assert "--require_secure_transport=ON" in answer.stderr


@pytest.mark.parametrize("password", ["new", ODD, EVIL, "\\", "'", "\u00fc\uac00"])
def test_a_password_is_what_the_secret_says(server: Server, password: str) -> None:
    """Whatever is in it: after the next run it is the password, and the last one is none."""
    own = tenant("rotated")
    assert 0 == server.provision(own, "before").returncode
    done = server.provision(own, password)

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
    assert "rotated_user" in server.ask(own.username, password, "SELECT user()").stdout
    assert "Access denied" in server.ask(own.username, "before", "SELECT 1").stderr
    assert "ALL PRIVILEGES" not in server.ask(own.username, password, "SHOW GRANTS").stdout


@pytest.mark.parametrize("name", ["order", "rank", "user", "groups", "x" * 27])
def test_any_name_will_do(server: Server, name: str) -> None:
    """A word of MySQL's own too."""
    done = server.provision(tenant(name), "three")

    assert (0, "", "") == (done.returncode, done.stdout, done.stderr)
    made = server.ask(f"{name}_user", "three", f"USE `{name}`; CREATE TABLE t (a INT)")
    assert 0 == made.returncode, made.stderr


def test_a_statement_that_fails_ends_the_task(server: Server) -> None:
    """Whoever runs it sees that it did not work."""
    refused = Server(server.client, server.port + 1).provision(tenant("fileflow"), "one")

    assert 0 != refused.returncode
