"""The other views, and the marks of a change: what they say, and that they are clean."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from itertools import product

import pytest
from msgspec.structs import replace

from giban.blueprint import Blueprint, Node, Stack
from giban.catalogue import ec2, s3
from giban.diagram import VIEWS, Shown, scene
from giban.diagram.dress import dress
from giban.diagram.layout import layout
from giban.diagram.scene import Scene
from tests.diagram.looks import problems
from tests.diagram.systems import compiled, examples

EXAMPLES = dict(examples())
HOSPITAL = EXAMPLES["hospital-erp-production"]
FOUNDATION = EXAMPLES["hybrid/foundation-prod"]
GUARDED = {
    "project": "shop",
    "region": "ap-northeast-2",
    "domain": "shop.example.com",
    "services": {"web": {"port": 3000}},
    "environments": {"prod": {"availability": "high"}},
}


def drawn(shown: Scene) -> list[str]:
    """Return what is wrong with the picture of a scene."""
    placed = layout(shown)
    return problems(placed, dress(shown, placed))


def by_title(shown: Scene) -> dict[str, str]:
    """Return the id of each node by its title."""
    return {node.title: node.id for node in shown.nodes}


@pytest.mark.parametrize(("name", "view"), list(product(EXAMPLES, VIEWS)))
def test_views_are_clean(name: str, view: str) -> None:
    """Nothing is wrong with any view of any environment of any example."""
    assert [] == drawn(scene(EXAMPLES[name], Shown(view=view)))


def test_network_says_ranges_and_routes() -> None:
    """A subnet says its range, its route table and where its packets go; no program is there."""
    shown = scene(HOSPITAL, Shown(view="network"))
    subnet = next(box for box in shown.boxes if box.kind == "subnet" and "app" in box.title)

    assert "10.0.10.0/24" == subnet.note
    assert ("route table app a", "0.0.0.0/0 → NAT gateway a") == subnet.lines[:2]
    assert {"users", "gateway", "nat", "endpoint"} == {node.icon for node in shown.nodes}


def test_access_says_who_reaches_whom() -> None:
    """Each ingress rule is a cell: source group, target group, ports."""
    shown = scene(HOSPITAL, Shown(view="access"))
    titles = {node.id: node.title for node in shown.nodes}
    found = {(titles[edge.source], titles[edge.target], edge.label) for edge in shown.edges}

    assert {
        ("Internet", "alb", "80, 443/tcp"),
        ("alb", "app", "3000/tcp"),
        ("app", "db-main", "5432/tcp"),
        ("app", "cache-sessions", "6379/tcp"),
    } == found


def test_access_names_a_list_of_addresses() -> None:
    """As CloudFront's, which alone reaches a load balancer whose web ACL stands before the CDN."""
    shown = scene(compiled({**GUARDED, "cdn": {}}), Shown(view="access"))
    titles = {node.id: node.title for node in shown.nodes}
    into = [titles[one.source] for one in shown.edges if titles[one.target] == "alb"]

    assert ["cloudfront"] == into
    assert [] == drawn(shown)


def test_stacks_say_the_contract() -> None:
    """A root stands below those whose parameters it reads, and says how many they are."""
    shown = scene(FOUNDATION, Shown(view="stacks"))
    found = {(edge.source, edge.target): edge.label for edge in shown.edges}
    rows = {one.node.id: one.rect.y for one in layout(shown).nodes}

    assert "2" == found["prod/network", "prod/rds"]
    assert all(rows[edge.source] < rows[edge.target] for edge in shown.edges)
    assert {stack.path for stack in FOUNDATION.stacks} == {node.id for node in shown.nodes}


def test_an_application_shows_whose_parameters_it_reads() -> None:
    """What another project hands out comes from a node of its own."""
    shown = scene(EXAMPLES["hybrid/fileflow-prod"], Shown(view="stacks"))

    assert "/shared" in {edge.source for edge in shown.edges}


