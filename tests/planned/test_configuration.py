"""References followed through a configuration, on small ones written here."""

from __future__ import annotations

from typing import Any

import pytest

from giban.planned.addresses import longest, module_steps, tokens
from giban.planned.configuration import Configuration, Instances, Place
from giban.values import Address, Index, Ref


@pytest.mark.parametrize(
    ("reference", "expected"),
    [
        ("aws_vpc.main.id", ("aws_vpc", "main", "id")),
        ('module.a["x.y"].out[0]', ("module", "a", ("x.y",), "out", (Index("0"),))),
        (r'aws_vpc.main["a\"]b"]', ("aws_vpc", "main", ('a"]b',))),
    ],
)
def test_tokens(reference: str, expected: tuple[Any, ...]) -> None:
    """A key may hold dots, brackets and quotes."""
    assert expected == tokens(reference)


def test_longest_drops_beginnings_only() -> None:
    """Terraform lists a reference and what it begins with."""
    listed = ["aws_vpc.a.id", "aws_vpc.a", "aws_vpc.ab", "each.key"]

    assert [("aws_vpc", "a", "id"), ("aws_vpc", "ab"), ("each", "key")] == longest(listed)


def test_module_steps() -> None:
    """A module's path is the calls that lead to it."""
    assert (("a", "x.y"), ("b", None), ("c", Index("2"))) == module_steps(
        'module.a["x.y"].module.b.module.c[2]'
    )


VPC = Address("aws_vpc", "main")
MODULES = {
    "resources": [{"address": "aws_vpc.main", "mode": "managed"}],
    "module_calls": {
        "a": {
            "expressions": {
                "vpc": {"references": ["aws_vpc.main"]},
                "loop": {"references": ["module.a.loop", "module.a"]},
            },
            "module": {
                "outputs": {
                    "loop": {"expression": {"references": ["var.loop"]}},
                    "vpc": {"expression": {"references": ["var.vpc.id", "var.vpc"]}},
                },
            },
        }
    },
}


@pytest.fixture
def configuration() -> Configuration:
    """A module that hands its variable back, and one that goes round in a circle."""
    addresses = [VPC, Address("aws_subnet", "x", module="module.a")]
    return Configuration(MODULES, Instances(addresses))


def test_attributes_asked_of_a_variable_are_asked_of_the_object(
    configuration: Configuration,
) -> None:
    """A module given a whole object and asked for its id refers to the id."""
    found = configuration.refs({"references": ["var.vpc.id", "var.vpc"]}, Place("module.a"))

    assert (Ref(VPC, ("id",)),) == found


def test_outputs_lead_back(configuration: Configuration) -> None:
    """Out of a module, through its variable, to the object."""
    found = configuration.refs({"references": ["module.a.vpc", "module.a"]}, Place(""))

    assert (Ref(VPC, ("id",)),) == found


def test_a_circle_ends(configuration: Configuration) -> None:
    """A configuration that refers to itself, as no valid one does, has no objects behind it."""
    assert () == configuration.refs({"references": ["module.a.loop"]}, Place(""))


def test_nobodys_names_are_no_objects(configuration: Configuration) -> None:
    """Locals, counters and paths are not resources."""
    names = ["local.x", "count.index", "path.module", "terraform.workspace", "self.id", "var.x"]

    assert () == configuration.refs({"references": names}, Place(""))
