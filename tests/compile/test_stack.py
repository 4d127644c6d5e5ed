"""The script of an instance and its program `stack`, run with stand-ins for AWS and Docker."""

from __future__ import annotations

import json
import os
import subprocess
from hashlib import sha256
from pathlib import Path

import pytest

from giban.compile.user_data import COMPOSE_SHA256
from tests.compile.hosted import SCRIPTS, files, script, table
from tests.programs import found, program
from tests.sandbox import Sandbox

pytestmark = pytest.mark.programs
COMPOSE = "stands for Docker Compose\n"
REGISTRY_TOKEN = "token-of-the-registry"  # noqa: S105 - of nothing
ODD = 'it\'s "odd" $HOME ${x} $(id) `id` \\n #1'
"""What a shell, psql, Compose and JSON would each read in their own way."""

CURL = """
while [ "$#" -gt 1 ]; do [ "$1" = -o ] && printf 'stands for Docker Compose\\n' >"$2"; shift; done
case "$1" in */api/token) echo session ;; */instance-id) echo i-1 ;; esac
"""
AWS = """
case "$1 $2" in
  "s3 cp") from=${4#s3://known-later/}; cp "$root/bucket/$from" "$5" ;;
  "ssm get-parameters-by-path") cat "$root/parameters.json" ;;
  "ecr get-login-password") echo token-of-the-registry ;;
  "ec2 attach-volume") touch "$root/dev/disk/by-id/nvme-Amazon_Elastic_Block_Store_knownlater" ;;
esac
"""
DOCKER = """
case "$1" in
  login) cat >"$root/login" ;;
  compose)
    if [ "$2" = up ] && [ -n "$COMPOSE" ]; then
      env -i PATH="$PATH" "$COMPOSE" config --no-interpolate --quiet
      env -i PATH="$PATH" "$COMPOSE" --profile '*' config --format json >"$root/config.json"
    fi ;;
esac
"""
PROGRAMS = {
    "dnf": "",
    "sleep": "",
    "curl": CURL,
    "aws": AWS,
    "docker": DOCKER,
    "systemctl": "",
    "mount": "",
    "blkid": "exit 2",
    "mkfs.xfs": "",
    "/opt/aws/amazon-cloudwatch-agent/bin/amazon-cloudwatch-agent-ctl": "",
}

each_script = pytest.mark.parametrize(("system", "label"), SCRIPTS)


class Machine(Sandbox):
    """An instance of an example."""

    def __init__(self, root: Path, system: str, label: str) -> None:
        """Make it, with what the bucket and Parameter Store have for it."""
        super().__init__(root)
        self.put(PROGRAMS)
        self.script = script(system, label)
        for _, key, _ in table(self.script, "files"):
            path = root / "bucket" / key
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(files(system)[key])
        self.tell({name: f"{ODD} of {name}" for *_, name in table(self.script, "variables")})
        self.tell({name: "abc1234" for _, name in table(self.script, "tags")})

    @property
    def told(self) -> dict[str, str]:
        """Return what Parameter Store has."""
        path = self.root / "parameters.json"
        read = json.loads(path.read_text()) if path.exists() else {"Parameters": []}
        return {one["Name"]: one["Value"] for one in read["Parameters"]}

    def tell(self, values: dict[str, str], *, forget: str = "") -> None:
        """Put values into Parameter Store, and take one away."""
        kept = {name: value for name, value in (self.told | values).items() if name != forget}
        listed = [{"Name": name, "Value": value} for name, value in kept.items()]
        (self.root / "parameters.json").write_text(json.dumps({"Parameters": listed}))

    def boot(self) -> subprocess.CompletedProcess[str]:
        """Run the script as cloud-init does; its Docker Compose is ours, and so is the checksum."""
        text = self.here(self.script)
        for sum_ in COMPOSE_SHA256.values():
            text = text.replace(sum_, sha256(COMPOSE.encode()).hexdigest())
        (self.root / "user-data").write_text(text)
        return self.run("bash", "user-data")

    def start(self, compose: str = "") -> subprocess.CompletedProcess[str]:
        """Run `stack start` as systemd does; a Docker Compose reads what it would be given."""
        done = self.run(str(self.root / "usr/local/bin/stack"), "start", COMPOSE=compose)
        for value in [*self.told.values(), REGISTRY_TOKEN]:
            assert value == "abc1234" or value not in done.stdout + done.stderr
        return done

    def own(self, name: str) -> str:
        """Return a file of /opt/stack."""
        return (self.root / "opt/stack" / name).read_text()


