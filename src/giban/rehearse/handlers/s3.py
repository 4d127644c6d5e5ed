"""Buckets; each of a bucket's settings is a type of its own."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from typing import Any

from botocore.exceptions import ClientError

from giban.catalogue import s3
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.faults import Refused, code_of, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.plan import Planned
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

US_EAST_1 = "us-east-1"
BUCKET_NAME = re.compile(r"^[a-z0-9](?!.*\.\.)[a-z0-9.-]{1,61}[a-z0-9]$")
IP_ADDRESS = re.compile(r"^\d+\.\d+\.\d+\.\d+$")
RESERVED = (("xn--", "sthree-", "amzn-s3-demo-"), ("-s3alias", "--ol-s3", ".mrap", "--x-s3"))
ZONES = {
    "us-east-1": "Z3AQBSTGFYJSTF",
    "us-east-2": "Z2O1EMRO9K5GLX",
    "us-west-1": "Z2F56UZL2M1ACD",
    "us-west-2": "Z3BJ6K6RIION7M",
    "ap-northeast-1": "Z2M4EHUR26P7ZW",
    "ap-northeast-2": "Z3W03O7B5YMIYP",
    "ap-northeast-3": "Z2YQB5RD63NC85",
    "ap-southeast-1": "Z3O0J2DXBE1FTB",
    "eu-central-1": "Z21DNDUVLTQW6Q",
    "eu-west-1": "Z1BKCTXD74EZPE",
}
ALL_BLOCKED = {
    "BlockPublicAcls": True,
    "BlockPublicPolicy": True,
    "IgnorePublicAcls": True,
    "RestrictPublicBuckets": True,
}
COLD = {"STANDARD_IA": 30, "ONEZONE_IA": 30}


def _valid_name(x: Task) -> None:
    """Refuse names that are no DNS names, or AWS's own."""
    name = x["bucket"] or ""
    starts, ends = RESERVED
    taken = name.startswith(starts) or name.endswith(ends)
    if not BUCKET_NAME.match(name) or IP_ADDRESS.match(name) or taken:
        code = "InvalidBucketName"
        raise Refused(code, "The specified bucket is not valid.", attribute=("bucket",))


def _not_taken(x: Task) -> None:
    """Refuse a bucket that exists; in us-east-1 moto answers as if it had made it."""
    if x.prior:
        return
    try:
        x.client().get_bucket_location(Bucket=x["bucket"])
    except ClientError as error:
        if is_gone(error):
            return
        raise
    code = "BucketAlreadyOwnedByYou"
    text = "Your previous request to create the named bucket succeeded and you already own it."
    raise Refused(code, text, attribute=("bucket",))


class S3(Handler):
    """What the types have in common: the bucket names the object."""

    service = "s3"
    by = "Bucket"


