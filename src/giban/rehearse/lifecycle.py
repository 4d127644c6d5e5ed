"""The life of an object: planned, made, found, changed, deleted; the same for every type."""

from __future__ import annotations

import time
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct

from giban.blueprint import Resource
from giban.catalogue.kinds import RESOURCE_BY_TYPE
from giban.rehearse.aws import Clients
from giban.rehearse.codec import UNKNOWN, Values, without_unknown
from giban.rehearse.compare import same, same_blocks
from giban.rehearse.connection import Connection
from giban.rehearse.evidence import Evidence
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers.base import Guard, Handler
from giban.rehearse.handlers.recorded import Recorded
from giban.rehearse.merge import refresh, settle, unread
from giban.rehearse.plan import Planned, plan
from giban.rehearse.shadow import Shadow
from giban.rehearse.shape import Shape, complete, shape
from giban.rehearse.task import Task

PREFIX = "_prefix"
SHORT = {"acl", "db", "eip", "iam", "kms", "lb", "nat", "sns", "ssm", "vpc"}


class Kind(Struct, frozen=True):
    """A resource type as the engine sees it: its shape, its handler, and how strict it is."""

    type: str
    shape: Shape
    handler: Handler
    strict: bool

    @property
    def doing(self) -> str:
        """Return the words errors use for it: `EC2 Subnet`."""
        service = self.handler.service.replace("-", " ").upper()
        words = self.type.removeprefix("aws_").split("_")
        title = " ".join(word.upper() if word in SHORT else word.title() for word in words)
        return f"{service} {title}".strip()


class PartlyMade(Exception):  # carries a state, not only an error
    """The object was made, but not all of it: Terraform marks it tainted."""

    def __init__(self, state: Values, cause: Exception) -> None:
        super().__init__()
        self.state = state
        self.cause = cause


