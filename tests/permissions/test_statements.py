"""Statements say the same in fewer words."""

from __future__ import annotations

import json

from giban.permissions import Grant, Statement, policies, statements

A = "arn:aws:sqs:eu-west-1:*:a"
B = "arn:aws:sqs:eu-west-1:*:b"


def test_resources_with_the_same_actions_come_together() -> None:
    """One statement for two queues of which the same is done."""
    grants = [Grant("change", f"sqs:{action}", on) for action in ("One", "Two") for on in (A, B)]
    assert [Statement("Sqs", ("sqs:One", "sqs:Two"), (A, B))] == statements(grants)


def test_nothing_is_allowed_that_was_not_granted() -> None:
    """An action on one of two queues stays on that one."""
    grants = [Grant("change", "sqs:One", A), Grant("change", "sqs:One", B)]
    found = statements([*grants, Grant("change", "sqs:Two", A)])
    assert [
        Statement("Sqs", ("sqs:One", "sqs:Two"), (A,)),
        Statement("SqsB", ("sqs:One",), (B,)),
    ] == found


def test_a_plan_is_allowed_only_to_read() -> None:
    """What changes is left out."""
    grants = [Grant("read", "sqs:Get", A), Grant("change", "sqs:Set", A)]
    assert [Statement("Sqs", ("sqs:Get",), (A,))] == statements(grants, "read")


def test_what_has_no_resource_comes_in_one_statement() -> None:
    """Services together: nothing is said of them but their names."""
    found = statements(
        [Grant("read", "ec2:DescribeVpcs", "*"), Grant("read", "kms:ListAliases", "*")]
    )
    assert [Statement("Anywhere", ("ec2:DescribeVpcs", "kms:ListAliases"), ("*",))] == found


def test_a_role_stays_with_its_service() -> None:
    """Two roles for two services are two statements, or each could be handed to either."""
    grants = [
        Grant("change", "iam:PassRole", role, (("StringEquals", "iam:PassedToService", (to,)),))
        for role, to in (("arn:aws:iam::*:role/a", "ecs"), ("arn:aws:iam::*:role/b", "rds"))
    ]
    assert [("arn:aws:iam::*:role/a",), ("arn:aws:iam::*:role/b",)] == [
        one.resources for one in statements(grants)
    ]


def test_policies_stay_within_the_limit() -> None:
    """A statement goes to the first policy with room."""
    many = [Statement(f"S{n}", (f"sqs:{'A' * 60}",), (f"{A}{n}",)) for n in range(9)]
    found = policies("p", many, limit=500)
    assert [f"p-{number}" for number in range(1, len(found) + 1)] == [one.name for one in found]
    assert all(one.size() <= 500 for one in found)
    assert many == [statement for one in found for statement in one.statements]


def test_a_statement_over_the_limit_is_halved() -> None:
    """No resource is lost."""
    resources = tuple(f"{A}{n}" for n in range(40))
    found = policies("p", [Statement("S", ("sqs:One",), resources)], limit=500)
    held = [
        one for policy in found for statement in policy.statements for one in statement.resources
    ]
    assert sorted(resources) == sorted(held)
    sids = [statement.sid for policy in found for statement in policy.statements]
    assert len(set(sids)) == len(sids) > 1


def test_the_size_is_that_of_the_document_without_white_space() -> None:
    """As IAM counts it."""
    (policy,) = policies("p", [Statement("S", ("sqs:One",), (A,))])
    assert "p" == policy.name
    assert len("".join(json.dumps(policy.document()).split())) == policy.size()
