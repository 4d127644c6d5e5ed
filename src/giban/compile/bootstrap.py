"""What all environments of a project share, and what has to be there before Terraform can run.

The state bucket, the image repositories and tags, the hosted zone, the identity that GitHub
Actions deploys with, and the budgets. Applied once, by a person, with a local state file.
"""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from giban.blueprint import SHARED, Lifecycle, Stack
from giban.catalogue import budgets, dynamodb, route53, s3, ssm
from giban.compile.account import account_id
from giban.compile.audit import audit
from giban.compile.bucket import old_versions, private_bucket, unfinished_uploads
from giban.compile.deploy import deploy_roles
from giban.compile.dns import WILDCARD, wildcard
from giban.compile.draft import Draft, Part
from giban.compile.image import tag_parameter
from giban.compile.key import NO_KEYS
from giban.compile.log_archive import CDN_REGION
from giban.compile.names import NOBODYS, label, named
from giban.compile.policies import policy, tls_only
from giban.compile.repository import repository
from giban.compile.states import lock_table, state, state_bucket
from giban.system import System
from giban.values import text

NAME = "bootstrap"
FIRST_TAG = "bootstrap"
OLD_STATE_DAYS = 90


def bootstrap(systems: Sequence[System]) -> Stack:
    """Compile what the environments of a project share; `systems` are all of them.

    The state bucket and the repositories of an application on a foundation are the foundation's.
    """
    first = systems[0]
    draft = Draft(first)
    kept = first.foundation is not None and first.foundation.keeps_state
    if not kept:
        _state(draft)
        _states_abroad(draft, systems)
    if first.foundation is None:
        _repositories(draft, systems)
    _tags(draft, systems)
    if first.exports is None:
        hosted_zones(draft, systems)
    deploy_roles(draft, systems)
    _budgets(draft, systems)
    if first.audit and not first.exports:
        audit(replace(draft, system=replace(first, naming=NOBODYS)), first.audit)
    return draft.freeze(NAME, SHARED, state(first, f"{SHARED}/{NAME}") if kept else None)


def _state(draft: Draft) -> None:
    project, part = draft.system.project, draft.part("project", "state")
    why = "Bucket names are the world's: if this one is taken, write `state_bucket`."
    made = _state_bucket(part, "state", draft.system.state_bucket, why)
    draft.output("state_bucket", made.ref.id, "Bucket of the Terraform state.")
    if draft.system.state_lock == "dynamodb":
        part.add(
            dynamodb.Table(
                "lock",
                name=lock_table(project),
                billing_mode="PAY_PER_REQUEST",
                hash_key="LockID",
                attribute=(dynamodb.Attribute(name="LockID", type="S"),),
                point_in_time_recovery=dynamodb.PointInTimeRecovery(enabled=True),
                tags={"Name": lock_table(project)},
            )
        )


def _state_bucket(part: Part, own: str, name: str, why: str) -> s3.Bucket:
    """Make a bucket that keeps every version of state files for a while."""
    made = private_bucket(part, own, NO_KEYS, versioning=True, name=name, why=why)
    part.add(
        s3.BucketLifecycleConfiguration(
            own,
            bucket=made.ref.id,
            rule=(old_versions(OLD_STATE_DAYS), unfinished_uploads()),
        )
    )
    part.add(s3.BucketPolicy(own, bucket=made.ref.id, policy=policy([tls_only(made.ref.arn)])))
    return made


def _states_abroad(draft: Draft, systems: Sequence[System]) -> None:
    """Make a bucket in each region where something stands ready."""
    for region in sorted({system.dr.region for system in systems if system.dr}):
        part = draft.part("dr", "state").in_region(region)
        there = replace(draft.system, region=region, standby=True)
        why = "State of what takes over: the first region's bucket is lost with that region."
        made = _state_bucket(part, label("state", region), state_bucket(there), why)
        what = f"Bucket of the Terraform state in {region}."
        draft.output(label("state_bucket", region), made.ref.id, what)


