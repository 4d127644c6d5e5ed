"""What the example means, environment by environment."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import PrivateAttr

from giban.errors import Mistakes, UsageError
from giban.manifest import Manifest, load, loads
from giban.system import System, environments, resolve, resolve_all, resolve_projects
from giban.system.defaults import TABLE
from giban.system.facts import FARGATE_MEMORY, LOG_DAYS
from giban.system.presets import LEVELS, ROWS

EXAMPLE = Path(__file__).parents[2] / "examples" / "hospital-erp" / "giban.yaml"
SYSTEMS = resolve_all(load(EXAMPLE))
FOUNDATIONS = Path(__file__).parents[1] / "fixtures/foundations"


def test_environments() -> None:
    """The environments come in the author's order, and an unknown one names the nearest."""
    manifest = load(EXAMPLE)
    assert environments(manifest) == ("dev", "staging", "production")
    with pytest.raises(UsageError) as caught:
        resolve(manifest, "prod")
    assert caught.value.fix.startswith("Did you mean `production`? Choose one of: dev,")


@pytest.mark.parametrize(
    ("environments_", "main"),
    [
        (
            "{dev: {}, staging: {availability: high}, production: {availability: high}}",
            "production",
        ),
        ("{dev: {}, production: {}}", "production"),
        ("{dev: {}, live: {availability: high}}", "live"),
        ("{only: {}}", "only"),
    ],
)
def test_the_domain_is_productions(environments_: str, main: str) -> None:
    """Only one environment has the domain itself; to make another safer does not take it away."""
    text = "project: a\nregion: ap-northeast-2\ndomain: example.com\nenvironments: "
    domains = {n: s.domain for n, s in resolve_all(loads(text + environments_)).items()}
    assert domains == {n: "example.com" if n == main else f"{n}.example.com" for n in domains}


def test_network() -> None:
    """Subnets are those of the reference (ERP-NET-03 to 05), NAT by availability."""
    network = SYSTEMS["production"].network
    assert {tier: [str(s.cidr) for s in subnets] for tier, subnets in network.tiers.items()} == {
        "public": ["10.0.1.0/24", "10.0.2.0/24"],
        "app": ["10.0.10.0/24", "10.0.11.0/24"],
        "data": ["10.0.20.0/24", "10.0.21.0/24"],
    }
    assert [s.network.nat for s in SYSTEMS.values()] == ["single", "single", "per-zone"]


def test_availability() -> None:
    """One word decides standby, replicas, protection and backups (ERP-DB-07 to 09, ERP-CCH-03)."""
    rows = [
        (
            d.multi_az,
            d.deletion_protection,
            d.final_snapshot,
            d.backup_days,
            c.nodes,
            c.snapshot_days,
        )
        for s in SYSTEMS.values()
        for d, c in [(s.databases["main"], s.caches["sessions"])]
    ]
    assert rows == [
        (False, False, False, 1, 1, 0),
        (False, False, False, 3, 1, 0),
        (True, True, True, 7, 2, 7),
    ]


def test_production_sizes() -> None:
    """The overlay wins: 2 vCPU, 4 GB, two to six tasks, db.t3.medium."""
    system = SYSTEMS["production"]
    app = system.services["app"]
    assert (app.cpu, app.memory, app.scale.min, app.scale.max) == (2048, 4096, 2, 6)
    assert system.databases["main"].instance_class == "db.t3.medium"


def test_domains() -> None:
    """Production has the domain itself, others stand before it, all in one zone."""
    assert {n: (s.domain, s.zone, s.sites["static"].host) for n, s in SYSTEMS.items()} == {
        n: (f"{p}erp.example.com", "erp.example.com", f"static.{p}erp.example.com")
        for n, p in (("dev", "dev."), ("staging", "staging."), ("production", ""))
    }


def test_uses() -> None:
    """Edges know their kind and the prefix of their variables."""
    uses = SYSTEMS["dev"].services["app"].uses
    assert [(u.kind, u.prefix) for u in uses] == [
        ("database", "DATABASE"),
        ("cache", "REDIS"),
        ("bucket", "BACKUPS"),
    ]


def test_mistakes_of_all_environments_come_once() -> None:
    """What is wrong in the base is said once, not once an environment."""
    text = "project: erp\nregion: nowhere-1\nenvironments: {a: {}, b: {}}\n"
    with pytest.raises(Mistakes) as caught:
        resolve_all(loads(text))
    assert [m.id for m in caught.value.mistakes] == ["unknown-region"]


