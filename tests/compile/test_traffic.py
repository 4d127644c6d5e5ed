"""Services that are deployed beside themselves: what ECS moves, and what tells it to go back."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest

from giban.blueprint import Block, Stack
from giban.catalogue import cloudwatch, ecs, elb, iam
from giban.compile import compile_project
from giban.hcl import write
from giban.manifest import loads
from giban.system import resolve_all
from giban.values import references
from tests.catalogue.test_schema import schema_of

MANIFEST = """\
project: mate
region: ap-northeast-2
services:
  web: {{port: 3000{web}}}
  api: {{port: 3001, path: [/api/*, /socket.io/*], from: [203.0.113.0/24]{api}}}
  shop: {{port: 3002, path: /shop/*{shop}}}
environments:
  prod: {{availability: economy}}
"""
HOOKS = "hooks: {post_test_traffic_shift: smoke, pre_scale_up: smoke}"
TRIAL = "test: {port: 9443, from: [198.51.100.0/24]}"
CANARY = f"deployment: {{strategy: canary, percent: 2.5, {HOOKS}, {TRIAL}}}"
LINEAR = "deployment: {strategy: linear, percent: 25, step_bake: 1, bake: 5}"


@cache
def platform(web: str = "", api: str = "", shop: str = "") -> Stack:
    """Return the platform with these words about deployments."""
    words = {name: f", {text}" if text else "" for name, text in _words(web, api, shop)}
    systems = resolve_all(loads(MANIFEST.format(**words)))
    return compile_project(list(systems.values()))["prod"].stack("platform")


def _words(web: str, api: str, shop: str) -> Iterator[tuple[str, str]]:
    yield from (("web", web), ("api", api), ("shop", shop))


def every() -> Stack:
    """Return the platform with a strategy for each service."""
    return platform("deployment: blue-green", CANARY, LINEAR)


def found(stack: Stack, cls: type[Any], label: str) -> Any:
    """Return the only object of a class and a label."""
    (one,) = (
        node.object
        for node in stack.nodes
        if isinstance(node.object, cls) and node.object.terraform_label == label
    )
    return one


def configuration(label: str) -> ecs.DeploymentConfiguration:
    """Return how ECS is told to deploy a service."""
    told: ecs.DeploymentConfiguration = found(every(), ecs.Service, label).deployment_configuration
    return told


def test_strategies_are_ecs_own() -> None:
    """With ECS's own steps, and what was written instead of them."""
    assert {"strategy": "BLUE_GREEN", "bake_time_in_minutes": "15", "lifecycle_hook": ()} == (
        configuration("web").given()
    )
    assert (
        ecs.CanaryConfiguration(canary_percent=2.5, canary_bake_time_in_minutes="10")
        == configuration("api").canary_configuration
    )
    assert (
        "LINEAR",
        "5",
        ecs.LinearConfiguration(step_percent=25, step_bake_time_in_minutes="1"),
    ) == (
        configuration("shop").strategy,
        configuration("shop").bake_time_in_minutes,
        configuration("shop").linear_configuration,
    )


def test_hooks_are_asked_by_the_role_of_the_service() -> None:
    """Which may invoke those functions, and move its own rules and targets."""
    stages = [one.given()["lifecycle_stages"] for one in configuration("api").lifecycle_hook]
    (document,) = (found(every(), iam.RolePolicy, "api_traffic").policy,)
    text = repr(document)

    assert [["PRE_SCALE_UP"], ["POST_TEST_TRAFFIC_SHIFT"]] == stages
    assert 1 == text.count("function:smoke")
    assert {"api", "api_green", "api_production", "api_test", "http", "test"} == {
        one.address.label for one in references(document) if one.address.type.startswith("aws_lb")
    }


@pytest.mark.parametrize(
    ("label", "priority", "values"),
    [
        ("web_production", 45, ["/*"]),
        ("api_production", 35, ["/api/*", "/socket.io/*"]),
        ("api_test", 35, ["/api/*", "/socket.io/*"]),
        ("shop_production", 25, ["/shop/*"]),
    ],
)
def test_ecs_moves_one_rule_for_all_paths(label: str, priority: int, values: list[str]) -> None:
    """At first all requests go to the first target group; then Terraform leaves that alone."""
    stack = every()
    rule = found(stack, elb.ListenerRule, label)
    name = label.partition("_")[0]
    (node,) = (node for node in stack.nodes if node.object is rule)
    groups = rule.action[0].forward.target_group

    assert (priority, values) == (rule.priority, rule.condition[0].path_pattern.values)
    assert [(name, 100), (f"{name}_green", 0)] == [
        (one.arn.address.label, one.weight) for one in groups
    ]
    assert node.lifecycle is not None
    assert ("action",) == node.lifecycle.ignore_changes


def test_a_rule_that_goes_over_has_a_priority_nobody_had() -> None:
    """The old rules and the new one are there at the same time."""

    def priorities(stack: Stack) -> set[Any]:
        return {one.priority for one in stack.resources() if isinstance(one, elb.ListenerRule)}

    assert set() == priorities(platform()) & (priorities(every()) - {None})
    assert {10, 20, 30} == priorities(platform())


def test_a_service_waits_for_what_leads_to_it() -> None:
    """ECS takes no target group that no listener knows."""
    (own,) = (
        one for one in platform().nodes if one.object is found(platform(), ecs.Service, "api")
    )
    rule = found(every(), elb.ListenerRule, "api_production")
    (node,) = (one for one in every().nodes if one.object is rule)

    assert {"/api/*", "/socket.io/*"} == {
        one.key for one in own.after if one.type == "aws_lb_listener_rule"
    }
    assert node.lifecycle is not None
    assert ["api", "api_green"] == [
        one.address.label for one in references(list(node.lifecycle.replaced_with))
    ]


def test_both_versions_are_judged_alike() -> None:
    """By the same health check, with the same patience, under names of their own."""
    stack = every()
    blue, green = (found(stack, elb.TargetGroup, name) for name in ("api", "api_green"))
    own = {"name", "tags"}

    assert blue.name != green.name
    assert {k: v for k, v in blue.given().items() if k not in own} == {
        k: v for k, v in green.given().items() if k not in own
    }


def test_alarms_look_at_both_versions() -> None:
    """The one without tasks is silent, and not down; a deployment ends by the service's own."""
    stack = every()
    for ends in ("unhealthy", "down", "5xx_errors"):
        alarm = found(stack, cloudwatch.MetricAlarm, f"api_{ends}")
        blue, green, both = alarm.metric_query
        assert ["api", "api_green"] == [
            one.metric.dimensions["TargetGroup"].address.label for one in (blue, green)
        ]
        assert "SUM([blue, green])" == both.expression
    told = found(stack, ecs.Service, "api").alarms
    assert ["api_unhealthy", "api_5xx_errors"] == [one.address.label for one in told.alarm_names]
    assert (True, True) == (told.enable, told.rollback)


def test_alarms_without_a_strategy() -> None:
    """A rolling deployment goes back by alarms where somebody says so, and only there."""
    stack = platform(
        "deployment: {alarms: true}", "", "deployment: {strategy: rolling, alarms: false}"
    )
    web, api, shop = (found(stack, ecs.Service, name) for name in ("web", "api", "shop"))

    assert (None, None) == (api.alarms, api.deployment_configuration)
    assert (True, None) == (web.alarms.rollback, web.deployment_configuration)
    assert (False, "ROLLING") == (shop.alarms.rollback, shop.deployment_configuration.strategy)
    assert not [
        one for one in stack.resources() if one.terraform_label in ("api_5xx_errors", "web_green")
    ]


@pytest.mark.parametrize(
    ("words", "versions"),
    [
        ("", ">= 5.100.0, < 7.0.0"),
        ("deployment: {alarms: true}", ">= 5.100.0, < 7.0.0"),
        ("deployment: blue-green", ">= 6.4.0, < 7.0.0"),
        ("deployment: rolling", ">= 6.4.0, < 7.0.0"),
        ("deployment: canary", ">= 6.21.0, < 7.0.0"),
        ("deployment: linear", ">= 6.21.0, < 7.0.0"),
    ],
)
def test_a_root_asks_for_the_provider_it_needs(words: str, versions: str) -> None:
    """Blue/green came with 6.4.0, canary and linear with 6.21.0; others stay where they were."""
    assert f'version = "{versions}"' in write(platform(shop=words))["provider.tf"]


def test_tests_come_in_by_their_own_port() -> None:
    """Open to those who test; the listener is as the other one, and knows nothing else."""
    files = write(every())

    assert 'for_each = toset(["198.51.100.0/24 9443"])' in files["security.tf"]
    listener = found(every(), elb.Listener, "test")
    assert (9443, "fixed-response") == (listener.port, listener.default_action[0].type)


def test_the_provider_has_every_argument_that_is_written() -> None:
    """Held to the schema of 6.47.0, since 5.100 has none of the new blocks."""
    stack, unknown = every(), []
    for one in stack.resources():
        unknown += [f"{one.terraform_type}.{path}" for path in _unknown(one, schema_of(type(one)))]

    assert [] == unknown


def _unknown(block: Block, official: Any) -> Iterator[str]:
    """Yield the arguments that the official schema lacks or will not be told."""
    for name, value in block.given().items():
        own = type(block).declared[name].name
        attribute = official.get("attributes", {}).get(own)
        nested = official.get("block_types", {}).get(own)
        if nested is not None:
            for inner in value if isinstance(value, tuple) else (value,):
                yield from (f"{own}.{path}" for path in _unknown(inner, nested["block"]))
        elif attribute is None or not (attribute.get("optional") or attribute.get("required")):
            yield own
