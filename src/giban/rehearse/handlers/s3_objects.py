"""Objects in buckets, and what follows from them: copies elsewhere, and news of them."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping
from itertools import combinations
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from botocore.exceptions import ClientError

from giban.catalogue import s3
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, code_of, is_gone
from giban.rehearse.handlers.base import Handler, Shadowed
from giban.rehearse.handlers.policies import allows, parse, principals, statements
from giban.rehearse.handlers.s3 import S3, Setting
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

INVALID = "InvalidRequest"
NO_SUCH_KEY = "404"
KEY, TAGS = 1024, 10
ARCHIVES = {"ARCHIVE_ACCESS": 90, "DEEP_ARCHIVE_ACCESS": 180}
MINUTES = 15
CONTENT = ("content", "content_base64", "source", "source_hash", "kms_key_id")
HEADERS = {
    "cache_control": "CacheControl",
    "content_disposition": "ContentDisposition",
    "content_encoding": "ContentEncoding",
    "content_language": "ContentLanguage",
    "content_type": "ContentType",
    "website_redirect": "WebsiteRedirectLocation",
}
OPTIONS = HEADERS | {
    "bucket_key_enabled": "BucketKeyEnabled",
    "checksum_algorithm": "ChecksumAlgorithm",
    "kms_key_id": "SSEKMSKeyId",
    "metadata": "Metadata",
    "object_lock_legal_hold_status": "ObjectLockLegalHoldStatus",
    "object_lock_mode": "ObjectLockMode",
    "object_lock_retain_until_date": "ObjectLockRetainUntilDate",
    "server_side_encryption": "ServerSideEncryption",
    "storage_class": "StorageClass",
    "acl": "ACL",
}


def _short(x: Task) -> None:
    """Refuse keys that are too long, and more tags than an object has."""
    if len(str(x["key"]).encode()) > KEY:
        code = "KeyTooLongError"
        raise Refused(code, "Your key is too long", attribute=("key",))
    if len(x["tags_all"] or {}) > TAGS:
        code = "BadRequest"
        raise Refused(code, f"Object tags cannot be greater than {TAGS}", attribute=("tags",))


def _readable(x: Task) -> None:
    """Refuse a source that is not there; a relative one is no one's here."""
    if x["source"] and not Path(x["source"]).expanduser().is_file():
        code = "InvalidArgument"
        text = f"open {x['source']}: no such file or directory (the rehearsal does not run in the "
        text += "folder of the root: write abspath(...), or give the content)"
        raise Refused(code, text, attribute=("source",))


def _body(x: Task) -> bytes:
    if x["source"]:
        return Path(x["source"]).expanduser().read_bytes()
    if x["content_base64"]:
        return base64.b64decode(x["content_base64"])
    return str(x["content"] or "").encode()


