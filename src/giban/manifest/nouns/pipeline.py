"""`pipeline:` and `build:` - how code becomes what runs (CodePipeline and CodeBuild)."""

from __future__ import annotations

from typing import ClassVar

from giban.manifest.part import Name, Part, key

FOLDER = r"^[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*$"


class Assets(Part):
    """Files that are taken out of an image and served from a bucket."""

    noun: ClassVar[str] = "`assets`"
    folder: str | None = key(
        "Folder in the image that has them; must be written.",
        "/app/.next/static",
        pattern=r"^/[A-Za-z0-9._/-]+$",
    )
    bucket: Name | None = key("Bucket they go to; must be written.", "static")
    path: str | None = key(
        "Where they go in the bucket; without it its top.", "_next/static", pattern=FOLDER
    )


class Build(Part):
    """How the image of a service is built."""

    noun: ClassVar[str] = "`build`"
    folder: str | None = key(
        "Folder of the repository with its code; without it the service's name.",
        "frontend",
        pattern=r"^(\.|[A-Za-z0-9._-]+(/[A-Za-z0-9._-]+)*)$",
    )
    dockerfile: str | None = key(
        "Dockerfile in that folder; without it Dockerfile.", "Dockerfile.prod", pattern=FOLDER
    )
    assets: Assets | None = key(
        "Files of the image that are served from a bucket; without it none.",
        {"folder": "/app/.next/static", "bucket": "static", "path": "_next/static"},
    )


class Pipeline(Part):
    """What happens when code is pushed: build, approve, migrate, deploy."""

    noun: ClassVar[str] = "`pipeline`"
    repository: str | None = key(
        "GitHub repository, owner and name; must be written.",
        "example/shop",
        pattern=r"^[A-Za-z0-9-]+/[A-Za-z0-9._-]+$",
    )
    branch: str | None = key(
        "Branch whose pushes start it; must be written.",
        "main",
        pattern=r"^[A-Za-z0-9._/-]{1,255}$",
    )
    approval: bool | None = key(
        "Waits for a person before anything changes; without it only when availability is high.",
        True,
    )
    migrate: Name | None = key(
        "Job that is run with the new image before services change; without it none.", "migrate"
    )
