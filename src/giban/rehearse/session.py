"""A rehearsal of one project: its workspace, its resident AWS, and Terraform between them.

A command opens a session, plans and applies stacks in their order, and looks at what came of it.
All that changes the world goes through `apply` and `destroy`, which leave a mark while they work:
a run that was killed is recognised by it, and the next one starts afresh (decision 0008).
"""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Literal

from msgspec import Struct, field

from giban.blueprint import Stack
from giban.errors import CutOff, WorldError
from giban.hcl import write
from giban.rehearse import client, official, terraform
from giban.rehearse.aws import Clients as AwsClients
from giban.rehearse.client import Resident
from giban.rehearse.inventory import Clients, Found, inventory
from giban.rehearse.leftovers import leftovers
from giban.rehearse.lending import lend
from giban.rehearse.terraform import Event, Listener, Outcome, Terraform
from giban.rehearse.workspace import Workspace

Provider = Literal["stand-in", "official"]
Talk = Callable[[str], None]
AWS = "aws"
UNSAVED = ("Failed to save state", "Failed to persist state to backend")
ACTIONS = ("create", "update", "replace", "delete")


class Change(Struct, frozen=True):
    """One object that a plan would change; `action` is create, update, replace or delete."""

    address: str
    type: str
    action: str


class Plan(Struct, frozen=True):
    """What Terraform would do to one stack.

    `drifted` are the objects that it would put back as they were: someone else changed them.
    """

    stack: str
    changes: tuple[Change, ...]
    drifted: tuple[str, ...]
    outputs_change: bool

    @property
    def empty(self) -> bool:
        """Tell whether there is nothing to do."""
        return not self.changes and not self.outputs_change

    def counts(self) -> dict[str, int]:
        """Return how many objects each action touches."""
        found = dict.fromkeys(ACTIONS, 0)
        for change in self.changes:
            found[change.action] = found.get(change.action, 0) + 1
        return {action: count for action, count in found.items() if count}


class Session(Struct):
    """An open rehearsal; made by `opened`."""

    workspace: Workspace
    resident: Resident
    region: str
    provider: Provider
    wanted: str
    """The Terraform that GIBAN_TERRAFORM names; empty for the one on PATH or the library."""

    judge: bool = False
    """Whether the official provider plans shared stacks too; it cannot apply them on moto."""

    talk: Talk = field(default=lambda _said: None)
    """Where is said what the rehearsal does by itself."""

    _plans: dict[str, Path] = field(default_factory=dict)

    def terraform(self, stack: Stack, provider: Provider) -> Terraform:
        """Return Terraform in the written and prepared root of a stack."""
        root = self.workspace.write(_place(stack, provider), write(stack, backend=False))
        environment = self._environment(provider)
        program = terraform.find(root, environment, wanted=self.wanted)
        self._prepare(program, root, provider)
        return program

    def plan(
        self,
        stack: Stack,
        listener: Listener,
        *,
        destroy: bool = False,
        options: tuple[str, ...] = (),
    ) -> Plan:
        """Plan a stack; raises `WorldError` with Terraform's own words."""
        provider = self._provider(stack)
        for domain in lend(stack, self._clients(self.region)):
            self.talk(f"A certificate for {domain} is lent: in AWS somebody has to have made it.")
        program = self.terraform(stack, provider)
        out = self.workspace.plan(_place(stack, provider))
        heard = _Heard(listener)
        outcome = program.plan(out, heard, destroy=destroy, options=options)
        self._check(outcome, stack, "plan")
        self._plans[stack.path] = out
        return heard.plan(stack.path)

    def apply(self, stack: Stack, listener: Listener) -> dict[str, Any]:
        """Apply the plan just made; returns the stack's outputs."""
        provider = self._provider(stack)
        program = self.terraform(stack, provider)
        with self.workspace.working():
            outcome = program.apply(self._plans.pop(stack.path), listener)
            _killed(outcome)
        self._check(outcome, stack, "apply")
        return program.output()

    def show(self, stack: Stack) -> Any:
        """Return the plan just made, as `terraform show -json` prints it."""
        provider = self._provider(stack)
        return self.terraform(stack, provider).show(self._plans[stack.path])

    def outputs(self, stack: Stack) -> dict[str, Any]:
        """Return the outputs of a stack that exists."""
        return self.terraform(stack, self._provider(stack)).output()

    def inventory(self, places: Sequence[tuple[str, str]]) -> list[Found]:
        """Return what exists whose name holds a stem, in its region, as the AWS API answers it."""
        found = [one for stem, region in places for one in inventory(self._clients(region), stem)]
        return list(dict.fromkeys(found))

    def leftovers(self, places: Sequence[tuple[str, str]]) -> list[Found]:
        """Clear and return what AWS keeps of a destroyed environment on purpose."""
        return [one for stem, region in places for one in leftovers(self._clients(region), stem)]

    def _check(self, outcome: Outcome, stack: Stack, verb: str) -> None:
        if outcome.failed and not client.answers(self.resident):
            raise WorldError(
                f"the rehearsal's AWS ended while Terraform worked on {stack.path}",
                why=f"{self.resident.folder / client.LOG} may say more",
                fix="Run the command again: the rehearsal starts afresh.",
            )
        _check(outcome, stack, verb)

    def _clients(self, region: str) -> Clients:
        made = AwsClients(self.resident.endpoint)
        return lambda service: made(service, region)

    def applied(self, stack: Stack) -> bool:
        """Tell whether a stack exists in this world."""
        return self.workspace.applied(_place(stack, self._provider(stack)))

    def end(self) -> None:
        """End the world and forget it."""
        client.stop(self.workspace.folder / AWS)
        self.workspace.forget()

    def _provider(self, stack: Stack) -> Provider:
        """What all environments share is always made by the stand-in, in seconds."""
        shared = stack.shared and not self.judge
        return "stand-in" if shared else self.provider

    def _environment(self, provider: Provider) -> dict[str, str]:
        inherited = client.clean(dict(os.environ))
        inside = self.resident.terraform_environment(self.region)
        if provider == "official":
            inside = official.environment(inside, self.workspace.folder)
        return {**inherited, **inside}

    def _prepare(self, program: Terraform, root: Path, provider: Provider) -> None:
        """Run `init` when something it depends on has changed."""
        stamp = root / ".terraform" / "giban"
        program_file = Path(program.command[0]).stat()
        parts = [*program.command, str(program_file.st_mtime_ns), provider]
        parts += [
            (root / name).read_text(encoding="utf-8") for name in ("backend.tf", "provider.tf")
        ]
        digest = hashlib.sha256("\0".join(parts).encode()).hexdigest()
        if stamp.exists() and stamp.read_text(encoding="utf-8") == digest:
            return
        program.check()
        outcome = program.init()
        if outcome.failed:
            raise WorldError(
                f"Terraform could not prepare {root.name}",
                why=official.explained(outcome.errors) if provider == "official" else "init failed",
                fix="Read what Terraform says below.",
                detail=outcome.errors or outcome.out,
            )
        stamp.parent.mkdir(exist_ok=True)
        stamp.write_text(digest, encoding="utf-8")


