"""Services that run containers: what they were told and how they stand."""

from __future__ import annotations

from typing import Any

Params = dict[str, Any]
GIVEN = {
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "placementConstraints": "placement_constraints",
    "placementStrategy": "placement_strategy",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
}
"""What a service is told, and what moto forgets of it."""

FALLBACKS: Params = {
    "enableECSManagedTags": False,
    "enableExecuteCommand": False,
    "availabilityZoneRebalancing": "DISABLED",
    "placementConstraints": [],
    "placementStrategy": [],
}
ROLLING: Params = {
    "maximumPercent": 200,
    "minimumHealthyPercent": 100,
    "deploymentCircuitBreaker": {"enable": False, "rollback": False},
    "strategy": "ROLLING",
    "bakeTimeInMinutes": 0,
}
"""How AWS deploys when nothing is said."""

STEPS = ("canaryConfiguration", "linearConfiguration")


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.ecs.models import EC2ContainerServiceBackend, Service  # noqa: PLC0415  # slow
    from moto.ecs.responses import EC2ContainerServiceResponse  # noqa: PLC0415  # slow

    _run_wanted_tasks(Service)
    _remember(EC2ContainerServiceResponse)
    _deploy_anew(EC2ContainerServiceBackend)


def _run_wanted_tasks(service: Any) -> None:
    """Let as many tasks run as are wanted, where moto's setting is one number for all services."""
    make = service.__init__

    def made(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.running_count, self.pending_count = self.desired_count, 0
        for deployment in self.deployments:
            deployment.update(runningCount=self.desired_count, pendingCount=0)

    service.__init__ = made


def _remember(response: Any) -> None:
    """Let a new service answer everything it was told, and AWS's defaults for the rest."""
    create = response.create_service

    def create_service(self: Any) -> Any:
        answer = create(self)
        params = self._get_params()
        cluster = params.get("cluster", "default")
        service = self.ecs_backend.describe_services(cluster, [params["serviceName"]])[0][0]
        for member, attribute in GIVEN.items():
            if member in params or member in FALLBACKS:
                setattr(service, attribute, params.get(member, FALLBACKS.get(member)))
        _complete(service, params)
        return answer

    response.create_service = create_service


def _complete(service: Any, params: Params) -> None:
    if service.scheduling_strategy == "REPLICA" and service.deployment_controller["type"] == "ECS":
        service.deployment_configuration = {**ROLLING, **params.get("deploymentConfiguration", {})}
    if params.get("loadBalancers") and "healthCheckGracePeriodSeconds" not in params:
        service.health_check_grace_period_seconds = 0
    strategy = params.get("capacityProviderStrategy") or []
    if strategy:
        service.launch_type = None
    fargate = service.launch_type == "FARGATE" or any(
        one["capacityProvider"].startswith("FARGATE") for one in strategy
    )
    if fargate:
        service.platform_version = service.platform_version or "LATEST"
        service.platform_family = "Linux"
    for deployment in service.deployments:
        deployment.update(launchType=service.launch_type, capacityProviderStrategy=strategy)
        deployment.update(platformVersion=service.platform_version, platformFamily="Linux")


def _deploy_anew(backend: Any) -> None:
    """Let a change of a service be a new deployment, finished at once."""
    update = backend.update_service

    def update_service(self: Any, service_properties: Params) -> Any:
        told = service_properties.get("deployment_configuration")
        cluster = service_properties.get("cluster", "default")
        name = service_properties["service"].split("/")[-1]
        before = getattr(self._get_service(cluster, name), "deployment_configuration", {})  # theirs
        if told is not None:
            service_properties["deployment_configuration"] = _merged(before, told)
        service = update(self, service_properties)
        if service.task_definition:
            service.task_definition = self.describe_task_definition(service.task_definition).arn
        service.running_count, service.pending_count = service.desired_count, 0
        for deployment in service.deployments:
            deployment.update(
                taskDefinition=service.task_definition,
                desiredCount=service.desired_count,
                runningCount=service.desired_count,
                pendingCount=0,
                networkConfiguration=service.network_configuration,
            )
        return service

    backend.update_service = update_service


def _merged(before: Params, told: Params) -> Params:
    """Return how a service is deployed from now on; another strategy forgets the steps of one."""
    other = told.get("strategy") not in (None, before.get("strategy"))
    kept = {name: value for name, value in before.items() if not (other and name in STEPS)}
    return {**kept, **told}
