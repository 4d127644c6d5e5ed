"""Scaling of services: the tags of what is scaled, and bounds that take effect."""

from __future__ import annotations

from typing import Any

from giban.rehearse.moto_repairs.teaching import Refusal, kept, teach

Params = dict[str, Any]


def repair() -> None:
    """Add the operations moto lacks."""
    from moto.applicationautoscaling.responses import (  # noqa: PLC0415  # slow
        ApplicationAutoScalingResponse,
    )

    _tag_from_the_start(ApplicationAutoScalingResponse)
    teach(
        ApplicationAutoScalingResponse,
        list_tags_for_resource=_list_tags,
        tag_resource=_tag,
        untag_resource=_untag,
    )


def _tag_from_the_start(response: Any) -> None:
    """Keep the tags a target is first registered with; later only TagResource changes them.

    And bring what is scaled inside its bounds at once, as AWS does
    (https://docs.aws.amazon.com/autoscaling/application/APIReference/API_RegisterScalableTarget.html).
    """
    register = response.register_scalable_target

    def register_scalable_target(self: Any) -> Any:
        answer = register(self)
        names = ("ServiceNamespace", "ResourceId", "ScalableDimension")
        space, id, dimension = (self._get_param(name) for name in names)
        for target in self.applicationautoscaling_backend.targets[dimension].values():
            if (target.service_namespace, target.resource_id) == (space, id):
                given = self._get_param("Tags") or {}
                _all_tags(self).setdefault(target.arn, dict(given))
                _bring_inside(self.applicationautoscaling_backend, target)
        return answer

    response.register_scalable_target = register_scalable_target


def _bring_inside(backend: Any, target: Any) -> None:
    """Start or stop tasks of a service until their number lies between the bounds."""
    if target.service_namespace != "ecs":
        return
    _, cluster, name = target.resource_id.split("/")
    for service in backend.ecs_backend.describe_services(cluster, [name])[0]:
        least, most = int(target.min_capacity), int(target.max_capacity)
        wanted = min(max(service.desired_count, least), most)
        service.desired_count = service.running_count = wanted
        for deployment in service.deployments:
            deployment.update(desiredCount=wanted, runningCount=wanted)


def _all_tags(response: Any) -> dict[str, dict[str, str]]:
    return kept(response.applicationautoscaling_backend, "tags")


def _tags(response: Any, params: Params) -> dict[str, str]:
    found, arn = _all_tags(response), params["ResourceARN"]
    if arn not in found:
        raise Refusal("ResourceNotFoundException", f"The resource {arn} was not found.")
    return found[arn]


def _list_tags(response: Any, params: Params) -> Params:
    """Return the tags."""
    return {"Tags": dict(_tags(response, params))}


def _tag(response: Any, params: Params) -> Params:
    """Add tags."""
    _tags(response, params).update(params["Tags"])
    return {}


def _untag(response: Any, params: Params) -> Params:
    """Remove tags."""
    for key in params["TagKeys"]:
        _tags(response, params).pop(key, None)
    return {}
