"""Terraform's remote calls, answered: bytes in, values to the lifecycle, bytes out.

Whatever goes wrong becomes a diagnostic; nothing escapes into gRPC, and nothing hangs.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from giban.blueprint import DataSource, Ephemeral
from giban.catalogue.kinds import DATA_SOURCE_BY_TYPE, EPHEMERAL_BY_TYPE, RESOURCE_BY_TYPE
from giban.rehearse.codec import Values, decode, decode_json, encode
from giban.rehearse.connection import Connection, Connections
from giban.rehearse.faults import Problem, problem
from giban.rehearse.handlers.base import Lookup, Opening
from giban.rehearse.lifecycle import Kind, Lifecycle, PartlyMade
from giban.rehearse.plan import Path
from giban.rehearse.protocol import pb
from giban.rehearse.schema import capabilities
from giban.rehearse.shape import complete, shape
from giban.rehearse.task import Task
from giban.rehearse.validate import problems

IMPORTED = b"imported"
Answer = Any


class Engine:
    """One stand-in provider; its connections are configured apart."""

    def __init__(
        self,
        lifecycle: Lifecycle,
        connections: Connections,
        lookups: tuple[type[Lookup], ...],
        openings: tuple[type[Opening], ...],
    ) -> None:
        self.lifecycle = lifecycle
        self.connections = connections
        self._lookups = {cls.kind.terraform_type: cls() for cls in lookups}
        self._openings = {cls.kind.terraform_type: cls() for cls in openings}

    # Provider

    def validate_provider(self, _request: Any, _peer: str) -> Answer:
        """Accept any configuration: what is wrong with it, Terraform has said by the schema."""
        return pb.ValidateProviderConfig.Response()

    def configure(self, request: Any, peer: str) -> Answer:
        """Remember the region and the tags of this connection."""
        self.connections.configure(peer, _value(request.config) or {})
        return pb.ConfigureProvider.Response()

    def metadata(self, _request: Any, _peer: str) -> Answer:
        """List the types."""
        reply = pb.GetMetadata
        return reply.Response(
            server_capabilities=capabilities(),
            resources=[reply.ResourceMetadata(type_name=name) for name in RESOURCE_BY_TYPE],
            data_sources=[reply.DataSourceMetadata(type_name=name) for name in DATA_SOURCE_BY_TYPE],
            ephemeral_resources=[
                reply.EphemeralMetadata(type_name=name) for name in EPHEMERAL_BY_TYPE
            ],
        )

    def identities(self, _request: Any, _peer: str) -> Answer:
        """Import is by id; there are no identities."""
        return pb.GetResourceIdentitySchemas.Response()

    def functions(self, _request: Any, _peer: str) -> Answer:
        """There are none."""
        return pb.GetFunctions.Response()

    def call_function(self, request: Any, _peer: str) -> Answer:
        """Say that there are none."""
        text = f"giban's stand-in for the AWS provider has no function {request.name}"
        return pb.CallFunction.Response(error=pb.FunctionError(text=text))

    def stop(self, _request: Any, _peer: str) -> Answer:
        """Nothing waits long enough to be stopped."""
        return pb.StopProvider.Response()

    # Resources

    def validate_resource(self, request: Any, _peer: str) -> Answer:
        """Refuse what the official provider refuses without asking AWS."""
        kind = self.lifecycle.kind(request.type_name)
        found = problems(kind.shape, _value(request.config) or {})
        return pb.ValidateResourceConfig.Response(diagnostics=_diagnostics(*found))

    def upgrade(self, request: Any, _peer: str) -> Answer:
        """Take a state as it is, with what a newer catalogue has more of or no longer has."""
        kind = self.lifecycle.kind(request.type_name)
        state = decode_json(request.raw_state.json)
        return pb.UpgradeResourceState.Response(upgraded_state=_packed(complete(kind.shape, state)))

    def read(self, request: Any, peer: str) -> Answer:
        """Refresh an object."""
        kind = self.lifecycle.kind(request.type_name)
        state = _value(request.current_state)
        adopt = request.private == IMPORTED
        try:
            with self.lifecycle.evidence.call():
                fresh = self.lifecycle.read(kind, state, self.connections.of(peer), adopt=adopt)
        except Exception as error:  # noqa: BLE001  # every failure becomes a diagnostic
            return pb.ReadResource.Response(
                new_state=request.current_state,
                diagnostics=self._failed(error, "reading", kind, state),
                private=request.private,
            )
        return pb.ReadResource.Response(new_state=_packed(fresh))

    def plan(self, request: Any, peer: str) -> Answer:
        """Plan a change."""
        kind = self.lifecycle.kind(request.type_name)
        reply = pb.PlanResourceChange.Response
        if _value(request.proposed_new_state) is None:
            return reply(planned_state=_packed(None), legacy_type_system=not kind.strict)
        config, prior = _value(request.config), _value(request.prior_state)
        try:
            planned = self.lifecycle.plan(kind, config, prior, self.connections.of(peer))
        except Exception as error:  # noqa: BLE001  # every failure becomes a diagnostic
            return reply(diagnostics=self._failed(error, "planning", kind, prior))
        return reply(
            planned_state=_packed(planned.values),
            requires_replace=[_path(path) for path in planned.replace],
            legacy_type_system=not kind.strict,
        )

    def apply(self, request: Any, peer: str) -> Answer:
        """Make, change or delete an object."""
        kind = self.lifecycle.kind(request.type_name)
        config, prior = _value(request.config), _value(request.prior_state)
        planned = _value(request.planned_state)
        doing = "creating" if prior is None else "updating" if planned else "deleting"
        state, diagnostics = prior, []
        try:
            with self.lifecycle.evidence.call():
                state = self._apply(kind, config, prior, planned, self.connections.of(peer))
        except PartlyMade as made:
            state = made.state
            diagnostics = self._failed(made.cause, doing, kind, state)
        except Exception as error:  # noqa: BLE001  # every failure becomes a diagnostic
            diagnostics = self._failed(error, doing, kind, prior or planned)
        return pb.ApplyResourceChange.Response(
            new_state=_packed(state), diagnostics=diagnostics, legacy_type_system=not kind.strict
        )

    def _apply(
        self,
        kind: Kind,
        config: Values,
        prior: Values | None,
        planned: Values | None,
        connection: Connection,
    ) -> Values | None:
        if planned is None:
            self.lifecycle.delete(kind, prior or {}, connection)
            return None
        if prior is None:
            return self.lifecycle.create(kind, config, planned, connection)
        return self.lifecycle.update(kind, config, planned, prior, connection)

    def import_(self, request: Any, _peer: str) -> Answer:
        """Begin an import; the read that follows fills the rest in."""
        reply = pb.ImportResourceState
        kind = self.lifecycle.kind(request.type_name)
        try:
            state = self.lifecycle.imported(kind, request.id)
        except Exception as error:  # noqa: BLE001  # every failure becomes a diagnostic
            return reply.Response(diagnostics=self._failed(error, "importing", kind, None))
        one = reply.ImportedResource(
            type_name=request.type_name, state=_packed(state), private=IMPORTED
        )
        return reply.Response(imported_resources=[one])

    def move(self, request: Any, _peer: str) -> Answer:
        """Refuse to move between types, as nothing here needs it."""
        words = f"moving {request.source_type_name} to {request.target_type_name}"
        return pb.MoveResourceState.Response(
            diagnostics=_diagnostics(Problem(f"{words} is not supported in a rehearsal"))
        )

    def _failed(self, error: Exception, doing: str, kind: Kind, state: Values | None) -> list[Any]:
        name = (state or {}).get("id") or (state or {}).get("name")
        words = f"{doing} {kind.doing}" + (f" ({name})" if isinstance(name, str) else "")
        service = self.lifecycle.clients.service_id(kind.handler.service)
        return _diagnostics(problem(error, words, type(kind.handler).__qualname__, service))

    # Data sources and ephemeral resources

    def validate_data(self, request: Any, _peer: str) -> Answer:
        """Refuse what the official provider refuses without asking AWS."""
        found = problems(
            shape(DATA_SOURCE_BY_TYPE[request.type_name]), _value(request.config) or {}
        )
        return pb.ValidateDataResourceConfig.Response(diagnostics=_diagnostics(*found))

    def read_data(self, request: Any, peer: str) -> Answer:
        """Read a data source."""
        cls = DATA_SOURCE_BY_TYPE[request.type_name]
        type = cls.terraform_type
        lookup = self._lookups.get(type)
        reply = pb.ReadDataSource.Response
        if lookup is None:
            return reply(diagnostics=_diagnostics(_no_handler("data source", type)))
        try:
            state = self._open(cls, lookup.service, lookup.read, request, peer)
        except Exception as error:  # noqa: BLE001  # every failure becomes a diagnostic
            return reply(diagnostics=_diagnostics(problem(error, f"reading {type}", type)))
        return reply(state=_packed(state))

    def validate_ephemeral(self, request: Any, _peer: str) -> Answer:
        """Refuse what the official provider refuses without asking AWS."""
        found = problems(shape(EPHEMERAL_BY_TYPE[request.type_name]), _value(request.config) or {})
        return pb.ValidateEphemeralResourceConfig.Response(diagnostics=_diagnostics(*found))

    def open_ephemeral(self, request: Any, peer: str) -> Answer:
        """Open an ephemeral resource."""
        cls = EPHEMERAL_BY_TYPE[request.type_name]
        type = cls.terraform_type
        opening = self._openings.get(type)
        reply = pb.OpenEphemeralResource.Response
        if opening is None:
            return reply(diagnostics=_diagnostics(_no_handler("ephemeral resource", type)))
        try:
            result = self._open(cls, opening.service, opening.open, request, peer)
        except Exception as error:  # noqa: BLE001  # every failure becomes a diagnostic
            return reply(diagnostics=_diagnostics(problem(error, f"opening {type}", type)))
        return reply(result=_packed(result))

    def renew_ephemeral(self, _request: Any, _peer: str) -> Answer:
        """Nothing opened runs out."""
        return pb.RenewEphemeralResource.Response()

    def close_ephemeral(self, _request: Any, _peer: str) -> Answer:
        """Nothing opened holds anything."""
        return pb.CloseEphemeralResource.Response()

    def _open(
        self,
        cls: type[DataSource | Ephemeral],
        service: str,
        read: Callable[[Task], Values],
        request: Any,
        peer: str,
    ) -> Values:
        config = _value(request.config) or {}
        connection, of = self.connections.of(peer), shape(cls)
        region = config.get("region") or connection.region
        task = Task(
            clients=self.lifecycle.clients,
            shadow=self.lifecycle.shadow,
            service=service,
            region=region,
            shape=of,
            values=config,
            config=config,
        )
        found = {**read(task), **{k: v for k, v in config.items() if v not in (None, [])}}
        if "region" in of.attributes:
            found.setdefault("region", region)
        return complete(of, found)


def _no_handler(what: str, type: str) -> Problem:
    return Problem(
        f"The rehearsal cannot answer the {what} {type}",
        "giban's stand-in for the AWS provider knows its schema and has no handler for it.",
    )


def _value(dynamic: Any) -> Any:
    return decode(dynamic.msgpack) if dynamic.msgpack else decode_json(dynamic.json)


def _packed(value: Any) -> Any:
    return pb.DynamicValue(msgpack=encode(value))


def _diagnostics(*found: Problem) -> list[Any]:
    return [
        pb.Diagnostic(
            severity=2 if one.warning else 1,
            summary=one.summary,
            detail=one.detail,
            attribute=_path(one.attribute) if one.attribute else None,
        )
        for one in found
    ]


def _path(path: Path) -> Any:
    step = pb.AttributePath.Step
    return pb.AttributePath(
        steps=[
            step(element_key_int=part) if isinstance(part, int) else step(attribute_name=part)
            for part in path
        ]
    )
