"""The bill: known, free or unknown, never silently zero; everything adds up."""

from decimal import Decimal
from typing import Any

import pytest

from giban.catalogue import cloudwatch, ec2, ecs, elasticache, elb, rds, s3
from giban.pricing import Bill, External, Usage, bill
from giban.pricing.usage import KEYS, NAMES, profile
from giban.values import Unknown
from tests.policy.cases.data import cdn, web_acl
from tests.pricing.platforms import example, of

EIP = ec2.Eip("nat", domain="vpc")


def cost(found: Bill, name: str) -> Decimal | None:
    """Return what the lines of one name cost, None if one of them is unknown."""
    costs = [line.cost for line in found.lines if line.name == name]
    assert costs, f"no line is called {name}: {[line.name for line in found.lines]}"
    return sum((one for one in costs if one is not None), Decimal(0)) if None not in costs else None


def database(**more: Any) -> rds.Instance:
    """Return the example's database with something changed."""
    given: dict[str, Any] = {
        "engine": "postgres",
        "engine_version": "16",
        "instance_class": "db.t3.medium",
        "allocated_storage": 50,
        "storage_type": "gp3",
        "multi_az": True,
    }
    return rds.Instance("main", **{**given, **more})


def test_an_hour_costs_what_the_book_says() -> None:
    """730 hours of a NAT address at 0.005 are 3.65, and the line carries the price."""
    line = bill([of(EIP)], {}).lines[0]
    assert (Decimal("3.65"), Decimal("0.005")) == (line.cost, line.rate)
    assert line.price is not None
    assert "ap-northeast-2" == line.price.region


def test_a_region_without_prices() -> None:
    """Without a price the line is unknown, says why, and the total is at least nothing."""
    found = bill([of(EIP, region="eu-central-1")], {})
    assert [None] == [line.cost for line in found.lines]
    assert found.at_least
    assert (
        "the price book of eu-central-1 has no vpc.public_ipv4.idle_hour" == found.lines[0].unknown
    )


def test_what_is_known_after_apply() -> None:
    """A type that a plan does not know yet is unknown by name, not free."""
    node = elasticache.ReplicationGroup(
        "x", description="x", replication_group_id="x", node_type=Unknown()
    )
    found = bill([of(node)], {})
    assert [(None, "node_type is known only after apply")] == [
        (line.cost, line.unknown) for line in found.lines
    ]


def test_free_things_have_a_reason() -> None:
    """A subnet costs nothing, and the bill says why."""
    found = bill([of(ec2.Subnet("a", vpc_id="v"))], {})
    assert ((), False) == (found.lines, found.at_least)
    assert "networks are free" in found.free[0].reason


def alarms(count: int) -> list[cloudwatch.MetricAlarm]:
    """Return so many alarms."""
    return [
        cloudwatch.MetricAlarm(
            f"a{n}",
            alarm_name=f"a{n}",
            comparison_operator="GreaterThanThreshold",
            evaluation_periods=1,
            metric_name="x",
            period=60,
        )
        for n in range(count)
    ]


def test_allowances_are_given_once() -> None:
    """Ten alarms of an account are free, however many environments share them."""
    both = [of(*alarms(15), environment=name) for name in ("dev", "production")]
    found = bill(both, {})
    assert Decimal("2.00") == found.total
    assert Decimal("1.00") == found.of("dev").total == found.of("production").total


def test_allowances_may_be_somebody_elses() -> None:
    """Without free allocations every alarm costs."""
    found = bill([of(*alarms(15))], {"production": Usage(free_allocations=False)})
    assert Decimal("1.50") == found.total


def fargate() -> tuple[ecs.TaskDefinition, ecs.Service]:
    """Return a service of two tasks of 1 vCPU and 2 GB."""
    task = ecs.TaskDefinition(
        "app", family="app", container_definitions="[]", cpu="1024", memory="2048"
    )
    service = ecs.Service(
        "app", name="app", task_definition=task.ref.arn, desired_count=2, launch_type="FARGATE"
    )
    return task, service


def test_fargate_by_the_ledger() -> None:
    """ERP-COST-01: two tasks of 1 vCPU and 2 GB cost 82.90 in Seoul."""
    assert Decimal("82.90") == bill([of(*fargate())], {}).total


