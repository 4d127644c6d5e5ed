"""How each value is spelled, without asking Terraform; `test_terraform` asks it."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from msgspec.structs import replace

from giban import hcl
from giban.blueprint import Lifecycle, Origin, Output, State
from giban.catalogue import ec2
from giban.values import ABSENT, Address, Call, Either, Expr, Json, Knob, Pick, Ref, text
from tests.hcl.stacks import knob, node, stack
from tests.hcl.terraform import place, terraform

VPC = ec2.Vpc("main")
ID = Ref(VPC.terraform_address, ("id",))
ITEM = Ref(VPC.terraform_address, ("list", 0, "a-b", "c d"))
LONG = "x" * 60
SWITCH = Knob("on", False, "Whether it is on.")

SPELLINGS: tuple[tuple[Any, str], ...] = (
    ("${a} %{b} $${c}", '"$${a} %%{b} $$${c}"'),
    ('"\\\n\r\t', r'"\"\\\n\r\t"'),
    ("\x00\x1b\x7f\u200b\u202e\U0001f44d", r'"\u0000\u001b\u007f\u200b\u202e' + '👍"'),
    ("기반", '"기반"'),
    (-0.0, "0"),
    (10**25, "1" + "0" * 25),
    (1.50, "1.5"),
    (1e-7, "1e-07"),
    (2.0, "2"),
    (True, "true"),
    ([], "[]"),
    ({}, "{}"),
    ([None, 1, "a"], '[null, 1, "a"]'),
    ({"a b": 1}, '{ "a b" = 1 }'),
    ({"for": {}}, '{ "for" = {} }'),
    ({"a👍🏽é": 1}, r'{ "a👍\U0001f3fdé" = 1 }'),
    (ITEM, 'aws_vpc.main.list[0].a-b["c d"]'),
    (text("a", "b"), '"ab"'),
    (text(ID), "aws_vpc.main.id"),
    (text("$", ID, "%", ID, "$"), r'"\u0024${aws_vpc.main.id}\u0025${aws_vpc.main.id}$"'),
    (text("a-", text("b-", ID), "-c"), '"a-b-${aws_vpc.main.id}-c"'),
    (text(knob(8080, "port")), "tostring(var.port)"),
    (Either(SWITCH, 2, 1), "var.on ? 2 : 1"),
    (Either(SWITCH, ABSENT, ID), "var.on ? null : aws_vpc.main.id"),
    (Either(SWITCH, knob(1, "n"), 0), "var.on ? var.n : 0"),
    (Either(SWITCH, 1, 0), "var.on ? 1 : 0"),
    (Either(SWITCH, True, False), "var.on"),
    (Either(SWITCH, False, True), "!var.on"),
    (text("a-", Either(SWITCH, "b", "c")), '"a-${var.on ? "b" : "c"}"'),
    (Json([]), "jsonencode([])"),
    (text("x", Json({"a": ID})), '"x${jsonencode({ a = aws_vpc.main.id })}"'),
    (Call("max", (1, 2)), "max(1, 2)"),
    (Pick(ID, "k", "v", "a"), 'one([for item in aws_vpc.main.id : item.a if item.k == "v"])'),
    ([[{"a": 1}]], "[\n    [\n      { a = 1 },\n    ],\n  ]"),
    (Call("merge", ({"a": 1}, {"b": 2})), "merge(\n    { a = 1 },\n    { b = 2 },\n  )"),
    (Call("f", (LONG, LONG)), f'f(\n    "{LONG}",\n    "{LONG}",\n  )'),
    ([LONG, LONG], f'[\n    "{LONG}",\n    "{LONG}",\n  ]'),
    ("a\nb\n", "<<-EOT\n    a\n    b\n  EOT"),
    ("a\n\n  b ${c}\n", "<<-EOT\n    a\n\n      b $${c}\n  EOT"),
    (text("a\n", ID, "\n"), "<<-EOT\n    a\n    ${aws_vpc.main.id}\n  EOT"),
    (Call("f", ("a\nb\n",)), "f(<<-EOT\n    a\n    b\n  EOT\n  )"),
    (Call("g", (Call("f", ("a\nb\n",)),)), "g(f(<<-EOT\n    a\n    b\n  EOT\n  ))"),
    (Call("f", ("a\nb",)), r'f("a\nb")'),
)  # fmt: skip

EXACT_ONLY_IN_QUOTES = (
    "a\nb",
    "a\n",
    " a\nb\n",
    "\na\nb\n",
    "a\n \nb\n",
    "a\n  EOT\nb\n",
    "a\r\nb\n",
    "a\n\u0301b\n",
    "a\n\x07b\n",
    text("a\n$", ID, "\n"),
)


def spelled(value: Any) -> str:
    """Return how a value is printed as an output."""
    output = Output(name="o", value=value, description="x" * 5)
    return hcl.write(stack(node(VPC), outputs=(output,)))["outputs.tf"].split("value")[1].strip()


@pytest.mark.parametrize(("value", "spelling"), SPELLINGS)
def test_each_value_has_one_spelling(value: Any, spelling: str) -> None:
    """As a person would write it, and escaped whatever it holds."""
    assert f"= {spelling}\n}}" == spelled(value)


@pytest.mark.parametrize("value", EXACT_ONLY_IN_QUOTES)
def test_heredocs_are_used_only_where_they_are_exact(value: str | Expr) -> None:
    """Everything else of several lines stays a quoted string."""
    assert "<<" not in spelled(value)


@pytest.mark.terraform
def test_every_spelling_is_formatted(tmp_path: Path) -> None:
    """Each of the spellings above is as `terraform fmt` leaves it."""
    values = [value for value, _ in SPELLINGS] + list(EXACT_ONLY_IN_QUOTES)
    outputs = [Output(name=f"o{at}", value=v, description="x") for at, v in enumerate(values)]

    files = hcl.write(stack(node(VPC), outputs=tuple(outputs)))

    terraform(place(tmp_path, files), "fmt", "-check", "-diff")


def test_what_terraform_is_told_stands_last() -> None:
    """Lifecycle and depends_on close a block, spread when they are long; keys are left out."""
    others = [ec2.Subnet(f"a_rather_long_label_{n}", each="a", vpc_id=ID) for n in range(4)]
    last = replace(
        node(ec2.Vpc("last", cidr_block="10.0.0.0/16")),
        after=tuple(other.terraform_address for other in others),
        lifecycle=Lifecycle(prevent_destroy=True, ignore_changes=('tags["Owner"]',)),
    )  # fmt: skip

    found = hcl.write(stack(node(VPC), *map(node, others), last))["network.tf"]

    assert found.endswith("""\
