"""Write the catalogue class of a Terraform type from the official provider's own schema.

    python tools/scaffold.py --schema schema.json [--behaviour behaviour.json] aws_vpc aws_subnet

`schema.json` is what `terraform providers schema -json` prints (`.gz` is read too);
`behaviour.json` adds what that leaves out: what forces replacement, defaults, conflicts.
The text goes to stdout, for a person to place in `src/giban/catalogue/` and to own.
"""

from __future__ import annotations

import argparse
import gzip
import json
import keyword
import textwrap
from collections.abc import Iterator
from pathlib import Path
from typing import Any

SPELLING = {
    '"string"': "Str",
    '"number"': "Num",
    '"bool"': "Bool",
    '["list", "string"]': "StrList",
    '["set", "string"]': "StrSet",
    '["list", "number"]': "NumList",
    '["set", "number"]': "NumSet",
    '["map", "string"]': "StrMap",
}
IMPORTED = ("As", "Block", "Check", "DataSource", "Ephemeral", "Expr", "Resource")
GROUPS = {
    "resource_schemas": "Resource",
    "data_source_schemas": "DataSource",
    "ephemeral_resource_schemas": "Ephemeral",
}


class Writer:
    """Collects the classes of one module, each nested shape written once."""

    def __init__(self, behaviour: dict[str, Any]) -> None:
        self.behaviour = behaviour
        self.classes: list[str] = []
        self.names: dict[str, str] = {}
        self.aliases: dict[str, str] = {}

    def object(self, kind: str, type_: str, name: str, block: dict[str, Any], doc: str) -> None:
        facts = self.behaviour.get(type_, {}) if kind == "Resource" else {}
        self.names[name] = name
        body = self.body(block, facts, "", name)
        options = [f'type="{type_}"']
        if facts.get("", {}).get("kind") == "framework":
            options.append("framework=True")
        head = f"class {name}({kind}, {', '.join(options)}):"
        self.classes.append(f'{head}\n    """{doc}"""\n\n{textwrap.indent(body, "    ")}')

    def body(self, block: dict[str, Any], facts: dict[str, Any], path: str, owner: str) -> str:
        lines = []
        attributes = block.get("attributes", {})
        order = sorted(attributes, key=lambda n: (rank(attributes[n]), n))
        for name in order:
            lines.append(self.attribute(name, attributes[name], facts.get(path + name, {})))
        for name, nested in sorted(block.get("block_types", {}).items()):
            lines.append(self.nested(name, nested, facts, path, owner))
        return "\n".join(lines)

    def attribute(self, name: str, spec: dict[str, Any], facts: dict[str, Any]) -> str:
        spelled = json.dumps(spec["type"])
        annotation = SPELLING.get(spelled)
        if annotation is None:
            annotation = camel(name) + "Value"
            self.aliases[annotation] = f"{annotation} = Annotated[Expr, As({spec['type']!r})]"
        if spec.get("required"):
            how = "required"
        elif spec.get("optional"):
            how = "optional"
        else:
            how = "computed"
        options = []
        if how == "optional" and spec.get("computed"):
            options.append("computed=True")
        for flag in ("sensitive", "write_only"):
            if spec.get(flag):
                options.append(f"{flag}=True")
        if how != "computed":
            options += behaviour_options(facts)
        return f"{safe(name)}: {annotation} = {how}({', '.join(options)})"

    def nested(
        self, name: str, nested: dict[str, Any], facts: dict[str, Any], path: str, owner: str
    ) -> str:
        here = path + name
        low, high = nested.get("min_items", 0), nested.get("max_items", 0)
        mode = nested["nesting_mode"]
        options = [f'"{mode}"'] if mode != "list" else []
        if low:
            options.append(f"min={low}")
        if high:
            options.append(f"max={high}")
        own = facts.get(here, {})
        if own.get("computed_block"):
            options.append("computed=True")
        options += [o for o in behaviour_options(own) if not o.startswith("default")]
        body = self.body(nested["block"], facts, here + ".", owner)
        class_name = self.place(name, body, owner, here)
        single = mode == "single" or high == 1
        annotation = f"{class_name} | None" if single else f"tuple[{class_name}, ...]"
        return f"{safe(name)}: {annotation} = blocks({', '.join(options)})"

    def place(self, name: str, body: str, owner: str, path: str) -> str:
        candidates = [camel(name), owner + camel(name), owner + camel(path.replace(".", "_"))]
        for candidate in candidates:
            known = self.names.get(candidate)
            if known == body:
                return candidate
            if known is None and not taken(candidate):
                self.names[candidate] = body
                text = textwrap.indent(body, "    ")
                self.classes.append(f'class {candidate}(Block):\n    """`{path}`."""\n\n{text}')
                return candidate
        raise SystemExit(f"no free class name for {owner}.{path}")


