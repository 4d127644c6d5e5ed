"""`giban cost`: the bill, what it rests on, what changed, and what would make it smaller.

Exit codes: 0 all is priced; 1 failed, or grown by more than --block; 2 the command made no sense;
3 grown by more than --warn; 4 some line has no price, so that the total is "at least".
"""

from __future__ import annotations

import json
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from giban.cli.options import environment_option, file_option, format_option
from giban.cli.screen import Screen
from giban.cli.thresholds import Limit, LimitType
from giban.errors import UsageError

if TYPE_CHECKING:
    from giban.cli.priced import Priced

YEAR = 12
BLOCKED, WARNED, INCOMPLETE = 1, 3, 4


class View(Struct, frozen=True, kw_only=True):
    """How a bill is to be shown."""

    format: str
    by: str
    months: int


@click.command()
@file_option
@environment_option
@format_option("table", "json", "csv", "markdown")
@click.option(
    "--by",
    default="aws",
    show_default=True,
    metavar="aws|service|stack|resource|tag:KEY",
    help="What the bill is divided by; with `service`, what is shared is divided among its users.",
)
@click.option("--yearly", is_flag=True, help="Twelve months instead of one.")
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    help="Price any Terraform: the file that `terraform show -json PLAN` wrote.",
)
@click.option("--region", help="Region of a plan that does not say it.")
@click.option(
    "--profile",
    type=click.Choice(["small", "medium", "large"]),
    help="Figures of use, instead of those the manifest names.",
)
@click.option(
    "--prices",
    type=click.Path(path_type=Path, file_okay=False, exists=True),
    envvar="GIBAN_PRICES",
    help="Folder of price books that `giban prices refresh` wrote, instead of giban's own.",
)
@click.option("--against", metavar="REF|FILE", help="Compare with a git ref, or with a saved bill.")
@click.option("--warn", type=LimitType(), help="Exit with 3 when it grew by more: 10% or 50 (USD).")
@click.option("--block", type=LimitType(), help="Exit with 1 when it grew by more.")
@click.option("--smaller", is_flag=True, help="Rank measures that would make the bill smaller.")
@click.option("--apply", type=int, metavar="N", help="Change the manifest by measure N.")
@click.option("--credit", type=click.FloatRange(min=0), help="US dollars: how long they last.")
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option
    screen: Screen,
    *,
    file: Path | None,
    environment: str | None,
    format: str,
    by: str,
    yearly: bool,
    plan: Path | None,
    region: str | None,
    profile: str | None,
    prices: Path | None,
    against: str | None,
    warn: Limit | None,
    block: Limit | None,
    smaller: bool,
    apply: int | None,
    credit: float | None,
) -> int:
    """Price the platform: what each part costs, and the figures of use that rests on.

    Offline, from prices that come with giban. All environments are taken to share one AWS account,
    so what it has free every month is counted once. Exits with 4 when something has no price.
    """
    screen.format = format
    from giban.cli import priced  # noqa: PLC0415 - pydantic and the catalogue are heavy

    if prices:
        from giban.pricing import read_from  # noqa: PLC0415 - the same

        read_from(prices.resolve())
    _sensible(plan, file, environment, against, warn or block)
    view = View(format=format, by=by, months=YEAR if yearly else 1)
    now = (
        priced.of_plan(plan, region, profile) if plan else priced.of_manifest(file, profile)
    ).only(environment)
    if apply is not None or smaller or credit:
        from giban.cli import smaller as measures  # noqa: PLC0415 - the same

        if apply is not None:
            return measures.apply(screen, now, apply, file, profile)
        worth = Decimal(str(credit)) if credit else None
        return measures.smaller(screen, now, format=format, credit=worth, profile=profile)
    if against:
        from giban.cli.compared import Limits, compared  # noqa: PLC0415 - the same

        return compared(screen, now, against, file, view, Limits(warn, block))
    _show(screen, now, view)
    return INCOMPLETE if now.incomplete else 0


def _sensible(
    plan: Path | None,
    file: Path | None,
    environment: str | None,
    against: str | None,
    limit: Limit | None,
) -> None:
    if plan and (file or environment):
        raise UsageError("A plan has no manifest and no environments.", fix="Leave -f and -e out.")
    if limit and not against:
        raise UsageError(
            "There is nothing that the bill could have grown from.",
            fix="Name it: `--against origin/main`.",
        )


def _show(screen: Screen, now: Priced, view: View) -> None:
    """Show a bill as a program reads it, or as a person does."""
    if view.format == "json":
        from giban.pricing.report.document import as_json  # noqa: PLC0415 - one format is enough

        screen.data(json.dumps(as_json(now.bill), ensure_ascii=False, indent=2))
    elif view.format in ("csv", "markdown"):
        from giban.pricing.report.flat import as_csv, as_markdown  # noqa: PLC0415 - the same

        parts = now.divided(now.bill, view.by)
        marked = as_markdown(now.bill, parts, months=view.months)
        screen.data(as_csv(now.bill) if view.format == "csv" else marked)
    else:
        _table(screen, now, view)


def _table(screen: Screen, now: Priced, view: View) -> None:
    """Show one environment line by line, several side by side."""
    from giban.pricing.report.table import side_by_side, table  # noqa: PLC0415 - the same

    bill = now.bill
    if len(bill.environments) == 1:
        screen.data(table(bill, now.divided(bill, view.by), months=view.months))
        return
    each = [bill.of(name) for name in bill.environments]
    screen.data(side_by_side(each, bill, lambda one: now.divided(one, view.by), months=view.months))
    screen.next_step("`giban cost -e ENV` shows every line of one environment.")
