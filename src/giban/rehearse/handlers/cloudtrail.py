"""The record of what was done. Nothing is recorded here: only where it would go is checked."""

from __future__ import annotations

from collections.abc import Mapping
from fnmatch import fnmatchcase
from typing import Any

from giban.catalogue import cloudtrail
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.policies import allows, listed, parse, principals, statements
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

WRITER = "cloudtrail.amazonaws.com"
TRAILS = 5
SELECTORS = {
    "event_selector": "EventSelectors",
    "advanced_event_selector": "AdvancedEventSelectors",
}
CLEARED = {
    "kms_key_id": "KmsKeyId",
    "s3_key_prefix": "S3KeyPrefix",
    "sns_topic_name": "SnsTopicName",
    "cloud_watch_logs_group_arn": "CloudWatchLogsLogGroupArn",
    "cloud_watch_logs_role_arn": "CloudWatchLogsRoleArn",
}


def _may_write(x: Task) -> None:
    """Refuse a bucket whose policy does not let CloudTrail write."""
    bucket = x["s3_bucket_name"]
    arn = f"arn:{x.partition}:s3:::{bucket}"
    prefix = f"{x['s3_key_prefix']}/" if x["s3_key_prefix"] else ""
    file = f"{arn}/{prefix}AWSLogs/{x.account}/CloudTrail/file"
    document = _bucket_policy(x, bucket)
    for action, target in (("s3:GetBucketAcl", arn), ("s3:PutObject", file)):
        if not any(_lets(one, action, target) for one in statements(document)):
            code = "InsufficientS3BucketPolicyException"
            text = f"Incorrect S3 bucket policy is detected for bucket: {bucket}"
            raise Refused(code, text, attribute=("s3_bucket_name",))


def _bucket_policy(x: Task, bucket: str) -> dict[str, Any]:
    try:
        return parse(x.client("s3").get_bucket_policy(Bucket=bucket)["Policy"]) or {}
    except Exception as error:
        if is_gone(error):
            return {}
        raise


def _lets(statement: Mapping[str, Any], action: str, target: str) -> bool:
    served = {WRITER, "*"} & {*principals(statement, "Service")}
    resources = listed(statement.get("Resource"))
    fits = any(fnmatchcase(target, one) for one in resources)
    return bool(served) and fits and allows(statement, action)


def _both_of_the_logs(x: Task) -> None:
    """Refuse a log group without a role, or the other way, and one that is not named whole."""
    group, role = x["cloud_watch_logs_group_arn"], x["cloud_watch_logs_role_arn"]
    if bool(group) != bool(role):
        code = "InvalidCloudWatchLogsLogGroupArnException"
        text = "You must specify both the CloudWatch Logs log group ARN and the role ARN."
        raise Refused(code, text, attribute=("cloud_watch_logs_group_arn",))
    if group and not str(group).endswith(":*"):
        code = "InvalidCloudWatchLogsLogGroupArnException"
        text = "Access denied. Verify in IAM that the role has adequate permissions, and that the "
        text += "log group's ARN ends in :*"
        raise Refused(code, text, attribute=("cloud_watch_logs_group_arn",))


def _few(x: Task) -> None:
    """Refuse more trails than a region takes."""
    there = x.call("describe_trails")["trailList"]
    if not x.prior and len(there) >= TRAILS:
        code = "MaximumNumberOfTrailsExceededException"
        text = f"User: {x.account} already has {TRAILS} trails in {x.region}."
        raise Refused(code, text)


def _global_everywhere(x: Task) -> None:
    """Refuse a trail of all regions that leaves global services out."""
    if x["is_multi_region_trail"] and x["include_global_service_events"] is False:
        code = "InvalidParameterCombinationException"
        text = "Multi-Region trail must include global service events."
        raise Refused(code, text, attribute=("include_global_service_events",))


