"""What development saves."""

from __future__ import annotations

from giban.catalogue import s3
from tests.ledger.assertions import holds, holds_across
from tests.ledger.codemate import SERVICES, variables
from tests.ledger.plan import Plan, Plans
from tests.ledger.variants import variant


@holds_across("CM-OPT-07")
def tiering_is_a_word(plans: Plans) -> None:
    """Files of this system age by their own rule; one word gives them to Intelligent-Tiering."""
    for plan in plans.platforms():
        plan.only("aws_s3_bucket", "files")
        assert not plan.found("aws_s3_bucket_intelligent_tiering_configuration")

    days = "infrequent_after: 30\n    glacier_after: 90\n"
    tiered = variant("codemate", (days, "tiering: 90\n"))["prod"].stack("platform")
    things = list(tiered.resources())
    (tiers,) = [one for one in things if isinstance(one, s3.BucketTiering)]
    assert [(one.access_tier, one.days) for one in tiers.tiering] == [("ARCHIVE_ACCESS", 90)]
    rules = [
        rule
        for one in things
        if isinstance(one, s3.BucketLifecycleConfiguration) and one.terraform_label == "files"
        for rule in one.rule
    ]
    moved = [(move.days, move.storage_class) for rule in rules for move in rule.transition or ()]
    assert moved == [(0, "INTELLIGENT_TIERING")]


@holds("CM-OPT-04")
def nat(plan: Plan) -> None:
    """S3 is free without NAT; what other endpoints cost is no saving of itself (D-CM-17)."""
    endpoint = plan.only("aws_vpc_endpoint")
    assert (endpoint["vpc_endpoint_type"], endpoint["service_name"].split(".")[-1]) == (
        "Gateway",
        "s3",
    )
    if not plan.production:
        server = plan.only("aws_instance", "nat")
        assert (server["instance_type"], server["source_dest_check"]) == ("t4g.nano", False)
        way = plan.all("aws_route", "app_nat")
        interface = server["primary_network_interface_id"]
        assert {one["network_interface_id"] for one in way} == {interface}


@holds("CM-OPT-05")
def log_level(plan: Plan) -> None:
    """The program is told how much to say."""
    assert variables(plan, "backend").get("LOG_LEVEL") == ("warn" if plan.production else "info")


@holds("CM-OPT-06", only=("dev",))
def nights(plan: Plan) -> None:
    """In Korean time; bounds of an apply do not wake anybody."""
    for name in SERVICES:
        target = plan.only("aws_appautoscaling_target", name)
        assert set(target.ignores()) == {"min_capacity", "max_capacity"}
        steps = plan.all("aws_appautoscaling_scheduled_action", resource_id=target["resource_id"])
        bounds = {
            one["schedule"]: (
                int(one.block("scalable_target_action")["min_capacity"]),
                int(one.block("scalable_target_action")["max_capacity"]),
            )
            for one in steps
        }
        assert bounds == {"cron(0 22 * * ? *)": (0, 0), "cron(0 8 * * ? *)": (1, 2)}
        assert {one["timezone"] for one in steps} == {"Asia/Seoul"}
