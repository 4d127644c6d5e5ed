"""The image repositories, which the environments share."""

from __future__ import annotations

import json

from tests.ledger.assertions import holds_across
from tests.ledger.codemate import SERVICES
from tests.ledger.plan import Plans


@holds_across("CM-REG-01")
def repositories(plans: Plans) -> None:
    """One for each service, whatever the environment (D-CM-25)."""
    names = {one["name"] for one in plans.shared.all("aws_ecr_repository")}
    assert names == {f"codemate-{service}" for service in SERVICES}


@holds_across("CM-REG-02")
def images(plans: Plans) -> None:
    """Ten of each kind: production's are not pushed out by development's (D-CM-01)."""
    for one in plans.shared.all("aws_ecr_repository"):
        assert one["image_tag_mutability"] == "IMMUTABLE"
        assert one.block("image_scanning_configuration")["scan_on_push"] is True
        kept = plans.shared.only("aws_ecr_lifecycle_policy", repository=one["name"])
        chosen = [rule["selection"] for rule in json.loads(kept["policy"])["rules"]]
        counted = [rule for rule in chosen if rule["countType"] == "imageCountMoreThan"]
        assert [rule["countNumber"] for rule in counted] == [10, 10, 10]
        prefixes = [rule.get("tagPrefixList") for rule in counted]
        assert prefixes == [["dev-"], ["prod-"], None]