def test_cost_is_known_or_unknown_and_never_zero_by_accident() -> None:
    """A missing price is said; what has parts without a price costs at least the rest."""
    app, db = "production/platform/aws_ecs_service.app", "production/platform/aws_db_instance.main"
    cache = "production/platform/aws_elasticache_replication_group.sessions"
    parts = next(node.addresses for node in scene(HOSPITAL).nodes if node.id == app)
    costs = {app: Decimal("166.2"), parts[1]: None, db: Decimal("7.5"), cache: None}
    shown = {one.id: one for one in scene(HOSPITAL, Shown(view="cost", costs=costs)).nodes}

    assert ("at least $166/month", 5) == (shown[app].cost, shown[app].heat)
    assert ("$7.50/month", 1) == (shown[db].cost, shown[db].heat)
    assert ("price unknown", None) == (shown[cache].cost, shown[cache].heat)
    assert "" == shown["users"].cost


def test_cost_says_the_whole_bill() -> None:
    """The sum is that of everything charged, what is not drawn included."""
    costs = {"production/platform/aws_db_instance.main": Decimal(10), "elsewhere": Decimal(5)}
    notes = scene(HOSPITAL, Shown(view="cost", costs=costs)).notes

    assert ("$15.00/month in all", "$5.00/month of it for what is not drawn") == notes[:2]


def changed(blueprint: Blueprint, change: Callable[[Node], Node | None]) -> Blueprint:
    """Return a Blueprint with its nodes changed or, where None is answered, removed."""

    def stack(one: Stack) -> Stack:
        nodes = (change(node) for node in one.nodes)
        return replace(one, nodes=tuple(node for node in nodes if node is not None))

    return replace(blueprint, stacks=tuple(stack(one) for one in blueprint.stacks))


def test_same_before_nothing_marked() -> None:
    """Without a change nothing is marked."""
    shown = scene(HOSPITAL, Shown(before=HOSPITAL))

    assert {None} == {one.change for one in shown.nodes} | {one.change for one in shown.edges}
    assert scene(HOSPITAL) == shown


def test_added_and_removed_are_each_others_mirror() -> None:
    """What is only now is added with its arrows, what was only then is removed; both are drawn."""

    def less(node: Node) -> Node | None:
        address = str(node.object.terraform_address)
        return None if "sessions" in address else node

    without = changed(HOSPITAL, less)
    added = scene(HOSPITAL, Shown(before=without))
    removed = scene(without, Shown(before=HOSPITAL))
    cache = by_title(added)["ElastiCache sessions"]

    assert {cache: "added"}.items() <= {one.id: one.change for one in added.nodes}.items()
    assert {cache: "removed"}.items() <= {one.id: one.change for one in removed.nodes}.items()
    assert "added" in {one.change for one in added.edges if one.target == cache}
    assert {"removed"} == {one.change for one in removed.edges if one.target == cache}
    assert [] == [*drawn(added), *drawn(removed)]


def test_changed() -> None:
    """A part that differs marks what it is a part of."""

    def other(node: Node) -> Node:
        thing = node.object
        if isinstance(thing, s3.BucketLifecycleConfiguration) and thing.terraform_label == "logs":
            return replace(node, object=thing.replaced(rule=()))
        return node

    shown = scene(HOSPITAL, Shown(before=changed(HOSPITAL, other)))
    marks = {node.title: node.change for node in shown.nodes if node.change}

    assert {"S3 logs": "changed"} == marks


def test_small_change_small_difference() -> None:
    """One more bucket moves nothing that stands before it."""
    head = {"project": "erp", "region": "ap-northeast-2", "environments": {"prod": {}}}
    services = {"app": {"port": 80, "health": "/", "uses": ["one"]}}
    few = compiled({**head, "services": services, "buckets": {"one": {}}})
    more = compiled({**head, "services": services, "buckets": {"one": {}, "two": {}}})
    before = {one.node.id: one.rect for one in layout(scene(few)).nodes}
    after = {one.node.id: one.rect for one in layout(scene(more)).nodes}
    moved = {id for id, rect in before.items() if after[id] != rect}

    assert {"S3 two"} == {n.title for n in scene(more).nodes} - {n.title for n in scene(few).nodes}
    assert all("messaging" in id or "sns" in id or "pipeline" in id for id in moved)


def test_crowds_are_put_together() -> None:
    """Three hundred services are a few cards that say how many they are."""
    services = {
        f"service-{n}": {"port": 80, "health": "/", "path": f"/{n}/*", "uses": ["main"]}
        for n in range(90)
    }
    blueprint = compiled(
        {
            "project": "big",
            "region": "ap-northeast-2",
            "services": services,
            "databases": {"main": {"engine": "postgres"}},
            "environments": {"prod": {"availability": "high"}},
        }
    )
    shown = scene(blueprint)
    titles = by_title(shown)

    assert "90 ECS services" in titles
    assert len(shown.nodes) < 30
    assert [] == drawn(shown)


