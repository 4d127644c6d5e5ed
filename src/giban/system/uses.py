"""What a program works with and is told: edges, variables and secrets."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from giban.system.containers import log_variable
from giban.system.model import Service, Use
from giban.system.reading import Reader, listed, nearest

_KINDS = {"databases": "database", "caches": "cache", "buckets": "bucket", "queues": "queue"}
_PREFIXES = {"database": "DATABASE", "cache": "REDIS", "tenant": "DATABASE"}
TENANT = "shared-database"
"""What an application calls its own database on its foundation's instance."""
# What `compile` injects for each kind of use, after the prefix.
INJECTED: Mapping[str, tuple[str, ...]] = {
    "database": ("_URL",),
    "database in parts": ("_HOST", "_PORT", "_NAME", "_USER", "_PASSWORD"),
    "tenant": ("_URL", "_SECRET"),
    "tenant in parts": ("_HOST", "_PORT", "_NAME", "_USER", "_PASSWORD", "_SECRET"),
    "cache": ("_URL", "_HOST", "_PORT", "_USER", "_CLUSTER"),
    "bucket": ("_BUCKET",),
    "queue": ("_QUEUE_URL",),
}
_ACCESS = {"queue": ("send", "receive", "both")}
RESERVED = ("PORT", "APP_ENV", "AWS_REGION")


class Used(Struct, frozen=True):
    """What a program works with and is told."""

    uses: tuple[Use, ...]
    environment: Mapping[str, str]
    secrets: tuple[str, ...]
    shared_secrets: Mapping[str, tuple[str, ...]]


def injected(use: Use) -> list[str]:
    """Return the variables that an edge sets."""
    kind = f"{use.kind} in parts" if use.form == "parts" else use.kind
    own = [use.prefix + suffix for suffix in INJECTED.get(kind, INJECTED[use.kind])]
    return [*own, *(replica_variable(use.prefix, name) for name in use.replicas)]


def replica_variable(prefix: str, name: str) -> str:
    """Return the variable that says where a replica is: `DATABASE_READ_HOST`."""
    return f"{prefix}_{name.replace('-', '_').upper()}_HOST"


def used(reader: Reader, root: Reader, groups: Mapping[str, int], like: Iterable[Use] = ()) -> Used:
    """Return what a service or job works with; no variable is set twice.

    A job runs a service's image, and so is told of things as that is: `like` are its uses.
    """
    written = reader.maybe("secrets") or ()
    shared = written if isinstance(written, Mapping) else {}
    found = Used(
        _uses(reader, root, {use.name: use for use in like}),
        _environment(reader, root),
        () if shared else tuple(written),
        {name: tuple(variables) for name, variables in shared.items() if variables},
    )
    _check_names(reader, found, groups)
    return found


def _environment(reader: Reader, root: Reader) -> dict[str, str]:
    """Return the variables, with the environment's own address where one asks for it (D-CM-07)."""
    values, domain = reader.table("environment"), root.maybe("domain")
    for name, value in values.items():
        for place, address in (("{url}", f"https://{domain}"), ("{domain}", domain)):
            if place not in value:
                continue
            if domain is None:
                reader.wrong(
                    "no-domain",
                    f"environment.{name}",
                    f"{place} stands for the environment's address, and it has no domain.",
                    fix="Write `domain: …` at the top, or the address itself here.",
                )
            values[name] = values[name].replace(place, str(address))
    return values


def _targets(root: Reader) -> dict[str, list[str]]:
    """Return what can be used, by name, each with the kinds of that name."""
    targets: dict[str, list[str]] = {TENANT: ["tenant"]} if root.maybe("foundation") else {}
    for noun, kind in _KINDS.items():
        for name in root.layers.names(noun):
            targets.setdefault(name, []).append(kind)
    return targets


def _uses(reader: Reader, root: Reader, like: Mapping[str, Use]) -> tuple[Use, ...]:
    uses: list[Use] = []
    targets = _targets(root)
    for index, entry in enumerate(reader.maybe("uses") or ()):
        use = _use(reader, index, _as_told(entry, like), targets, root)
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


def _as_told(entry: Mapping[str, Any], like: Mapping[str, Use]) -> Mapping[str, Any]:
    """Complete an entry by the form and prefix in which the same program knows it already."""
    known = like.get(entry.get("name") or "")
    if known is None or known.login:
        return entry
    form = {"form": known.form} if known.kind in {"database", "tenant"} else {}
    return {"as": known.prefix, **form, **entry}


