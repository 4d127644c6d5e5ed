"""Several instances of one label as one block, and what of them goes where."""

from __future__ import annotations

import pytest

from giban import hcl
from giban.blueprint import Block, Lifecycle, Node, Object, Origin, Resource
from giban.blueprint.schema import Str, StrList, StrMap, blocks, optional
from giban.values import Call, Expr, Json, Knob, Pick, Ref, text
from tests.hcl.stacks import knob, node, stack


class Rule(Block):
    """A nested block."""

    port: Str = optional()
    cidrs: StrList = optional()


class Thing(Resource, type="aws_thing"):
    """A type with everything these tests need."""

    name: Str = optional()
    size: Str = optional()
    policy: Str = optional()
    tags: StrMap = optional()
    items: StrList = optional()
    rule: tuple[Rule, ...] = blocks()
    main_rule: Rule | None = blocks(max=1)


def printed(*things: Object, file: str = "network.tf") -> str:
    """Return a file without its header and banner."""
    page = hcl.write(stack(*(node(thing) for thing in things)))[file]
    return page.split("#" * 80)[-1].strip() + "\n"


def other(key: str) -> Ref:
    """Return a reference to the object of that key."""
    return Thing("other", each=key).ref.name  # type: ignore[return-value]


OTHERS = tuple(Thing("other", each=key, name="o") for key in ("a", "c"))


def both(**values: tuple[object, object]) -> str:
    """Print two instances with these arguments."""
    things = [
        Thing("it", each=key, **{name: pair[at] for name, pair in values.items()})  # type: ignore[arg-type]
        for at, key in enumerate(("a", "c"))
    ]
    return printed(*OTHERS, *things).split("\n\n", 2)[2]


def test_what_is_equal_is_said_once() -> None:
    """Without differences the keys are all there is."""
    expected = """\
resource "aws_thing" "it" {
  for_each = toset(["a", "c"])

  name = "same"
  size = 1
}
"""
    assert expected.endswith(both(name=("same", "same"), size=(1, 1)).partition("\n\n")[2])


@pytest.mark.parametrize(
    ("values", "line"),
    [
        (("a", "c"), "name = each.key"),
        (("x-a", "x-c"), 'name = "x-${each.key}"'),
        (("main-a", "main-c"), 'name = "main-${each.key}"'),
        (("a-a", "c-c"), 'name = "${each.key}-${each.key}"'),
        ((other("a"), other("c")), "name = aws_thing.other[each.key].name"),
        ((other("a"), other("a")), 'name = aws_thing.other["a"].name'),
        (
            (text(other("a"), "x"), text(other("c"), "x")),
            'name = "${aws_thing.other[each.key].name}x"',
        ),
        ((Call("upper", ("a",)), Call("upper", ("c",))), "name = upper(each.key)"),
        ((Json(["k", "a"]), Json(["k", "c"])), 'name = jsonencode(["k", each.key])'),
    ],
)  # fmt: skip
def test_the_key_explains_the_difference(values: tuple[object, object], line: str) -> None:
    """Nothing needs a map that the key of the instance explains."""
    assert f"  {line}\n" in both(name=values)
    assert 'for_each = toset(["a", "c"])' in both(name=values)


@pytest.mark.parametrize(
    ("values", "line", "entry"),
    [
        (("x", "y"), "name = each.value", 'a = "x"'),
        ((1, True), "name = each.value", "c = true"),
        ((None, "y"), "name = each.value", "a = null"),
        ((other("c"), other("a")), "name = each.value", 'a = aws_thing.other["c"].name'),
        ((text("p-", other("a")), text("p-", "c")), 'name = "p-${each.value}"', 'c = "c"'),
        ((Call("upper", ("x",)), Call("lower", ("x",))), "name = each.value", 'a = upper("x")'),
        ((Json({"K": "x"}), Json({"K": "y"})), "name = jsonencode({ K = each.value })", 'a = "x"'),
        ((knob("x", "one"), knob("y", "two")), "name = each.value", "a = var.one"),
        ((text(knob(1, "n")), text(knob(2, "m"))), "name = tostring(each.value)", "a = var.n"),
    ],
)
def test_one_difference_stands_in_for_each(
    values: tuple[object, object], line: str, entry: str
) -> None:
    """A single short difference needs neither a name nor a local."""
    found = both(name=values)

    assert f"  {line}\n" in found
    assert f"    {entry}\n" in found


