"""What a handler is given: one object, in one region, in one call."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from msgspec import Struct, field

from giban.rehearse.aws import Clients
from giban.rehearse.codec import Values
from giban.rehearse.mapping import Names, from_api, to_api
from giban.rehearse.shadow import Shadow
from giban.rehearse.shape import Shape

ACCOUNT = "123456789012"
PARTITION = "aws"


class Task(Struct, kw_only=True):
    """One object and the call about it.

    `values` is what shall be on create and update, and the state on read and delete; it holds
    no unknown value. `config` is what was written, write-only values included; it must never
    be logged. `prior` is the state before an update.
    """

    clients: Clients
    shadow: Shadow
    service: str
    region: str
    shape: Shape
    values: Values
    config: Values = field(default_factory=dict)
    prior: Values = field(default_factory=dict)
    names: Names = field(default_factory=dict)
    reads: Names = field(default_factory=dict)
    id: str = ""

    account = ACCOUNT
    partition = PARTITION

    def __getitem__(self, name: str) -> Any:
        return self.values.get(name)

    def changed(self, *names: str) -> bool:
        """Tell whether one of these attributes differs from the state."""
        return any(self.values.get(name) != self.prior.get(name) for name in names)

    def client(self, service: str = "", region: str = "") -> Any:
        """Return the botocore client of a service; the handler's own if none is named."""
        return self.clients(service or self.service, region or self.region)

    def call(self, operation: str, /, **arguments: Any) -> dict[str, Any]:
        """Call an operation of the handler's own service."""
        answer: dict[str, Any] = getattr(self.client(), operation)(**arguments)
        return answer

    def input_of(self, operation: str) -> Any:
        """Return botocore's shape of an operation's arguments."""
        meta = self.client().meta
        model = meta.service_model.operation_model(meta.method_to_api_mapping[operation])
        return model.input_shape

    def arguments(
        self, operation: str, *, only: set[str] | None = None, empty: bool = False
    ) -> dict[str, Any]:
        """Return the arguments of an operation that the values stand for; tags include all."""
        return self.converted(self.input_of(operation), only=only, empty=empty)

    def converted(
        self, shape: Any, *, only: set[str] | None = None, empty: bool = False
    ) -> dict[str, Any]:
        """Return the members of any structure of the API that the values stand for."""
        values = {**self.values, "tags": self.values.get("tags_all")}
        if only is not None:
            values = {name: value for name, value in values.items() if name in only}
        return to_api(self.shape, values, shape, self.names, empty=empty)

    def by(self, operation: str, spec: str | Mapping[str, str]) -> dict[str, Any]:
        """Return the arguments that name this object: `VpcIds`, or `{"RoleName": "name"}`."""
        wanted = {spec: "id"} if isinstance(spec, str) else spec
        members = self.input_of(operation).members
        named = {}
        for member, attribute in wanted.items():
            value = self.id if attribute == "id" else self.values.get(attribute)
            is_list = members[member].type_name == "list"
            named[member] = [value] if is_list and not isinstance(value, list) else value
        return named

    def attributes(self, answer: Mapping[str, Any], *, empty: bool = False) -> Values:
        """Return the attributes that an API answer holds; see `from_api`."""
        return from_api(self.shape, answer, {**self.names, **self.reads}, empty=empty)

    def arn(self, resource: str, service: str = "", *, is_global: bool = False) -> str:
        """Return an ARN in this account: `arn("vpc/vpc-1")`."""
        region = "" if is_global else self.region
        where = service or self.service
        return f"arn:{self.partition}:{where}:{region}:{self.account}:{resource}"
