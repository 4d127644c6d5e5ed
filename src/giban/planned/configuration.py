"""What a plan says of its configuration: which objects an expression refers to.

A reference is followed through modules' variables and outputs and through `for_each`, to the
objects at its end; each step is taken once and remembered.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from giban.planned.addresses import Token, Tokens, child, longest, module_steps
from giban.values import Address, Mode, Ref

Json = Mapping[str, Any]
Kind = tuple[str, Mode, str, str]
"""What the instances of one resource block share: module, mode, type, label."""

ITERATION = {"each", "count"}
NO_OBJECT = {"local", "path", "terraform", "self"}


class Place(Struct, frozen=True):
    """Where an expression stands: the module, the instance's key, and what it iterates over."""

    module: str
    key: str | None = None
    over: Tokens = ()


class Instances:
    """Which keys each resource block and each module call has."""

    def __init__(self, addresses: Iterable[Address]) -> None:
        self.keys: dict[Kind, list[str | None]] = {}
        self.calls: dict[tuple[str, str], dict[str | None, str]] = {}
        for address in addresses:
            kind = (address.module, address.mode, address.type, address.label)
            self.keys.setdefault(kind, []).append(address.key)
        for module in {address.module for address in addresses}:
            above = ""
            for call, key in module_steps(module):
                path = child(above, call, key)
                self.calls.setdefault((above, call), {})[key] = path
                above = path


class Configuration:
    """The `configuration` of a plan, asked for the objects behind expressions."""

    def __init__(self, root: Json, instances: Instances) -> None:
        self._instances = instances
        self._modules: dict[tuple[str, ...], Json] = {}
        self._resources: dict[tuple[tuple[str, ...], str], Json] = {}
        self._followed: dict[tuple[str, Tokens], tuple[Ref, ...]] = {}
        self._index((), root)

    def _index(self, names: tuple[str, ...], module: Json) -> None:
        self._modules[names] = module
        for resource in module.get("resources", ()):
            self._resources[(names, resource["address"])] = resource
        for name, call in module.get("module_calls", {}).items():
            self._index((*names, name), call.get("module", {}))

    def resource(self, address: Address) -> Json:
        """Return the block an object was written in; empty where the plan does not say."""
        prefix = "data." if address.mode == "data" else ""
        written = f"{prefix}{address.type}.{address.label}"
        return self._resources.get((_names(address.module), written), {})

    def place(self, address: Address) -> Place:
        """Return where the expressions of an object stand."""
        over = longest(_references(self.resource(address).get("for_each_expression")))
        return Place(address.module, address.key, over[0] if len(over) == 1 else ())

    def refs(self, expression: Any, place: Place) -> tuple[Ref, ...]:
        """Return the objects an expression refers to, each once."""
        roots = longest(_references(expression))
        same = any(root[0] in ITERATION for root in roots)
        found = (ref for root in roots for ref in self._follow(root, place, same=same))
        return tuple(dict.fromkeys(found))

    def _follow(self, root: Tokens, place: Place, *, same: bool) -> Iterator[Ref]:
        """Yield the objects of one reference; `same` asks for the instance of the own key."""
        match root:
            case ("each", "value", *rest) if place.over:
                yield from self._follow((*place.over, *rest), place, same=True)
            case ("var" | "module", _, *_):
                yield from self._across(root, place.module)
            case ("data", str() as type, str() as label, *rest):
                kind: Kind = (place.module, "data", type, label)
                yield from self._objects(kind, rest, place.key if same else None)
            case (str() as type, str() as label, *rest) if type not in {*ITERATION, *NO_OBJECT}:
                kind = (place.module, "managed", type, label)
                yield from self._objects(kind, rest, place.key if same else None)

    def _objects(self, kind: Kind, rest: list[Token], own: str | None) -> Iterator[Ref]:
        """Yield the instances meant: the one named, the own key's, or all of them.

        A key that no instance has is a place in a list made of them: any may be meant.
        """
        module, mode, type, label = kind
        keys: list[str | None] = self._instances.keys.get(kind, [])
        path = rest
        if rest and isinstance(rest[0], tuple):
            (chosen,) = rest[0]
            path = rest[1:] if chosen in keys else []
            keys = [key for key in keys if key == chosen] or keys
        elif own is not None and own in keys:
            keys = [own]
        steps = tuple(token if isinstance(token, str) else _step(token[0]) for token in path)
        for key in keys:
            yield Ref(Address(type, label, key, mode, module), steps)

    def _across(self, root: Tokens, module: str) -> tuple[Ref, ...]:
        """Return the objects behind a variable of a module or an output of one it calls."""
        if (module, root) not in self._followed:
            self._followed[(module, root)] = ()  # a plan cut short may refer to itself
            step = self._variable if root[0] == "var" else self._output
            self._followed[(module, root)] = tuple(dict.fromkeys(step(root, module)))
        return self._followed[(module, root)]

    def _variable(self, root: Tokens, module: str) -> Iterator[Ref]:
        steps = module_steps(module)
        if not steps:
            return
        *above, (name, key) = steps
        outer = ""
        for call, call_key in above:
            outer = child(outer, call, call_key)
        call_block = self._modules[_names(outer)].get("module_calls", {}).get(name, {})
        over = longest(_references(call_block.get("for_each_expression")))
        place = Place(outer, key, over[0] if len(over) == 1 else ())
        expression = call_block.get("expressions", {}).get(root[1])
        yield from self._through(expression, root[2:], place)

    def _output(self, root: Tokens, module: str) -> Iterator[Ref]:
        name, rest = root[1], root[2:]
        instances = self._instances.calls.get((module, str(name)), {})
        paths = list(instances.values())
        if rest and isinstance(rest[0], tuple):
            (chosen,), rest = rest[0], rest[1:]
            paths = [path for key, path in instances.items() if key == chosen]
        for path in paths if rest else ():
            outputs = self._modules.get(_names(path), {}).get("outputs", {})
            expression = outputs.get(rest[0], {}).get("expression")
            yield from self._through(expression, rest[1:], Place(path))

    def _through(self, expression: Any, rest: Tokens, place: Place) -> Iterator[Ref]:
        """Follow what an expression refers to; what is asked of it is asked of its one origin."""
        roots = longest(_references(expression))
        same = any(root[0] in ITERATION for root in roots)
        for root in roots:
            onward = (*root, *rest) if len(roots) == 1 else root
            yield from self._follow(onward, place, same=same)


def _references(expression: Any) -> Iterator[str]:
    """Yield every reference in an expression, or in the nested blocks of one."""
    if isinstance(expression, list):
        for inner in expression:
            yield from _references(inner)
    elif isinstance(expression, dict):
        if isinstance(expression.get("references"), list):
            yield from expression["references"]
        elif "constant_value" not in expression:
            for inner in expression.values():
                yield from _references(inner)


def _names(module: str) -> tuple[str, ...]:
    return tuple(name for name, _ in module_steps(module))


def _step(key: str) -> str | int:
    return int(key) if key.isdigit() else key
