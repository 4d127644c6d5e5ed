"""The first view: everything of a system, where it runs, and what speaks to what."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from msgspec.structs import replace

from giban.diagram import words
from giban.diagram.copies import chain, copies
from giban.diagram.facts import facts, service_of, task_of, title
from giban.diagram.firewalls import TRIGGERS
from giban.diagram.folding import hosts
from giban.diagram.ground import Ground, Spot, ground
from giban.diagram.nets import delivery, depth
from giban.diagram.reading import Reading, Thing
from giban.diagram.roles import (
    SHELVES,
    SUMMARIES,
    UNKNOWN,
    Counted,
    Drawn,
    Hidden,
    Summary,
    role,
)
from giban.diagram.scene import EDGE, PIPELINE, USERS, Box, Edge, Node, Scene
from giban.diagram.wire import Wire, joined_label
from giban.diagram.wires import wires

GATHERED = ("aws_nat_gateway", "aws_vpc_endpoint", "aws_internet_gateway")
"""Types of which a VPC has one of a kind: drawn together, with a cell for each zone."""


def architecture(reading: Reading) -> Scene:
    """Return the scene of a Blueprint."""
    made = _Making(reading)
    made.draw()
    blueprint = reading.blueprint
    stacks = words.counted(len(blueprint.stacks), "stack")
    return Scene(
        title=blueprint.project,
        subtitle=words.joined(blueprint.environment, blueprint.region),
        boxes=tuple(made.ground.boxes.values()),
        nodes=tuple(made.nodes.values()),
        edges=tuple(made.edges()),
        hidden=tuple(sorted(made.hidden.items())),
        notes=(
            words.FOLDED.format(count=made.managed(), stacks=stacks),
            *words.unknown(list(made.unknown)),
        ),
    )


class _Making:
    """A scene while it grows: its nodes, and which of them each thing became."""

    def __init__(self, reading: Reading) -> None:
        self.reading = reading
        self.ground: Ground = ground(reading)
        self.nodes: dict[str, Node] = {}
        self.became: dict[str, str] = {}
        self.hidden: Counter[str] = Counter()
        self.counts: dict[str, Counter[str]] = {}
        self.parts: dict[str, list[str]] = {}
        self.unknown: dict[str, None] = {}
        self.wires = wires(reading)

    def draw(self) -> None:
        """Give every thing its role."""
        for thing in self.reading.things.values():
            given = role(thing.type)
            if isinstance(given, Drawn):
                self._drawn(thing, given)
            elif isinstance(given, Counted):
                self._counted(thing, given)
        self._foreign()
        self._names_of_summaries()
        self._fold()
        for thing in self.reading.things.values():
            given = role(thing.type)
            if isinstance(given, Hidden) and thing.id not in self.became:
                self.hidden[given.reason] += 1
            if given is UNKNOWN:
                self.unknown.setdefault(thing.type)
        self._delivered()
        if any(wire.source == USERS for wire in self.wires):
            self.nodes[USERS] = Node(
                id=USERS, icon="users", title=words.USERS, box=USERS, facts=(words.INTERNET,)
            )

    def _delivered(self) -> None:
        """Let delivery end in what it delivers to."""
        if PIPELINE not in self.ground.boxes:
            return
        running = self.reading.of("aws_ecs_service", "aws_autoscaling_group", "aws_instance")
        if running:
            names = words.listed(list(dict.fromkeys(thing.label for thing in running)))
            icon = self.nodes[running[0].id].icon
            self.nodes[DELIVERED] = Node(
                id=DELIVERED,
                icon=icon,
                title=words.DELIVERED[running[0].type],
                box=PIPELINE,
                facts=(names,),
            )

    def managed(self) -> int:
        """Count what Terraform manages."""
        return sum(thing.address.mode == "managed" for thing in self.reading.things.values())

    def _drawn(self, thing: Thing, given: Drawn) -> None:
        if thing.type == "aws_ecs_task_definition" and self._has_service(thing):
            return
        if any(one is not thing for one in self.reading.users(thing, "aws_sqs_queue")):
            return  # a dead-letter queue is a part of the queue it is for
        spots = self.ground.spots_of(thing) or self._borrowed(thing)
        box = self._box(thing, given, spots)
        if thing.type in GATHERED:
            self._gather(thing, given, box, spots)
            return
        zones = tuple(spot.zone for spot in spots)
        self.nodes[thing.id] = Node(
            id=thing.id,
            icon=given.icon,
            title=title(thing),
            box=box,
            facts=facts(self.reading, thing),
            zones=zones,
            cells=copies(self.reading, thing, zones),
            addresses=(thing.id,),
            chain=chain(thing),
        )
        self.became[thing.id] = thing.id

    def _foreign(self) -> None:
        """Draw what another project owns and only its security group is known of."""
        for rule in self.reading.of("aws_vpc_security_group_ingress_rule"):
            for source in self.reading.meant(rule, rule.raw("security_group_id")):
                region = self.ground.region(self.reading.region(source))
                tiers = [one for one in self._subnets() if self._region_of(one) == region]
                if source.type != "data.aws_ssm_parameter" or not tiers:
                    continue
                last = max(tiers, key=lambda one: depth(one.title))
                parts = str(source.get("name")).strip("/").split("/")
                topic = next((part for part in parts if part in words.TOPICS), parts[-1])
                name, icon = words.TOPICS.get(topic, (topic, "endpoint"))
                self.nodes[source.id] = Node(
                    id=source.id,
                    icon=icon,
                    title=name,
                    box=last.tier,
                    facts=(words.OF_FOUNDATION,),
                    zones=(last.zone,),
                    addresses=(source.id,),
                )
                self.became[source.id] = source.id

    def _subnets(self) -> list[Box]:
        return [one for one in self.ground.boxes.values() if one.kind == "subnet"]

    def _region_of(self, subnet: Box) -> str:
        return self.ground.boxes[subnet.inside].inside

    def _has_service(self, task: Thing) -> bool:
        services = self.reading.users(task, "aws_ecs_service")
        return any(task_of(self.reading, one) is task for one in services)

    def _borrowed(self, thing: Thing) -> tuple[Spot, ...]:
        """Return where a task runs that something else starts, or that a person starts by hand."""
        if thing.type != "aws_ecs_task_definition":
            return ()
        for other in self.reading.users(thing, *TRIGGERS):
            return self.ground.spots_of(other)
        for other in self.reading.of("aws_ecs_service"):
            return self.ground.spots_of(other)
        return ()

    def _box(self, thing: Thing, given: Drawn, spots: tuple[Spot, ...]) -> str:
        if given.where == "vpc" and spots:
            return spots[0].tier
        if given.where in {"vpc", "gate"}:
            for vpc in self.reading.refers(thing):
                if vpc.type == "aws_vpc":
                    return vpc.id
        return self._apart(given.where, given.shelf or "operations", thing)

    def _apart(self, where: str, shelf: str, thing: Thing) -> str:
        if where == "edge":
            return self.ground.add(Box(id=EDGE, kind="edge", title=words.BOXES[EDGE]))
        if where == "pipeline":
            return self.ground.add(Box(id=PIPELINE, kind="pipeline", title=words.BOXES[PIPELINE]))
        region = self.ground.region(self.reading.region(thing))
        box = Box(id=f"{region}/{shelf}", kind="shelf", title=SHELVES[shelf], inside=region)
        return self.ground.add(box)

    def _gather(self, thing: Thing, given: Drawn, box: str, spots: tuple[Spot, ...]) -> None:
        id = f"{box}/{given.icon}"
        before = self.nodes.get(id) or Node(
            id=id, icon=given.icon, title=words.TITLES.get(thing.type, thing.label), box=box
        )
        if thing.type == "aws_vpc_endpoint" and spots:
            before = replace(before, title=words.INTERFACES)
        zones = tuple(dict.fromkeys((*before.zones, *(spot.zone for spot in spots))))
        told = before.facts
        if thing.type == "aws_vpc_endpoint":
            told = (", ".join([*before.facts, service_of(thing)]),)
        self.nodes[id] = replace(
            before,
            zones=zones,
            facts=told,
            cells=copies(self.reading, thing, zones),
            addresses=(*before.addresses, thing.id),
        )
        self.became[thing.id] = id

    def _counted(self, thing: Thing, given: Counted) -> None:
        summary = SUMMARIES[given.summary]
        if thing.type in GLOBAL:
            box = self._apart("edge", "", thing)
        else:
            box = self._apart(summary.where, summary.shelf, thing)
        id = f"{box}/{given.summary}"
        before = self.nodes.get(id) or _summary(id, summary, box)
        self.nodes[id] = before
        self.parts.setdefault(id, []).append(thing.id)
        self.counts.setdefault(id, Counter())[given.noun] += 1
        self.became[thing.id] = id

    def _names_of_summaries(self) -> None:
        for id, counts in self.counts.items():
            told = tuple(words.counted(count, noun) for noun, count in counts.items())
            node = self.nodes[id]
            self.nodes[id] = replace(node, facts=(*self._domains(id), *told))

    def _domains(self, id: str) -> list[str]:
        parts = (self.reading.things[part] for part in self.parts.get(id, ()))
        return [str(one.get("name")) for one in parts if one.type == "aws_route53_zone"]

    def _fold(self) -> None:
        """Let what is part of something drawn belong to it."""
        for part, host in hosts(self.reading, self.became).items():
            self.became[part] = host
            self.parts.setdefault(host, []).append(part)
        for id, parts in self.parts.items():
            node = self.nodes[id]
            self.nodes[id] = replace(node, addresses=(*node.addresses, *parts))

    def edges(self) -> Iterator[Edge]:
        """Yield each arrow between two drawn nodes once, with all that is said of it."""
        joined: dict[tuple[str, str], list[Wire]] = {}
        for wire in self.wires:
            ends = (self._end(wire.source), self._end(wire.target))
            if ends[0] and ends[1] and ends[0] != ends[1]:
                joined.setdefault((ends[0], ends[1]), []).append(wire)
        if DELIVERED in self.nodes:
            steps = [node.id for node in delivery(self.nodes.values()) if node.id != DELIVERED]
            joined[steps[-1], DELIVERED] = [Wire(steps[-1], DELIVERED, "", "deploy")]
        for (source, target), found in self._through_gate(joined).items():
            strong = [wire for wire in found if not wire.weak] or found
            yield Edge(
                source=source,
                target=target,
                label=joined_label(wire.label for wire in strong),
                kind=strong[0].kind,
            )

    def _end(self, id: str) -> str:
        return id if id == USERS else self.became.get(id, "")

    def _through_gate(
        self, joined: dict[tuple[str, str], list[Wire]]
    ) -> dict[tuple[str, str], list[Wire]]:
        """Lead what users reach inside a VPC through its internet gateway."""
        led: dict[tuple[str, str], list[Wire]] = {}
        for (source, target), found in joined.items():
            gate = self._gate(target) if source == USERS else ""
            if gate:
                known = led.setdefault((USERS, gate), [])
                known += [replace(wire, label="") for wire in found]
                led[gate, target] = found
            else:
                led[source, target] = found
        return led

    def _gate(self, node: str) -> str:
        box = self.ground.boxes.get(self.nodes[node].box)
        id = f"{box.inside if box and box.kind == 'tier' else ''}/gateway"
        return id if id in self.nodes else ""


DELIVERED = "pipeline/delivered"

GLOBAL = ("aws_iam_role", "aws_acm_certificate", "aws_route53_zone", "aws_route53_record")


def _summary(id: str, summary: Summary, box: str) -> Node:
    return Node(id=id, icon=summary.icon, title=summary.title, box=box)