class Bucket(S3):
    """A bucket, encrypted and closed to the public as new ones are."""

    kind = s3.Bucket
    guards = (_valid_name, _not_taken)
    local = ("force_destroy",)

    def create(self, x: Task) -> None:
        """Make it with what every new bucket has."""
        arguments: dict[str, Any] = {"Bucket": x["bucket"]}
        if x.region != US_EAST_1:
            arguments["CreateBucketConfiguration"] = {"LocationConstraint": x.region}
        if x["object_lock_enabled"]:
            arguments["ObjectLockEnabledForBucket"] = True
        x.call("create_bucket", **arguments)
        x.id = x["bucket"]
        x.call("put_public_access_block", Bucket=x.id, PublicAccessBlockConfiguration=ALL_BLOCKED)
        encryption = {"ApplyServerSideEncryptionByDefault": {"SSEAlgorithm": "AES256"}}
        x.call(
            "put_bucket_encryption",
            Bucket=x.id,
            ServerSideEncryptionConfiguration={"Rules": [encryption]},
        )
        owner = {"Rules": [{"ObjectOwnership": "BucketOwnerEnforced"}]}
        x.call("put_bucket_ownership_controls", Bucket=x.id, OwnershipControls=owner)
        if x["tags_all"]:
            self.retag(x, x["tags_all"], [])

    def read(self, x: Task) -> Values:
        """Return what identifies it, and its tags."""
        location = x.call("get_bucket_location", Bucket=x.id).get("LocationConstraint")
        region = location or US_EAST_1
        lock = self._locked(x)
        return {
            "id": x.id,
            "bucket": x.id,
            "arn": f"arn:{x.partition}:s3:::{x.id}",
            "bucket_region": region,
            "bucket_domain_name": f"{x.id}.s3.amazonaws.com",
            "bucket_regional_domain_name": f"{x.id}.s3.{region}.amazonaws.com",
            "hosted_zone_id": ZONES.get(region, "Z3AQBSTGFYJSTF"),
            "object_lock_enabled": lock,
            "request_payer": "BucketOwner",
            "tags": self._tags(x),
        }

    @staticmethod
    def _locked(x: Task) -> bool:
        try:
            answer = x.call("get_object_lock_configuration", Bucket=x.id)
        except ClientError as error:
            if is_gone(error):
                return False
            raise
        state = answer.get("ObjectLockConfiguration", {}).get("ObjectLockEnabled")
        return bool(state == "Enabled")

    @staticmethod
    def _tags(x: Task) -> dict[str, str]:
        try:
            answer = x.call("get_bucket_tagging", Bucket=x.id)
        except ClientError as error:
            if code_of(error) == "NoSuchTagSet":
                return {}
            raise
        return {tag["Key"]: tag["Value"] for tag in answer["TagSet"]}

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Write all tags, as S3 only knows them together."""
        tags = {key: value for key, value in self._tags(x).items() if key not in gone}
        tags |= dict(new)
        if not tags:
            x.call("delete_bucket_tagging", Bucket=x.id)
            return
        listed = [{"Key": key, "Value": value} for key, value in tags.items()]
        x.call("put_bucket_tagging", Bucket=x.id, Tagging={"TagSet": listed})

    def delete(self, x: Task) -> None:
        """Delete it; with `force_destroy` its objects first."""
        if x["force_destroy"]:
            self._empty(x)
        x.call("delete_bucket", Bucket=x.id)

    @staticmethod
    def _empty(x: Task) -> None:
        answer = x.call("list_object_versions", Bucket=x.id)
        held = [*answer.get("Versions", []), *answer.get("DeleteMarkers", [])]
        for one in held:
            x.call("delete_object", Bucket=x.id, Key=one["Key"], VersionId=one["VersionId"])


class Setting(S3):
    """One setting of a bucket: put, got and deleted whole."""

    def create(self, x: Task) -> None:
        """Put it."""
        x.call(self.create_op, **self.creation(x))
        x.id = x["bucket"]

    def update(self, x: Task) -> None:
        """Put it anew."""
        x.call(self.create_op, **self.creation(x))

    def derived(self, x: Task, _found: dict[str, Any]) -> Values:
        """Return whose setting it is."""
        return {"bucket": x.id}


def _never_off_again(x: Task) -> None:
    """Refuse to disable versioning that was on once; it can only be suspended."""
    wanted = elements(x["versioning_configuration"])
    if wanted and wanted[0].get("status") == "Disabled":
        before = x.client().get_bucket_versioning(Bucket=x["bucket"]).get("Status")
        if before:
            code = "IllegalVersioningConfigurationException"
            text = "versioning_configuration.status cannot be updated from "
            raise Refused(code, f"{text}'{before}' to 'Disabled'")


class BucketVersioning(Setting):
    """Whether a bucket keeps old versions."""

    kind = s3.BucketVersioning
    create_op, find_op = "put_bucket_versioning", "get_bucket_versioning"
    names = {"mfa": "MFA"}
    guards = (_never_off_again,)
    local = ("mfa",)

    def create(self, x: Task) -> None:
        """Put it; a new bucket has it disabled, which cannot be said."""
        if elements(x["versioning_configuration"])[0].get("status") == "Disabled":
            x.id = x["bucket"]
        else:
            super().create(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the state."""
        mfa = {"mfa_delete": found["MFADelete"]} if found.get("MFADelete") else {}
        status = {"status": found.get("Status") or "Disabled", **mfa}
        return {**super().derived(x, found), "versioning_configuration": [status]}

    def delete(self, x: Task) -> None:
        """Suspend it, as it cannot be deleted."""
        found = self.find(x)
        if found.get("Status") == "Enabled":
            suspended = {"Status": "Suspended"}
            x.call("put_bucket_versioning", Bucket=x.id, VersioningConfiguration=suspended)


class BucketEncryption(Setting):
    """How a bucket encrypts objects."""

    kind = s3.BucketEncryption
    create_op, find_op = "put_bucket_encryption", "get_bucket_encryption"
    delete_op = "delete_bucket_encryption"
    names = {
        "rule": "ServerSideEncryptionConfiguration.Rules",
        "rule.blocked_encryption_types": "BlockedEncryptionTypes.EncryptionType",
    }


