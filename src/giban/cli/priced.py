"""A manifest or a plan, and its bill."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from giban.blueprint import Blueprint
from giban.cli.bills import billed
from giban.cli.options import read_manifest, shown
from giban.cli.products import compiled
from giban.errors import UsageError
from giban.manifest import Manifest
from giban.pricing import Bill, Usage, bill
from giban.pricing.sections import Section, sections
from giban.pricing.services import by_service
from giban.system import System, resolve_all
from giban.system.reading import listed, nearest


class Priced(Struct, frozen=True, kw_only=True):
    """A bill and what it was made of; a plan has neither manifest nor systems."""

    bill: Bill
    blueprints: Sequence[Blueprint]
    systems: Mapping[str, System]
    manifest: Manifest | None = None

    def only(self, environment: str | None) -> Priced:
        """Return the bill of one environment; raises `UsageError` for an unknown one."""
        if environment is None:
            return self
        known = list(self.systems)
        if environment not in known:
            raise UsageError(
                f"There is no environment `{environment}`.",
                fix=f"{nearest(environment, known)}Choose one of: {listed(known)}.",
            )
        return replace(self, bill=self.bill.of(environment))

    def divided(self, bill: Bill, by: str) -> list[Section]:
        """Return a bill in sections."""
        return by_service(bill, self.blueprints) if by == "service" else sections(bill, by)

    @property
    def incomplete(self) -> bool:
        """Tell whether something has no price that ought to have one."""
        return bool(self.bill.unknown or any(not one.declared for one in self.bill.uncovered))


def of_manifest(file: Path | None, profile: str | None = None) -> Priced:
    """Price the manifest that was named, or the nearest one."""
    return of(read_manifest(file), profile)


def of(manifest: Manifest, profile: str | None = None) -> Priced:
    """Price every environment of a manifest."""
    systems = resolve_all(manifest)
    blueprints = compiled(systems)
    return Priced(
        bill=billed(systems, blueprints, profile),
        blueprints=list(blueprints.values()),
        systems=systems,
        manifest=manifest,
    )


def of_plan(file: Path, region: str | None, profile: str | None) -> Priced:
    """Price a Terraform plan, by the small profile if no other is named."""
    from giban.planned import read_plan  # noqa: PLC0415 - only where there is a plan

    try:
        text = file.read_bytes()
    except OSError as error:
        raise UsageError(
            f"{shown(file)} cannot be read: {error.strerror}.",
            fix="Make it with `terraform plan -out p && terraform show -json p > plan.json`.",
        ) from None
    blueprint = read_plan(text, shown(file)).blueprint
    if not blueprint.region:
        blueprint = _placed(blueprint, region, file)
    usage = Usage(profile=profile or "small")
    return Priced(
        bill=bill([blueprint], {blueprint.environment: usage}), blueprints=[blueprint], systems={}
    )


def _placed(blueprint: Blueprint, region: str | None, file: Path) -> Blueprint:
    """Return a plan's Blueprint in the region that was named for it."""
    if region is None:
        raise UsageError(
            f"{shown(file)} does not say its region.",
            why="The provider's region is neither a literal nor a variable there.",
            fix="Name it: `--region ap-northeast-2`.",
        )
    stack = blueprint.stacks[0]
    main, *others = stack.providers
    stack = replace(stack, providers=(replace(main, region=region), *others))
    return replace(blueprint, region=region, stacks=(stack,))
