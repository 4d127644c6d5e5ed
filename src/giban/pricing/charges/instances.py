"""Amazon EC2: https://aws.amazon.com/ec2/pricing/on-demand/, /ebs/pricing/, /vpc/pricing/."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from giban.catalogue import autoscaling, ec2, instances
from giban.pricing.amount import HOURS, ONE, ZERO
from giban.pricing.charges.ecs import IPV4
from giban.pricing.charges.transfer import internet
from giban.pricing.line import Assumed, Charge
from giban.pricing.reading import Undecided, blocks, decided, flag, number, plain, word
from giban.pricing.scope import Scope
from giban.pricing.weekly import Change, average

GROUP = "EC2 instances"
ROOT_GB = 8
GP3_IOPS, GP3_THROUGHPUT = 3000, 125


def instance(thing: instances.Instance, scope: Scope) -> Iterator[Charge]:
    """Yield an instance, its volumes, its public address and what it sends."""
    template = _template(thing.launch_template, scope)
    kind = _kind(thing.instance_type, template)
    yield _hours(kind, ONE, ())
    if thing.root_block_device or not template:
        yield from _volume("Root volume", thing.root_block_device, ONE, ())
    elif template:
        yield from _template_volumes(template, ONE, ())
    for disk in blocks(thing.ebs_block_device, "ebs_block_device"):
        yield from _volume(f"Volume {plain(disk.device_name)}", disk, ONE, ())
    fixed = bool(
        scope.pointing(ec2.Eip, "instance") or scope.pointing(ec2.EipAssociation, "instance_id")
    )
    if not fixed and _public(thing, scope):
        yield _address(ONE, ())
    if (fixed or _public(thing, scope)) and flag(thing.source_dest_check, default=True):
        yield internet(scope)


def group(thing: autoscaling.Group, scope: Scope) -> Iterator[Charge]:
    """Yield the instances of an Auto Scaling group, as many as there are on average."""
    template = _group_template(thing, scope)
    count, rests_on = _count(thing, scope)
    if template is None:
        raise Undecided("launch_template")
    on_demand, note = _on_demand(thing, count)
    yield _hours(_kind(None, template), on_demand, rests_on, note)
    if count > on_demand:
        yield _spot(_kind(None, template), count - on_demand, rests_on)
    yield from _template_volumes(template, count, rests_on)
    if any(
        flag(one.associate_public_ip_address)
        for one in blocks(template.network_interfaces, "network_interfaces")
    ):
        yield _address(count, rests_on)
        yield internet(scope)


def volume(thing: instances.Volume, _scope: Scope) -> Iterator[Charge]:
    """Yield a disk of its own: by the size it was made with, used or not."""
    kind = word(thing.type, "type", "gp2")
    yield Charge(
        name=f"Volume ({kind})",
        quantity=number(thing.size, "size"),
        price=f"ebs.{kind}.gb_month",
        group="EBS volumes",
    )


def _template(block: Any, scope: Scope) -> instances.LaunchTemplate | None:
    if block is None:
        return None
    return scope.follow([block.id, block.name], instances.LaunchTemplate)


def _group_template(thing: autoscaling.Group, scope: Scope) -> instances.LaunchTemplate | None:
    mixed = thing.mixed_instances_policy
    if mixed and mixed.launch_template and mixed.launch_template.launch_template_specification:
        named = mixed.launch_template.launch_template_specification
        ids = [named.launch_template_id, named.launch_template_name]
        return scope.follow(ids, instances.LaunchTemplate)
    return _template(thing.launch_template, scope)


def _kind(written: Any, template: instances.LaunchTemplate | None) -> str:
    found = word(written, "instance_type") or word(
        template.instance_type if template else None, "instance_type"
    )
    if not found:
        raise Undecided("instance_type")
    return found


def _hours(kind: str, count: Decimal, rests_on: tuple[Assumed, ...], note: str = "") -> Charge:
    return Charge(
        name=f"Instance ({kind}, Linux, on demand)",
        quantity=count * HOURS,
        price=f"ec2.linux.{kind}",
        rests_on=rests_on,
        note=note or (f"{count.normalize():f} instances" if count != ONE else ""),
    )


def _spot(kind: str, count: Decimal, rests_on: tuple[Assumed, ...]) -> Charge:
    return Charge(
        name=f"Instance ({kind}, Linux, Spot)",
        quantity=count * HOURS,
        price=f"ec2.spot.{kind}",
        rests_on=rests_on,
    )


def _on_demand(thing: autoscaling.Group, count: Decimal) -> tuple[Decimal, str]:
    mixed = thing.mixed_instances_policy
    spread = mixed.instances_distribution if mixed else None
    if spread is None:
        return count, ""
    base = min(number(spread.on_demand_base_capacity, "on_demand_base_capacity"), count)
    percent = number(spread.on_demand_percentage_above_base_capacity, "on_demand_percentage", 100)
    return base + (count - base) * percent / 100, ""


def _count(thing: autoscaling.Group, scope: Scope) -> tuple[Decimal, tuple[Assumed, ...]]:
    out = scope.assume("scaled_out")
    low = number(thing.min_size, "min_size")
    high = number(thing.max_size, "max_size")
    wanted = decided(thing.desired_capacity, "desired_capacity")
    low = max(low, Decimal(str(wanted))) if wanted is not None else low
    schedules = scope.pointing(autoscaling.Schedule, "autoscaling_group_name")
    low, high = average(low, high, [_change(one) for one in schedules])
    return low + max(high - low, ZERO) * out.value, (out,)


def _change(one: autoscaling.Schedule) -> Change:
    low, wanted, high = (plain(v) for v in (one.min_size, one.desired_capacity, one.max_size))
    # -1 in Terraform leaves a size as it is.
    fewest = next((v for v in (wanted, low) if v is not None and v >= 0), None)
    most = high if high is not None and high >= 0 else None
    return Change(
        word(one.recurrence, "recurrence"),
        None if fewest is None else Decimal(str(fewest)),
        None if most is None else Decimal(str(most)),
    )


def _template_volumes(
    template: instances.LaunchTemplate, count: Decimal, rests_on: tuple[Assumed, ...]
) -> Iterator[Charge]:
    mappings = [
        one for one in blocks(template.block_device_mappings, "block_device_mappings") if one.ebs
    ]
    if not mappings:
        yield from _volume("Root volume", None, count, rests_on)
    for index, one in enumerate(mappings):
        name = "Root volume" if index == 0 else f"Volume {plain(one.device_name)}"
        yield from _volume(name, one.ebs, count, rests_on)


def _volume(
    name: str, block: Any, count: Decimal, rests_on: tuple[Assumed, ...]
) -> Iterator[Charge]:
    """Yield a volume; AWS makes gp2 of 8 GB where nothing is said."""
    kind = word(block.volume_type if block else None, "volume_type", "gp2")
    size = number(block.volume_size if block else None, "volume_size", ROOT_GB)
    yield Charge(
        name=f"{name} ({kind})",
        quantity=size * count,
        price=f"ebs.{kind}.gb_month",
        group="EBS volumes",
        rests_on=rests_on,
    )
    if kind != "gp3" or block is None:
        return
    for argument, base, key in (
        ("iops", GP3_IOPS, "iops_month"),
        ("throughput", GP3_THROUGHPUT, "mibps_month"),
    ):
        more = number(getattr(block, argument), argument, base) - base
        if more > 0:
            yield Charge(
                name=f"{name} {argument} above {base}",
                quantity=more * count,
                price=f"ebs.gp3.{key}",
                group="EBS volumes",
                rests_on=rests_on,
            )


def _public(thing: instances.Instance, scope: Scope) -> bool:
    if thing.associate_public_ip_address is not None:
        return flag(thing.associate_public_ip_address)
    subnet = scope.follow(thing.subnet_id, ec2.Subnet)
    return bool(subnet and flag(subnet.map_public_ip_on_launch))


def _address(count: Decimal, rests_on: tuple[Assumed, ...]) -> Charge:
    return Charge(
        name="Public IPv4 address",
        quantity=count * HOURS,
        price="vpc.public_ipv4.in_use_hour",
        group=IPV4,
        rests_on=rests_on,
    )