class Counted(Manifest):
    """A manifest that knows how often it was asked what was written."""

    _asked: list[str] = PrivateAttr(default_factory=list)

    def tree(self) -> dict[str, Any]:
        """Count, and answer."""
        self._asked.append("once more")
        return super().tree()


def values(systems: Mapping[str, System]) -> list[list[Any]]:
    """Return what Systems say, without the layers it comes from."""
    said = [name for name in System.__struct_fields__ if name != "layers"]
    return [[getattr(system, name) for name in said] for system in systems.values()]


def test_a_foundation_of_several_is_resolved_once() -> None:
    """However many applications stand on it, and they are what each is alone."""
    written = load(FOUNDATIONS / "application.yaml")
    assert written.base is not None
    base = Counted.model_validate(written.base.tree())
    alone = written.standing_on(base)
    expected = values(resolve_all(alone))
    asked = len(base._asked)

    found = [values(systems) for systems in resolve_projects([alone] * 3)]

    assert [expected] * 3 == found
    assert 2 * asked == len(base._asked)


def test_tables_are_sound() -> None:
    """Every default has a reason, every retention is one CloudWatch takes."""
    assert all(reason for _, reason in TABLE.values())
    assert all(row[3] for row in ROWS.values())
    days = [v for path, row in ROWS.items() if path.endswith("log_days") for v in row[:3] if v]
    assert set(days) <= set(LOG_DAYS)
    assert len(LEVELS) == 3


@given(st.sampled_from(sorted(FARGATE_MEMORY)), st.integers(512, 122880))
def test_fargate_sizes(cpu: int, memory: int) -> None:
    """Exactly AWS's pairs of CPU and memory pass."""
    text = (
        f"project: erp\nregion: ap-northeast-2\nservices: {{app: {{size: {{cpu: {cpu}, "
        f"memory: {memory}}}}}}}\nenvironments: {{dev: {{}}}}\n"
    )
    try:
        resolve_all(loads(text))
        passed = True
    except Mistakes:
        passed = False
    assert passed == (memory in FARGATE_MEMORY[cpu])


@given(st.sets(st.sampled_from("abcd"), min_size=2), st.integers(16, 24))
def test_assigned_tiers_never_meet(zones: set[str], prefix: int) -> None:
    """Without `subnets` all tiers lie in the network, apart, and stay when a zone is added."""

    def tiers(chosen: list[str]) -> dict[tuple[str, str], str]:
        text = (
            f"project: erp\nregion: ap-northeast-2\nnetwork: {{cidr: 10.0.0.0/{prefix}, "
            f"zones: [{', '.join(chosen)}]}}\nenvironments: {{dev: {{}}}}\n"
        )
        network = resolve_all(loads(text))["dev"].network
        found = {(t, s.zone): s.cidr for t, subnets in network.tiers.items() for s in subnets}
        blocks = list(found.values())
        assert all(network.cidr.holds(block) for block in blocks)
        assert not any(a.overlaps(b) for i, a in enumerate(blocks) for b in blocks[i + 1 :])
        return {key: str(block) for key, block in found.items()}

    some, all_zones = tiers(sorted(zones)), tiers(list("abcd"))
    assert some.items() <= all_zones.items()


WILDCARD = """\
project: shop
region: ap-northeast-2
domain: shop.example.com
certificate: "*.example.com"
services: {api: {port: 3000, uses: [{name: main, form: parts, as: DB}]}}
jobs: {migrate: {service: api, command: [x], uses: [main]}}
databases: {main: {engine: postgres}}
environments:
  production: {}
"""


def test_a_wildcard_names_its_zone() -> None:
    """It cannot be proven in the zone of one name below it."""
    assert "example.com" == resolve(loads(WILDCARD), "production").zone


def test_a_job_is_told_as_its_service_is() -> None:
    """The same program knows the database by the same variables, unless the job says otherwise."""
    (use,) = resolve(loads(WILDCARD), "production").jobs["migrate"].task.uses
    assert ("parts", "DB") == (use.form, use.prefix)
    other = WILDCARD.replace("uses: [main]", "uses: [{name: main, form: url}]")
    (use,) = resolve(loads(other), "production").jobs["migrate"].task.uses
    assert ("url", "DB") == (use.form, use.prefix)
