"""What a rehearsal did not check, kind by kind, in words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

ALWAYS = (
    "quotas and permissions of the account: everything is allowed here",
    "whether images exist, start, and answer their health checks: no container runs",
    "time: databases, certificates and distributions are ready at once here",
)
OFFICIAL = (
    "the answers themselves: the official provider accepts them, but they are the local AWS's",
)
"""What is added when the official provider made it: it does not tell what it was not answered."""
DEPTHS = {
    "shadowed": "answered by giban, not by an AWS API",
    "recorded": "kept in Terraform's state only",
}


def unchecked(evidence: Mapping[str, Any], provider: str = "stand-in") -> dict[str, Any]:
    """Return what was not checked: types by depth, and attributes that no API answered."""
    found: dict[str, Any] = {depth: [] for depth in DEPTHS}
    attributes = {}
    for type_, entry in sorted(evidence.items()):
        if entry["depth"] in found:
            found[entry["depth"]].append(type_)
        elif entry["unchecked"]:
            attributes[type_] = entry["unchecked"]
    always = (*ALWAYS, *(OFFICIAL if provider == "official" else ()))
    return {**found, "attributes": attributes, "always": list(always)}


def unchecked_lines(missed: Mapping[str, Any]) -> Iterator[str]:
    """Yield it as lines for a person."""
    for depth, words in DEPTHS.items():
        if missed[depth]:
            yield f"{words}: {', '.join(missed[depth])}"
    for type_, names in missed["attributes"].items():
        yield f"{type_}: the local AWS does not answer {', '.join(names)}"
    yield from missed["always"]