def _repositories(draft: Draft, systems: Sequence[System]) -> None:
    """Make one repository for each image."""
    names = sorted(
        {s.repository for system in systems for s in system.services.values() if not s.image}
    )
    part = draft.part("services", "registry")
    for name in names:
        made = repository(part, name)
        draft.output(
            f"{label(name)}_repository", made.ref.repository_url, f"Repository of image {name}."
        )


def _tags(draft: Draft, systems: Sequence[System]) -> None:
    """Make one image tag for each environment's service."""
    part = draft.part("services", "registry")
    for system in systems:
        for service in (s for s in system.services.values() if not s.image):
            _tag(part, system, service.name)


def _tag(part: Part, system: System, service: str) -> None:
    name = tag_parameter(system.project, system.environment, service)
    part.add(
        ssm.Parameter(
            label(service, "image_tag"),
            each=system.environment,
            name=name,
            type="String",
            insecure_value=FIRST_TAG,
            description=f"Image tag that {service} runs in {system.environment}",
            tags={"Name": name},
        ),
        "Written by deploys, read by Terraform: the one owner of the tag. Tasks of an environment\n"
        "start when an image of its tag has been pushed.",
        lifecycle=Lifecycle(ignore_changes=("insecure_value",)),
    )


def hosted_zones(draft: Draft, systems: Sequence[System]) -> None:
    """Make the hosted zones that the names of all environments lie in."""
    part = draft.part("domain", "dns")
    zones = sorted({system.zone for system in systems if system.zone})
    for name in zones:
        made = part.add(
            route53.Zone(
                "main" if len(zones) == 1 else label(*name.split(".")),
                name=name,
                comment=f"Names of {draft.system.project}",
                tags={"Name": name},
            ),
            "Delegate the domain to these name servers before the first environment is made.",
        )
        _wildcards(draft, systems, made)
        suffix = "" if len(zones) == 1 else f"_{label(*name.split('.'))}"
        draft.output(
            f"name_servers{suffix}", made.ref.name_servers, f"Name servers to delegate {name} to."
        )


def _wildcards(draft: Draft, systems: Sequence[System], zone: route53.Zone) -> None:
    """Make the wildcard certificates of a zone, which environments share."""
    wanted = sorted(
        {s.certificate for s in systems if s.certificate and s.certificate.startswith(WILDCARD)}
    )
    for domain in wanted:
        users = [s for s in systems if s.certificate == domain and s.zone == zone.name]
        if users:
            edge = [draft.region(CDN_REGION)] if any(s.behind_cdn for s in users) else []
            wildcard(draft.part("certificate", "dns"), domain, zone, [None, *edge])


def _budgets(draft: Draft, systems: Sequence[System]) -> None:
    for system in systems:
        if system.budget is None:
            continue
        part = draft.part("budget", "budget")
        people = list(system.budget.email)
        part.add(
            budgets.Budget(
                "main",
                each=system.environment,
                name=named(system),
                account_id=account_id(draft),
                budget_type="COST",
                time_unit="MONTHLY",
                limit_amount=str(system.budget.monthly),
                limit_unit="USD",
                cost_filter=(
                    budgets.CostFilter(
                        name="TagKeyValue",
                        values=[text(f"user:Environment${system.environment}")],
                    ),
                ),
                notification=(
                    _notice("FORECASTED", 80, people),
                    _notice("ACTUAL", 100, [*people, *_others(system, people)]),
                )
                if people
                else (),
                tags={"Name": named(system)},
            ),
            "Activate the tags Project and Environment as cost allocation tags in the account.",
        )


def _others(system: System, people: list[str]) -> list[str]:
    """Return who is woken for what cannot wait: a budget that is spent is such a thing."""
    return [one for one in system.alarms.urgent if one not in people]


def _notice(kind: str, percent: int, people: list[str]) -> budgets.Notification:
    return budgets.Notification(
        notification_type=kind,
        comparison_operator="GREATER_THAN",
        threshold=percent,
        threshold_type="PERCENTAGE",
        subscriber_email_addresses=people,
    )
