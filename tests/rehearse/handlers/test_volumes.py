"""Disks of their own."""

import pytest

from giban.rehearse.faults import Refused
from tests.rehearse.handlers.play import REGION, Play


def test_a_disk_grows(play: Play) -> None:
    """It is found as it was made, and may become larger, not smaller."""
    zone = f"{REGION}a"
    made = play.make("aws_ebs_volume", availability_zone=zone, size=20, type="gp3", encrypted=True)
    assert (20, "gp3", 3000, 125) == tuple(
        made[name] for name in ("size", "type", "iops", "throughput")
    )

    grown = play.change(
        "aws_ebs_volume", made, availability_zone=zone, size=30, type="gp3", encrypted=True
    )
    assert 30 == grown["size"]
    with pytest.raises(Refused, match="cannot be smaller"):
        play.change(
            "aws_ebs_volume", grown, availability_zone=zone, size=10, type="gp3", encrypted=True
        )


def test_a_disk_in_use_stays(play: Play) -> None:
    """What a server has cannot be deleted."""
    made = play.make("aws_ebs_volume", availability_zone=f"{REGION}a", size=1, type="gp3")
    parameter = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64"
    image = play.aws("ssm").get_parameter(Name=parameter)["Parameter"]["Value"]
    server = play.aws("ec2").run_instances(ImageId=image, MinCount=1, MaxCount=1)["Instances"][0]
    play.aws("ec2").attach_volume(
        VolumeId=made["id"], InstanceId=server["InstanceId"], Device="/dev/sdf"
    )

    with pytest.raises(Refused, match="currently attached"):
        play.drop("aws_ebs_volume", made)