_TO_SERVICES = "Services reach each other by the address that people use, not by `uses`."


def _likely(name: str, targets: Mapping[str, list[str]], root: Reader) -> str:
    """Return what was probably meant: of a service, its address."""
    if name in root.layers.names(("services",)):
        return 'Write its address, `environment: {API_URL: "{url}/…"}`. '
    return nearest(name, list(targets))


def _use(
    reader: Reader,
    index: int,
    entry: Mapping[str, Any],
    targets: Mapping[str, list[str]],
    root: Reader,
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
            why=_TO_SERVICES if name in root.layers.names(("services",)) else "",
            fix=f"{_likely(name, targets, root)}There are: {listed(sorted(targets))}.",
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
    form = _form(reader, at, entry, kind)
    login = _login(reader, at, entry, root)
    return Use(
        kind=kind,  # type: ignore[arg-type]
        name=name,
        access=access,  # type: ignore[arg-type]
        prefix=prefix,
        form="parts" if login else form,  # type: ignore[arg-type]
        login=login,
        replicas=root.layers.names(("databases", name, "replicas")) if kind == "database" else (),
    )


def _login(reader: Reader, at: str, entry: Mapping[str, Any], root: Reader) -> str | None:
    """Read as whom a database is used; only instances can make what is not there yet."""
    login = entry.get("login")
    if login is None:
        return None
    known = root.layers.names(("databases", entry["name"], "logins"))
    if login not in known:
        reader.wrong(
            "unknown-name",
            f"{at}.login",
            f"`{entry['name']}` has no login `{login}`.",
            fix=f"{nearest(login, known)}Its `logins` are: {listed(sorted(known))}.",
        )
    elif elsewhere := _on_fargate(root):
        reader.wrong(
            "login-on-fargate",
            f"{at}.login",
            f"`{elsewhere}` runs on Fargate, and so nobody makes the login `{login}`.",
            why="Only where everything runs on instances is the owner's password kept for that.",
            fix="Remove it to use the database as its owner, or let everything run on instances.",
        )
    elif root.maybe(f"databases.{entry['name']}.engine") != "postgres":
        reader.wrong(
            "login-engine",
            f"{at}.login",
            f"giban makes logins in PostgreSQL only, and `{entry['name']}` is another engine.",
            fix="Remove it to use the database as its owner.",
        )
    return str(login)


def _on_fargate(root: Reader) -> str | None:
    """Return the first service or job that runs on Fargate."""
    services = root.layers.names("services")
    found = (name for name in services if root.layers.value(("services", name, "on")) is None)
    return next(iter([*found, *root.layers.names("jobs")]), None)


def _form(reader: Reader, at: str, entry: Mapping[str, Any], kind: str) -> str:
    """Read how a database is told; nothing else has two forms."""
    if entry.get("form") and kind not in {"database", "tenant"}:
        reader.wrong(
            "use-form",
            f"{at}.form",
            f"A {kind} is told in one form only.",
            why="`form` is for databases.",
            fix="Remove it.",
        )
    return str(entry.get("form") or "url")


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
        variables = injected(use)
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
    for secret, names in found.shared_secrets.items():
        for index, name in enumerate(names):
            _check_variable(reader, f"secrets.{secret}.{index}", name, owners)
            owners.setdefault(name, f"the secret `{secret}`")


def check_secrets(root: Reader, tasks: Iterable[Service]) -> None:
    """Note secrets of two things that would have one name."""
    owners: dict[str, str] = {name: "`secrets`" for task in tasks for name in task.shared_secrets}
    for reader in root.each("databases"):
        name = reader.maybe("secret")
        if name is None:
            continue
        if name in owners:
            reader.wrong(
                "same-secret",
                "secret",
                f"{owners[name]} has a secret called `{name}` too.",
                why="The login of a database is kept in a secret of its own.",
                fix="Give one of them another name.",
            )
        owners.setdefault(name, f"`{reader.name}`")


def _check_variable(reader: Reader, key: str, name: str, owners: Mapping[str, str]) -> None:
    if name in owners:
        reader.wrong(
            "variable-twice",
            key,
            f"The variable {name} is set already, by {owners[name]}.",
            fix="Remove it here, or rename it.",
        )
