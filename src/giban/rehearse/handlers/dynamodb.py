"""Tables."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.catalogue import dynamodb
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.task import Task

INVALID = "ValidationException"
ON_DEMAND = "PAY_PER_REQUEST"
PROBLEM = "One or more parameter values were invalid: "


def _defined(x: Task) -> None:
    """Refuse keys that are not defined as attributes, and attributes that are no key."""
    defined = {one["name"] for one in x["attribute"] or []}
    used = set(_keys(x))
    if used - defined:
        text = f"{PROBLEM}Some index key attributes are not defined in AttributeDefinitions. "
        text += f"Keys: {_names(used)}, AttributeDefinitions: {_names(defined)}"
    elif defined - used:
        text = f"{PROBLEM}Number of attributes in KeySchema does not exactly match number of "
        text += f"attributes defined in AttributeDefinitions: unused {_names(defined - used)}"
    else:
        return
    raise Refused(INVALID, text, attribute=("attribute",))


def _keys(x: Task) -> Iterator[str]:
    local, everywhere = x["local_secondary_index"] or [], x["global_secondary_index"] or []
    for holder in (x.values, *local, *everywhere):
        yield from (str(holder[name]) for name in ("hash_key", "range_key") if holder.get(name))
    for index in everywhere:
        yield from (str(one["attribute_name"]) for one in index.get("key_schema") or [])


def _names(names: set[str]) -> str:
    return f"[{', '.join(sorted(names))}]"


def _paid_for(x: Task) -> None:
    """Refuse provisioned tables without capacity, and capacity for those on demand."""
    capacity = [x["read_capacity"], x["write_capacity"]]
    if x["billing_mode"] == ON_DEMAND:
        if not x.prior and any(capacity):
            text = f"{PROBLEM}Neither ReadCapacityUnits nor WriteCapacityUnits can be specified "
            text += "when BillingMode is PAY_PER_REQUEST"
            raise Refused(INVALID, text, attribute=("billing_mode",))
    elif not all(capacity):
        text = f"{PROBLEM}ReadCapacityUnits and WriteCapacityUnits must both be specified when "
        text += "BillingMode is PROVISIONED"
        raise Refused(INVALID, text, attribute=("billing_mode",))


def _streams_something(x: Task) -> None:
    """Refuse a stream that does not say of what."""
    if x["stream_enabled"] and not x["stream_view_type"]:
        text = f"{PROBLEM}StreamViewType is required when StreamEnabled is true"
        raise Refused(INVALID, text, attribute=("stream_view_type",))


class Table(Handler):
    """A table. Replicas, imports and restores are in the state only."""

    kind = dynamodb.Table
    service = "dynamodb"
    find_op, found, by = "describe_table", "Table", "TableName"
    delete_op = "delete_table"
    names = {
        "name": "TableName",
        "attribute": "AttributeDefinitions",
        "attribute.name": "AttributeName",
        "attribute.type": "AttributeType",
        "on_demand_throughput": "OnDemandThroughput",
        "global_secondary_index": "",
        "local_secondary_index": "",
        "point_in_time_recovery": "",
        "replica": "",
        "server_side_encryption": "",
        "stream_enabled": "StreamSpecification.StreamEnabled",
        "stream_view_type": "StreamSpecification.StreamViewType",
        "ttl": "",
        "warm_throughput": "",
    }
    reads = {"stream_arn": "LatestStreamArn", "stream_label": "LatestStreamLabel"}
    recompute = {
        "stream_arn": ("stream_enabled", "stream_view_type"),
        "stream_label": ("stream_enabled", "stream_view_type"),
    }
    guards = (_defined, _paid_for, _streams_something)

    def create(self, x: Task) -> None:
        """Make it, and set what a new table has otherwise."""
        arguments = x.arguments("create_table")
        if not x["stream_enabled"]:
            arguments.pop("StreamSpecification", None)
        indexes = [_index(x, one) for one in x["global_secondary_index"] or []]
        local = [_local_index(x, one) for one in x["local_secondary_index"] or []]
        given = {
            "KeySchema": _key_schema(x["hash_key"], x["range_key"]),
            "ProvisionedThroughput": _throughput(x, x.values),
            "GlobalSecondaryIndexes": indexes,
            "LocalSecondaryIndexes": local,
            "SSESpecification": self._encryption(x),
        }
        x.call("create_table", **arguments, **{k: v for k, v in given.items() if v})
        x.id = str(x["name"])
        self._recovery(x)
        self._expiry(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return keys, indexes, encryption, expiry and recovery."""
        throughput = found.get("ProvisionedThroughput", {})
        backups = x.call("describe_continuous_backups", TableName=x.id)
        recovery = backups["ContinuousBackupsDescription"]["PointInTimeRecoveryDescription"]
        expiry = x.call("describe_time_to_live", TableName=x.id)["TimeToLiveDescription"]
        stream = found.get("StreamSpecification", {})
        values: Values = {
            **_read_keys(found["KeySchema"]),
            "arn": found["TableArn"],
            "billing_mode": found.get("BillingModeSummary", {}).get("BillingMode", "PROVISIONED"),
            "read_capacity": throughput.get("ReadCapacityUnits", 0),
            "write_capacity": throughput.get("WriteCapacityUnits", 0),
            "stream_enabled": stream.get("StreamEnabled", False),
            "stream_view_type": stream.get("StreamViewType", ""),
            "stream_arn": found.get("LatestStreamArn", ""),
            "stream_label": found.get("LatestStreamLabel", ""),
            "global_secondary_index": [_read_index(i) for i in found["GlobalSecondaryIndexes"]],
            "local_secondary_index": [_read_local(i) for i in found["LocalSecondaryIndexes"]],
            "point_in_time_recovery": [_read_recovery(recovery)],
            "ttl": [_read_expiry(expiry)],
        }
        type = self.kind.terraform_type
        if not x.shadow.get(type, x.region, x.id):
            values["server_side_encryption"] = _read_encryption(found)
        return values

    def update(self, x: Task) -> None:
        """Change what may change, one thing at a time as DynamoDB wants it."""
        if x.changed("billing_mode", "read_capacity", "write_capacity"):
            throughput = _throughput(x, x.values)
            paid = {"ProvisionedThroughput": throughput} if throughput else {}
            x.call("update_table", TableName=x.id, BillingMode=x["billing_mode"], **paid)
        if x.changed("stream_enabled", "stream_view_type"):
            self._stream(x)
        if x.changed("deletion_protection_enabled"):
            protected = bool(x["deletion_protection_enabled"])
            x.call("update_table", TableName=x.id, DeletionProtectionEnabled=protected)
        if x.changed("server_side_encryption"):
            # moto takes no notice of a change, so from here on the state's word stands.
            x.shadow.put(self.kind.terraform_type, x.region, x.id, {"changed": True})
        self._indexes(x)
        if x.changed("point_in_time_recovery"):
            self._recovery(x)
        if x.changed("ttl"):
            self._expiry(x)

    def delete(self, x: Task) -> None:
        """Delete it."""
        super().delete(x)
        x.shadow.drop(self.kind.terraform_type, x.region, x.id)

    def _stream(self, x: Task) -> None:
        if x.prior.get("stream_enabled"):
            off = {"StreamEnabled": False}
            x.call("update_table", TableName=x.id, StreamSpecification=off)
        if x["stream_enabled"]:
            on = {"StreamEnabled": True, "StreamViewType": x["stream_view_type"]}
            x.call("update_table", TableName=x.id, StreamSpecification=on)

    def _encryption(self, x: Task) -> dict[str, Any]:
        for block in x["server_side_encryption"] or []:
            if block["enabled"]:
                key = {"KMSMasterKeyId": block["kms_key_arn"]} if block["kms_key_arn"] else {}
                return {"Enabled": True, "SSEType": "KMS", **key}
        return {}

    def _recovery(self, x: Task) -> None:
        for block in x["point_in_time_recovery"] or []:
            days = block.get("recovery_period_in_days")
            period = {"RecoveryPeriodInDays": int(days)} if days and block["enabled"] else {}
            wanted = {"PointInTimeRecoveryEnabled": bool(block["enabled"]), **period}
            if block["enabled"] or x.prior:
                x.call(
                    "update_continuous_backups",
                    TableName=x.id,
                    PointInTimeRecoverySpecification=wanted,
                )

    def _expiry(self, x: Task) -> None:
        for block in x["ttl"] or []:
            enabled = bool(block["enabled"])
            if enabled or x.prior:
                wanted = {"Enabled": enabled, "AttributeName": block["attribute_name"] or ""}
                x.call("update_time_to_live", TableName=x.id, TimeToLiveSpecification=wanted)

    def _indexes(self, x: Task) -> None:
        if not x.changed("global_secondary_index", "attribute"):
            return
        before = {one["name"]: one for one in x.prior.get("global_secondary_index") or []}
        after = {one["name"]: one for one in x["global_secondary_index"] or []}
        attributes = x.arguments("update_table", only={"attribute"})
        for name, one in before.items():
            if name not in after or _index(x, after[name]) != _index(x, one):
                gone = {"Delete": {"IndexName": name}}
                x.call("update_table", TableName=x.id, GlobalSecondaryIndexUpdates=[gone])
        for name, one in after.items():
            if name not in before or _index(x, before[name]) != _index(x, one):
                new = {"GlobalSecondaryIndexUpdates": [{"Create": _index(x, one)}]}
                x.call("update_table", TableName=x.id, **attributes, **new)


