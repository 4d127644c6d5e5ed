"""What the commands of the rehearsal share: opening it, showing plans, progress, asking."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, Self, TypeVar

import click
from msgspec import Struct

from giban.cli.options import find_manifest, read_manifest
from giban.cli.products import complete
from giban.cli.screen import Screen
from giban.errors import UsageError, WorldError

if TYPE_CHECKING:
    from giban.blueprint import Blueprint, Stack
    from giban.rehearse.session import Change, Plan, Session

F = TypeVar("F", bound=Callable[..., Any])
SIGNS = {"create": "+", "update": "~", "replace": "±", "delete": "-"}
WORDS = {"create": "add", "update": "change", "replace": "replace", "delete": "destroy"}
COLOURS = {"create": "green", "update": "yellow", "replace": "magenta", "delete": "red"}
SHOWN = 12
WIDTH = 78


def environment_argument(command: F) -> F:
    """Add ENV."""
    return click.argument("environment", metavar="ENV", envvar="GIBAN_ENV")(command)


def provider_option(command: F) -> F:
    """Add --provider."""
    return click.option(
        "--provider",
        type=click.Choice(("stand-in", "official")),
        default="stand-in",
        show_default=True,
        envvar="GIBAN_PROVIDER",
        help="Who speaks to the rehearsal's AWS: our stand-in, or the real hashicorp/aws.",
    )(command)


def yes_option(command: F) -> F:
    """Add --yes."""
    return click.option("-y", "--yes", is_flag=True, envvar="GIBAN_YES", help="Do not ask.")(
        command
    )


class Rehearsal(Struct, frozen=True):
    """An open session and the Blueprint it is about."""

    session: Session
    blueprint: Blueprint
    others: tuple[Blueprint, ...]
    """The other environments of the project."""


@contextmanager
def rehearsal(
    screen: Screen, file: Path | None, environment: str, provider: str = "stand-in"
) -> Iterator[Rehearsal]:
    """Open the rehearsal of one environment."""
    from giban.system import resolve, resolve_all  # noqa: PLC0415 - pydantic is heavy

    _needs_extra()
    from giban.rehearse.beneath import on_its_foundation  # noqa: PLC0415 - only rehearsals need it
    from giban.rehearse.session import opened  # noqa: PLC0415 - only rehearsals need it

    manifest = read_manifest(file)
    system = resolve(manifest, environment)  # says at once when there is no such environment
    path = file or find_manifest(Path.cwd())
    blueprints = complete(resolve_all(manifest), path)
    blueprint = on_its_foundation(blueprints.pop(environment), system, manifest, screen.talk)
    wanted = os.environ.get("GIBAN_TERRAFORM", "")
    with opened(
        path, blueprint.region, screen.talk, provider=_provider(provider), wanted=wanted
    ) as session:
        yield Rehearsal(session, blueprint, tuple(blueprints.values()))


def made_by_another(open_: Rehearsal, provider: str) -> None:
    """Refuse to go on with what the other provider made: it keeps a state of its own."""
    from giban.rehearse.official import makers  # noqa: PLC0415 - only rehearsals need it

    stack = open_.blueprint.stacks[-1]
    others = [one for one in makers(open_.session.workspace, stack.path) if one != provider]
    if others:
        name = open_.blueprint.environment
        raise UsageError(
            f"{name} was made by the {others[0]} provider",
            why=f"the {provider} provider knows nothing of it",
            fix=f"Add --provider {others[0]}, or end it: giban down {name} --provider {others[0]}.",
        )


def _provider(name: str) -> Any:
    return name


def _needs_extra() -> None:
    from importlib.util import find_spec  # noqa: PLC0415 - only rehearsals need it

    missing = [name for name in ("boto3", "grpc", "moto", "pyvider") if find_spec(name) is None]
    if missing:
        raise WorldError(
            "the rehearsal is not installed",
            why=f"{', '.join(missing)} cannot be imported",
            fix="pip install 'giban[rehearsal]'",
        )


class Progress:
    """Shows how far Terraform has come: a line that is written over, or nothing in a pipe."""

    def __init__(self, screen: Screen, what: str, total: int = 0) -> None:
        self._screen, self._what, self._total = screen, what, total
        self._live = screen.err.isatty()
        self._done = 0
        self._started = time.monotonic()

    def __enter__(self) -> Self:
        if self._live:
            self._line("")
        return self

    def __exit__(self, *_: object) -> None:
        if self._live:
            self._screen.err.write("\r\x1b[K")
            self._screen.err.flush()

    def __call__(self, event: Any) -> None:
        """Hear one of Terraform's events."""
        kind = event.get("type")
        if kind in {"apply_complete", "refresh_complete", "apply_errored"}:
            self._done += 1
        if self._live and kind in {
            "apply_start",
            "apply_complete",
            "refresh_start",
            "planned_change",
        }:
            where = event.get("hook") or event.get("change")
            self._line(where["resource"]["addr"])

    @property
    def seconds(self) -> float:
        """Return how long it has taken."""
        return time.monotonic() - self._started

    def _line(self, address: str) -> None:
        count = f"{self._done}/{self._total} " if self._total else ""
        words = f"{self._what} {count}{address}"
        self._screen.err.write(f"\r\x1b[K{words[:WIDTH]}")
        self._screen.err.flush()