class BucketPublicAccessBlock(Setting):
    """Refuses public access to a bucket."""

    kind = s3.BucketPublicAccessBlock
    create_op, find_op = "put_public_access_block", "get_public_access_block"
    delete_op = "delete_public_access_block"
    local = ("skip_destroy",)
    names = {
        "block_public_acls": "PublicAccessBlockConfiguration.BlockPublicAcls",
        "block_public_policy": "PublicAccessBlockConfiguration.BlockPublicPolicy",
        "ignore_public_acls": "PublicAccessBlockConfiguration.IgnorePublicAcls",
        "restrict_public_buckets": "PublicAccessBlockConfiguration.RestrictPublicBuckets",
    }

    def delete(self, x: Task) -> None:
        """Delete it unless it shall stay."""
        if not x["skip_destroy"]:
            super().delete(x)


class BucketOwnershipControls(Setting):
    """Who owns the objects of a bucket."""

    kind = s3.BucketOwnershipControls
    create_op, find_op = "put_bucket_ownership_controls", "get_bucket_ownership_controls"
    delete_op = "delete_bucket_ownership_controls"
    names = {"rule": "OwnershipControls.Rules"}


def _malformed(text: str) -> Refused:
    return Refused("MalformedPolicy", text, attribute=("policy",))


def _statements(x: Task) -> list[dict[str, Any]]:
    try:
        document = json.loads(x["policy"] or "")
    except ValueError:
        raise _malformed("Policies must be valid JSON and the first byte must be '{'") from None
    statements = document.get("Statement", []) if isinstance(document, dict) else []
    return statements if isinstance(statements, list) else [statements]


