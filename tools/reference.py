"""Write the reference pages from the code they describe; `make docs`, and a test holds them to it.

docs/reference/manifest.md    every key, what it means, and what it is when nobody writes it
docs/reference/permissions.md what deploying takes, and what the documents' policies allow instead
docs/reference/rehearsal.md   every Terraform type: how deep the rehearsal goes, what it refuses
docs/reference/rules.md       every rule of `giban check`, checkov's and trivy's beside them
docs/reference/second-opinion.md  what checkov finds that stays as it is, and why
"""

from __future__ import annotations

import inspect
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import opinions
import permissions_page
import rules_page
from giban.catalogue.kinds import RESOURCES
from giban.manifest import json_schema
from giban.rehearse.handlers import kinds
from giban.rehearse.handlers.base import Handler
from giban.system.defaults import TABLE
from giban.system.presets import LEVELS, ROWS

FOLDER = Path(__file__).parents[1] / "docs/reference"
GENERATED = "<!-- Written by tools/reference.py; `make docs` writes it again. -->\n\n"


def pages() -> dict[str, str]:
    """Return every page by its file name."""
    return {
        "manifest.md": GENERATED + "\n".join(manifest()) + "\n",
        "permissions.md": GENERATED + "\n".join(permissions_page.page()) + "\n",
        "rehearsal.md": GENERATED + "\n".join(rehearsal()) + "\n",
        "rules.md": GENERATED + "\n".join(rules_page.page()) + "\n",
        "second-opinion.md": GENERATED + "\n".join(opinions.page()) + "\n",
    }


def manifest() -> Iterator[str]:
    """Yield the page of the manifest."""
    schema = json_schema()
    yield "# The manifest\n"
    yield "`giban schema` prints the same for editors. `null` in an environment switches off what"
    yield "the rest of the manifest says. A key left out has the value of the presets"
    yield "and defaults below; `giban explain KEY -e ENV` says which one won.\n"
    yield from _keys("The whole", schema)
    for name, definition in schema["$defs"].items():
        if definition.get("properties"):
            yield from _keys(name, definition)
    yield "## What `availability` sets\n"
    yield f"| key | {' | '.join(LEVELS)} | reason |\n|---|---|---|---|---|"
    for key, (*levels, reason) in ROWS.items():
        yield f"| `{key}` | {' | '.join(map(_value, levels))} | {reason} |"
    yield "\n## Defaults\n\n| key | value | reason |\n|---|---|---|"
    for key, (value, reason) in TABLE.items():
        yield f"| `{key}` | {_value(value)} | {reason} |"


def rehearsal() -> Iterator[str]:
    """Yield the page of the rehearsal."""
    handlers = {handler.kind.terraform_type: handler for handler in kinds.RESOURCES}
    yield "# What the rehearsal does with each Terraform type\n"
    yield "*handled*: made, read and changed through the AWS API that moto answers. *shadowed*:"
    yield "answered by giban where moto has no such API. *recorded*: kept in Terraform's state"
    yield "only."
    yield "Attributes that no API answers are listed at the end of every rehearsal.\n"
    yield "| type | depth | refused, where moto would let it pass |\n|---|---|---|"
    for cls in sorted(RESOURCES, key=lambda one: one.terraform_type):
        handler = handlers.get(cls.terraform_type)
        depth = handler.depth if handler else "recorded"
        yield f"| `{cls.terraform_type}` | {depth} | {_guards(handler)} |"


def _keys(name: str, schema: Any) -> Iterator[str]:
    yield f"## {name}\n"
    if schema.get("description"):
        yield f"{_line(schema['description'])}\n"
    yield "| key | is | meaning |\n|---|---|---|"
    for key, spec in schema["properties"].items():
        yield f"| `{key}` | {_type(spec)} | {_line(spec.get('description', ''))} |"
    yield ""


def _type(spec: Any) -> str:
    if "$ref" in spec:
        return str(spec["$ref"]).rsplit("/", 1)[-1]
    if "enum" in spec:
        return " or ".join(f"`{one}`" for one in spec["enum"])
    if "const" in spec:
        return f"`{spec['const']}`"
    if "anyOf" in spec or "oneOf" in spec:
        kinds = map(_type, spec.get("anyOf") or spec["oneOf"])
        return " or ".join(dict.fromkeys(kind for kind in kinds if kind != "null"))
    if spec.get("type") == "array":
        return f"list of {_type(spec.get('items', {}))}"
    if spec.get("type") == "object":
        inner = list(spec.get("patternProperties", {}).values())
        return f"by name: {_type(inner[0] if inner else spec['additionalProperties'])}"
    return str(spec.get("type", "any"))


def _value(value: Any) -> str:
    return "" if value is None else f"`{json.dumps(value, ensure_ascii=False)}`".replace("|", "\\|")


def _guards(handler: type[Handler] | None) -> str:
    guards = [*handler.guards, *handler.delete_guards] if handler else []
    words = (inspect.getdoc(guard) or guard.__name__ for guard in guards)
    return " ".join(_line(one.split("\n\n")[0]) for one in words)


def _line(text: str) -> str:
    return " ".join(text.split()).replace("|", "\\|")


def main() -> None:
    FOLDER.mkdir(parents=True, exist_ok=True)
    for name, text in pages().items():
        (FOLDER / name).write_text(text)


if __name__ == "__main__":
    main()
