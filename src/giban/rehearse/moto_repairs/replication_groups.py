"""Caches with replicas, and the clusters they consist of."""

from __future__ import annotations

import hashlib
from typing import Any

from giban.rehearse.moto_repairs.teaching import teach

Params = dict[str, Any]
VERSION = "7.1"
ACTUAL = {"7.0": "7.0.7", "7.1": "7.1.0", "6.2": "6.2.6", "7.2": "7.2.6", "8.0": "8.0.1"}
DIRECTIONS = {
    "north": "n",
    "south": "s",
    "east": "e",
    "west": "w",
    "central": "c",
    "northeast": "ne",
    "northwest": "nw",
    "southeast": "se",
    "southwest": "sw",
}
WINDOW = "sun:05:00-sun:06:00"
CHANGEABLE = {
    "ReplicationGroupDescription": "description",
    "Engine": "engine",
    "CacheNodeType": "cache_node_type",
    "SnapshotRetentionLimit": "snapshot_retention_limit",
    "SnapshotWindow": "snapshot_window",
    "AutoMinorVersionUpgrade": "auto_minor_version_upgrade",
    "TransitEncryptionEnabled": "transit_encryption_enabled",
    "TransitEncryptionMode": "transit_encryption_mode",
    "IpDiscovery": "ip_discovery",
    "EngineVersion": "engine_version",
    "CacheParameterGroupName": "cache_parameter_group_name",
    "SecurityGroupIds": "security_group_ids",
    "PreferredMaintenanceWindow": "preferred_maintenance_window",
    "NotificationTopicArn": "notification_topic_arn",
}
SWITCHES = {"AutomaticFailoverEnabled": "automatic_failover", "MultiAZEnabled": "multi_az"}


def repair() -> None:
    """Give groups their members, in their own region, and let them change and go."""
    from moto.elasticache.models import ElastiCacheBackend, ReplicationGroup  # noqa: PLC0415
    from moto.elasticache.responses import ElastiCacheResponse  # noqa: PLC0415  # slow

    _place_members(ReplicationGroup)
    _forget_deleted(ElastiCacheBackend)
    _describe_members(ElastiCacheBackend)
    teach(
        ElastiCacheResponse,
        modify_replication_group=_modify,
        increase_replica_count=_count_replicas,
        decrease_replica_count=_count_replicas,
    )


