"""Clusters, what their tasks run, and the services that keep them running."""

from __future__ import annotations

import json
from typing import Any

from giban.catalogue import ecs
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.ecs_traffic import (
    alternates,
    of_its_strategy,
    time_to_look_on,
    ways_to_move,
)
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

GIB = 1024
FARGATE: dict[int, tuple[int, ...]] = {
    256: (512, 1 * GIB, 2 * GIB),
    512: tuple(range(1 * GIB, 4 * GIB + 1, GIB)),
    1024: tuple(range(2 * GIB, 8 * GIB + 1, GIB)),
    2048: tuple(range(4 * GIB, 16 * GIB + 1, GIB)),
    4096: tuple(range(8 * GIB, 30 * GIB + 1, GIB)),
    8192: tuple(range(16 * GIB, 60 * GIB + 1, 4 * GIB)),
    16384: tuple(range(32 * GIB, 120 * GIB + 1, 8 * GIB)),
}
BUILT_IN = {"FARGATE", "FARGATE_SPOT"}
NAME_LENGTH = 255


def _client(text: str, *attribute: str) -> Refused:
    return Refused("ClientException", text, attribute=attribute)


def _invalid(text: str, *attribute: str) -> Refused:
    return Refused("InvalidParameterException", text, attribute=attribute)


class Ecs(Handler):
    """What the types have in common."""

    service = "ecs"


def _no_services(x: Task) -> None:
    """Refuse to delete a cluster with services."""
    arns = x.call("list_services", cluster=x.id)["serviceArns"]
    described = x.call("describe_services", cluster=x.id, services=arns) if arns else {}
    if any(one["status"] != "INACTIVE" for one in described.get("services", [])):
        code = "ClusterContainsServicesException"
        raise Refused(code, "The Cluster cannot be deleted while Services are active.")


class Cluster(Ecs):
    """A group of services and the capacity they run on."""

    kind = ecs.Cluster
    create_op, created = "create_cluster", "cluster.clusterArn"
    update_op, delete_op, by = "update_cluster", "delete_cluster", "cluster"
    names = {
        "name": "clusterName",
        "configuration.execute_command_configuration.log_configuration"
        ".s3_bucket_encryption_enabled": "s3EncryptionEnabled",
    }
    reads = {"arn": "clusterArn"}
    delete_guards = (_no_services,)

    def find(self, x: Task) -> dict[str, Any]:
        """Return it while it is active."""
        include = ["SETTINGS", "TAGS", "CONFIGURATIONS"]
        found = x.call("describe_clusters", clusters=[x.id], include=include)["clusters"]
        if not found or found[0]["status"] == "INACTIVE":
            raise Gone
        cluster: dict[str, Any] = found[0]
        return cluster

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return the ARN as the id, whatever it was imported by."""
        return {"id": found["clusterArn"]}


def _known_providers(x: Task) -> None:
    """Refuse providers that are neither Fargate nor known."""
    names = {*(x["capacity_providers"] or [])} - BUILT_IN
    answer = x.call("describe_capacity_providers", capacityProviders=sorted(names)) if names else {}
    missing = names - {one["name"] for one in answer.get("capacityProviders", [])}
    if missing:
        some = ", ".join(sorted(missing))
        raise _invalid(f"The specified capacity provider(s) {some} could not be found.")


def _strategy_of_members(x: Task) -> None:
    """Refuse a default strategy of providers that are not the cluster's, or with two bases."""
    strategy = elements(x["default_capacity_provider_strategy"])
    for one in strategy:
        if one["capacity_provider"] not in (x["capacity_providers"] or []):
            raise _invalid(
                "The specified capacity provider strategy contains a capacity provider that is "
                f"not associated with the cluster: {one['capacity_provider']}."
            )
    _one_base(strategy)


def _one_base(strategy: list[Values]) -> None:
    if sum(1 for one in strategy if one.get("base")) > 1:
        raise _invalid("Only one capacity provider in the strategy can have a base defined.")
    if strategy and not any(one.get("weight") for one in strategy):
        raise _invalid(
            "The specified capacity provider strategy must contain at least one capacity "
            "provider with a weight greater than 0."
        )


