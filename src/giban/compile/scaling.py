"""How many tasks of a service run (AWS Application Auto Scaling)."""

from __future__ import annotations

from giban.catalogue import appautoscaling, ecs
from giban.compile.draft import Part
from giban.compile.names import label, named
from giban.system import Service as Wanted
from giban.values import Knob, text


def scaling(part: Part, wanted: Wanted, cluster: ecs.Cluster, running: ecs.Service) -> None:
    """Let the number of tasks follow what the author named, between its bounds."""
    own, scale, system = part.in_chapter("autoscaling"), wanted.scale, part.draft.system
    name = label(wanted.name)
    target = own.add(
        appautoscaling.Target(
            name,
            service_namespace="ecs",
            scalable_dimension="ecs:service:DesiredCount",
            resource_id=text("service/", cluster.ref.name, "/", running.ref.name),
            min_capacity=Knob(
                f"{name}_min_tasks", scale.min, f"Smallest number of tasks of {wanted.name}."
            ),
            max_capacity=Knob(
                f"{name}_max_tasks", scale.max, f"Largest number of tasks of {wanted.name}."
            ),
            tags={"Name": named(system, wanted.name)},
        )
    )
    for metric, percent in (("CPU", scale.cpu), ("Memory", scale.memory)):
        if percent is None:
            continue
        tracking = appautoscaling.TargetTrackingScalingPolicyConfiguration(
            target_value=percent,
            scale_in_cooldown=scale.cooldown_in,
            scale_out_cooldown=scale.cooldown_out,
            predefined_metric_specification=appautoscaling.PredefinedMetricSpecification(
                predefined_metric_type=f"ECSServiceAverage{metric}Utilization"
            ),
        )
        own.add(
            appautoscaling.Policy(
                label(wanted.name, metric.lower()),
                name=named(system, wanted.name, metric.lower(), "autoscaling"),
                policy_type="TargetTrackingScaling",
                service_namespace=target.ref.service_namespace,
                scalable_dimension=target.ref.scalable_dimension,
                resource_id=target.ref.resource_id,
                target_tracking_scaling_policy_configuration=tracking,
            )
        )
