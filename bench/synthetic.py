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
