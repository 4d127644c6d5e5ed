"""A foundation in memory, compiled."""

from __future__ import annotations

from giban.blueprint import Blueprint
from giban.compile import compile_project
from giban.manifest import loads
from giban.system import resolve_all

TEXT = """\
project: shared
region: ap-northeast-2
domain: example.com
github: example/infrastructure
exports: /shared
naming: "{environment}-{project}-{name}"
databases: {mysql: {engine: mysql}}
tenants:
  fileflow: {}
  crawler: {repositories: [crawler, crawler-worker], database: false}
environments:
  dev: {availability: economy}
  prod: {availability: high, dr: {region: ap-northeast-1, cidr: 10.1.0.0/16}}
"""


def made(text: str = TEXT) -> dict[str, Blueprint]:
    """Return the Blueprint of each environment."""
    return compile_project(list(resolve_all(loads(text)).values()))
