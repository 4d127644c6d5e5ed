"""The schema that lies beside each example is the one the program prints."""

import pytest

from giban.cli.schema import schema_text
from tests.examples import EXAMPLES


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_examples_schema_is_current(name: str) -> None:
    """`giban schema > examples/<name>/giban.schema.json` would change nothing."""
    beside = EXAMPLES[name].manifest.with_name("giban.schema.json")

    assert beside.read_text() == schema_text()
