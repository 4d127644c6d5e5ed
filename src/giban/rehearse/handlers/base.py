'''How to teach the stand-in provider one more Terraform type.

A handler names the API operations that make, find, change and delete an object. Everything else
is generic: planning, defaults, replacement, tags, `region`, refreshing, importing, errors.
Attributes map to members of the API by name (`mapping.py`), so a whole handler can be:

    class Subnet(Ec2):
        """A subnet."""

        kind = ec2.Subnet                       # the catalogue's class
        create_op, created = "create_subnet", "Subnet.SubnetId"     # where its answer has the id
        find_op, find_by, found = "describe_subnets", "SubnetIds", "Subnets"
        update_op = "modify_subnet_attribute"   # gets the changed members it knows
        delete_op, by = "delete_subnet", "SubnetId"                 # names it in update and delete
        names = {"enable_dns64": "EnableDns64"}     # to and from the API, only where they differ
        reads = {"owner_id": "OwnerId"}             # from the API only

`by` and `find_by` are an argument that takes the id, or `{"RoleName": "name"}`: arguments and the
attributes they take. Where an operation does not fit, override a method; each gets a `Task`:

    create(x)       makes the object and sets x.id as soon as it exists; `creation(x)` = arguments
    find(x)         returns the API's description; raises Gone
    read(x)         returns attributes; leave out what the API does not say, it stays as it is
    derived(x, found)  returns attributes that the description does not name: an ARN, a list
    update(x)       changes what x.changed("...") says
    delete(x)       deletes it; an object that is gone already is no error
    import_(id)     attributes that an import id stands for, when it is more than the id

`guards` and `delete_guards` are functions of a Task that raise `Refused(code, message)` where AWS
refuses what moto lets pass. `recompute = {"version": ("value",)}` makes an attribute unknown when
another changes. `local` names arguments that never leave Terraform (`force_destroy`), so that
nobody counts them as unchecked. `tagging.py` knows the operations that write a service's tags.

`Shadowed` is the base for what moto does not have at all: its objects are kept by the resident
process. A type without a handler is *recorded*: it lives in the state only. A new handler is a
class and a line in `kinds.py`.
'''

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, ClassVar, Literal

from giban.blueprint import DataSource, Ephemeral, Resource
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers.tagging import BY_SERVICE, Tagging, find_tags, retag
from giban.rehearse.mapping import MISSING, Names, dig
from giban.rehearse.plan import Planned
from giban.rehearse.task import Task

Depth = Literal["handled", "shadowed", "recorded"]
Guard = Callable[[Task], None]
By = str | Mapping[str, str]


