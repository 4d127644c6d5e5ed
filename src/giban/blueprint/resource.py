"""The three kinds of object a Terraform root holds: managed, read, and never stored."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar, Self, cast

from giban.blueprint.schema import Block, positional
from giban.values import Address, Mode, Ref


class Object(Block):
    """A block with an address of its own: `Subnet("app", each="a", ...)`.

    The label and the key in `each` come from names the author wrote, never from a position:
    `aws_subnet.app["a"]`. Objects of one label and several keys become one `for_each`.
    `module` is the path of the module it stands in, in Terraform that giban did not write.
    """

    __slots__ = ("each", "module", "terraform_label")
    terraform_type: ClassVar[str] = ""
    terraform_mode: ClassVar[Mode] = "managed"

    def __init_subclass__(cls, *, type: str = "") -> None:
        super().__init_subclass__()
        cls.terraform_type = type

    if TYPE_CHECKING:
        terraform_label: str = positional(kw_only=False)
        each: str | None = None
        module: str = ""
    else:

        def __init__(
            self, terraform_label: str, *, each: str | None = None, module: str = "", **values: Any
        ) -> None:
            super().__init__(**values)
            object.__setattr__(self, "terraform_label", terraform_label)
            object.__setattr__(self, "each", each)
            object.__setattr__(self, "module", module)

    @property
    def terraform_address(self) -> Address:
        """The address Terraform knows this object by."""
        return Address(
            self.terraform_type, self.terraform_label, self.each, self.terraform_mode, self.module
        )

    @property
    def ref(self) -> Self:
        """The same object seen as references: `vpc.ref.id` is `aws_vpc.main.id`."""
        return cast("Self", _References(self))


class Resource(Object):
    """Something Terraform creates, changes and destroys.

    `stateful` objects hold data that cannot be made again; `framework` is true for types the
    official provider builds with the plugin framework, whose plans are held to stricter rules.
    """

    __slots__ = ()
    stateful: ClassVar[bool] = False
    framework: ClassVar[bool] = False

    def __init_subclass__(
        cls, *, type: str = "", stateful: bool = False, framework: bool = False
    ) -> None:
        super().__init_subclass__(type=type)
        cls.stateful = stateful
        cls.framework = framework


class Foreign(Object):
    """An object of a type that the catalogue does not know: its values as they were read."""

    __slots__ = ()


class DataSource(Object):
    """Something Terraform only reads."""

    __slots__ = ()
    terraform_mode: ClassVar[Mode] = "data"


class Ephemeral(Object):
    """A value that lives for one run and enters neither plan nor state."""

    __slots__ = ()
    terraform_mode: ClassVar[Mode] = "ephemeral"


class _References:
    """Attribute access that answers with references instead of values."""

    __slots__ = ("_object",)

    def __init__(self, target: Object) -> None:
        self._object = target

    def __getattr__(self, name: str) -> Ref:
        field = self._object.declared.get(name)
        if field is None:
            msg = f"{self._object.terraform_type} has no attribute {name!r}"
            raise AttributeError(msg)
        return Ref(self._object.terraform_address, (field.name,))
