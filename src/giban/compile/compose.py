"""The Docker Compose file of instances, and the files that it hands to containers.

Images and the tags they run by come from `.env`, which the instance writes; so the file is the
same in every account, and its checksum is known beforehand.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from msgspec import Struct

from giban.compile.container import HEALTH_COMMANDS
from giban.compile.hosting import Hosted, log_group
from giban.compile.logins import provision_sql
from giban.compile.prometheus import PORT as PROMETHEUS_PORT
from giban.compile.yaml_text import Document, yaml_text
from giban.system import Database, Instances, Service, System

CADDY = "public.ecr.aws/docker/library/caddy:2.10.2-alpine"
POSTGRES = "public.ecr.aws/docker/library/postgres:16.10-alpine"
PROMETHEUS = "quay.io/prometheus/prometheus:v3.5.0"
NODE_EXPORTER = "quay.io/prometheus/node-exporter:v1.9.1"
UNITS = 1024
STOP = "30s"
Entry = dict[str, Document]


class Stack(Struct, frozen=True, kw_only=True):
    """What runs on instances: services, and what giban puts beside them.

    `provision` are databases whose logins are made before the services start; `exports` says that
    Prometheus looks at the machine itself.
    """

    wanted: Instances
    hosted: Sequence[Hosted]
    provision: Sequence[Database]
    exports: bool


def tag_variable(service: str) -> str:
    """Return the variable in `.env` that holds the tag of a service's image."""
    return f"{service.replace('-', '_').upper()}_TAG"


def provision_name(database: Database) -> str:
    """Return the name of the container that makes a database's logins."""
    return f"provision-{database.name}"


def compose_file(system: System, stack: Stack) -> str:
    """Return the file."""
    services: Entry = {one.service.name: _service(system, stack, one) for one in stack.hosted}
    configs: Entry = {}
    volumes: Entry = {name: {} for one in stack.hosted for name in one.service.volumes}
    for database in stack.provision:
        services[provision_name(database)] = _provision(system, database)
        configs[provision_name(database)] = {"content": _escaped(provision_sql(database))}
    if stack.wanted.public:
        services["caddy"] = _caddy(system, stack)
        configs["caddyfile"] = {"content": caddyfile(system, stack.hosted)}
        volumes |= {"caddy-data": {}, "caddy-config": {}}
    if stack.wanted.prometheus:
        services["prometheus"] = _prometheus(system, stack.wanted)
        volumes["prometheus-data"] = {}
        if stack.wanted.prometheus.grafana:
            configs["prometheus-source"] = {"content": yaml_text(_source())}
    if stack.exports:
        services["node-exporter"] = _node_exporter(system)
    document: Entry = {"name": system.project, "services": services}
    document |= {"configs": configs} if configs else {}
    document |= {"volumes": volumes} if volumes else {}
    head = f"# Written by giban from `instances.{stack.wanted.name}` in the manifest.\n"
    return head + yaml_text(document)


def caddyfile(system: System, hosted: Sequence[Hosted]) -> str:
    """Return what Caddy does: TLS for the domain, and each path to its service (D-TO-05)."""
    routes = [
        (path, one.service)
        for one in hosted
        if one.service.port is not None
        for path in one.service.paths or ("",)
    ]
    routes.sort(key=lambda route: (-len(route[0]), route[0]))
    lines = [f"{system.domain or ':80'} {{", "\tencode zstd gzip"]
    for path, service in routes:
        matched = f" {path}" if path else ""
        lines += [
            f"\thandle{matched} {{",
            f"\t\treverse_proxy {service.name}:{service.port}",
            "\t}",
        ]
    return "\n".join([*lines, "}"]) + "\n"


def _service(system: System, stack: Stack, one: Hosted) -> Entry:
    service = one.service
    made: Entry = {"image": _image(service), "restart": "unless-stopped"}
    if service.command:
        made["command"] = [_escaped(word) for word in service.command]
    if service.port is not None and not stack.wanted.public:
        made["ports"] = [f"{service.port}:{service.port}"]
    made["environment"] = {name: _escaped(text) for name, text in sorted(one.environment.items())}
    if one.parameters:
        made["env_file"] = [{"path": f"env/{service.name}", "format": "raw"}]
    made |= _limits(service)
    if service.port is not None and service.health.command != "none":
        made["healthcheck"] = _health(service)
    if service.volumes:
        made["volumes"] = [f"{name}:{path}" for name, path in service.volumes.items()]
    prometheus = stack.wanted.prometheus
    if prometheus and prometheus.grafana == service.name:
        target = "/etc/grafana/provisioning/datasources/prometheus.yml"
        made["configs"] = [{"source": "prometheus-source", "target": target}]
    made["stop_grace_period"] = STOP
    return made | _logging(system, service.name)


