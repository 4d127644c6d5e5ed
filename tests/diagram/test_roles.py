"""Every type of the catalogue is drawn, folded, counted or hidden; the tables agree."""

from __future__ import annotations

from giban.catalogue.kinds import DATA_SOURCES, EPHEMERALS, RESOURCES
from giban.diagram import palette, words
from giban.diagram.icons import ICONS
from giban.diagram.roles import ROLES, SHELVES, SUMMARIES, Counted, Drawn

HOW = "give it a line in ROLES of src/giban/diagram/roles.py: what should a reader see of it?"
KNOWN = {
    *(cls.terraform_type for cls in RESOURCES),
    *(f"data.{cls.terraform_type}" for cls in DATA_SOURCES),
    *(f"ephemeral.{cls.terraform_type}" for cls in EPHEMERALS),
}


def test_every_type_has_a_role() -> None:
    """No type of the catalogue disappears from the picture without a word."""
    assert [] == sorted(KNOWN - set(ROLES)), HOW


def test_no_role_is_left_over() -> None:
    """The table names only types that the catalogue has."""
    assert [] == sorted(set(ROLES) - KNOWN)


def test_roles_are_sorted() -> None:
    """A reader finds a type where the alphabet puts it."""
    assert sorted(ROLES) == list(ROLES)


def test_icons_and_families() -> None:
    """Whatever is drawn has an icon, and each icon a family, and no icon is for nothing."""
    drawn = {role.icon for role in ROLES.values() if isinstance(role, Drawn)}
    used = drawn | {one.icon for one in SUMMARIES.values()} | {"users", "stack"}

    assert used == set(ICONS) == set(palette.FAMILIES)
    assert set(palette.FAMILIES.values()) <= set(palette.TONES)


def test_summaries_and_shelves() -> None:
    """What is counted is counted somewhere, and what stands outside a VPC has a shelf."""
    counted = {role.summary for role in ROLES.values() if isinstance(role, Counted)}
    shelves = {one.shelf for one in SUMMARIES.values() if one.where == "shelf"}
    shelves |= {
        role.shelf for role in ROLES.values() if isinstance(role, Drawn) and role.where == "shelf"
    }

    assert counted == set(SUMMARIES)
    assert shelves == set(SHELVES)


def test_drawn_types_have_names() -> None:
    """Every drawn type says which AWS service it is."""
    drawn = {type for type, role in ROLES.items() if isinstance(role, Drawn)}

    assert [] == sorted(drawn - set(words.TITLES) - set(words.KINDS))
