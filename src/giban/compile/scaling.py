"""How many tasks of a service run (AWS Application Auto Scaling)."""

from __future__ import annotations

from collections.abc import Mapping

from giban.blueprint import Lifecycle
from giban.catalogue import appautoscaling, ecs
from giban.compile.draft import Part
from giban.compile.names import label, named, queue_name
from giban.compile.takeover import at_work
from giban.system import Messages, Step, System
from giban.system import Service as Wanted
from giban.values import Either, Knob, Value, text

BOUNDS = {"min": "Smallest", "max": "Largest"}
VISIBLE, RUNNING = "ApproximateNumberOfMessagesVisible", "RunningTaskCount"


def scaling(
    part: Part,
    wanted: Wanted,
    cluster: ecs.Cluster,
    running: ecs.Service,
    counted: Value | None = None,
) -> None:
    """Let the number of tasks follow what the author named, between its bounds.

    `counted` is where requests are: the load balancer and the target group, as CloudWatch has them.
    """
    own, scale, system = part.in_chapter("autoscaling"), wanted.scale, part.draft.system
    target = own.add(
        appautoscaling.Target(
            label(wanted.name),
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=text("service/", cluster.ref.name, "/", running.ref.name),
            min_capacity=_bound(system, wanted, "min", scale.min),
            max_capacity=_bound(system, wanted, "max", scale.max),
            tags={"Name": named(system, wanted.name)},
        ),
        "The bounds belong to the schedule once there is one." if scale.schedule else "",
        lifecycle=Lifecycle(ignore_changes=("min_capacity", "max_capacity"))
        if scale.schedule
        else None,
    )
    for step in scale.schedule:
        _step(own, wanted, target, step)
    if scale.messages is not None:
        queue = queue_name(system, system.queues[scale.messages.queue])
        tracking = _messages(wanted, scale.messages, queue, cluster.ref.name, running.ref.name)
        _policy(own, wanted, target, "messages", tracking)
    if scale.requests is not None and counted is not None:
        followed = appautoscaling.PredefinedMetricSpecification(
            predefined_metric_type="ALBRequestCountPerTarget", resource_label=counted
        )
        _policy(own, wanted, target, "requests", _tracking(wanted, scale.requests, followed))
    for metric, percent in (("CPU", scale.cpu), ("Memory", scale.memory)):
        if percent is None:
            continue
        followed = appautoscaling.PredefinedMetricSpecification(
            predefined_metric_type=f"ECSServiceAverage{metric}Utilization"
        )
        _policy(own, wanted, target, metric.lower(), _tracking(wanted, percent, followed))


def _tracking(
    wanted: Wanted, value: int, followed: appautoscaling.PredefinedMetricSpecification
) -> appautoscaling.TargetTrackingScalingPolicyConfiguration:
    """Keep a figure near its target."""
    return appautoscaling.TargetTrackingScalingPolicyConfiguration(
        target_value=value,
        scale_in_cooldown=wanted.scale.cooldown_in,
        scale_out_cooldown=wanted.scale.cooldown_out,
        predefined_metric_specification=followed,
    )


def _bound(system: System, wanted: Wanted, which: str, tasks: int) -> Knob | int | Either:
    """Return a bound as a knob; one that a schedule changes is no use as a knob.

    In a region that is meant to be idle it is zero. AWS brings the number of tasks between new
    bounds at once (RegisterScalableTarget), so that they start and stop what runs.
    """
    if wanted.scale.schedule:
        return tasks
    name = f"{label(wanted.name)}_{which}_tasks"
    knob = Knob(name, tasks, f"{BOUNDS[which]} number of tasks of {wanted.name}.")
    return at_work(system, working=knob, idle=0)


def _step(part: Part, wanted: Wanted, target: appautoscaling.Target, step: Step) -> None:
    system = part.draft.system
    part.add(
        appautoscaling.ScheduledAction(
            label(wanted.name),
            each=step.name,
            name=named(system, wanted.name, step.name),
            service_namespace=target.ref.service_namespace,
            scalable_dimension=target.ref.scalable_dimension,
            resource_id=target.ref.resource_id,
            schedule=step.cron,
            timezone=system.timezone,
            scalable_target_action=appautoscaling.ScalableTargetAction(
                min_capacity=at_work(system, working=str(step.min), idle="0"),
                max_capacity=at_work(system, working=str(step.max), idle="0"),
            ),
        )
    )


def _policy(
    part: Part,
    wanted: Wanted,
    target: appautoscaling.Target,
    what: str,
    tracking: appautoscaling.TargetTrackingScalingPolicyConfiguration,
) -> None:
    part.add(
        appautoscaling.Policy(
            label(wanted.name, what),
            name=named(part.draft.system, wanted.name, what, "autoscaling"),
            policy_type="TargetTrackingScaling",
            service_namespace=target.ref.service_namespace,
            scalable_dimension=target.ref.scalable_dimension,
            resource_id=target.ref.resource_id,
            target_tracking_scaling_policy_configuration=tracking,
        )
    )


def _messages(
    wanted: Wanted, messages: Messages, queue: str, cluster: Value, service: Value
) -> appautoscaling.TargetTrackingScalingPolicyConfiguration:
    """Keep so many waiting messages for each running task; with none running, for one.

    https://docs.aws.amazon.com/autoscaling/application/userguide/application-auto-scaling-target-tracking-metric-math.html
    """
    tasks = {"ClusterName": cluster, "ServiceName": service}
    return appautoscaling.TargetTrackingScalingPolicyConfiguration(
        target_value=messages.per_task,
        scale_in_cooldown=wanted.scale.cooldown_in,
        scale_out_cooldown=wanted.scale.cooldown_out,
        customized_metric_specification=appautoscaling.CustomizedMetricSpecification(
            metrics=(
                _measured("waiting", "AWS/SQS", VISIBLE, "Sum", {"QueueName": queue}),
                _measured("running", "ECS/ContainerInsights", RUNNING, "Average", tasks),
                appautoscaling.Metrics(
                    id="each",
                    label="Waiting messages for each running task",
                    expression="waiting / IF(FILL(running, 0) > 0, running, 1)",
                ),
            )
        ),
    )


def _measured(
    id: str, namespace: str, metric: str, statistic: str, dimensions: Mapping[str, Value]
) -> appautoscaling.Metrics:
    return appautoscaling.Metrics(
        id=id,
        return_data=False,
        metric_stat=appautoscaling.PolicyMetricStat(
            stat=statistic,
            metric=appautoscaling.PolicyMetric(
                namespace=namespace,
                metric_name=metric,
                dimensions=tuple(
                    appautoscaling.Dimensions(name=name, value=value)
                    for name, value in dimensions.items()
                ),
            ),
        ),
    )
