r"""The smallest pieces of Terraform text: strings, keys, numbers, comments.

A string is always escaped, whatever it holds. Characters a reader cannot see (controls, text
direction marks) are written as `\uXXXX`; Korean and emoji stay as they are. Terraform turns
every string into Unicode's composed form (NFC), so two spellings of one word are one to it.
"""

from __future__ import annotations

import re
import textwrap
from functools import lru_cache

WIDTH = 100
"""Columns a line may take before a list or an object is spread over several."""

_INVISIBLE = (
    "\x00-\x1f\x7f-\x9f\u00ad\u061c\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb"
)
_SPECIAL = re.compile(rf'[\\"{_INVISIBLE}]|[$%]\{{')
_NAMED = {"\\": r"\\", '"': r"\"", "\n": r"\n", "\r": r"\r", "\t": r"\t", "${": "$${", "%{": "%%{"}
_SURROGATE = re.compile("[\ud800-\udfff]")

# Characters that surely stand alone. What may join its neighbour (accents, skin tones, flags) is
# escaped in a key, where `terraform fmt` counts columns, and may not begin a line of a heredoc,
# where Terraform takes it for a part of the indentation.
_ALONE = (
    " -~\u00a1-\u00ac\u00ae-\u024f\u3041-\u3096\u30a1-\u30fa\u4e00-\u9fff\uac00-\ud7a3"
    "\U0001f300-\U0001f3fa\U0001f400-\U0001f64f"
)
_KEY_SPECIAL = re.compile(f"[^{_ALONE}]")

_BEYOND_FOUR_DIGITS = 0x10000

_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_-]*")
_BARE_KEY = re.compile(r"[A-Za-z_][A-Za-z0-9_]*")
_KEYWORDS = frozenset({"for", "if", "in", "null", "true", "false"})

_HEREDOC_HIDDEN = re.compile(rf"(?![\n\t])[{_INVISIBLE}\ud800-\udfff]")
_HEREDOC_SHAPE = re.compile(
    rf"\A\s|[$%]\0|^[^\S\n]+$|^\s*EOT\s*$|^[ \t]*[^\s\0{_ALONE}]", re.MULTILINE
)


def _escaped(match: re.Match[str]) -> str:
    found = match.group()
    return _NAMED.get(found) or _code(found)


def _code(character: str) -> str:
    point = ord(character)
    return f"\\u{point:04x}" if point < _BEYOND_FOUR_DIGITS else f"\\U{point:08x}"


def escape(literal: str) -> str:
    """Return the inside of a quoted string that means exactly `literal`.

    Raises `ValueError` for half a surrogate pair, which no file can hold.
    """
    if not literal.isascii() and _SURROGATE.search(literal):
        msg = f"half of a surrogate pair has no spelling in UTF-8: {literal!r}"
        raise ValueError(msg)
    return _SPECIAL.sub(_escaped, literal)


def escape_before_value(literal: str) -> str:
    """Return `literal` escaped so that a `${…}` can follow it and still be one."""
    if literal.endswith(("$", "%")):
        return escape(literal[:-1]) + _code(literal[-1])
    return escape(literal)


def quote(literal: str) -> str:
    """Return a quoted string that means exactly `literal`."""
    return f'"{escape(literal)}"'


@lru_cache(maxsize=4096)
def key(name: str) -> str:
    """Return an object key: bare where Terraform allows it, else quoted."""
    if _BARE_KEY.fullmatch(name) and name not in _KEYWORDS:
        return name
    return _KEY_SPECIAL.sub(lambda match: _code(match.group()), quote(name))


def is_name(word: str) -> bool:
    """Tell whether Terraform takes `word` as a label."""
    return _NAME.fullmatch(word) is not None


def step(part: str | int) -> str:
    """Return one step of a path into a value: `.id`, `[0]`, `["a-b"]`."""
    if isinstance(part, int):
        return f"[{part}]"
    return f".{part}" if is_name(part) else f"[{quote(part)}]"


def number(value: float) -> str:
    """Return the shortest spelling of a number; raises `ValueError` where it is not finite."""
    whole = isinstance(value, int) or (value.is_integer() and abs(value) < 1e15)  # noqa: PLR2004
    text = str(int(value)) if whole else repr(value)
    if text.endswith(("inf", "nan")):
        msg = f"{text} is not a number Terraform knows"
        raise ValueError(msg)
    return text


@lru_cache(maxsize=4096)
def comment(prose: str, indent: str = "") -> str:
    """Return the prose as comment lines, wrapped; each line break in it is kept."""
    lines: list[str] = []
    for paragraph in prose.strip().splitlines():
        clean = paragraph if paragraph.isprintable() else _printable(paragraph)
        wrapped = textwrap.wrap(
            clean, WIDTH - 2 - len(indent), break_long_words=False, break_on_hyphens=False
        )
        lines += (f"{indent}# {line}" for line in wrapped) if wrapped else [f"{indent}#"]
    return "\n".join(lines)


def _printable(prose: str) -> str:
    return "".join(char if char.isprintable() else " " for char in prose)


def heredoc(template: list[tuple[str, bool]], indent: str) -> str | None:
    """Return text of several lines as `<<-EOT`, or None where only a quoted string is exact.

    Each piece is a literal, or with True the source of a value.
    """
    if any(_HEREDOC_HIDDEN.search(piece) for piece, is_value in template if not is_value):
        return None
    outline = "".join("\0" if is_value else piece for piece, is_value in template)
    several = outline.count("\n") > 1 and outline.endswith("\n")
    if not several or _HEREDOC_SHAPE.search(outline):
        return None
    source = "".join(
        f"${{{piece}}}" if is_value else piece.replace("${", "$${").replace("%{", "%%{")
        for piece, is_value in template
    )
    lines = [f"{indent}  {line}" if line else "" for line in source.split("\n")[:-1]]
    return "\n".join(["<<-EOT", *lines, f"{indent}EOT"])
