"""What runs on instances: scripts, Compose files and prometheus.yml, judged by other programs."""

from __future__ import annotations

import json
import re
import subprocess
from hashlib import sha256
from importlib import resources
from pathlib import Path
from urllib.parse import urlsplit

import jsonschema
import pytest
import yaml

from giban.compile import nat
from giban.compile.user_data import COMPOSE_SHA256
from tests.compile.hosted import SCRIPTS, files, script, table
from tests.programs import program

COMPOSE = [
    ("table-order", "web/docker-compose.yml"),
    ("wealist", "config/docker-compose.prod.yml"),
    ("wealist", "monitoring/docker-compose.yml"),
]
PROMETHEUS = files("wealist")["monitoring/prometheus.yml"]
LONGEST = 16384
"""Bytes of user data that EC2 takes."""

each_script = pytest.mark.parametrize(("system", "label"), SCRIPTS)


def checked(text: str) -> None:
    """Let shellcheck read a script; every remark of it is one too many."""
    judge = program("shellcheck", "the scripts of instances were not checked")
    answer = subprocess.run(
        [judge, "--severity=style", "-"], input=text, text=True, capture_output=True, check=False
    )
    assert "" == answer.stdout


@each_script
def test_shellcheck_has_nothing_to_say(system: str, label: str) -> None:
    """Neither of the script, nor of the program that it writes."""
    whole = script(system, label)
    stack = whole.split("cat >/usr/local/bin/stack <<'END'\n")[1].split("\nEND\n")[0]

    checked(whole)
    checked(f"{stack}\n")


def test_shellcheck_has_nothing_to_say_of_a_nat_instance() -> None:
    """Its script is the same everywhere."""
    checked(nat.SCRIPT)


@each_script
def test_a_script_is_short_enough(system: str, label: str) -> None:
    """EC2 takes 16 KiB; there is room for more services."""
    assert len(script(system, label).encode()) < LONGEST * 0.6


@each_script
def test_compose_is_pinned(system: str, label: str) -> None:
    """A version, by its checksum, which is asked before it is used."""
    whole = script(system, label)

    assert COMPOSE_SHA256["x86_64"] in whole
    assert "releases/latest" not in whole
    assert whole.index("sha256sum --check") < whole.index('chmod 0755 "$plugins')


@each_script
def test_files_are_fetched_by_their_checksum(system: str, label: str) -> None:
    """What root runs is decided by the script, not by who may write to the bucket (D-WL-07)."""
    rows = table(script(system, label), "files")

    assert rows
    for sum_, key, _ in rows:
        assert sum_ == sha256(files(system)[key].encode()).hexdigest()


@pytest.mark.parametrize(("system", "key"), COMPOSE)
def test_compose_files_follow_the_specification(system: str, key: str) -> None:
    """By the Compose Specification's own JSON schema, as check-jsonschema carries it."""
    vendored = resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    document = yaml.safe_load(files(system)[key])

    jsonschema.validate(document, json.loads(vendored.read_text(encoding="utf-8")))
    for name, service in document["services"].items():
        assert service["restart"] in {"unless-stopped", "no"}, name
        assert ":" in service["image"], name
        assert ":latest" not in service["image"], name


def test_promtool_takes_the_configuration(tmp_path: Path) -> None:
    """`promtool check config` finds nothing wrong."""
    judge = program("promtool", "prometheus.yml was read as YAML only")
    path = tmp_path / "prometheus.yml"
    path.write_text(PROMETHEUS)
    answer = subprocess.run(
        [judge, "check", "config", "--lint=all", "--lint-fatal", str(path)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert 0 == answer.returncode, answer.stdout + answer.stderr


def test_prometheus_finds_instances_by_itself() -> None:
    """Every job but its own asks EC2, for the group it means, and only for what runs."""
    read = yaml.safe_load(PROMETHEUS)
    jobs = {job["job_name"]: job for job in read["scrape_configs"]}

    assert {"prometheus", "backend-node", "user-service", "board-service", "monitoring-node"} == (
        jobs.keys()
    )
    for name, job in jobs.items():
        if name == "prometheus":
            continue
        (found,) = job["ec2_sd_configs"]
        filters = {one["name"]: one["values"] for one in found["filters"]}
        assert "ap-northeast-2" == found["region"]
        assert ["running"] == filters["instance-state-name"]
        group = "monitoring" if name == "monitoring-node" else "backend"
        assert [f"wealist-prod-{group}-asg"] == filters["tag:aws:autoscaling:groupName"]


def test_grafana_finds_prometheus() -> None:
    """Its data source is the container of the same file, at the port that one listens on."""
    read = yaml.safe_load(files("wealist")["monitoring/docker-compose.yml"])
    provisioned = yaml.safe_load(read["configs"]["prometheus-source"]["content"])
    (source,) = provisioned["datasources"]
    where = urlsplit(source["url"])

    assert 1 == provisioned["apiVersion"]
    assert ("prometheus", "proxy", True) == (source["type"], source["access"], source["isDefault"])
    assert where.hostname in read["services"]
    assert f"localhost:{where.port}" in PROMETHEUS


def test_caddy_takes_what_it_is_told(tmp_path: Path) -> None:
    """`caddy validate` does, and `caddy adapt` asks the API before everything else (D-TO-05)."""
    judge = program("caddy", "the Caddyfile was read by nobody")
    read = yaml.safe_load(files("table-order")["web/docker-compose.yml"])
    path = tmp_path / "Caddyfile"
    path.write_text(read["configs"]["caddyfile"]["content"])
    answers = [
        subprocess.run(
            [judge, verb, "--config", str(path), "--adapter", "caddyfile"],
            env={"HOME": str(tmp_path)},
            capture_output=True,
            text=True,
            check=False,
        )
        for verb in ("validate", "adapt")
    ]
    assert [0, 0] == [one.returncode for one in answers], answers[0].stderr
    assert not [line for one in answers for line in one.stderr.splitlines() if "warn" in line]
    (site,) = json.loads(answers[1].stdout)["apps"]["http"]["servers"]["srv0"]["routes"]
    assert [{"host": ["order.example.com"]}] == site["match"]
    assert ["api:3000", "client:80"] == re.findall(r"'dial': '([^']+)'", repr(site))
