"""What a cache delivers of its logs, and where to: `log_delivery_configuration`.

https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html
"""

from __future__ import annotations

from typing import Any

from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.mapping import dig
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

ATTRIBUTE = "log_delivery_configuration"
SINCE = {"slow-log": (6, 0), "engine-log": (6, 2)}
"""The first version of Redis that delivers it; every version of Valkey delivers both."""
DESTINATIONS = {
    "cloudwatch-logs": ("CloudWatchLogsDetails", "LogGroup"),
    "kinesis-firehose": ("KinesisFirehoseDetails", "DeliveryStream"),
}


def engine_has_log(x: Task) -> None:
    """Refuse a log that the version of Redis does not deliver yet."""
    version = str(x["engine_version"] or "")
    numbers = tuple(int(part) for part in version.replace("x", "9").split(".") if part.isdigit())
    for one in elements(x[ATTRIBUTE]):
        log = str(one["log_type"])
        if str(x["engine"] or "redis") == "redis" and numbers and numbers < SINCE[log]:
            least = ".".join(map(str, SINCE[log]))
            code = "InvalidParameterValue"
            text = f"{log} is supported from engine version {least} onward, and this is {version}."
            raise Refused(code, text, attribute=(ATTRIBUTE,))


def changed_at_once(x: Task) -> None:
    """Refuse to change what is delivered in the next maintenance window."""
    if x.prior and x.changed(ATTRIBUTE) and not x["apply_immediately"]:
        code = "InvalidParameterValue"
        text = "To modify the log delivery configuration, set the apply-immediately parameter to "
        text += "true."
        raise Refused(code, text, attribute=(ATTRIBUTE,))


def deliveries(x: Task) -> list[dict[str, Any]]:
    """Return the API's form of what is delivered, and of what no longer is."""
    wanted = [_delivery(one) for one in elements(x[ATTRIBUTE])]
    logs = {one["LogType"] for one in wanted}
    before = {str(one["log_type"]) for one in elements(x.prior.get(ATTRIBUTE))}
    return [*wanted, *({"LogType": log, "Enabled": False} for log in sorted(before - logs))]


def _delivery(one: Values) -> dict[str, Any]:
    details, name = DESTINATIONS[str(one["destination_type"])]
    return {
        "LogType": one["log_type"],
        "LogFormat": one["log_format"],
        "DestinationType": one["destination_type"],
        "DestinationDetails": {details: {name: one["destination"]}},
        "Enabled": True,
    }


def delivered(found: dict[str, Any]) -> Values:
    """Return the attribute as a described group has it."""
    return {ATTRIBUTE: [_block(one) for one in found.get("LogDeliveryConfigurations", [])]}


def _block(one: dict[str, Any]) -> Values:
    return {
        "log_type": one["LogType"],
        "log_format": one["LogFormat"],
        "destination_type": one["DestinationType"],
        "destination": dig(
            one, ".".join(["DestinationDetails", *DESTINATIONS[one["DestinationType"]]])
        ),
    }
