"""One object of a plan as an object of the catalogue, or as a foreign one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import Any

from msgspec import Struct

from giban.blueprint import Foreign, Object
from giban.catalogue.kinds import DATA_SOURCE_BY_TYPE, EPHEMERAL_BY_TYPE, RESOURCE_BY_TYPE
from giban.planned.addresses import key_of
from giban.planned.configuration import Configuration
from giban.planned.values import Parts, Reader
from giban.values import Address, Mode

KNOWN: Mapping[Mode, Mapping[str, type[Object]]] = {
    "managed": RESOURCE_BY_TYPE,
    "data": DATA_SOURCE_BY_TYPE,
    "ephemeral": EPHEMERAL_BY_TYPE,
}


class Entry(Struct, frozen=True):
    """What a plan says of one object: its address and its values."""

    address: Address
    after: Any
    unknown: Any
    sensitive: Any


def entries(plan: Mapping[str, Any]) -> list[Entry]:
    """Return every object that is there after the plan, in the order of the plan, each once."""
    gone: set[Address] = set()
    found: dict[Address, Entry] = {}
    for change in _changes(plan):
        address, values = _address(change, change.get("module_address", "")), change["change"]
        if values.get("after") is None:
            gone.add(address)
            continue
        found[address] = Entry(
            address, values["after"], values.get("after_unknown"), values.get("after_sensitive")
        )
    for place in (plan.get("planned_values"), plan.get("prior_state", {}).get("values")):
        for module, resource in _resources((place or {}).get("root_module", {})):
            address = _address(resource, module)
            kept = place is plan.get("planned_values") or address.mode == "data"
            if kept and address not in gone and address not in found:
                values, secret = resource.get("values", {}), resource.get("sensitive_values")
                found[address] = Entry(address, values, None, secret)
    return list(found.values())


def read(entry: Entry, configuration: Configuration) -> tuple[Object, list[str]]:
    """Return the object, and the names of values its class has no place for."""
    address = entry.address
    place = configuration.place(address)
    written = configuration.resource(address).get("expressions")
    unread: list[str] = []
    reader = Reader(lambda expression: configuration.refs(expression, place), unread)
    parts = Parts(entry.after, entry.unknown, entry.sensitive, written)
    cls = KNOWN[address.mode].get(address.type)
    if cls is None:
        return _placed(foreign(address.type, address.mode), reader.foreign(parts), address), unread
    return _placed(cls, reader.block(cls, parts), address), unread


@cache
def foreign(type_: str, mode: Mode) -> type[Foreign]:
    """Return a class for a type that the catalogue does not know."""

    class Unlisted(Foreign, type=type_):
        """Its values as they were read."""

        __slots__ = ()

    Unlisted.terraform_mode = mode
    return Unlisted


def _placed(cls: type[Object], values: Mapping[str, Any], address: Address) -> Object:
    made = cls.holding(values)
    object.__setattr__(made, "terraform_label", address.label)
    object.__setattr__(made, "each", address.key)
    object.__setattr__(made, "module", address.module)
    return made


def _changes(plan: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    for change in plan.get("resource_changes", ()):
        if "deposed" not in change:
            yield change
    for deferred in plan.get("deferred_changes", ()):
        yield deferred["resource_change"]


def _address(of: Mapping[str, Any], module: str) -> Address:
    return Address(of["type"], of["name"], key_of(of.get("index")), of["mode"], module)


def _resources(module: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    path = module.get("address", "")
    for resource in module.get("resources", ()):
        yield path, resource
    for inner in module.get("child_modules", ()):
        yield from _resources(inner)
