"""Write docs/explain/bills.md: our bill beside each cost table of the five documents.

The tables are in tools/bills.toml. A row that differs by more than 5 % and gives no reason is an
error; a line is chosen by one row only, and what no row chooses stands below the table.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import Any

from giban.cli.priced import Priced, of
from giban.manifest import Manifest, load
from giban.pricing import Line
from giban.pricing.amount import ZERO
from giban.pricing.report.figures import money
from giban.pricing.services import by_service
from giban.saving import Edit, Proposals, propose
from giban.saving.proposals import rewritten

HERE = Path(__file__).parent
PAGE = HERE.parent / "docs/explain/bills.md"
EXAMPLES = HERE.parent / "examples"
TOLERATED = Decimal("0.05")
CENTS = Decimal("0.02")
GENERATED = "<!-- Written by tools/bills.py; `make docs` writes it again. -->\n"


@dataclass(frozen=True)
class Row:
    """A row of a document beside ours."""

    name: str
    theirs: Decimal
    ours: Decimal
    because: str

    @property
    def differs(self) -> bool:
        """Tell whether ours is more than 5 %, and 2 cents, away."""
        apart = abs(self.ours - self.theirs)
        return apart > CENTS and apart > abs(self.theirs) * TOLERATED


@dataclass(frozen=True)
class Table:
    """A document's table beside our bill; `rest` is what it leaves out, by service."""

    title: str
    ledger: str
    source: str
    theirs: Decimal | None
    ours: Decimal
    rows: tuple[Row, ...]
    rest: Mapping[str, Decimal]
    divided: Mapping[str, Decimal]
    words: str
    unknown: tuple[str, ...]


def tables() -> list[Table]:
    """Return every table, computed."""
    return [_table(one) for one in _read()["table"]]


def _read() -> dict[str, Any]:
    return tomllib.loads((HERE / "bills.toml").read_text(), parse_float=Decimal)


def manifest(example: str) -> Manifest:
    path = EXAMPLES / example / "giban.yaml"
    return load(path, shown=f"examples/{example}/giban.yaml")


def _table(one: Mapping[str, Any]) -> Table:
    environment = one["environment"]
    changes = [
        Edit(("environments", environment, key), v) for key, v in one.get("rewrite", {}).items()
    ]
    usage = [
        Edit(("environments", environment, "usage", k), _plain(v))
        for k, v in one.get("usage", {}).items()
    ]
    figures = {
        k: {n: _plain(v) for n, v in of_one.items()} for k, of_one in one.get("each", {}).items()
    }
    if figures:
        usage.append(Edit(("environments", environment, "usage", "each"), figures))
    changed = rewritten(manifest(one["example"]), [*changes, *usage])
    if changed is None:
        raise SystemExit(f"{one['title']}: the manifest refuses what the table writes")
    now = of(changed).only(environment)
    left = list(now.bill.lines)
    mine = [line for line in left if line.place.stack.startswith(one.get("stack", ""))]
    rows = tuple(_row(row, now, mine) for row in one["rows"])
    rest: dict[str, Decimal] = {}
    for line in left:
        inside = line.place.stack.startswith(one.get("stack", ""))
        chosen = inside and line not in mine
        if not chosen:
            name = line.group if inside else f"stack {line.place.stack}"
            rest[name] = rest.get(name, ZERO) + (line.cost or ZERO)
    divide = one.get("divide")
    return Table(
        title=one["title"],
        ledger=one["ledger"],
        source=one["source"],
        theirs=Decimal(one["total"]) if "total" in one else None,
        ours=now.bill.total,
        rows=rows,
        rest=dict(sorted(rest.items(), key=lambda pair: -pair[1])),
        divided={s.name: s.total for s in by_service(now.bill, now.blueprints)} if divide else {},
        words=divide["words"] if divide else "",
        unknown=tuple(
            f"{line.place.address}, {line.name}: {line.unknown}" for line in now.bill.unknown
        ),
    )


def _plain(value: Any) -> Any:
    return float(value) if isinstance(value, Decimal) else value


def _row(row: Sequence[Any], now: Priced, left: list[Line]) -> Row:
    name, theirs, choice, because = row
    ours = ZERO
    for one in choice.split(" + "):
        ours += _chosen(one, now, left)
    made = Row(name, Decimal(theirs), ours, because)
    if made.differs and not because:
        raise SystemExit(f"{name}: {made.ours} beside {made.theirs} needs a reason")
    return made


def _chosen(choice: str, now: Priced, left: list[Line]) -> Decimal:
    """Return what the chosen lines cost, and take them out of what is left."""
    if choice == "none":
        return ZERO
    kind, _, external = choice.partition("=")
    if kind == "external":
        return next(one.monthly for one in now.bill.externals if one.name == external)
    wanted = dict(part.split("=", 1) for part in choice.split(";"))
    found = [line for line in left if _matches(line, wanted)]
    for line in found:
        left.remove(line)
    return sum((line.cost for line in found if line.cost is not None), ZERO)