@pytest.fixture
def backend(tmp_path: Path) -> Machine:
    """An instance of wealist's backend whose script has run."""
    made = Machine(tmp_path / "backend", "wealist", "backend")
    done = made.boot()
    assert 0 == done.returncode, done.stderr
    made.calls()
    return made


@each_script
def test_a_script_installs_and_then_starts(tmp_path: Path, system: str, label: str) -> None:
    """Docker before what needs it; the containers last, and without waiting for them."""
    machine = Machine(tmp_path / "machine", system, label)
    machine.fail("dnf", times=2)
    machine.fail("aws ec2 attach-volume", times=1)
    done = machine.boot()
    calls = [call for call in machine.calls() if not call.startswith(("curl", "sleep", "aws"))]

    assert 0 == done.returncode, done.stderr
    assert ["dnf install -y docker jq amazon-cloudwatch-agent"] * 3 == calls[:3]
    assert [
        "systemctl daemon-reload",
        "systemctl enable --now docker",
        "systemctl enable --now --no-block stack",
    ] == calls[-3:]
    keeps = "attach-volume" in machine.script
    waits = machine.root / "etc/systemd/system/docker.service.d/disk.conf"
    assert keeps == ("mkfs.xfs" in " ".join(calls)) == waits.exists()
    settings = dict(line.split("=") for line in machine.own("settings").splitlines())
    assert {"AWS_DEFAULT_REGION", "REGISTRY", "BUCKET", "PARAMETERS"} == settings.keys()
    assert os.access(machine.root / "usr/local/bin/stack", os.X_OK)
    metrics = json.loads(machine.own("metrics.json"))["metrics"]
    ((dimension, value),) = metrics["append_dimensions"].items()
    assert ([[dimension]], f"${{aws:{dimension}}}") == (metrics["aggregation_dimensions"], value)


@each_script
def test_another_compose_is_not_used(tmp_path: Path, system: str, label: str) -> None:
    """A file of another checksum ends the script, before anybody may run it."""
    machine = Machine(tmp_path / "machine", system, label)
    machine.put({"curl": CURL.replace("stands for", "pretends to be")})
    done = machine.boot()
    plugin = machine.root / "usr/local/lib/docker/cli-plugins/docker-compose"

    assert 0 != done.returncode
    assert not os.access(plugin, os.X_OK)
    assert not [call for call in machine.calls() if call.startswith(("systemctl", "aws"))]


@each_script
def test_systemd_takes_the_unit(tmp_path: Path, system: str, label: str) -> None:
    """`systemd-analyze verify` has nothing to say of it."""
    judge = program("systemd-analyze", "the unit of instances was not verified")
    machine = Machine(tmp_path / "machine", system, label)
    machine.boot()
    docker = machine.root / "etc/systemd/system/docker.service"
    docker.write_text("[Service]\nExecStart=/bin/true\n")
    done = subprocess.run(
        [judge, "verify", "--man=no", str(docker.with_name("stack.service"))],
        capture_output=True,
        text=True,
        check=False,
        env={"SYSTEMD_UNIT_PATH": f"{docker.parent}:"},
    )

    assert (0, "") == (done.returncode, done.stdout + done.stderr)


@each_script
def test_programs_that_are_not_root_read_what_is_fetched(
    tmp_path: Path, system: str, label: str
) -> None:
    """Prometheus is `nobody` in its image, and mounts its configuration from here."""
    machine = Machine(tmp_path / "machine", system, label)
    machine.boot()
    machine.start()

    for *_, name in table(machine.script, "files"):
        assert 0o644 == (machine.root / "opt/stack" / name).stat().st_mode & 0o777


@each_script
def test_containers_are_told_what_is_kept(tmp_path: Path, system: str, label: str) -> None:
    """To the letter, as Docker Compose reads it; in files of root, in no argument.

    What containers read by themselves, as Prometheus does as nobody, is for everyone.
    """
    machine = Machine(tmp_path / "machine", system, label)
    machine.boot()
    machine.calls()
    compose = found("docker-compose") or ""
    done = machine.start(compose)
    calls = machine.calls()

    assert 0 == done.returncode, done.stderr
    assert not [call for call in calls if "odd" in call or REGISTRY_TOKEN in call]
    for path in (machine.root / "opt/stack/env").iterdir():
        assert 0o600 == path.stat().st_mode & 0o777
    for _, _, name in table(machine.script, "files"):
        assert 0o644 == (machine.root / "opt/stack" / name).stat().st_mode & 0o777
    assert not (machine.root / "opt/stack/all.json").exists()
    assert machine.own(".env") == machine.own("good.env")
    if not compose:
        pytest.skip("THERE IS NO DOCKER-COMPOSE: nobody read the Compose file as Docker does")
    read = json.loads((machine.root / "config.json").read_text())["services"]
    for container, variable, name in table(machine.script, "variables"):
        told = read[container]["environment"][variable]
        assert machine.told[name] == told.replace("$$", "$"), variable
    assert all(":" in one["image"] for one in read.values())


