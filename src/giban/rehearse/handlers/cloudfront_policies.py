"""What distributions cache by and pass on, and the functions they run at the edge."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from giban.catalogue import cloudfront
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.cloudfront import ANYWHERE, users
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.mapping import to_api
from giban.rehearse.task import Task

INVALID = "InvalidArgument"
PARTS = ("cookies", "headers", "query_strings")
MOST_ITEMS = 10
NAMING = ("whitelist", "allExcept", "allViewerAndWhitelistCloudFront")
NEVER_PASSED_ON = ("accept-encoding", "authorization")
FUNCTION_NAME = re.compile(r"[a-zA-Z0-9_-]{1,64}")
MOST_CODE = 10240
STORES = "cloudfront-js-2.0"


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _chosen(given: Values) -> Iterator[tuple[str, str, list[str]]]:
    """Yield cookies, headers and query strings, each with what is done and with which."""
    for part in PARTS:
        for config in given.get(f"{part}_config") or []:
            word = {"cookies": "cookie", "headers": "header", "query_strings": "query_string"}[part]
            items = [name for one in config.get(part) or [] for name in one.get("items") or []]
            yield part, str(config.get(f"{word}_behavior")), items


def _names_what_it_chooses(x: Task) -> None:
    """Refuse a choice that names nothing, and names where nothing is chosen."""
    inner = x["parameters_in_cache_key_and_forwarded_to_origin"]
    for part, behaviour, items in _chosen(inner[0] if inner else x.values):
        word = part.replace("_", " ").title().replace(" ", "")
        if (behaviour in NAMING) != bool(items):
            verb = "is required" if behaviour in NAMING else "cannot be set"
            text = f"The parameter {word} {verb} when its behavior is {behaviour}."
            raise _invalid(text, f"{part}_config")
        if len(items) > MOST_ITEMS:
            text = f"The parameter {word} contains more than {MOST_ITEMS} items."
            raise _invalid(text, f"{part}_config")


class Policy(Handler):
    """What both kinds of policy have in common."""

    service = "cloudfront"
    word = ""

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the configuration."""
        member = f"{self.word}Config"
        return {member: self.wanted(x, x.input_of(self.create_op).members[member])}

    def wanted(self, x: Task, shape: Any) -> dict[str, Any]:
        """Return what it is to be."""
        return to_api(x.shape, x.values, shape, x.names)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its configuration, its ARN and its version."""
        config = found[self.word][f"{self.word}Config"]
        path = self.kind.terraform_type.removeprefix("aws_cloudfront_").replace("_", "-")
        arn = x.arn(f"{path}/{x.id}", is_global=True)
        return {"comment": "", **x.attributes(config), "arn": arn, "etag": found["ETag"]}

    def update(self, x: Task) -> None:
        """Write the configuration anew."""
        etag = x.call(self.find_op, Id=x.id)["ETag"]
        x.call(self.update_op, Id=x.id, IfMatch=etag, **self.creation(x))

    def delete(self, x: Task) -> None:
        """Delete it."""
        x.call(self.delete_op, Id=x.id, IfMatch=x.call(self.find_op, Id=x.id)["ETag"])


KEY = "parameters_in_cache_key_and_forwarded_to_origin"


def _named(prefix: str) -> dict[str, str]:
    """Return names for lists that Terraform wraps in a block."""
    members = {"cookies": "Cookies", "headers": "Headers", "query_strings": "QueryStrings"}
    names = {}
    for part, member in members.items():
        names[f"{prefix}{part}_config.{part}"] = "."
        names[f"{prefix}{part}_config.{part}.items"] = member
    return names


def _times_in_order(x: Task) -> None:
    """Refuse times to live that contradict each other."""
    least, usual, most = (int(x[f"{word}_ttl"] or 0) for word in ("min", "default", "max"))
    if not least <= usual <= most:
        text = "The parameter MinTTL must be at most DefaultTTL, and that at most MaxTTL: "
        raise _invalid(f"{text}{least}, {usual}, {most}.", "default_ttl")


def _nothing_to_key(x: Task) -> None:
    """Refuse to tell apart what is never cached."""
    if x["max_ttl"]:
        return
    for key in x[KEY] or []:
        for name in ("brotli", "gzip"):
            if key.get(f"enable_accept_encoding_{name}"):
                word = f"EnableAcceptEncoding{name.title()}"
                raise _invalid(
                    f"The parameter {word} is invalid for policy with caching disabled.", KEY
                )
        for part, behaviour, _ in _chosen(key):
            if behaviour != "none":
                word = {"cookies": "Cookie", "headers": "Header"}.get(part, "QueryString")
                text = f"The parameter {word}Behavior is invalid for policy with caching disabled."
                raise _invalid(text, KEY)


def _caches_nothing(x: Task) -> None:
    """Refuse to delete a cache policy that a distribution uses."""
    if any(users(x, x.id)):
        text = "Cannot delete the cache policy because it is attached to one or more"
        raise Refused("CachePolicyInUse", f"{text} cache behaviors.")


class CachePolicy(Policy):
    """A cache policy."""

    kind = cloudfront.CachePolicy
    word = "CachePolicy"
    create_op, created = "create_cache_policy", "CachePolicy.Id"
    find_op, found, by = "get_cache_policy", "", "Id"
    update_op, delete_op = "update_cache_policy", "delete_cache_policy"
    names = _named(f"{KEY}.")
    guards = (_names_what_it_chooses, _times_in_order, _nothing_to_key)
    delete_guards = (_caches_nothing,)

    def wanted(self, x: Task, shape: Any) -> dict[str, Any]:
        """Return what it is to be; encodings are told apart only if asked to."""
        wanted = {"MinTTL": 0, **super().wanted(x, shape)}
        key = wanted["ParametersInCacheKeyAndForwardedToOrigin"]
        for name in ("EnableAcceptEncodingBrotli", "EnableAcceptEncodingGzip"):
            key.setdefault(name, False)
        return wanted


def _passes_on_what_it_may(x: Task) -> None:
    """Refuse to name headers that only a cache policy may pass on."""
    for _, _, items in _chosen({"headers_config": x["headers_config"]}):
        for name in items:
            if name.lower() in NEVER_PASSED_ON:
                text = f"The parameter Headers contains {name} that is not allowed."
                raise _invalid(text, "headers_config")


def _passes_on_for_nobody(x: Task) -> None:
    """Refuse to delete an origin request policy that a distribution uses."""
    if any(users(x, x.id)):
        text = "Cannot delete the origin request policy because it is attached to one or more"
        raise Refused("OriginRequestPolicyInUse", f"{text} cache behaviors.")


class OriginRequestPolicy(Policy):
    """An origin request policy."""

    kind = cloudfront.OriginRequestPolicy
    word = "OriginRequestPolicy"
    create_op, created = "create_origin_request_policy", "OriginRequestPolicy.Id"
    find_op, found, by = "get_origin_request_policy", "", "Id"
    update_op, delete_op = "update_origin_request_policy", "delete_origin_request_policy"
    names = _named("")
    guards = (_names_what_it_chooses, _passes_on_what_it_may)
    delete_guards = (_passes_on_for_nobody,)


def _runnable(x: Task) -> None:
    """Refuse names with other characters, much code, unknown runtimes and stores for old ones."""
    if not FUNCTION_NAME.fullmatch(str(x["name"])):
        text = f"The parameter Name must match {FUNCTION_NAME.pattern}: {x['name']}."
        raise _invalid(text, "name")
    if len(str(x["code"]).encode()) > MOST_CODE:
        text = f"The function code exceeds the maximum size of {MOST_CODE} bytes."
        raise Refused("FunctionSizeLimitExceeded", text, attribute=("code",))
    shape = x.input_of("create_function").members["FunctionConfig"]
    to_api(x.shape, {"runtime": x["runtime"]}, shape, {})
    if x["key_value_store_associations"] and x["runtime"] != STORES:
        text = f"Key value stores are only supported by the runtime {STORES}."
        raise _invalid(text, "key_value_store_associations")


def _runs_for_nobody(x: Task) -> None:
    """Refuse to delete a function that a distribution runs."""
    if any(users(x, x["arn"])):
        text = "Cannot delete the function because it is in use by one or more distributions."
        raise Refused("FunctionInUse", text)


class Function(Kept):
    """A function; it is never run here."""

    kind = cloudfront.Function
    service = "cloudfront"
    unique = "name"
    taken = "FunctionAlreadyExists"
    taken_text = "A function with the same name already exists: {}"
    guards = (_runnable,)
    delete_guards = (_runs_for_nobody,)

    def identify(self, x: Task) -> str:
        """Return its name."""
        return str(x["name"])

    def made(self, x: Task) -> Values:
        """Return its ARN, and the versions of its code."""
        before = x.shadow.get(self.kind.terraform_type, x.region, x.id) or {}
        etag = f"E{x.shadow.token(x.id)[:12].upper()}"
        live = etag if x["publish"] else before.get("live_stage_etag", "")
        return {
            "arn": x.arn(f"function/{x['name']}", is_global=True),
            "etag": etag,
            "live_stage_etag": live,
            "status": "UNASSOCIATED" if live else "UNPUBLISHED",
        }

    def create(self, x: Task) -> None:
        """Store it for all regions."""
        x.region = ANYWHERE
        super().create(x)

    def read(self, x: Task) -> Values:
        """Return it as it is kept."""
        x.region = ANYWHERE
        return super().read(x)

    def update(self, x: Task) -> None:
        """Store it anew."""
        x.region = ANYWHERE
        super().update(x)

    def delete(self, x: Task) -> None:
        """Forget it."""
        x.region = ANYWHERE
        super().delete(x)
