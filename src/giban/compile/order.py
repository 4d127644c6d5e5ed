"""The order of a takeover, as an output of what stands ready (ledger HY-DR-04, defect D-HY-41).

Each step may be run again; none asks anything of the first region but the first, which has another
way where that region does not answer.
"""

from __future__ import annotations

from collections.abc import Iterator

from giban.compile.abroad import told
from giban.compile.draft import Draft
from giban.compile.failover import CHECK
from giban.compile.loadbalancer import HTTPS, Front
from giban.compile.names import label, named, service_name
from giban.compile.takeover import APPLY, promised
from giban.system import System
from giban.values import Text, text


def order(draft: Draft, home: System, way_in: Front | None) -> None:
    """Hand out the steps; `terraform output -raw failover` prints them."""
    parts: list[Text] = [text(promised(home))]
    steps = _steps(draft, home, way_in)
    parts += [text(f"{number}. ", step) for number, step in enumerate(steps, start=1)]
    lines: list[str | Text] = [one for part in parts for one in (part, "\n")]
    draft.output("failover", text(*lines), "What to do when the first region is lost, in order.")


def _steps(draft: Draft, home: System, way_in: Front | None) -> Iterator[Text]:
    there = draft.system
    yield text(f"Stop {home.region}, if it answers: in {home.environment}/platform, {APPLY}")
    if way_in is not None and home.domain:
        check, _ = told(draft, CHECK, label(CHECK))
        yield text(
            "Or at least its name, if it does not: aws route53 update-health-check "
            "--health-check-id ",
            check,
            " --disabled --inverted",
        )
    if there.provisions:
        yield text(f"Promote the database: in the foundation's {_beneath(there)}/rds, {APPLY}")
    yield text(f"Start what stands ready: in {there.environment}/standby, {APPLY}")
    if there.fargate:
        names = " ".join(service_name(there, one) for one in there.fargate.values())
        yield text(
            f"Wait for it: aws ecs wait services-stable --region {there.region} "
            f"--cluster {named(there, 'cluster')} --services {names}"
        )
    if way_in is not None and home.domain:
        yield _asked(home, way_in)


def _beneath(there: System) -> str:
    return there.foundation.environment if there.foundation else there.environment


def _asked(home: System, way_in: Front) -> Text:
    """Ask the load balancer by the domain; Route 53 answers with it once its targets are well."""
    host, path = home.domain, home.balanced[0].health.path
    return text(
        f"Ask it: curl --fail --connect-to {host}:{HTTPS}:",
        way_in.balancer.ref.dns_name,
        f":{HTTPS} https://{host}{path} - from now on {host} leads there",
    )
