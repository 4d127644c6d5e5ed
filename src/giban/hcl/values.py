"""Values as Terraform text: literals escaped, expressions as Terraform evaluates them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType
from typing import Any, Final

from giban.hcl import syntax
from giban.hcl.defect import UnprintableError
from giban.hcl.inner import AnyPick, EachKey, EachValue, SameKey
from giban.hcl.layout import align
from giban.hcl.syntax import WIDTH, key, quote, step
from giban.values import (
    Absent,
    Address,
    Call,
    Either,
    Expr,
    Json,
    Knob,
    Named,
    Pick,
    Ref,
    Text,
    walk,
)

GroupName = tuple[str, str, str]
"""Mode, type and label: what the instances of one `for_each` share."""

_ROW_ENTRIES = 3
"""An object of at most this many plain values may stand on one line inside another value."""


class Values:
    """Prints the values of one root; remembers the knobs and the named values it met.

    `place` names the argument being printed, for the message of an error.
    """

    def __init__(
        self, addresses: Mapping[Address, str], instances: Mapping[GroupName, Sequence[str]]
    ) -> None:
        self._addresses = addresses
        self._instances = instances
        self.knobs: dict[str, Knob] = {}
        self.named: dict[str, Named] = {}
        self.place = ""

    def argument(self, value: Any, indent: str, used: int) -> str:
        """Return the value of an argument that starts in column `used`.

        Continued lines begin at `indent`; text of several lines becomes a heredoc.
        """
        return self._heredoc(value, indent) or self.layout(value, indent, used)

    def layout(self, value: Any, indent: str, used: int, *, nested: bool = False) -> str:
        """Return a value on one line, or where that is hard to read on several."""
        spread = _LAYOUTS.get(type(value))
        return spread(self, value, indent, used, nested) if spread else self.inline(value)

    def inline(self, value: Any) -> str:
        """Return a value on one line, however long."""
        spell = _SPELLINGS.get(type(value))
        if spell is None:
            spell = next((_SPELLINGS[k] for k in type(value).__mro__ if k in _SPELLINGS), None)
        if spell is None:
            msg = f"{self.place}: a {type(value).__name__} has no Terraform spelling"
            raise TypeError(msg)
        try:
            return spell(self, value)
        except ValueError as error:
            msg = f"{self.place}: {error}"
            raise UnprintableError(msg) from error

    def table(self, rows: Mapping[str, Mapping[str, Any]], indent: str) -> str:
        """Return an object of objects: each on a line of its own, if every one of them fits."""
        inner = indent + "  "
        used = len(inner) + max(len(key(name)) for name in rows) + 3
        lines = []
        for name, row in rows.items():
            text = "" if any(map(_is_deep, row.values())) else self.inline(row)
            if not text or used + len(text) > WIDTH:
                lines = [(key(name), self._lines(row, inner)) for name, row in rows.items()]
                break
            lines.append((key(name), text))
        return "\n".join(["{", *align(lines, inner), f"{indent}}}"])

    def head(self, address: Address) -> str:
        """Return how an object is referred to; it must be in this root."""
        head = self._addresses.get(address)
        if head is None:
            msg = f"{self.place} refers to {address}, which this root does not hold"
            raise UnprintableError(msg)
        return head

    # How what does not fit on one line is spread over several, the last line at `indent`.

    def spread_object(self, value: Mapping[str, Any], indent: str, used: int, nested: bool) -> str:
        """Spread an object; inside another value a few plain entries may share a line."""
        most = _ROW_ENTRIES if nested else 1
        if len(value) <= most and not any(_is_filled(entry) for entry in value.values()):
            text = self.inline(value)
            if used + len(text) <= WIDTH:
                return text
        return self._lines(value, indent)

    def _lines(self, value: Mapping[str, Any], indent: str) -> str:
        inner = indent + "  "
        rows = []
        for name, entry in value.items():
            spelled = self._key(name)
            used = len(inner) + len(spelled) + 3
            rows.append((spelled, self.layout(entry, inner, used, nested=True)))
        return "\n".join(["{", *align(rows, inner), f"{indent}}}"])

    def _key(self, name: Any) -> str:
        if not isinstance(name, str):
            msg = f"{self.place}: the key {name!r} of an object is not a string"
            raise TypeError(msg)
        try:
            return key(name)
        except ValueError as error:
            msg = f"{self.place}: {error}"
            raise UnprintableError(msg) from error

    def spread_list(self, value: Sequence[Any], indent: str, used: int, nested: bool) -> str:
        """Spread a list, one item to a line."""
        del nested
        if not any(_is_deep(item) for item in value):
            text = self.inline(value)
            if used + len(text) <= WIDTH or len(value) == 0 or self._splat(value):
                return text
        inner = indent + "  "
        column = len(inner) + 1
        items = [f"{inner}{self.layout(item, inner, column, nested=True)}," for item in value]
        return "\n".join(["[", *items, f"{indent}]"])

    def spread_json(self, value: Json, indent: str, used: int, nested: bool) -> str:
        """Spread a document inside its `jsonencode(…)`."""
        del nested
        return f"jsonencode({self.layout(value.value, indent, used + len('jsonencode()'))})"

    def spread_call(self, value: Call, indent: str, used: int, nested: bool) -> str:
        """Spread the arguments of a function; a single one opens on the function's line."""
        del nested
        start = len(value.function) + 2
        if len(value.arguments) == 1:
            only = self.layout(value.arguments[0], indent, used + start)
            return f"{value.function}({only})"
        if not any(_is_deep(argument) for argument in value.arguments):
            text = self.inline(value)
            if used + len(text) <= WIDTH:
                return text
        inner = indent + "  "
        lines = [f"{inner}{self.layout(a, inner, len(inner) + 1)}," for a in value.arguments]
        return "\n".join([f"{value.function}(", *lines, f"{indent})"])

    def spread_pick(self, value: Pick | AnyPick, indent: str, used: int, nested: bool) -> str:
        """Spread a choice: what is taken, and on the next line of which element."""
        del nested
        text = self.inline(value)
        if used + len(text) <= WIDTH:
            return text
        each, condition = self._choice(value)
        return f"one([\n{indent}  {each}\n{indent}  {condition}\n{indent}])"

    def _choice(self, value: Pick | AnyPick) -> tuple[str, str]:
        return (
            f"for item in {self.inline(value.collection)} : item{step(value.attribute)}",
            f"if item{step(value.key)} == {self.inline(value.equals)}",
        )

    def _heredoc(self, value: Any, indent: str) -> str | None:
        if isinstance(value, Call) and len(value.arguments) == 1:
            inner = self._heredoc(value.arguments[0], indent)
            if inner is None:
                return None
            return (
                f"{value.function}({inner})"
                if inner[-1] == ")"
                else (f"{value.function}({inner}\n{indent})")
            )
        if isinstance(value, str):
            return syntax.heredoc([(value, False)], indent) if "\n" in value else None
        if isinstance(value, Text) and any("\n" in p for p in value.parts if isinstance(p, str)):
            return syntax.heredoc(self._template(value), indent)
        return None

    def _template(self, value: Text) -> list[tuple[str, bool]]:
        pieces: list[tuple[str, bool]] = []
        for part in value.parts:
            if isinstance(part, Text):
                pieces += self._template(part)
            elif not isinstance(part, str):
                pieces.append((self.inline(part), True))
            elif pieces and not pieces[-1][1]:
                pieces[-1] = (pieces[-1][0] + part, False)
            elif part:
                pieces.append((part, False))
        return pieces

    def _splat(self, value: Sequence[Any]) -> str | None:
        """Return `values(aws_subnet.app)[*].id` for a list of all instances in their order."""
        first = value[0] if len(value) > 1 else None
        if not isinstance(first, Ref) or first.address.key is None:
            return None
        address, path = first.address, first.path
        keys = self._instances.get((address.mode, address.type, address.label), ())
        if len(keys) != len(value):
            return None
        for item, instance in zip(value, keys, strict=True):
            expected = Address(address.type, address.label, instance, address.mode)
            if not isinstance(item, Ref) or item.address != expected or item.path != path:
                return None
        whole = Address(address.type, address.label, None, address.mode)
        return f"values({whole})[*]{''.join(map(step, path))}"

    # How each type is spelled on one line; the table below says which is for which type.

    def spell_string(self, value: str) -> str:
        """Return a quoted string."""
        return quote(value)

    def spell_bool(self, value: bool) -> str:
        """Return `true` or `false`."""
        return "true" if value else "false"

    def spell_number(self, value: float) -> str:
        """Return a number."""
        return syntax.number(value)

    def spell_null(self, value: None) -> str:
        """Return `null`."""
        del value
        return "null"

    def spell_list(self, value: Sequence[Any]) -> str:
        """Return `[a, b]`."""
        return self._splat(value) or f"[{', '.join([self.inline(item) for item in value])}]"

    def spell_object(self, value: Mapping[str, Any]) -> str:
        """Return `{ a = 1, b = 2 }`."""
        entries = [f"{self._key(name)} = {self.inline(entry)}" for name, entry in value.items()]
        return f"{{ {', '.join(entries)} }}" if entries else "{}"

    def spell_reference(self, value: Ref) -> str:
        """Return `aws_vpc.main.id`; the object must be in this root."""
        return self.head(value.address) + "".join([step(part) for part in value.path])

    def spell_text(self, value: Text) -> str:
        """Return a quoted template; one value alone stands without quotes."""
        pieces = self._template(value)
        if len(pieces) == 1 and pieces[0][1]:
            lone = next(expr for expr in walk(value) if not isinstance(expr, Text))
            return pieces[0][0] if _is_text(lone) else f"tostring({pieces[0][0]})"
        out = ['"']
        for at, (piece, is_value) in enumerate(pieces):
            if is_value:
                out.append(f"${{{piece}}}")
            elif at + 1 < len(pieces):
                out.append(syntax.escape_before_value(piece))
            else:
                out.append(syntax.escape(piece))
        return "".join([*out, '"'])

    def spell_json(self, value: Json) -> str:
        """Return `jsonencode(…)`."""
        return f"jsonencode({self.inline(value.value)})"

    def spell_call(self, value: Call) -> str:
        """Return `function(a, b)`."""
        arguments = [self.inline(argument) for argument in value.arguments]
        return f"{value.function}({', '.join(arguments)})"

    def spell_pick(self, value: Pick | AnyPick) -> str:
        """Return the one matching element's attribute."""
        return f"one([{' '.join(self._choice(value))}])"

    def spell_knob(self, value: Knob) -> str:
        """Return `var.name`; one name must mean one thing in a root."""
        known = self.knobs.setdefault(value.name, value)
        if known is not value and (known != value or type(known.value) is not type(value.value)):
            msg = f"{self.place}: the knob {value.name!r} already means {known!r}, not {value!r}"
            raise UnprintableError(msg)
        return f"var.{value.name}"

    def spell_either(self, value: Either) -> str:
        """Return `var.name ? on : off`; what is left out on one side is `null` there."""
        if isinstance(value.on, bool) and value.off is (not value.on):
            return f"{'' if value.on else '!'}{self.inline(value.switch)}"
        on, off = (self.inline(None if _is_absent(e) else e) for e in (value.on, value.off))
        return f"{self.inline(value.switch)} ? {on} : {off}"

    def spell_named(self, value: Named) -> str:
        """Return `local.name`; one name must mean one thing in a root."""
        known = self.named.setdefault(value.name, value)
        if known != value:
            msg = f"{self.place}: the name {value.name!r} already means {known!r}, not {value!r}"
            raise UnprintableError(msg)
        return f"local.{value.name}"

    def spell_each_key(self, value: EachKey) -> str:
        """Return `each.key`."""
        del value
        return "each.key"

    def spell_each_value(self, value: EachValue) -> str:
        """Return `each.value.name`."""
        return "each.value" if value.alone else f"each.value.{value.name}"

    def spell_same_key(self, value: SameKey) -> str:
        """Return `aws_subnet.app[each.key].id`; each instance must exist."""
        for reference in value.references:
            self.head(reference.address)
        first = value.references[0]
        whole = Address(first.address.type, first.address.label, None, first.address.mode)
        return f"{whole}[each.key]{''.join(map(step, first.path))}"