def behaviour_options(facts: dict[str, Any]) -> Iterator[str]:
    """Yield keyword arguments for what the behaviour file says of one argument."""
    if facts.get("force_new"):
        yield "new=True"
    if "default" in facts and not isinstance(facts["default"], (dict, list)):
        yield f"default={facts['default']!r}"
    if facts.get("diff_suppressed"):
        yield "suppressed=True"
    checks = []
    for name in ("range", "length"):
        if name in facts:
            checks.append(f"{name}={tuple(facts[name])!r}")
    if "one_of" in facts:
        checks.append(f"one_of={tuple(facts['one_of'])!r}")
    if "format" in facts:
        checks.append(f"format={facts['format']!r}")
    for name in ("conflicts_with", "exactly_one_of", "at_least_one_of", "required_with"):
        if name in facts:
            checks.append(f"{name}={tuple(facts[name])!r}")
    if checks:
        yield f"check=Check({', '.join(checks)})"


def rank(spec: dict[str, Any]) -> int:
    """Order required arguments first, then optional ones, then what only AWS supplies."""
    return 0 if spec.get("required") else 1 if spec.get("optional") else 2


def taken(name: str) -> bool:
    """Tell whether a class name means something else already."""
    return keyword.iskeyword(name) or name in {*SPELLING.values(), *IMPORTED}


def camel(name: str) -> str:
    return "".join(part.capitalize() for part in name.split("_"))


def safe(name: str) -> str:
    return name + "_" if keyword.iskeyword(name) else name


def load(path: Path) -> Any:
    opened = gzip.open(path) if path.suffix == ".gz" else path.open("rb")
    with opened as file:
        return json.load(file)


def provider(path: Path) -> dict[str, Any]:
    """Return the AWS part of a provider schema file."""
    (only,) = load(path)["provider_schemas"].values()
    return dict(only)


def module(
    schema: dict[str, Any], behaviour: dict[str, Any], wanted: list[tuple[str, str, str, str]]
) -> str:
    """Return the classes of one module; `wanted` holds (group, type, class name, docstring)."""
    writer = Writer(behaviour)
    for group, type_, name, doc in wanted:
        writer.object(GROUPS[group], type_, name, schema[group][type_]["block"], doc)
    aliases = "\n".join(writer.aliases.values())
    return "\n\n\n".join(([aliases] if aliases else []) + writer.classes) + "\n"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("types", nargs="+", metavar="TYPE", help="data.TYPE for a data source")
    parser.add_argument("--schema", type=Path, required=True)
    parser.add_argument("--behaviour", type=Path)
    options = parser.parse_args()
    schema = provider(options.schema)
    behaviour = load(options.behaviour)["resources"] if options.behaviour else {}
    wanted = []
    for name in options.types:
        group = "data_source_schemas" if name.startswith("data.") else "resource_schemas"
        type_ = name.removeprefix("data.")
        wanted.append((group, type_, camel(type_.removeprefix("aws_")), f"{type_}."))
    print(module(schema, behaviour, wanted))


if __name__ == "__main__":
    main()