def test_the_order_of_a_start(backend: Machine) -> None:
    """Files, variables, the registry, images, the logins of databases; services come last."""
    done = backend.start()

    assert 0 == done.returncode, done.stderr
    assert [
        "aws s3 cp",
        "aws ssm get-parameters-by-path",
        "aws ecr get-login-password",
        "docker compose pull",
        "docker compose run",
        "docker compose up",
        "docker image prune",
    ] == [
        call[: call.index(" -")] if " -" in call else " ".join(call.split()[:3])
        for call in backend.calls()
        if not call.startswith("docker login")
    ]
    assert f"{REGISTRY_TOKEN}\n" == (backend.root / "login").read_text()


def test_a_missing_parameter_starts_nothing(backend: Machine) -> None:
    """Neither with an empty password, nor with the rest of what was told anew."""
    backend.start()
    before = {name: backend.own(name) for name in (".env", "env/user-service")}
    backend.calls()
    backend.tell({}, forget="/wealist/prod/db/board_db_password")
    done = backend.start()

    assert 0 != done.returncode
    assert "/wealist/prod/db/board_db_password" in done.stderr
    assert not [call for call in backend.calls() if call.startswith("docker")]
    assert before == {name: backend.own(name) for name in before}
    assert not (backend.root / "opt/stack/all.json").exists()


def test_a_missing_tag_starts_nothing(backend: Machine) -> None:
    """An image without a tag would be whatever is called latest."""
    backend.tell({}, forget="/wealist/prod/user-service/image-tag")
    done = backend.start()

    assert 0 != done.returncode
    assert not [call for call in backend.calls() if call.startswith("docker")]


def test_a_value_of_several_lines_is_refused(backend: Machine) -> None:
    """Compose would read the second line as another variable; no line of it is printed."""
    backend.tell({"/wealist/prod/db/user_db_password": "first\nDATABASE_HOST=evil.example.com"})
    done = backend.start()

    assert 0 != done.returncode
    assert "/wealist/prod/db/user_db_password" in done.stderr
    assert not [call for call in backend.calls() if call.startswith("docker")]


def test_another_file_is_not_used(backend: Machine) -> None:
    """What somebody else put into the bucket replaces nothing, and starts nothing (D-WL-07)."""
    backend.start()
    before = backend.own("docker-compose.yml")
    backend.calls()
    for path in (backend.root / "bucket").rglob("*.yml"):
        path.write_text("services: {evil: {image: evil}}\n")
    done = backend.start()

    assert 0 != done.returncode
    assert before == backend.own("docker-compose.yml")
    assert not [call for call in backend.calls() if call.startswith("docker")]


@pytest.mark.parametrize(
    "words", ["aws ssm", "aws ecr", "docker login", "docker compose pull", "docker compose run"]
)
def test_what_fails_before_services_start_starts_none(backend: Machine, words: str) -> None:
    """What runs goes on running; the exit code is one that systemd tries again."""
    backend.fail(words)
    done = backend.start()

    assert done.returncode not in (0, 3)
    assert not [call for call in backend.calls() if call.startswith("docker compose up")]


def test_images_that_do_not_become_healthy_go_back(backend: Machine) -> None:
    """To the tags that did; exit 3 tells systemd to leave it at that, and the deploy of it."""
    backend.start()
    backend.calls()
    backend.tell({name: "def5678" for _, name in table(backend.script, "tags")})
    backend.fail("docker compose up", times=1)
    done = backend.start()

    assert 3 == done.returncode
    assert 2 == len([call for call in backend.calls() if call.startswith("docker compose up")])
    assert "USER_SERVICE_TAG=abc1234\n" in backend.own(".env")
    assert backend.own(".env") == backend.own("good.env")
    assert "did not become healthy" in done.stderr


def test_the_first_images_have_nothing_to_go_back_to(backend: Machine) -> None:
    """Then systemd tries again."""
    backend.fail("docker compose up")
    done = backend.start()

    assert 1 == done.returncode
    assert not (backend.root / "opt/stack/good.env").exists()
