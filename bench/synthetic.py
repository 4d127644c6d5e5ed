"""A manifest with any number of services, each with what a real one has."""

from __future__ import annotations

from pathlib import Path

HEAD = """\
project: big
owner: bench
region: ap-northeast-2
timezone: Asia/Seoul
domain: big.example.com
network:
  cidr: 10.0.0.0/16
  zones: [a, c]
  subnets: {public: 1, app: 10, data: 20}
databases:
  main: {engine: postgres, version: "16", class: db.t3.medium, storage: {size: 50, max: 200}}
caches:
  sessions: {engine: redis, version: "7.0", node: cache.t3.micro}
services:
"""
SERVICE = """\
  service-{n}:
    port: 3000
    path: /service-{n}/*
    health: /health
    size: {{cpu: 512, memory: 1024}}
    scale: {{min: 1, max: 3, cpu: 70}}
    uses: [main, sessions]
    secrets: [TOKEN]
"""
TAIL = """\
environments:
  production: {availability: high}
"""


def write(folder: Path, services: int) -> Path:
    """Write a manifest with so many services and return its path."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{services}.yaml"
    path.write_text(HEAD + "".join(SERVICE.format(n=n) for n in range(services)) + TAIL)
    return path


FOUNDATION = """\
project: shared
region: ap-northeast-2
exports: /shared
naming: "{environment}-{project}-{name}"
databases:
  mysql: {engine: mysql, class: db.t3.large}
environments:
  prod: {availability: high}
tenants:
"""
APPLICATION = """\
project: application-{n}
region: ap-northeast-2
foundation: foundation.yaml
services:
  app: {{port: 8080, uses: [files, work]}}
buckets: {{files: {{}}}}
queues: {{work: {{}}}}
environments:
  prod: {{availability: high}}
"""


def foundation(folder: Path, applications: int) -> tuple[Path, list[Path]]:
    """Write a foundation with so many applications on it; return its manifest and theirs."""
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / "foundation.yaml"
    names = range(applications)
    path.write_text(FOUNDATION + "".join(f"  application-{n}: {{}}\n" for n in names))
    made = [folder / f"application-{n}.yaml" for n in names]
    for n, one in enumerate(made):
        one.write_text(APPLICATION.format(n=n))
    return path, made
