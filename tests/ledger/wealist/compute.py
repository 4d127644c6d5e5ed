"""Groups, templates, and how instances start."""

from __future__ import annotations

from hashlib import sha256

from tests.ledger.assertions import holds
from tests.ledger.hosts import may, script, table
from tests.ledger.plan import Plan, Resource
from tests.ledger.wealist import BACKEND, MONITORING, NAME, PROMETHEUS, REGION

GROUP = "aws_autoscaling_group"


def template(plan: Plan, name: str) -> Resource:
    """Return the template of a group, at the version the group runs."""
    own = plan.only(GROUP, name).block("launch_template")
    found = plan.only("aws_launch_template", name)
    assert own["id"] == found["id"]
    assert own["version"] == str(found["latest_version"])
    return found


@holds("WL-ASG-01")
def backend(plan: Plan) -> None:
    """The source's type and bounds; whoever asks for metadata shows a token (D-WL-15)."""
    group = plan.only(GROUP, "backend")
    assert (group["min_size"], group["max_size"]) == (2, 6)
    own = template(plan, "backend")
    assert own["instance_type"] == "t3.medium"
    assert own.block("metadata_options")["http_tokens"] == "required"
    assert own.block("block_device_mappings", "ebs")["encrypted"] == "true"


@holds("WL-ASG-02")
def backend_name(plan: Plan) -> None:
    """The source's."""
    assert plan.only(GROUP, "backend")["name"] == "wealist-prod-backend-asg"


@holds("WL-ASG-03")
def monitoring(plan: Plan) -> None:
    """One, and always one."""
    group = plan.only(GROUP, "monitoring")
    sizes = {group[name] for name in ("min_size", "max_size", "desired_capacity")}
    assert sizes == {1}
    assert template(plan, "monitoring")["instance_type"] == "t3.small"
    assert group["health_check_type"] == "ELB"


@holds("WL-ASG-03")
def monitoring_keeps_its_data(plan: Plan) -> None:
    """On a disk of its own zone, which the next instance attaches, and snapshots (D-WL-13)."""
    disk = plan.only("aws_ebs_volume")
    assert (disk["type"], disk["size"], disk["encrypted"]) == ("gp3", 20, True)
    (subnet,) = plan.only(GROUP, "monitoring")["vpc_zone_identifier"]
    place = plan.only("aws_subnet", "app", id=subnet)
    assert place["availability_zone"] == disk["availability_zone"] == f"{REGION}a"
    text = script(template(plan, "monitoring"))
    assert f"volume={disk['id']}\n" in text
    assert "mount /var/lib/docker/volumes" in text
    assert text.index("mount /var") < text.index("enable --now docker")
    assert may(plan, "ec2", "ec2:AttachVolume") >= {disk["arn"]}
    assert plan.only("aws_backup_selection")["resources"] == [disk["arn"]]
    preferences = plan.only(GROUP, "monitoring").block("instance_refresh", "preferences")
    assert preferences["min_healthy_percentage"] == 0


@holds("WL-ASG-04")
def how_an_instance_starts(plan: Plan) -> None:
    """Files, variables, Compose by version and checksum (D-WL-09)."""
    for name in ("backend", "monitoring"):
        text = script(template(plan, name))
        assert "BUCKET=wealist-deploy-scripts\n" in text
        assert "PARAMETERS=/wealist/prod\n" in text
        assert "aws s3 cp" in text
        assert "aws ssm get-parameters-by-path" in text
        assert "docker compose up --detach" in text
        assert "/v2.40.3/docker-compose-linux-x86_64" in text
        assert "sha256sum --check" in text


@holds("WL-ASG-05")
def what_is_run(plan: Plan) -> None:
    """Whoever may write to the bucket, or parameters, decides nothing of it (D-WL-07)."""
    wanted = {"backend": {BACKEND}, "monitoring": {MONITORING, PROMETHEUS}}
    for name, keys in wanted.items():
        rows = table(script(template(plan, name)), "files")
        assert {key for _, key, _ in rows} == keys
        for sum_, key, _ in rows:
            content = plan.only("aws_s3_object", key=key)["content"]
            assert sha256(content.encode()).hexdigest() == sum_


@holds("WL-ASG-06")
def scaling(plan: Plan) -> None:
    """Target tracking of CPU, for the backend only."""
    policy = plan.only("aws_autoscaling_policy")
    assert policy["autoscaling_group_name"] == f"{NAME}-backend-asg"
    assert policy["policy_type"] == "TargetTrackingScaling"
    tracked = policy.block("target_tracking_configuration")
    assert tracked["target_value"] == 60
    metric = tracked["predefined_metric_specification"][0]["predefined_metric_type"]
    assert metric == "ASGAverageCPUUtilization"
