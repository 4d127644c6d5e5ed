"""What instances are when little is written, and what services on them may use."""

from __future__ import annotations

import pytest

from giban.manifest import loads
from giban.system import System, resolve

HEAD = "project: p\nregion: ap-northeast-2\n"


def system(text: str, level: str = "standard") -> System:
    """Return the one environment of a manifest."""
    whole = f"{HEAD}{text}environments: {{prod: {{availability: {level}}}}}\n"
    return resolve(loads(whole, "giban.yaml"), "prod")


def test_one_instance_takes_its_requests_itself() -> None:
    """Without `scale` it is public, and its services stand behind no load balancer."""
    found = system("instances: {web: {}}\nservices: {api: {on: web, port: 80}}\n")
    web = found.instances["web"]

    assert (True, None, "t3.small", 20, 0) == (web.public, web.scale, web.type, web.disk, web.data)
    assert () == found.balanced
    assert "web/docker-compose.yml" == web.compose.key


@pytest.mark.parametrize(("level", "fewest"), [("economy", 1), ("standard", 1), ("high", 2)])
def test_a_group_survives_the_loss_of_a_zone_when_it_should(level: str, fewest: int) -> None:
    """Availability says how many there are at least; it may have twice as many."""
    scale = system("instances: {web: {scale: {}}}\n", level).instances["web"].scale

    assert scale is not None
    assert (fewest, 2 * max(fewest, 1)) == (scale.min, scale.max)


def test_a_disk_that_stays_has_one_instance_and_snapshots() -> None:
    """Even when availability is high: a disk is attached to one at a time."""
    web = system("instances: {web: {scale: {}, data: 10}}\n", "high").instances["web"]

    assert web.scale is not None
    assert (1, 1, 7) == (web.scale.min, web.scale.max, web.backup_days)


@pytest.mark.parametrize(
    ("type", "architecture"),
    [
        ("t3.small", "x86_64"),
        ("t4g.small", "arm64"),
        ("m7gd.large", "arm64"),
        ("g5.xlarge", "x86_64"),
    ],
)
def test_the_type_says_the_processor(type: str, architecture: str) -> None:
    """A `g` behind the number is Graviton; before it, graphics."""
    found = system(f"instances: {{web: {{type: {type}}}}}\n")

    assert architecture == found.instances["web"].architecture


def test_a_tier_may_have_zones_of_its_own() -> None:
    """One zone for what is public, two for a database."""
    found = system(
        "network: {zones: [a], subnets: {public: 1, data: {first: 11, zones: [a, c]}}, nat: none}\n"
        "databases: {main: {engine: postgres}}\n"
    )
    zones = {tier: [one.zone for one in them] for tier, them in found.network.tiers.items()}

    assert {"public": ["a"], "data": ["a", "c"]} == zones


def test_databases_may_stand_where_services_run() -> None:
    """`data: app` makes no third tier."""
    found = system("network: {subnets: {public: 1, app: 11, data: app}}\n")

    assert ("app", {"public", "app"}) == (found.network.data_tier, set(found.network.tiers))


def test_a_login_is_told_in_parts() -> None:
    """By the names of project and login, unless others are written."""
    found = system(
        "instances: {web: {}}\n"
        "services: {api: {on: web, port: 80, uses: [{name: main, login: orders}]}}\n"
        "databases: {main: {engine: postgres, logins: {orders: {}}}}\n"
    )
    login = found.databases["main"].logins["orders"]

    assert ("p_orders_db", "p_orders") == (login.database, login.username)
    assert ("parts", "orders") == (
        found.services["api"].uses[0].form,
        found.services["api"].uses[0].login,
    )
