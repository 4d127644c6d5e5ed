"""How a Terraform type is declared in Python: blocks, their fields, and what is true of each.

A declaration reads like a dataclass and type-checks like one:

    class Vpc(Resource, type="aws_vpc"):
        cidr_block: Str = optional(computed=True, new=True)
        arn: Str = computed()

`required`, `optional` and `computed` say who supplies the value; `new` says that a change
replaces the object; `block` and `blocks` hold nested blocks. Class creation stays cheap
(no generated code), because hundreds of these are imported by every command.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Any, ClassVar, Literal, Self, cast, dataclass_transform

from msgspec import Struct

from giban.values import ABSENT, Expr

Kind = Any
"""A Terraform type in its JSON spelling: `"string"`, `["list", "string"]`, `["map", "string"]`."""

Nesting = Literal["single", "list", "set"]


class As(Struct, frozen=True):
    """The Terraform type behind a Python annotation."""

    kind: Kind


Str = Annotated[str | Expr, As("string")]
Num = Annotated[int | float | Expr, As("number")]
Bool = Annotated[bool | Expr, As("bool")]
StrList = Annotated[Sequence[str | Expr] | Expr, As(["list", "string"])]
StrSet = Annotated[Sequence[str | Expr] | Expr, As(["set", "string"])]
NumList = Annotated[Sequence[int | float] | Expr, As(["list", "number"])]
NumSet = Annotated[Sequence[int | float] | Expr, As(["set", "number"])]
StrMap = Annotated[Mapping[str, str | Expr] | Expr, As(["map", "string"])]


class Field(Struct):
    """What Terraform and AWS say about one argument or nested block of a type.

    `default` is the provider's own; `new` means a change replaces the object;
    `suppressed` means the provider may call two different values equal;
    `nesting`, `min` and `max` are set for nested blocks only.
    """

    name: str = ""
    kind: Kind = None
    block: type[Block] | None = None
    required: bool = False
    optional: bool = False
    computed: bool = False
    sensitive: bool = False
    write_only: bool = False
    new: bool = False
    default: str | int | float | bool | None = None
    suppressed: bool = False
    nesting: Nesting | None = None
    min: int = 0
    max: int = 0
    check: Check | None = None


class Check(Struct, frozen=True):
    """What the provider refuses before it calls AWS."""

    range: tuple[float | None, float | None] | None = None
    length: tuple[int | None, int | None] | None = None
    one_of: tuple[str | int, ...] | None = None
    format: Literal["arn", "cidr"] | None = None
    conflicts_with: tuple[str, ...] = ()
    exactly_one_of: tuple[str, ...] = ()
    at_least_one_of: tuple[str, ...] = ()
    required_with: tuple[str, ...] = ()


def required(
    *,
    new: bool = False,
    sensitive: bool = False,
    write_only: bool = False,
    suppressed: bool = False,
    check: Check | None = None,
) -> Any:
    """Declare an argument that must be given."""
    return Field(
        required=True,
        new=new,
        sensitive=sensitive,
        write_only=write_only,
        suppressed=suppressed,
        check=check,
    )


def positional(*, kw_only: Literal[False] = False) -> Any:
    """Mark the one argument that is given without its name; for type checkers only."""
    del kw_only


def computed(*, sensitive: bool = False, init: Literal[False] = False) -> Any:
    """Declare an attribute that only AWS supplies."""
    del init
    return Field(computed=True, sensitive=sensitive)


def optional(
    *,
    computed: bool = False,
    new: bool = False,
    sensitive: bool = False,
    write_only: bool = False,
    default: str | float | bool | None = None,
    suppressed: bool = False,
    check: Check | None = None,
) -> Any:
    """Declare an argument that may be left out.

    Without it Terraform sends the provider's `default`, or leaves the choice to AWS.
    Not a field specifier on purpose: to a type checker its result is the default value.
    """
    return Field(
        optional=True,
        computed=computed,
        new=new,
        sensitive=sensitive,
        write_only=write_only,
        default=default,
        suppressed=suppressed,
        check=check,
    )


def blocks(
    nesting: Nesting = "list",
    *,
    min: int = 0,
    max: int = 0,
    computed: bool = False,
    new: bool = False,
    suppressed: bool = False,
    check: Check | None = None,
) -> Any:
    """Declare nested blocks; `max=1` ones are annotated `X | None`, others `tuple[X, ...]`."""
    return Field(
        optional=min == 0,
        required=min > 0,
        computed=computed,
        new=new,
        suppressed=suppressed,
        nesting=nesting,
        min=min,
        max=max,
        check=check,
    )


@dataclass_transform(
    kw_only_default=True, frozen_default=True, field_specifiers=(required, computed, positional)
)
class Block:
    """A block of arguments, filled in once and never changed."""

    __slots__ = ("_values",)
    _values: dict[str, Any]
    declared: ClassVar[Mapping[str, Field]] = {}

    def __init_subclass__(cls) -> None:
        own = {}
        for name, field in list(vars(cls).items()):
            if isinstance(field, Field):
                field.name = name.rstrip("_")
                own[name] = field
                delattr(cls, name)
        cls.declared = {**cls.declared, **own} if cls.declared else own

    if not TYPE_CHECKING:

        def __init__(self, **values: Any) -> None:
            declared = type(self).declared
            values = {name: value for name, value in values.items() if value is not ABSENT}
            for name in values:
                if name not in declared:
                    msg = f"{type(self).__name__} has no argument {name!r}"
                    raise TypeError(msg)
            for name, field in declared.items():
                if field.required and values.get(name) is None:
                    msg = f"{type(self).__name__} needs the argument {name!r}"
                    raise TypeError(msg)
            object.__setattr__(self, "_values", values)

        def __getattr__(self, name: str) -> Any:
            if name in type(self).declared:
                return self._values.get(name)
            msg = f"{type(self).__name__} has no attribute {name!r}"
            raise AttributeError(msg)

    def __setattr__(self, name: str, value: object) -> None:
        msg = f"{type(self).__name__} is frozen"
        raise AttributeError(msg)

    @classmethod
    def holding(cls, values: Mapping[str, Any]) -> Self:
        """Return a block of values that Terraform has checked already, or that it left unknown."""
        made = object.__new__(cls)
        object.__setattr__(made, "_values", dict(values))
        return made

    def given(self) -> dict[str, Any]:
        """Return the arguments that were given, by their Python names, in the order written.

        A Python name differs from Terraform's (`Field.name`) only where that is a keyword: `and_`.
        """
        return {name: value for name, value in self._values.items() if value is not None}

    def replaced(self, **values: Any) -> Self:
        """Return a copy with these arguments changed."""
        copy = object.__new__(type(self))
        for slot in _slots(type(self)):
            object.__setattr__(copy, slot, getattr(self, slot))
        object.__setattr__(copy, "_values", {**self._values, **values})
        return copy

    def __eq__(self, other: object) -> bool:
        return type(self) is type(other) and all(
            getattr(self, slot) == getattr(other, slot) for slot in _slots(type(self))
        )

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        inner = ", ".join(f"{name}={value!r}" for name, value in self.given().items())
        return f"{type(self).__name__}({inner})"


def fields(cls: type[Block]) -> Mapping[str, Field]:
    """Return a block's fields by name, each with its Terraform type or nested class filled in."""
    if cls not in _complete:
        _fill(cls)
        _complete.add(cls)
    return cls.declared


_complete: set[type[Block]] = set()


def _fill(cls: type[Block]) -> None:
    for owner in reversed(cls.__mro__):
        for name, annotation in vars(owner).get("__annotations__", {}).items():
            field = cls.declared.get(name)
            if field is not None and field.kind is None and field.block is None:
                field.kind, field.block = _meaning(annotation)


def _meaning(annotation: Any) -> tuple[Kind, type[Block] | None]:
    metadata = getattr(annotation, "__metadata__", None)
    if metadata is not None:
        return cast("As", metadata[0]).kind, None
    for argument in getattr(annotation, "__args__", (annotation,)):
        if isinstance(argument, type) and issubclass(argument, Block):
            return None, argument
    msg = f"no Terraform type is known for the annotation {annotation!r}"
    raise TypeError(msg)


def _slots(cls: type[Block]) -> tuple[str, ...]:
    return tuple(slot for owner in cls.__mro__ for slot in vars(owner).get("__slots__", ()))