class Handler:
    """One resource type; see the module's docstring. Handlers keep no state of their own."""

    kind: ClassVar[type[Resource]]
    service: ClassVar[str]
    depth: ClassVar[Depth] = "handled"
    create_op: ClassVar[str] = ""
    created: ClassVar[str] = ""
    find_op: ClassVar[str] = ""
    find_by: ClassVar[By] = ""
    found: ClassVar[str] = ""
    update_op: ClassVar[str] = ""
    delete_op: ClassVar[str] = ""
    by: ClassVar[By] = ""
    names: ClassVar[Names] = {}
    reads: ClassVar[Names] = {}
    local: ClassVar[tuple[str, ...]] = ()
    noticed: ClassVar[tuple[str, ...]] = ()
    """Arguments that AWS may set though they were left out, and the next plan then wants back."""
    recompute: ClassVar[Mapping[str, tuple[str, ...]]] = {}
    guards: ClassVar[tuple[Guard, ...]] = ()
    delete_guards: ClassVar[tuple[Guard, ...]] = ()
    prefix: ClassVar[str] = "terraform-"
    """What a made-up name begins with when neither a name nor a prefix was given."""
    tagging: ClassVar[Tagging | None] = None
    """How tags are changed and listed; what `tagging.py` says of the service if None."""

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Change what was planned, as the official provider's CustomizeDiff does."""

    def create(self, x: Task) -> None:
        """Make the object and set `x.id`."""
        answer = x.call(self.create_op, **self.creation(x))
        x.id = str(dig(answer, self.created))

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments that make the object."""
        return x.arguments(self.create_op)

    def find(self, x: Task) -> dict[str, Any]:
        """Return the API's description of the object; raises `Gone`."""
        answer = x.call(self.find_op, **x.by(self.find_op, self.find_by or self.by))
        found = dig(answer, self.found)
        if isinstance(found, list):
            found = found[0] if found else MISSING
        if found is MISSING or found is None:
            raise Gone
        description: dict[str, Any] = found
        return description

    def read(self, x: Task) -> Values:
        """Return what the API says of the object, by attribute; `tags` without any taken away."""
        found = self.find(x)
        values = x.attributes(found) | self.derived(x, found)
        if "tags_all" in x.shape.attributes:
            x.values = {**x.values, **{k: v for k, v in values.items() if k == "arn"}}
            tags = find_tags(x, found, self._tagging(), self.tag_target)
            if tags is not None:
                values["tags"] = tags
        return values

    def derived(self, _x: Task, _found: dict[str, Any]) -> Values:
        """Return attributes that the description does not hold under their own name."""
        return {}

    def update(self, x: Task) -> None:
        """Change what differs from the state."""
        if not self.update_op:
            return
        changed = {name for name in x.values if x.changed(name)} - {"tags", "tags_all"}
        arguments = x.arguments(self.update_op, only=changed, empty=True)
        if arguments:
            x.call(self.update_op, **{**arguments, **x.by(self.update_op, self.by)})

    def delete(self, x: Task) -> None:
        """Delete the object."""
        x.call(self.delete_op, **x.by(self.delete_op, self.by))

    def import_(self, id: str) -> Values:
        """Return the attributes that an import id stands for."""
        return {"id": id}

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Write tags that are new or different, and remove those that are gone."""
        tagging = self._tagging()
        if tagging is not None:
            retag(x, tagging, self.tag_target(x), new, gone)

    def tag_target(self, x: Task) -> str:
        """Return what the tagging operations name the object by."""
        return str(x["arn"] or x.id)

    def _tagging(self) -> Tagging | None:
        return self.tagging or BY_SERVICE.get(self.service)


class Shadowed(Handler):
    """A type that moto does not have: its objects are kept by the resident process.

    `key` is the attribute that must be unique in a region and becomes the id; without one an id
    is made up. `made` returns the computed attributes of a new object.
    """

    depth = "shadowed"
    key: ClassVar[str] = ""

    def made(self, x: Task) -> Values:
        """Return the computed attributes of a new object."""
        return {"arn": x.arn(f"{self.kind.terraform_type.removeprefix('aws_')}/{x.id}")}

    def create(self, x: Task) -> None:
        """Store the object; a second one with the same key is refused."""
        type = self.kind.terraform_type
        id = str(x[self.key]) if self.key else x.shadow.token(type, x.region)
        if x.shadow.get(type, x.region, id) is not None:
            code = "AlreadyExists"
            raise Refused(code, f"{id} already exists.", attribute=(self.key,))
        x.id = id
        x.shadow.put(type, x.region, x.id, {**self.stored(x), **self.made(x)})

    def stored(self, x: Task) -> Values:
        """Return the attributes that are kept, `tags` being all of them."""
        kept = {name: value for name, value in x.values.items() if value is not None}
        return {**kept, "tags": x["tags_all"] or {}}

    def read(self, x: Task) -> Values:
        """Return the object as it is kept."""
        found = x.shadow.get(self.kind.terraform_type, x.region, x.id)
        if found is None:
            raise Gone
        return found

    def update(self, x: Task) -> None:
        """Store what changed."""
        x.shadow.put(self.kind.terraform_type, x.region, x.id, {**self.read(x), **self.stored(x)})

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Tags are stored with the rest."""

    def delete(self, x: Task) -> None:
        """Forget the object."""
        x.shadow.drop(self.kind.terraform_type, x.region, x.id)


class Lookup:
    """One data source type."""

    kind: ClassVar[type[DataSource]]
    service: ClassVar[str] = ""
    names: ClassVar[Names] = {}

    def read(self, x: Task) -> Values:
        """Return the attributes; raises `Gone` when nothing answers to the arguments."""
        raise NotImplementedError


class Opening:
    """One ephemeral resource type: a value for one run, never in state, plan or log."""

    kind: ClassVar[type[Ephemeral]]
    service: ClassVar[str] = ""
    names: ClassVar[Names] = {}

    def open(self, x: Task) -> Values:
        """Return the attributes."""
        raise NotImplementedError
