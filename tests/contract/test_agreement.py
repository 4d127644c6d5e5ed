"""Both sides of the border, compared."""

from giban.contract import agreement
from tests.contract.parties import parties

VPC = "/shared/dev/network/vpc-id"


def test_who_hands_out_and_who_reads() -> None:
    """A parameter knows its maker, its readers, and what it is."""
    (term,) = [t for t in agreement(parties("whole", "application")).terms if t.name == VPC]

    assert ("shared:dev/network",) == term.producers
    assert {"dev/rds", "dev/platform"} == {one.root for one in term.readers}
    assert ("String", "VPC ID") == (term.type, term.what)


def test_nothing_is_missing_where_both_sides_fit() -> None:
    """What an application of a whole foundation reads is all handed out."""
    found = agreement(parties("whole", "application"))

    assert () == found.missing
    assert () == found.contested


def test_what_nobody_hands_out_is_missing() -> None:
    """A foundation without the keys that an application assumes is found out beforehand."""
    found = agreement(parties("small", "unchecked"))

    assert {
        f"/shared/{environment}/kms/{key}-key-arn"
        for environment in ("dev", "prod")
        for key in ("sqs", "ssm", "elasticache")
    } == {term.name for term in found.missing}
    assert all(one.where for term in found.missing for one in term.readers)


def test_two_foundations_at_one_path_fight() -> None:
    """The second would overwrite what the first has written, and the other way round."""
    first, second = parties("whole", "other")[:1], parties("other")[:1]

    assert VPC in {term.name for term in agreement([*first, *second]).contested}