class ClusterCapacityProviders(Ecs):
    """Which capacity a cluster may use, and by default."""

    kind = ecs.ClusterCapacityProviders
    names = {"cluster_name": "cluster"}
    reads = {"cluster_name": "clusterName"}
    guards = (_known_providers, _strategy_of_members)

    def create(self, x: Task) -> None:
        """Set them."""
        self._put(x, x["capacity_providers"], x["default_capacity_provider_strategy"])
        x.id = x["cluster_name"]

    def find(self, x: Task) -> dict[str, Any]:
        """Return the cluster while it is active."""
        found = x.call("describe_clusters", clusters=[x.id])["clusters"]
        if not found or found[0]["status"] == "INACTIVE":
            raise Gone
        cluster: dict[str, Any] = found[0]
        return cluster

    def update(self, x: Task) -> None:
        """Set them anew."""
        self._put(x, x["capacity_providers"], x["default_capacity_provider_strategy"])

    def delete(self, x: Task) -> None:
        """Leave the cluster without any."""
        self.find(x)
        self._put(x, [], [])

    @staticmethod
    def _put(x: Task, providers: Any, strategy: Any) -> None:
        members = [
            {
                "capacityProvider": one["capacity_provider"],
                "base": int(one.get("base") or 0),
                "weight": int(one.get("weight") or 0),
            }
            for one in elements(strategy)
        ]
        x.call(
            "put_cluster_capacity_providers",
            cluster=x["cluster_name"],
            capacityProviders=sorted(providers or []),
            defaultCapacityProviderStrategy=members,
        )


def _containers(x: Task) -> list[dict[str, Any]]:
    try:
        containers = json.loads(x["container_definitions"] or "")
    except ValueError as error:
        text = f"ECS Task Definition container_definitions is invalid: {error}"
        raise _client(text, "container_definitions") from None
    if not isinstance(containers, list) or not containers:
        raise _client("Task definition must have at least one container.", "container_definitions")
    return containers


def _on_fargate(x: Task) -> bool:
    return "FARGATE" in (x["requires_compatibilities"] or [])


def _fargate_size(x: Task) -> None:
    """Refuse sizes that Fargate does not have."""
    if not _on_fargate(x):
        return
    if not x["cpu"] or not x["memory"]:
        raise _client("Fargate requires that 'cpu' be defined at the task level.", "cpu")
    if not str(x["cpu"]).isdigit() or not str(x["memory"]).isdigit():
        return  # "1 vCPU" and "2 GB" are spellings AWS also takes
    if int(x["memory"]) not in FARGATE.get(int(x["cpu"]), ()):
        raise _client("No Fargate configuration exists for given values.", "memory")


def _fargate_network(x: Task) -> None:
    """Refuse Fargate without an address for each task."""
    if _on_fargate(x) and x["network_mode"] not in (None, "", "awsvpc"):
        raise _client("Fargate only supports network mode 'awsvpc'.", "network_mode")
    if _on_fargate(x) and not x["network_mode"]:
        raise _client("Fargate only supports network mode 'awsvpc'.", "network_mode")


def _execution_role(x: Task) -> None:
    """Refuse private images, secrets and logs without a role to fetch and write them."""
    if x["execution_role_arn"]:
        return
    for container in _containers(x):
        if container.get("secrets"):
            raise _client(
                "When you are specifying container secrets, you must also specify a value for "
                "'executionRoleArn'.",
                "execution_role_arn",
            )
        driver = container.get("logConfiguration", {}).get("logDriver")
        if _on_fargate(x) and driver == "awslogs":
            raise _client(
                "Fargate requires task definition to have execution role ARN to support log "
                "driver awslogs.",
                "execution_role_arn",
            )
        if _on_fargate(x) and ".dkr.ecr." in str(container.get("image")):
            raise _client(
                "Fargate requires task definition to have execution role ARN to support ECR "
                "images.",
                "execution_role_arn",
            )


