"""Bounds, policies and schedules of scaling."""

from typing import Any

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import Play

TARGET = "aws_appautoscaling_target"
POLICY = "aws_appautoscaling_policy"
ACTION = "aws_appautoscaling_scheduled_action"


def scaled(play: Play, name: str) -> dict[str, str]:
    """Make a service, and return what names it."""
    ecs = play.aws("ecs")
    ecs.create_cluster(clusterName=name)
    ecs.create_service(cluster=name, serviceName=name, desiredCount=1)
    return {
        "service_namespace": "ecs",
        "scalable_dimension": "ecs:service:DesiredCount",
        "resource_id": f"service/{name}/{name}",
    }


def tracking(value: int) -> list[dict[str, Any]]:
    """Return a configuration that follows the CPU."""
    metric = [{"predefined_metric_type": "ECSServiceAverageCPUUtilization"}]
    return [{"target_value": value, "predefined_metric_specification": metric}]


def alarms(play: Play, name: str) -> list[Any]:
    """Return the alarms of the policies that track a service."""
    stem = f"TargetTracking-service/{name}/{name}-"
    found: list[Any] = play.aws("cloudwatch").describe_alarms(AlarmNamePrefix=stem)["MetricAlarms"]
    return found


def test_bounds_take_effect_at_once(play: Play) -> None:
    """What runs is brought between them, as RegisterScalableTarget promises."""
    what, ecs = scaled(play, "moved"), play.aws("ecs")

    def running() -> tuple[int, int]:
        (found,) = ecs.describe_services(cluster="moved", services=["moved"])["services"]
        return found["desiredCount"], found["runningCount"]

    target = play.make(TARGET, **what, min_capacity=0, max_capacity=0)
    assert (0, 0) == running()
    target = play.change(TARGET, target, **what, min_capacity=3, max_capacity=6)
    assert (3, 3) == running()
    play.change(TARGET, target, **what, min_capacity=1, max_capacity=6)
    assert (3, 3) == running()


def test_whole_life(play: Play) -> None:
    """A target, policies and a schedule are made, changed, imported and deleted."""
    what = scaled(play, "life")
    bounds = {"min_capacity": 1, "max_capacity": 4}
    target = play.make(TARGET, **what, **bounds, tags={"a": "b"})
    assert "AWSServiceRoleForApplicationAutoScaling_ECSService" in target["role_arn"]
    target = play.change(TARGET, target, **what, **{**bounds, "max_capacity": 5})
    kind = {"name": "cpu", "policy_type": "TargetTrackingScaling", **what}
    block = "target_tracking_scaling_policy_configuration"
    policy = play.make(POLICY, **kind, **{block: tracking(70)})
    arn = policy["arn"]
    policy = play.change(POLICY, policy, **kind, **{block: tracking(60)})
    assert policy["arn"] == arn
    assert len(alarms(play, "life")) == 2
    step = {
        "adjustment_type": "ChangeInCapacity",
        "step_adjustment": [{"metric_interval_lower_bound": "0", "scaling_adjustment": 1}],
    }
    play.make(POLICY, name="step", **what, step_scaling_policy_configuration=[step])
    timed = {"name": "night", **what, "scalable_target_action": [{"max_capacity": "1"}]}
    action = play.make(ACTION, **timed, schedule="cron(0 20 * * ? *)")
    action = play.change(ACTION, action, **timed, schedule="rate(2 hours)")
    name = f"ecs/service/life/life/{what['scalable_dimension']}"
    assert play.adopt(TARGET, name)["max_capacity"] == 5
    assert play.adopt(POLICY, f"{name}/cpu")["alarm_arns"] == policy["alarm_arns"]
    play.drop(ACTION, action)
    play.drop(TARGET, target)
    assert play.read(POLICY, policy) is None
    assert alarms(play, "life") == []


def test_metrics_have_no_order(play: Play) -> None:
    """AWS gives the metrics of an expression back in its own order: that is no change."""
    what = scaled(play, "order")
    play.make(TARGET, **what, min_capacity=1, max_capacity=4)
    metric = {"namespace": "AWS/SQS", "metric_name": "Waiting"}
    metrics = [
        {"id": "z", "return_data": False, "metric_stat": [{"stat": "Sum", "metric": [metric]}]},
        {"id": "a", "expression": "z / 2"},
    ]
    block = {"target_value": 1, "customized_metric_specification": [{"metrics": metrics}]}
    kind = {"name": "x", "policy_type": "TargetTrackingScaling", **what}

    made = play.make(POLICY, **kind, target_tracking_scaling_policy_configuration=[block])

    kept = made["target_tracking_scaling_policy_configuration"][0]
    ids = {one["id"] for one in kept["customized_metric_specification"][0]["metrics"]}
    assert {"a", "z"} == ids


def test_refused(play: Play) -> None:
    """Bounds out of order, missing targets and invalid schedules are refused."""
    what = scaled(play, "refused")
    with pytest.raises(Refused, match="cannot be less"):
        play.make(TARGET, **what, min_capacity=3, max_capacity=2)
    with pytest.raises(Refused, match="No scalable target registered"):
        play.make(POLICY, name="x", **what)
    play.make(TARGET, **what, min_capacity=1, max_capacity=2)
    with pytest.raises(Refused, match="StepScalingPolicyConfiguration is required"):
        play.make(POLICY, name="x", **what)
    with pytest.raises(Refused, match="not valid"):
        play.make(ACTION, name="x", **what, schedule="cron(0 20 * * *)")
