"""What has no Terraform spelling is refused by name; nothing disappears."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

import pytest
from msgspec import Struct, field
from msgspec.structs import replace

from giban import hcl
from giban.blueprint import Lifecycle, Node, Object, Origin, Output, Provider
from giban.catalogue import ec2, kinds, s3
from giban.hcl.values import _SPELLINGS
from giban.values import ABSENT, Address, Expr, Knob
from tests.hcl.stacks import filled, knob, node, stack


@pytest.mark.parametrize(
    ("value", "message"),
    [
        ({1, 2}, "aws_vpc.main.cidr_block: a set has no Terraform spelling"),
        (b"x", "aws_vpc.main.cidr_block: a bytes has no"),
        ([{"a": object()}], "aws_vpc.main.cidr_block: a object has no"),
        ({1: "a"}, "aws_vpc.main.cidr_block: the key 1 of an object is not a string"),
    ],
)
def test_unknown_values_are_refused_by_name(value: Any, message: str) -> None:
    """A value of a type nobody declared names its address and argument."""
    with pytest.raises(TypeError, match=message):
        hcl.write(stack(node(ec2.Vpc("main", cidr_block=value))))


@pytest.mark.parametrize("value", [float("inf"), float("nan"), "\ud800", {"\udfff": 1}])
def test_unspeakable_values_are_refused_by_name(value: Any) -> None:
    """So are numbers and strings no file can hold."""
    with pytest.raises(hcl.UnprintableError, match=r"aws_vpc\.main\.cidr_block: "):
        hcl.write(stack(node(ec2.Vpc("main", cidr_block=value))))


VPC = ec2.Vpc("main", cidr_block="10.0.0.0/16")
PLACE = Origin("network")


def made(**changes: Any) -> Node:
    """Return a node of the network with changes."""
    return replace(node(VPC), **changes)


@pytest.mark.parametrize(
    ("nodes", "message"),
    [
        ([node(VPC), node(VPC)], "aws_vpc.main is in the stack twice"),
        ([node(VPC), node(ec2.Vpc("main", each="a"))], "both with and without a key"),
        ([node(ec2.Vpc("my vpc"))], "Terraform takes no such label"),
        ([made(chapter="provider")], "no chapter can be called 'provider'"),
        ([made(chapter="a/b")], "no chapter can be called 'a/b'"),
        ([made(provider="nowhere")], "no provider with the alias 'nowhere'"),
        ([made(after=(Address("aws_vpc", "gone"),))], "depends_on refers to aws_vpc.gone"),
        ([made(lifecycle=Lifecycle(ignore_changes=("a b",)))], "no argument: 'a b'"),
        ([node(ec2.Subnet("s", vpc_id=VPC.ref.id))], "aws_subnet.s.vpc_id refers to aws_vpc.main"),
        ([node(ec2.Vpc("a", cidr_block=VPC))], "a.cidr_block takes a value, not a block"),  # type: ignore[arg-type]
        (
            [node(ec2.Vpc("a", cidr_block=knob("1"))), node(ec2.Vpc("b", cidr_block=knob("2")))],
            "aws_vpc.b.cidr_block: the knob 'image_tag' already means",
        ),
        ([node(ec2.Vpc("a", cidr_block=knob("1", "a b")))], "no variable name 'a b'"),
    ],
)
def test_what_terraform_would_refuse_is_refused_here(nodes: list[Node], message: str) -> None:
    """The message says which object, and what is wrong with it."""
    with pytest.raises(hcl.UnprintableError, match=message):
        hcl.write(stack(*nodes))


def test_knobs_have_a_type_terraform_knows() -> None:
    """Strings, numbers, booleans and lists of strings; anything else is refused."""
    values: tuple[Any, ...] = ("x", 1, 1.5, True, ("a", "b"))
    things = (ec2.Vpc(f"v{n}", cidr_block=Knob(f"k{n}", v, "")) for n, v in enumerate(values))
    files = hcl.write(stack(*map(node, things)))

    types = [line.split(" = ")[1] for line in files["variables.tf"].split("\n") if "type " in line]
    assert types == ["string", "number", "number", "bool", "list(string)"]
    assert 'k4 = ["a", "b"]' in files["terraform.tfvars"]
    with pytest.raises(TypeError, match="'k' has a value of no known type"):
        hcl.write(stack(node(ec2.Vpc("a", cidr_block=Knob("k", {}, "")))))  # type: ignore[arg-type]


def test_nested_blocks_are_blocks() -> None:
    """A map where a block belongs is refused, and so is one block too many."""
    bucket: Any = s3.BucketVersioning
    with pytest.raises(TypeError, match="versioning_configuration takes blocks, not a dict"):
        hcl.write(stack(node(bucket("b", bucket="b", versioning_configuration={"status": "x"}))))
    one = s3.VersioningConfiguration(status="Enabled")
    with pytest.raises(hcl.UnprintableError, match="may be there 1 times, not 2"):
        hcl.write(stack(node(bucket("b", bucket="b", versioning_configuration=(one, one)))))


def test_outputs_have_names_of_their_own() -> None:
    """Two outputs of one name, or a name Terraform does not take, are refused."""
    for names in (("a", "a"), ("a b",)):
        outputs = tuple(Output(name=name, value="x", description="") for name in names)
        with pytest.raises(hcl.UnprintableError, match="no output name"):
            hcl.write(stack(outputs=outputs))


def test_provider_aliases_are_names() -> None:
    """An alias Terraform does not take is refused."""
    with pytest.raises(hcl.UnprintableError, match="no provider alias 'us east'"):
        hcl.write(replace(stack(), providers=(Provider(region="r", alias="us east"),)))


def test_read_only_maps_and_string_types_are_literals() -> None:
    """A frozen map is a map, and a kind of string a string."""

    class Word(str):
        """A kind of string."""

        __slots__ = ()

    tags: Mapping[str, str] = MappingProxyType({"Name": Word("x")})

    text = hcl.write(stack(node(ec2.Vpc("main", tags=tags))))["network.tf"]
    assert 'tags = { Name = "x" }' in text


class Foreign(Expr, Struct, frozen=True):
    """An expression the printer has never heard of."""

    name: str = field(default="x")


def test_absent_arguments_are_left_out() -> None:
    """What was not given is not printed; inside a value there is nothing it could mean."""
    assert "tags" not in hcl.write(stack(node(ec2.Vpc("main", tags=ABSENT))))["network.tf"]
    with pytest.raises(TypeError, match=r"aws_vpc\.main\.tags: a Absent has no"):
        hcl.write(stack(node(ec2.Vpc("main", tags={"Name": ABSENT}))))


def test_unknown_expressions_are_refused() -> None:
    """A new kind of expression needs a spelling first."""
    with pytest.raises(TypeError, match="a Foreign has no Terraform spelling"):
        hcl.write(stack(node(ec2.Vpc("main", cidr_block=Foreign()))))


READ = {"Unknown", "Known", "Hidden"}
"""What only stands in a Blueprint that was read from a plan; such a one is not written again."""


def test_every_kind_of_expression_has_a_spelling() -> None:
    """Whatever compile may put in place of a value can be printed."""
    own = {k.__name__ for k in Expr.__subclasses__() if k.__module__ == "giban.values.expr"}

    assert own == {kind.__name__ for kind in _SPELLINGS} & own | {"Absent"} | READ


@pytest.mark.parametrize("kind", [*kinds.RESOURCES, *kinds.DATA_SOURCES, *kinds.EPHEMERALS])
def test_every_argument_of_every_kind_is_printed(kind: type[Object]) -> None:
    """Nothing an author of a component gives is left out."""
    given = filled(kind)

    text = "\n".join(hcl.write(stack(node(kind("x", **given)))).values())

    def check(values: dict[str, Any]) -> None:
        for name, value in values.items():
            real = name.rstrip("_")
            if isinstance(value, str):
                assert f'"<{real}>"' in text
            else:
                assert f"{real} {{" in text
                check((value[0] if isinstance(value, tuple) else value).given())

    check(given)
