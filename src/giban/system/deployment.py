"""How new versions of services take over, checked for what ECS cannot move."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from giban.system.model import Deployment, Service, Trial
from giban.system.reading import Reader, listed
from giban.system.routing import Route, inside, routes, sources

KEYS = {
    "rolling": (),
    "blue-green": ("bake", "test", "hooks"),
    "canary": ("percent", "step_bake", "bake", "test", "hooks"),
    "linear": ("percent", "step_bake", "bake", "test", "hooks"),
}
"""What each strategy can be told beside `alarms`."""

LEAST_STEP = 3
MOST_VALUES = 5
"""https://docs.aws.amazon.com/elasticloadbalancing/latest/application/load-balancer-limits.html"""
TAKEN = (80, 443)
PATIENCE, STARTING = 60, 20
"""Minutes that a pipeline waits at most, and those of them for tasks to start.

https://docs.aws.amazon.com/codepipeline/latest/userguide/action-reference-ECS.html
"""


def deployment(reader: Reader) -> Deployment:
    """Return how a service's new versions take over; mistakes are left with the reader."""
    own = reader.below("deployment")
    said = own.maybe("strategy")
    strategy = said or "rolling"
    _check_keys(own, strategy)
    _check_alarms(reader, own)
    shifts = strategy != "rolling"
    return Deployment(
        strategy=said,
        percent=_percent(own, strategy) if "percent" in KEYS[strategy] else 0,
        step_bake=own.number("step_bake") if "step_bake" in KEYS[strategy] else 0,
        bake=own.number("bake") if shifts else 0,
        alarms=own.flag("alarms"),
        test=_trial(own.below("test")) if shifts and own.maybe("test") is not None else None,
        hooks={stage.upper(): name for stage, name in own.table("hooks").items()},
    )


def _check_keys(own: Reader, strategy: str) -> None:
    for key in KEYS["canary"]:
        if key not in KEYS[strategy] and own.maybe(key) is not None:
            having = [f"`{name}`" for name, keys in KEYS.items() if key in keys]
            own.wrong(
                "deployment-key",
                key,
                f"`{key}` says nothing of a deployment that is {strategy}.",
                why=f"It is for {listed(having)}; what the environment does not say itself comes "
                "from the rest of the manifest.",
                fix=f"Remove it, write `{key}: null` in this environment, or another `strategy`.",
            )


def _check_alarms(reader: Reader, own: Reader) -> None:
    if own.layers.key_span((*own.path, "alarms")) and reader.maybe("port") is None:
        own.wrong(
            "no-port",
            "alarms",
            f"`{reader.name}` has no port, so that no alarm tells how it answers.",
            fix="Add `port: 3000`, or remove `alarms`.",
        )


def _percent(own: Reader, strategy: str) -> float:
    """Return the share of requests, as exact as ECS takes it."""
    exact = own.amount("percent")
    percent = int(exact) if exact == int(exact) else float(exact)
    if exact % Decimal("0.1"):
        own.wrong(
            "deployment-percent",
            "percent",
            f"ECS cannot move {percent} % of the requests.",
            why="It takes tenths of a percent.",
            fix=f"Write {exact.quantize(Decimal('0.1'))}.",
        )
    if strategy == "linear" and percent < LEAST_STEP:
        own.wrong(
            "deployment-percent",
            "percent",
            f"ECS cannot move the requests by {percent} % at a time.",
            why=f"The smallest step is {LEAST_STEP} %.",
            fix=f"Write {LEAST_STEP} or more, or `strategy: canary` to begin with {percent} %.",
        )
    return percent


def _trial(own: Reader) -> Trial:
    port = own.number("port")
    if port in TAKEN:
        own.wrong(
            "test-port",
            "port",
            f"Everybody comes in by port {port}.",
            why="The new version is tried where nobody else asks.",
            fix="Write another port, such as 9443.",
        )
    if own.maybe("from") is None:
        own.text("from")
    return Trial(port=port, sources=sources(own))


