"""The lists of handlers are complete, in order, and name operations that exist."""

import botocore.session
import pytest
from botocore import xform_name

from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.kinds import DATA_SOURCES, EPHEMERALS, RESOURCES
from giban.rehearse.shape import shape

SESSION = botocore.session.Session()
OPERATIONS = ("create_op", "find_op", "update_op", "delete_op")


def test_each_type_once_in_order() -> None:
    """Handlers stand in the order of their modules, one for each type."""
    for group in (RESOURCES, DATA_SOURCES, EPHEMERALS):
        modules = [cls.__module__ for cls in group]

        assert modules == sorted(modules)
        assert len({cls.kind for cls in group}) == len(group)


@pytest.mark.parametrize("cls", RESOURCES, ids=lambda cls: cls.kind.terraform_type)
def test_what_a_handler_names_exists(cls: type[Handler]) -> None:
    """Its operations are the service's, and its names are the type's attributes."""
    if cls.depth == "handled":
        known = {
            xform_name(name) for name in SESSION.get_service_model(cls.service).operation_names
        }
        assert {getattr(cls, name) for name in OPERATIONS} - {""} <= known
    tf = shape(cls.kind)
    for path in (*cls.names, *cls.reads, *cls.recompute, *cls.local):
        at = tf
        *parents, last = path.split(".")
        for parent in parents:
            at = at.blocks[parent].shape
        assert at.field(last) is not None, path
