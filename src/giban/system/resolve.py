"""Manifest → System: layers put together, every noun read, every reference and limit checked."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import partial
from typing import Any

from giban.errors import Mistake, Mistakes, UsageError
from giban.manifest import Manifest
from giban.system.backups import backups
from giban.system.bill import costs, usage
from giban.system.buckets import bucket, log_archive
from giban.system.cdn import cdn, check_cdn
from giban.system.defaults import defaults
from giban.system.derived import BaseFacts, derive
from giban.system.facts import ZONES
from giban.system.foundation import PREFIX, check_application, exports, foundation
from giban.system.instances import check_network, check_services, instances
from giban.system.jobs import jobs
from giban.system.layers import Layer, Layers
from giban.system.model import Budget, Network, System, Waf
from giban.system.naming import naming
from giban.system.network import check_way_out, network
from giban.system.pipeline import pipeline
from giban.system.presets import UNNAMED, preset
from giban.system.queues import queues
from giban.system.reading import Reader, listed, nearest
from giban.system.recovery import atlantis, audit, recovery
from giban.system.reserved import check_environments, check_project
from giban.system.services import services
from giban.system.standby import check_standby
from giban.system.stores import cache, database, site
from giban.system.uses import check_secrets
from giban.system.watch import alarms, check_channel
from giban.system.windows import standard_offset

PRODUCTION = "production"
SHORTEST_RECOVERY = 7
NAMED = ("services", "instances", "jobs", "databases", "caches", "buckets", "queues", "sites")
Bases = dict[tuple[int, str], System]
"""Environments of foundations that are resolved already, by the identity of their manifest."""


def environments(manifest: Manifest) -> tuple[str, ...]:
    """Return the names of a manifest's environments, in its order."""
    return tuple(manifest.environments or ())


def layers(manifest: Manifest, environment: str) -> Layers:
    """Return the merged layers of one environment; raises `UsageError` for an unknown one."""
    known = environments(manifest)
    if environment not in known:
        what = f"There is no environment `{environment}`."
        raise UsageError(
            what,
            fix=f"{nearest(environment, known)}Choose one of: {listed(known)}.",
        )
    tree = {key: _named(key, value) for key, value in manifest.tree().items()}
    overlays: dict[str, Any] = tree.pop("environments")
    overlay = overlays[environment]
    level = overlay.get("availability") or UNNAMED
    place = ("environments", environment)
    top, written = manifest.written, None
    if top is not None:
        written = top.nearest(place)
    name = f"environments.{environment}"
    return Layers(
        [
            Layer(name, overlay, written, place),
            Layer("manifest", tree, top),
            Layer(f"preset availability: {level}", preset(level), template=True),
            Layer("default", defaults(), template=True),
        ],
        partial(derive, environment=environment, main=_main(overlays), base=_base_facts(manifest)),
    )


def _named(key: str, value: Any) -> Any:
    """Take a name with nothing after it for one without settings: there is none to remove yet."""
    if key not in NAMED or not isinstance(value, dict):
        return value
    return {name: {} if one is None else one for name, one in value.items()}


def resolve(manifest: Manifest, environment: str) -> System:
    """Return one environment, complete; raises `Mistakes` with all that is wrong at once."""
    return _resolve(manifest, environment, {})


def _resolve(manifest: Manifest, environment: str, bases: Bases) -> System:
    whole = Reader(layers(manifest, environment))
    check_project(whole)
    check_environments(whole, manifest, environments(manifest))
    system = _system(whole, manifest, environment, bases)
    if system.alarms.slack is not None:
        check_channel(whole.below("alarms"), _alarms_of_all(manifest))
    if whole.mistakes:
        raise Mistakes(_once(whole.mistakes))
    return system


def _alarms_of_all(manifest: Manifest) -> dict[str, Reader]:
    every = environments(manifest)
    return {name: Reader(layers(manifest, name)).below("alarms") for name in every}


def resolve_all(manifest: Manifest) -> dict[str, System]:
    """Return every environment; raises `Mistakes` with those of all of them, each once."""
    return _resolve_all(manifest, {})


def resolve_projects(manifests: Iterable[Manifest]) -> Iterator[dict[str, System]]:
    """Yield every environment of each project; a foundation of several is resolved once.

    Raises `Mistakes` as `resolve_all` does, for one project at a time.
    """
    bases: Bases = {}
    for manifest in list(manifests):
        yield _resolve_all(manifest, bases)


def _resolve_all(manifest: Manifest, bases: Bases) -> dict[str, System]:
    found: dict[str, System] = {}
    mistakes: list[Mistake] = []
    names = environments(manifest)
    if not names:
        raise Mistakes([_no_environments(manifest)])
    for name in names:
        try:
            found[name] = _resolve(manifest, name, bases)
        except Mistakes as error:
            said = {(m.id, m.where, m.path) for m in mistakes}
            mistakes += [m for m in error.mistakes if (m.id, m.where, m.path) not in said]
    if mistakes:
        raise Mistakes(_once(mistakes))
    return found


