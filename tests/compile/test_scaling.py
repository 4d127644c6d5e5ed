"""How many tasks run."""

from __future__ import annotations

from giban.catalogue import appautoscaling
from giban.compile import compile_project
from giban.manifest import loads
from giban.system import resolve_all

MANIFEST = """\
project: shop
region: ap-northeast-2
services:
  api: {port: 3000, path: /api/*, scale: {max: 4, cpu: null, requests: 1000, cooldown_in: 120}}
  web: {port: 80, scale: {max: 4, memory: 80}}
environments:
  prod: {availability: high}
"""


def policies() -> dict[str, appautoscaling.TargetTrackingScalingPolicyConfiguration]:
    """Return what each policy tracks, by its label."""
    (blueprint,) = compile_project(list(resolve_all(loads(MANIFEST)).values())).values()
    found = [
        one
        for stack in blueprint.stacks
        for one in stack.resources()
        if isinstance(one, appautoscaling.Policy)
    ]
    tracked = {
        one.terraform_label: one.target_tracking_scaling_policy_configuration for one in found
    }
    return {label: one for label, one in tracked.items() if one is not None}


def test_each_wish_is_a_policy() -> None:
    """A null takes the CPU away; without a wish it is followed."""
    assert {"api_requests", "web_cpu", "web_memory"} == policies().keys()


def test_requests_are_counted_at_the_target_group() -> None:
    """The label is the load balancer's suffix and the target group's, as CloudWatch has them."""
    tracked = policies()["api_requests"]
    followed = tracked.predefined_metric_specification
    assert followed is not None
    assert "ALBRequestCountPerTarget" == followed.predefined_metric_type
    assert (1000, 120) == (tracked.target_value, tracked.scale_in_cooldown)
    label = repr(followed.resource_label)
    assert label.index("aws_lb'") < label.index("aws_lb_target_group'")
    assert 2 == label.count("arn_suffix")
