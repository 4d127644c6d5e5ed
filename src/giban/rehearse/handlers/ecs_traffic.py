"""Deployments of a service beside itself: what ECS wants to know before it moves requests.

In ECS's own words where they are known
(https://docs.aws.amazon.com/AmazonECS/latest/developerguide/troubleshooting-blue-green.html).
"""

from __future__ import annotations

from typing import Any

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

ROLLING = "ROLLING"
STEPS = {"CANARY": "canaryConfiguration", "LINEAR": "linearConfiguration"}
CONTROLLER = "ecs.amazonaws.com"


def strategy(x: Task) -> str:
    """Return how a service is deployed."""
    for one in elements(x["deployment_configuration"]):
        return str(one.get("strategy") or ROLLING)
    return ROLLING


def of_its_strategy(arguments: dict[str, Any]) -> dict[str, Any]:
    """Return the arguments without the steps of another strategy: the provider sends none."""
    told = arguments.get("deploymentConfiguration")
    if not told or "strategy" not in told:
        return arguments
    foreign = {member for name, member in STEPS.items() if name != told["strategy"]}
    own = {name: value for name, value in told.items() if name not in foreign}
    return {**arguments, "deploymentConfiguration": own}


def time_to_look_on(x: Task) -> None:
    """Refuse to move all requests at once without saying how long the other version stays."""
    for one in elements(x["deployment_configuration"]):
        if strategy(x) == "BLUE_GREEN" and not one.get("bake_time_in_minutes"):
            text = "bakeTimeInMinutes is required when the deployment strategy is BLUE_GREEN."
            raise _invalid(text)


def ways_to_move(x: Task) -> None:
    """Refuse to move requests without a second target group, a rule of its own and a role."""
    wanted = strategy(x)
    if wanted == ROLLING:
        return
    balancers = elements(x["load_balancer"])
    if wanted in STEPS and not balancers and not x["service_connect_configuration"]:
        text = f"The {wanted} deployment strategy needs a load balancer or Service Connect."
        raise _invalid(text)
    for balancer in balancers:
        advanced = elements(balancer.get("advanced_configuration"))
        if not advanced:
            raise _client(
                "advancedConfiguration field is required for all loadBalancers when using the "
                f"{wanted.lower()} deployment strategy"
            )
        _rules(advanced[0])
        _role(x, advanced[0])


def alternates(x: Task) -> list[str]:
    """Return the target groups of the other version, which want a listener as the first ones do."""
    return [
        str(advanced["alternate_target_group_arn"])
        for balancer in elements(x["load_balancer"])
        for advanced in elements(balancer.get("advanced_configuration"))
    ]


def _rules(advanced: Values) -> None:
    production, test = advanced["production_listener_rule"], advanced.get("test_listener_rule")
    for name, rule in (("productionListenerRule", production), ("testListenerRule", test)):
        if rule and ":listener-rule/" not in rule:
            raise _client(
                f"{name} has an invalid ARN format. Must be RuleArn for ALB or ListenerArn for "
                f"NLB. Got: {rule}"
            )
    if production == test:
        raise _client(
            "The following rules cannot be used as both production and test listener rules: "
            f"{production}"
        )


def _role(x: Task, advanced: Values) -> None:
    if not trusts(x, advanced["role_arn"], CONTROLLER):
        raise _client(
            f"ECS was unable to assume the role '{advanced['role_arn']}' that was provided for "
            "this service. Please verify that the role being passed has the proper trust "
            "relationship and permissions and that your IAM user has permissions to pass this role."
        )


def _client(text: str) -> Refused:
    return Refused("ClientException", text, attribute=("load_balancer",))


def _invalid(text: str) -> Refused:
    return Refused("InvalidParameterException", text, attribute=("deployment_configuration",))
