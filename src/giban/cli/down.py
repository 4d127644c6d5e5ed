"""`giban down`: destroy an environment of the rehearsal, and look whether anything is left."""

from __future__ import annotations

from pathlib import Path

import click

from giban.cli.options import file_option, find_manifest
from giban.cli.rehearsal import (
    Rehearsal,
    apply,
    ask,
    made_by_another,
    planned,
    provider_option,
    rehearsal,
    show_plan,
    yes_option,
)
from giban.cli.screen import Screen
from giban.errors import WorldError

UNPROTECTED = ("-var", "deletion_protection=false")


@click.command()
@click.argument("environment", metavar="ENV", envvar="GIBAN_ENV", required=False)
@click.option("--all", "everything", is_flag=True, help="End the rehearsal of the whole project.")
@file_option
@yes_option
@provider_option
@click.pass_obj
def command(
    screen: Screen,
    environment: str | None,
    everything: bool,
    file: Path | None,
    yes: bool,
    provider: str,
) -> None:
    """Destroy what an environment's rehearsal has made.

    Deletion protection is lifted first, which is said. What is left over afterwards is named.
    """
    if environment is None and not everything:
        what = "down needs an environment"
        raise click.UsageError(f"{what}, or --all for the whole rehearsal.")
    if everything:
        _end(screen, file, yes=yes)
        return
    with rehearsal(screen, file, environment or "", provider) as open_:
        stack = open_.blueprint.stacks[-1]
        made_by_another(open_, provider)
        if not open_.session.applied(stack):
            screen.talk(f"{environment} is not up.")
            return
        if not _destroy(screen, open_, yes=yes):
            raise click.Abort
        _look(screen, open_)
        _shared(screen, open_)
    screen.next_step(f"`giban up {environment}` makes it again.")


def _end(screen: Screen, file: Path | None, *, yes: bool) -> None:
    """End the rehearsal at once, with everything in it."""
    from giban.rehearse.session import end  # noqa: PLC0415 - only rehearsals need it

    if not ask(screen, "End the rehearsal of all environments?", yes=yes):
        raise click.Abort
    end(file or find_manifest(Path.cwd()))
    screen.talk("The rehearsal has ended, and everything in it is gone.")


def _destroy(screen: Screen, open_: Rehearsal, *, yes: bool) -> bool:
    """Destroy the environment's own stack; tells whether the answer was yes."""
    session, stack = open_.session, open_.blueprint.stacks[-1]
    options = UNPROTECTED if protected(open_) else ()
    plan = planned(screen, session, stack, destroy=True, options=options)
    screen.talk(f"{stack.path}: {len(plan.changes)} to destroy.")
    if not ask(screen, f"Destroy {stack.path}?", yes=yes):
        return False
    if options:
        lifted = planned(screen, session, stack, options=options)
        show_plan(screen, lifted, whole=True)
        screen.talk("Deletion protection is lifted first.")
        apply(screen, session, stack, lifted)
        plan = planned(screen, session, stack, destroy=True, options=options)
    apply(screen, session, stack, plan)
    return True


def protected(open_: Rehearsal) -> bool:
    """Tell whether the environment has a switch that keeps it from being destroyed."""
    from giban.values import Knob, walk  # noqa: PLC0415 - kept off the start of the program

    stack = open_.blueprint.stacks[-1]
    return any(
        isinstance(expr, Knob) and expr.name == "deletion_protection"
        for resource in stack.resources()
        for expr in walk(list(resource.given().values()))
    )


def _look(screen: Screen, open_: Rehearsal) -> None:
    """Ask AWS what is left: what is kept on purpose is named and cleared, the rest is an error."""
    stem = f"{open_.blueprint.project}-{open_.blueprint.environment}"
    for one in open_.session.leftovers(stem):
        screen.talk(f"  AWS would keep {one.type} {one.name} ({one.state}); cleared here.")
    names = {
        resource.given().get("name")
        for stack in open_.blueprint.stacks[:-1]
        for resource in stack.resources()
    }
    left = [one for one in open_.session.inventory(stem) if one.name not in names]
    if left:
        raise WorldError(
            f"{len(left)} things of {stem} still exist",
            why=", ".join(f"{one.type} {one.name}" for one in left),
            fix="This is a defect of giban: please report it.",
        )
    screen.talk(f"AWS knows nothing of {stem} any more.")


def _shared(screen: Screen, open_: Rehearsal) -> None:
    """Destroy what all environments share when none of them is left."""
    from giban.rehearse.official import makers  # noqa: PLC0415 - only rehearsals need it

    session = open_.session
    stacks = [blueprint.stacks[-1].path for blueprint in open_.others]
    if any(makers(session.workspace, path) for path in stacks):
        screen.talk(f"{open_.blueprint.stacks[0].path} stays: other environments use it.")
        return
    for stack in reversed(open_.blueprint.stacks[:-1]):
        plan = planned(screen, session, stack, destroy=True)
        screen.talk(f"{stack.path}: no environment is left, {len(plan.changes)} to destroy.")
        apply(screen, session, stack, plan)
    session.end()