class Trail(Handler):
    """A trail; its ARN is its id."""

    kind = cloudtrail.Trail
    service = "cloudtrail"
    create_op, created = "create_trail", "TrailARN"
    find_op, found, by = "get_trail", "Trail", "Name"
    update_op, delete_op = "update_trail", "delete_trail"
    names = {
        "enable_log_file_validation": "EnableLogFileValidation",
        "cloud_watch_logs_group_arn": "CloudWatchLogsLogGroupArn",
        "tags": "TagsList",
    }
    reads = {
        "arn": "TrailARN",
        "enable_log_file_validation": "LogFileValidationEnabled",
        "tags": "",
    }
    guards = (_may_write, _both_of_the_logs, _few, _global_everywhere)

    def create(self, x: Task) -> None:
        """Make it, say what it records, and begin."""
        super().create(x)
        self._select(x)
        if x["enable_logging"] is not False:
            x.call("start_logging", Name=x.id)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return whether it records, what, and its tags."""
        answer = x.call("list_tags", ResourceIdList=[x.id])["ResourceTagList"]
        tags = answer[0]["TagsList"] if answer else []
        chosen = x.call("get_event_selectors", TrailName=x.id)
        insights = x.call("get_insight_selectors", TrailName=x.id).get("InsightSelectors") or []
        selectors = {name: chosen.get(name) or [] for name in SELECTORS.values()}
        return {
            **{name: found.get(member, "") for name, member in CLEARED.items()},
            "event_selector": [],
            "advanced_event_selector": [],
            "insight_selector": [],
            **x.attributes({**selectors, "InsightSelectors": insights}),
            "enable_logging": x.call("get_trail_status", Name=x.id)["IsLogging"],
            "home_region": found.get("HomeRegion") or x.region,
            "sns_topic_arn": found.get("SnsTopicARN", ""),
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
        }

    def read(self, x: Task) -> Values:
        """Return it under its ARN."""
        x.id = x.id if x.id.startswith("arn:") else x.arn(f"trail/{x.id}")
        return super().read(x)

    def update(self, x: Task) -> None:
        """Change it, what it records, and whether it does."""
        names = {
            name
            for name in x.shape.attributes
            if name in x.values and x.changed(name) and name not in ("tags", "tags_all")
        }
        arguments = x.arguments(self.update_op, only=names)
        cleared = {m: "" for name, m in CLEARED.items() if name in names and not x[name]}
        if arguments or cleared:
            x.call(self.update_op, **{**arguments, **cleared, "Name": x.id})
        self._select(x)
        if x.changed("enable_logging"):
            x.call("start_logging" if x["enable_logging"] else "stop_logging", Name=x.id)

    @staticmethod
    def _select(x: Task) -> None:
        for name, member in SELECTORS.items():
            if x.changed(name) and elements(x[name]):
                shape = x.input_of("put_event_selectors")
                wanted = x.converted(shape, only={name})
                x.call("put_event_selectors", TrailName=x.id, **{member: wanted[member]})
        both = ("event_selector", "advanced_event_selector")
        if x.prior and x.changed(*both) and not any(elements(x[name]) for name in both):
            everything = {"ReadWriteType": "All", "IncludeManagementEvents": True}
            x.call("put_event_selectors", TrailName=x.id, EventSelectors=[everything])
        if elements(x["insight_selector"]) or (x.prior and x.changed("insight_selector")):
            kinds = [
                {"InsightType": one["insight_type"]} for one in elements(x["insight_selector"])
            ]
            x.call("put_insight_selectors", TrailName=x.id, InsightSelectors=kinds)

    def delete(self, x: Task) -> None:
        """Delete it, by its name."""
        x.call(self.delete_op, Name=x.id.rpartition("/")[2])

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Tag it; a tag is removed with its value, or moto does not find it."""
        was = x.prior.get("tags_all") or {}
        old = [{"Key": key, "Value": was[key]} for key in [*gone, *(k for k in new if k in was)]]
        if old:
            x.call("remove_tags", ResourceId=x.id, TagsList=old)
        if new:
            tags = [{"Key": key, "Value": value} for key, value in new.items()]
            x.call("add_tags", ResourceId=x.id, TagsList=tags)

    def import_(self, id: str) -> Values:
        """Return the ARN, and the name in it."""
        return {"id": id, "name": id.rpartition("/")[2]}
