"""The ceiling of the roles a stack makes."""

from __future__ import annotations

from giban.catalogue import iam, sqs
from giban.permissions import boundary
from giban.values import Json
from tests.permissions.stacks import stack

TRUST = Json({"Version": "2012-10-17", "Statement": []})


def _policy(*actions: str) -> Json:
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": "*"}
    return Json({"Version": "2012-10-17", "Statement": [statement]})


def test_it_allows_what_the_policies_of_the_roles_ask_for() -> None:
    """Their own actions, and the services of what AWS wrote."""
    role = iam.Role("task", name="task", assume_role_policy=TRUST)
    inline = iam.RolePolicy("task", role=role.ref.id, policy=_policy("sqs:SendMessage"))
    arn = "arn:aws:iam::aws:policy/service-role/AmazonRDSEnhancedMonitoringRole"
    attached = iam.RolePolicyAttachment("task", role=role.ref.name, policy_arn=arn)
    found = boundary(stack(role, inline, attached))
    assert found is not None
    assert ("logs:*", "sqs:SendMessage") == found.actions
    assert ("task",) == found.roles == found.unbounded


def test_a_policy_of_aws_that_is_not_known_is_named() -> None:
    """Silence would cut a role off from what it needs."""
    role = iam.Role("task", name="task", assume_role_policy=TRUST)
    arn = "arn:aws:iam::aws:policy/PowerUserAccess"
    attached = iam.RolePolicyAttachment("task", role=role.ref.name, policy_arn=arn)
    found = boundary(stack(role, attached))
    assert found is not None
    assert ("PowerUserAccess",) == found.unknown


def test_a_role_with_a_boundary_needs_no_other() -> None:
    """It is not said again."""
    arn = "arn:aws:iam::123456789012:policy/ceiling"
    role = iam.Role("task", name="task", assume_role_policy=TRUST, permissions_boundary=arn)
    found = boundary(stack(role))
    assert found is not None
    assert () == found.unbounded


def test_without_roles_there_is_no_ceiling() -> None:
    """Nothing to put it on."""
    assert None is boundary(stack(sqs.Queue("jobs", name="jobs")))
