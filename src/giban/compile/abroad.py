"""The same system in the region of `dr`: what it is called there, and what reaches it from here.

An application's other half is a stack of its own, `<environment>-dr/standby`, made after the
platform. What it needs of the platform crosses as SSM parameters that stand in its own region: when
this one is lost they are still there.
"""

from __future__ import annotations

from msgspec.structs import replace

from giban.catalogue import cloudfront, secretsmanager, ssm
from giban.compile.border import foreign
from giban.compile.draft import Draft, Part
from giban.compile.names import label
from giban.system import Foundation, Recovery, Scale, Service, System
from giban.values import ABSENT, Call, Value

ENDS = "-dr"
EDGE = "cdn/distribution-arn"
SECRETS = "secrets-manager"


def abroad(system: System, dr: Recovery) -> System:
    """Return an application as it stands ready in the other region, with nothing running."""
    used = {use.name for task in system.tasks for use in task.uses}
    return replace(
        system,
        environment=f"{system.environment}{ENDS}",
        region=dr.region,
        network=dr.network,
        foundation=_beneath(system),
        services={name: _waiting(one) for name, one in system.services.items()},
        jobs={
            name: replace(one, task=replace(one.task, spot=0)) for name, one in system.jobs.items()
        },
        buckets={name: one for name, one in system.buckets.items() if one.replica or name in used},
        sites={},
        queries={},
        budget=None,
        tags={**system.tags, "Region": dr.region},
        dr=None,
        standby=True,
    )


def _beneath(system: System) -> Foundation | None:
    """Return the foundation there, from where the first region's network is the other one."""
    found, home = system.foundation, system.network
    return found and replace(
        found,
        environment=f"{found.environment}{ENDS}",
        elsewhere=home.tiers.get(home.data_tier, ()),
    )


def _waiting(service: Service) -> Service:
    """Return a service as it will run: as many tasks as at home, none of them on Spot.

    When a region is lost, many want Spot capacity in the next one. A schedule would start tasks
    while nobody needs them.
    """
    scale: Scale = replace(service.scale, min=service.scale.desired, schedule=())
    return replace(service, scale=scale, spot=0)


def home_environment(system: System) -> str:
    """Return the environment that programs take themselves to be in, in either region."""
    return system.environment.removesuffix(ENDS) if system.standby else system.environment


def replicas(part: Part) -> tuple[secretsmanager.Replica, ...]:
    """Return the copies of a secret: one in the other region, under the foundation's key there."""
    system = part.draft.system
    kept = system.foundation or system.exports
    if system.dr is None or kept is None:
        return ()
    there = abroad(system, system.dr)
    key: Value = ABSENT
    if SECRETS in kept.keys:
        key = foreign(part.draft, there, "kms", f"{SECRETS}-key-arn")
    return (secretsmanager.Replica(region=there.region, kms_key_id=key),)


def tell_abroad(part: Part, path: str, value: Value, what: str, own: str = "") -> None:
    """Say something in the other region, where it is still known when this one is lost.

    `own` is what it is called in this root; without one the end of its path.
    """
    system = part.draft.system
    if system.dr is None or system.foundation is None:
        return
    there = abroad(system, system.dr)
    name = label(own or path.rpartition("/")[2], "abroad")
    part.in_region(there.region).add(
        ssm.Parameter(
            name,
            name=_parameter(there, path),
            type="String",
            insecure_value=value,
            description=what,
            tags={"Name": name},
        )
    )


def tell_copy(part: Part, secret: secretsmanager.Secret) -> None:
    """Say in the other region what a secret's copy is called."""
    system, name = part.draft.system, secret.terraform_label
    if system.dr is not None:
        copy = copy_arn(secret.ref.arn, system.region, system.dr.region)
        tell_abroad(part, f"secrets/{name}", copy, f"ARN of the copy of secret {name}")


def tell_abroad_of(part: Part, distribution: cloudfront.Distribution) -> None:
    """Say in the other region which distribution may read the copies of files."""
    what = "ARN of the distribution that reads files"
    tell_abroad(part, EDGE, distribution.ref.arn, what, "cdn")


def copy_arn(arn: Value, home: str, there: str) -> Value:
    """Return the ARN of a secret's copy: that of the secret but for the region."""
    return Call("replace", (arn, home, there))


def copied(draft: Draft, name: str) -> tuple[Value, ssm.ParameterData]:
    """Return the ARN of a secret's copy, and what reads it."""
    return told(draft, f"secrets/{name}", label(name, "secret_arn"))


def told_of(draft: Draft) -> Value:
    """Return the ARN of the distribution that may read the copies of files."""
    value, _ = told(draft, EDGE, "cdn_arn", "cdn")
    return value


def told(draft: Draft, path: str, own: str, key: str = "dr") -> tuple[Value, ssm.ParameterData]:
    """Return what the first region has said here, and what reads it.

    `own` is its label, `key` what of the manifest it answers to.
    """
    read = draft.read(ssm.ParameterData(own, name=_parameter(draft.system, path)), path=key)
    return read.ref.insecure_value, read


def _parameter(there: System, path: str) -> str:
    return f"/{there.project}/{there.environment}/{path}"
