"""What a program works with and is told: edges, variables and secrets."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from giban.system.containers import log_variable
from giban.system.model import Use
from giban.system.reading import Reader, listed, nearest

_KINDS = {"databases": "database", "caches": "cache", "buckets": "bucket", "queues": "queue"}
_PREFIXES = {"database": "DATABASE", "cache": "REDIS"}
# What `compile` injects for each kind of use, after the prefix.
INJECTED: Mapping[str, tuple[str, ...]] = {
    "database": ("_URL",),
    "cache": ("_URL", "_HOST", "_PORT", "_USER"),
    "bucket": ("_BUCKET",),
    "queue": ("_QUEUE_URL",),
}
_ACCESS = {"queue": ("send", "receive", "both")}
RESERVED = ("PORT", "APP_ENV", "AWS_REGION")


@dataclass(frozen=True, slots=True)
class Used:
    """What a program works with and is told."""

    uses: tuple[Use, ...]
    environment: Mapping[str, str]
    secrets: tuple[str, ...]


def used(reader: Reader, root: Reader, groups: Mapping[str, int]) -> Used:
    """Return what a service or job works with; no variable is set twice."""
    found = Used(
        _uses(reader, _targets(root)), reader.table("environment"), reader.texts("secrets")
    )
    _check_names(reader, found, groups)
    return found


def _targets(root: Reader) -> dict[str, list[str]]:
    """Return what can be used, by name, each with the kinds of that name."""
    targets: dict[str, list[str]] = {}
    for noun, kind in _KINDS.items():
        for name in root.layers.names(noun):
            targets.setdefault(name, []).append(kind)
    return targets


def _uses(reader: Reader, targets: Mapping[str, list[str]]) -> tuple[Use, ...]:
    uses: list[Use] = []
    for index, entry in enumerate(reader.maybe("uses") or ()):
        use = _use(reader, index, entry, targets)
        if use is None:
            continue
        if any(known.kind == use.kind and known.name == use.name for known in uses):
            reader.wrong(
                "used-twice",
                f"uses.{index}",
                f"`{use.name}` is used twice.",
                fix="Keep one of the two entries.",
            )
            continue
        uses.append(use)
    return tuple(uses)


def _use(
    reader: Reader, index: int, entry: Mapping[str, Any], targets: Mapping[str, list[str]]
) -> Use | None:
    name, at = entry.get("name"), f"uses.{index}"
    if not name:
        reader.wrong("missing-key", at, "This entry names nothing.", fix="Add `name: …` to it.")
        return None
    kinds = targets.get(name, [])
    if not kinds:
        reader.wrong(
            "unknown-name",
            at,
            f"`{reader.name}` uses `{name}`, which is no database, cache, bucket or queue.",
            fix=f"{nearest(name, list(targets))}There are: {listed(sorted(targets))}.",
        )
        return None
    if len(kinds) > 1:
        reader.wrong(
            "ambiguous-name",
            at,
            f"`{name}` is a {' and a '.join(kinds)}.",
            why="`uses` goes by name alone.",
            fix="Give one of them another name.",
        )
        return None
    kind = kinds[0]
    prefix = entry.get("as") or _PREFIXES.get(kind) or name.replace("-", "_").upper()
    access = _access(reader, at, entry, kind)
    return Use(kind=kind, name=name, access=access, prefix=prefix)  # type: ignore[arg-type]


def _access(reader: Reader, at: str, entry: Mapping[str, Any], kind: str) -> str:
    """Read what an edge is for; the words depend on what it leads to."""
    fitting = _ACCESS.get(kind, ("read", "write"))
    access = entry.get("access") or fitting[-1]
    if access not in fitting:
        reader.wrong(
            "access",
            f"{at}.access",
            f"A {kind} is not used for `{access}`.",
            fix=f"Write one of: {listed(fitting)}.",
        )
    return str(access)


def _check_names(reader: Reader, found: Used, groups: Mapping[str, int]) -> None:
    """Note environment variables that would be set twice."""
    owners = dict.fromkeys(RESERVED, "giban itself")
    owners |= {log_variable(name): "`logs`" for name in groups}
    entries = reader.maybe("uses") or ()
    for use in found.uses:
        variables = [use.prefix + suffix for suffix in INJECTED[use.kind]]
        taken = next((name for name in variables if name in owners), None)
        if taken:
            index = next(i for i, entry in enumerate(entries) if entry.get("name") == use.name)
            reader.wrong(
                "variable-twice",
                f"uses.{index}",
                f"`{use.name}` would set {taken}, which {owners[taken]} sets already.",
                fix=f"Give it a prefix of its own: "
                f"`{{name: {use.name}, as: {use.name.replace('-', '_').upper()}}}`.",
            )
        for name in variables:
            owners.setdefault(name, f"`{use.name}`")
    for name in found.environment:
        _check_variable(reader, f"environment.{name}", name, owners)
        owners.setdefault(name, "`environment`")
    for index, name in enumerate(found.secrets):
        _check_variable(reader, f"secrets.{index}", name, owners)
        owners.setdefault(name, "`secrets`")


def _check_variable(reader: Reader, key: str, name: str, owners: Mapping[str, str]) -> None:
    if name in owners:
        reader.wrong(
            "variable-twice",
            key,
            f"The variable {name} is set already, by {owners[name]}.",
            fix="Remove it here, or rename it.",
        )
