"""Image repositories."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.plan import Plans


@holds_across("WL-REG-01")
def repositories(plans: Plans) -> None:
    """The source's two, by their names; Grafana's image is somebody else's."""
    made = plans.shared.all("aws_ecr_repository")
    assert {one["name"] for one in made} == {"board-service", "user-service"}
    assert {one["image_tag_mutability"] for one in made} == {"IMMUTABLE"}
