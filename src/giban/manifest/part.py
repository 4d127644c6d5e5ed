"""What all nouns of the manifest share: strict, partial, nothing defaulted."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated, Any, ClassVar

from pydantic import AfterValidator, BaseModel, ConfigDict, Discriminator, Field, StringConstraints

NAME = r"^[a-z][a-z0-9-]{0,31}$"
EACH = r"^([a-z][a-z0-9-]{0,31}|\*)$"
VARIABLE = r"^[A-Za-z_][A-Za-z0-9_]*$"
CIDR = r"^[0-9]{1,3}(\.[0-9]{1,3}){3}/[0-9]{1,2}$"
CLOCK = r"([01][0-9]|2[0-3]):[0-5][0-9]"
DAILY = rf"^{CLOCK}-{CLOCK}$"
DAY = "(Mon|Tue|Wed|Thu|Fri|Sat|Sun)"
WEEKLY = rf"^{DAY} {CLOCK}-{CLOCK}$"
HOST = r"^([a-z0-9]([a-z0-9-]*[a-z0-9])?\.)+[a-z]{2,}$"
EMAIL = r"^[^@\s]+@[^@\s]+\.[^@\s]+$"

Name = Annotated[str, StringConstraints(pattern=NAME)]
Each = Annotated[str, StringConstraints(pattern=EACH)]
"""A name, or `*`: what all of a kind have that do not say otherwise themselves."""
Variable = Annotated[str, StringConstraints(pattern=VARIABLE)]
Email = Annotated[str, StringConstraints(pattern=EMAIL)]
CidrText = Annotated[str, StringConstraints(pattern=CIDR)]


class Part(BaseModel):
    """A mapping of the manifest: unknown keys are errors, absent keys stay absent.

    `noun` is what error messages call it, with its article.
    """

    model_config = ConfigDict(
        extra="forbid",
        strict=True,
        frozen=True,
        defer_build=True,
        hide_input_in_errors=True,
        populate_by_name=True,
    )
    noun: ClassVar[str] = "a part of the manifest"


def key(description: str, *examples: Any, alias: str | None = None, **limits: Any) -> Any:
    """Declare a key: what it means, its unit, and what happens without it."""
    return Field(
        default=None,
        description=description,
        examples=list(examples) or None,
        alias=alias,
        **limits,
    )


def shape(value: Any) -> str | None:
    """Name the shape of a value that may be written short or long."""
    match value:
        case bool():
            return "=flag"
        case str():
            return "=text"
        case int() | float():
            return "=number"
        case list() | tuple():
            return "=list"
        case dict() | BaseModel():
            return "=mapping"
    return None


BY_SHAPE = Discriminator(shape)


def expands(cls: type[Part], name: str) -> AfterValidator:
    """Turn the short form of a value into the long one: `health: /x` is `health: {path: /x}`."""

    def expand(value: Any) -> Any:
        return value if isinstance(value, (Part, list)) else cls(**{name: value})

    return AfterValidator(expand)


def spelled(value: Any) -> Any:
    """Write a number or flag the way programs read it from their environment."""
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value) if isinstance(value, (int, float)) else value


Spelling = Callable[[Any], Any]
