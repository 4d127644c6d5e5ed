"""Everything between a visitor and the containers, with real Terraform, from nothing and back."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from giban.rehearse import client
from giban.rehearse.terraform import find
from tests.rehearse.test_terraform import REGION, Stage

ROOT = Path(__file__).parent / "edge"
GROUP = "aws_lb_target_group.app"


@pytest.fixture
def stage(tmp_path: Path) -> Iterator[Stage]:
    """Give a rehearsal of its own, and stop it afterwards."""
    if shutil.which("terraform") is None:
        pytest.skip("there is no terraform on this machine")
    folder = tmp_path / "root"
    shutil.copytree(ROOT, folder)
    resident = client.ensure(tmp_path / "resident")
    environment = {**client.clean(dict(os.environ)), **resident.terraform_environment(REGION)}
    terraform = find(folder, environment, wanted="terraform")
    assert terraform.init().code == 0
    yield Stage(terraform, resident, tmp_path)
    client.stop(tmp_path / "resident")


@pytest.mark.terraform
def test_a_whole_life(stage: Stage) -> None:
    """Made, found unchanged, changed, protected, replaced, repaired after drift, deleted."""
    assert stage.terraform.validate().code == 0
    stage.plan()
    stage.apply()
    assert _left(stage) == {}

    _changed_in_place(stage)
    _replaced(stage)
    _drift_is_seen_and_repaired(stage)

    assert stage.terraform.destroy().code == 0
    assert stage.aws("elbv2").describe_load_balancers()["LoadBalancers"] == []
    assert stage.aws("elbv2").describe_target_groups()["TargetGroups"] == []
    assert stage.aws("acm").list_certificates()["CertificateSummaryList"] == []
    assert stage.aws("route53").list_hosted_zones()["HostedZones"] == []
    assert stage.aws("wafv2").list_web_acls(Scope="REGIONAL")["WebACLs"] == []
    assert stage.aws("cloudfront").list_distributions()["DistributionList"]["Quantity"] == 0


def _left(stage: Stage, **variables: str) -> dict[str, list[str]]:
    return stage.plan(**variables)[1]


def _changed_in_place(stage: Stage) -> None:
    other = {
        "owner": "else",
        "path": "/ok",
        "limit": "100",
        "priority": "20",
        "protect": "true",
        "comment": "other",
        "text": "two",
        "zones": '["b","c"]',
    }
    changes = _left(stage, **other)

    for address in (
        "aws_lb.main",
        GROUP,
        "aws_lb_listener_rule.app",
        "aws_wafv2_web_acl.main",
        "aws_cloudfront_distribution.site",
        "aws_cloudfront_response_headers_policy.site",
        "aws_route53_record.text",
    ):
        assert changes[address] == ["update"]
    stage.apply()
    assert _left(stage, **other) == {}
    refused = stage.terraform.destroy(options=["-target=aws_lb.main"])
    said = " ".join(str(one) for one in refused.diagnostics)
    assert "because deletion protection is enabled" in said
    stage.plan()
    stage.apply()


def _replaced(stage: Stage) -> None:
    assert _left(stage, port="9090", group="app2")[GROUP] == ["create", "delete"]
    stage.apply()
    assert _left(stage, port="9090", group="app2") == {}
    stage.plan()
    stage.apply()


def _drift_is_seen_and_repaired(stage: Stage) -> None:
    balancer = stage.attribute("aws_lb.main", "arn")
    elb = stage.aws("elbv2")
    unsafe = {"Key": "routing.http.drop_invalid_header_fields.enabled", "Value": "false"}
    elb.modify_load_balancer_attributes(LoadBalancerArn=balancer, Attributes=[unsafe])
    group = stage.attribute(GROUP, "arn")
    elb.modify_target_group(TargetGroupArn=group, HealthCheckPath="/elsewhere")
    elb.delete_listener(ListenerArn=stage.attribute("aws_lb_listener.http", "arn"))
    stage.aws("wafv2").disassociate_web_acl(ResourceArn=balancer)
    zone = stage.attribute("aws_route53_zone.main", "zone_id")
    text = {"Name": "www.example.org", "Type": "TXT", "TTL": 5, "ResourceRecords": []}
    text["ResourceRecords"] = [{"Value": '"forged"'}]
    changes = [{"Action": "UPSERT", "ResourceRecordSet": text}]
    stage.aws("route53").change_resource_record_sets(
        HostedZoneId=zone, ChangeBatch={"Changes": changes}
    )
    site = stage.attribute("aws_cloudfront_distribution.site", "id")
    found = stage.aws("cloudfront").get_distribution_config(Id=site)
    config = {**found["DistributionConfig"], "PriceClass": "PriceClass_All"}
    stage.aws("cloudfront").update_distribution(
        Id=site, IfMatch=found["ETag"], DistributionConfig=config
    )

    assert _left(stage) == {
        "aws_lb.main": ["update"],
        GROUP: ["update"],
        "aws_lb_listener.http": ["create"],
        "aws_wafv2_web_acl_association.main": ["create"],
        "aws_route53_record.text": ["update"],
        "aws_cloudfront_distribution.site": ["update"],
    }
    stage.apply()
    assert _left(stage) == {}
