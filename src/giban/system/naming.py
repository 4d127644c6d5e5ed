"""How things are called: patterns that keep two things, and two environments, apart."""

from __future__ import annotations

import re

from giban.system.model import Naming
from giban.system.reading import Reader, listed

PLACES = ("project", "environment", "name")


def naming(reader: Reader) -> Naming:
    """Return the patterns; mistakes are left with the reader."""
    return Naming(resources=_pattern(reader, "resources"), secrets=_pattern(reader, "secrets"))


def _pattern(reader: Reader, key: str) -> str:
    pattern = reader.text(key)
    found = re.findall(r"\{([^{}]*)\}", pattern)
    rest = re.sub(r"\{[^{}]*\}", "", pattern)
    if sorted(found) != sorted(PLACES) or "{" in rest or "}" in rest:
        missing = [f"{{{place}}}" for place in PLACES if place not in found]
        reader.wrong(
            "naming",
            key,
            f"`{pattern}` "
            + (f"leaves out {listed(missing)}." if missing else "has other words in braces."),
            why="Without one of the three, two things would get the same name.",
            fix="Write each of {project}, {environment} and {name} once, such as "
            "{project}-{name}-{environment}.",
        )
    return pattern
