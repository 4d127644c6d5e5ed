"""The catalogue says exactly what the official provider's schema says.

The schema of 6.47.0 lies beside the project (`../shared/facts`) on development machines. It leaves
out AWS WAF's web ACLs for their size; those are compared with the official provider's own answer
where that is installed.
"""

import gzip
import json
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from giban.blueprint import Block, DataSource, Ephemeral, Object, Resource, fields
from giban.catalogue.kinds import DATA_SOURCES, EPHEMERALS, RESOURCES
from tests.official import official_schema

FACTS = Path(__file__).parents[3] / "shared/facts/aws-provider-6.47.0.schema.json.gz"
KINDS = {
    Resource: "resource_schemas",
    DataSource: "data_source_schemas",
    Ephemeral: "ephemeral_resource_schemas",
}
TOO_LARGE_FOR_FACTS = {"aws_wafv2_web_acl"}
LEFT_OUT = {
    "aws_wafv2_web_acl": {
        "and_statement": "recursive, nothing here writes it",
        "or_statement": "recursive, nothing here writes it",
        "not_statement": "recursive, nothing here writes it",
        "scope_down_statement": "recursive, nothing here writes it",
    }
}


@cache
def facts() -> Any:
    """Return the provider's schema of 6.47.0, or skip where it does not lie beside us."""
    if not FACTS.exists():
        pytest.skip(f"no schema to compare with: {FACTS} does not exist")
    with gzip.open(FACTS) as file:
        (only,) = json.load(file)["provider_schemas"].values()
    return only


def schema_of(cls: type[Object]) -> Any:
    """Return the official schema of a class."""
    group = next(group for base, group in KINDS.items() if issubclass(cls, base))
    if cls.terraform_type in TOO_LARGE_FOR_FACTS:
        return official_schema()[group][cls.terraform_type]["block"]
    return facts()[group][cls.terraform_type]["block"]


def differences(
    cls: type[Block], official: Any, path: str, left_out: dict[str, str]
) -> Iterator[str]:
    """Yield every difference between a declaration and the official schema."""
    declared = {field.name: field for field in fields(cls).values()}
    attributes, blocks = official.get("attributes", {}), official.get("block_types", {})
    for name in sorted({*attributes, *blocks} - declared.keys() - left_out.keys()):
        yield f"{path}{name}: not declared"
    for name, field in declared.items():
        if name in attributes:
            spec = attributes[name]
            for flag in ("required", "optional", "computed", "sensitive", "write_only"):
                if getattr(field, flag) != spec.get(flag, False):
                    yield f"{path}{name}: {flag} is {spec.get(flag, False)}"
            if field.kind != spec["type"]:
                yield f"{path}{name}: type is {spec['type']}, declared {field.kind}"
        elif name in blocks:
            spec = blocks[name]
            for ours, theirs in (
                ("nesting", "nesting_mode"),
                ("min", "min_items"),
                ("max", "max_items"),
            ):
                if (getattr(field, ours) or 0) != (spec.get(theirs) or 0):
                    yield f"{path}{name}: {theirs} is {spec.get(theirs)}"
            if field.block is None:
                yield f"{path}{name}: is a block"
            else:
                yield from differences(field.block, spec["block"], f"{path}{name}.", left_out)
        else:
            yield f"{path}{name}: does not exist"


@pytest.mark.parametrize(
    "cls", [*RESOURCES, *DATA_SOURCES, *EPHEMERALS], ids=lambda cls: cls.terraform_type
)
def test_declaration_equals_the_official_schema(cls: type[Object]) -> None:
    """Every argument and block has the official type, flags and nesting, and none is missing."""
    left_out = LEFT_OUT.get(cls.terraform_type, {})

    assert [] == list(differences(cls, schema_of(cls), "", left_out))


def test_lists_are_sorted_and_without_doubles() -> None:
    """The lists of types stay in the order of their modules, each type once."""
    for group in (RESOURCES, DATA_SOURCES, EPHEMERALS):
        modules = [cls.__module__ for cls in group]

        assert sorted(modules) == modules
        assert len({cls.terraform_type for cls in group}) == len(group)


def test_every_class_of_the_catalogue_is_listed() -> None:
    """No type is declared and then forgotten in the list."""
    listed = {*RESOURCES, *DATA_SOURCES, *EPHEMERALS}
    declared = {
        cls
        for base in (Resource, DataSource, Ephemeral)
        for cls in base.__subclasses__()
        if cls.__module__.startswith("giban.catalogue")
    }

    assert declared == listed
