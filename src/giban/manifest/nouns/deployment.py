"""`deployment:` of a service - how a new version takes over from the one that runs."""

from __future__ import annotations

from typing import Annotated, ClassVar, Literal

from pydantic import Field, Tag

from giban.manifest.part import BY_SHAPE, CidrText, Part, expands, key

Strategy = Literal["rolling", "blue-green", "canary", "linear"]
LambdaName = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{1,64}$")]
DAY_MINUTES = 1440
"""The longest that ECS lets two versions stand beside each other, or a step last."""


class Trial(Part):
    """A port at which the new version answers before the others are sent there."""

    noun: ClassVar[str] = "`test`"
    port: int | None = key(
        "Port of the load balancer that leads to the new version; must be written.",
        9443,
        ge=1,
        le=65535,
    )
    from_: list[CidrText] | None = key(
        "Addresses that may ask there; must be written.",
        ["203.0.113.0/24"],
        alias="from",
        min_length=1,
    )


class Hooks(Part):
    """Lambda functions that ECS asks whether a deployment may go on; by stage, by their names."""

    noun: ClassVar[str] = "`hooks`"
    pre_scale_up: LambdaName | None = key(
        "Before tasks of the new version start; without it nobody is asked.", "may-start"
    )
    post_scale_up: LambdaName | None = key(
        "When they answer their health checks; without it nobody is asked.", "may-test"
    )
    test_traffic_shift: LambdaName | None = key(
        "While requests at the `test` port move; without it nobody is asked.", "may-move-tests"
    )
    post_test_traffic_shift: LambdaName | None = key(
        "When they have moved: the place for tests; without it nobody is asked.", "smoke-test"
    )
    production_traffic_shift: LambdaName | None = key(
        "While everybody's requests move; without it nobody is asked.", "may-move"
    )
    post_production_traffic_shift: LambdaName | None = key(
        "When they have moved; without it nobody is asked.", "look-back"
    )


class Deployment(Part):
    """How a new version of a service takes over from the one that runs."""

    noun: ClassVar[str] = "`deployment`"
    strategy: Strategy | None = key(
        "Task by task (rolling), or beside the old version and then all requests at once "
        "(blue-green), some first (canary), or so many at a time (linear); without it rolling. "
        "Written, any of them wants provider 6 of AWS; `rolling` is the way back from another.",
        "blue-green",
    )
    percent: float | None = key(
        "Percentage of requests that move first (canary; without it 5), or at a time (linear; "
        "without it 10).",
        10,
        0.5,
        ge=0.1,
        le=100,
    )
    step_bake: int | None = key(
        "Minutes to look on after the first step (canary; without it 10), or after each (linear; "
        "without it 6).",
        10,
        ge=0,
        le=DAY_MINUTES,
    )
    bake: int | None = key(
        "Minutes the old version stays, ready to take over again, once all requests have moved; "
        "without it 15.",
        30,
        ge=0,
        le=DAY_MINUTES,
    )
    alarms: bool | None = key(
        "Goes back when the service answers with errors or tasks stop answering their health "
        "checks while it is deployed, and makes the alarms for it; without it yes where there is "
        "a `strategy`, otherwise only tasks that do not start count.",
        True,
    )
    test: Trial | None = key(
        "A port at which the new version can be tried first; without it none.",
        {"port": 9443, "from": ["203.0.113.0/24"]},
    )
    hooks: Hooks | None = key(
        "Lambda functions that are asked on the way; without it none.",
        {"post_test_traffic_shift": "smoke-test"},
    )


DeploymentEntry = Annotated[
    Annotated[Strategy, Tag("=text")] | Annotated[Deployment, Tag("=mapping")],
    BY_SHAPE,
    expands(Deployment, "strategy"),
]