def _sound_containers(x: Task) -> None:
    """Refuse equal names, no essential container, and ports that the network cannot have."""
    containers = _containers(x)
    names = [container.get("name") for container in containers]
    if len(set(names)) < len(names):
        raise _client("Container names must be unique within a task definition.")
    if not any(container.get("essential", True) for container in containers):
        raise _client("At least one essential container is required in a task definition.")
    taken: set[tuple[Any, Any]] = set()
    for container in containers:
        for port in container.get("portMappings", []):
            inner, outer = port.get("containerPort"), port.get("hostPort")
            if x["network_mode"] == "awsvpc" and outer not in (None, inner):
                raise _client(
                    "When networkMode=awsvpc, the host ports and container ports in port mappings "
                    "must match."
                )
            key = (inner, port.get("protocol", "tcp"))
            if x["network_mode"] == "awsvpc" and key in taken:
                raise _client(f"Port mappings: port {inner} is used by more than one container.")
            taken.add(key)
        for other in container.get("dependsOn", []):
            if other.get("containerName") not in names:
                raise _client(
                    f"Container dependency {other.get('containerName')} does not exist in the "
                    "task definition."
                )


def _memory_fits(x: Task) -> None:
    """Refuse containers that take more than the task has."""
    if not str(x["memory"] or "").isdigit():
        return
    reserved = sum(int(c.get("memoryReservation") or c.get("memory") or 0) for c in _containers(x))
    if reserved > int(x["memory"]):
        raise _client(
            "The sum of all container 'memory' and 'memoryReservation' values cannot be greater "
            "than the value of the task 'memory'."
        )


class TaskDefinition(Ecs):
    """A revision of what a task runs; with `track_latest` the newest one."""

    kind = ecs.TaskDefinition
    names = {"container_definitions": "", "volume.host_path": "host.sourcePath"}
    reads = {"arn": "taskDefinitionArn"}
    local = ("skip_destroy", "track_latest")
    guards = (
        _sound_containers,
        _fargate_size,
        _fargate_network,
        _execution_role,
        _memory_fits,
    )

    def create(self, x: Task) -> None:
        """Register it."""
        arguments = x.arguments("register_task_definition")
        arguments["containerDefinitions"] = _containers(x)
        answer = x.call("register_task_definition", **arguments)
        x.id = x["family"]
        x.values["arn"] = answer["taskDefinition"]["taskDefinitionArn"]

    def find(self, x: Task) -> dict[str, Any]:
        """Return the revision while it is active, with its tags."""
        wanted = x["arn"]
        family = wanted.rpartition("/")[2].partition(":")[0] if wanted else x.id
        listed = x.call("list_task_definitions", familyPrefix=family, status="ACTIVE")
        active = sorted(listed["taskDefinitionArns"], key=_revision)
        if x["track_latest"] and active:
            wanted = active[-1]
        if wanted not in active:
            raise Gone
        answer = x.call("describe_task_definition", taskDefinition=wanted, include=["TAGS"])
        return {**answer["taskDefinition"], "tags": answer.get("tags", [])}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the containers as they were written if they still mean the same."""
        arn = found["taskDefinitionArn"]
        containers = found["containerDefinitions"]
        written = x["container_definitions"]
        same = written and _meaning(json.loads(written)) == _meaning(containers)
        return {
            "id": found["family"],
            "arn_without_revision": arn.rpartition(":")[0],
            "container_definitions": written if same else json.dumps(containers),
            "enable_fault_injection": bool(found.get("enableFaultInjection")),
        }

    def update(self, x: Task) -> None:
        """Nothing but tags and flags of the state can change."""

    def delete(self, x: Task) -> None:
        """Deregister the revision."""
        self.find(x)
        if not x["skip_destroy"]:
            x.call("deregister_task_definition", taskDefinition=x["arn"])

    def import_(self, id: str) -> Values:
        """Take the ARN."""
        return {"id": id.rpartition("/")[2].partition(":")[0], "arn": id}


def _revision(arn: str) -> int:
    return int(arn.rpartition(":")[2])


def _meaning(containers: list[dict[str, Any]]) -> list[Any]:
    """Return containers without what is a default or empty, so that two spellings are equal."""
    return [_container(container) for container in containers]


def _container(container: dict[str, Any]) -> dict[str, Any]:
    full: dict[str, Any] = {"essential": True, **container}
    full["portMappings"] = [
        {key: value for key, value in {"protocol": "tcp", **port}.items() if not _own(key, port)}
        for port in container.get("portMappings") or []
    ]
    for name in ("environment", "secrets"):
        full[name] = sorted(container.get(name) or [], key=lambda one: str(one.get("name")))
    return {key: value for key, value in full.items() if value not in (None, [], {}, 0, "")}


def _own(key: str, port: dict[str, Any]) -> bool:
    return key == "hostPort" and port[key] in (0, port.get("containerPort"))


def _task_definition(x: Task) -> dict[str, Any]:
    named = str(x["task_definition"])
    family = named.rpartition("/")[2].partition(":")[0]
    listed = x.call("list_task_definitions", familyPrefix=family, status="ACTIVE")
    arns = sorted(listed["taskDefinitionArns"], key=_revision)
    short = named.rpartition("/")[2]
    match = [arn for arn in arns if ":" not in short or arn.endswith(f"/{short}")]
    if not match:
        raise _client("TaskDefinition not found.", "task_definition")
    answer = x.call("describe_task_definition", taskDefinition=match[-1])
    found: dict[str, Any] = answer["taskDefinition"]
    return found


def _one_of_its_name(x: Task) -> None:
    """Refuse a second service of the same name."""
    if x.prior:
        return
    answer = x.call("describe_services", cluster=x["cluster"] or "default", services=[x["name"]])
    if any(one["status"] != "INACTIVE" for one in answer["services"]):
        raise _invalid("Creation of service was not idempotent.", "name")


def _capacity(x: Task) -> None:
    """Refuse two sources of capacity, and one that the cluster does not have."""
    strategy = elements(x["capacity_provider_strategy"])
    if strategy and x["launch_type"] and not x.prior:
        raise _invalid(
            "Specifying both a launch type and capacity provider strategy is not supported. "
            "Remove one and try again."
        )
    if not strategy:
        return
    _one_base(strategy)
    clusters = x.call("describe_clusters", clusters=[x["cluster"] or "default"])["clusters"]
    known = (clusters[0].get("capacityProviders") or []) if clusters else []
    for one in strategy:
        if one["capacity_provider"] not in known:
            raise _invalid(
                f"The specified capacity provider '{one['capacity_provider']}' was not found. "
                "Specify a valid capacity provider and try again."
            )


def _network_fits(x: Task) -> None:
    """Refuse tasks with an address of their own that do not know where."""
    if not x["task_definition"]:
        return
    own = _task_definition(x).get("networkMode") == "awsvpc"
    if own and not x["network_configuration"]:
        raise _invalid(
            "Network Configuration must be provided when networkMode 'awsvpc' is specified."
        )
    if not own and x["network_configuration"]:
        raise _invalid("Network Configuration is not valid for the given networkMode of this task.")


def _balanced(x: Task) -> None:
    """Refuse traffic to no container's port, or from a target group without a listener."""
    balancers = elements(x["load_balancer"])
    if x["health_check_grace_period_seconds"] and not balancers:
        raise _invalid(
            "Health check grace period is only valid for services configured to use load balancers"
        )
    if not balancers or not x["task_definition"]:
        return
    task = _task_definition(x)
    for one in balancers:
        _container_port(task, one)
        if one.get("target_group_arn"):
            _target_group(x, task, one["target_group_arn"])
    for arn in alternates(x):
        _target_group(x, task, arn)


