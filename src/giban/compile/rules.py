"""Which requests the load balancer sends where: listener rules, and those that ECS moves.

Where a service is deployed beside itself, its rule leads to two target groups, and ECS moves the
weights (https://docs.aws.amazon.com/AmazonECS/latest/developerguide/alb-resources-for-blue-green.html).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from giban.blueprint import Lifecycle
from giban.catalogue import elb
from giban.compile.draft import Part
from giban.compile.names import label, named
from giban.system import Route, Service, routes

ALL = 100
MOVED = "ECS moves the weights from one version to the other with every deployment."


class Moved(Struct, frozen=True):
    """The rule by which a service is asked, and the one at which its next version is tried."""

    production: elb.ListenerRule
    test: elb.ListenerRule | None

    @property
    def both(self) -> tuple[elb.ListenerRule, ...]:
        """All rules that ECS moves."""
        return (self.production,) if self.test is None else (self.production, self.test)


class Rules(Struct, frozen=True):
    """What leads to each service: rules that stay as they are, and those that ECS moves."""

    fixed: Mapping[str, list[elb.ListenerRule]]
    moved: Mapping[str, Moved]


class Ways(Struct, frozen=True):
    """What rules stand on: listeners, by port those for trials, and each service's target groups.

    `greens` are the second ones, of services that are deployed beside themselves.
    """

    listener: elb.Listener
    trials: Mapping[int, elb.Listener]
    targets: Mapping[str, elb.TargetGroup]
    greens: Mapping[str, elb.TargetGroup]


def rules(part: Part, ways: Ways, services: list[Service]) -> Rules:
    """Send each path to its service."""
    by_name = {service.name: service for service in services}
    fixed: dict[str, list[elb.ListenerRule]] = {}
    moved: dict[str, Moved] = {}
    for route in routes(services):
        service = by_name[route.service]
        if route.moved:
            moved[service.name] = _moved(part, ways, service, route)
        else:
            fixed.setdefault(service.name, []).append(_fixed(part, ways, service, route))
    return Rules(fixed, moved)


def _fixed(part: Part, ways: Ways, service: Service, route: Route) -> elb.ListenerRule:
    (path,) = route.paths
    return part.add(
        elb.ListenerRule(
            label(service.name),
            each=path,
            listener_arn=ways.listener.ref.arn,
            priority=route.priority,
            action=(
                elb.Action(type="forward", target_group_arn=ways.targets[service.name].ref.arn),
            ),
            condition=_condition(route, service),
            tags={"Name": named(part.draft.system, service.name)},
        )
    )


def _moved(part: Part, ways: Ways, service: Service, route: Route) -> Moved:
    trial = service.deployment.test
    return Moved(
        production=_weighted(part, ways, service, route, ways.listener, "production"),
        test=None
        if trial is None
        else _weighted(part, ways, service, route, ways.trials[trial.port], "test"),
    )


def _weighted(
    part: Part, ways: Ways, service: Service, route: Route, listener: elb.Listener, ends: str
) -> elb.ListenerRule:
    """Make a rule that ECS moves; since its action is left alone, other targets replace it."""
    blue, green = ways.targets[service.name], ways.greens[service.name]
    forward = elb.ListenerRuleForward(
        target_group=(
            elb.ListenerRuleTargetGroup(arn=blue.ref.arn, weight=ALL),
            elb.ListenerRuleTargetGroup(arn=green.ref.arn, weight=0),
        )
    )
    return part.add(
        elb.ListenerRule(
            label(service.name, ends),
            listener_arn=listener.ref.arn,
            priority=route.priority,
            action=(elb.Action(type="forward", forward=forward),),
            condition=_condition(route, service),
            tags={"Name": named(part.draft.system, service.name, ends)},
        ),
        MOVED,
        lifecycle=Lifecycle(
            ignore_changes=("action",), replaced_with=(blue.ref.arn, green.ref.arn)
        ),
    )


def _condition(route: Route, service: Service) -> tuple[elb.Condition, ...]:
    asked = elb.Condition(path_pattern=elb.PathPattern(values=list(route.paths)))
    if not service.sources:
        return (asked,)
    return (asked, elb.Condition(source_ip=elb.SourceIp(values=list(service.sources))))
