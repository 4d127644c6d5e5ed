"""Log deliveries: how they are changed."""

from __future__ import annotations

from typing import Any

from giban.rehearse.moto_repairs.teaching import Refusal, teach

CHANGES = {
    "recordFields": "record_fields",
    "fieldDelimiter": "field_delimiter",
    "s3DeliveryConfiguration": "s3_delivery_configuration",
}


def repair() -> None:
    """Add the operation moto lacks."""
    from moto.logs.responses import LogsResponse  # noqa: PLC0415  # slow

    teach(LogsResponse, update_delivery_configuration=_update)


def _update(response: Any, params: dict[str, Any]) -> dict[str, Any]:
    """Change what a delivery has of each log, and where it puts it."""
    delivery = response.logs_backend.deliveries.get(params["id"])
    if delivery is None:
        code = "ResourceNotFoundException"
        raise Refusal(code, "Requested Delivery does not exist in this account.")
    for member, attribute in CHANGES.items():
        if member in params:
            setattr(delivery, attribute, params[member])
    return {}
