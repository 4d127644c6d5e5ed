"""What a changed parameter does to those who read it."""

from giban.contract import Effect, affected
from tests.contract.parties import parties


def test_another_vpc_replaces_what_stands_in_it() -> None:
    """Every reader is named, with the argument, and whether its object is made anew."""
    effects = affected(parties("whole", "application"), "/shared/dev/network/vpc-id")

    assert Effect("fileflow", "dev/platform", "aws_security_group.app", "vpc_id", True) in effects
    assert Effect("shared", "dev/rds", "aws_security_group.db_mysql", "vpc_id", True) in effects


def test_other_subnets_only_move_tasks() -> None:
    """A change inside a block is found too, and is no replacement where AWS can change it."""
    effects = affected(parties("whole", "application"), "/shared/dev/network/private-subnet-ids")

    (found,) = [one for one in effects if one.address == "aws_ecs_service.app"]
    assert ("network_configuration.subnets", False) == (found.argument, found.replaced)


def test_a_parameter_that_nobody_reads_affects_nothing() -> None:
    """Neither does one of another environment."""
    assert () == affected(parties("whole"), "/shared/ecr/fileflow-repository-url")