def test_spot_by_base_and_weight() -> None:
    """With a base of one on demand and the rest on Spot, the second task costs a third."""
    task, service = fargate()
    strategy = (
        ecs.CapacityProviderStrategy(capacity_provider="FARGATE", base=1, weight=0),
        ecs.CapacityProviderStrategy(capacity_provider="FARGATE_SPOT", weight=1),
    )
    mixed = service.replaced(capacity_provider_strategy=strategy, launch_type=None)
    found = bill([of(task, mixed)], {})
    one = Decimal("33.99") + Decimal("7.46")
    spot = Decimal("11.22") + Decimal("2.46")
    assert one + spot == found.total


def test_standby_doubles_hours_and_storage() -> None:
    """ERP-COST-01: db.t3.medium Multi-AZ is 163.52, its 50 GB 13.10."""
    found = bill([of(database())], {})
    assert Decimal("163.52") == cost(found, "Instance (db.t3.medium, Multi-AZ)")
    assert Decimal("13.10") == cost(found, "Storage (gp3)")


def test_extended_support_of_an_old_engine() -> None:
    """MySQL 8.0 costs 0.12 a vCPU-hour more, twice with a standby."""
    found = bill([of(database(engine="mysql", engine_version="8.0"))], {})
    assert Decimal("350.40") == cost(found, "Extended support of mysql 8.0")


def test_load_balancer_addresses() -> None:
    """A public load balancer has an IPv4 address in each zone, an internal one has none."""
    public = elb.LoadBalancer("a", name="a", subnets=["s1", "s2"])
    internal = public.replaced(internal=True)
    assert Decimal("7.30") == cost(bill([of(public)], {}), "Public IPv4 addresses, one a zone")
    names = [line.name for line in bill([of(internal)], {}).lines]
    assert "Public IPv4 addresses, one a zone" not in names


def test_usage_from_strongest() -> None:
    """A figure for one thing wins over the author's for all, that over the profile's."""
    usage = Usage(
        profile="large",
        written={"nat_gb": Decimal(7), "logs_gb": Decimal(3)},
        each={"services.app": {"logs_gb": Decimal(9)}},
    )
    assert (Decimal(9), "usage.each.services.app.logs_gb") == _figure(
        usage, "logs_gb", "services.app"
    )
    assert (Decimal(3), "usage.logs_gb") == _figure(usage, "logs_gb", "services.web")
    assert (Decimal(7), "usage.nat_gb") == _figure(usage, "nat_gb", "network")
    assert (Decimal(2000), "large profile") == _figure(usage, "cdn_gb", "sites.static")
    assert "large profile, sites" == _figure(usage, "stored_gb", "sites.static")[1]


def _figure(usage: Usage, key: str, path: str) -> tuple[Decimal, str]:
    found = usage.figure(key, path)
    return found.value, found.source


@pytest.mark.parametrize("name", NAMES)
def test_profiles_are_complete(name: str) -> None:
    """Every profile has every key and no other."""
    read = profile(name)
    assert set(KEYS) == set(read.values)
    assert set() == {key for part in read.parts.values() for key in part} - set(KEYS)


def test_others_are_part_of_the_total() -> None:
    """What is not AWS's is added up beside it."""
    ours = External(name="ai", environment="production", monthly=Decimal("90.00"))
    found = bill([of(EIP)], {}, externals=[ours])
    assert (Decimal("3.65"), Decimal("93.65")) == (found.aws, found.total)


def test_the_example_adds_up() -> None:
    """Environments and what they share add up to the whole, to the cent, and nothing is unknown."""
    found = bill(example("hospital-erp"), {})
    assert not found.at_least
    assert found.total == sum(found.of(name).total for name in found.environments)


def test_every_resource_is_somewhere() -> None:
    """Each resource of the example has a line or a reason."""
    blueprints = example("hospital-erp")
    found = bill(blueprints, {})
    stacks = {stack.path: stack for one in blueprints for stack in one.stacks}
    there = {(path, str(r.terraform_address)) for path, s in stacks.items() for r in s.resources()}
    asides = (*found.free, *found.uncovered)
    places = [line.place for line in found.lines] + [one.place for one in asides]
    assert there == {(place.stack, place.address) for place in places}


