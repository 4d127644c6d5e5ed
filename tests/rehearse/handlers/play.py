"""Objects made, changed and deleted as Terraform asks for it, against a moto of our own."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from giban.rehearse.aws import Clients
from giban.rehearse.codec import Values
from giban.rehearse.connection import Connection
from giban.rehearse.evidence import Evidence
from giban.rehearse.handlers.kinds import RESOURCES
from giban.rehearse.lifecycle import Lifecycle
from giban.rehearse.shape import complete

REGION = "ap-northeast-2"


@dataclass(frozen=True)
class Network:
    """A VPC with subnets in zones a, b and b, its security group, and one of another VPC."""

    vpc: str
    subnets: list[str]
    group: str
    foreign: str


@dataclass
class Play:
    """One AWS, and a provider with tags of its own."""

    clients: Clients
    lifecycle: Lifecycle = field(init=False)
    connection: Connection = field(init=False)

    def __post_init__(self) -> None:
        self.lifecycle = Lifecycle(self.clients, Evidence(None), RESOURCES)
        self.connection = Connection(region=REGION, default_tags={"Owner": "platform"})

    def aws(self, service: str) -> Any:
        """Return a client."""
        return self.clients(service, REGION)

    def make(self, type: str, /, **config: Any) -> Values:
        """Make an object; it is found again as it was asked for."""
        kind = self.lifecycle.kind(type)
        whole = complete(kind.shape, config)
        planned = self.lifecycle.plan(kind, whole, None, self.connection)
        state = self.lifecycle.create(kind, whole, planned.values, self.connection)
        return self.settled(type, state, config)

    def change(self, type: str, state: Values, /, **config: Any) -> Values:
        """Change an object in place; it is found again as it was asked for."""
        kind = self.lifecycle.kind(type)
        whole = complete(kind.shape, config)
        planned = self.lifecycle.plan(kind, whole, state, self.connection)
        assert planned.replace == []
        state = self.lifecycle.update(kind, whole, planned.values, state, self.connection)
        return self.settled(type, state, config)

    def settled(self, type: str, state: Values, config: Mapping[str, Any]) -> Values:
        """Return the object as it is now; another plan of it would be empty."""
        kind = self.lifecycle.kind(type)
        fresh = self.read(type, state)
        assert fresh is not None
        planned = self.lifecycle.plan(kind, complete(kind.shape, config), fresh, self.connection)
        changed = {k: (fresh[k], v) for k, v in planned.values.items() if fresh[k] != v}
        assert changed == {}
        return fresh

    def read(self, type: str, state: Values) -> Values | None:
        """Return the object as it is now, or None."""
        kind = self.lifecycle.kind(type)
        return self.lifecycle.read(kind, state, self.connection, adopt=False)

    def adopt(self, type: str, id: str) -> Values:
        """Import an object."""
        kind = self.lifecycle.kind(type)
        first = self.lifecycle.imported(kind, id)
        found = self.lifecycle.read(kind, first, self.connection, adopt=True)
        assert found is not None
        return found

    def drop(self, type: str, state: Values) -> None:
        """Delete an object, twice; it is gone."""
        kind = self.lifecycle.kind(type)
        self.lifecycle.delete(kind, state, self.connection)
        assert self.read(type, state) is None
