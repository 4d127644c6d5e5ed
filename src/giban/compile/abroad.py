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
from giban.values import Call, Value

ENDS = "-dr"
EDGE = "cdn/distribution-arn"


def abroad(system: System, dr: Recovery) -> System:
    """Return an application as it stands ready in the other region, with nothing running."""
    used = {use.name for one in system.services.values() for use in one.uses}
    return replace(
        system,
        environment=f"{system.environment}{ENDS}",
        region=dr.region,
        network=dr.network,
        foundation=_beneath(system.foundation),
        services={name: _waiting(one) for name, one in system.services.items()},
        jobs={},
        caches={name: replace(one, nodes=1) for name, one in system.caches.items()},
        buckets={name: one for name, one in system.buckets.items() if one.replica or name in used},
        sites={},
        queries={},
        budget=None,
        tags={**system.tags, "Region": dr.region},
        dr=None,
        standby=True,
    )


def _beneath(foundation: Foundation | None) -> Foundation | None:
    return foundation and replace(foundation, environment=f"{foundation.environment}{ENDS}")


def _waiting(service: Service) -> Service:
    """Return a service at zero tasks, none of them on Spot: it is started when it is needed."""
    scale: Scale = replace(service.scale, min=0, desired=0)
    return replace(service, scale=scale, spot=0)


def home_environment(system: System) -> str:
    """Return the environment that programs take themselves to be in, in either region."""
    return system.environment.removesuffix(ENDS) if system.standby else system.environment


def replicas(part: Part) -> tuple[secretsmanager.Replica, ...]:
    """Return the copies of a secret: one in the other region, under the foundation's key there."""
    system = part.draft.system
    if system.dr is None or system.foundation is None:
        return ()
    there = abroad(system, system.dr)
    key = foreign(part.draft, there, "kms", "secrets-manager-key-arn")
    return (secretsmanager.Replica(region=there.region, kms_key_id=key),)


def tell_abroad(part: Part, secret: secretsmanager.Secret) -> None:
    """Say in the other region what a secret's copy is called: its ARN but for the region."""
    system = part.draft.system
    if system.dr is None:
        return
    name = secret.terraform_label
    copy = Call("replace", (secret.ref.arn, system.region, system.dr.region))
    _tell(part, f"secrets/{name}", name, copy, f"ARN of the copy of secret {name}")


def tell_abroad_of(part: Part, distribution: cloudfront.Distribution) -> None:
    """Say in the other region which distribution may read the copies of files."""
    _tell(part, EDGE, "cdn", distribution.ref.arn, "ARN of the distribution that reads files")


def _tell(part: Part, path: str, name: str, value: Value, what: str) -> None:
    """Write a parameter into the other region, where there is one."""
    system = part.draft.system
    if system.dr is None or system.foundation is None:
        return
    there = abroad(system, system.dr)
    part.add(
        ssm.Parameter(
            label(name, "abroad"),
            name=_parameter(there, path),
            type="String",
            insecure_value=value,
            description=what,
            tags={"Name": label(name, "abroad")},
        ),
        provider=part.draft.region(there.region),
    )


def copied(draft: Draft, name: str) -> tuple[Value, ssm.ParameterData]:
    """Return the ARN of a secret's copy, and what reads it."""
    path = _parameter(draft.system, f"secrets/{name}")
    read = draft.read(ssm.ParameterData(label(name, "secret_arn"), name=path), path="dr")
    return read.ref.insecure_value, read


def told_of(draft: Draft) -> Value:
    """Return the ARN of the distribution that may read the copies of files."""
    path = _parameter(draft.system, EDGE)
    return draft.read(ssm.ParameterData("cdn_arn", name=path), path="cdn").ref.insecure_value


def _parameter(there: System, path: str) -> str:
    return f"/{there.project}/{there.environment}/{path}"
