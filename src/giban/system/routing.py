"""What the load balancer sends where, checked for requests that two services would get."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fnmatch import fnmatchcase

from msgspec import Struct

from giban.system.model import Service
from giban.system.reading import Reader, listed
from giban.values import Cidr

_WISHES = ("path", "except", "sticky", "from")
RULE_STEP = 10
MOVED = 5
"""What is added to the priority of a rule that ECS moves: no rule it replaces has the same one."""
EVERYTHING = "/*"


class Route(Struct, frozen=True):
    """A rule of the load balancer; the lowest priority is asked first.

    `moved` is true for the one rule of a service whose requests ECS moves between two versions.
    """

    service: str
    paths: tuple[str, ...]
    priority: int
    moved: bool = False


def routes(services: Iterable[Service]) -> tuple[Route, ...]:
    """Return the rules of the load balancer in the order it asks them, the longest path first.

    A service whose requests ECS moves has one rule, at the place of its shortest path.
    """
    found = list(services)
    rest = next((service for service in found if not service.paths), None)
    pairs = [(path, service) for service in found for path in service.paths]
    pairs += [(path, rest) for service in found if rest for path in service.left]
    pairs.sort(key=lambda pair: (-len(pair[0]), pair[0]))
    rules, last = [], {}
    for number, (path, service) in enumerate(pairs, start=1):
        if service.deployment.shifts and path in service.paths:
            last[service.name] = number
        else:
            rules.append(Route(service.name, (path,), number * RULE_STEP))
    if rest is not None and rest.deployment.shifts:
        last[rest.name] = len(pairs) + 1
    for service in found:
        if service.name in last:
            paths, place = service.paths or (EVERYTHING,), last[service.name] * RULE_STEP
            rules.append(Route(service.name, paths, place + MOVED, moved=True))
    return tuple(sorted(rules, key=lambda rule: rule.priority))


def inside(path: str, outer: str) -> bool:
    """Tell whether a path is among those that another pattern matches."""
    return path != outer and fnmatchcase(path.replace("*", "x").replace("?", "x"), outer)


def paths(reader: Reader) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return what a service is sent, and what of it goes elsewhere."""
    own, left = reader.texts("path"), reader.texts("except")
    for index, path in enumerate(left):
        if not any(inside(path, outer) for outer in own):
            reader.wrong(
                "except-outside",
                f"except.{index}",
                f"{path} is not sent to `{reader.name}` in the first place.",
                why=f"Its `path` is {listed(own)}.",
                fix="Write a path that lies inside one of these, or remove it.",
            )
    for wish in _WISHES:
        if reader.maybe(wish) is not None and reader.maybe("port") is None:
            reader.wrong(
                "no-port",
                wish,
                f"`{reader.name}` has no port, so that the load balancer does not know it.",
                fix=f"Add `port: 3000`, or remove `{wish}`.",
            )
    return own, left


def sources(reader: Reader) -> tuple[str, ...]:
    """Return the addresses that may ask for a service; none for anyone."""
    found = reader.texts("from")
    for index, text in enumerate(found):
        try:
            Cidr.parse(text)
        except ValueError as error:
            reader.wrong(
                "bad-cidr",
                f"from.{index}",
                f"`{text}` is not a range of IPv4 addresses.",
                why=f"{error}.",
                fix="Write one like 203.0.113.0/24.",
            )
    return found


def check_paths(root: Reader, found: Mapping[str, Service]) -> None:
    """Note services that would get the same requests."""
    seen: dict[str | None, str] = {}
    behind = {name: service for name, service in found.items() if service.port is not None}
    for name, service in behind.items():
        for key, path in _claims(service):
            if path in seen:
                what = f"requests for {path}" if path else "what is not sent elsewhere"
                root.below("services", name).wrong(
                    "same-path",
                    key,
                    f"`{name}` and `{seen[path]}` both take {what}."
                    if name != seen[path]
                    else f"`{name}` names {path} twice.",
                    why="The load balancer sends a request to one service.",
                    fix="Give one of them a `path` of its own, such as /api/*.",
                )
            seen.setdefault(path, name)
    if None not in seen:
        _check_left(root, behind)


def _check_left(root: Reader, behind: Mapping[str, Service]) -> None:
    for name, service in behind.items():
        if service.left:
            root.below("services", name).wrong(
                "nobody-left",
                "except",
                f"Nobody takes {service.left[0]}, which `{name}` leaves.",
                why="It goes to the service that has a port and no `path`, and there is none.",
                fix="Remove the `path` of that service, or this line.",
            )


def _claims(service: Service) -> Iterator[tuple[str, str | None]]:
    """Yield what a service takes, and the keys that say so."""
    if not service.paths:
        yield "", None
    several = len(service.paths) > 1
    for index, path in enumerate(service.paths):
        yield f"path.{index}" if several else "path", path
    for index, path in enumerate(service.left):
        yield f"except.{index}", path