def _container_port(task: dict[str, Any], balancer: Values) -> None:
    name, port = balancer["container_name"], int(balancer["container_port"])
    named = [c for c in task["containerDefinitions"] if c["name"] == name]
    if not named:
        raise _invalid(f"The container {name} does not exist in the task definition.")
    ports = [mapping.get("containerPort") for mapping in named[0].get("portMappings", [])]
    if port not in ports:
        raise _invalid(f"The container {name} did not have a container port {port} defined.")


def _target_group(x: Task, task: dict[str, Any], arn: str) -> None:
    elb = x.client("elbv2")
    group = elb.describe_target_groups(TargetGroupArns=[arn])["TargetGroups"][0]
    if not group.get("LoadBalancerArns"):
        text = f"The target group with targetGroupArn {arn} does not have an associated load "
        raise _invalid(f"{text}balancer.")
    if task.get("networkMode") == "awsvpc" and group.get("TargetType") != "ip":
        raise _invalid(
            f"The provided target group {arn} has target type {group.get('TargetType')}, which is "
            "incompatible with the awsvpc network mode specified in the task definition."
        )


def _deployable(x: Task) -> None:
    """Refuse deployments that may neither stop a task nor start one more."""
    if x["deployment_maximum_percent"] is None or x["scheduling_strategy"] == "DAEMON":
        return
    if x["deployment_maximum_percent"] <= x["deployment_minimum_healthy_percent"]:
        raise _invalid(
            "Both maximumPercent and minimumHealthyPercent cannot be 100 as this will block "
            "deployments."
        )


