"""How code becomes what runs: what is built, and the way to an environment."""

from __future__ import annotations

from collections.abc import Mapping

from giban.system.model import Assets, Build, Pipeline, Service
from giban.system.reading import Reader, listed, nearest


def build(service: Reader, root: Reader) -> Build | None:
    """Return how the image of a service is built; mistakes are left with the reader."""
    if service.maybe("build") is None:
        return None
    reader = service.below("build")
    return Build(
        folder=reader.text("folder"),
        dockerfile=reader.text("dockerfile"),
        assets=_assets(reader, root),
    )


def _assets(build: Reader, root: Reader) -> Assets | None:
    if build.maybe("assets") is None:
        return None
    reader, known = build.below("assets"), root.layers.names("buckets")
    bucket = reader.text("bucket")
    if bucket and bucket not in known:
        reader.wrong(
            "unknown-name",
            "bucket",
            f"The files go to `{bucket}`, which is no bucket.",
            fix=f"{nearest(bucket, known)}There are: {listed(sorted(known))}.",
        )
    return Assets(folder=reader.text("folder"), bucket=bucket, path=reader.maybe("path") or "")


def pipeline(root: Reader, services: Mapping[str, Service]) -> Pipeline | None:
    """Return the pipeline of an environment; mistakes are left with the reader."""
    if root.maybe("pipeline") is None:
        return None
    reader = root.below("pipeline")
    if not any(service.build for service in services.values()):
        reader.wrong(
            "nothing-built",
            "",
            "The pipeline has nothing to build.",
            why="It builds the services that say how, with `build`.",
            fix="Add `build: {folder: …}` to a service.",
        )
    job, jobs = reader.maybe("migrate"), root.layers.names("jobs")
    if job is not None and job not in jobs:
        reader.wrong(
            "unknown-name",
            "migrate",
            f"The pipeline runs `{job}`, which is no job.",
            fix=f"{nearest(job, jobs)}There are: {listed(sorted(jobs))}.",
        )
    return Pipeline(
        repository=reader.text("repository"),
        branch=reader.text("branch"),
        approval=reader.flag("approval"),
        migrate=job,
    )
