"""Defaults that are worked out from other values; the layer below all others."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

from giban.system.facts import NO_INSIGHTS, PREFERRED, ZONES
from giban.system.foundation import PREFIX
from giban.system.layers import Default, Derived, Layers

STEPS = {"canary": {"percent": 5, "step_bake": 10}, "linear": {"percent": 10, "step_bake": 6}}
"""https://docs.aws.amazon.com/AmazonECS/latest/APIReference/API_DeploymentConfiguration.html"""


class BaseFacts(NamedTuple):
    """What an application takes over from the manifest of its foundation."""

    prefix: str
    state_bucket: str


def derive(
    layers: Layers, environment: str, main: str | None, base: BaseFacts | None = None
) -> Iterator[Derived]:
    """Yield what follows from what is known; `main` is the environment without a prefix."""
    project = layers.value("project") or ""
    yield ("owner",), Default(project, "the project's name"), False
    bucket = Default(f"{project}-terraform-state", "the project's name, and what it holds")
    if base:
        bucket = Default(base.state_bucket, "the foundation's")
    yield ("state_bucket",), bucket, False
    yield from _foundation(layers, project, base)
    yield from _beside(layers)
    yield from _domain(layers, environment, main)
    zones = ZONES.get(layers.value("region") or "", "ab")[:2]
    reason = "a load balancer and a database need two zones: the region's first two"
    yield ("network", "zones"), Default(list(zones), reason), False
    for name, service in _each(layers, "services"):
        yield from _service(("services", name), service, project)
    for name, job in _each(layers, "jobs"):
        yield from _job(("jobs", name), job, layers.names("services"))
    for name, one in _each(layers, "instances"):
        yield from _instances(("instances", name), one, layers)
    for name, database in _each(layers, "databases"):
        protected = bool(layers.value("deletion_protection"))
        yield from _database(("databases", name), database, project, protected)
    for name, cache in _each(layers, "caches"):
        version = PREFERRED.get(cache.get("engine", ""))
        if version:
            reason = f"the version giban knows best for {cache['engine']}"
            yield ("caches", name, "version"), Default(version, reason), False
    yield from _log_days(layers)
    yield from _cdn(layers)
    yield from _backup(layers)
    yield from _pipeline(layers)
    for name, wanted in _each(layers, "buckets"):
        yield from _bucket(("buckets", name), wanted, layers)
    if isinstance(layers.value("budget"), Mapping):
        told = layers.value("alarms.email")
        yield ("budget", "email"), Default(told, "who hears of alarms"), False


def _beside(layers: Layers) -> Iterator[Derived]:
    yield ("audit", "trail"), Default(True, "what an audit asks for first"), False
    yield ("audit", "days"), Default(365, "a year, as long as production's logs"), False
    zones = ZONES.get(layers.value("dr.region") or "", "ab")[:2]
    reason = "a load balancer and a database need two zones: the region's first two"
    yield ("dr", "zones"), Default(list(zones), reason), False
    yield ("dr", "rpo"), Default(15, "HY-DR-01, and what S3 promises of its copies"), False
    yield ("dr", "rto"), Default(120, "HY-DR-01"), False
    yield ("atlantis", "version"), Default("v0.35.1", "known to work"), False
    owner = (layers.value("github") or "").partition("/")[0]
    served = [f"github.com/{owner}/*"] if owner else []
    yield ("atlantis", "repositories"), Default(served, "those of `github`'s owner"), False
    reading = ["arn:aws:iam::aws:policy/ReadOnlyAccess"]
    yield ("atlantis", "policies"), Default(reading, "it plans, and cannot apply"), False


def _foundation(layers: Layers, project: str, base: BaseFacts | None) -> Iterator[Derived]:
    prefix = Default(base.prefix, "its `exports`") if base else Default(PREFIX, "HY-SSM-01")
    yield ("foundation", "prefix"), prefix, False
    yield ("foundation", "tenant"), Default(project, "the project's name"), False
    for name, tenant in _each(layers, "tenants"):
        path = ("tenants", name)
        yield (*path, "repositories"), Default([name], "HY-REG-01: its name"), False
        own = name.replace("-", "_")
        yield (*path, "database"), Default(own, "HY-GOV-08: its name"), False
        user = f"{tenant.get('database') or own}_user"
        yield (*path, "username"), Default(user, "HY-GOV-08: the database's name and _user"), False