def _system(reader: Reader, manifest: Manifest, environment: str, bases: Bases) -> System:
    region, timezone = reader.text("region"), reader.text("timezone")
    offset = _offset(reader, timezone)
    _check_region(reader, region)
    shared, base = foundation(
        reader, environment, _base_environments(manifest), partial(_base, manifest.base, bases)
    )
    net = base.network if base else network(reader.below("network"), region)
    domain = reader.maybe("domain")
    zones = len(net.tiers.get(net.data_tier) or net.zones)
    running, there = services(reader), instances(reader)
    check_services(reader, running, there)
    system = System(
        project=reader.text("project"),
        naming=naming(reader.below("naming")),
        keep_images=reader.number("registry.keep"),
        environment=environment,
        environments=environments(manifest),
        owner=reader.text("owner"),
        region=region,
        availability=reader.maybe("availability") or UNNAMED,
        timezone=timezone,
        domain=domain,
        zone=_zone(reader, domain),
        certificate=_certificate(reader, domain),
        dns=reader.maybe("dns") or "route53",
        slo=reader.maybe("slo"),
        idle_timeout=reader.number("load_balancer.idle_timeout"),
        github=reader.maybe("github"),
        boundary=reader.maybe("boundary"),
        state_bucket=reader.text("state_bucket"),
        state_lock=reader.maybe("state_lock") or "s3",
        encryption=reader.maybe("encryption") or "aws",
        secret_recovery_days=_recovery(reader),
        deletion_protection=reader.flag("deletion_protection"),
        network=net,
        services=running,
        instances=there,
        jobs=jobs(reader, running),
        databases={r.name: database(r, offset, zones) for r in reader.each("databases")},
        caches={r.name: cache(r, offset, zones) for r in reader.each("caches")},
        buckets={r.name: bucket(r) for r in reader.each("buckets")},
        queues=queues(reader),
        log_archive=log_archive(reader.below("log_archive")),
        sites={r.name: site(r, domain) for r in reader.each("sites")},
        pipeline=pipeline(reader, running),
        bastion=reader.flag("bastion"),
        dashboard=reader.flag("dashboard"),
        backup=backups(reader),
        cdn=cdn(reader),
        waf=_waf(reader),
        alarms=alarms(reader.below("alarms")),
        budget=_budget(reader),
        queries=reader.table("queries"),
        usage=usage(reader),
        costs=costs(reader),
        audit=audit(reader),
        dr=recovery(reader, net, base),
        atlantis=atlantis(reader),
        foundation=shared,
        exports=exports(reader),
        tags=_tags(reader),
        layers=reader.layers,
    )
    if shared:
        check_application(reader, shared, base, system.services)
    check_standby(reader, system, base)
    check_cdn(reader, system)
    _check_balance(reader, system)
    check_network(reader, net, there)
    if shared is None:
        check_way_out(reader, net, tuple(system.tasks), there.values())
    check_secrets(reader, system.tasks)
    _check_tiers(reader, system, net)
    return system


def _base(base: Manifest | None, bases: Bases, environment: str) -> System | None:
    """Return an environment of the foundation; None when its manifest was not read."""
    if base is None:
        return None
    key = id(base), environment
    if key not in bases:
        bases[key] = _resolve(base, environment, bases)
    return bases[key]


def _base_environments(manifest: Manifest) -> tuple[str, ...]:
    return environments(manifest.base) if manifest.base else ()


def _base_facts(manifest: Manifest) -> BaseFacts | None:
    """Return what an application takes over from its foundation unless it says otherwise."""
    base = manifest.base
    if base is None:
        return None
    bucket = base.state_bucket or f"{base.project}-terraform-state"
    return BaseFacts(base.exports or PREFIX, bucket)


def _main(overlays: dict[str, Any]) -> str | None:
    """Return the environment that has the domain to itself.

    It is `production`, by that name; without one the first that is highly available.
    """
    if len(overlays) == 1:
        return next(iter(overlays))
    if PRODUCTION in overlays:
        return PRODUCTION
    high = (name for name, overlay in overlays.items() if overlay.get("availability") == "high")
    return next(high, None)


def _offset(reader: Reader, timezone: str) -> int:
    try:
        return standard_offset(timezone)
    except (KeyError, ValueError):
        if not timezone:
            return 0
        from zoneinfo import available_timezones  # noqa: PLC0415 - only for a suggestion

        known = sorted(available_timezones())
        near = [zone for zone in known if zone.lower().endswith(f"/{timezone.lower()}")][:1]
        hint = f"Did you mean `{near[0]}`? " if near else nearest(timezone.title(), known)
        reader.wrong(
            "unknown-timezone",
            "timezone",
            f"There is no time zone `{timezone}`.",
            fix=f"{hint}Write an IANA name such as Asia/Seoul, or UTC.",
        )
        return 0


