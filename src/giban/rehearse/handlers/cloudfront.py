"""Content delivery: distributions, how they sign requests to buckets, and response headers."""

from __future__ import annotations

import uuid
from collections.abc import Iterator
from fnmatch import fnmatchcase
from typing import Any

from botocore.exceptions import ClientError

from giban.catalogue import cloudfront
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers import acm
from giban.rehearse.handlers.base import Handler, Shadowed
from giban.rehearse.mapping import to_api
from giban.rehearse.task import Task

ANYWHERE = "us-east-1"
USES = "cloudfront:uses"
READS = {"GET", "HEAD", "OPTIONS"}
TURNS = {400, 403, 404, 416, 429, 500, 502, 503, 504}
"""Statuses at which a group may turn to its second origin.

https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/high_availability_origin_failover.html
"""
ZONE = "Z2FDTNDATAQYW2"
MANAGED = {
    "cache_policy_id": {
        "658327ea-f89d-4fab-a63d-7e88639e58f6": "Managed-CachingOptimized",
        "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": "Managed-CachingOptimizedForUncompressedObjects",
        "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": "Managed-CachingDisabled",
        "08627262-05a9-4f76-9ded-b50ca2e3a84f": "Managed-Elemental-MediaPackage",
        "2e54312d-136d-493c-8eb9-b001f22f67d2": "Managed-Amplify",
        "83da9c7e-98b4-4e11-a168-04f0df8e2c65": "UseOriginCacheControlHeaders",
        "4cc15a8a-d715-48a4-82b8-cc0b614638fe": "UseOriginCacheControlHeaders-QueryStrings",
    },
    "origin_request_policy_id": {
        "acba4595-bd28-49b8-b9fe-13317c0390fa": "Managed-UserAgentRefererHeaders",
        "59781a5b-3903-41f3-afcb-af62929ccde1": "Managed-CORS-CustomOrigin",
        "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": "Managed-CORS-S3Origin",
        "216adef6-5c7f-47e4-b989-5492eafa07d3": "Managed-AllViewer",
        "775133bc-15f2-49f9-abea-afb2e0bf67d2": "Managed-Elemental-MediaTailor",
        "33f36d7e-f396-46d9-90e0-52428a34d9dc": "Managed-AllViewerAndCloudFrontHeaders-2022-06",
        "b689b0a8-53d0-40ab-baf2-68738e2966ac": "Managed-AllViewerExceptHostHeader",
        "bf0718e1-ba1e-49d1-88b1-f726733018ae": "Managed-HostHeaderOnly",
    },
    "response_headers_policy_id": {
        "60669652-455b-4ae9-85a4-c4c02393f86c": "Managed-SimpleCORS",
        "67f7725c-6f97-4210-82d7-5512b31e9d03": "Managed-SecurityHeadersPolicy",
        "eaab4381-ed33-4a86-88ca-d9558dc6cd63": "Managed-CORS-with-preflight-and-SecurityHeaders",
        "5cc3b908-e619-4b99-88e5-2cf7f45965bd": "Managed-CORS-With-Preflight",
        "e61eb60c-9c35-4d20-a928-2b84e02af89c": "Managed-CORS-and-SecurityHeadersPolicy",
    },
}
"""AWS's own policies, the same in every account."""
NO_POLICY = {
    "cache_policy_id": ("NoSuchCachePolicy", "The specified cache policy does not exist."),
    "origin_request_policy_id": (
        "NoSuchOriginRequestPolicy",
        "The specified origin request policy does not exist.",
    ),
    "response_headers_policy_id": (
        "NoSuchResponseHeadersPolicy",
        "The specified response headers policy does not exist.",
    ),
}
HEADERS_POLICY = "aws_cloudfront_response_headers_policy"
FUNCTION = "aws_cloudfront_function"
OWN_POLICIES = {
    "cache_policy_id": "get_cache_policy",
    "origin_request_policy_id": "get_origin_request_policy",
}


def distributions(x: Task) -> list[dict[str, Any]]:
    """Return a summary of every distribution."""
    listed = x.client("cloudfront").list_distributions()["DistributionList"]
    found: list[dict[str, Any]] = listed.get("Items", [])
    return found


def _behaviours(x: Task) -> list[Values]:
    return [*(x["default_cache_behavior"] or ()), *(x["ordered_cache_behavior"] or ())]


