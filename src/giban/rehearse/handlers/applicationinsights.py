"""Applications whose parts are watched. Nothing is ever found here."""

from __future__ import annotations

from giban.catalogue import applicationinsights
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused, is_gone
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.task import Task


def _of_a_group(x: Task) -> None:
    """Refuse an application of a resource group that is not there."""
    name = x["resource_group_name"]
    if x["grouping_type"] == "ACCOUNT_BASED":
        return
    try:
        x.client("resource-groups").get_group(GroupName=name)
    except Exception as error:
        if not is_gone(error):
            raise
        code, text = "ResourceNotFoundException", f"Resource group {name} does not exist"
        raise Refused(code, text, attribute=("resource_group_name",)) from None


def _spelled_right(x: Task) -> None:
    """Refuse a grouping that AWS does not know."""
    x.arguments("create_application")


class Application(Kept):
    """An application; its id is the name of its group."""

    kind = applicationinsights.Application
    service = "application-insights"
    unique = "resource_group_name"
    taken = "ResourceInUseException"
    taken_text = "An application of the resource group {} exists already"
    guards = (_of_a_group, _spelled_right)

    def identify(self, x: Task) -> str:
        """Return the name of its group."""
        return str(x["resource_group_name"])

    def made(self, x: Task) -> Values:
        """Return its ARN."""
        return {"arn": x.arn(f"application/resource-group/{x.id}", "applicationinsights")}