def test_several_differences_go_to_a_local() -> None:
    """Each has the name of its argument; an instance without one says null."""
    things = (
        Thing("it", each="a", name="x", size="1"),
        Thing("it", each="c-1", name="y", policy="p"),
    )

    assert "name   = each.value.name" in printed(*things)
    assert printed(*things, file="locals.tf") == """\
locals {
  # What the instances of aws_thing.it do not have in common.
  thing_it = {
    a     = { name = "x", size = "1", policy = null }
    "c-1" = { name = "y", size = null, policy = "p" }
  }
}
"""  # fmt: skip


def test_differences_deep_inside_keep_the_shape_around_them() -> None:
    """Blocks, documents and maps stay where they are; only leaves move."""
    things = [
        Thing(
            "it",
            each=key,
            policy=Json({"Statement": [{"Effect": "Allow", "Resource": resource}]}),
            tags={"Name": key, "aws:Role": resource},
            rule=(Rule(port=port, cidrs=["10.0.0.0/8"]), Rule(port="1")),
        )
        for key, resource, port in (("a", "r1", "80"), ("c", "r2", "443"))
    ]

    found = printed(*things)

    assert '{ Effect = "Allow", Resource = each.value.resource },' in found
    assert '"aws:Role" = each.value.resource' in found
    assert "port  = each.value.port" in found
    assert 'port = "1"' in found


def test_names_of_differences_never_meet() -> None:
    """Leaves of one name are told apart by what they stand in."""
    things = [
        Thing("it", each=k, name=f"{n}", tags={"Name": f"{n}{n}", "name": f"{n}_"})
        for k, n in (("a", 1), ("c", 2))
    ]

    assert "a = { name = " in printed(*things, file="locals.tf")
    assert "tags_name = " in printed(*things, file="locals.tf")
    assert "name_2 = " in printed(*things, file="locals.tf")


def test_names_are_numbered_when_nothing_else_tells_them_apart() -> None:
    """Three strings in one place are three names."""
    things = [
        Thing("it", each=k, tags={"a": [{"b": f"{n}"}, {"b": f"{n}{n}"}, {"b": f"-{n}"}]})  # type: ignore[dict-item]
        for k, n in (("a", 1), ("c", 2))
    ]

    local = printed(*things, file="locals.tf")
    assert 'a = { b = "1", a_b = "11", tags_a_b = "-1" }' in local


def test_choices_of_other_things_differ_as_a_whole() -> None:
    """What is picked must be the same attribute to be one expression."""
    one, two = (Pick(other("a"), "k", "v", attribute) for attribute in "xy")

    assert "name = each.value" in both(name=(one, two))


def test_an_empty_key_is_no_part_of_a_name() -> None:
    """It would be everywhere."""
    things = (Thing("it", each="", name="x"), Thing("it", each="c", name="y"))

    assert '"" = "x"' in printed(*things)


def test_lists_that_differ_in_more_than_one_place_differ_as_a_whole() -> None:
    """A reader sees two lists, not four numbered strings."""
    assert "    a = " not in both(items=(["x", "y"], ["v", "w"]))
    assert "  items = [each.value]" in both(items=(["x"], ["y"]))
    assert "  items = each.value" not in both(items=(["x"], ["y"]))


