"""What crosses from one stack to another: an SSM parameter on one side, a data source on the other.

Nothing reads another stack's state (ledger HY-GOV-01, HY-SEC-03). A value has one name, made here
for both sides, so that neither can mistype it; decision 0011 lists the names.

    <prefix>/<environment>/network/vpc-id      network, kms, acm: an environment's own
    <prefix>/rds/<environment>/endpoint        the shared database (ledger HY-SSM-14)
    <prefix>/ecr/<tenant>-repository-url       ecr, github: the same for all environments
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from giban.catalogue import ssm
from giban.compile.draft import Draft, Part
from giban.compile.names import label
from giban.system import System
from giban.values import Call, Expr, Named, Value

Topic = Literal["network", "kms", "acm", "rds", "ecr", "github"]
EVERYWHERE: frozenset[Topic] = frozenset({"ecr", "github"})
"""What belongs to no environment."""


def parameter(system: System, topic: Topic, name: str) -> str:
    """Return the name of the parameter that carries a value; `system` is on either side.

    Raises `ValueError` for a system that neither exports anything nor stands on a foundation.
    """
    if system.foundation:
        prefix, environment = system.foundation.prefix, system.foundation.environment
    elif system.exports:
        prefix, environment = system.exports.prefix, system.environment
    else:
        msg = f"{system.project} has no border for {topic}/{name} to cross"
        raise ValueError(msg)
    if topic in EVERYWHERE:
        return f"{prefix}/{topic}/{name}"
    if topic == "rds":
        return f"{prefix}/{topic}/{environment}/{name}"
    return f"{prefix}/{environment}/{topic}/{name}"


def export(part: Part, topic: Topic, name: str, value: Value, what: str) -> ssm.Parameter:
    """Hand out a value in the region of its part (ledger HY-SSM-19).

    `what` is its description, without a full stop.
    """
    return _export(part, topic, name, "String", value, what)


def export_abroad(
    part: Part, there: System, topic: Topic, name: str, value: Value, what: str
) -> ssm.Parameter:
    """Hand out a value to the environment that stands ready, in its region.

    There it is still at hand when this region is lost.
    """
    own = label(there.environment, _own_name(topic, name))
    return _parameter(
        part.in_region(there.region), own, parameter(there, topic, name), "String", value, what
    )


def export_list(
    part: Part, topic: Topic, name: str, values: Sequence[Value], what: str
) -> ssm.Parameter:
    """Hand out a list of values, joined by commas."""
    return _export(part, topic, name, "StringList", Call("join", (",", list(values))), what)


def imported(draft: Draft, topic: Topic, name: str) -> Value:
    """Return a value that another stack hands out."""
    own = _own_name(topic, name)
    return draft.name(Named(own, _read(draft, topic, name, own).ref.insecure_value))


def imported_list(draft: Draft, topic: Topic, name: str) -> Expr:
    """Return a list of values that another stack hands out."""
    own = _own_name(topic, name)
    joined = _read(draft, topic, name, own).ref.insecure_value
    return draft.name(Named(own, Call("split", (",", joined))))


def foreign(draft: Draft, owner: System, topic: Topic, name: str) -> Value:
    """Return a value that another environment's stack hands out, perhaps in another region."""
    own = label(owner.environment, _own_name(topic, name))
    alias = None if owner.region == draft.system.region else draft.region(owner.region)
    source = ssm.ParameterData(own, name=parameter(owner, topic, name))
    return draft.name(Named(own, draft.read(source, provider=alias, path="dr").ref.insecure_value))


def _own_name(topic: Topic, name: str) -> str:
    """Return what a value is called inside a root (ledger HY-SSM-20): `shared_rds_endpoint`."""
    return label("shared-rds", name) if topic == "rds" else label(name)


def _read(draft: Draft, topic: Topic, name: str, own: str) -> ssm.ParameterData:
    path = "foundation" if draft.system.foundation else "exports"
    return draft.read(ssm.ParameterData(own, name=parameter(draft.system, topic, name)), path=path)


def _export(
    part: Part, topic: Topic, name: str, type: str, value: Value, what: str
) -> ssm.Parameter:
    own = _own_name(topic, name)
    own = label(own, part.region) if part.region else own
    return _parameter(part, own, parameter(part.draft.system, topic, name), type, value, what)


def _parameter(
    part: Part, own: str, path: str, type: str, value: Value, what: str
) -> ssm.Parameter:
    return part.in_chapter("exports").add(
        ssm.Parameter(
            own,
            name=path,
            type=type,
            insecure_value=value,
            description=f"{what} for cross-stack references",
            tags={"Name": f"{path.rpartition('/')[2]}-export"},
        )
    )