def show_plan(screen: Screen, plan: Plan, *, whole: bool = False) -> None:
    """Show what a plan would do: the count, and the objects by kind of action."""
    if plan.empty:
        screen.talk(f"{plan.stack}: nothing to do.")
        return
    screen.talk(f"{plan.stack}: {summary(plan)}")
    only_new = not whole and {change.action for change in plan.changes} == {"create"}
    lines = _by_type(plan.changes) if only_new else [_line(screen, one) for one in plan.changes]
    for line in lines:
        screen.talk(f"  {line}")
    for address in plan.drifted:
        screen.talk(f"  ! {address} was changed outside Terraform")
    for address in _losses(plan):
        screen.talk(f"  {screen.style('!', fg='red', bold=True)} {address} holds data: it goes too")


def _losses(plan: Plan) -> list[str]:
    """Return what a plan destroys or replaces although it holds data nobody can make again."""
    from giban.catalogue.kinds import RESOURCE_BY_TYPE  # noqa: PLC0415 - the catalogue is heavy

    gone = (one for one in plan.changes if one.action in {"delete", "replace"})
    kinds = ((one.address, RESOURCE_BY_TYPE.get(one.type)) for one in gone)
    return [address for address, kind in kinds if kind and kind.stateful]


def summary(plan: Plan) -> str:
    """Return how many objects a plan adds, changes, replaces, destroys."""
    counts = plan.counts()
    parts = [f"{count} to {WORDS[action]}" for action, count in counts.items()]
    return ", ".join(parts) or "outputs change"


def ask(screen: Screen, question: str, *, yes: bool) -> bool:
    """Ask before something changes; `--yes` answers, and without a terminal it is needed."""
    if yes:
        return True
    if not sys.stdin.isatty():
        raise UsageError(
            "there is nobody to ask", why="standard input is not a terminal", fix="Add --yes."
        )
    screen.err.flush()
    return click.confirm(question, default=False, err=True)


def plan_json(plan: Plan) -> dict[str, Any]:
    """Return a plan as JSON."""
    return {
        "stack": plan.stack,
        "counts": plan.counts(),
        "changes": [
            {"address": one.address, "type": one.type, "action": one.action} for one in plan.changes
        ],
        "drifted": list(plan.drifted),
    }


def planned(screen: Screen, session: Session, stack: Stack, **options: Any) -> Plan:
    """Plan a stack and show progress."""
    with Progress(screen, f"Planning {stack.path}") as progress:
        return session.plan(stack, progress, **options)


def apply(screen: Screen, session: Session, stack: Stack, plan: Plan) -> dict[str, Any]:
    """Apply the plan just made and show progress."""
    with Progress(screen, f"Applying {stack.path}", len(plan.changes)) as progress:
        outputs = session.apply(stack, progress)
    screen.talk(f"{stack.path}: done in {progress.seconds:.1f} s.")
    return outputs


def _by_type(changes: tuple[Change, ...]) -> list[str]:
    """Return one line for each service, the largest first: a list of 130 names says little."""
    counts: dict[str, int] = {}
    for change in changes:
        counts[change.type] = counts.get(change.type, 0) + 1
    ranked = sorted(counts.items(), key=lambda item: (-item[1], item[0]))
    lines = [f"+ {count:>3} {type}" for type, count in ranked[:SHOWN]]
    rest = ranked[SHOWN:]
    if rest:
        lines.append(f"+ {sum(count for _, count in rest):>3} of {len(rest)} other types")
    return lines


def _line(screen: Screen, change: Change) -> str:
    sign = screen.style(SIGNS[change.action], fg=COLOURS[change.action], bold=True)
    return f"{sign} {change.address}"