class Service(Ecs):
    """Keeps a number of tasks running behind a load balancer."""

    kind = ecs.Service
    create_op, created = "create_service", "service.serviceArn"
    names = {
        "name": "serviceName",
        "iam_role": "role",
        "deployment_maximum_percent": "deploymentConfiguration.maximumPercent",
        "deployment_minimum_healthy_percent": "deploymentConfiguration.minimumHealthyPercent",
        "deployment_circuit_breaker": "deploymentConfiguration.deploymentCircuitBreaker",
        "alarms": "deploymentConfiguration.alarms",
        "network_configuration": "",
        "ordered_placement_strategy": "placementStrategy",
        "load_balancer.elb_name": "loadBalancerName",
    }
    reads = {
        "arn": "serviceArn",
        "cluster": "clusterArn",
        "iam_role": "roleArn",
        "launch_type": "",
    }
    local = (
        "force_delete",
        "force_new_deployment",
        "sigint_rollback",
        "triggers",
        "wait_for_steady_state",
    )
    guards = (
        _one_of_its_name,
        _capacity,
        _network_fits,
        _balanced,
        _deployable,
        time_to_look_on,
        ways_to_move,
    )

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments with the network."""
        return {**of_its_strategy(x.arguments(self.create_op)), **_network(x)}

    def find(self, x: Task) -> dict[str, Any]:
        """Return it while it is active."""
        cluster = x["cluster"] or x.id.split("/")[-2]
        name = x["name"] or x.id.split("/")[-1]
        answer = x.call("describe_services", cluster=cluster, services=[name], include=["TAGS"])
        if not answer["services"] or answer["services"][0]["status"] == "INACTIVE":
            raise Gone
        found: dict[str, Any] = answer["services"][0]
        return found

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the network, and names in the form they were written in."""
        values: Values = {"id": found["serviceArn"], "launch_type": found.get("launchType")}
        if x["capacity_provider_strategy"]:
            values["launch_type"] = ""  # AWS says none; moto says EC2
        network = (found.get("networkConfiguration") or {}).get("awsvpcConfiguration")
        if network:
            public = network.get("assignPublicIp") == "ENABLED"
            values["network_configuration"] = [
                {
                    "subnets": network.get("subnets", []),
                    "security_groups": network.get("securityGroups", []),
                    "assign_public_ip": public,
                }
            ]
        for name, member in (("cluster", "clusterArn"), ("task_definition", "taskDefinition")):
            full, written = found.get(member), x[name]
            imported = x["scheduling_strategy"] is None
            if written and full and not written.startswith("arn:") and not imported:
                same = full.endswith(f"/{written}")
                values[name] = written if same else full.rpartition("/")[2]
        return values

    def update(self, x: Task) -> None:
        """Deploy what changed."""
        changed = {name for name in x.values if x.changed(name)} - {"tags", "tags_all"}
        sent = x.arguments("update_service", only=changed | {"force_new_deployment"})
        arguments = of_its_strategy(sent)
        if "network_configuration" in changed:
            arguments |= _network(x)
        if arguments:
            where = {"cluster": x["cluster"] or "default", "service": x["name"]}
            x.call("update_service", **{**arguments, **where})

    def delete(self, x: Task) -> None:
        """Stop its tasks and delete it."""
        where = {"cluster": x["cluster"] or "default", "service": x["name"]}
        self.find(x)
        if x["scheduling_strategy"] != "DAEMON":
            x.call("update_service", **where, desiredCount=0)
        x.call("delete_service", **where, force=bool(x["force_delete"]))

    def import_(self, id: str) -> Values:
        """Split `cluster/service`."""
        cluster, _, name = id.rpartition("/")
        return {"id": id, "cluster": cluster.rpartition("/")[2], "name": name}


def _network(x: Task) -> dict[str, Any]:
    for one in elements(x["network_configuration"]):
        members = {
            "subnets": one.get("subnets") or [],
            "securityGroups": one.get("security_groups") or [],
            "assignPublicIp": "ENABLED" if one.get("assign_public_ip") else "DISABLED",
        }
        return {"networkConfiguration": {"awsvpcConfiguration": members}}
    return {}
