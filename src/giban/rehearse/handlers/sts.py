"""Who is calling, and where."""

from __future__ import annotations

from giban.catalogue import sts
from giban.rehearse.codec import Values
from giban.rehearse.handlers.base import Lookup
from giban.rehearse.task import Task

REGIONS = {
    "ap-northeast-1": "Asia Pacific (Tokyo)",
    "ap-northeast-2": "Asia Pacific (Seoul)",
    "ap-northeast-3": "Asia Pacific (Osaka)",
    "ap-southeast-1": "Asia Pacific (Singapore)",
    "eu-central-1": "Europe (Frankfurt)",
    "eu-west-1": "Europe (Ireland)",
    "us-east-1": "US East (N. Virginia)",
    "us-east-2": "US East (Ohio)",
    "us-west-2": "US West (Oregon)",
}


class CallerIdentity(Lookup):
    """The account the rehearsal plays in."""

    kind = sts.CallerIdentity
    service = "sts"

    def read(self, x: Task) -> Values:
        """Ask who we are."""
        answer = x.call("get_caller_identity")
        return {
            "id": answer["Account"],
            "account_id": answer["Account"],
            "arn": answer["Arn"],
            "user_id": answer["UserId"],
        }


class Region(Lookup):
    """The region of the provider."""

    kind = sts.Region

    def read(self, x: Task) -> Values:
        """Describe it."""
        name = x["name"] or x.region
        return {
            "id": name,
            "name": name,
            "region": name,
            "endpoint": f"ec2.{name}.amazonaws.com",
            "description": REGIONS.get(name, name),
        }


class Partition(Lookup):
    """The public partition."""

    kind = sts.Partition

    def read(self, x: Task) -> Values:
        """Describe it."""
        return {
            "id": x.partition,
            "partition": x.partition,
            "dns_suffix": "amazonaws.com",
            "reverse_dns_prefix": "com.amazonaws",
        }