def test_dead_letters_belong_to_their_queue() -> None:
    """A queue of failed messages is not drawn apart from the queue it is for."""
    blueprint = compiled(
        {
            "project": "erp",
            "region": "ap-northeast-2",
            "services": {"app": {"uses": ["orders"]}},
            "queues": {"orders": {}},
            "environments": {"prod": {}},
        }
    )
    queues = [node for node in scene(blueprint).nodes if node.icon == "queue"]

    assert ["SQS orders"] == [node.title for node in queues]
    assert "with dead-letter queue" in queues[0].facts


def test_another_region_stands_beside() -> None:
    """What stands ready in another region is drawn there, and the copy is an arrow between."""
    shown = scene(FOUNDATION)
    regions = [one for one in layout(shown).boxes if one.box.kind == "region"]
    copies = [edge for edge in shown.edges if edge.kind == "copy"]

    assert ["ap-northeast-2", "ap-northeast-1"] == [one.box.title for one in regions]
    assert regions[0].rect.right < regions[1].rect.x
    assert ["prod", "prod-dr"] == [
        end.split("/")[0] for end in (copies[0].source, copies[0].target)
    ]


def test_a_bucket_is_copied_to_another_region() -> None:
    """Buckets that another stack copies, known by their names only, are both ends of arrows."""
    shown = scene(EXAMPLES["hybrid/fileflow-prod"])
    copies = {(edge.source, edge.target) for edge in shown.edges if edge.kind == "copy"}

    ends = [
        (f"prod/platform/aws_s3_bucket.{name}", f"prod-dr/standby/aws_s3_bucket.{name}")
        for name in ("storage", "downloads")
    ]
    assert {*ends, *((there, here) for here, there in ends)} == copies


def test_a_cdn_reads_files_and_their_copy() -> None:
    """The copy is of another root, and meant by its name alone."""
    shown = scene(EXAMPLES["hybrid/fileflow-prod"])
    titles = {node.id: node.title for node in shown.nodes}
    read = [edge for edge in shown.edges if titles.get(edge.source) == "CloudFront main"]

    assert ["S3 downloads"] * 2 == [titles[edge.target] for edge in read]
    assert 2 == len({edge.target for edge in read})


@pytest.mark.parametrize(
    ("more", "wanted", "guarded"),
    [({"cdn": {}}, "CDN", "CloudFront main"), ({}, "load balancer", "Load balancer")],
)
def test_the_firewall_says_what_it_stands_before(
    more: dict[str, object], wanted: str, guarded: str
) -> None:
    """Before the CDN, where there is one before the services."""
    shown = scene(compiled({**GUARDED, **more}))
    facts = {node.title: ", ".join(node.facts) for node in shown.nodes}

    assert f"before the {wanted}" in facts["WAF"]
    assert [guarded] == [title for title, said in facts.items() if "behind WAF" in said]


def test_a_type_the_drawing_does_not_know_is_named() -> None:
    """Something of an unknown type does not disappear without a word."""
    foreign = type("Strange", (ec2.Vpc,), {}, type="aws_strange_thing")
    stack = HOSPITAL.stacks[-1]
    odd = replace(stack.nodes[0], object=foreign("one", cidr_block="10.0.0.0/16"))
    blueprint = replace(
        HOSPITAL, stacks=(*HOSPITAL.stacks[:-1], replace(stack, nodes=(*stack.nodes, odd)))
    )

    assert ("of unknown types", 1) in scene(blueprint).hidden
    assert "unknown here: aws_strange_thing" in scene(blueprint).notes


def test_a_service_says_how_it_is_deployed() -> None:
    """Its second target group is drawn no second time."""
    plain = {
        "project": "one",
        "region": "ap-northeast-2",
        "environments": {"p": {"availability": "high"}},
    }
    before = scene(compiled({**plain, "services": {"web": {"port": 80}}}))
    moved = scene(compiled({**plain, "services": {"web": {"port": 80, "deployment": "canary"}}}))
    (service,) = (node for node in moved.nodes if node.title == "ECS web")

    assert any(line.endswith("canary") for line in service.facts)
    assert sorted(by_title(before)) == sorted(by_title(moved))
    assert [] == drawn(moved)