def _matches(line: Line, wanted: Mapping[str, str]) -> bool:
    names = tuple(wanted.get("name", "").split("|"))
    at = wanted.get("at", "")
    path = line.place.origin.path
    inside = not at or path == at or path.startswith(f"{at}.")
    return line.group == wanted["group"] and inside and line.name.startswith(names)


def page() -> str:
    """Return the page."""
    return GENERATED + "\n".join(_page()) + "\n"


def _page() -> Iterator[str]:
    yield "# Our bill beside the documents' tables\n"
    yield "US dollars a month before tax, 730 hours, at the prices of `giban prices`. Ours is the"
    yield "bill of the example in `examples/` with the document's own figures of use, so that what"
    yield "differs is the price or the platform. A row that is more than 5 % away says why; what a"
    yield "document leaves out stands below its table, so that the sum is the whole bill. `D-…`"
    yield "are defects of the documents, the ids at the titles those of the ledger.\n"
    for one in tables():
        yield from _shown(one)
    yield from _smaller()
    yield from _answers()


def _shown(one: Table) -> Iterator[str]:
    yield f"## {one.title}\n\n{one.ledger}; {one.source}.\n"
    if one.rows:
        yield "| in the document | document | ours | difference | because |\n|---|--:|--:|--:|---|"
        for row in one.rows:
            yield (
                f"| {row.name} | {money(row.theirs)} | {money(row.ours)} | {_away(row)} "
                f"| {row.because if row.differs else ''} |"
            )
    else:
        yield "| service | | ours | | |\n|---|--:|--:|--:|---|"
    for name, cost in one.rest.items():
        if cost:
            yield f"| {'*not in the document:* ' if one.rows else ''}{name} | | {money(cost)} | | |"
    theirs = "" if one.theirs is None else f"**{money(one.theirs)}**"
    yield f"| **Total** | {theirs} | **{money(one.ours)}** | {_total(one)} | |\n"
    if one.theirs is not None:
        yield f"A year: {money(one.theirs * 12)} in the document, {money(one.ours * 12)} ours.\n"
    for words in one.unknown:
        yield f"Not in the total: {words}.\n"
    if one.divided:
        yield (
            f"{one.words}: " + ", ".join(f"{n} {money(c)}" for n, c in one.divided.items()) + ".\n"
        )


def _away(row: Row) -> str:
    if row.theirs == row.ours:
        return ""
    if not row.theirs:
        return f"{row.ours - row.theirs:+,.2f}"
    return f"{(row.ours - row.theirs) / row.theirs * 100:+.0f} %"


def _total(one: Table) -> str:
    return f"{(one.ours - one.theirs) / one.theirs * 100:+.0f} %" if one.theirs else ""


def proposals(example: str, environment: str) -> Proposals:
    """Return the measures for one environment of an example."""
    whole = manifest(example)
    now = of(whole).only(environment)
    return propose(whole, now.systems, now.bill, lambda one: of(one).bill)


OPTIMISED = (
    ("codemate", "dev", "CM-COST-05", "138.55", "59.55"),
    ("codemate", "prod", "CM-COST-06", "408.36", "266.20"),
    ("hospital-erp", "production", "ERP-OPT-02, ERP-OPT-03", "", ""),
    ("hybrid/foundation", "prod", "HY-COST-08", "", ""),
)


def _smaller() -> Iterator[str]:
    yield "## What would make them smaller\n"
    yield "`giban cost --smaller`, the measures that save most. Reservations cover what runs, not"
    yield "storage and backups (D-CM-14); the sum leaves out what excludes each other.\n"
    for example, environment, ledger, after, saved in OPTIMISED:
        found = proposals(example, environment)
        theirs = f" The document: {after} after saving {saved}." if after else ""
        change = found.before - found.after
        share = f"{money(change)} less ({change / found.before * 100:.1f} %)"
        yield f"### {example} {environment}\n"
        yield f"{ledger}. {money(found.before)} -> {money(found.after)}, {share}.{theirs}\n"
        yield "| saves | risk | measure | |\n|--:|---|---|---|"
        for one in found.savings[:14]:
            measure = one.measure
            yield f"| {money(one.monthly)} | {measure.risk} | {measure.title} | {measure.note} |"
        yield ""


def _answers() -> Iterator[str]:
    yield "## Ids of the ledger, answered\n\n| id | answer |\n|---|---|"
    for one in _read()["answer"]:
        yield f"| {one['ids']} | {one['answer']} |"


def main() -> None:
    PAGE.parent.mkdir(parents=True, exist_ok=True)
    PAGE.write_text(page())


if __name__ == "__main__":
    main()
