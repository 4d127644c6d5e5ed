"""From the JSON of a plan to a Blueprint of one stack."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Any

from msgspec import Struct, field

from giban.blueprint import Blueprint, Foreign, Node, Origin, Provider, Stack
from giban.planned.addresses import tokens
from giban.planned.configuration import Configuration, Instances
from giban.planned.document import parse
from giban.planned.objects import Entry, entries, read
from giban.values import Address

FOLDER = "plan"
AWS = "hashicorp/aws"


class Planned(Struct, frozen=True, kw_only=True):
    """A plan as a Blueprint, and what of it could not be put into words of the catalogue.

    `foreign` are objects whose type the catalogue does not know; they are in the Blueprint, with
    their values. `unread` are values, by address and name, that a known type has no place for.
    `constraints` are the versions asked for of each provider; None where none is asked for.
    `document` is the plan itself, secrets and all: it is for rules in Rego only.
    """

    blueprint: Blueprint
    foreign: tuple[Address, ...]
    unread: tuple[str, ...]
    constraints: Mapping[str, str | None]
    document: Mapping[str, Any] = field(default_factory=dict)

    def __repr__(self) -> str:
        return f"Planned({self.blueprint!r})"


def read_plan(text: bytes, shown: str) -> Planned:
    """Read what `terraform show -json PLAN` prints; `shown` is the file's name in messages.

    The region of the Blueprint is empty where the plan does not say it. Raises `UsageError` for
    anything that is no plan.
    """
    plan = parse(text, shown)
    found = entries(plan)
    written = plan.get("configuration", {})
    instances = Instances([entry.address for entry in found])
    configuration = Configuration(written.get("root_module", {}), instances)
    providers = _providers(plan)
    nodes: list[Node] = []
    unread: list[str] = []
    for entry in found:
        node, left = _node(entry, configuration)
        nodes.append(node)
        unread.extend(f"{entry.address}.{name}" for name in left)
    name = PurePath(shown).stem
    stack = Stack(
        name=name,
        environment=FOLDER,
        providers=providers,
        nodes=tuple(nodes),
        tags=_default_tags(written),
    )
    return Planned(
        blueprint=Blueprint(
            project=name, environment=FOLDER, region=providers[0].region, stacks=(stack,)
        ),
        foreign=tuple(
            node.object.terraform_address for node in nodes if isinstance(node.object, Foreign)
        ),
        unread=tuple(unread),
        constraints=_constraints(written),
        document=plan,
    )


def _node(entry: Entry, configuration: Configuration) -> tuple[Node, list[str]]:
    thing, unread = read(entry, configuration)
    written = configuration.resource(entry.address)
    _, _, alias = written.get("provider_config_key", "").rpartition(":")[2].partition(".")
    place = configuration.place(entry.address)
    after = configuration.refs({"references": written.get("depends_on", [])}, place)
    node = Node(
        object=thing,
        origin=Origin(str(entry.address)),
        chapter=FOLDER,
        after=tuple(dict.fromkeys(ref.address for ref in after)),
        provider=alias or None,
    )
    return node, unread


def _aws(written: Mapping[str, Any]) -> list[Mapping[str, Any]]:
    """Return the configurations of the AWS provider in the root, the one without alias first."""
    found = [
        one
        for one in written.get("provider_config", {}).values()
        if one.get("full_name", "").endswith(AWS) and not one.get("module_address")
    ]
    return sorted(found, key=lambda one: one.get("alias", ""))


def _providers(plan: Mapping[str, Any]) -> tuple[Provider, ...]:
    made = [
        Provider(region=_region(one, plan), alias=one.get("alias"))
        for one in _aws(plan.get("configuration", {}))
    ]
    if not made or made[0].alias is not None:
        made.insert(0, Provider(region=""))
    return tuple(made)


def _region(provider: Mapping[str, Any], plan: Mapping[str, Any]) -> str:
    """Return the region a provider is given as a literal or a variable; empty if otherwise."""
    written = provider.get("expressions", {}).get("region", {})
    if "constant_value" in written:
        return str(written["constant_value"])
    match [tokens(one) for one in written.get("references", ())]:
        case [("var", str() as name)]:
            value = plan.get("variables", {}).get(name, {}).get("value")
            return value if isinstance(value, str) else ""
    return ""


def _default_tags(written: Mapping[str, Any]) -> dict[str, str]:
    """Return the tags of the provider, where they are literals; `tags_all` has the others."""
    for provider in _aws(written)[:1]:
        for block in provider.get("expressions", {}).get("default_tags", ()):
            tags = block.get("tags", {}).get("constant_value")
            return dict(tags) if isinstance(tags, dict) else {}
    return {}


def _constraints(written: Mapping[str, Any]) -> dict[str, str | None]:
    found: dict[str, str | None] = {}
    for one in written.get("provider_config", {}).values():
        name = one.get("full_name", one.get("name", ""))
        if not name.startswith("terraform.io/builtin"):
            found[name] = found.get(name) or one.get("version_constraint")
    return dict(sorted(found.items()))
