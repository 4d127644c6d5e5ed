"""A service that goes over to ECS's own blue/green and canary, and back: in place, and for good.

The official provider of 5.100 knows none of these blocks: `tests/compile/test_traffic.py` holds
what is written to the schema of one that does.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from giban.blueprint import Stack
from giban.compile import compile_project
from giban.manifest import loads
from giban.rehearse.aws import Clients
from giban.rehearse.session import Session, opened
from giban.system import resolve_all
from tests.parity.compare import Planned, differences

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("traffic")]

REGION = "ap-northeast-2"
MANIFEST = """\
project: moved
region: ap-northeast-2
services:
  web: {{port: 3000, deployment: {web}}}
  api: {{port: {port}, path: [/api/*, /socket.io/*], sticky: 600, deployment: {api}}}
environments:
  prod: {{availability: economy}}
"""
STEPS = (
    "{{strategy: {}, percent: 10, test: {{port: 9443, from: [203.0.113.0/24]}}, "
    "hooks: {{post_test_traffic_shift: smoke-test}}}}"
)
SERVICES = {"aws_ecs_service.web": "update", "aws_ecs_service.api": "update"}


@pytest.fixture(scope="module")
def session(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Session]:
    """Open a world that holds the system, deployed task by task."""
    manifest = tmp_path_factory.mktemp("traffic") / "giban.yaml"
    manifest.write_text(MANIFEST.format(web="null", api="null", port=3001))
    with opened(manifest, REGION, _silent) as made:
        for stack in stacks("null", "null"):
            apply(made, stack)
        yield made
        made.end()


def stacks(web: str, api: str, port: int = 3001) -> tuple[Stack, ...]:
    """Return the stacks of the system with these deployments, and a port of one service."""
    manifest = loads(MANIFEST.format(web=web, api=api, port=port))
    return compile_project(list(resolve_all(manifest).values()))["prod"].stacks


def apply(session: Session, stack: Stack) -> dict[str, str]:
    """Apply a stack; returns what happened to what."""
    plan = session.plan(stack, _silent)
    session.apply(stack, _silent)
    return {one.address: one.action for one in plan.changes}


def move(session: Session) -> int:
    """Send all requests to the other version, as ECS does; returns how many rules that took."""
    elb = Clients(session.resident.endpoint)("elbv2", REGION)
    moved = 0
    for balancer in elb.describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        for listener in elb.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            for rule in elb.describe_rules(ListenerArn=listener["ListenerArn"])["Rules"]:
                forward = rule["Actions"][0].get("ForwardConfig", {})
                groups = forward.get("TargetGroups", [])
                if len(groups) > 1:
                    turned = [{**one, "Weight": 100 - one["Weight"]} for one in groups]
                    action = {"Type": "forward", "ForwardConfig": {"TargetGroups": turned}}
                    elb.modify_rule(RuleArn=rule["RuleArn"], Actions=[action])
                    moved += 1
    return moved


def test_a_service_goes_over_and_back(session: Session) -> None:
    """ECS takes every step in place, and what ECS moves itself is no change to Terraform."""
    _, over = stacks("blue-green", STEPS.format("canary"))
    changes = apply(session, over)
    again = session.plan(over, _silent)

    assert SERVICES == {one: changes[one] for one in SERVICES}
    assert {"create", "update", "delete"} == set(changes.values())
    assert [] == list(differences(over, Planned.read(session.show(over))))
    assert () == again.changes

    assert 3 == move(session)
    assert () == session.plan(over, _silent).changes

    _, back = stacks("rolling", STEPS.format("linear"), port=3002)
    changes = apply(session, back)

    assert SERVICES == {one: changes[one] for one in SERVICES}
    assert "delete" == changes["aws_lb_target_group.web_green"]
    assert "replace" == changes["aws_lb_listener_rule.api_production"]
    assert () == session.plan(back, _silent).changes

    session.plan(back, _silent, destroy=True)
    session.apply(back, _silent)
    assert not session.applied(back)


def _silent(_event: object) -> None:
    """Hear nothing."""
