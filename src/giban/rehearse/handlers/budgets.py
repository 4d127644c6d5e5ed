"""Spending limits. moto cannot change a budget, so it is put in its own place anew."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from typing import Any

from giban.catalogue import budgets
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.mapping import to_api
from giban.rehearse.task import Task

TIME = "%Y-%m-%d_%H:%M"
NAME = re.compile(r"[^:\\]{1,100}")
MOST_ADDRESSES = 10
ADJUSTED = {"Amount": "0.0", "Unit": "USD"}
"""The limit of a budget that adjusts itself: AWS works it out, moto wants one."""
TOLD = {"subscriber_email_addresses": "EMAIL", "subscriber_sns_topic_arns": "SNS"}


def _well_named(x: Task) -> None:
    """Refuse names with a colon or a backslash, and those that are too long."""
    name = str(x["name"])
    if not NAME.fullmatch(name):
        text = f"1 validation error detected: Value '{name}' at 'budget.budgetName' failed to "
        text += r"satisfy constraint: Member must satisfy regular expression pattern: [^:\\]+"
        raise Refused("ValidationException", text, attribute=("name",))


def _somebody_hears(x: Task) -> None:
    """Refuse notifications for nobody, and for more than AWS tells."""
    for one in x["notification"] or []:
        mails, topics = (one.get(name) or [] for name in TOLD)
        if not mails and not topics:
            text = "Notification must have at least one subscriber!"
        elif len(mails) > MOST_ADDRESSES or len(topics) > 1:
            text = "A notification can have at most 10 e-mail addresses and one SNS topic"
        else:
            continue
        raise Refused("InvalidParameterException", text, attribute=("notification",))


def _has_a_limit(x: Task) -> None:
    """Refuse a budget that limits nothing, and a limit that is no amount."""
    if x["auto_adjust_data"] or x["planned_limit"]:
        return
    amount = str(x["limit_amount"] or "")
    if not re.fullmatch(r"\d+(\.\d+)?", amount) or float(amount) <= 0:
        text = "Budget limit amount must be greater than 0"
        raise Refused("InvalidParameterException", text, attribute=("limit_amount",))


def _time(text: Any) -> datetime:
    return datetime.strptime(str(text), TIME).replace(tzinfo=UTC)


def _beginning(unit: Any) -> datetime:
    """Return when the period under way began: what AWS takes for a start that is not given."""
    now = datetime.now(UTC).replace(hour=0, minute=0, second=0, microsecond=0)
    if unit == "DAILY":
        return now
    month = {"QUARTERLY": (now.month - 1) // 3 * 3 + 1, "ANNUALLY": 1}.get(unit, now.month)
    return now.replace(month=month, day=1)


class Budget(Handler):
    """A budget and those who are told."""

    kind = budgets.Budget
    service = "budgets"
    find_op, found = "describe_budget", "Budget"
    delete_op, by = "delete_budget", {"AccountId": "account_id", "BudgetName": "name"}
    names = {
        "name": "BudgetName",
        "limit_amount": "BudgetLimit.Amount",
        "limit_unit": "BudgetLimit.Unit",
        "cost_filter": "",
        "notification": "",
        "planned_limit": "",
    }
    guards = (_well_named, _somebody_hears, _has_a_limit)

    def create(self, x: Task) -> None:
        """Make it, with those who are told."""
        x.values["account_id"] = x["account_id"] or x.account
        shape = x.input_of("create_budget").members["Budget"]
        budget = {
            **({"BudgetLimit": ADJUSTED} if x["auto_adjust_data"] else {}),
            **to_api(x.shape, x.values, shape, x.names),
            "CostFilters": {one["name"]: one["values"] for one in x["cost_filter"] or []},
            "TimePeriod": self._period(x),
        }
        planned = {
            str(int(_time(one["start_time"]).timestamp())): {
                "Amount": one["amount"],
                "Unit": one["unit"],
            }
            for one in x["planned_limit"] or []
        }
        tags = [{"Key": key, "Value": value} for key, value in (x["tags_all"] or {}).items()]
        x.call(
            "create_budget",
            AccountId=x["account_id"],
            ResourceTags=tags,
            Budget=budget | ({"PlannedBudgetLimits": planned} if planned else {}),
            NotificationsWithSubscribers=[_notification(one) for one in x["notification"] or []],
        )
        x.id = f"{x['account_id']}:{x['name']}"
        x.values["arn"] = x.arn(f"budget/{x['name']}", is_global=True)

    def _period(self, x: Task) -> dict[str, datetime]:
        start, end = x["time_period_start"], x["time_period_end"]
        begins = _time(start) if start else _beginning(x["time_unit"])
        return {"Start": begins} | ({"End": _time(end)} if end else {})

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return filters, limits, times and notifications as Terraform writes them."""
        period = {name: at.astimezone(UTC).strftime(TIME) for name, at in _times(found)}
        limits = found.get("PlannedBudgetLimits") or {}
        filters = found.get("CostFilters") or {}
        who = {"AccountId": x["account_id"], "BudgetName": x["name"]}
        told = x.call("describe_notifications_for_budget", **who)["Notifications"]
        return {
            "arn": x.arn(f"budget/{x['name']}", is_global=True),
            "account_id": x["account_id"],
            "time_period_start": period.get("Start"),
            "time_period_end": period.get("End"),
            "cost_filter": [{"name": name, "values": these} for name, these in filters.items()],
            "planned_limit": [
                {
                    "start_time": datetime.fromtimestamp(int(start), UTC).strftime(TIME),
                    "amount": limit["Amount"],
                    "unit": limit["Unit"],
                }
                for start, limit in limits.items()
            ],
            "notification": [
                {
                    "notification_type": one["NotificationType"],
                    "comparison_operator": one["ComparisonOperator"],
                    "threshold": one["Threshold"],
                    "threshold_type": one.get("ThresholdType", "PERCENTAGE"),
                    **self._told(x, who, one),
                }
                for one in told
            ],
        }

    def _told(self, x: Task, who: dict[str, Any], one: dict[str, Any]) -> Values:
        """Return who hears of a notification, by the attributes that say so."""
        answer = x.call("describe_subscribers_for_notification", **who, Notification=one)
        return {
            name: [
                each["Address"]
                for each in answer["Subscribers"]
                if each["SubscriptionType"] == type
            ]
            for name, type in TOLD.items()
        }

    def update(self, x: Task) -> None:
        """Put it in its own place."""
        if any(x.changed(name) for name in x.values if name not in ("tags", "tags_all")):
            self.delete(x)
            self.create(x)

    def import_(self, id: str) -> Values:
        """Return the account and the name: `123456789012:name`."""
        account, _, name = id.partition(":")
        return {"id": id, "account_id": account, "name": name}


def _times(found: dict[str, Any]) -> list[tuple[str, datetime]]:
    return [(name, at) for name, at in found.get("TimePeriod", {}).items() if at]


def _notification(one: Values) -> dict[str, Any]:
    return {
        "Notification": {
            "NotificationType": one["notification_type"],
            "ComparisonOperator": one["comparison_operator"],
            "Threshold": float(one["threshold"]),
            "ThresholdType": one["threshold_type"],
        },
        "Subscribers": [
            {"SubscriptionType": type, "Address": address}
            for name, type in TOLD.items()
            for address in one.get(name) or []
        ],
    }