class BucketObject(S3):
    """An object; its content is written, and known by its sum only."""

    kind = s3.BucketObject
    local = ("acl", "force_destroy", "source", "source_hash", "content", "content_base64")
    recompute = {"version_id": (*CONTENT, *HEADERS), "etag": ("source_hash",)}
    guards = (_short, _readable)

    def create(self, x: Task) -> None:
        """Put it."""
        wanted: dict[str, Any] = {
            member: x[name] for name, member in OPTIONS.items() if x[name] not in (None, "", {})
        }
        if x["kms_key_id"]:
            wanted["ServerSideEncryption"] = "aws:kms"
        if x["tags_all"]:
            wanted["Tagging"] = urlencode(x["tags_all"])
        x.call("put_object", Bucket=x["bucket"], Key=x["key"], Body=_body(x), **wanted)
        x.id = str(x["key"])

    def read(self, x: Task) -> Values:
        """Return what its head says, and its tags."""
        named = {"Bucket": x["bucket"], "Key": x["key"]}
        try:
            found = x.call("head_object", **named)
        except ClientError as error:
            if code_of(error) == NO_SUCH_KEY:
                raise Gone from None
            raise
        tags = x.call("get_object_tagging", **named)["TagSet"]
        sums = ("crc32", "crc32c", "crc64nvme", "sha1", "sha256")
        return {
            **{name: found.get(member, "") for name, member in HEADERS.items()},
            **{f"checksum_{sum}": found.get(f"Checksum{sum.upper()}", "") for sum in sums},
            "arn": f"arn:{x.partition}:s3:::{x['bucket']}/{x['key']}",
            "bucket": x["bucket"],
            "key": x["key"],
            "bucket_key_enabled": bool(found.get("BucketKeyEnabled")),
            "content_type": found.get("ContentType") or "application/octet-stream",
            "etag": found["ETag"].strip('"'),
            "kms_key_id": found.get("SSEKMSKeyId", ""),
            "metadata": found.get("Metadata", {}),
            "server_side_encryption": found.get("ServerSideEncryption") or "AES256",
            "storage_class": found.get("StorageClass") or "STANDARD",
            "version_id": found.get("VersionId", ""),
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
        }

    def update(self, x: Task) -> None:
        """Put it again if anything but its tags is different."""
        if x.changed(*CONTENT, *OPTIONS, "etag"):
            self.create(x)

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Write all tags, as S3 only knows them together."""
        del new, gone
        tags = [{"Key": key, "Value": value} for key, value in (x["tags_all"] or {}).items()]
        named = {"Bucket": x["bucket"], "Key": x["key"]}
        x.call("put_object_tagging", **named, Tagging={"TagSet": tags})

    def delete(self, x: Task) -> None:
        """Delete it with all its versions."""
        named = {"Bucket": x["bucket"], "Key": x["key"]}
        listed = x.call("list_object_versions", Bucket=x["bucket"], Prefix=x["key"])
        for one in [*listed.get("Versions", []), *listed.get("DeleteMarkers", [])]:
            if one["Key"] == x["key"]:
                x.call("delete_object", **named, VersionId=one["VersionId"])

    def import_(self, id: str) -> Values:
        """Return the bucket and the key: `bucket/key`."""
        bucket, _, key = id.removeprefix("s3://").partition("/")
        return {"id": key, "bucket": bucket, "key": key}


def _invalid(text: str) -> Refused:
    return Refused(INVALID, text, attribute=("rule",))


def _complete(x: Task) -> None:
    """Refuse rules that lack what their other parts ask for."""
    numbers: list[Any] = []
    for rule in elements(x["rule"]):
        if elements(rule.get("filter")) and not elements(rule.get("delete_marker_replication")):
            text = "DeleteMarkerReplication must be specified for this version of Cross Region "
            raise _invalid(f"{text}Replication configuration schema.")
        if elements(rule.get("filter")):
            numbers.append(rule.get("priority") or 0)
        for destination in elements(rule["destination"]):
            _one_destination(rule, destination)
    if len(set(numbers)) < len(numbers):
        double = next(number for number in numbers if numbers.count(number) > 1)
        raise _invalid(f"Found duplicate priority {double}. Each rule needs one of its own.")


def _one_destination(rule: Values, destination: Values) -> None:
    chosen = [
        c
        for s in elements(rule.get("source_selection_criteria"))
        for c in elements(s.get("sse_kms_encrypted_objects"))
    ]
    if elements(destination.get("encryption_configuration")) and not chosen:
        text = "SseKmsEncryptedObjects must be specified if EncryptionConfiguration is present."
        raise _invalid(text)
    for timed in elements(destination.get("replication_time")):
        minutes = [time["minutes"] for time in elements(timed.get("time"))]
        if minutes != [MINUTES]:
            raise _invalid(f"Replication time: only {MINUTES} minutes are supported")
        if not elements(destination.get("metrics")):
            raise _invalid("Metrics must be specified when replication time is enabled")


def _versioned(x: Task) -> None:
    """Refuse to copy into a bucket that is not there, or that keeps no versions."""
    for rule in elements(x["rule"]):
        for destination in elements(rule["destination"]):
            bucket = str(destination["bucket"]).rpartition(":")[2]
            try:
                state = x.call("get_bucket_versioning", Bucket=bucket).get("Status")
            except Exception as error:
                if not is_gone(error):
                    raise
                raise _invalid("Destination bucket must exist.") from None
            if state != "Enabled":
                raise _invalid("Destination bucket must have versioning enabled.")


class BucketReplicationConfiguration(Setting):
    """Which objects are copied where; nothing is copied here."""

    kind = s3.BucketReplicationConfiguration
    create_op, find_op = "put_bucket_replication", "get_bucket_replication"
    found = "ReplicationConfiguration"
    delete_op = "delete_bucket_replication"
    names = {"rule": "ReplicationConfiguration.Rules", "role": "ReplicationConfiguration.Role"}
    reads = {"rule": "Rules", "role": "Role"}
    local = ("token",)
    guards = (_complete, _versioned)

    def read(self, x: Task) -> Values:
        """Return the rules, but what moto forgets or invents in them."""
        values = super().read(x)
        for rule in values.get("rule", []):
            for name in ("delete_marker_replication", "source_selection_criteria"):
                rule.pop(name, None)
        return values


OVERLAP = "Configurations overlap. Configurations on the same bucket cannot share a common event "
OVERLAP += "type."
TOLD = {
    "queue": ("QueueConfigurations", "QueueArn", "queue_arn"),
    "topic": ("TopicConfigurations", "TopicArn", "topic_arn"),
    "lambda_function": (
        "LambdaFunctionConfigurations",
        "LambdaFunctionArn",
        "lambda_function_arn",
    ),
}


def _told(x: Task) -> Iterator[tuple[str, Values]]:
    for block in TOLD:
        for one in elements(x[block]):
            yield block, one


def _apart(x: Task) -> None:
    """Refuse two receivers of the same news."""
    for (_, one), (_, other) in combinations(_told(x), 2):
        events = any(_covers(a, b) for a in one["events"] for b in other["events"])
        starts = [str(c.get("filter_prefix") or "") for c in (one, other)]
        ends = [str(c.get("filter_suffix") or "") for c in (one, other)]
        near = starts[0].startswith(starts[1]) or starts[1].startswith(starts[0])
        far = ends[0].endswith(ends[1]) or ends[1].endswith(ends[0])
        if events and near and far:
            code = "InvalidArgument"
            raise Refused(code, OVERLAP)


def _covers(one: str, other: str) -> bool:
    return one == other or any(
        a.endswith("*") and b.startswith(a[:-1]) for a, b in ((one, other), (other, one))
    )


def _may_tell(x: Task) -> None:
    """Refuse a receiver that is not there, or that S3 may not send to."""
    for block, one in _told(x):
        arn = str(one[TOLD[block][2]])
        try:
            document = _policy(x, block, arn)
        except Exception as error:
            if not is_gone(error):
                raise
            document = {}
        action = {"queue": "sqs:SendMessage", "topic": "sns:Publish"}.get(
            block, "lambda:InvokeFunction"
        )
        allowed = any(
            allows(statement, action) and {"s3.amazonaws.com", "*"} & _services(statement)
            for statement in statements(document)
        )
        if not allowed:
            code = "InvalidArgument"
            text = "Unable to validate the following destination configurations"
            raise Refused(code, f"{text}: {arn}", attribute=(block,))


def _services(statement: Mapping[str, Any]) -> set[str]:
    return {*principals(statement, "Service"), *principals(statement, "AWS")}


def _policy(x: Task, block: str, arn: str) -> dict[str, Any]:
    if block == "lambda_function":
        answer = x.client("lambda").get_policy(FunctionName=arn)
        return parse(answer["Policy"]) or {}
    if block == "topic":
        answer = x.client("sns").get_topic_attributes(TopicArn=arn)
        return parse(answer["Attributes"].get("Policy")) or {}
    client = x.client("sqs")
    url = client.get_queue_url(QueueName=arn.rpartition(":")[2])["QueueUrl"]
    answer = client.get_queue_attributes(QueueUrl=url, AttributeNames=["Policy"])
    return parse(answer.get("Attributes", {}).get("Policy")) or {}


class BucketNotification(Handler):
    """Who is told of what; all of a bucket's news together."""

    kind = s3.BucketNotification
    service = "s3"
    guards = (_apart, _may_tell)

    def create(self, x: Task) -> None:
        """Put it."""
        x.id = str(x["bucket"])
        self.update(x)

    def update(self, x: Task) -> None:
        """Put it anew."""
        wanted: dict[str, Any] = {"EventBridgeConfiguration": {}} if x["eventbridge"] else {}
        for block, one in _told(x):
            member, name, attribute = TOLD[block]
            one["id"] = one.get("id") or f"tf-s3-{block}-{x.shadow.token(x.id, block)}"
            configured = {"Id": one["id"], name: one[attribute], "Events": list(one["events"])}
            ends = {"prefix": one.get("filter_prefix"), "suffix": one.get("filter_suffix")}
            rules = [{"Name": key, "Value": value} for key, value in ends.items() if value]
            filter = {"Filter": {"Key": {"FilterRules": rules}}} if rules else {}
            wanted.setdefault(member, []).append({**configured, **filter})
        self._put(x, wanted)

    @staticmethod
    def _put(x: Task, wanted: dict[str, Any]) -> None:
        operation = "put_bucket_notification_configuration"
        x.call(operation, Bucket=x.id, NotificationConfiguration=wanted)

    def read(self, x: Task) -> Values:
        """Return who is told; moto does not say whether the event bus is."""
        found = x.call("get_bucket_notification_configuration", Bucket=x.id)
        values: Values = {"bucket": x.id}
        for block, (member, name, attribute) in TOLD.items():
            values[block] = [
                {"id": one["Id"], attribute: one[name], "events": one["Events"], **_ends(one)}
                for one in found.get(member, [])
            ]
        return values

    def delete(self, x: Task) -> None:
        """Tell nobody."""
        self._put(x, {})


