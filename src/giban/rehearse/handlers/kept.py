"""What the types have in common whose objects are kept here, and can lose attributes again."""

from __future__ import annotations

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Shadowed
from giban.rehearse.task import Task


class Kept(Shadowed):
    """A shadowed type with an id of AWS's; a change stores all of it anew.

    `unique` is the attribute no two objects of a region share, `taken` AWS's error when they do.
    """

    unique = ""
    taken = "AlreadyExistsException"
    taken_text = "{} already exists"

    def identify(self, x: Task) -> str:
        """Return the id of a new object."""
        return x.shadow.token(self.kind.terraform_type, x.region)

    def create(self, x: Task) -> None:
        """Store it; a second one of the same name is refused."""
        if self.unique and any(one[self.unique] == x[self.unique] for one in self.others(x)):
            text = self.taken_text.format(x[self.unique])
            raise Refused(self.taken, text, attribute=(self.unique,))
        x.id = self.identify(x)
        self.store(x)

    def others(self, x: Task) -> list[Values]:
        """Return the other objects of the type in the region."""
        every = x.shadow.all(self.kind.terraform_type, x.region)
        return [one for one in every if one["id"] != x.id]

    def made(self, x: Task) -> Values:
        """Return the computed attributes."""
        return {"arn": x.id}

    def store(self, x: Task) -> None:
        """Store all of it."""
        kept = {**self.stored(x), **self.made(x), "id": x.id}
        x.shadow.put(self.kind.terraform_type, x.region, x.id, kept)

    def update(self, x: Task) -> None:
        """Store all of it anew."""
        if not x.shadow.get(self.kind.terraform_type, x.region, x.id):
            code = "ResourceNotFoundException"
            raise Refused(code, f"{x.id} does not exist")
        self.store(x)