_SPELLINGS: Final[Mapping[type, Callable[[Values, Any], str]]] = {
    str: Values.spell_string,
    bool: Values.spell_bool,
    int: Values.spell_number,
    float: Values.spell_number,
    type(None): Values.spell_null,
    list: Values.spell_list,
    tuple: Values.spell_list,
    dict: Values.spell_object,
    MappingProxyType: Values.spell_object,
    Ref: Values.spell_reference,
    Text: Values.spell_text,
    Json: Values.spell_json,
    Call: Values.spell_call,
    Pick: Values.spell_pick,
    AnyPick: Values.spell_pick,
    Either: Values.spell_either,
    Knob: Values.spell_knob,
    Named: Values.spell_named,
    EachKey: Values.spell_each_key,
    EachValue: Values.spell_each_value,
    SameKey: Values.spell_same_key,
}


_LAYOUTS: Final[Mapping[type, Callable[[Values, Any, str, int, bool], str]]] = {
    dict: Values.spread_object,
    MappingProxyType: Values.spread_object,
    list: Values.spread_list,
    tuple: Values.spread_list,
    Json: Values.spread_json,
    Call: Values.spread_call,
    Pick: Values.spread_pick,
    AnyPick: Values.spread_pick,
}


def _is_absent(value: Any) -> bool:
    return isinstance(value, Absent)


def _is_text(value: Any) -> bool:
    """Tell whether a value standing alone is a string already, as far as is known here."""
    if isinstance(value, EachValue):
        return all(map(_is_text, value.values))
    return not isinstance(value, Knob) or isinstance(value.value, str)


def _is_filled(value: Any) -> bool:
    """Tell whether a value is an object or a list with something in it, or holds one."""
    if isinstance(value, (dict, MappingProxyType, list, tuple)):
        return bool(value)
    return isinstance(value, Expr) and any(_is_deep(child) for child in value.children())


def _is_deep(value: Any) -> bool:
    """Tell whether a value holds an object with something in it."""
    if isinstance(value, (dict, MappingProxyType)):
        return bool(value)
    if isinstance(value, (list, tuple)):
        return any(_is_deep(item) for item in value)
    return isinstance(value, (Json, Call)) and any(_is_deep(c) for c in value.children())
