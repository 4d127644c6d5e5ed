"""Which stacks of a foundation an application stands on."""

from giban.contract import needed
from tests.contract.parties import parties


def test_only_what_is_needed_in_its_order() -> None:
    """Neither the database nor another tenant's repository is brought up for nothing."""
    foundation, application = parties("whole")[0], parties("application")[0]

    found = needed(foundation.blueprint.stacks, application.blueprint.stacks)

    assert ["dev/network", "dev/kms", "shared/ecr/fileflow"] == [stack.path for stack in found]


def test_what_is_needed_needs_others() -> None:
    """The alarms of the database need it, and it needs network and keys."""
    stacks = parties("whole")[0].blueprint.stacks
    monitoring = next(stack for stack in stacks if stack.name == "monitoring")

    found = [stack.path for stack in needed(stacks, [monitoring])]

    assert ["dev/network", "dev/kms", "dev/rds"] == found
