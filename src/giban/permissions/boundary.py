"""The ceiling for the roles a stack makes: whoever may write their policies could do anything.

To create a role, give it a policy, and hand it to a service is to have all it may do (defect
D-HY-32). A permissions boundary on each such role ends that: the deploying role may make only
roles with the boundary, and the boundary allows no more than their policies ask for.
https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct

from giban.blueprint import Node, Stack
from giban.permissions.scope import ANY, Scope
from giban.values import Json

POLICY_TYPES = ("aws_iam_role_policy", "aws_iam_policy")
MANAGED = "arn:aws:iam::aws:policy/"

SERVICES = {
    "AmazonEC2ContainerRegistryReadOnly": ("ecr",),
    "AmazonSSMManagedInstanceCore": ("ec2messages", "ssm", "ssmmessages"),
    "AWSCodeDeployRoleForECS": (
        "cloudwatch",
        "ecs",
        "elasticloadbalancing",
        "lambda",
        "s3",
        "sns",
    ),
    "CloudWatchAgentServerPolicy": ("cloudwatch", "ec2", "logs", "ssm", "xray"),
    "service-role/AmazonECSTaskExecutionRolePolicy": ("ecr", "logs"),
    "service-role/AmazonRDSEnhancedMonitoringRole": ("logs",),
}
"""The services of AWS's own policies (https://docs.aws.amazon.com/aws-managed-policy/latest/reference/)."""


class Boundary(Struct, frozen=True):
    """What the roles of a stack need at most.

    `unbounded` are the roles that have no boundary yet; `unknown` the AWS policies whose services
    are not known here: nothing of theirs is allowed.
    """

    roles: tuple[str, ...]
    unbounded: tuple[str, ...]
    actions: tuple[str, ...]
    unknown: tuple[str, ...]

    def document(self) -> Mapping[str, Any]:
        """Return the policy to set as the boundary."""
        ceiling = {
            "Sid": "AtMost",
            "Effect": "Allow",
            "Action": list(self.actions),
            "Resource": ANY,
        }
        return {"Version": "2012-10-17", "Statement": [ceiling]}


def boundary(*stacks: Stack) -> Boundary | None:
    """Return the ceiling of the roles that stacks make; None where they make none."""
    scopes = [Scope(stack) for stack in stacks]
    roles = [(scope, node) for scope in scopes for node in scope.stack.nodes if _is_role(node)]
    if not roles:
        return None
    attached = sorted({name for scope in scopes for name in _attached(scope)})
    known = [service for name in attached for service in SERVICES.get(name, ())]
    written = {action for stack in stacks for action in _written(stack)}
    return Boundary(
        roles=_names(roles),
        unbounded=_names([(s, r) for s, r in roles if not s.given(r, "permissions_boundary")]),
        actions=tuple(sorted(_widest({*written, *(f"{service}:{ANY}" for service in known)}))),
        unknown=tuple(name for name in attached if name not in SERVICES),
    )


def _names(roles: list[tuple[Scope, Node]]) -> tuple[str, ...]:
    return tuple(sorted(scope.arn(role).partition("role/")[2] for scope, role in roles))


def _is_role(node: Node) -> bool:
    return _is(node, "aws_iam_role")


def _is(node: Node, *types: str) -> bool:
    return node.object.terraform_mode == "managed" and node.object.terraform_type in types


def _written(stack: Stack) -> Iterator[str]:
    """Yield the actions that policies in the stack itself allow."""
    for node in stack.nodes:
        document = node.object.given().get("policy") if _is(node, *POLICY_TYPES) else None
        if isinstance(document, Json):
            for statement in document.value.get("Statement", []):
                if statement.get("Effect") == "Allow":
                    yield from _listed(statement.get("Action", []))


def _listed(value: Any) -> list[str]:
    return [value] if isinstance(value, str) else list(value)


def _attached(scope: Scope) -> set[str]:
    """Return the AWS policies that are attached to roles of the stack, by name and path."""
    found = {
        arn
        for node in scope.stack.nodes
        if _is(node, "aws_iam_role_policy_attachment")
        for arn, target in scope.reached(node, "policy_arn", "aws_iam_policy")
        if target is None
    }
    return {arn.removeprefix(MANAGED) for arn in found}


def _widest(actions: set[str]) -> set[str]:
    """Leave out the actions of a service that is allowed whole."""
    whole = {action.partition(":")[0] for action in actions if action.endswith(f":{ANY}")}
    return {a for a in actions if a.endswith(f":{ANY}") or a.partition(":")[0] not in whole}
