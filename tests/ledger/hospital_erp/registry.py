"""The image repository."""

from __future__ import annotations

from tests.ledger.assertions import holds_across
from tests.ledger.hospital_erp import PROJECT
from tests.ledger.hospital_erp.compute import app
from tests.ledger.plan import Plans


@holds_across("ERP-REG-01")
def repository(plans: Plans) -> None:
    """One for all environments: the image that was tested is the one that goes live."""
    repository = plans.shared.only("aws_ecr_repository")
    assert repository["name"] == PROJECT
    assert repository["image_tag_mutability"] == "IMMUTABLE"
    assert repository.block("image_scanning_configuration")["scan_on_push"] is True
    for plan in plans.platforms():
        assert app(plan)["image"].rsplit(":", 1)[0] == repository["repository_url"]


@holds_across("ERP-REG-01")
def tag(plans: Plans) -> None:
    """A deploy writes the tag, Terraform reads it and leaves it alone."""
    parameters = plans.shared.all("aws_ssm_parameter", "app_image_tag")
    assert {one.key for one in parameters} == set(plans.environments)
    for parameter in parameters:
        assert parameter["name"] == f"/{PROJECT}/{parameter.key}/app/image-tag"
        assert "insecure_value" in parameter.ignores()
        running = app(plans[f"{parameter.key}/platform"])["image"].rsplit(":", 1)[1]
        assert running == parameter["insecure_value"]
