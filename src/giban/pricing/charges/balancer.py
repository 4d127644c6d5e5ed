"""Elastic Load Balancing: https://aws.amazon.com/elasticloadbalancing/pricing/."""

from __future__ import annotations

from collections.abc import Iterator

from giban.catalogue import elb
from giban.pricing.amount import HOURS
from giban.pricing.charges.ecs import IPV4
from giban.pricing.charges.transfer import internet
from giban.pricing.line import Charge
from giban.pricing.reading import blocks, flag, plain, word
from giban.pricing.scope import Scope

GROUP = "Load balancers"
LEAST_ZONES = {"alb": 2, "nlb": 1, "gwlb": 1}
"""AWS wants two zones for an application load balancer, also where they are known later."""

KINDS = {"application": "alb", "network": "nlb", "gateway": "gwlb"}


def balancer(thing: elb.LoadBalancer, scope: Scope) -> Iterator[Charge]:
    """Yield a load balancer, its capacity units, its addresses and what it sends."""
    written = word(thing.load_balancer_type, "load_balancer_type", "application")
    kind = KINDS[written]
    units = scope.assume("lcus")
    yield Charge(name=f"{written.capitalize()} load balancer", quantity=HOURS, price=f"{kind}.hour")
    yield Charge(
        name="Load balancer capacity units",
        quantity=units.value * HOURS,
        price=f"{kind}.lcu_hour",
        rests_on=(units,),
    )
    if flag(thing.internal):
        return
    zones = len(plain(thing.subnets) or ()) or len(blocks(thing.subnet_mapping, "subnet_mapping"))
    yield Charge(
        name="Public IPv4 addresses, one a zone",
        quantity=HOURS * max(zones, LEAST_ZONES[kind]),
        price="vpc.public_ipv4.in_use_hour",
        group=IPV4,
    )
    yield internet(scope)
