"""Every type giban knows says what it needs, in AWS's own words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

import pytest

from giban.catalogue.kinds import DATA_SOURCES, EPHEMERALS, RESOURCES
from giban.catalogue.permissions.kinds import MODULES, NEEDS
from giban.catalogue.permissions.needs import NOTHING, VERBS, Anywhere, Needs, On
from giban.permissions.scope import HOLE
from giban.values import Mode
from tests import iam

KNOWN = {
    (cls.terraform_mode, cls.terraform_type) for cls in (*RESOURCES, *DATA_SOURCES, *EPHEMERALS)
}
TWICE = ("elasticloadbalancing:AddTags", "elasticloadbalancing:RemoveTags")
"""Actions of both Classic and Application Load Balancers: the wheel holds the former's resources.

https://docs.aws.amazon.com/service-authorization/latest/reference/list_awselasticloadbalancingv2.html
"""
MISPLACED = ("logs:DeleteDeliverySource",)
"""Actions whose resource AWS's reference takes for another one: it names the destination there.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/AWS-logs-infrastructure-V2-S3.html
"""


@dataclass(frozen=True)
class Use:
    """One action of an entry, on an example of its ARN; no ARN stands for `*`."""

    kind: str
    action: str
    arn: str = ""
    verb: str = ""
    tagged: bool = False


def test_every_type_has_an_entry() -> None:
    """A type without one could not be deployed by the computed role."""
    told = {(mode, kind) for mode, table in NEEDS.items() for kind in table}
    missing = sorted(f"{mode} {kind}" for mode, kind in KNOWN - told)
    assert not missing, (
        f"{', '.join(missing)}: say in src/giban/catalogue/permissions/ which actions the AWS "
        f"provider calls (needs.py shows how an entry is written). `{NOTHING!r}` if it calls none."
    )
    assert KNOWN == told


def test_no_type_is_told_twice() -> None:
    """One module tells of a type."""
    kinds = [kind for module in MODULES for kind in module.NEEDS]
    assert sorted(set(kinds)) == sorted(kinds)


def _uses() -> Iterator[Use]:
    for mode, table in NEEDS.items():
        for kind, needs in table.items():
            for need in needs.needs:
                if isinstance(need, Anywhere):
                    for verb in ("create", "read", "update", "delete", "made"):
                        for action in _full(getattr(need, verb), need.service):
                            yield Use(kind, action, verb=verb)
                elif isinstance(need, On):
                    yield from _on(mode, kind, needs, need)


def _on(mode: Mode, kind: str, needs: Needs, need: On) -> Iterator[Use]:
    around = NEEDS["managed"].get(need.kind, NOTHING) if need.of else needs
    arn = _example(need.arn or around.arn)
    tagged = not need.arn and around.by == "tag"
    for verb in VERBS:
        for action in _full(getattr(need, verb), arn.split(":")[2]):
            yield Use(f"{mode} {kind}", action, arn, "" if need.of else verb, tagged)


def _full(actions: str, service: str) -> list[str]:
    return [one if ":" in one else f"{service}:{one}" for one in actions.split()]


def _example(template: str) -> str:
    words = {"region": "eu-west-1", "account": "123456789012", "scope": "regional"}

    def filled(hole: re.Match[str]) -> str:
        return str(hole["slash"] + (hole["other"] or words.get(hole["path"], "x")))

    return f"arn:aws:{HOLE.sub(filled, template)}".replace("*", "x").replace("??????", "Abc123")


USES = sorted(set(_uses()), key=str)
ON = [use for use in USES if use.arn]


def test_there_is_no_unknown_action() -> None:
    """Every action is in AWS's service authorization reference."""
    assert [] == [use for use in USES if iam.action(use.action) is None]


def test_actions_are_on_what_they_support() -> None:
    """Every action can be limited to the kind of resource its entry names."""
    asked = [use for use in ON if use.action not in (*TWICE, *MISPLACED)]
    wrong = [use for use in asked if not iam.fitting(use.action, use.arn)]
    assert [] == wrong


def test_star_only_where_aws_has_nothing_else() -> None:
    """An action without a resource has none in AWS's reference either."""
    assert [] == [use for use in USES if not use.arn and iam.resource_types(use.action)]


@pytest.mark.parametrize(
    ("verbs", "key"),
    [(("create", "tag"), iam.REQUEST), (("", "read", "update", "delete", "untag"), iam.RESOURCE)],
)
def test_tags_are_asked_about_where_aws_looks(verbs: tuple[str, ...], key: str) -> None:
    """What is told by its tags is told so by every action on it."""
    asked = [use for use in ON if use.tagged and use.verb in verbs]
    assert [] == [use for use in asked if not iam.takes(use.action, use.arn, key)]
    assert asked


def test_what_is_made_anywhere_is_asked_for_with_tags() -> None:
    """AWS looks at the tags that are asked for where nothing else limits what is made."""
    made = [use for use in USES if use.verb == "made"]
    assert [] == [use for use in made if not iam.takes(use.action, "", iam.REQUEST)]
    assert made
