"""What runs on instances of the examples: their scripts, and the files that these fetch."""

from __future__ import annotations

from functools import cache

from giban.blueprint import Stack
from giban.catalogue import instances, s3
from giban.compile import compile_project
from giban.manifest import load
from giban.system import resolve_all
from giban.values import Call, Expr, Text
from tests.examples import EXAMPLES

SCRIPTS = [("table-order", "web"), ("wealist", "backend"), ("wealist", "monitoring")]


@cache
def platform(system: str) -> Stack:
    """Return the last platform of a system."""
    compiled = compile_project(list(resolve_all(load(EXAMPLES[system].manifest)).values()))
    return list(compiled.values())[-1].stack("platform")


def script(system: str, label: str) -> str:
    """Return a script with a word in the place of what Terraform finds out."""
    (value,) = (
        one.user_data if isinstance(one, instances.LaunchTemplate) else one.user_data_base64
        for one in platform(system).resources()
        if isinstance(one, instances.LaunchTemplate | instances.Instance)
        and one.terraform_label == label
    )
    assert isinstance(value, Call)
    (text,) = value.arguments
    assert isinstance(text, Text)
    return "".join("known-later" if isinstance(part, Expr) else part for part in text.parts)


def files(system: str) -> dict[str, str]:
    """Return the files that instances fetch, by their keys."""
    return {
        str(one.key): str(one.content)
        for one in platform(system).resources()
        if isinstance(one, s3.BucketObject)
    }


def table(whole: str, name: str) -> list[list[str]]:
    """Return a table that a script writes for `stack`."""
    text = whole.split(f"cat >/opt/stack/{name} <<'END'\n")[1].split("END\n", maxsplit=1)[0]
    return [line.split() for line in text.splitlines()]
