"""Planning follows the official provider's rules."""

from typing import Any

from giban.blueprint import Block, Resource
from giban.blueprint.schema import (
    Bool,
    Num,
    Str,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)
from giban.rehearse.codec import UNKNOWN, Values
from giban.rehearse.merge import refresh, settle, unread
from giban.rehearse.plan import Planned, plan
from giban.rehearse.shape import complete, shape


class Element(Block):
    """One of a set."""

    key: Str = required()
    value: Str = optional()
    made: Str = computed()
    fixed: Str = optional(new=True)


class Inner(Block):
    """One that stands alone."""

    size: Num = optional(default=3)
    fixed: Str = optional(new=True)


class Thing(Resource, type="test_thing"):
    """Something with every kind of argument."""

    id: Str = optional(computed=True)
    name: Str = required(new=True)
    note: Str = optional()
    on: Bool = optional(default=True)
    off: Bool = optional()
    chosen: Str = optional(computed=True)
    policy: Str = optional(suppressed=True)
    tags: StrMap = optional()
    members: StrSet = optional()
    hidden: Str = optional(write_only=True)
    arn: Str = computed()
    inner: Inner | None = blocks(max=1)
    element: tuple[Element, ...] = blocks("set")
    assigned: tuple[Element, ...] = blocks("set", computed=True)


SHAPE = shape(Thing)


def planned(config: Values, prior: Values | None = None, *, strict: bool = False) -> Planned:
    """Plan with everything that is not given null."""
    was = complete(SHAPE, prior) if prior is not None else None
    return plan(SHAPE, complete(SHAPE, {"name": "n", **config}), was, strict=strict)


def after(config: Values, found: Values) -> Values:
    """Return the state after an apply."""
    return settle(SHAPE, planned(config).values, found)


def test_a_new_object() -> None:
    """Defaults are known, what AWS decides is not, write-only values are nowhere."""
    values = planned({"hidden": "secret", "note": UNKNOWN}).values

    assert values["on"] is True
    assert values["off"] is None
    assert values["chosen"] is UNKNOWN
    assert values["arn"] is UNKNOWN
    assert values["note"] is UNKNOWN
    assert values["hidden"] is None
    assert values["assigned"] is UNKNOWN
    assert values["element"] == []


def test_nothing_changed() -> None:
    """What means the same as the state stays as it is in the state."""
    prior = complete(
        SHAPE,
        {
            "name": "n",
            "on": True,
            "off": False,
            "note": "",
            "chosen": "by AWS",
            "arn": "arn:x",
            "members": ["a", "b"],
            "policy": '{"Statement":[{"Action":["a"],"Effect":"Allow"}]}',
            "element": [{"key": "k", "value": "v", "made": "m", "fixed": None}],
        },
    )
    config = {
        "members": ["b", "a"],
        "policy": '{"Statement": {"Effect": "Allow", "Action": "a"}}',
        "element": [{"key": "k", "value": "v", "made": None, "fixed": None}],
    }

    result = planned(config, prior)

    assert result.values == prior
    assert result.replace == []


def test_framework_types_know_null_from_zero() -> None:
    """A strict plan takes an empty string for a change."""
    assert planned({"note": ""}, {"name": "n"}).values["note"] is None
    assert planned({"note": ""}, {"name": "n"}, strict=True).values["note"] == ""


def test_replacement() -> None:
    """A changed argument that forces replacement is named by its path."""
    prior = {"name": "m", "inner": [{"size": 3, "fixed": "x"}], "element": [{"key": "k"}]}
    config = {
        "inner": [{"size": 3, "fixed": "y"}],
        "element": [{"key": "k", "value": None, "made": None, "fixed": "new"}],
    }

    assert planned(config, prior).replace == [
        ("name",),
        ("inner", 0, "fixed"),
        ("element",),
    ]


def test_a_removed_block_that_forces_replacement() -> None:
    """Leaving out a block that held a forcing argument replaces the object."""
    prior = {"name": "n", "inner": [{"size": 3, "fixed": "x"}]}

    assert planned({}, prior).replace == [("inner",)]
    assert planned({}, {"name": "n", "inner": [{"size": 3}]}).replace == []


def test_an_unknown_value_forces_replacement() -> None:
    """A forcing argument that is not known yet counts as changed."""
    assert planned({"name": UNKNOWN}, {"name": "n"}).replace == [("name",)]


def test_elements_of_a_set_are_recognised() -> None:
    """A set's element keeps what AWS computed for it, whatever the order.

    In a new element that is empty, not unknown: the older SDK cannot say otherwise in a set, as
    the official provider's plans show.
    """
    old = [{"key": "a", "made": "1"}, {"key": "b", "made": "2"}]
    new = [{"key": "b"}, {"key": "c"}]
    prior = {"name": "n", "element": old}

    result = planned({"element": new}, prior).values["element"]

    assert [(one["key"], one["made"]) for one in result] == [("b", "2"), ("c", "")]


def test_settling() -> None:
    """After an apply, planned values stand and unknown ones are found."""
    state = after({"element": [{"key": "a"}]}, {"arn": "arn:x", "name": "other", "assigned": None})

    assert state["arn"] == "arn:x"
    assert state["name"] == "n"
    assert state["chosen"] is None
    assert state["assigned"] == []
    assert state["element"] == [{"key": "a", "value": "", "made": "", "fixed": ""}]


def test_settling_a_set() -> None:
    """What AWS computed for an element takes the place of the empty text that was planned."""
    found = {"element": [{"key": "a", "made": "by AWS"}]}

    (element,) = after({"element": [{"key": "a"}]}, found)["element"]

    assert element["made"] == "by AWS"


def refreshed(prior: Values, found: Values, **options: Any) -> Values:
    """Refresh a state."""
    return refresh(SHAPE, complete(SHAPE, prior), found, strict=False, **options)


def test_refresh_sees_drift_and_keeps_what_was_not_said() -> None:
    """What the API says counts; what it leaves out is sticky."""
    state = refreshed({"name": "n", "note": "mine", "on": True}, {"note": "theirs"})

    assert (state["name"], state["note"], state["on"]) == ("n", "theirs", True)


def test_refresh_leaves_unset_what_was_not_configured() -> None:
    """A default of the API is no drift of an argument nobody set, but an import takes it."""
    found = {"note": "a default", "inner": [{"size": 3}], "chosen": "c"}

    assert refreshed({"name": "n"}, found)["note"] is None
    assert refreshed({"name": "n"}, found)["inner"] == []
    assert refreshed({"name": "n"}, found)["chosen"] == "c"
    assert refreshed({"name": "n"}, found, adopt=True)["note"] == "a default"


def test_refresh_of_a_set() -> None:
    """Elements are recognised, changed, gone and new."""
    prior = {"name": "n", "element": [{"key": "a", "value": "1", "made": "m"}, {"key": "b"}]}
    found = {"element": [{"key": "c"}, {"key": "a", "value": "1"}]}

    state = refreshed(prior, found)["element"]

    assert sorted((one["key"], one["made"]) for one in state if one["made"]) == [("a", "m")]
    assert sorted(one["key"] for one in state) == ["a", "c"]


def test_what_was_not_checked() -> None:
    """Arguments set beyond their defaults that no read returned are named."""
    wanted = complete(SHAPE, {"name": "n", "on": True, "note": "x", "inner": [{"fixed": "f"}]})

    assert list(unread(SHAPE, wanted, {"name": "n", "inner": [{}]})) == ["note", "inner.fixed"]