def _certificate_covers_the_names(x: Task) -> None:
    """Names of one's own need an issued certificate of us-east-1 that covers them."""
    viewer = (x["viewer_certificate"] or [{}])[0]
    arn = viewer.get("acm_certificate_arn")
    if not arn:
        if x["aliases"] and not viewer.get("iam_certificate_id"):
            raise _untrusted()
        return
    try:
        found = acm.describe(x, arn)
        ready = f":{ANYWHERE}:" in arn and acm.issued(x, found)
    except ClientError as error:
        if not is_gone(error):
            raise
        ready = False
    if not ready:
        raise Refused(
            "InvalidViewerCertificate",
            "The specified SSL certificate doesn't exist, isn't in us-east-1 region, isn't valid, "
            "or doesn't include a valid certificate chain.",
            attribute=("viewer_certificate",),
        )
    names = found["SubjectAlternativeNames"]
    for alias in x["aliases"] or ():
        if not any(_covers(name, alias) for name in names):
            raise _untrusted()


def _covers(name: str, alias: str) -> bool:
    return fnmatchcase(alias, name) and alias.count(".") == name.count(".")


def _untrusted() -> Refused:
    message = "To add an alternate domain name (CNAME) to a CloudFront distribution, you must"
    rest = "attach a trusted certificate that validates your authorization to use the domain name."
    return Refused("InvalidViewerCertificate", f"{message} {rest}", attribute=("aliases",))


def _names_are_free(x: Task) -> None:
    """A name belongs to one distribution."""
    for other in distributions(x):
        taken = set(other["Aliases"].get("Items", [])) & set(x["aliases"] or ())
        if taken and other["Id"] != x.id:
            message = "One or more of the CNAMEs you provided are already associated with a"
            code = "CNAMEAlreadyExists"
            raise Refused(code, f"{message} different resource.", attribute=("aliases",))


def _origins_exist(x: Task) -> None:
    """Every behaviour leads to an origin of the distribution."""
    every = [*(x["origin"] or ()), *(x["origin_group"] or ())]
    known = {one["origin_id"] for one in every}
    for behaviour in _behaviours(x):
        if behaviour["target_origin_id"] not in known:
            message = "One or more of your origins or origin groups do not exist."
            raise Refused("NoSuchOrigin", message)


def _groups_are_of_two(x: Task) -> None:
    """A group has two different origins of the distribution, and turns at errors alone."""
    known = {one["origin_id"] for one in x["origin"] or ()}
    for group in x["origin_group"] or ():
        members = {one["origin_id"] for one in group["member"]}
        if len(members) != len(group["member"]) or members - known:
            message = "One or more of your origins or origin groups do not exist."
            raise Refused("NoSuchOrigin", message, attribute=("origin_group",))
        for criteria in group["failover_criteria"]:
            if set(criteria["status_codes"]) - TURNS:
                message = "The parameter StatusCodes contains a status code that is not allowed."
                raise Refused("InvalidArgument", message, attribute=("origin_group",))


def _groups_are_only_read(x: Task) -> None:
    """What writes does not turn to another origin (defect D-HY-40)."""
    groups = {one["origin_id"] for one in x["origin_group"] or ()}
    for behaviour in _behaviours(x):
        writes = set(behaviour["allowed_methods"]) - READS
        if behaviour["target_origin_id"] in groups and writes:
            message = "The parameter AllowedMethods cannot include POST, PUT, PATCH, or DELETE for"
            rest = "a cached behavior associated with an origin group."
            raise Refused("InvalidArgument", f"{message} {rest}")


def _policies_exist(x: Task) -> None:
    """The policies of a behaviour are AWS's own or one's own."""
    own = {one["id"] for one in x.shadow.all(HEADERS_POLICY, ANYWHERE)}
    for behaviour in _behaviours(x):
        for name, managed in MANAGED.items():
            id = behaviour.get(name)
            if not id or id in managed or id in own:
                continue
            if name not in OWN_POLICIES or not _is_there(x, OWN_POLICIES[name], id):
                code, message = NO_POLICY[name]
                raise Refused(code, message)


def _is_there(x: Task, operation: str, id: str) -> bool:
    try:
        x.call(operation, Id=id)
    except ClientError as error:
        if is_gone(error):
            return False
        raise
    return True