def _place_members(group: Any) -> None:
    """Make as many members as were asked for, with addresses of the region they live in."""
    make = group.__init__

    def made(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        self.giban_region = named["region_name"]
        self.giban_account = named["account_id"]
        total = int(named.get("num_cache_clusters") or 1)
        replicas = named.get("replicas_per_node_group")
        self.giban_shards = int(named.get("num_node_groups") or 1)
        self.giban_replicas = total - 1 if replicas is None else int(replicas)
        parameters = named.get("cache_parameter_group_name") or ""
        sharded = self.giban_shards > 1 or parameters.endswith(".cluster.on")
        self.cluster_enabled = self.cluster_enabled or sharded
        self.cluster_mode = "enabled" if self.cluster_enabled else "disabled"
        self.auto_minor_version_upgrade = named.get("auto_minor_version_upgrade") not in (
            False,
            "false",
        )
        _number_members(self)

    group.__init__ = made


def _number_members(group: Any) -> None:
    id, port, zones = group.replication_group_id, group.port, _zones(group)
    group.node_groups, group.member_clusters = [], []
    domain = _Domain(group)
    for shard in range(1, group.giban_shards + 1):
        prefix = f"{id}-{shard:04d}" if group.cluster_enabled else id
        names = [f"{prefix}-{node:03d}" for node in range(1, group.giban_replicas + 2)]
        members = [
            {
                "CacheClusterId": name,
                "CacheNodeId": "0001",
                "PreferredAvailabilityZone": zones[index % len(zones)],
                **({} if group.cluster_enabled else _member(domain, name, port, index)),
            }
            for index, name in enumerate(names)
        ]
        node: Params = {
            "NodeGroupId": f"{shard:04d}",
            "Status": "available",
            "NodeGroupMembers": members,
        }
        if group.cluster_enabled:
            node["Slots"] = _slots(shard, group.giban_shards)
        else:
            node["PrimaryEndpoint"] = {"Address": domain.primary, "Port": port}
            node["ReaderEndpoint"] = {"Address": domain.reader, "Port": port}
        group.node_groups.append(node)
        group.member_clusters.extend(names)
    if group.cluster_enabled:
        group.configuration_endpoint = {"Address": domain.configuration, "Port": port}


def _member(domain: _Domain, name: str, port: int, index: int) -> Params:
    role = "replica" if index else "primary"
    return {
        "CurrentRole": role,
        "ReadEndpoint": {"Address": domain.node(name), "Port": port},
    }


def _slots(shard: int, shards: int) -> str:
    """Return the shard's even part of Redis's 16384 slots."""
    size = 16384 / shards
    return f"{round(size * (shard - 1))}-{round(size * shard) - 1}"


def _zones(group: Any) -> list[str]:
    """Return the zones of the group's subnets, else of its region."""
    from moto.elasticache.models import elasticache_backends  # noqa: PLC0415  # slow

    backend = elasticache_backends[group.giban_account][group.giban_region]
    subnets = backend.cache_subnet_groups.get(group.cache_subnet_group_name)
    found = [one.get("subnet_availability_zone") for one in subnets.subnets] if subnets else []
    names = sorted({one["Name"] if isinstance(one, dict) else str(one) for one in found if one})
    return names or [f"{group.giban_region}a"]


class _Domain:
    """Where clients find a group: names in the form AWS gives them."""

    def __init__(self, group: Any) -> None:
        area, direction, number = group.giban_region.split("-")[:3]
        short = f"{area}{DIRECTIONS.get(direction, direction)}{number}"
        place = f"{group.giban_account}/{group.giban_region}"
        token = hashlib.sha256(place.encode()).hexdigest()[:6]
        id, tail = group.replication_group_id, f"{short}.cache.amazonaws.com"
        if group.transit_encryption_enabled:
            self.primary = f"master.{id}.{token}.{tail}"
            self.reader = f"replica.{id}.{token}.{tail}"
            self.configuration = f"clustercfg.{id}.{token}.{tail}"
        else:
            self.primary = f"{id}.{token}.ng.0001.{tail}"
            self.reader = f"{id}-ro.{token}.ng.0001.{tail}"
            self.configuration = f"{id}.{token}.clustercfg.{tail}"
        self._encrypted, self._id, self._rest = group.transit_encryption_enabled, id, (token, tail)

    def node(self, name: str) -> str:
        """Return the address of a member."""
        token, tail = self._rest
        if self._encrypted:
            return f"{name}.{self._id}.{token}.{tail}"
        return f"{name}.{token}.0001.{tail}"


def _forget_deleted(backend: Any) -> None:
    """Make deleted groups go, which moto keeps with their names."""
    delete = backend.delete_replication_group

    def gone(self: Any, replication_group_id: str, *arguments: Any, **named: Any) -> Any:
        group = delete(self, replication_group_id, *arguments, **named)
        self.replication_groups.pop(replication_group_id, None)
        return group

    backend.delete_replication_group = gone


def _describe_members(backend: Any) -> None:
    """Describe the clusters a group consists of, which is where AWS tells version and network."""
    describe = backend.describe_cache_clusters

    def described(self: Any, cache_cluster_id: str | None) -> list[Any]:
        members = {
            name: group
            for group in self.replication_groups.values()
            for name in group.member_clusters
        }
        if cache_cluster_id and cache_cluster_id in members:
            return [_cluster(members[cache_cluster_id], cache_cluster_id)]
        own: list[Any] = describe(self, cache_cluster_id)
        more = [_cluster(group, name) for name, group in members.items()]
        return [*own, *([] if cache_cluster_id else more)]

    backend.describe_cache_clusters = described


def _cluster(group: Any, name: str) -> Params:
    version = str(group.engine_version or VERSION)
    family = f"default.{group.engine}{version.partition('.')[0]}"
    family += ".cluster.on" if group.cluster_enabled else ""
    topic = group.notification_topic_arn
    zone = next(
        member["PreferredAvailabilityZone"]
        for node in group.node_groups
        for member in node["NodeGroupMembers"]
        if member["CacheClusterId"] == name
    )
    return {
        "CacheClusterId": name,
        "ReplicationGroupId": group.replication_group_id,
        "CacheNodeType": group.cache_node_type,
        "Engine": group.engine,
        "EngineVersion": ACTUAL.get(version, version),
        "CacheClusterStatus": "available",
        "NumCacheNodes": 1,
        "PreferredAvailabilityZone": zone,
        "CacheClusterCreateTime": group.replication_group_create_time,
        "PreferredMaintenanceWindow": group.preferred_maintenance_window or WINDOW,
        "NotificationConfiguration": {"TopicArn": topic, "TopicStatus": "active"}
        if topic
        else None,
        "CacheParameterGroup": {
            "CacheParameterGroupName": group.cache_parameter_group_name or family,
            "ParameterApplyStatus": "in-sync",
        },
        "CacheSubnetGroupName": group.cache_subnet_group_name or "default",
        "CacheNodes": [
            {
                "CacheNodeId": "0001",
                "CacheNodeStatus": "available",
                "Endpoint": {"Address": _Domain(group).node(name), "Port": group.port},
                "CustomerAvailabilityZone": zone,
            }
        ],
        "AutoMinorVersionUpgrade": group.auto_minor_version_upgrade,
        "SecurityGroups": [
            {"SecurityGroupId": id, "Status": "active"} for id in group.security_group_ids or []
        ],
        "SnapshotRetentionLimit": group.snapshot_retention_limit,
        "SnapshotWindow": group.snapshot_window,
        "AuthTokenEnabled": group.auth_token_enabled,
        "TransitEncryptionEnabled": group.transit_encryption_enabled,
        "TransitEncryptionMode": group.transit_encryption_mode,
        "AtRestEncryptionEnabled": group.at_rest_encryption_enabled,
        "ARN": group.arn.replace(
            f"replicationgroup:{group.replication_group_id}", f"cluster:{name}"
        ),
        "NetworkType": group.network_type,
        "IpDiscovery": group.ip_discovery,
    }


def _modify(response: Any, params: Params) -> Params:
    """Change a group; ApplyImmediately or not, it is done at once here."""
    backend = response.elasticache_backend
    group = backend.describe_replication_groups(params["ReplicationGroupId"])[0]
    for member, attribute in CHANGEABLE.items():
        if member in params:
            setattr(group, attribute, params[member])
    for member, attribute in SWITCHES.items():
        if member in params:
            setattr(group, attribute, "enabled" if params[member] else "disabled")
    left = [id for id in group.user_group_ids if id not in params.get("UserGroupIdsToRemove", [])]
    group.user_group_ids = [*left, *params.get("UserGroupIdsToAdd", [])]
    if params.get("RemoveUserGroups"):
        group.user_group_ids = []
    _deliver(group, params.get("LogDeliveryConfigurations", []))
    if "AuthToken" in params:
        group.auth_token_enabled = params.get("AuthTokenUpdateStrategy") != "DELETE"
    _number_members(group)
    return {"ReplicationGroup": group}


def _deliver(group: Any, changes: list[Params]) -> None:
    """Change which logs are delivered, each by its type."""
    logs = {one["LogType"]: one for one in group.log_delivery_configurations}
    for one in changes:
        logs.pop(one["LogType"], None)
        if one.get("Enabled") is not False:
            logs[one["LogType"]] = {**one, "Status": "active"}
    group.log_delivery_configurations = list(logs.values())


def _count_replicas(response: Any, params: Params) -> Params:
    """Change the number of replicas of every shard."""
    backend = response.elasticache_backend
    group = backend.describe_replication_groups(params["ReplicationGroupId"])[0]
    group.giban_replicas = int(params["NewReplicaCount"])
    _number_members(group)
    return {"ReplicationGroup": group}