resource "aws_vpc" "last" {
  cidr_block = "10.0.0.0/16"

  lifecycle {
    prevent_destroy = true
    ignore_changes  = [tags["Owner"]]
  }

  depends_on = [
    aws_subnet.a_rather_long_label_0,
    aws_subnet.a_rather_long_label_1,
    aws_subnet.a_rather_long_label_2,
    aws_subnet.a_rather_long_label_3,
  ]
}
""")


def test_what_replaces_an_object_is_named() -> None:
    """By the attribute whose change does it."""
    subnet = ec2.Subnet("a", vpc_id=VPC.ref.id)
    told = Lifecycle(replaced_with=(VPC.ref.arn,))

    found = hcl.write(stack(node(VPC), replace(node(subnet), lifecycle=told)))["network.tf"]

    assert "replace_triggered_by = [aws_vpc.main.arn]" in found


def test_the_state_is_locked_by_a_table_on_request() -> None:
    """Natively by default, by DynamoDB where the team says so."""
    state = State(bucket="b", key="k", region="r", lock_table="locks")

    assert 'dynamodb_table = "locks"' in hcl.write(replace(stack(), state=state))["backend.tf"]


def test_components_stay_together_under_one_banner() -> None:
    """Whatever order objects come in; paths below a component do not cut it further."""
    vpcs = [
        node(ec2.Vpc(label), path)
        for label, path in (
            ("one", "services.app.scale"),
            ("two", "network"),
            ("three", "services.app"),
        )
    ]

    found = hcl.write(stack(*vpcs))["network.tf"]

    assert found.startswith("# Written by giban from `services`, `network` in the manifest.\n")
    assert found.count("# services.app\n") == 1
    assert found.index('"one"') < found.index('"three"') < found.index('"two"')


def test_objects_without_a_part_of_the_manifest_have_no_banner() -> None:
    """They come from the manifest as a whole."""
    found = hcl.write(stack(replace(node(VPC), origin=Origin(""))))["network.tf"]

    assert found.startswith("# Written by giban from the manifest.\n")
    assert "####" not in found


def test_reasons_are_wrapped_and_cannot_leave_their_comment() -> None:
    """Line breaks of any kind go on in a comment; each reason of a group is told once."""
    subnets = [
        node(ec2.Subnet("app", each=key, vpc_id=ID), why=why)
        for key, why in (("a", "one\r\n\u2028two\x1b"), ("b", "word " * 40), ("c", "word " * 40))
    ]

    found = hcl.write(stack(node(VPC), *subnets))["network.tf"]

    assert "# one\n#\n# two\n# word word" in found
    assert found.count("word") == 40
    assert max(map(len, found.splitlines())) <= 100


def test_references_know_their_mode() -> None:
    """Data sources and ephemeral values are referred to by their prefix."""
    address = Address("aws_vpc", "x", "a b", "data")

    assert str(address) == 'data.aws_vpc.x["a b"]'
