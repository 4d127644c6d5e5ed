"""Tags: who owns it, what it belongs to, who pays."""

from __future__ import annotations

from collections.abc import Iterator

from giban.blueprint import Object
from giban.catalogue import autoscaling
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

UNNAMED = (
    "aws_s3_object",
    "aws_vpc_security_group_ingress_rule",
    "aws_vpc_security_group_egress_rule",
)
"""Types that nobody looks for by name, though they may have tags."""


def taggable(thing: Object) -> bool:
    """Tell whether AWS keeps tags of an object."""
    declared = type(thing).declared
    return "tags" in declared or isinstance(thing, autoscaling.Group)


def tags_of(scene: Scene, thing: Object) -> dict[str, object] | None:
    """Return an object's tags; an Auto Scaling group has them as blocks, the provider's not."""
    if isinstance(thing, autoscaling.Group):
        blocks = thing.tag if isinstance(thing.tag, tuple) else ()
        return {str(literal(one.key)): one.value for one in blocks}
    return scene.tags(thing)


def _required(scene: Scene) -> Iterator[Verdict]:
    for thing in filter(taggable, scene.managed()):
        tags = tags_of(scene, thing)
        if tags is None:
            yield Undecided(thing, "tags")
            continue
        missing = [key for key in scene.wishes.tags if key not in tags]
        if missing:
            yield Violation(thing, f"it lacks the tags {', '.join(missing)}", "tags")


def _allowed(scene: Scene) -> Iterator[Verdict]:
    for thing in filter(taggable, scene.managed()):
        for key, value in (tags_of(scene, thing) or {}).items():
            allowed, plain = scene.wishes.tags.get(key, ()), literal(value)
            if allowed and isinstance(plain, str) and plain not in allowed:
                what = f"its tag {key} is `{plain}`, allowed are {', '.join(allowed)}"
                yield Violation(thing, what, f"tags.{key}")


def _same_word(scene: Scene) -> Iterator[Verdict]:
    for thing in filter(taggable, scene.managed()):
        seen: dict[str, str] = {}
        for key in tags_of(scene, thing) or {}:
            other = seen.setdefault(key.lower(), key)
            if other != key:
                yield Violation(thing, f"its tags {other} and {key} differ in case only", "tags")


def _empty(scene: Scene) -> Iterator[Verdict]:
    for thing in filter(taggable, scene.managed()):
        for key, value in (tags_of(scene, thing) or {}).items():
            if literal(value) == "":
                yield Violation(thing, f"its tag {key} is empty", f"tags.{key}")


def _named(scene: Scene) -> Iterator[Verdict]:
    for thing in filter(taggable, scene.managed()):
        tags = tags_of(scene, thing)
        if thing.terraform_type not in UNNAMED and tags is not None and "Name" not in tags:
            yield Violation(thing, "it has no tag Name", "tags.Name")


TAGS_PAGE = "https://docs.aws.amazon.com/tag-editor/latest/userguide/best-practices-and-strats.html"

RULES = (
    Rule(
        id="TAG-01",
        severity="medium",
        title="Everything has the required tags",
        why="Without them nobody can say whose it is, what it costs whom, or whether it may go.",
        fix="Add the tags, best in `default_tags` of the provider.",
        key="/tags: {KEY: value}",
        reference=(TAGS_PAGE, "ERP-GOV-02", "CM-GOV-05", "HY-GOV-06", "HY-GOV-09"),
        like=("CKV_AWS_153",),
        check=_required,
    ),
    Rule(
        id="TAG-02",
        severity="medium",
        title="Tags have values that are allowed",
        why="A bill that knows `prod`, `Production` and `production` knows none of them.",
        fix="Write one of the allowed values.",
        key="/tags: {KEY: value}",
        reference=(TAGS_PAGE, "HY-GOV-03", "HY-GOV-07"),
        check=_allowed,
    ),
    Rule(
        id="TAG-03",
        severity="low",
        title="No two tags differ in case only",
        why="AWS keeps both, and every report sees only one.",
        fix="Keep one spelling.",
        key="/tags: {KEY: value}",
        reference=(TAGS_PAGE,),
        check=_same_word,
    ),
    Rule(
        id="TAG-04",
        severity="low",
        title="Tags are not empty",
        why="An empty value passes for an answer and is none.",
        fix="Give it a value or leave the tag out.",
        key="/tags: {KEY: value}",
        reference=(TAGS_PAGE,),
        check=_empty,
    ),
    Rule(
        id="TAG-05",
        severity="low",
        title="What can be tagged is named",
        why="The console lists many kinds by their tag Name and shows a bare id without it.",
        fix="Add the tag Name.",
        reference=(TAGS_PAGE, "ERP-GOV-02", "HY-GOV-06"),
        check=_named,
    ),
)
