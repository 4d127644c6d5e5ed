"""Lines and blocks as `terraform fmt` leaves them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

Row = tuple[str, str]
"""A name and its value, which may have several lines."""


def align(rows: Sequence[Row], indent: str) -> Iterator[str]:
    """Yield `name = value` lines; the `=` of neighbours on one line each stand in one column."""
    run: list[Row] = []
    for row in rows:
        if "\n" in row[1]:
            yield from _aligned(run, indent)
            run = []
            yield f"{indent}{row[0]} = {row[1]}"
        else:
            run.append(row)
    yield from _aligned(run, indent)


def _aligned(run: list[Row], indent: str) -> list[str]:
    width = max([len(name) for name, _ in run], default=0)
    return [f"{indent}{name:{width}} = {value}" for name, value in run]


def paragraphs(rows: Sequence[Row], indent: str) -> list[str]:
    """Return the rows in paragraphs: a value of several lines has one to itself."""
    found: list[str] = []
    run: list[Row] = []
    for row in rows:
        if "\n" in row[1]:
            if run:
                found.append("\n".join(_aligned(run, indent)))
                run = []
            found.append(f"{indent}{row[0]} = {row[1]}")
        else:
            run.append(row)
    if run:
        found.append("\n".join(_aligned(run, indent)))
    return found


def block(head: str, inside: Sequence[str], indent: str = "") -> str:
    """Return a block of paragraphs with a blank line between them."""
    if not inside:
        return f"{indent}{head} {{}}"
    body = "\n\n".join(inside)
    return f"{indent}{head} {{\n{body}\n{indent}}}"
