"""Questions to a plan about what runs on instances: scripts, Compose files, ways in."""

from __future__ import annotations

from base64 import b64decode
from typing import Any

import yaml

from tests.ledger.plan import Plan, Resource, Statement

INGRESS = "aws_vpc_security_group_ingress_rule"
EGRESS = "aws_vpc_security_group_egress_rule"
ANYWHERE = "0.0.0.0/0"
Way = tuple[str, str, int]


def script(resource: Resource) -> str:
    """Return the script an instance or a template starts with."""
    encoded = resource.get("user_data_base64") or resource.get("user_data")
    assert encoded, f"{resource} has no script"
    text = b64decode(encoded).decode()
    assert text.startswith("#!/usr/bin/env bash\n"), resource
    return text


def table(text: str, name: str) -> list[list[str]]:
    """Return the rows of a table that the script writes for `stack`."""
    head = f"cat >/opt/stack/{name} <<'END'\n"
    assert head in text, f"the script writes no {name}"
    return [row.split() for row in text.split(head)[1].split("END\n", maxsplit=1)[0].splitlines()]


def document(plan: Plan, key: str) -> Any:
    """Return what a YAML file in S3 says."""
    return yaml.safe_load(plan.only("aws_s3_object", key=key)["content"])


def ways_in(plan: Plan) -> set[Way]:
    """Return who may reach whom at which port; every rule is one port of TCP."""
    return _ways(plan, INGRESS)


def ways_out(plan: Plan, label: str) -> set[tuple[str, int]]:
    """Return whom a group may reach."""
    return {(other, port) for own, other, port in _ways(plan, EGRESS) if own == label}


def statements(plan: Plan, label: str) -> list[Statement]:
    """Return what a role may by its own policies."""
    role = plan.only("aws_iam_role", label)["name"]
    policies = plan.all("aws_iam_role_policy", role=role)
    return [statement for policy in policies for statement in policy.statements()]


def may(plan: Plan, label: str, action: str) -> frozenset[str]:
    """Return the resources on which a role may do something; at least one."""
    found = [one.resources for one in statements(plan, label) if action in one.actions]
    assert found, f"{label} may not {action}"
    return frozenset().union(*found)


def _ways(plan: Plan, type: str) -> set[Way]:
    labels = {one["id"]: one.label for one in plan.all("aws_security_group")}
    found = set()
    for rule in plan.all(type):
        assert rule["ip_protocol"] == "tcp", rule
        assert rule["from_port"] == rule["to_port"], rule
        other = labels.get(rule["referenced_security_group_id"]) or rule["cidr_ipv4"]
        found.add((labels[rule["security_group_id"]], other, rule["from_port"]))
    return found
