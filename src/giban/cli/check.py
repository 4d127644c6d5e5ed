"""`giban check`: every mistake of every environment, and every finding of every rule, at once."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from giban.cli.options import file_option, find_manifest, format_option, read_manifest, shown
from giban.cli.overspent import Overspent, overspent
from giban.cli.products import compiled
from giban.cli.screen import Screen

if TYPE_CHECKING:
    from giban.blueprint import Blueprint
    from giban.manifest import Manifest
    from giban.policy import Report, Root

NEVER = "never"


@click.command()
@file_option
@click.option(
    "--plan",
    "plans",
    type=click.Path(path_type=Path, dir_okay=False),
    multiple=True,
    help="Judge a plan of any Terraform instead: the file `terraform show -json` wrote.",
)
@format_option("text", "json", "sarif", "junit", "github", "markdown")
@click.option(
    "--fail-on",
    type=click.Choice(["low", "medium", "high", "critical", NEVER]),
    default="medium",
    show_default=True,
    help="The least severity that makes the command fail.",
)
@click.option(
    "--baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Findings that are known already and do not count.",
)
@click.option(
    "--write-baseline",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write everything that is found to a baseline, and succeed.",
)
@click.option(
    "--policies",
    type=click.Path(path_type=Path, file_okay=False),
    help="Folder of rules in Rego; without it `policies` beside the manifest or plan.",
)
@click.option("--all", "everything", is_flag=True, help="Tell what was waived or not decided too.")
@click.pass_context
def command(context: click.Context, /, file: Path | None, format: str, **asked: Any) -> None:
    """Find every mistake in the manifest, and everything a security officer would not sign.

    Findings go to stdout, in all environments at once. Without --plan the manifest is judged; with
    it the plan, by the waivers of a manifest that -f names.
    """
    screen: Screen = context.obj
    screen.format = format
    judged = _plans(file, asked) if asked["plans"] else _manifest(file, asked)
    report, words = judged
    if asked["write_baseline"]:
        _keep(screen, report, asked["write_baseline"])
        return
    _tell(screen, report, words, everything=asked["everything"])
    failed = asked["fail_on"] != NEVER and report.reaching(asked["fail_on"])
    if not failed:
        screen.next_step(words["next"])
    context.exit(1 if failed else 0)


def _manifest(file: Path | None, asked: Mapping[str, Any]) -> tuple[Report, dict[str, Any]]:
    from giban.cli.judging import accepted  # noqa: PLC0415 - heavy
    from giban.system import resolve_all  # noqa: PLC0415 - pydantic is heavy

    manifest = read_manifest(file)
    systems = resolve_all(manifest)
    path = file or find_manifest(Path.cwd())
    waivers = accepted(manifest, path)
    of_each = compiled(systems)
    blueprints = list(of_each.values())
    report = _judged(blueprints, manifest, waivers, {}, path.parent, asked)
    return report, {
        "dear": overspent(systems, of_each),
        "summary": _summary(manifest.project or "", list(systems), blueprints),
        "environments": list(systems),
        "next": "`giban build` writes the Terraform, `giban explain KEY` says why.",
    }


def _plans(file: Path | None, asked: Mapping[str, Any]) -> tuple[Report, dict[str, Any]]:
    from giban.cli.judging import accepted, around, read_file  # noqa: PLC0415 - heavy
    from giban.planned import read_plan  # noqa: PLC0415 - the catalogue is heavy

    manifest = read_manifest(file) if file else None
    waivers = accepted(manifest, file) if manifest and file else []
    read = [(path, read_plan(read_file(path), shown(path))) for path in asked["plans"]]
    roots = {plan.blueprint.stacks[0].path: around(path, plan) for path, plan in read}
    blueprints = [plan.blueprint for _, plan in read]
    report = _judged(blueprints, manifest, waivers, roots, read[0][0].parent, asked)
    names = ", ".join(shown(path) for path, _ in read)
    return report, {
        "summary": f"{names}: {report.objects} objects.",
        "dear": [],
        "environments": [],
        "next": "`giban cost --plan` and `giban draw --plan` read the same file.",
    }


def _judged(
    blueprints: Sequence[Blueprint],
    manifest: Manifest | None,
    waivers: Sequence[Any],
    roots: Mapping[str, Root],
    beside: Path,
    asked: Mapping[str, Any],
) -> Report:
    from giban.cli.judging import own, read_file, today, wishes  # noqa: PLC0415 - heavy
    from giban.policy import RULES, Question, judge  # noqa: PLC0415 - heavy
    from giban.policy.baseline import read as read_baseline  # noqa: PLC0415 - heavy

    known = asked["baseline"]
    question = Question(
        today=today(),
        rules=(*RULES, *own(asked["policies"], beside)),
        waivers=waivers,
        wishes=wishes(manifest),
        roots=roots,
        known=read_baseline(read_file(known), shown(known)) if known else frozenset(),
    )
    return judge(blueprints, question)


def _keep(screen: Screen, report: Report, path: Path) -> None:
    from giban.policy.baseline import write  # noqa: PLC0415 - heavy

    path.write_text(write(report), encoding="utf-8")
    count = len(report.findings) + len(report.known)
    screen.talk(f"{count} findings are known from now on: {path}.")
    screen.next_step(f"`giban check --baseline {path}` finds what is new.")


def _tell(screen: Screen, report: Report, words: Mapping[str, Any], *, everything: bool) -> None:
    from giban.policy.reports import FORMATS  # noqa: PLC0415 - heavy
    from giban.policy.reports.jsons import document  # noqa: PLC0415 - heavy
    from giban.policy.reports.text import remarks, summary  # noqa: PLC0415 - heavy

    if screen.format == "json":
        dear = [one.data() for one in words["dear"]]
        answer = {**document(report), "environments": words["environments"], "mistakes": []}
        answer["warnings"] = dear
        screen.data(json.dumps(answer, ensure_ascii=False, indent=2))
        return
    if shown_ := FORMATS[screen.format](report):
        screen.data(shown_)
    for one in words["dear"]:
        _warn(screen, one)
    screen.talk(words["summary"])
    screen.talk(f"{summary(report).capitalize()}.")
    if everything and (aside := remarks(report)):
        screen.talk(aside)


def _warn(screen: Screen, one: Overspent) -> None:
    """Say that a budget does not hold; a warning, since budgets are the author's to raise."""
    if screen.format == "github":
        screen.data(screen.annotation(one.where, f"{one}. Fix: `giban cost --smaller`."))
        return
    where = f"{one.where}  " if one.where else ""
    screen.talk(f"{where}{screen.style('Warning:', fg='yellow')} {one}.")
    screen.talk(f"  `giban cost --smaller -e {one.environment}` says what would make it smaller.")


def _summary(project: str, names: list[str], blueprints: list[Blueprint]) -> str:
    """Say what was found in order; a shared stack counts once."""
    stacks = {stack.path: stack for blueprint in blueprints for stack in blueprint.stacks}
    count = sum(1 for stack in stacks.values() for _ in stack.resources())
    made = f": {count} AWS resources in {len(stacks)} Terraform roots" if count else ""
    return f"{project} has no mistakes in {', '.join(names)}{made}."