@contextmanager
def opened(
    manifest: Path, region: str, talk: Talk, *, provider: Provider = "stand-in", wanted: str = ""
) -> Iterator[Session]:
    """Open the rehearsal of a manifest's project; alone, and with a world that fits its state."""
    workspace = Workspace.beside(manifest)
    with workspace.alone():
        resident = _fitting(workspace, region, talk)
        workspace.belongs_to(resident.world)
        yield Session(workspace, resident, region, provider, wanted, talk=talk)


def end(manifest: Path) -> None:
    """End the rehearsal of a project at once, with everything in it."""
    workspace = Workspace.beside(manifest)
    with workspace.alone():
        client.stop(workspace.folder / AWS)
        workspace.forget()


def _fitting(workspace: Workspace, region: str, talk: Talk) -> Resident:
    """Return the resident whose world the state files speak of, or a new world without any."""
    folder = workspace.folder / AWS
    why = "The last run was cut off while it changed things"
    if not workspace.was_interrupted():
        why = client.outdated(folder) if workspace.stacks() else ""
    if why:
        talk(f"{why}: the rehearsal starts afresh.")
        client.stop(folder)
        workspace.forget()
    resident = client.ensure(folder, region=region)
    if workspace.world() != resident.world and workspace.stacks():
        talk("The rehearsal's AWS has ended since the last run: it starts afresh.")
        workspace.forget()
    return resident


class _Heard:
    """Collects a plan from Terraform's events while passing them on."""

    def __init__(self, listener: Listener) -> None:
        self._listener = listener
        self._changes: list[Change] = []
        self._drifted: list[str] = []
        self._outputs = False

    def __call__(self, event: Event) -> None:
        kind = event.get("type")
        if kind == "planned_change":
            self._changes.append(_change(event["change"]))
        elif kind == "resource_drift":
            self._drifted.append(event["change"]["resource"]["addr"])
        elif kind == "outputs":
            self._outputs = any(
                output.get("action", "noop") != "noop" for output in event["outputs"].values()
            )
        self._listener(event)

    def plan(self, stack: str) -> Plan:
        """Return what was heard."""
        touched = tuple(change for change in self._changes if change.action in ACTIONS)
        put_back = {change.address for change in touched if change.action in ("create", "update")}
        repaired = put_back.intersection(self._drifted)
        return Plan(stack, touched, tuple(sorted(repaired)), self._outputs)


def _change(heard: Mapping[str, Any]) -> Change:
    resource = heard["resource"]
    return Change(resource["addr"], resource["resource_type"], heard["action"])


def _place(stack: Stack, provider: Provider) -> str:
    """Return the folder of a stack; what the official provider makes is kept apart."""
    return stack.path if provider == "stand-in" else f"{stack.path}.official"


def _killed(outcome: Outcome) -> None:
    if any(found.get("summary") in UNSAVED for found in outcome.diagnostics):
        raise CutOff(
            "Terraform could not save its state",
            why=next(str(one.get("detail", "")) for one in outcome.diagnostics),
            fix="Free the disk if it is full and run the command again: the rehearsal starts "
            "afresh.",
        )
    if outcome.code < 0:
        raise CutOff(
            "Terraform was killed while it changed things",
            why=f"signal {-outcome.code}",
            fix="Run the command again: the rehearsal starts afresh.",
        )


def _check(outcome: Outcome, stack: Stack, verb: str) -> None:
    if not outcome.failed:
        return
    said = [found for found in outcome.diagnostics if found.get("severity") == "error"]
    detail = "\n\n".join(_words(found) for found in said) or outcome.errors or outcome.out
    if outcome.code < 0:
        raise WorldError(
            f"Terraform was killed while it was to {verb} {stack.path}",
            why=f"signal {-outcome.code}",
            fix="Run the command again.",
        )
    raise WorldError(
        f"Terraform could not {verb} {stack.path}",
        why=f"{len(said)} error{'s' if len(said) != 1 else ''}" if said else "see below",
        fix="Correct what Terraform names below and run the command again.",
        detail=detail,
    )


def _words(found: Mapping[str, Any]) -> str:
    place = f"{found['address']}: " if found.get("address") else ""
    where = found.get("range")
    file = f"\n  {where['filename']}:{where['start']['line']}" if where else ""
    return f"{place}{found.get('summary', '')}\n  {found.get('detail', '')}{file}".rstrip()
