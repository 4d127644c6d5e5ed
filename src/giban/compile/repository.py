"""A repository of container images (Amazon ECR): tags never move, old images go."""

from __future__ import annotations

from giban.catalogue import ecr
from giban.compile.draft import Part
from giban.compile.names import label
from giban.system import System
from giban.values import Json

UNTAGGED_DAYS = 14
SAME = "One image for all environments: what was tested is what goes live."


def repository(part: Part, name: str) -> ecr.Repository:
    """Make a repository that scans what is pushed, and forgets what is old."""
    system = part.draft.system
    own = label(name, part.region) if part.region else label(name)
    made = part.add(
        ecr.Repository(
            own,
            name=name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=ecr.ImageScanningConfiguration(scan_on_push=True),
            encryption_configuration=(ecr.EncryptionConfiguration(encryption_type="AES256"),),
            tags={"Name": name},
        ),
        "Copies of what is pushed at home: the registry makes them." if part.region else SAME,
    )
    part.add(
        ecr.LifecyclePolicy(own, repository=made.ref.name, policy=Json({"rules": _expiry(system)}))
    )
    return made


def _expiry(system: System) -> list[dict[str, object]]:
    """Return what becomes of old images.

    ECR does not know which one an environment still runs (defect D-CM-01). An image that a
    pipeline has tagged with its environment is counted with those only: what matches one rule is
    out of reach of the later ones
    (https://docs.aws.amazon.com/AmazonECR/latest/userguide/LifecyclePolicies.html).
    Without such tags it takes many: a build may push three (an index, the image, its provenance),
    and production must never lie further behind dev.
    """
    marked = system.environments if system.pipeline else ()
    rules = [
        _expire(
            1,
            f"Drop untagged images after {UNTAGGED_DAYS} days",
            tagStatus="untagged",
            countType="sinceImagePushed",
            countUnit="days",
            countNumber=UNTAGGED_DAYS,
        )
    ]
    for name in marked:
        rules.append(
            _newest(
                len(rules) + 1,
                f"Keep the last {system.keep_images} images of {name}",
                system.keep_images,
                tagStatus="tagged",
                tagPrefixList=[environment_tag(name, "")],
            )
        )
    last = f"Keep the last {system.keep_images} images"
    return [*rules, _newest(len(rules) + 1, last, system.keep_images, tagStatus="any")]


def environment_tag(environment: str, tag: str) -> str:
    """Return the second tag of an image that an environment runs."""
    return f"{environment}-{tag}"


def _newest(priority: int, description: str, count: int, **selection: object) -> dict[str, object]:
    return _expire(
        priority, description, **selection, countType="imageCountMoreThan", countNumber=count
    )


def _expire(priority: int, description: str, **selection: object) -> dict[str, object]:
    return {
        "rulePriority": priority,
        "description": description,
        "selection": selection,
        "action": {"type": "expire"},
    }