def _functions_are_published(x: Task) -> None:
    """A function runs for a behaviour once it is published."""
    live = {one["arn"] for one in x.shadow.all(FUNCTION, ANYWHERE) if one["live_stage_etag"]}
    for behaviour in _behaviours(x):
        for function in behaviour.get("function_association") or ():
            arn = function["function_arn"]
            if arn not in live:
                message = f"The function {arn} doesn't exist or has no LIVE stage. Publish it first"
                raise Refused("InvalidFunctionAssociation", f"{message}.")


def _one_way_to_cache(x: Task) -> None:
    """A behaviour has a cache policy, or says itself what is forwarded."""
    for behaviour in _behaviours(x):
        policy, forwarded = behaviour.get("cache_policy_id"), behaviour.get("forwarded_values")
        if policy and forwarded:
            message = "The parameter ForwardedValues cannot be used when a cache policy is"
            raise Refused("InvalidArgument", f"{message} associated to the cache behavior.")
        if not policy and not forwarded:
            message = "The parameter ForwardedValues is required."
            raise Refused("InvalidArgument", message)


def _access_controls_exist(x: Task) -> None:
    """An origin is signed for by an access control that exists."""
    for origin in x["origin"] or ():
        id = origin.get("origin_access_control_id")
        if id:
            x.call("get_origin_access_control", Id=id)


def _firewall_is_global(x: Task) -> None:
    """The web ACL of a distribution is there, and has the scope CLOUDFRONT."""
    arn = x["web_acl_id"] or ""
    if arn and not _acl_is_there(x, arn):
        message = "Web ACL is not accessible by the requester."
        raise Refused("InvalidWebACLId", message, attribute=("web_acl_id",))


def _acl_is_there(x: Task, arn: str) -> bool:
    _, scope, path = arn.partition(":global/webacl/")
    name, _, id = path.partition("/")
    if not scope:
        return False
    try:
        x.client("wafv2", ANYWHERE).get_web_acl(Name=name, Scope="CLOUDFRONT", Id=id)
    except ClientError as error:
        if is_gone(error):
            return False
        raise
    return True


def _logs_by_acl(x: Task) -> None:
    """A bucket for the older kind of logs accepts access control lists."""
    for logging in x["logging_config"] or ():
        name = (logging.get("bucket") or "").partition(".s3")[0]
        if name and not _accepts_acls(x, name):
            raise Refused(
                "InvalidArgument",
                "The S3 bucket that you specified for CloudFront logs does not enable ACL access: "
                f"{logging['bucket']}",
                attribute=("logging_config",),
            )


def _accepts_acls(x: Task, bucket: str) -> bool:
    try:
        found = x.client("s3").get_bucket_ownership_controls(Bucket=bucket)
    except ClientError:
        return False
    rules = found["OwnershipControls"]["Rules"]
    return all(rule["ObjectOwnership"] != "BucketOwnerEnforced" for rule in rules)


def _behaviour(name: str) -> dict[str, str]:
    return {f"{name}.cached_methods": "AllowedMethods.CachedMethods"}


