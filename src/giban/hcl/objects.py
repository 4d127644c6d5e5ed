"""One block per object, or per `for_each`, with everything Terraform is told about it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Any, Final, TypeVar

from msgspec import Struct

from giban.blueprint import Block, Field, Lifecycle, Node
from giban.hcl.defect import UnprintableError
from giban.hcl.fold import Folded, fold
from giban.hcl.groups import Group
from giban.hcl.layout import Row, block, paragraphs
from giban.hcl.syntax import WIDTH, comment
from giban.hcl.values import Values
from giban.values import Address, Expr, Mode

_WORDS: Final[Mapping[Mode, str]] = {
    "managed": "resource",
    "data": "data",
    "ephemeral": "ephemeral",
}
_LONG_ENTRY = 72
_TRAVERSAL = re.compile(r"[A-Za-z_][\w-]*(\.[A-Za-z_][\w-]*|\[(\d+|\"[^\"\\$%]*\")\])*")
_T = TypeVar("_T")


class Local(Struct, frozen=True):
    """A map in `locals.tf` with the reason it is there."""

    name: str
    component: str
    text: str


class Objects:
    """Prints the blocks of one root and collects the locals they need."""

    def __init__(self, values: Values, aliases: Iterable[str]) -> None:
        self._values = values
        self._aliases = frozenset(aliases)
        self.locals: dict[str, Local] = {}

    def text(self, group: Group) -> str:
        """Return the block with the reasons above it."""
        node = group.first
        thing = node.object
        place = f"{thing.terraform_type}.{thing.terraform_label}"
        meta: list[Row] = []
        if group.keyed:
            folded = fold([member.object for member in group.nodes])
            meta.append(("for_each", self._for_each(folded, group, place)))
            thing = folded.object
        meta += self._provider(_agreed(group, [n.provider for n in group.nodes], "provider"))
        inside = paragraphs(meta, "  ") + self._inside(thing, "  ", place)
        inside += self._lifecycle(_agreed(group, [n.lifecycle for n in group.nodes], "lifecycle"))
        inside += self._after(group, place)
        head = f'{_WORDS[thing.terraform_mode]} "{thing.terraform_type}" "{thing.terraform_label}"'
        body = block(head, inside)
        reason = _reasons(group.nodes)
        return f"{reason}\n{body}" if reason else body

    def _lifecycle(self, lifecycle: Lifecycle | None) -> list[str]:
        if lifecycle is None:
            return []
        rows: list[Row] = []
        if lifecycle.create_before_destroy:
            rows.append(("create_before_destroy", "true"))
        if lifecycle.prevent_destroy:
            rows.append(("prevent_destroy", "true"))
        for name in lifecycle.ignore_changes:
            if not _TRAVERSAL.fullmatch(name):
                msg = f"ignore_changes names no argument: {name!r}"
                raise UnprintableError(msg)
        if lifecycle.ignore_changes:
            rows.append(("ignore_changes", _names(lifecycle.ignore_changes, "    ")))
        if lifecycle.replaced_with:
            others = [self._values.inline(one) for one in lifecycle.replaced_with]
            rows.append(("replace_triggered_by", _names(others, "    ")))
        return [block("lifecycle", paragraphs(rows, "    "), "  ")] if rows else []

    def _inside(self, thing: Block, indent: str, place: str) -> list[str]:
        """Return a block's arguments, then the blocks inside it, as paragraphs."""
        rows: list[Row] = []
        blocks: list[str] = []
        declared = thing.declared
        for name, value in thing.given().items():
            field = declared[name]
            path = f"{place}.{field.name}"
            if field.nesting:
                inner = _nested(field, value, path)
                blocks += [
                    block(field.name, self._inside(one, indent + "  ", path), indent)
                    for one in inner
                ]
                continue
            if isinstance(value, Block):
                msg = f"{path} takes a value, not a block"
                raise UnprintableError(msg)
            self._values.place = path
            used = len(indent) + len(field.name) + 3
            rows.append((field.name, self._values.argument(value, indent, used)))
        return paragraphs(rows, indent) + blocks

    def _for_each(self, folded: Folded, group: Group, place: str) -> str:
        values = self._values
        values.place = f"{place}.for_each"
        if not folded.differences:
            keys = values.layout(list(folded.keys), "  ", len("  for_each = toset()"))
            return f"toset({keys})"
        if len(folded.differences) == 1:
            only = folded.differences[0]
            entries = dict(zip(folded.keys, only.values, strict=True))
            if all(_is_short(values, entry) for entry in only.values):
                return values.layout(entries, "  ", WIDTH)
            return self._local(folded, group, values.layout(entries, "  ", WIDTH))
        rows = {name: folded.entry(position) for position, name in enumerate(folded.keys)}
        return self._local(folded, group, values.table(rows, "  "))

    def _local(self, folded: Folded, group: Group, text: str) -> str:
        address = folded.object.terraform_address
        place = str(Address(address.type, address.label, None, address.mode))
        kind = address.type.partition("_")[2] or address.type
        prefix = "" if address.mode == "managed" else f"{address.mode}_"
        name = wished = f"{prefix}{kind}_{address.label}"
        number = 2
        while name in self.locals:
            name, number = f"{wished}_{number}", number + 1
        reason = comment(f"What the instances of {place} do not have in common.", "  ")
        self.locals[name] = Local(name, group.component, f"{reason}\n  {name} = {text}")
        return f"local.{name}"

    def _provider(self, alias: str | None) -> list[Row]:
        if alias is None:
            return []
        if alias not in self._aliases:
            msg = f"the stack has no provider with the alias {alias!r}"
            raise UnprintableError(msg)
        return [("provider", f"aws.{alias}")]

    def _after(self, group: Group, place: str) -> list[str]:
        """Return `depends_on`; Terraform waits for whole blocks there, never for one instance."""
        known = dict.fromkeys(address for node in group.nodes for address in node.after)
        if not known:
            return []
        self._values.place = f"{place}.depends_on"
        for address in known:
            self._values.head(address)
        whole = dict.fromkeys(str(Address(a.type, a.label, None, a.mode)) for a in known)
        return [f"  depends_on = {_names(whole, '  ')}"]


def _nested(field: Field, value: Any, path: str) -> Sequence[Block]:
    blocks = value if isinstance(value, (list, tuple)) else (value,)
    for one in blocks:
        if not isinstance(one, Block):
            msg = f"{path} takes blocks, not a {type(one).__name__}"
            raise TypeError(msg)
    if field.max and len(blocks) > field.max:
        msg = f"{path} may be there {field.max} times, not {len(blocks)}"
        raise UnprintableError(msg)
    return blocks


def _agreed(group: Group, values: Sequence[_T], what: str) -> _T:
    if any(value != values[0] for value in values):
        msg = f"the instances of {group.first.object.terraform_address} differ in their {what}"
        raise UnprintableError(msg)
    return values[0]


def _names(names: Iterable[str], indent: str) -> str:
    line = f"[{', '.join(names)}]"
    if len(indent) + len("create_before_destroy = ") + len(line) <= WIDTH:
        return line
    return "\n".join(["[", *(f"{indent}  {name}," for name in names), f"{indent}]"])


def _reasons(nodes: Sequence[Node]) -> str:
    different = dict.fromkeys(node.why for node in nodes if node.why)
    return "\n".join(comment(why) for why in different)


def _is_short(values: Values, entry: Any) -> bool:
    """Tell whether a value may stand in `for_each` itself."""
    plain = entry is None or isinstance(entry, (str, bool, int, float, Expr))
    return plain and len(values.inline(entry)) <= _LONG_ENTRY
