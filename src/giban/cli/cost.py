"""`giban cost`: the bill, what it rests on, and what is not in it."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from giban.cli.options import environment_option, file_option, format_option, read_manifest
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.pricing import Bill

YEAR = 12


@click.command()
@file_option
@environment_option
@format_option("table")
@click.option(
    "--by",
    default="aws",
    show_default=True,
    metavar="aws|stack|resource|tag:KEY",
    help="What the bill is divided by.",
)
@click.option("--yearly", is_flag=True, help="Twelve months instead of one.")
@click.pass_obj
def command(
    screen: Screen, file: Path | None, environment: str | None, format: str, by: str, yearly: bool
) -> None:
    """Price the platform: what each part costs, and the assumptions that rests on.

    Offline, from prices that come with giban. All environments are taken to share one AWS account,
    so what it has free every month is counted once.
    """
    screen.format = format
    bill = _bill(file, environment)
    months = YEAR if yearly else 1
    from giban.pricing.report.table import side_by_side, table  # noqa: PLC0415 - heavy
    from giban.pricing.sections import sections  # noqa: PLC0415 - heavy

    if len(bill.environments) == 1:
        screen.data(table(bill, sections(bill, by), months=months))
    else:
        each = [bill.of(name) for name in bill.environments]
        screen.data(side_by_side(each, bill, by=by, months=months))
        screen.next_step("`giban cost -e ENV` shows every line of one environment.")


def _bill(file: Path | None, environment: str | None) -> Bill:
    from giban.cli.bills import billed  # noqa: PLC0415 - heavy
    from giban.cli.products import compiled  # noqa: PLC0415 - heavy
    from giban.system import layers, resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    if environment:
        layers(manifest, environment)  # says at once when there is none of that name
    systems = resolve_all(manifest)
    bill = billed(systems, compiled(systems))
    return bill.of(environment) if environment else bill
