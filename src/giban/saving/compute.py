"""Measures on services: Spot, ARM, size, and hours nobody works."""

from __future__ import annotations

from collections.abc import Iterator

from giban.saving.measure import Measure, at
from giban.saving.sizes import graviton, half
from giban.system import Instances, Service, System

SMALLEST_CPU = 512
HIGH = "high"
OFFICE = {
    "evening": {"at": "Mon-Fri 20:00", "min": 0, "max": 0},
    "morning": {"at": "Mon-Fri 08:00"},
}


def compute(system: System) -> Iterator[Measure]:
    """Yield what the services of one environment could save."""
    for service in system.services.values():
        if service.on is None:
            yield from _service(system, service)
    for one in system.instances.values():
        yield from _instances(system, one)


def _instances(system: System, one: Instances) -> Iterator[Measure]:
    name, key = system.environment, f"instances.{one.name}.type"
    newer, smaller = graviton(one.type), half(one.type)
    if newer:
        yield Measure(
            environment=name,
            title=f"{one.name}: {newer} instead of {one.type}",
            risk="medium",
            loses="nothing; every image it runs has to be built for linux/arm64",
            edits=(at(name, key, newer),),
            group=f"{name}.{key}",
        )
    if smaller:
        yield Measure(
            environment=name,
            title=f"{one.name}: {smaller} instead of {one.type}",
            risk="medium",
            loses="half of the memory; right where CPU and memory stay under 40 %",
            edits=(at(name, key, smaller),),
            group=f"{name}.{key}",
        )


def _service(system: System, service: Service) -> Iterator[Measure]:
    name, key = system.environment, f"services.{service.name}"
    quiet = system.availability != HIGH
    if service.spot < 100 and (quiet or service.port is None):  # noqa: PLR2004 - percent
        yield Measure(
            environment=name,
            title=f"{service.name}: all tasks above the fewest on Fargate Spot",
            risk="medium",
            loses="AWS may stop them with two minutes' notice",
            edits=(at(name, f"{key}.spot", 100),),
        )
    if service.architecture == "x86_64":
        yield Measure(
            environment=name,
            title=f"{service.name}: ARM instead of x86",
            risk="low",
            loses="nothing; the image has to be built for linux/arm64",
            edits=(at(name, f"{key}.architecture", "arm64"),),
        )
    if service.cpu >= SMALLEST_CPU:
        yield Measure(
            environment=name,
            title=f"{service.name}: tasks of half the size",
            risk="medium",
            loses="reserves; right where CPU and memory stay under 40 %",
            edits=(
                at(name, f"{key}.size.cpu", service.cpu // 2),
                at(name, f"{key}.size.memory", service.memory // 2),
            ),
        )
    if quiet and not service.scale.schedule and service.scale.min > 0:
        yield Measure(
            environment=name,
            title=f"{service.name}: off at night and at the weekend",
            risk="low",
            loses="the environment outside of 08:00-20:00 from Monday to Friday",
            edits=(at(name, f"{key}.scale.schedule", OFFICE),),
        )
