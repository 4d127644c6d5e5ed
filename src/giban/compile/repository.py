"""A repository of container images (Amazon ECR): tags never move, old images go."""

from __future__ import annotations

from giban.catalogue import ecr
from giban.compile.draft import Part
from giban.compile.names import label
from giban.values import Json

KEEP_IMAGES = 300
UNTAGGED_DAYS = 14


def repository(part: Part, name: str) -> ecr.Repository:
    """Make a repository that scans what is pushed, and forgets what is old."""
    made = part.add(
        ecr.Repository(
            label(name),
            name=name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=ecr.ImageScanningConfiguration(scan_on_push=True),
            encryption_configuration=(ecr.EncryptionConfiguration(encryption_type="AES256"),),
            tags={"Name": name},
        ),
        "One image for all environments: what was tested is what goes live.",
    )
    part.add(
        ecr.LifecyclePolicy(
            label(name), repository=made.ref.name, policy=Json({"rules": _expiry()})
        )
    )
    return made


def _expiry() -> list[dict[str, object]]:
    """Return what becomes of old images.

    ECR does not know which one an environment still runs, and a build may push three (an index,
    the image, its provenance): few enough to pay for, more than production ever lies behind dev.
    """
    return [
        _expire(
            1,
            f"Drop untagged images after {UNTAGGED_DAYS} days",
            tagStatus="untagged",
            countType="sinceImagePushed",
            countUnit="days",
            countNumber=UNTAGGED_DAYS,
        ),
        _expire(
            2,
            f"Keep the last {KEEP_IMAGES} images",
            tagStatus="any",
            countType="imageCountMoreThan",
            countNumber=KEEP_IMAGES,
        ),
    ]


def _expire(priority: int, description: str, **selection: object) -> dict[str, object]:
    return {
        "rulePriority": priority,
        "description": description,
        "selection": selection,
        "action": {"type": "expire"},
    }
