"""Content delivery: what distributions were told, and policies of their caches."""

from __future__ import annotations

import uuid
from collections.abc import Callable
from typing import Any

from giban.rehearse.moto_repairs.teaching import Refusal, kept, route, teach

Params = dict[str, Any]
POLICIES = {
    "CachePolicy": ("cache-policy", "cache_policy", "cache_policies"),
    "OriginRequestPolicy": (
        "origin-request-policy",
        "origin_request_policy",
        "origin_request_policies",
    ),
    "ResponseHeadersPolicy": (
        "response-headers-policy",
        "response_headers_policy",
        "response_headers_policies",
    ),
}


def repair() -> None:
    """Put right what moto gets wrong, and add the operations it lacks."""
    from moto.cloudfront import models  # noqa: PLC0415  # slow
    from moto.cloudfront.responses import CloudFrontResponse  # noqa: PLC0415  # slow
    from moto.cloudfront.urls import url_paths  # noqa: PLC0415  # slow

    _keep_access_controls(models.Origin)
    _forward_only_if_told(models.DefaultCacheBehaviour)
    _answer_the_certificate(models.ViewerCertificate)
    _lead_to_groups(models.DistributionConfig)
    for kind, (path, one, many) in POLICIES.items():
        base = f"{{0}}/2020-05-31/{path}"
        id = f"{base}/(?P<id>[^/]+)"
        route(url_paths, CloudFrontResponse, f"{base}$", f"{id}$", f"{id}/config$")
        teach(
            CloudFrontResponse,
            **{
                f"create_{one}": _create(kind),
                f"get_{one}": _get(kind),
                f"get_{one}_config": _get_config(kind),
                f"update_{one}": _update(kind),
                f"delete_{one}": _delete(kind),
                f"list_{many}": _list(kind),
            },
        )


def _keep_access_controls(origin: Any) -> None:
    """Keep the access control of an origin, which moto drops."""
    make = origin.__init__

    def made(self: Any, told: Params) -> None:
        make(self, told)
        self.origin_access_control_id = told.get("OriginAccessControlId") or ""

    origin.__init__ = made


def _forward_only_if_told(behaviour: Any) -> None:
    """Answer forwarded values only where they were given: beside a cache policy there are none."""
    make = behaviour.__init__

    def made(self: Any, config: Params) -> None:
        given = "ForwardedValues" in config
        make(self, config)
        if not given:
            del self.forwarded_values

    behaviour.__init__ = made


def _answer_the_certificate(certificate: Any) -> None:
    """Answer the one certificate that is used, and that CloudFront's own is not."""
    make = certificate.__init__

    def made(self: Any, config: Params) -> None:
        make(self, config)
        own = not (self.acm_certificate_arn or self.iam_certificate_id)
        self.cloud_front_default_certificate = config.get("CloudFrontDefaultCertificate", own)
        self.acm_certificate_arn = self.acm_certificate_arn or None
        self.iam_certificate_id = self.iam_certificate_id or None
        if own:
            self.ssl_support_method = config.get("SSLSupportMethod") or "vip"

    certificate.__init__ = made


def _lead_to_groups(distribution: Any) -> None:
    """Let the default behaviour lead to a group of origins, where moto looks for single ones."""
    make = distribution.__init__

    def made(self: Any, config: Params) -> None:
        groups = config.get("OriginGroups", {}).get("Items") or ()
        default = config["DefaultCacheBehavior"]
        target = default["TargetOriginId"]
        if any(group["Id"] == target for group in groups):
            default["TargetOriginId"] = config["Origins"]["Items"][0]["Id"]
        make(self, config)
        self.DefaultCacheBehavior.target_origin_id = target

    distribution.__init__ = made


Answer = Callable[[Any, Params], Params]


def _known(response: Any, kind: str, params: Params) -> Params:
    found: Params | None = kept(response.backend, kind).get(params["Id"])
    if found is None:
        words = f"The specified {kind} does not exist."
        raise Refusal(f"NoSuch{kind}", words)
    if params.get("IfMatch") not in (None, found["ETag"]):
        words = "The request failed because it didn't meet the preconditions."
        raise Refusal("PreconditionFailed", words)
    return found


def _named(response: Any, kind: str, config: Params, but: str = "") -> None:
    for id, one in kept(response.backend, kind).items():
        if id != but and one["config"]["Name"] == config["Name"]:
            words = f"A {kind} with the name {config['Name']} already exists."
            raise Refusal(f"{kind}AlreadyExists", words)


def _whole(kind: str, found: Params) -> Params:
    return {
        kind: {
            "Id": found["Id"],
            "LastModifiedTime": found["time"],
            f"{kind}Config": found["config"],
        },
        "ETag": found["ETag"],
    }


def _put(response: Any, kind: str, id: str, config: Params) -> Params:
    from moto.core.utils import utcnow  # noqa: PLC0415  # slow

    token = f"E{uuid.uuid4().hex[:12].upper()}"
    found = {"Id": id, "config": config, "ETag": token, "time": utcnow()}
    kept(response.backend, kind)[id] = found
    return _whole(kind, found)


def _create(kind: str) -> Answer:
    def answer(response: Any, params: Params) -> Params:
        config = params[f"{kind}Config"]
        _named(response, kind, config)
        return _put(response, kind, str(uuid.uuid4()), config)

    return answer


def _get(kind: str) -> Answer:
    return lambda response, params: _whole(kind, _known(response, kind, params))


def _get_config(kind: str) -> Answer:
    def answer(response: Any, params: Params) -> Params:
        found = _known(response, kind, params)
        return {f"{kind}Config": found["config"], "ETag": found["ETag"]}

    return answer


def _update(kind: str) -> Answer:
    def answer(response: Any, params: Params) -> Params:
        found, config = _known(response, kind, params), params[f"{kind}Config"]
        _named(response, kind, config, found["Id"])
        return _put(response, kind, found["Id"], config)

    return answer


def _delete(kind: str) -> Answer:
    """Delete one that no distribution uses."""

    def answer(response: Any, params: Params) -> Params:
        found = _known(response, kind, params)
        attribute = f"{POLICIES[kind][1]}_id"
        for distribution in response.backend.distributions.values():
            config = distribution.distribution_config
            more = config.__dict__.get("CacheBehaviors", {}).get("Items") or []
            used = [config.DefaultCacheBehavior, *more]
            if any(getattr(one, attribute, None) == found["Id"] for one in used):
                words = f"The {kind} is associated with {distribution.distribution_id}."
                raise Refusal(f"{kind}InUse", words)
        kept(response.backend, kind).pop(found["Id"])
        return {}

    return answer


def _list(kind: str) -> Answer:
    def answer(response: Any, params: Params) -> Params:
        found = list(kept(response.backend, kind).values())
        wanted = [] if params.get("Type") == "managed" else found
        items = [{"Type": "custom", kind: _whole(kind, one)[kind]} for one in wanted]
        whole = {"MaxItems": 100, "Quantity": len(items), "Items": items}
        return {f"{kind}List": whole}

    return answer