def _throughput(x: Task, values: Values) -> dict[str, int]:
    if x["billing_mode"] == ON_DEMAND:
        return {}
    return {
        "ReadCapacityUnits": int(values["read_capacity"] or 0),
        "WriteCapacityUnits": int(values["write_capacity"] or 0),
    }


def _key_schema(hash_key: Any, range_key: Any) -> list[dict[str, str]]:
    keys = (("HASH", hash_key), ("RANGE", range_key))
    return [{"AttributeName": name, "KeyType": type} for type, name in keys if name]


def _projection(index: Values) -> dict[str, Any]:
    others = index.get("non_key_attributes") or []
    return {"ProjectionType": index["projection_type"]} | (
        {"NonKeyAttributes": sorted(others)} if others else {}
    )


def _index(x: Task, index: Values) -> dict[str, Any]:
    given = [
        {"AttributeName": one["attribute_name"], "KeyType": one["key_type"]}
        for one in index.get("key_schema") or []
    ]
    keys = given or _key_schema(index.get("hash_key"), index.get("range_key"))
    throughput = _throughput(x, index)
    return {
        "IndexName": index["name"],
        "KeySchema": keys,
        "Projection": _projection(index),
    } | ({"ProvisionedThroughput": throughput} if throughput else {})


def _local_index(x: Task, index: Values) -> dict[str, Any]:
    keys = _key_schema(x["hash_key"], index["range_key"])
    return {"IndexName": index["name"], "KeySchema": keys, "Projection": _projection(index)}


