"""What runs on instances: scripts, Compose files and prometheus.yml, judged by other programs."""

from __future__ import annotations

import json
import shutil
import subprocess
from functools import cache
from hashlib import sha256
from importlib import resources
from pathlib import Path

import jsonschema
import pytest
import yaml

from giban.blueprint import Stack
from giban.catalogue import instances, s3
from giban.compile import compile_project
from giban.compile.user_data import COMPOSE_SHA256
from giban.manifest import load
from giban.system import resolve_all
from giban.values import Call, Expr, Text
from tests.examples import EXAMPLES

SCRIPTS = [("table-order", "web"), ("wealist", "backend"), ("wealist", "monitoring")]
COMPOSE = [
    ("table-order", "web/docker-compose.yml"),
    ("wealist", "config/docker-compose.prod.yml"),
    ("wealist", "monitoring/docker-compose.yml"),
]
PROMETHEUS = ("wealist", "monitoring/prometheus.yml")
LONGEST = 16384
"""Bytes of user data that EC2 takes."""

each_script = pytest.mark.parametrize(("system", "label"), SCRIPTS)


@cache
def platform(system: str) -> Stack:
    """Return the last platform of a system."""
    compiled = compile_project(list(resolve_all(load(EXAMPLES[system].manifest)).values()))
    return list(compiled.values())[-1].stack("platform")


def script(system: str, label: str) -> str:
    """Return a script with a word in the place of what Terraform finds out."""
    (value,) = (
        one.user_data if isinstance(one, instances.LaunchTemplate) else one.user_data_base64
        for one in platform(system).resources()
        if isinstance(one, instances.LaunchTemplate | instances.Instance)
        and one.terraform_label == label
    )
    assert isinstance(value, Call)
    (text,) = value.arguments
    assert isinstance(text, Text)
    return "".join("known-later" if isinstance(part, Expr) else part for part in text.parts)


def file(system: str, key: str) -> str:
    """Return a file that instances fetch."""
    (found,) = (
        one.content
        for one in platform(system).resources()
        if isinstance(one, s3.BucketObject) and one.key == key
    )
    return str(found)


def checked(text: str) -> None:
    """Let shellcheck read a script; every remark of it is one too many."""
    program = shutil.which("shellcheck")
    if program is None:
        pytest.skip("THERE IS NO SHELLCHECK: the scripts of instances were not checked")
    answer = subprocess.run(
        [program, "--severity=style", "-"], input=text, text=True, capture_output=True, check=False
    )
    assert "" == answer.stdout


@each_script
def test_shellcheck_has_nothing_to_say(system: str, label: str) -> None:
    """Neither of the script, nor of the program that it writes."""
    whole = script(system, label)
    program = whole.split("cat >/usr/local/bin/stack <<'END'\n")[1].split("\nEND\n")[0]

    checked(whole)
    checked(f"{program}\n")


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
    table = script(system, label).split("cat >/opt/stack/files <<'END'\n")[1].split("END\n")[0]
    rows = [line.split() for line in table.splitlines()]

    assert rows
    for sum_, key, _ in rows:
        assert sum_ == sha256(file(system, key).encode()).hexdigest()


@pytest.mark.parametrize(("system", "key"), COMPOSE)
def test_compose_files_follow_the_specification(system: str, key: str) -> None:
    """By the Compose Specification's own JSON schema, as check-jsonschema carries it."""
    vendored = resources.files("check_jsonschema") / "builtin_schemas/vendor/compose-spec.json"
    document = yaml.safe_load(file(system, key))

    jsonschema.validate(document, json.loads(vendored.read_text(encoding="utf-8")))
    for name, service in document["services"].items():
        assert service["restart"] in {"unless-stopped", "no"}, name
        assert ":" in service["image"], name
        assert ":latest" not in service["image"], name


def test_promtool_takes_the_configuration(tmp_path: Path) -> None:
    """`promtool check config` finds nothing wrong."""
    program = shutil.which("promtool")
    if program is None:
        pytest.skip("THERE IS NO PROMTOOL: prometheus.yml was read as YAML only")
    path = tmp_path / "prometheus.yml"
    path.write_text(file(*PROMETHEUS))
    answer = subprocess.run(
        [program, "check", "config", str(path)], capture_output=True, text=True, check=False
    )
    assert 0 == answer.returncode, answer.stdout + answer.stderr


def test_prometheus_finds_instances_by_itself() -> None:
    """Every job but its own asks EC2, for the group it means, and only for what runs."""
    read = yaml.safe_load(file(*PROMETHEUS))
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