def check_traffic(root: Reader, found: Mapping[str, Service]) -> None:
    """Note requests that ECS could not move, since they come by more than one rule."""
    moved = {name: one for name, one in found.items() if one.deployment.shifts and not one.on}
    for name, service in moved.items():
        _check_way(root.below("services", name), service)
    rules = routes(one for one in found.values() if one.port is not None)
    for name, first, second in _hidden(rules):
        root.below("services", name).wrong(
            "one-rule",
            "path",
            f"{first} would be asked before {second}, and take its requests.",
            why=f"ECS moves one rule of the load balancer, so that the paths of `{name}` are "
            "asked together.",
            fix="Give the services paths that do not lie in each other, or write "
            "`deployment: rolling`.",
        )
    _check_left(root, found)
    _check_trials(root, moved)
    _check_patience(root, moved)


def _check_way(reader: Reader, service: Service) -> None:
    if service.port is None:
        reader.wrong(
            "nothing-to-move",
            "deployment",
            f"`{service.name}` has no port, so that there are no requests to move.",
            why="ECS would replace all of its tasks at once.",
            fix="Write `deployment: rolling`, or add `port: 3000`.",
        )
    values = len(service.paths or ("/*",)) + len(service.sources)
    if values > MOST_VALUES:
        reader.wrong(
            "one-rule",
            "path" if service.paths else "from",
            f"`path` and `from` of `{service.name}` are {values} values.",
            why=f"ECS moves one rule of the load balancer, and a rule holds {MOST_VALUES}.",
            fix="Write fewer, with `*` and `?` or a wider range, or `deployment: rolling`.",
        )
    if service.sources and not service.paths:
        reader.wrong(
            "from-everywhere",
            "from",
            f"`{service.name}` takes what is not sent elsewhere, from whoever asks.",
            why="Without a `path` it is the load balancer's last resort, which has no condition.",
            fix="Give it a `path`, such as /admin/*.",
        )


def _hidden(rules: tuple[Route, ...]) -> Iterator[tuple[str, str, str]]:
    """Yield each path that one asked before it covers, and which of both services ECS moves."""
    if not any(rule.moved for rule in rules):
        return
    for index, first in enumerate(rules):
        for second in rules[index + 1 :]:
            mover = first if first.moved else second
            if not mover.moved or first.service == second.service:
                continue
            for path in second.paths:
                for outer in first.paths:
                    if inside(path, outer):
                        yield mover.service, outer, path


def _check_left(root: Reader, found: Mapping[str, Service]) -> None:
    """Note paths that come back to a service whose one rule is the last."""
    rest = next((one for one in found.values() if one.port is not None and not one.paths), None)
    if rest is None or not rest.deployment.shifts:
        return
    for name, service in found.items():
        if service.left:
            root.below("services", name).wrong(
                "one-rule",
                "except",
                f"{service.left[0]} would need a rule of its own that leads to `{rest.name}`.",
                why=f"ECS moves one rule of the load balancer, and that of `{rest.name}` takes "
                "what is not sent elsewhere.",
                fix=f"Write `deployment: rolling` for `{rest.name}`, or paths of `{name}` that "
                "leave nothing out.",
            )


def _check_trials(root: Reader, moved: Mapping[str, Service]) -> None:
    """Note a test port that is open to different people."""
    seen: dict[int, tuple[str, Trial]] = {}
    for name, service in moved.items():
        trial = service.deployment.test
        if trial is None:
            continue
        other, first = seen.setdefault(trial.port, (name, trial))
        if first.sources != trial.sources:
            root.below("services", name, "deployment", "test").wrong(
                "test-port",
                "from",
                f"`{name}` and `{other}` open port {trial.port} to different addresses.",
                why="A port of the load balancer is open to the same addresses for all services.",
                fix="Write the same `from`, or another `port`.",
            )


def _check_patience(root: Reader, moved: Mapping[str, Service]) -> None:
    """Note a deployment that a pipeline would give up on while ECS still looks on."""
    if root.maybe("pipeline") is None:
        return
    for name, service in moved.items():
        minutes = service.deployment.minutes
        if service.build and minutes + STARTING > PATIENCE:
            root.below("services", name).wrong(
                "deployment-long",
                "deployment",
                f"ECS looks on for {minutes} minutes, and the pipeline fails before.",
                why=f"It waits for {PATIENCE} minutes, {STARTING} of them for tasks to start.",
                fix=f"Write `bake`, `step_bake` and `percent` that take {PATIENCE - STARTING} "
                "minutes or less.",
            )