class Distribution(Handler):
    """A distribution."""

    kind = cloudfront.Distribution
    service = "cloudfront"
    create_op, created = "create_distribution_with_tags", "Distribution.Id"
    find_op, found, by = "get_distribution", "", "Id"
    update_op, delete_op = "update_distribution", "delete_distribution"
    names = {
        "origin.origin_id": "Id",
        "origin.custom_header.name": "HeaderName",
        "origin.custom_header.value": "HeaderValue",
        "origin_group.origin_id": "Id",
        "logging_config": "Logging",
        "ordered_cache_behavior": "CacheBehaviors",
        "restrictions": "",
        "retain_on_delete": "",
        "wait_for_deployment": "",
        "tags": "",
        **_behaviour("default_cache_behavior"),
        **_behaviour("ordered_cache_behavior"),
    }
    reads = {"trusted_key_groups": "", "trusted_signers": "", "status": "", "arn": ""}
    local = ("retain_on_delete", "wait_for_deployment")
    guards = (
        _certificate_covers_the_names,
        _names_are_free,
        _origins_exist,
        _groups_are_of_two,
        _groups_are_only_read,
        _one_way_to_cache,
        _policies_exist,
        _functions_are_published,
        _access_controls_exist,
        _firewall_is_global,
        _logs_by_acl,
    )

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the whole configuration, with the tags."""
        tags = [{"Key": key, "Value": value} for key, value in (x["tags_all"] or {}).items()]
        config = {**self._wanted(x), "CallerReference": f"terraform-{uuid.uuid4()}"}
        both = {"DistributionConfig": config, "Tags": {"Items": tags}}
        return {"DistributionConfigWithTags": both}

    def create(self, x: Task) -> None:
        """Make it, and remember what it uses."""
        super().create(x)
        self._remember(x)

    def find(self, x: Task) -> dict[str, Any]:
        """Return its configuration, and beside it what AWS says of it, once it is deployed."""
        answer = super().find(x)
        if answer["Distribution"]["Status"] != "Deployed":
            answer = super().find(x)
        whole = answer["Distribution"]
        config = whole["DistributionConfig"]
        return {**config, **whole, "ETag": answer["ETag"]}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return what is not in the configuration; leave out what moto does not keep."""
        values = x.attributes(found)
        for name in ("default_cache_behavior", "ordered_cache_behavior"):
            for behaviour in values.get(name, []):
                for lost in ("function_association", "lambda_function_association"):
                    behaviour.pop(lost, None)
        geo = found["Restrictions"]["GeoRestriction"]
        none = [{"enabled": False, "items": []}]
        return {
            **values,
            "arn": found["ARN"],
            "status": found["Status"],
            "hosted_zone_id": ZONE,
            "in_progress_validation_batches": 0,
            "last_modified_time": str(found["LastModifiedTime"]),
            "logging_v1_enabled": bool(found.get("Logging", {}).get("Enabled")),
            "continuous_deployment_policy_id": "",
            "trusted_key_groups": none,
            "trusted_signers": none,
            "restrictions": [
                {
                    "geo_restriction": [
                        {
                            "restriction_type": geo["RestrictionType"],
                            "locations": geo.get("Items", []),
                        }
                    ]
                }
            ],
        }

    def update(self, x: Task) -> None:
        """Write the whole configuration anew."""
        if any(x.changed(name) for name in x.values if name not in ("tags", "tags_all")):
            self._write(x, self._wanted(x))
            self._remember(x)

    def delete(self, x: Task) -> None:
        """Disable it and delete it; with `retain_on_delete` only disable it."""
        self._write(x, {**self._wanted(x), "Enabled": False})
        if not x["retain_on_delete"]:
            x.call(self.delete_op, Id=x.id, IfMatch=x.call(self.find_op, Id=x.id)["ETag"])
        x.shadow.drop(USES, ANYWHERE, x.id)

    def _write(self, x: Task, config: dict[str, Any]) -> None:
        there = x.call("get_distribution_config", Id=x.id)
        config["CallerReference"] = there["DistributionConfig"]["CallerReference"]
        x.call(self.update_op, Id=x.id, IfMatch=there["ETag"], DistributionConfig=config)

    @staticmethod
    def _remember(x: Task) -> None:
        used = {one["origin_access_control_id"] for one in x["origin"] or ()}
        for behaviour in _behaviours(x):
            used |= {behaviour.get(name) for name in MANAGED}
            functions = behaviour.get("function_association") or ()
            used |= {one["function_arn"] for one in functions}
        x.shadow.put(USES, ANYWHERE, x.id, {"id": x.id, "used": sorted(filter(None, used))})

    def _wanted(self, x: Task) -> dict[str, Any]:
        shape = x.input_of(self.update_op).members["DistributionConfig"]
        config = to_api(x.shape, x.values, shape, x.names)
        config.setdefault("Comment", "")
        for origin in config["Origins"]["Items"]:
            if "CustomOriginConfig" not in origin and "VpcOriginConfig" not in origin:
                origin.setdefault("S3OriginConfig", {"OriginAccessIdentity": ""})
        if x["logging_config"]:
            config["Logging"]["Enabled"] = bool(config["Logging"].get("Bucket"))
        if x["viewer_certificate"]:
            viewer = config["ViewerCertificate"]
            viewer.setdefault("CloudFrontDefaultCertificate", False)
        return {**config, "Restrictions": self._restrictions(x)}

    @staticmethod
    def _restrictions(x: Task) -> dict[str, Any]:
        geo = x["restrictions"][0]["geo_restriction"][0]
        items = geo.get("locations") or []
        return {
            "GeoRestriction": {
                "RestrictionType": geo["restriction_type"],
                "Quantity": len(items),
                "Items": items,
            }
        }


