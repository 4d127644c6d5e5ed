"""Which requests the load balancer sends to a service, and how it treats them."""

from __future__ import annotations

from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, Field, Tag

from giban.manifest.part import BY_SHAPE, Part, key

RequestPath = Annotated[str, Field(pattern=r"^/[A-Za-z0-9_\-.$/~\"'@:+&*?]{0,127}$")]


def _several(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


PathEntry = Annotated[
    Annotated[RequestPath, Tag("=text")]
    | Annotated[list[RequestPath], Field(min_length=1), Tag("=list")],
    BY_SHAPE,
    AfterValidator(_several),
]


class LoadBalancer(Part):
    """The load balancer that all services with a port stand behind."""

    noun: ClassVar[str] = "`load_balancer`"
    idle_timeout: int | None = key(
        "Seconds a connection may be silent before it is closed; without it 60. "
        "WebSockets want more.",
        3600,
        ge=1,
        le=4000,
    )
