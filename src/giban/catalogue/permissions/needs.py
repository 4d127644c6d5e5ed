"""How an entry is written: the ARN of a Terraform type, and the actions on it and around it.

    "aws_sqs_queue": Needs(
        "sqs:{region}:{account}:{name}",
        On(create="CreateQueue", read="GetQueueAttributes", delete="DeleteQueue", tag="TagQueue"),
    )

An ARN leaves out `arn:aws:`. `{name}` is what the Blueprint gives for that attribute, or the
beginning that `name_prefix` gives, or `*`; `{a.b}` follows `a` to the object it refers to;
`{a|b}` is the word `b` where `a` is not given; `{/name}` begins with exactly one slash. Actions
are separated by spaces, and of the service of the ARN unless they name another.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

VERBS = ("create", "read", "update", "delete", "tag", "untag")


class On(Struct, frozen=True, kw_only=True):
    """Actions on one resource, by what they are needed for.

    The resource is the object itself; or what its attribute `of` refers to, of type `kind` where
    that is no object of the Blueprint; or `arn`. `tag` is needed to create and to update, `untag`
    to update. `given` names an attribute without which none of it is needed.
    """

    of: str = ""
    kind: str = ""
    arn: str = ""
    create: str = ""
    read: str = ""
    update: str = ""
    delete: str = ""
    tag: str = ""
    untag: str = ""
    given: str = ""


class Anywhere(Struct, frozen=True, kw_only=True):
    """Actions for which AWS knows no resource: `*`.

    `made` makes something that can be told by the tags it is asked for with.
    """

    service: str
    made: str = ""
    create: str = ""
    read: str = ""
    update: str = ""
    delete: str = ""
    given: str = ""


class Hand(Struct, frozen=True):
    """A role handed to a service: `iam:PassRole` on the role that an attribute names.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_passrole.html
    """

    of: str
    to: str
    """The service's principal, such as `ecs-tasks.amazonaws.com`."""


class Linked(Struct, frozen=True):
    """A service's own role, which AWS makes when an account first uses the service."""

    service: str


class Locked(Struct, frozen=True):
    """A KMS key that a service uses in the name of whoever creates the object.

    `grant` is needed where the service keeps a grant of its own.
    """

    of: str
    via: str
    """The service as `kms:ViaService` names it: `rds`."""

    grant: bool = True


Need = On | Anywhere | Hand | Linked | Locked
By = Literal["name", "tag", "nothing"]


class Needs:
    """What one Terraform type needs; `by` says how one object is told from others.

    By its name, which the author gives; by its tags, where AWS gives the name; by nothing, where
    AWS gives the name and looks at no tags.
    """

    __slots__ = ("arn", "by", "needs")

    def __init__(self, arn: str, *needs: Need, by: By = "name") -> None:
        self.arn, self.needs, self.by = arn, needs, by


NOTHING = Needs("")
"""For what Terraform makes without asking AWS, or AWS allows everybody."""