def _many(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [] if value is None else [value]


def _about_this_bucket(x: Task) -> None:
    """Refuse a policy about anything but its bucket and the objects in it."""
    own = f"arn:{x.partition}:s3:::{x['bucket']}"
    for statement in _statements(x):
        for resource in _many(statement.get("Resource")):
            if resource not in ("*", own) and not resource.startswith(f"{own}/"):
                raise _malformed("Policy has invalid resource")


def _known_principals(x: Task) -> None:
    """Refuse a policy for roles that do not exist."""
    for statement in _statements(x):
        principal = statement.get("Principal")
        for named in _many(principal.get("AWS") if isinstance(principal, dict) else None):
            prefix = f"arn:{x.partition}:iam::{x.account}:role/"
            if str(named).startswith(prefix):
                try:
                    x.client("iam").get_role(RoleName=named.rsplit("/", 1)[-1])
                except ClientError as error:
                    if is_gone(error):
                        text = "Invalid principal in policy"
                        raise _malformed(text) from None
                    raise


def _not_public(x: Task) -> None:
    """Refuse a policy that lets everyone in where public policies are blocked."""
    try:
        blocked = x.client().get_public_access_block(Bucket=x["bucket"])
    except ClientError as error:
        if is_gone(error):
            return
        raise
    if not blocked["PublicAccessBlockConfiguration"].get("BlockPublicPolicy"):
        return
    for statement in _statements(x):
        principal = statement.get("Principal")
        anyone = principal == "*" or (
            isinstance(principal, dict) and "*" in _many(principal.get("AWS"))
        )
        if statement.get("Effect") == "Allow" and anyone and not statement.get("Condition"):
            code = "AccessDenied"
            raise Refused(
                code,
                f"User: arn:{x.partition}:iam::{x.account}:user/rehearsal is not authorized to "
                f'perform: s3:PutBucketPolicy on resource: "arn:{x.partition}:s3:::{x["bucket"]}" '
                "because public policies are prevented by the BlockPublicPolicy setting in "
                "S3 Block Public Access",
                attribute=("policy",),
            )


class BucketPolicy(Setting):
    """Who may do what in a bucket."""

    kind = s3.BucketPolicy
    create_op, find_op = "put_bucket_policy", "get_bucket_policy"
    delete_op = "delete_bucket_policy"
    guards = (_about_this_bucket, _known_principals, _not_public)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the policy as it was written if it still means the same."""
        values = super().derived(x, found)
        if x["policy"] and json.loads(x["policy"]) == json.loads(found["Policy"]):
            values["policy"] = x["policy"]
        return values


class BucketLogging(Setting):
    """Where a bucket records requests."""

    kind = s3.BucketLogging
    create_op, find_op = "put_bucket_logging", "get_bucket_logging"
    found = "LoggingEnabled"
    names = {
        "target_bucket": "BucketLoggingStatus.LoggingEnabled.TargetBucket",
        "target_prefix": "BucketLoggingStatus.LoggingEnabled.TargetPrefix",
        "target_grant": "BucketLoggingStatus.LoggingEnabled.TargetGrants",
        "target_object_key_format": "BucketLoggingStatus.LoggingEnabled.TargetObjectKeyFormat",
    }
    reads = {
        "target_bucket": "TargetBucket",
        "target_prefix": "TargetPrefix",
        "target_grant": "TargetGrants",
        "target_object_key_format": "TargetObjectKeyFormat",
    }

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments; a prefix may be empty but must be there."""
        arguments = x.arguments(self.create_op)
        arguments["BucketLoggingStatus"]["LoggingEnabled"].setdefault("TargetPrefix", "")
        return arguments

    def delete(self, x: Task) -> None:
        """Switch it off."""
        x.call("put_bucket_logging", Bucket=x.id, BucketLoggingStatus={})


class BucketCorsConfiguration(Setting):
    """Which web pages may call a bucket."""

    kind = s3.BucketCorsConfiguration
    create_op, find_op = "put_bucket_cors", "get_bucket_cors"
    delete_op = "delete_bucket_cors"
    names = {"cors_rule": "CORSConfiguration.CORSRules"}
    reads = {"cors_rule": "CORSRules"}


def _distinct_rules(x: Task) -> None:
    """Refuse two rules with one id."""
    ids = [rule.get("id") for rule in elements(x["rule"])]
    if len(set(ids)) < len(ids):
        code = "InvalidArgument"
        raise Refused(code, "Rule ID must be unique. Found same ID for more than one rule")


def _days_in_order(x: Task) -> None:
    """Refuse infrequent access before 30 days, and expiry before a move."""
    for rule in elements(x["rule"]):
        moves = [(t.get("storage_class"), t.get("days")) for t in elements(rule.get("transition"))]
        for storage, days in moves:
            least = COLD.get(str(storage), 0)
            if days is not None and days < least:
                raise Refused(
                    "InvalidArgument",
                    "'Days' in Transition action must be greater than or equal to "
                    f"{least} for storageClass '{storage}'",
                )
        expiry = next((e.get("days") for e in elements(rule.get("expiration"))), None)
        if expiry and any(days is not None and days >= expiry for _, days in moves):
            text = "'Days' in the Expiration action for filter must be greater than 'Days' in "
            code = "InvalidArgument"
            raise Refused(code, f"{text}the Transition action")


def _does_something(x: Task) -> None:
    """Refuse a rule without an action."""
    actions = (
        "expiration",
        "transition",
        "noncurrent_version_expiration",
        "noncurrent_version_transition",
        "abort_incomplete_multipart_upload",
    )
    for rule in elements(x["rule"]):
        if not any(rule.get(action) for action in actions):
            code = "InvalidRequest"
            raise Refused(code, "At least one action needs to be specified in a rule.")


LEAST_TO_MOVE = "all_storage_classes_128K"


def _fill(values: Values, what: Values) -> None:
    """Put values where nothing is known yet."""
    for name, value in what.items():
        if values[name] is UNKNOWN:
            values[name] = value


class BucketLifecycleConfiguration(Setting):
    """When objects change class or expire."""

    kind = s3.BucketLifecycleConfiguration
    create_op = "put_bucket_lifecycle_configuration"
    find_op = "get_bucket_lifecycle_configuration"
    delete_op = "delete_bucket_lifecycle"
    names = {"rule": "LifecycleConfiguration.Rules"}
    reads = {"rule": "Rules"}
    guards = (_distinct_rules, _days_in_order, _does_something)

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Plan what a rule says by saying nothing."""
        if planned.values["transition_default_minimum_object_size"] is UNKNOWN:
            planned.values["transition_default_minimum_object_size"] = LEAST_TO_MOVE
        if prior is not None:
            return
        for rule in planned.values["rule"] or ():
            _fill(rule, {"prefix": ""})
            for expiration in rule["expiration"] or ():
                _fill(expiration, {"expired_object_delete_marker": False})
            for chosen in rule["filter"] or ():
                _fill(chosen, {"object_size_greater_than": None, "object_size_less_than": None})
                if chosen.get("tag"):
                    _fill(chosen, {"prefix": None})

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments; a filter for all objects is an empty prefix."""
        arguments = x.arguments(self.create_op)
        for rule in arguments["LifecycleConfiguration"]["Rules"]:
            if not rule.get("Prefix"):
                rule.pop("Prefix", None)
                rule["Filter"] = rule.get("Filter") or {"Prefix": ""}
            if not rule.get("Expiration", {}).get("ExpiredObjectDeleteMarker", True):
                del rule["Expiration"]["ExpiredObjectDeleteMarker"]
        return arguments

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what every bucket has since 2024 unless it says otherwise."""
        least = found.get("TransitionDefaultMinimumObjectSize", LEAST_TO_MOVE)
        owner = {"expected_bucket_owner": x["expected_bucket_owner"] or ""}
        size = {"transition_default_minimum_object_size": least}
        return {**super().derived(x, found), **owner, **size}
