"""Bills divided: by AWS service, stack, tag, resource, and among the services that share."""

from decimal import Decimal

import pytest

from giban.blueprint import Blueprint, Node, Object, Origin, Provider, Stack
from giban.catalogue import ec2, ecs, rds, sqs
from giban.errors import UsageError
from giban.pricing import bill
from giban.pricing.sections import sections
from giban.pricing.services import by_service
from tests.pricing.platforms import example


@pytest.mark.parametrize("by", ["aws", "stack", "resource", "tag:Environment", "tag:Nobody"])
def test_sections_add_up(by: str) -> None:
    """Whatever it is divided by, the parts are the whole, and rows are their section."""
    found = bill(example("hospital-erp"), {})
    parts = sections(found, by)
    assert found.total == sum(part.total for part in parts)
    for part in parts:
        assert part.total == sum(row.cost for row in part.rows if row.cost is not None)


def test_tags() -> None:
    """A tag of the stack or the resource names the section; without it that is said."""
    found = bill(example("hospital-erp"), {})
    names = {part.name for part in sections(found, "tag:Environment")}
    assert {"dev", "staging", "production", "shared"} == names
    assert ["(without the tag)"] == [part.name for part in sections(found, "tag:Nobody")]


@pytest.mark.parametrize("by", ["colour", "tag:", "service"])
def test_no_such_division(by: str) -> None:
    """What a bill cannot be divided by is a usage error; `service` needs the platform as well."""
    with pytest.raises(UsageError, match="cannot be divided"):
        sections(bill(example("hospital-erp"), {}), by)


def shop() -> Blueprint:
    """Return two services on one network; both use the database, one the queue."""
    database = rds.Instance(
        "main",
        engine="postgres",
        engine_version="16",
        instance_class="db.t3.medium",
        allocated_storage=50,
        storage_type="gp3",
    )
    queue = sqs.Queue("orders", name="orders")
    objects: list[tuple[str, Object]] = [
        ("network", ec2.NatGateway("main", subnet_id="s")),
        ("databases.main", database),
        ("queues.orders", queue),
    ]
    for name in ("web", "worker"):
        task = ecs.TaskDefinition(
            name, family=name, container_definitions="[]", cpu="256", memory="512"
        )
        service = ecs.Service(name, name=name, task_definition=task.ref.arn)
        rule = ec2.IngressRule(
            name, security_group_id="s", ip_protocol="tcp", description=database.ref.arn
        )
        objects += [(f"services.{name}", one) for one in (task, service, rule)]
    group = ec2.EgressRule(
        "queue", security_group_id="s", ip_protocol="tcp", description=queue.ref.arn
    )
    objects.append(("services.worker", group))
    nodes = tuple(Node(object=one, origin=Origin(path), chapter="x") for path, one in objects)
    stack = Stack(
        name="platform",
        environment="dev",
        providers=(Provider(region="ap-northeast-2"),),
        nodes=nodes,
    )
    return Blueprint(project="shop", environment="dev", region="ap-northeast-2", stacks=(stack,))


def test_who_uses_pays() -> None:
    """The network is everybody's, the database its users', the queue one's; nothing is lost."""
    platform = shop()
    found = bill([platform], {})
    parts = {part.name: part for part in by_service(found, [platform])}

    def pays(name: str, line: str) -> Decimal | None:
        rows = [row for row in parts[name].rows if row.name == line]
        return rows[0].cost if rows else None

    assert {"services.web", "services.worker"} == set(parts)
    assert found.total == sum(part.total for part in parts.values())
    shares = [pays(name, "NAT gateway") for name in sorted(parts)]
    assert [Decimal("21.54"), Decimal("21.53")] == shares
    database = "Instance (db.t3.medium, Single-AZ)"
    assert pays("services.web", database) == pays("services.worker", database) == Decimal("40.88")
    assert (None, Decimal("0.00")) == (
        pays("services.web", "Requests"),
        pays("services.worker", "Requests"),
    )


def test_the_example_among_services() -> None:
    """A site pays for itself, the service for all that runs."""
    blueprints = example("hospital-erp")
    found = bill(blueprints, {}).of("production")
    parts = {part.name: part.total for part in by_service(found, blueprints)}
    assert {"services.app", "sites.static"} == set(parts)
    assert parts["sites.static"] < 1
    assert found.total == sum(parts.values())
