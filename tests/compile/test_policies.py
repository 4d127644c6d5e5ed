"""Trust policies, as AWS's services fulfil them."""

from __future__ import annotations

import pytest

from giban.compile.policies import SAYS_ACCOUNT, trust
from giban.policy.rules.identity import NO_SOURCE

MINE = {"StringEquals": {"aws:SourceAccount": "123456789012"}}


@pytest.mark.parametrize("service", sorted(SAYS_ACCOUNT))
def test_who_says_its_account_is_asked_for_it(service: str) -> None:
    """A service that says for which account it works takes a role on for this account only."""
    (statement,) = trust(service, "123456789012").value["Statement"]
    assert MINE == statement["Condition"]


@pytest.mark.parametrize("service", NO_SOURCE)
def test_who_says_nothing_is_asked_nothing(service: str) -> None:
    """Nobody could take on a role that asks a service for what it does not say."""
    (statement,) = trust(service, "123456789012").value["Statement"]
    assert "Condition" not in statement
