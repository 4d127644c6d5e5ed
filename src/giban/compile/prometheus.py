"""What Prometheus looks at: instances that it finds by EC2's own API (ledger WL-OBS-01)."""

from __future__ import annotations

from giban.compile.names import named
from giban.compile.yaml_text import Document, yaml_text
from giban.system import Instances, Prometheus, System

PORT = 9090
NODE_PORT = 9100


def watched(system: System) -> frozenset[str]:
    """Return the names of all instances that some Prometheus looks at."""
    return frozenset(
        name
        for one in system.instances.values()
        if one.prometheus
        for name in one.prometheus.watches
    )


def scraped_ports(system: System) -> tuple[int, ...]:
    """Return the ports at which it asks, each once."""
    ports = {
        service.port
        for name in watched(system)
        for service in system.hosted(name)
        if service.metrics and service.port is not None
    }
    return tuple(sorted({*ports, NODE_PORT})) if watched(system) else ()


def group_name(system: System, name: str) -> str:
    """Return the name of an Auto Scaling group (ledger WL-ASG-02)."""
    return named(system, name, "asg")


def prometheus_file(system: System, wanted: Prometheus) -> str:
    """Return prometheus.yml."""
    jobs: list[Document] = [
        {
            "job_name": "prometheus",
            "static_configs": [{"targets": [f"localhost:{PORT}"]}],
        }
    ]
    for name in wanted.watches:
        there = system.instances[name]
        jobs.append(_job(system, there, f"{name}-node", "/metrics", NODE_PORT))
        jobs += [
            _job(system, there, service.name, service.metrics, service.port)
            for service in system.hosted(name)
            if service.metrics and service.port is not None
        ]
    head = "# Written by giban: instances are found by EC2's API, as groups grow and shrink.\n"
    every: Document = {"scrape_interval": "30s", "evaluation_interval": "30s"}
    return head + yaml_text({"global": every, "scrape_configs": jobs})


def _job(system: System, there: Instances, name: str, path: str, port: int) -> Document:
    group, one = group_name(system, there.name), named(system, there.name)
    which: Document = (
        {"name": "tag:aws:autoscaling:groupName", "values": [group]}
        if there.scale
        else {"name": "tag:Name", "values": [one]}
    )
    running: Document = {"name": "instance-state-name", "values": ["running"]}
    return {
        "job_name": name,
        "metrics_path": path,
        "ec2_sd_configs": [
            {"region": system.region, "port": port, "filters": [which, running]},
        ],
        "relabel_configs": [
            {"source_labels": ["__meta_ec2_instance_id"], "target_label": "instance"},
            {"source_labels": ["__meta_ec2_availability_zone"], "target_label": "zone"},
        ],
    }
