"""What a project has beside its services: a record of the account, another region, Atlantis."""

from __future__ import annotations

from typing import TYPE_CHECKING

from giban.system.facts import ZONES
from giban.system.model import Atlantis, Audit, Network, Recovery
from giban.system.network import Addresses, addresses
from giban.system.reading import Reader, listed, nearest
from giban.values import Cidr

if TYPE_CHECKING:
    from giban.system.model import System


def audit(reader: Reader) -> Audit | None:
    """Return the record of the account; None where nobody wants one of ours."""
    if reader.maybe("audit") is None:
        return None
    own = reader.below("audit")
    return Audit(trail=own.flag("trail"), threats=own.flag("threats"), days=own.number("days"))


def atlantis(reader: Reader) -> Atlantis | None:
    """Return the server that plans pull requests; mistakes are left with the reader."""
    if reader.maybe("atlantis") is None:
        return None
    own = reader.below("atlantis")
    if reader.maybe("exports") is None:
        own.wrong(
            "atlantis-place",
            "",
            "Atlantis serves all repositories, and stands on a foundation.",
            why="This project exports nothing, so it is none.",
            fix="Move `atlantis` to the manifest of the foundation.",
        )
    host, domain = own.text("host"), reader.maybe("domain")
    if host and not (domain and (host == domain or host.endswith(f".{domain}"))):
        own.wrong(
            "atlantis-host",
            "host",
            f"{host} does not lie below the environment's domain.",
            why="Its certificate is proven in that zone.",
            fix=f"Write a host below {domain}." if domain else "Write `domain: …` at the top.",
        )
    return Atlantis(
        host=host,
        repositories=own.texts("repositories"),
        version=own.text("version"),
        policies=own.texts("policies"),
    )


def recovery(reader: Reader, here: Network, base: System | None) -> Recovery | None:
    """Return what stands ready in another region; mistakes are left with the reader.

    An application's network there is that of its foundation.
    """
    if reader.maybe("dr") is None:
        return None
    own = reader.below("dr")
    _check_region(reader, own)
    known = base.dr if base else None
    region, klass = own.text("region"), own.maybe("class")
    rpo, rto = own.number("rpo"), own.number("rto")
    if reader.maybe("foundation") is not None:
        there = known.network if known else here
    else:
        found = addresses(own, region, reader.below("network"))
        _check_apart(own, here, found)
        there = _network(found, here)
    return Recovery(region=region, network=there, instance_class=klass, rpo=rpo, rto=rto)


def _network(there: Addresses, here: Network) -> Network:
    return Network(
        cidr=there.cidr,
        zones=there.zones,
        tiers=there.tiers,
        data_tier=here.data_tier,
        nat="single",  # tasks that are started there have to fetch their images
        endpoints=(),
        flow_log_to="logs",
        flow_log_days=here.flow_log_days,
    )


def _check_region(reader: Reader, own: Reader) -> None:
    region, home = own.text("region"), reader.text("region")
    if region and region not in ZONES:
        own.wrong(
            "unknown-region",
            "region",
            f"There is no region `{region}`.",
            fix=f"{nearest(region, list(ZONES))}Write one like ap-northeast-1 (Tokyo).",
        )
    elif region and region == home:
        others = [one for one in ZONES if one.startswith(f"{region.split('-')[0]}-")]
        own.wrong(
            "dr-region",
            "region",
            f"{region} is where everything stands already.",
            why="What is lost with a region does not help when it is lost.",
            fix=f"Write another one: {listed([one for one in others if one != home])}.",
        )


def _check_apart(own: Reader, here: Network, there: Addresses) -> None:
    """Note networks that overlap: they can never be peered (X-01)."""
    if not here.cidr.overlaps(there.cidr) or own.maybe("cidr") is None:
        return
    own.wrong(
        "dr-overlap",
        "cidr",
        f"{there.cidr} overlaps {here.cidr}, the network it is to be joined with.",
        why="Networks with an address in common can never be peered.",
        fix=f"Write another range, such as {_apart(here.cidr)}.",
    )


def _apart(taken: Cidr) -> Cidr:
    """Return the next range of the same size in 10.0.0.0/8."""
    whole, prefix = Cidr.parse("10.0.0.0/8"), taken.network.prefixlen
    blocks = (whole.block(prefix, number) for number in range(2 ** (prefix - 8)))
    return next(block for block in blocks if not block.overlaps(taken))