class Lifecycle:
    """Carries out what Terraform asks of resources."""

    def __init__(
        self, clients: Clients, evidence: Evidence, handlers: Iterable[type[Handler]]
    ) -> None:
        self.clients = clients
        self.evidence = evidence
        self.shadow = Shadow()
        by_type = {cls.kind.terraform_type: cls() for cls in handlers}
        self._kinds = {
            type: _kind(cls, by_type.get(type) or Recorded(type))
            for type, cls in RESOURCE_BY_TYPE.items()
        }

    def kind(self, type: str) -> Kind:
        """Return what is known of a type."""
        return self._kinds[type]

    def plan(
        self, kind: Kind, config: Values, prior: Values | None, connection: Connection
    ) -> Planned:
        """Plan an object."""
        planned = plan(kind.shape, config, prior, strict=kind.strict)
        values = planned.values
        self._plan_region(kind, values, config, prior, connection, planned)
        self._plan_tags(kind, values, prior, connection)
        if prior is not None:
            for name, causes in kind.handler.recompute.items():
                if config.get(name) is None and any(
                    _changed(kind.shape, cause, values, prior) for cause in causes
                ):
                    values[name] = UNKNOWN
        kind.handler.foresee(planned, prior)
        return planned

    @staticmethod
    def _plan_region(  # one decision, and all that it depends on
        kind: Kind,
        values: Values,
        config: Values,
        prior: Values | None,
        connection: Connection,
        planned: Planned,
    ) -> None:
        if "region" not in kind.shape.attributes:
            return
        was = prior.get("region") if prior else None
        values["region"] = config.get("region") or was or connection.region
        if was and config.get("region") and config["region"] != was:
            planned.replace.append(("region",))

    @staticmethod
    def _plan_tags(
        kind: Kind, values: Values, prior: Values | None, connection: Connection
    ) -> None:
        spec = kind.shape.attributes.get("tags_all")
        if spec is None:
            return
        tags = connection.all_tags(values.get("tags"))
        was = prior.get("tags_all") if prior else None
        if prior is None and not tags and not kind.strict:
            tags = UNKNOWN
        values["tags_all"] = was if prior and same(spec, tags, was) else tags

    def create(self, kind: Kind, config: Values, planned: Values, connection: Connection) -> Values:
        """Make an object and return its state; raises `PartlyMade` if it failed halfway."""
        x = self._task(kind, planned, connection, config=config)
        self._name(kind, x)
        self._guard(kind, x, kind.handler.guards)
        try:
            kind.handler.create(x)
            self.evidence.count(kind.type, kind.handler.depth, "created")
            return self._settled(kind, x, planned, connection)
        except Exception as error:
            if x.id:
                found = {"id": x.id, **_named(kind, x)}
                raise PartlyMade(settle(kind.shape, planned, found), error) from error
            raise

    def update(
        self, kind: Kind, config: Values, planned: Values, prior: Values, connection: Connection
    ) -> Values:
        """Change an object and return its state."""
        x = self._task(kind, planned, connection, config=config, prior=prior)
        self._guard(kind, x, kind.handler.guards)
        kind.handler.update(x)
        new, gone = _tag_changes(prior.get("tags_all"), x["tags_all"])
        if new or gone:
            kind.handler.retag(x, new, gone)
        self.evidence.count(kind.type, kind.handler.depth, "updated")
        return self._settled(kind, x, planned, connection)

    def delete(self, kind: Kind, prior: Values, connection: Connection) -> None:
        """Delete an object; one that is gone already is no error."""
        x = self._task(kind, prior, connection)
        self._guard(kind, x, kind.handler.delete_guards)
        try:
            kind.handler.delete(x)
        except Exception as error:
            if not is_gone(error):
                raise
        self.evidence.count(kind.type, kind.handler.depth, "deleted")

    def read(
        self, kind: Kind, state: Values, connection: Connection, *, adopt: bool
    ) -> Values | None:
        """Return the state as it is now; None when the object is gone."""
        x = self._task(kind, state, connection)
        try:
            found = kind.handler.read(x)
        except Exception as error:
            if is_gone(error):
                return None
            raise
        self._note_unchecked(kind, state, found)
        found = self._with_tags(kind, found, state, connection)
        noticed = kind.handler.noticed
        fresh = refresh(kind.shape, state, found, strict=kind.strict, adopt=adopt, noticed=noticed)
        if "region" in kind.shape.attributes:
            fresh["region"] = x.region
        return complete(kind.shape, fresh)

    def imported(self, kind: Kind, id: str) -> Values:
        """Return the first state of an imported object: the parts of its id."""
        id, _, region = id.partition("@") if "region" in kind.shape.attributes else (id, "", "")
        values = kind.handler.import_(id)
        return complete(kind.shape, {**values, "region": region or None})

    def _task(
        self,
        kind: Kind,
        values: Values,
        connection: Connection,
        *,
        config: Values | None = None,
        prior: Values | None = None,
    ) -> Task:
        known = without_unknown(values)
        return Task(
            clients=self.clients,
            shadow=self.shadow,
            service=kind.handler.service,
            region=known.get("region") or connection.region,
            shape=kind.shape,
            values=known,
            config=config or {},
            prior=prior or {},
            names=kind.handler.names,
            reads=kind.handler.reads,
            id=str((prior or known).get("id") or ""),
        )

    def _settled(self, kind: Kind, x: Task, planned: Values, connection: Connection) -> Values:
        found = kind.handler.read(x)
        self._note_unchecked(kind, planned, found)
        found = self._with_tags(kind, found, x.values, connection)
        known = {"id": x.id, "region": x.region, **_named(kind, x), **found}
        return complete(kind.shape, settle(kind.shape, planned, known))

    def _name(self, kind: Kind, x: Task) -> None:
        """Give a unique name where a prefix, or nothing, was given, as the real provider does."""
        for name in kind.shape.attributes:
            base = name.removesuffix(PREFIX)
            if base == name or base not in kind.shape.attributes or x[base]:
                continue
            if kind.shape.attributes[base].computed:
                stamp = time.strftime("%Y%m%d%H%M%S", time.gmtime())
                prefix = x[name] or kind.handler.prefix
                x.values[base] = f"{prefix}{stamp}{self.shadow.number():012x}"
                x.values[name] = prefix

    def _guard(self, kind: Kind, x: Task, guards: tuple[Guard, ...]) -> None:
        for guard in guards:
            self.evidence.guard(kind.type, kind.handler.depth, guard.__name__.strip("_"))
            try:
                guard(x)
            except Refused as refusal:
                refusal.guarded = True
                raise

    def _note_unchecked(self, kind: Kind, wanted: Values, found: Values) -> None:
        local = {"id", "region", "tags", "tags_all", "timeouts", *kind.handler.local}
        names = {name for name in unread(kind.shape, wanted, found) if name not in local}
        self.evidence.unchecked(kind.type, kind.handler.depth, names)

    @staticmethod
    def _with_tags(
        kind: Kind, found: Values, state: Mapping[str, Any], connection: Connection
    ) -> Values:
        if "tags_all" not in kind.shape.attributes or "tags" not in found:
            return found
        every = connection.seen(found["tags"] or {})
        return {**found, "tags_all": every, "tags": connection.own(every, state.get("tags"))}


def _kind(cls: type[Resource], handler: Handler) -> Kind:
    return Kind(cls.terraform_type, shape(cls), handler, cls.framework)


def _named(kind: Kind, x: Task) -> Values:
    """Return the names that were given to the object: what a prefix became."""
    return {
        part: x[part]
        for name in kind.shape.attributes
        if name.endswith(PREFIX) and name.removesuffix(PREFIX) in kind.shape.attributes
        for part in (name, name.removesuffix(PREFIX))
    }


def _tag_changes(before: Any, after: Any) -> tuple[dict[str, str], list[str]]:
    before, after = before or {}, after or {}
    new = {key: value for key, value in after.items() if before.get(key) != value}
    return new, sorted(set(before) - set(after))


def _changed(shape: Shape, name: str, planned: Values, prior: Values) -> bool:
    """Tell whether an attribute or block means something else: sets have no order."""
    nested = shape.blocks.get(name)
    if nested is None:
        return bool(planned[name] != prior.get(name))
    return not same_blocks(nested, planned[name], prior.get(name))