def _each(layers: Layers, noun: str) -> Iterable[tuple[str, Mapping[str, Any]]]:
    for name in layers.names(noun):
        yield name, layers.value((noun, name))


def _zone(domain: str, certificate: str) -> Default:
    """Return where names lie: a wildcard is proven in the zone of its own name."""
    if certificate.startswith("*."):
        return Default(certificate[2:], "the hosted zone in which the wildcard is proven")
    return Default(domain, "the hosted zone named like the domain")


def _domain(layers: Layers, environment: str, main: str | None) -> Iterator[Derived]:
    domain = layers.value("domain")
    if not domain:
        return
    yield ("zone",), _zone(domain, layers.value("certificate") or ""), False
    path, _ = layers.place("domain")
    if environment != main and not path.startswith("environments."):
        reason = f"`{main or 'production'}` has the domain itself, others put their name before it"
        yield ("domain",), Default(f"{environment}.{domain}", reason), True


def _service(path: tuple[str, ...], service: Mapping[str, Any], project: str) -> Iterator[Derived]:
    name = path[-1]
    repository = project if name == "app" else f"{project}-{name}"
    reason = "the project's name for `app`, project and service for others"
    yield (*path, "repository"), Default(repository, reason), False
    if isinstance(service.get("build"), Mapping):
        yield (*path, "build", "folder"), Default(name, "the service's name"), False
        yield (*path, "build", "dockerfile"), Default("Dockerfile", "its usual name"), False
    fewest = (service.get("scale") or {}).get("min") or 0
    most = max(2, 2 * fewest)
    yield (*path, "scale", "max"), Default(most, "twice `min`, at least 2"), False
    yield (*path, "scale", "desired"), Default(fewest, "as many as `min`"), False
    cpu = (service.get("size") or {}).get("cpu") or 0
    yield (*path, "size", "memory"), Default(2 * cpu, "twice the CPU units"), False
    yield from _deployment((*path, "deployment"), service.get("deployment"))


def _deployment(path: tuple[str, ...], wanted: Any) -> Iterator[Derived]:
    """Yield what ECS takes by itself, where it takes anything."""
    strategy = wanted.get("strategy") if isinstance(wanted, Mapping) else None
    told = Default(strategy is not None, "who chooses how to deploy wants to know when it fails")
    yield (*path, "alarms"), told, False
    if strategy in (None, "rolling"):
        return
    yield (*path, "bake"), Default(15, "longer than its slowest alarm takes to ring"), False
    for key, value in STEPS.get(strategy or "", {}).items():
        yield (*path, key), Default(value, f"what ECS takes for {strategy}"), False


def _job(
    path: tuple[str, ...], job: Mapping[str, Any], services: Sequence[str]
) -> Iterator[Derived]:
    if len(services) == 1:
        yield (*path, "service"), Default(services[0], "the only service there is"), False
    cpu = (job.get("size") or {}).get("cpu") or 0
    yield (*path, "size", "memory"), Default(2 * cpu, "twice the CPU units"), False


def _instances(path: tuple[str, ...], one: Mapping[str, Any], layers: Layers) -> Iterator[Derived]:
    yield (*path, "compose", "key"), Default(f"{path[-1]}/docker-compose.yml", "its name"), False
    scale, kept = one.get("scale"), bool(one.get("data"))
    if isinstance(scale, Mapping):
        fewest = 2 if layers.value("availability") == "high" and not kept else 1
        reason = "WL-ASG-01: two survive the loss of a zone; one keeps a disk"
        yield (*path, "scale", "min"), Default(fewest, reason), False
        most = 1 if kept else max(2, 2 * (scale.get("min") or fewest))
        yield (*path, "scale", "max"), Default(most, "twice `min`, at least 2"), False
        yield (*path, "scale", "cpu"), Default(60, "room for the minutes a new one takes"), False
    public = not isinstance(scale, Mapping)
    yield (*path, "public"), Default(public, "one instance takes its requests itself"), False
    days = 7 if kept else 0
    reason = "what is on its disk cannot be made again" if kept else "nothing is kept on its disk"
    yield (*path, "backup_days"), Default(days, reason), False
    if isinstance(one.get("prometheus"), Mapping):
        everything = list(layers.names("instances"))
        yield (*path, "prometheus", "watches"), Default(everything, "all instances"), False
        yield (*path, "prometheus", "retention_days"), Default(15, "Prometheus's own"), False


