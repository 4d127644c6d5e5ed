"""The schema that lies beside the example is the one the program prints."""

from pathlib import Path

from giban.cli.schema import schema_text

EXAMPLE = Path(__file__).parents[2] / "examples/hospital-erp/giban.schema.json"


def test_the_examples_schema_is_current() -> None:
    """`giban schema > examples/hospital-erp/giban.schema.json` would change nothing."""
    assert EXAMPLE.read_text() == schema_text()