def _read_keys(schema: list[dict[str, str]]) -> Values:
    by_type = {one["KeyType"]: one["AttributeName"] for one in schema}
    return {"hash_key": by_type.get("HASH", ""), "range_key": by_type.get("RANGE", "")}


def _read_index(index: dict[str, Any]) -> Values:
    throughput = index.get("ProvisionedThroughput") or {}
    return {
        **_read_local(index),
        **_read_keys(index["KeySchema"]),
        "key_schema": [
            {"attribute_name": one["AttributeName"], "key_type": one["KeyType"]}
            for one in index["KeySchema"]
        ],
        "read_capacity": throughput.get("ReadCapacityUnits", 0),
        "write_capacity": throughput.get("WriteCapacityUnits", 0),
    }


def _read_local(index: dict[str, Any]) -> Values:
    projection = index["Projection"]
    return {
        "name": index["IndexName"],
        "range_key": _read_keys(index["KeySchema"])["range_key"],
        "projection_type": projection["ProjectionType"],
        "non_key_attributes": projection.get("NonKeyAttributes", []),
    }


def _read_recovery(found: dict[str, Any]) -> Values:
    enabled = found["PointInTimeRecoveryStatus"] == "ENABLED"
    days = found.get("RecoveryPeriodInDays", 35) if enabled else 0
    return {"enabled": enabled, "recovery_period_in_days": days}


def _read_expiry(found: dict[str, Any]) -> Values:
    enabled = found["TimeToLiveStatus"] in ("ENABLED", "ENABLING")
    return {"enabled": enabled, "attribute_name": found.get("AttributeName", "")}


def _read_encryption(found: dict[str, Any]) -> list[Values]:
    described = found.get("SSEDescription")
    if not described or described["Status"] != "ENABLED":
        return []
    return [{"enabled": True, "kms_key_arn": described.get("KMSMasterKeyArn", "")}]