def _check_region(reader: Reader, region: str) -> None:
    if region and region not in ZONES:
        reader.wrong(
            "unknown-region",
            "region",
            f"There is no region `{region}`.",
            fix=f"{nearest(region, list(ZONES))}Write one like ap-northeast-2 (Seoul).",
        )


def _zone(reader: Reader, domain: str | None) -> str | None:
    zone = reader.maybe("zone")
    if domain and zone and domain != zone and not domain.endswith(f".{zone}"):
        # A zone nobody wrote is named like the manifest's domain; an overlay's own domain
        # may lie outside it and then is a zone itself.
        if reader.layers.place("zone")[1] is None:
            return domain
        reader.wrong(
            "zone-domain",
            "zone",
            f"{domain} does not lie in the zone {zone}.",
            fix=f"Name the hosted zone that holds it, such as {domain.partition('.')[2]}.",
        )
    return zone if domain and reader.maybe("dns") != "elsewhere" else None


def _recovery(reader: Reader) -> int:
    days = reader.number("secret_recovery_days")
    if 0 < days < SHORTEST_RECOVERY:
        reader.wrong(
            "secret-recovery",
            "secret_recovery_days",
            f"Secrets Manager cannot keep a deleted secret for {days} days.",
            why="It takes 0, or 7 to 30.",
            fix="Write 0 to delete at once, or 7.",
        )
    return days


def _certificate(reader: Reader, domain: str | None) -> str | None:
    """Return the name on the certificate, which has to cover the domain."""
    name = reader.maybe("certificate")
    if name is None or domain is None:
        return domain
    if name != domain and not (name[:2] == "*." and domain.partition(".")[2] == name[2:]):
        reader.wrong(
            "certificate-domain",
            "certificate",
            f"A certificate for {name} does not cover {domain}.",
            why="A wildcard stands for one label, and not for the bare domain.",
            fix=f"Write `*.{domain.partition('.')[2]}`, or remove it.",
        )
    return str(name)


def _waf(reader: Reader) -> Waf | None:
    if reader.maybe("waf") is None:
        return None
    waf = reader.below("waf")
    return Waf(managed_rules=waf.texts("managed_rules"), rate_limit=waf.number("rate_limit"))


def _budget(reader: Reader) -> Budget | None:
    if reader.maybe("budget") is None:
        return None
    budget = reader.below("budget")
    return Budget(monthly=budget.number("monthly"), email=budget.texts("email"))


def _tags(reader: Reader) -> dict[str, str]:
    """Return the tags of everything; compile adds each stack's `Environment`."""
    ours = {
        "Project": reader.text("project"),
        "Owner": reader.text("owner"),
        "ManagedBy": "giban",
    }
    for name in reader.table("tags"):
        if name.lower().startswith("aws:"):
            reader.wrong(
                "tag-name",
                f"tags.{name}",
                f"A tag cannot be called `{name}`.",
                why="AWS keeps names that begin with `aws:` for itself.",
                fix="Choose another name.",
            )
    promise = {"SLO": f"{reader.maybe('slo'):g}"} if reader.maybe("slo") else {}
    return {**ours, **promise, **reader.table("tags")}


def _check_balance(reader: Reader, system: System) -> None:
    """Note a load balancer without a second zone."""
    public = system.network.tiers.get("public") or system.network.zones
    for service in system.balanced:
        if len(public) == 1:
            reader.below("services", service.name).wrong(
                "one-zone",
                "port",
                "A load balancer needs two zones, and `network.zones` has one.",
                why=f"`{service.name}` has a port and so stands behind one.",
                fix="Add a zone to `network.zones`; a second zone of subnets costs nothing.",
            )


def _check_tiers(reader: Reader, system: System, net: Network) -> None:
    """Note a tier that is needed and was left out of `subnets`."""
    needed = {
        "public": bool(system.balanced) or net.nat != "none",
        "app": bool(system.tasks),
        net.data_tier: bool(system.databases or system.caches),
    }
    for tier, used in needed.items():
        if used and tier not in net.tiers and not reader.mistakes:
            reader.wrong(
                "missing-tier",
                "network.subnets",
                f"`subnets` leaves out `{tier}`, which is needed.",
                why="Load balancers and NAT stand in public, services in app, data in data.",
                fix=f"Add `{tier}: …`, or remove `subnets` to have all tiers assigned.",
            )


def _no_environments(manifest: Manifest) -> Mistake:
    top = manifest.written
    return Mistake(
        "missing-key",
        "`environments` is missing or empty.",
        where=top.span if top else None,
        path="environments",
        why="Everything is built for one environment at a time.",
        fix="Add `environments: {production: {availability: high}}`.",
    )


def _once(mistakes: Iterable[Mistake]) -> list[Mistake]:
    """Keep one of each: what is wrong for all environments is said once."""
    return list({(m.id, m.where, m.path, m.what): m for m in mistakes}.values())
