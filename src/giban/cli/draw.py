"""`giban draw`: the picture of an environment, or of any Terraform plan."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click
from msgspec import Struct
from msgspec.structs import replace

from giban.cli.options import environment_option, file_option, read_manifest
from giban.cli.screen import Screen
from giban.errors import UsageError, WorldError

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.diagram import Shown
    from giban.pricing import Bill

Costs = dict[str, Decimal | None]
"""US dollars a month of each resource, by its stack and address; None is unknown."""

VIEWS = ("system", "network", "access", "stacks", "cost")


class Subject(Struct, frozen=True, kw_only=True):
    """What is drawn: an environment of a manifest, or a plan."""

    file: Path | None
    environment: str | None
    plan: Path | None
    region: str | None


@click.command()
@file_option
@environment_option
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False),
    help="The file to write: .svg, .png, .pdf, .txt, .mmd (Mermaid) or .drawio; without it, text "
    "on the screen.",
)
@click.option(
    "--view",
    type=click.Choice(VIEWS),
    default=VIEWS[0],
    show_default=True,
    help="The whole system; address ranges and routes; who reaches whom; Terraform stacks and "
    "what they hand each other; what costs how much.",
)
@click.option("--against", metavar="REF", help="Mark what changed since a git ref.")
@click.option(
    "--plan",
    type=click.Path(path_type=Path),
    help="Draw any Terraform: the file that `terraform show -json PLAN` wrote.",
)
@click.option("--region", help="Region of a plan that does not say it.")
@click.option(
    "--theme",
    type=click.Choice(["light", "dark"]),
    help="Colours; without it an SVG follows its reader.",
)
@click.pass_obj
def command(  # noqa: PLR0913 - one for each option
    screen: Screen,
    *,
    file: Path | None,
    environment: str | None,
    output: Path | None,
    view: str,
    against: str | None,
    plan: Path | None,
    region: str | None,
    theme: Literal["light", "dark"] | None,
) -> None:
    """Draw an environment: what it has, where it stands, and what speaks to what."""
    from giban.diagram import FORMS, Wish, scene  # noqa: PLC0415 - heavy

    form = FORMS.get(output.suffix if output else ".txt")
    if form is None:
        what = f"{output.name if output else ''} does not say what to draw it as."
        raise UsageError(what, fix=f"End its name in {' or '.join(FORMS)}.")
    subject = Subject(file=file, environment=environment, plan=plan, region=region)
    tips = output is not None and output.suffix == ".svg"
    blueprint, shown = _wanted(subject, view, against, priced=tips or view == "cost")
    drawn = scene(blueprint, shown)
    content = form(drawn, Wish(theme=theme))
    if output is None:
        screen.data(content.decode())
        screen.next_step("`-o architecture.svg` draws it with arrows, for a page or a wall.")
        return
    _write(output, content)
    screen.talk(f"{len(drawn.nodes)} parts and {len(drawn.edges)} arrows are in {output}.")


def _wanted(
    subject: Subject, view: str, against: str | None, *, priced: bool
) -> tuple[Blueprint, Shown]:
    """Return the Blueprint that is drawn, and what is shown of it."""
    from giban.diagram import Shown  # noqa: PLC0415 - heavy

    if subject.plan is not None:
        if subject.file or subject.environment or against:
            raise UsageError(
                "A plan has no manifest, no environments and no past.",
                fix="Leave -f, -e and --against out.",
            )
        blueprint, costs = _of_plan(subject.plan, subject.region)
        return blueprint, Shown(view=view, costs=costs)
    blueprint, costs = _of_manifest(subject, priced=priced)
    before = _before(against, subject, blueprint) if against else None
    return blueprint, Shown(view=view, before=before, costs=costs)


def _of_manifest(subject: Subject, *, priced: bool) -> tuple[Blueprint, Costs]:
    """Return the environment that was asked for, or the only one, and what it costs."""
    from giban.cli.bills import billed  # noqa: PLC0415 - heavy
    from giban.cli.products import compiled  # noqa: PLC0415 - the catalogue is heavy
    from giban.system import layers, resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(subject.file)
    if subject.environment:
        layers(manifest, subject.environment)  # says at once when there is none of that name
    systems = resolve_all(manifest)
    if subject.environment is None and len(systems) > 1:
        what = "A picture shows one environment."
        raise UsageError(what, fix=f"Choose one with -e: {', '.join(systems)}.")
    name = subject.environment or next(iter(systems))
    blueprints = compiled(systems)
    bill = billed(systems, blueprints).of(name) if priced else None
    return blueprints[name], summed(bill) if bill else {}


def _of_plan(file: Path, region: str | None) -> tuple[Blueprint, Costs]:
    from giban.cli.priced import of_plan  # noqa: PLC0415 - heavy

    found = of_plan(file, region, None)
    (blueprint,) = found.blueprints
    return blueprint, summed(found.bill)


def _before(ref: str, subject: Subject, now: Blueprint) -> Blueprint:
    """Return the environment as it was at a git ref; where there was none, one without stacks."""
    from giban.cli.against import past  # noqa: PLC0415 - runs git

    return past(ref, subject.file).blueprints.get(now.environment) or replace(now, stacks=())


def summed(bill: Bill) -> Costs:
    """Return the sum of a bill's lines for each resource; None where one has no price."""
    costs: dict[str, list[Decimal | None]] = {}
    for line in bill.lines:
        costs.setdefault(f"{line.place.stack}/{line.place.address}", []).append(line.cost)
    return {
        id: None if None in found else sum((one for one in found if one), start=Decimal(0))
        for id, found in costs.items()
    }


def _write(path: Path, content: bytes) -> None:
    try:
        path.write_bytes(content)
    except OSError as error:
        what = f"{path} cannot be written."
        raise WorldError(
            what, fix="Choose another file with -o FILE.", detail=str(error)
        ) from error