def _pipeline(layers: Layers) -> Iterator[Derived]:
    if isinstance(layers.value("pipeline"), Mapping):
        careful = layers.value("availability") == "high"
        reason = "CM-DEP-07: a person looks before production changes"
        yield ("pipeline", "approval"), Default(careful, reason), False


def _log_days(layers: Layers) -> Iterator[Derived]:
    """Yield the environment's own word for what does not say itself how long logs are kept."""
    days = layers.value("log_days")
    if days is None:
        return
    for noun in ("services", "jobs", "databases", "caches"):
        for name in layers.names(noun):
            path = (noun, name, "log_days")
            if layers.key_span(path) is None:
                yield path, Default(days, "as the environment's `log_days`"), True


def _backup(layers: Layers) -> Iterator[Derived]:
    if not isinstance(layers.value("backup"), Mapping):
        return
    yield ("backup", "at"), Default("05:00", "after the databases' own windows"), False
    yield ("backup", "days"), Default(35, "as long as RDS's own could be kept"), False
    days = layers.value("backup.days")
    yield ("backup", "copy_days"), Default(days, "as the first copy"), False


def _cdn(layers: Layers) -> Iterator[Derived]:
    if not isinstance(layers.value("cdn"), Mapping):
        return
    never = Default(0, "D-CM-21: one visitor's page is not for another")
    yield ("cdn", "cache"), never, False
    near = Default("PriceClass_200", "the cheapest with places in Korea and Japan")
    yield ("cdn", "price_class"), near, False


def _bucket(path: tuple[str, ...], bucket: Mapping[str, Any], layers: Layers) -> Iterator[Derived]:
    owner = layers.value("encryption") or "aws"
    yield (*path, "encryption"), Default(owner, "as the environment's `encryption`"), False
    if isinstance(bucket.get("cors"), Mapping):
        domain = layers.value("domain")
        own = [f"https://{domain}"] if domain else None
        yield (*path, "cors", "origins"), Default(own, "the environment's own address"), False
        yield (*path, "cors", "methods"), Default(["GET"], "the least there is"), False
        yield (*path, "cors", "headers"), Default(["*"], "the method is what matters"), False
        yield (*path, "cors", "max_age"), Default(3000, "CM-STO-03"), False


def _database(
    path: tuple[str, ...], database: Mapping[str, Any], project: str, protected: bool
) -> Iterator[Derived]:
    engine = database.get("engine") or ""
    if engine in PREFERRED:
        reason = f"the version giban knows best for {engine}"
        yield (*path, "version"), Default(PREFERRED[engine], reason), False
    size = (database.get("storage") or {}).get("size") or 0
    yield (*path, "storage", "max"), Default(2 * size, "ERP-DB-04: may double by itself"), False
    own = project.replace("-", "_")
    yield (*path, "database"), Default(own, "the project's name, with _ for -"), False
    for login in database.get("logins") or ():
        name = f"{own}_{login.replace('-', '_')}"
        reason = "the names of the project and the login"
        yield (*path, "logins", login, "database"), Default(f"{name}_db", reason), False
        yield (*path, "logins", login, "username"), Default(name, reason), False
    reason = "as the environment's `deletion_protection`"
    yield (*path, "deletion_protection"), Default(protected, reason), False
    able = database.get("class") not in NO_INSIGHTS.get(engine, ())
    reason = "ERP-DB-10" if able else "D-HY-13: RDS refuses it for MySQL on this class"
    yield (*path, "performance_insights"), Default(able, reason), False
