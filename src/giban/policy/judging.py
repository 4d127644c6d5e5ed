"""All rules over all stacks: findings, in one order, those that were waived apart."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date

from msgspec import Struct, field
from msgspec.structs import replace

from giban.blueprint import Blueprint, Object, Stack
from giban.policy.rule import SEVERITIES, Rule, Severity, Undecided, at_least
from giban.policy.rules import RULES
from giban.policy.scene import Root, Scene, Wishes
from giban.policy.waiver import Waiver
from giban.values import Span

EXPIRED = Rule(
    id="WAIVER-01",
    severity="high",
    title="Waivers end",
    why="What was accepted for a time is accepted for ever otherwise.",
    fix="Repair what it covers, or have its owner decide again and move the day.",
    check=lambda _scene: (),
)
UNUSED = Rule(
    id="WAIVER-02",
    severity="low",
    title="Waivers cover something",
    why="One that covers nothing will cover the next mistake unseen.",
    fix="Remove it.",
    check=lambda _scene: (),
)
OF_WAIVERS = (EXPIRED, UNUSED)


class Finding(Struct, frozen=True, kw_only=True):
    """One violation, with everything a reader needs to find and repair it.

    `path` and `where` are the manifest's, None where there is none; `waiver` is the one in force.
    """

    rule: Rule
    stack: str
    address: str
    what: str
    attribute: str = ""
    path: str | None = None
    where: Span | None = None
    waiver: Waiver | None = None

    @property
    def identity(self) -> tuple[str, str, str, str]:
        """What makes it the same finding tomorrow: neither its words nor its line."""
        return (self.rule.id, self.stack, self.address, self.attribute)

    @property
    def fix(self) -> str:
        """What to do, in the words of the file at hand."""
        if not self.rule.key or self.path is None:
            return self.rule.fix
        key = self.rule.key
        if key.startswith("/"):
            return f"Write `{key[1:]}`. ({self.rule.fix})"
        return f"Write `{key}` below `{self.path}`. ({self.rule.fix})"


class Report(Struct, frozen=True, kw_only=True):
    """What was found, what was waived, what a baseline knew, and what nobody could judge."""

    findings: tuple[Finding, ...]
    waived: tuple[Finding, ...] = ()
    known: tuple[Finding, ...] = ()
    undecided: tuple[tuple[str, str, str], ...] = ()
    rules: tuple[Rule, ...] = RULES
    objects: int = 0
    notes: tuple[str, ...] = ()

    def reaching(self, threshold: Severity) -> tuple[Finding, ...]:
        """Return the findings that are at least so severe."""
        return tuple(one for one in self.findings if at_least(one.rule.severity, threshold))

    def counts(self) -> dict[Severity, int]:
        """Return how many findings there are of each severity, the worst first."""
        found = dict.fromkeys(reversed(SEVERITIES), 0)
        for finding in self.findings:
            found[finding.rule.severity] += 1
        return found


class Question(Struct, frozen=True, kw_only=True):
    """What to judge by: rules, waivers, the day, and what is known around the stacks."""

    today: date
    rules: Sequence[Rule] = RULES
    waivers: Sequence[Waiver] = ()
    wishes: Wishes = field(default_factory=Wishes)
    roots: Mapping[str, Root] = field(default_factory=dict)
    known: frozenset[tuple[str, str, str, str]] = frozenset()


def judge(blueprints: Iterable[Blueprint], question: Question) -> Report:
    """Return everything the rules find; a stack that several Blueprints share counts once."""
    stacks: dict[str, tuple[Blueprint, Stack]] = {}
    for blueprint in blueprints:
        for stack in blueprint.stacks:
            stacks.setdefault(stack.path, (blueprint, stack))
    findings: dict[Finding, None] = {}
    undecided: dict[tuple[str, str, str], None] = {}
    for path, (blueprint, stack) in stacks.items():
        scene = Scene(blueprint, stack, question.roots.get(path, Root()), question.wishes)
        for finding in _of_scene(scene, question.rules):
            if isinstance(finding, Finding):
                findings[finding] = None
            else:
                undecided[finding] = None
    report = _settled(list(findings), question)
    return replace(
        report,
        undecided=tuple(sorted(undecided)),
        rules=tuple(question.rules),
        objects=sum(1 for _, stack in stacks.values() for _ in stack.nodes),
    )


def _of_scene(scene: Scene, rules: Sequence[Rule]) -> Iterator[Finding | tuple[str, str, str]]:
    for rule in rules:
        for verdict in rule.check(scene):
            thing = verdict.object
            address = str(thing.terraform_address) if thing else ""
            if isinstance(verdict, Undecided):
                yield (rule.id, address, verdict.attribute)
                continue
            path, where = _origin(scene, thing) if thing else (None, None)
            yield Finding(
                rule=rule,
                stack=scene.stack.path,
                address=address,
                what=verdict.what,
                attribute=verdict.attribute,
                path=path,
                where=where,
            )


def _origin(scene: Scene, thing: Object) -> tuple[str | None, Span | None]:
    node = scene.graph.node(thing.terraform_address)
    if node is None or scene.stack.environment == "plan":
        return None, None
    return node.origin.path, node.origin.span


def _settled(findings: Sequence[Finding], question: Question) -> Report:
    """Part what is waived and what is known from what is found, and judge the waivers."""
    used: set[int] = set()
    rest, waived, known = [], [], []
    for finding in findings:
        covering = [
            (index, waiver)
            for index, waiver in enumerate(question.waivers)
            if waiver.covers(finding.rule.id, finding.address, finding.stack)
        ]
        used.update(index for index, _ in covering)
        in_force = [waiver for _, waiver in covering if not waiver.expired(question.today)]
        if in_force:
            waived.append(replace(finding, waiver=in_force[0]))
        elif finding.identity in question.known:
            known.append(finding)
        else:
            rest.append(finding)
    rest.extend(_about_waivers(question, used))
    return Report(findings=_sorted(rest), waived=_sorted(waived), known=_sorted(known))


def _about_waivers(question: Question, used: set[int]) -> Iterator[Finding]:
    ids = {rule.id for rule in question.rules}
    for index, waiver in enumerate(question.waivers):
        where = f"waivers[{index}]"
        about = f"{waiver.rule} on {waiver.address}"
        if waiver.expired(question.today):
            what = f"the waiver of {about} by {waiver.owner} ended on {waiver.until}"
            rule = EXPIRED
        elif index not in used:
            gone = "there is no such rule" if waiver.rule not in ids else "nothing is found there"
            what, rule = f"the waiver of {about} covers nothing: {gone}", UNUSED
        else:
            continue
        yield Finding(
            rule=rule, stack="", address=where, what=what, path="waivers", where=waiver.where
        )


def _sorted(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Sort by severity, the worst first, then by rule and place."""
    return tuple(
        sorted(
            findings,
            key=lambda one: (
                -SEVERITIES.index(one.rule.severity),
                one.rule.id,
                one.stack,
                one.address,
                one.attribute,
                one.what,
            ),
        )
    )
