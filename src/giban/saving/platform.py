"""Measures on the network, on what is logged, and on the web firewall."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from giban.pricing import Bill, book
from giban.pricing.amount import HOURS
from giban.saving.measure import Measure, at
from giban.system import System

ENDPOINTS = ("ecr.api", "ecr.dkr", "logs", "secretsmanager")
LONG_LOGS, SHORTER_LOGS = 90, 30
HIGH = "high"


def platform(system: System, bill: Bill) -> Iterator[Measure]:
    """Yield what one environment's network, logs and firewall could save."""
    yield from _nat(system)
    yield from _endpoints(system, bill)
    yield from _logs(system)
    name = system.environment
    if system.waf and system.availability != HIGH:
        yield Measure(
            environment=name,
            title="no web firewall outside production",
            risk="medium",
            loses="requests reach the load balancer unfiltered",
            edits=(at(name, "waf", False),),
        )


def _nat(system: System) -> Iterator[Measure]:
    net, name = system.network, system.environment
    if net is None or net.nat not in ("per-zone", "single"):
        return
    if net.nat == "per-zone" and len(net.zones) > 1:
        yield Measure(
            environment=name,
            title="one NAT gateway instead of one a zone",
            risk="medium",
            loses="when its zone fails, nothing private reaches the internet",
            edits=(at(name, "network.nat", "single"),),
            group=f"{name}.nat",
        )
    yield Measure(
        environment=name,
        title="a NAT instance instead of NAT gateways",
        risk="medium" if system.availability != HIGH else "high",
        loses="one small instance carries all traffic and has to be patched",
        edits=(at(name, "network.nat", "instance"),),
        group=f"{name}.nat",
    )


def _endpoints(system: System, bill: Bill) -> Iterator[Measure]:
    """Yield interface endpoints against NAT traffic, with the GB at which they pay (D-CM-17)."""
    net, name = system.network, system.environment
    if net is None or net.nat == "none" or net.endpoints:
        return
    prices = book(system.region)
    hour, gb = prices.find("vpc.interface_endpoint.hour"), prices.find("vpc.interface_endpoint.gb")
    nat = prices.find("nat_gateway.gb")
    if hour is None or gb is None or nat is None:
        return
    cost = HOURS * len(net.zones) * len(ENDPOINTS) * hour.usd
    through = sum(
        (line.quantity for line in bill.lines if line.price and line.price.key == nat.key),
        Decimal(0),
    )
    pays = cost / (nat.usd - gb.usd)
    yield Measure(
        environment=name,
        title=f"interface endpoints for {', '.join(ENDPOINTS)}",
        risk="low",
        loses="nothing, while they are used",
        group=f"{name}.nat",
        monthly=through * (nat.usd - gb.usd) - cost,
        note=f"they pay from {pays:,.0f} GB a month through NAT to these services, "
        f"and {through:,.0f} GB go there in all",
    )


def _logs(system: System) -> Iterator[Measure]:
    name = system.environment
    if system.network and system.network.flow_log_days and system.network.flow_log_to == "logs":
        yield Measure(
            environment=name,
            title="flow logs to a bucket instead of a log group",
            risk="low",
            loses="Logs Insights; Athena reads them in the bucket",
            edits=(at(name, "network.flow_log_to", "bucket"),),
        )
    kept = [
        at(name, f"{kind}.{thing.name}.log_days", SHORTER_LOGS)
        for kind, things in (
            ("services", system.services),
            ("databases", system.databases),
            ("caches", system.caches),
        )
        for thing in things.values()
        if thing.log_days > LONG_LOGS
    ]
    if kept:
        yield Measure(
            environment=name,
            title=f"keep logs for {SHORTER_LOGS} days",
            risk="medium",
            loses="older logs, which audits may ask for",
            edits=tuple(kept),
        )