@pytest.mark.parametrize(
    ("first", "second"),
    [(["x"], ["x", "y"]), ({"a": "1"}, {"b": "1"}), ("x", ["x"]), (Json([1]), Json({}))],
)
def test_other_shapes_are_entries_of_the_whole(first: object, second: object) -> None:
    """What has no common shape is an entry of its own."""
    found = both(tags=(first, second))

    assert "each.value" in found


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ((Rule(port="1"),), (Rule(port="1"), Rule(port="2"))),
        ((Rule(port="1"),), ()),
        (None, (Rule(port="1"),)),
    ],
)
def test_blocks_of_other_shapes_have_no_spelling(first: object, second: object) -> None:
    """Terraform's `each` cannot leave a block away: such instances need labels of their own."""
    with pytest.raises(hcl.UnprintableError, match=r"aws_thing\.it: the instances a, c .* rule"):
        both(rule=(first, second))


def test_an_empty_list_of_blocks_is_none() -> None:
    """No blocks and an empty list of them mean the same."""
    assert "rule" not in both(rule=((), None))


def test_a_lone_instance_keeps_its_values() -> None:
    """With one key only what is that key follows it: a part of a word may be there by chance."""
    things = (
        Thing("other", each="a", name="o"),
        Thing("it", each="a", name="main-a", size=other("a"), policy="a"),
    )

    assert printed(*things).endswith("""\
resource "aws_thing" "it" {
  for_each = toset(["a"])

  name   = "main-a"
  size   = aws_thing.other[each.key].name
  policy = each.key
}
""")


def test_long_differences_go_to_a_local() -> None:
    """A single difference that is long or built of parts is kept out of the block."""
    found = both(name=("x" * 80, "y"))

    assert "for_each = local.thing_it" in found
    assert "name = each.value" in found


def test_locals_of_one_name_are_told_apart() -> None:
    """Two blocks whose type and label read alike have two locals."""

    class AB(Resource, type="aws_a_b"):
        """One."""

        name: Str = optional()
        size: Str = optional()

    class A(Resource, type="aws_a"):
        """The other."""

        name: Str = optional()
        size: Str = optional()

    things: list[Object] = []
    for key in ("a", "c"):
        things += [
            AB("c", each=key, name=f"{key}{ord(key)}", size=f"{-ord(key)}"),
            A("b_c", each=key, name=f"{key}{ord(key)}", size=f"{-ord(key)}"),
        ]

    assert "  a_b_c = {" in printed(*things, file="locals.tf")
    assert "  a_b_c_2 = {" in printed(*things, file="locals.tf")


def test_all_instances_of_another_group_read_as_one() -> None:
    """A list of every instance in Terraform's order is `values(…)`; any other is spelled out."""
    every: list[Expr] = [other("a"), other("c")]

    assert "items = values(aws_thing.other)[*].name" in printed(*OTHERS, Thing("x", items=every))
    for partial in (every[::-1], every[:1], [*every, "z"], [every[0], OTHERS[1].ref.size]):
        assert "values(" not in printed(*OTHERS, Thing("x", items=partial))  # type: ignore[arg-type]


def test_what_terraform_is_told_must_agree() -> None:
    """Provider and lifecycle belong to the block, so instances cannot differ in them."""
    origin = Origin("network")
    nodes = [
        Node(object=Thing("it", each=key), origin=origin, chapter="n", lifecycle=lifecycle)
        for key, lifecycle in (("a", None), ("c", Lifecycle(prevent_destroy=True)))
    ]

    with pytest.raises(hcl.UnprintableError, match="differ in their lifecycle"):
        hcl.write(stack(*nodes))


def test_knobs_of_instances_stay_knobs() -> None:
    """A knob in a map is still an operator's to turn."""
    files = hcl.write(
        stack(*(node(Thing("it", each=k, size=Knob(f"{k}_size", 1, "Size."))) for k in "ac"))
    )

    assert "a = var.a_size" in files["network.tf"]
    assert "c_size = 1" in files["terraform.tfvars"]