def test_classes_of_a_bucket() -> None:
    """Objects that live a year spend 30 days in Standard, 60 in Infrequent Access, then archive."""
    held = s3.Bucket("x", bucket="x")
    rules = s3.BucketLifecycleConfiguration(
        "x",
        bucket=held.ref.id,
        rule=(
            s3.Rule(
                id="age",
                status="Enabled",
                transition=(s3.Transition(days=0, storage_class="INTELLIGENT_TIERING"),),
            ),
        ),
    )
    archive = s3.BucketTiering(
        "x",
        bucket=held.ref.id,
        name="x",
        tiering=(s3.Tiering(access_tier="ARCHIVE_ACCESS", days=90),),
    )
    usage = {"production": Usage(each={"services": {"stored_gb": Decimal(365)}})}
    found = bill([of(held, rules, archive)], usage)
    stored = {one.name: one.quantity for one in found.lines if one.name.startswith("Storage")}
    assert {
        "Storage (Intelligent-Tiering, frequent)": 30,
        "Storage (Intelligent-Tiering, infrequent)": 60,
        "Storage (Intelligent-Tiering, archive)": 275,
    } == {name: round(quantity) for name, quantity in stored.items()}


def test_a_web_acl_looks_at_what_passes_it() -> None:
    """At the CDN every request to the distribution, at the load balancer those that reach it."""
    usage = Usage(written={"cdn_requests": Decimal(3_000_000), "requests": Decimal(1_000_000)})
    acl = web_acl("edge", "CLOUDFRONT")
    site = cdn("main", web_acl_id=acl.ref.arn)
    found = {
        name: cost(bill([of(*things, region="us-east-1")], {"production": usage}), "Requests")
        for name, things in {"cdn": (acl, site), "balancer": (acl,)}.items()
    }
    assert {"cdn": Decimal("1.8"), "balancer": Decimal("0.6")} == found


@pytest.mark.parametrize(
    ("written", "to", "wanted"),
    [("w3c", "s3", None), ("parquet", "s3", "0.25"), ("json", "logs", "0.50")],
)
def test_access_logs_are_free_as_text_in_a_bucket(
    written: str, to: str, wanted: str | None
) -> None:
    """Another format or place is charged by the GB: 2 million requests are one."""
    bucket, group = s3.Bucket("x", bucket="x"), cloudwatch.LogGroup("x", name="x")
    places: dict[str, Any] = {"s3": bucket, "logs": group}
    arn = places[to].ref.arn
    where = (cloudwatch.DeliveryDestinationConfiguration(destination_resource_arn=arn),)
    there = cloudwatch.LogDeliveryDestination(
        "x", name="x", output_format=written, delivery_destination_configuration=where
    )
    delivery = cloudwatch.LogDelivery(
        "x", delivery_source_name="x", delivery_destination_arn=there.ref.arn
    )
    usage = Usage(written={"cdn_requests": Decimal(2_000_000)})
    found = bill([of(places[to], there, delivery, region="us-east-1")], {"production": usage})
    costs = [line.cost for line in found.lines if line.name == "Access logs delivered"]
    assert ([] if wanted is None else [Decimal(wanted)]) == costs


@pytest.mark.parametrize("name", ["/aws/elasticache/x/slow-log", "elsewhere"])
def test_logs_of_a_cache_are_vended_and_its_own(name: str) -> None:
    """AWS delivers them, at its own price; both groups share the figure of the cache."""
    groups = [cloudwatch.LogGroup(one, name=name, retention_in_days=30) for one in ("a", "b")]
    deliveries = tuple(
        elasticache.LogDeliveryConfiguration(
            log_type=type,
            log_format="json",
            destination_type="cloudwatch-logs",
            destination=group.ref.name,
        )
        for type, group in zip(("slow-log", "engine-log"), groups, strict=True)
    )
    cache = elasticache.ReplicationGroup(
        "x",
        replication_group_id="x",
        description="x",
        node_type="cache.t4g.micro",
        log_delivery_configuration=deliveries,
    )
    usage = Usage(written={"cache_logs_gb": Decimal(4), "logs_gb": Decimal(100)})
    found = bill([of(cache, *groups)], {"production": usage})
    taken = [line for line in found.lines if "taken in" in line.name]
    assert [("Logs of AWS services taken in", Decimal(2))] * 2 == [
        (one.name, one.quantity) for one in taken
    ]
    prices = {one.price.key for one in taken if one.price}
    assert {"cloudwatch.logs.vended.first_10tb.gb"} == prices
