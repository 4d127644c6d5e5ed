"""`giban down`: destroy an environment of the rehearsal, and look whether anything is left."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

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

if TYPE_CHECKING:
    from giban.blueprint import Stack
    from giban.rehearse.session import Session

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
        made_by_another(open_, provider)
        standing = [one for one in reversed(open_.blueprint.own) if open_.session.applied(one)]
        if not standing:
            screen.talk(f"{environment} is not up.")
            return
        if not _destroy(screen, open_, standing, yes=yes):
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


def _destroy(screen: Screen, open_: Rehearsal, stacks: list[Stack], *, yes: bool) -> bool:
    """Destroy the environment's own stacks, last first; tells whether the answer was yes."""
    for stack in stacks:
        plan = planned(screen, open_.session, stack, destroy=True, options=_lift(stack))
        screen.talk(f"{stack.path}: {len(plan.changes)} to destroy.")
    names = ", ".join(stack.path for stack in stacks)
    if not ask(screen, f"Destroy {names}?", yes=yes):
        return False
    for stack in stacks:
        _destroy_one(screen, open_.session, stack)
    return True


def _destroy_one(screen: Screen, session: Session, stack: Stack) -> None:
    options = _lift(stack)
    if options:
        lifted = planned(screen, session, stack, options=options)
        show_plan(screen, lifted, whole=True)
        screen.talk("Deletion protection is lifted first.")
        apply(screen, session, stack, lifted)
    plan = planned(screen, session, stack, destroy=True, options=options)
    apply(screen, session, stack, plan)


def _lift(stack: Stack) -> tuple[str, ...]:
    """Return the options by which nothing keeps a stack from being destroyed."""
    return UNPROTECTED if protected(stack) else ()


def protected(stack: Stack) -> bool:
    """Tell whether a stack has a switch that keeps it from being destroyed."""
    from giban.values import Knob, walk  # noqa: PLC0415 - kept off the start of the program

    return any(
        isinstance(expr, Knob) and expr.name == "deletion_protection"
        for resource in stack.resources()
        for expr in walk(list(resource.given().values()))
    )


def _look(screen: Screen, open_: Rehearsal) -> None:
    """Ask AWS what is left: what is kept on purpose is named and cleared, the rest is an error."""
    places = open_.blueprint.places
    for one in open_.session.leftovers(places):
        screen.talk(f"  AWS would keep {one.type} {one.name} ({one.state}); cleared here.")
    names = {
        resource.given().get("name")
        for stack in open_.blueprint.stacks
        if stack.shared
        for resource in stack.resources()
    }
    stem = places[0][0]
    left = [one for one in open_.session.inventory(places) if one.name not in names]
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
    shared = [stack for stack in reversed(open_.blueprint.stacks) if stack.shared]
    others = [stack.path for blueprint in open_.others for stack in blueprint.own]
    if any(makers(session.workspace, path) for path in others):
        words = ", ".join(stack.path for stack in reversed(shared))
        stay = "stays" if len(shared) == 1 else "stay"
        use = "it" if len(shared) == 1 else "them"
        screen.talk(f"{words} {stay}: other environments use {use}.")
        return
    for stack in shared:
        plan = planned(screen, session, stack, destroy=True, options=_lift(stack))
        screen.talk(f"{stack.path}: no environment is left, {len(plan.changes)} to destroy.")
        _destroy_one(screen, session, stack)
    session.end()
