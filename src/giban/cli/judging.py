"""What `giban check` judges by: waivers, wishes, rules, and what lies around a plan."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from giban.cli.options import shown
from giban.errors import Mistake, Mistakes, UsageError

if TYPE_CHECKING:
    from giban.manifest import Manifest
    from giban.manifest import Waiver as Written
    from giban.planned import Planned
    from giban.policy import Root, Rule, Waiver, Wishes

BESIDE = ".waivers.yaml"
NEEDED = ("rule", "reason", "owner", "until")


def today() -> date:
    """Return the day waivers are held to, in UTC."""
    return datetime.now(tz=UTC).date()


def accepted(manifest: Manifest, path: Path) -> list[Waiver]:
    """Return the waivers of a manifest and those in the file beside it (`giban.waivers.yaml`)."""
    from giban.manifest import load  # noqa: PLC0415 - pydantic is heavy

    beside = path.with_name(f"{path.stem}{BESIDE}")
    if not beside.is_file():
        return waivers(manifest)
    other = load(beside, shown=shown(beside))
    if more := sorted(set(other.tree()) - {"waivers"}):
        what = f"{shown(beside)} holds {', '.join(more)}, which is no waiver"
        raise UsageError(what, fix=f"Write it in {path.name}.")
    return [*waivers(manifest), *waivers(other)]


def waivers(manifest: Manifest) -> list[Waiver]:
    """Return the waivers of a manifest; raises `Mistakes` with all that is wrong with them."""
    from giban.policy import Waiver  # noqa: PLC0415 - heavy

    mistakes: list[Mistake] = []
    found = []
    for index, one in enumerate(manifest.waivers or ()):
        place = ("waivers", index)
        where = manifest.written.nearest(place).span if manifest.written else None
        wrong = list(_wrong(manifest, one, index))
        mistakes += wrong
        if not wrong:
            found.append(
                Waiver(
                    rule=one.rule or "",
                    address=one.address or "*",
                    reason=one.reason or "",
                    owner=one.owner or "",
                    until=date.fromisoformat(one.until or ""),
                    where=where,
                )
            )
    if mistakes:
        raise Mistakes(mistakes)
    return found


def _wrong(manifest: Manifest, one: Written, index: int) -> Iterator[Mistake]:
    path = f"waivers[{index}]"
    written = manifest.written
    for name in NEEDED:
        if not getattr(one, name):
            yield Mistake(
                "missing-key",
                f"A waiver needs `{name}`.",
                where=written.nearest(("waivers", index)).span if written else None,
                path=path,
                why="Nobody can judge later what was accepted, by whom, and for how long.",
                fix=f"Write `{name}`.",
            )
    try:
        date.fromisoformat(one.until or "2000-01-01")
    except ValueError:
        yield Mistake(
            "bad-date",
            f"There is no day {one.until}.",
            where=written.nearest(("waivers", index, "until")).span if written else None,
            path=f"{path}.until",
            fix="Write the last day on which it holds, as `2027-03-31`.",
        )


def wishes(manifest: Manifest | None) -> Wishes:
    """Return the tags a manifest demands; without any those that giban does."""
    from giban.policy import Wishes  # noqa: PLC0415 - heavy

    tags = manifest.policy.tags if manifest and manifest.policy else None
    if tags is None:
        return Wishes()
    return Wishes(tags={key: tuple(values or ()) for key, values in tags.items()})


def around(plan: Path, read: Planned) -> Root:
    """Return what lies beside a plan: whether the root it is of is locked and kept elsewhere.

    A plan that does not lie beside its root's files tells nothing of either.
    """
    from giban.policy import Root  # noqa: PLC0415 - heavy

    folder = plan.parent
    if not any(folder.glob("*.tf")):
        return Root(constraints=read.constraints, document=read.document)
    local = (folder / "terraform.tfstate").is_file()
    return Root(
        constraints=read.constraints,
        document=read.document,
        locked=(folder / ".terraform.lock.hcl").is_file(),
        remote=False if local else None,
    )


def own(policies: Path | None, beside: Path) -> tuple[Rule, ...]:
    """Return a project's own rules: installed ones in Python, and those of its folder in Rego."""
    from giban.policy.own import own_rules  # noqa: PLC0415 - heavy

    folder = policies or beside / "policies"
    if policies and not policies.is_dir():
        raise UsageError(f"There is no folder {policies}.", fix="Name one with .rego files.")
    if not any(folder.glob("*.rego")):
        return own_rules()
    from giban.policy.rego import rego_rules  # noqa: PLC0415 - heavy

    return (*own_rules(), *rego_rules(folder))


def read_file(path: Path) -> bytes:
    """Return what a file holds; raises `UsageError` if there is none."""
    if not path.is_file():
        raise UsageError(f"There is no file {path}.", fix="Name one that there is.")
    return path.read_bytes()
