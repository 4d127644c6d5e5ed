"""Which AWS operations a rehearsal calls, as its AWS hears them: service, operation, arguments.

moto records requests; botocore's service models say which operation a request is.
"""

from __future__ import annotations

import base64
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit
from urllib.request import Request, urlopen

import botocore.session
import xmltodict

SIGNED = re.compile(r"Credential=[^/]+/\d+/([^/]+)/([^/]+)/aws4_request")
CBOR = re.compile(r"/service/\w+/operation/(\w+)")
LABEL = re.compile(r"\{(\w+)(\+?)\}")
CLIENTS = {
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "codestar-connections": "codestar-connections",
    "states": "stepfunctions",
}
"""What botocore calls a service that is signed by another name."""


@dataclass(frozen=True)
class Call:
    """One request; the service is named as in an IAM action, and tags are told apart."""

    service: str
    operation: str
    region: str
    arguments: Mapping[str, Any] = field(default_factory=dict)

    def words(self) -> list[tuple[str, str]]:
        """Return every text in the arguments with the name it stands under, tags left out."""
        return list(_words("", self.arguments))

    def tags(self) -> dict[str, str]:
        """Return the tags that are asked for."""
        return dict(_tags(self.arguments))


class Recording:
    """What moto hears between `start` and `calls`."""

    def __init__(self, endpoint: str) -> None:
        self._endpoint = endpoint

    def start(self) -> None:
        """Begin with nothing."""
        self._ask("reset-recording")
        self._ask("start-recording")

    def go_on(self) -> None:
        """Keep what was heard so far, and hear on."""
        self._ask("start-recording")

    def calls(self) -> list[Call]:
        """Return what was called."""
        self._ask("stop-recording")
        lines = self._ask("download-recording").splitlines()
        return [call(json.loads(line)) for line in lines if "AWS4-HMAC" in line]

    def _ask(self, what: str) -> str:
        method = "GET" if what.startswith("download") else "POST"
        address = f"{self._endpoint}/moto-api/recorder/{what}"
        with urlopen(Request(address, method=method)) as answer:  # noqa: S310 - loopback
            return str(answer.read().decode())


def call(entry: Mapping[str, Any]) -> Call:
    """Return the operation of a recorded request."""
    headers = {name.lower(): value for name, value in entry["headers"].items()}
    found = SIGNED.search(headers["authorization"])
    assert found, headers
    region, signed = found.groups()
    body = base64.b64decode(entry["body"]) if entry["body_encoded"] else entry["body"].encode()
    operation, arguments = _operation(signed, entry, headers, body)
    service = "cloudwatch" if signed == "monitoring" else signed
    return Call(service, operation, region, arguments)


def _operation(
    signed: str, entry: Mapping[str, Any], headers: Mapping[str, str], body: bytes
) -> tuple[str, dict[str, Any]]:
    target = headers.get("x-amz-target")
    if target:
        return target.rpartition(".")[2], json.loads(body or b"{}")
    parts = urlsplit(entry["url"])
    cbor = CBOR.search(parts.path)
    if cbor:
        return cbor.group(1), {"text": body.decode("latin-1")}
    form = dict(parse_qsl(body.decode("latin-1"))) if _is_form(headers) else {}
    if "Action" in form:
        return form["Action"], _nested(form)
    query = dict(parse_qsl(parts.query, True))
    return _rest(signed, entry["method"], parts.path, {**headers, **query}, body)


def _is_form(headers: Mapping[str, str]) -> bool:
    return "x-www-form-urlencoded" in headers.get("content-type", "")


def _nested(form: Mapping[str, str]) -> dict[str, Any]:
    """Return the arguments of the query protocol; `Tags.member.1.Key` as a tag of a list."""
    arguments: dict[str, Any] = {}
    tags: dict[str, dict[str, str]] = {}
    for name, value in form.items():
        head, _, last = name.rpartition(".")
        if "tag" in name.lower() and last in ("Key", "Value"):
            tags.setdefault(head, {})[last] = value
        else:
            arguments[name] = value
    return {**arguments, "Tags": list(tags.values())}


def _rest(
    signed: str, method: str, path: str, told: Mapping[str, str], body: bytes
) -> tuple[str, dict[str, Any]]:
    """Return the operation that asks for most of what a request tells."""
    found = [
        (len(one.told) + len(one.required), len(one.path), one.name, match)
        for one in _templates(CLIENTS.get(signed, signed))
        if one.method == method
        and all(told.get(key) == value for key, value in one.told.items())
        and one.required <= told.keys()
        and (match := _shape(one.path).fullmatch(path))
    ]
    assert found, (signed, method, path)
    _, _, name, match = max(found, key=lambda one: one[:3])
    labels = {key: unquote(value) for key, value in match.groupdict().items()}
    return name, {**labels, **_body(body)}


@dataclass(frozen=True)
class Template:
    """A REST operation: its path, what its query must say, and what must be told besides."""

    name: str
    method: str
    path: str
    told: Mapping[str, str]
    required: frozenset[str]


@cache
def _templates(client: str) -> list[Template]:
    model = botocore.session.get_session().get_service_model(client)
    return [_template(model.operation_model(name)) for name in model.operation_names]


def _template(operation: Any) -> Template:
    path, _, query = operation.http["requestUri"].partition("?")
    shape = operation.input_shape
    members = [shape.members[name] for name in shape.required_members] if shape else []
    places = [one.serialization for one in members]
    required = [
        one["name"].lower() if one["location"] == "header" else one["name"]
        for one in places
        if one.get("location") in ("header", "querystring")
    ]
    told = dict(parse_qsl(query, True))
    return Template(operation.name, operation.http["method"], path, told, frozenset(required))


@cache
def _shape(template: str) -> re.Pattern[str]:
    parts = LABEL.split(template.rstrip("/") or "/")
    texts, names, greedy = parts[::3], parts[1::3], parts[2::3]
    pattern = re.escape(texts[0])
    for name, more, text in zip(names, greedy, texts[1:], strict=True):
        pattern += f"(?P<{name}>{'.+' if more else '[^/]+'}){re.escape(text)}"
    return re.compile(pattern + "/?")


def _body(body: bytes) -> dict[str, Any]:
    text = body.decode("latin-1").strip()
    if text.startswith("{"):
        return dict(json.loads(text))
    return dict(xmltodict.parse(text)) if text.startswith("<") else {}


def _tags(value: Any) -> Iterator[tuple[str, str]]:
    """Yield tags in each of the ways AWS has of writing them."""
    if isinstance(value, list):
        for one in value:
            yield from _tags(one)
    elif isinstance(value, Mapping):
        lower = {str(name).lower().removeprefix("tag"): one for name, one in value.items()}
        if {"key", "value"} == lower.keys() and isinstance(lower["value"], str):
            yield str(lower["key"]), lower["value"]
        for name, one in value.items():
            if str(name).lower() in ("tags", "tag") and isinstance(one, Mapping):
                plain = {key: text for key, text in one.items() if isinstance(text, str)}
                yield from plain.items()
            yield from _tags(one)


def _words(name: str, value: Any) -> Iterator[tuple[str, str]]:
    if isinstance(value, str):
        yield name, value
    elif isinstance(value, Mapping):
        for key, one in value.items():
            if not str(key).lower().startswith("tag"):
                yield from _words(str(key), one)
    elif isinstance(value, list):
        for one in value:
            yield from _words(name, one)