def _image(service: Service) -> str:
    return service.image or f"$REGISTRY/{service.repository}:${tag_variable(service.name)}"


def _limits(service: Service) -> Entry:
    """Return what a container may use at most, where the author said it."""
    limits: Entry = {}
    if service.cpu:
        limits["cpus"] = f"{service.cpu / UNITS:g}"
    if service.memory:
        limits["memory"] = f"{service.memory}M"
    return {"deploy": {"resources": {"limits": limits}}} if limits else {}


def _health(service: Service) -> Entry:
    health = service.health
    url = f"http://127.0.0.1:{service.port}{health.path}"
    command = HEALTH_COMMANDS[health.command].format(url=url)
    return {
        "test": ["CMD-SHELL", _escaped(command)],
        "interval": f"{health.interval}s",
        "timeout": f"{health.timeout}s",
        "retries": health.unhealthy,
        "start_period": f"{health.grace}s",
        "start_interval": "5s",
    }


def _logging(system: System, name: str) -> Entry:
    """Send what a container prints to CloudWatch; a stream for each container."""
    options: Entry = {
        "awslogs-region": system.region,
        "awslogs-group": log_group(system, name),
        "tag": f"{name}/{{{{.ID}}}}",
        "mode": "non-blocking",
    }
    return {"logging": {"driver": "awslogs", "options": options}}


def _local_logs() -> Entry:
    return {"logging": {"driver": "local", "options": {"max-size": "10m"}}}


def _caddy(_system: System, stack: Stack) -> Entry:
    behind = [one.service.name for one in stack.hosted if one.service.port is not None]
    return {
        "image": CADDY,
        "restart": "unless-stopped",
        "ports": ["80:80", "443:443"],
        "depends_on": behind,
        "configs": [{"source": "caddyfile", "target": "/etc/caddy/Caddyfile"}],
        "volumes": ["caddy-data:/data", "caddy-config:/config"],
        **_local_logs(),
    }


def _provision(_system: System, database: Database) -> Entry:
    """Run once before the services start, and never by `up` itself: hence the profile."""
    target = "/provision.sql"
    return {
        "image": POSTGRES,
        "profiles": ["provision"],
        "restart": "no",
        "command": ["psql", "--no-psqlrc", "--quiet", f"--file={target}"],
        "environment": {"PGSSLMODE": "require", "PGCONNECT_TIMEOUT": "10"},
        "env_file": [{"path": f"env/{provision_name(database)}", "format": "raw"}],
        "configs": [{"source": provision_name(database), "target": target}],
        **_local_logs(),
    }


def _prometheus(_system: System, wanted: Instances) -> Entry:
    days = wanted.prometheus.retention_days if wanted.prometheus else 0
    return {
        "image": PROMETHEUS,
        "restart": "unless-stopped",
        "command": [
            "--config.file=/etc/prometheus/prometheus.yml",
            "--storage.tsdb.path=/prometheus",
            f"--storage.tsdb.retention.time={days}d",
        ],
        "volumes": [
            "./prometheus.yml:/etc/prometheus/prometheus.yml:ro",
            "prometheus-data:/prometheus",
        ],
        **_local_logs(),
    }


def _node_exporter(_system: System) -> Entry:
    """Look at the machine from its own network and files."""
    return {
        "image": NODE_EXPORTER,
        "restart": "unless-stopped",
        "command": ["--path.rootfs=/host"],
        "network_mode": "host",
        "pid": "host",
        "volumes": ["/:/host:ro,rslave"],
        **_local_logs(),
    }


def _source() -> Mapping[str, Document]:
    """Return Grafana's data source."""
    return {
        "apiVersion": 1,
        "datasources": [
            {
                "name": "Prometheus",
                "type": "prometheus",
                "access": "proxy",
                "url": f"http://prometheus:{PROMETHEUS_PORT}",
                "isDefault": True,
            }
        ],
    }


def _escaped(text: str) -> str:
    """Keep Compose from reading variables into a text."""
    return text.replace("$", "$$")
