"""Budgets and whom they tell."""

from __future__ import annotations

from typing import Any

from giban.rehearse.moto_repairs.teaching import Refusal, kept, teach

Params = dict[str, Any]


def repair() -> None:
    """Add the operations moto lacks."""
    from moto.budgets.responses import BudgetsResponse  # noqa: PLC0415  # slow

    _tag_from_the_start(BudgetsResponse)
    teach(
        BudgetsResponse,
        update_budget=_update_budget,
        describe_subscribers_for_notification=_subscribers,
        update_subscriber=_update_subscriber,
        create_subscriber=_create_subscriber,
        delete_subscriber=_delete_subscriber,
        list_tags_for_resource=_list_tags,
        tag_resource=_tag,
        untag_resource=_untag,
    )


def _tag_from_the_start(response: Any) -> None:
    """Keep the tags a budget is made with."""
    create = response.create_budget

    def create_budget(self: Any) -> Any:
        answer = create(self)
        arn = f"arn:aws:budgets::{self._get_param('AccountId')}:budget/"
        arn += self._get_param("Budget")["BudgetName"]
        given = self._get_param("ResourceTags") or []
        kept(self.backend, "tags")[arn] = {one["Key"]: one["Value"] for one in given}
        return answer

    response.create_budget = create_budget


def _budget(response: Any, params: Params, name: str) -> Any:
    found = response.backend.budgets[params["AccountId"]].get(name)
    if found is None:
        words = f"Unable to get budget: {name} - the budget doesn't exist."
        raise Refusal("NotFoundException", words)
    return found


def _update_budget(response: Any, params: Params) -> Params:
    """Replace what a budget says; its notifications stay."""
    new = dict(params["NewBudget"])
    budget = _budget(response, params, new["BudgetName"])
    budget.budget = {**budget.budget, **new}
    return {}


def _notification(response: Any, params: Params) -> Any:
    budget = _budget(response, params, params["BudgetName"])
    wanted = _meaning(params["Notification"])
    for one in budget.notifications:
        if _meaning(one.details) == wanted:
            return one
    raise Refusal("NotFoundException", "Unable to find the notification.")


def _meaning(details: Params) -> Params:
    """Return what tells notifications apart; AWS takes a threshold for a percentage."""
    kind = details.get("ThresholdType", "PERCENTAGE")
    names = ("NotificationType", "ComparisonOperator")
    threshold = float(details["Threshold"])
    return {**{name: details[name] for name in names}, "kind": kind, "threshold": threshold}


def _subscribers(response: Any, params: Params) -> Params:
    """Return whom a notification tells."""
    return {"Subscribers": list(_notification(response, params).subscribers)}


def _update_subscriber(response: Any, params: Params) -> Params:
    """Put another in a subscriber's place."""
    one = _notification(response, params)
    old, new = params["OldSubscriber"], params["NewSubscriber"]
    one.subscribers = [new if dict(given) == old else given for given in one.subscribers]
    return {}


def _create_subscriber(response: Any, params: Params) -> Params:
    """Tell one more."""
    one = _notification(response, params)
    one.subscribers = [*one.subscribers, params["Subscriber"]]
    return {}


def _delete_subscriber(response: Any, params: Params) -> Params:
    """Tell one less."""
    one = _notification(response, params)
    left = [given for given in one.subscribers if dict(given) != dict(params["Subscriber"])]
    one.subscribers = left
    return {}


def _tags(response: Any, params: Params) -> dict[str, str]:
    found: dict[str, str] = kept(response.backend, "tags").setdefault(params["ResourceARN"], {})
    return found


def _list_tags(response: Any, params: Params) -> Params:
    """Return the tags."""
    tags = _tags(response, params)
    return {"ResourceTags": [{"Key": key, "Value": value} for key, value in tags.items()]}


def _tag(response: Any, params: Params) -> Params:
    """Add tags."""
    _tags(response, params).update({one["Key"]: one["Value"] for one in params["ResourceTags"]})
    return {}


def _untag(response: Any, params: Params) -> Params:
    """Remove tags."""
    for key in params["ResourceTagKeys"]:
        _tags(response, params).pop(key, None)
    return {}
