"""codemate: two Fargate services, PostgreSQL, Redis, CloudFront, in two environments."""

from __future__ import annotations

from typing import Any

from tests.ledger.plan import Plan, Resource

PROJECT = "codemate"
REGION = "ap-northeast-2"
SERVICES = {"frontend": 3000, "backend": 3001}


def named(plan: Plan, *words: str) -> str:
    """Return a name as every resource has it: project, words, environment (D-CM-25)."""
    return "-".join((PROJECT, *words, plan.environment))


def host(plan: Plan) -> str:
    """Return the name an environment answers to."""
    return "codemate.code1398.io" if plan.production else "codemate-dev.code1398.io"


def container(plan: Plan, service: str) -> dict[str, Any]:
    """Return the container of a service."""
    return plan.only("aws_ecs_task_definition", service).containers[service]


def variables(plan: Plan, service: str) -> dict[str, str]:
    """Return the plain variables of a service."""
    return {one["name"]: one["value"] for one in container(plan, service)["environment"]}


def secrets(plan: Plan, service: str) -> dict[str, str]:
    """Return where the secret variables of a service come from."""
    return {one["name"]: one["valueFrom"] for one in container(plan, service)["secrets"]}


def sources(plan: Plan, group: str) -> set[tuple[str | None, int]]:
    """Return the groups, or addresses, that may reach a group, and on which port."""
    labels = {one["id"]: one.label for one in plan.all("aws_security_group")}
    target = plan.only("aws_security_group", group)["id"]
    rules = plan.found("aws_vpc_security_group_ingress_rule", security_group_id=target)
    return {
        (
            labels.get(one["referenced_security_group_id"] or "") or one["cidr_ipv4"],
            one["from_port"],
        )
        for one in rules
    }


def targets(plan: Plan, group: str) -> set[tuple[str | None, int]]:
    """Return the groups, or addresses, that a group may reach, and on which port."""
    labels = {one["id"]: one.label for one in plan.all("aws_security_group")}
    source = plan.only("aws_security_group", group)["id"]
    rules = plan.found("aws_vpc_security_group_egress_rule", security_group_id=source)
    return {
        (
            labels.get(one["referenced_security_group_id"] or "") or one["cidr_ipv4"],
            one["from_port"],
        )
        for one in rules
    }


def alarm(plan: Plan, label: str) -> Resource:
    """Return one alarm."""
    return plan.only("aws_cloudwatch_metric_alarm", label)