def _ends(one: Mapping[str, Any]) -> Values:
    rules = one.get("Filter", {}).get("Key", {}).get("FilterRules", [])
    found = {rule["Name"].lower(): rule["Value"] for rule in rules}
    return {f"filter_{name}": found.get(name, "") for name in ("prefix", "suffix")}


def _archives_late(x: Task) -> None:
    """Refuse an archive before S3 has one."""
    for tier in elements(x["tiering"]):
        least = ARCHIVES.get(str(tier["access_tier"]), 0)
        if int(tier["days"]) < least:
            code = "InvalidArgument"
            raise Refused(code, f"Days must be at least {least} for {tier['access_tier']}")


class BucketTiering(Shadowed):
    """When Intelligent-Tiering archives; moto has no such setting."""

    kind = s3.BucketTiering
    service = "s3"
    guards = (_archives_late,)

    def create(self, x: Task) -> None:
        """Store it by bucket and name; the bucket has to exist."""
        x.client().head_bucket(Bucket=x["bucket"])
        x.id = f"{x['bucket']}:{x['name']}"
        x.shadow.put(self.kind.terraform_type, x.region, x.id, {**self.stored(x), "id": x.id})

    def import_(self, id: str) -> Values:
        """Return what `bucket:name` stands for."""
        bucket, _, name = id.partition(":")
        return {"id": id, "bucket": bucket, "name": name}
