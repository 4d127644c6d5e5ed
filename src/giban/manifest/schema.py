"""The JSON Schema of the manifest, for editors; made from the same models that check it."""

from __future__ import annotations

from typing import Any

from giban.manifest.nouns.root import Manifest

DRAFT = "https://json-schema.org/draft/2020-12/schema"


def json_schema() -> dict[str, Any]:
    """Return the schema; every mapping in it is closed and every key is described."""
    schema = _tidy(Manifest.model_json_schema(by_alias=True))
    heading = {"$schema": DRAFT, "title": "giban manifest"}
    return {**heading, **schema, "required": ["project", "environments"]}


def _tidy(node: Any, *, names: bool = False) -> Any:
    """Drop what only repeats (titles, null defaults) and close every mapping."""
    if isinstance(node, list):
        return [_tidy(item) for item in node]
    if not isinstance(node, dict):
        return node
    if names:
        return {name: _tidy(value) for name, value in node.items()}
    tidy = {
        word: _tidy(value, names=word in ("properties", "patternProperties", "$defs"))
        if word != "examples"
        else value
        for word, value in node.items()
        if word not in ("title", "default")
    }
    if "patternProperties" in tidy:
        tidy["additionalProperties"] = False
    return tidy