def users(x: Task, id: str) -> Iterator[str]:
    """Yield the distributions that use something."""
    for one in x.shadow.all(USES, ANYWHERE):
        if id in one["used"]:
            yield one["id"]


def _name_of_its_own(x: Task) -> None:
    """No two access controls have the same name."""
    listed = x.call("list_origin_access_controls")["OriginAccessControlList"]
    for other in listed.get("Items", []):
        if other["Name"] == x["name"] and other["Id"] != x.id:
            message = "An origin access control with the same name already exists."
            code = "OriginAccessControlAlreadyExists"
            raise Refused(code, message, attribute=("name",))


def _signs_for_nothing(x: Task) -> None:
    """An access control that a distribution uses cannot be deleted."""
    if any(users(x, x.id)):
        message = "Cannot delete the origin access control because it is in use by one or more"
        raise Refused("OriginAccessControlInUse", f"{message} distributions.")


class OriginAccessControl(Handler):
    """How a distribution signs its requests to an origin."""

    kind = cloudfront.OriginAccessControl
    service = "cloudfront"
    create_op, created = "create_origin_access_control", "OriginAccessControl.Id"
    find_op, found, by = "get_origin_access_control", "", "Id"
    update_op, delete_op = "update_origin_access_control", "delete_origin_access_control"
    reads = {"etag": "ETag"}
    guards = (_name_of_its_own,)
    delete_guards = (_signs_for_nothing,)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the configuration."""
        shape = x.input_of(self.create_op).members["OriginAccessControlConfig"]
        return {"OriginAccessControlConfig": to_api(x.shape, x.values, shape, x.names)}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the configuration, and its ARN."""
        config = found["OriginAccessControl"]["OriginAccessControlConfig"]
        arn = x.arn(f"origin-access-control/{x.id}", is_global=True)
        return {**x.attributes(config), "arn": arn}

    def update(self, x: Task) -> None:
        """Write the configuration anew."""
        etag = x.call(self.find_op, Id=x.id)["ETag"]
        x.call(self.update_op, Id=x.id, IfMatch=etag, **self.creation(x))

    def delete(self, x: Task) -> None:
        """Delete it."""
        x.call(self.delete_op, Id=x.id, IfMatch=x.call(self.find_op, Id=x.id)["ETag"])


def _policy_has_its_own_name(x: Task) -> None:
    """No two response headers policies have the same name."""
    for other in x.shadow.all(HEADERS_POLICY, ANYWHERE):
        if other["name"] == x["name"] and other["id"] != x.id:
            message = "A response headers policy with the same name already exists."
            code = "ResponseHeadersPolicyAlreadyExists"
            raise Refused(code, message, attribute=("name",))


def _adds_headers_to_nothing(x: Task) -> None:
    """A response headers policy that a distribution uses cannot be deleted."""
    if any(users(x, x.id)):
        message = "Cannot delete the response headers policy because it is attached to one or more"
        raise Refused("ResponseHeadersPolicyInUse", f"{message} cache behaviors.")


class ResponseHeadersPolicy(Shadowed):
    """Headers that a distribution adds to responses; the same in all regions."""

    kind = cloudfront.ResponseHeadersPolicy
    service = "cloudfront"
    guards = (_policy_has_its_own_name,)
    delete_guards = (_adds_headers_to_nothing,)

    def create(self, x: Task) -> None:
        """Store it."""
        x.region = ANYWHERE
        x.id = str(uuid.uuid5(uuid.NAMESPACE_OID, x.shadow.token(HEADERS_POLICY)))
        self._store(x)

    def read(self, x: Task) -> Values:
        """Return it as it is kept."""
        x.region = ANYWHERE
        return super().read(x)

    def update(self, x: Task) -> None:
        """Store what changed, under another version."""
        x.region = ANYWHERE
        self._store(x)

    def delete(self, x: Task) -> None:
        """Forget it."""
        x.region = ANYWHERE
        super().delete(x)

    def _store(self, x: Task) -> None:
        arn = x.arn(f"response-headers-policy/{x.id}", is_global=True)
        made = {"id": x.id, "arn": arn, "etag": f"E{x.shadow.token(x.id)[:12].upper()}"}
        x.shadow.put(HEADERS_POLICY, x.region, x.id, {**self.stored(x), **made})
