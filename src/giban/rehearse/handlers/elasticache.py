"""Caches, where they live, and who may log in to them."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from giban.catalogue import elasticache
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers import cache_logs
from giban.rehearse.handlers.base import Handler, Shadowed
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

GROUP_ID = re.compile(r"^[a-zA-Z](?!.*--)[a-zA-Z0-9-]{0,39}(?<!-)$")
PASSWORD_LENGTHS = range(16, 129)
ACTUAL = {
    "7.0": "7.0.7",
    "7.1": "7.1.0",
    "6.2": "6.2.6",
    "7.2": "7.2.6",
    "8.0": "8.0.1",
}
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


def _combination(text: str, *attribute: str) -> Refused:
    return Refused("InvalidParameterCombination", text, attribute=attribute)


def _value(text: str, *attribute: str) -> Refused:
    return Refused("InvalidParameterValue", text, attribute=attribute)


def _groups(x: Task) -> list[dict[str, Any]]:
    answer = x.client("elasticache").describe_replication_groups()
    return [one for one in answer["ReplicationGroups"] if one.get("Status") != "deleting"]


def _subnets(x: Task) -> list[dict[str, Any]]:
    answer = x.client("ec2").describe_subnets(SubnetIds=x["subnet_ids"])
    found: list[dict[str, Any]] = answer["Subnets"]
    return found


def _one_vpc(x: Task) -> None:
    """Refuse subnets of several VPCs."""
    if len({one["VpcId"] for one in _subnets(x)}) > 1:
        code = "InvalidParameterValue"
        raise Refused(code, "The subnets must all be in the same VPC.", attribute=("subnet_ids",))


def _used_by(x: Task, attribute: str) -> list[str]:
    """Return the replication groups whose attribute names this object."""
    kept = x.shadow.all(ReplicationGroup.kind.terraform_type, x.region)
    here = {one["ReplicationGroupId"] for one in _groups(x)}
    return [
        str(one["replication_group_id"])
        for one in kept
        if one["replication_group_id"] in here
        and x.id in (one.get(attribute), *(one.get(attribute) or ()))
    ]


def _no_cache_in_group(x: Task) -> None:
    """Refuse to delete a subnet group in use."""
    for used in _used_by(x, "subnet_group_name"):
        code = "CacheSubnetGroupInUse"
        raise Refused(code, f"Cache subnet group {x.id} is currently in use by {used}.")


class SubnetGroup(Shadowed):
    """The subnets a cache may live in; moto can neither change nor delete it."""

    kind = elasticache.SubnetGroup
    service = "elasticache"
    key = "name"
    guards = (_one_vpc,)
    delete_guards = (_no_cache_in_group,)

    def made(self, x: Task) -> Values:
        """Return its ARN and VPC."""
        return {"arn": x.arn(f"subnetgroup:{x.id}"), "vpc_id": _subnets(x)[0]["VpcId"]}


def _no_cache_with_parameters(x: Task) -> None:
    """Refuse to delete a parameter group in use."""
    for used in _used_by(x, "parameter_group_name"):
        code = "InvalidCacheParameterGroupState"
        raise Refused(code, f"Cache parameter group {x.id} is in use by cache {used}.")


def _own_name(x: Task) -> None:
    """Refuse names that are AWS's own."""
    if str(x["name"]).startswith("default."):
        raise _value("The parameter CacheParameterGroupName is not a valid identifier.", "name")


class ParameterGroup(Shadowed):
    """Engine parameters of caches; moto has none."""

    kind = elasticache.ParameterGroup
    service = "elasticache"
    key = "name"
    guards = (_own_name,)
    delete_guards = (_no_cache_with_parameters,)

    def made(self, x: Task) -> Values:
        """Return its ARN."""
        return {"arn": x.arn(f"parametergroup:{x.id}")}


def _passwords(x: Task) -> list[str]:
    mode = next(iter(elements(x["authentication_mode"])), {})
    given = x.config.get("passwords_wo")
    return [
        *(mode.get("passwords") or []),
        *(x["passwords"] or []),
        *([given] if given else []),
    ]


def _mode(x: Task) -> str:
    mode = next(iter(elements(x["authentication_mode"])), {})
    if mode.get("type"):
        return str(mode["type"])
    return "no-password-required" if x["no_password_required"] else "password"


def _logs_in(x: Task) -> None:
    """Refuse passwords of a wrong length, missing ones, and ones that have no use."""
    passwords = _passwords(x)
    if any(len(password) not in PASSWORD_LENGTHS for password in passwords):
        raise _value("Passwords length must be between 16-128 characters.")
    if passwords and _mode(x) != "password":
        raise _combination(f"Password field is not allowed with authentication type: {_mode(x)}")
    if not passwords and _mode(x) == "password" and not x.prior:
        raise _combination(
            "A user with Authentication Mode: password, must have at least one password"
        )


def _iam_name(x: Task) -> None:
    """Refuse an IAM user whose id is not its name."""
    if _mode(x) == "iam" and x["user_id"] != x["user_name"]:
        raise _value(
            "For IAM-enabled users, the user ID and user name must be identical.", "user_name"
        )


def _no_group_of_user(x: Task) -> None:
    """Refuse to delete the default user of a group."""
    for group in x.shadow.all(UserGroup.kind.terraform_type, x.region):
        if x.id in (group.get("user_ids") or []) and x["user_name"] == "default":
            code = "DefaultUserAssociatedToUserGroup"
            text = f"Default user {x.id} is associated to user group {group['user_group_id']}."
            raise Refused(code, text)


class User(Handler):
    """Someone who may log in; moto cannot change a user, so a change makes it anew there."""

    kind = elasticache.User
    service = "elasticache"
    create_op, created = "create_user", "UserId"
    find_op, found, by, delete_op = "describe_users", "Users", "UserId", "delete_user"
    reads = {"passwords": "", "authentication_mode": ""}
    guards = (_logs_in, _iam_name)
    delete_guards = (_no_group_of_user,)
    local = ("passwords_wo_version",)

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments with the way to log in."""
        arguments = x.arguments(self.create_op)
        for name in ("Passwords", "NoPasswordRequired", "PasswordsWo"):
            arguments.pop(name, None)
        mode: dict[str, Any] = {"Type": _mode(x)}
        if _passwords(x):
            mode["Passwords"] = _passwords(x)
        return {**arguments, "Engine": str(x["engine"]).lower(), "AuthenticationMode": mode}

    def find(self, x: Task) -> dict[str, Any]:
        """Return it unless it is being deleted."""
        found = super().find(x)
        if found.get("Status") == "deleting":
            raise Gone
        return found

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return how the user logs in, never with what."""
        mode = next(iter(elements(x["authentication_mode"])), {})
        seen = found.get("Authentication", {})
        type = "no-password-required" if seen.get("Type") == "no-password" else seen.get("Type")
        count = int(seen.get("PasswordCount") or 0)
        block = {
            "type": type or _mode(x),
            "passwords": mode.get("passwords"),
            "password_count": count,
        }
        return {"authentication_mode": [block]} if mode else {}

    def update(self, x: Task) -> None:
        """Make it anew under the same id."""
        watched = ("access_string", "authentication_mode", "engine", "no_password_required")
        if x.changed(*watched, "passwords", "passwords_wo_version"):
            x.call("delete_user", UserId=x.id)
            x.call(self.create_op, **self.creation(x))


def _known_users(x: Task) -> None:
    """Refuse users that do not exist, two of one name, and none called default."""
    users = x.client("elasticache").describe_users()["Users"]
    names = {one["UserId"]: one["UserName"] for one in users if one["Status"] != "deleting"}
    wanted = x["user_ids"] or []
    for id in wanted:
        if id not in names:
            code = "UserNotFound"
            raise Refused(code, f"User {id} not found.", attribute=("user_ids",))
    named = [names[id] for id in wanted]
    if "default" not in named and str(x["engine"]).lower() == "redis":
        code = "DefaultUserRequired"
        text = "User group needs to contain a user with the user name default."
        raise Refused(code, text, attribute=("user_ids",))
    if len(set(named)) < len(named):
        code = "DuplicateUserName"
        raise Refused(code, "User group contains users with the same user name.")


def _no_cache_with_users(x: Task) -> None:
    """Refuse to delete a user group in use."""
    for used in _used_by(x, "user_group_ids"):
        code = "InvalidUserGroupState"
        raise Refused(code, f"User group {x.id} is associated to replication group {used}.")


class UserGroup(Shadowed):
    """The users a cache admits; moto has none."""

    kind = elasticache.UserGroup
    service = "elasticache"
    key = "user_group_id"
    guards = (_known_users,)
    delete_guards = (_no_cache_with_users,)

    def made(self, x: Task) -> Values:
        """Return its ARN."""
        return {"arn": x.arn(f"usergroup:{x.id}")}


def _well_named(x: Task) -> None:
    """Refuse ids that are not words of up to 40 characters with single hyphens."""
    if not GROUP_ID.match(x["replication_group_id"] or ""):
        raise _value(
            "The parameter ReplicationGroupIdentifier is not a valid identifier. Identifiers must "
            "begin with a letter; must contain only ASCII letters, digits, and hyphens; must not "
            "end with a hyphen or contain two consecutive hyphens; and must not be longer than "
            "40 characters.",
            "replication_group_id",
        )


def _clusters(x: Task) -> int:
    if x["num_cache_clusters"]:
        return int(x["num_cache_clusters"])
    return int(x["num_node_groups"] or 1) * (1 + int(x["replicas_per_node_group"] or 0))


def _can_fail_over(x: Task) -> None:
    """Refuse failing over without a replica, and several zones without failing over."""
    if x["multi_az_enabled"] and not x["automatic_failover_enabled"]:
        raise _combination(
            "Multi-AZ cannot be enabled when automatic failover is disabled.", "multi_az_enabled"
        )
    if x["automatic_failover_enabled"] and _clusters(x) < 2 and not _sharded(x):  # noqa: PLR2004
        raise _combination(
            "Automatic failover is not supported for replication groups with a single node. "
            "Number of cache clusters must be at least 2.",
            "num_cache_clusters",
        )


def _sharded(x: Task) -> bool:
    group = str(x["parameter_group_name"] or "")
    return (
        x["cluster_mode"] == "enabled"
        or group.endswith(".cluster.on")
        or int(x["num_node_groups"] or 1) > 1
    )


def _encrypted_login(x: Task) -> None:
    """Refuse tokens and users without encryption in transit."""
    if (x["user_group_ids"] or x["auth_token"]) and not x["transit_encryption_enabled"]:
        what = "User group based access control" if x["user_group_ids"] else "AUTH token"
        raise _combination(
            f"{what} requires encryption-in-transit to be enabled.", "transit_encryption_enabled"
        )
    if x["auth_token"] and len(x["auth_token"]) not in PASSWORD_LENGTHS:
        raise _value("The AUTH token must be at least 16 and no more than 128 characters.")


def _known_groups(x: Task) -> None:
    """Refuse subnet, parameter and user groups that do not exist."""
    named = (
        (SubnetGroup, "subnet_group_name", "CacheSubnetGroupNotFoundFault"),
        (ParameterGroup, "parameter_group_name", "CacheParameterGroupNotFound"),
    )
    for handler, attribute, code in named:
        name = x[attribute]
        if not name or str(name).startswith("default"):
            continue
        if x.shadow.get(handler.kind.terraform_type, x.region, name) is None:
            raise Refused(code, f"{name} does not exist.", attribute=(attribute,))
    for name in x["user_group_ids"] or []:
        if x.shadow.get(UserGroup.kind.terraform_type, x.region, name) is None:
            code = "UserGroupNotFound"
            raise Refused(code, f"User group {name} not found.", attribute=("user_group_ids",))


def _groups_in_its_vpc(x: Task) -> None:
    """Refuse security groups of another VPC."""
    type = SubnetGroup.kind.terraform_type
    group = x.shadow.get(type, x.region, str(x["subnet_group_name"])) or {}
    if not group or not x["security_group_ids"]:
        return
    ids = x["security_group_ids"]
    found = x.client("ec2").describe_security_groups(GroupIds=ids)["SecurityGroups"]
    if any(one["VpcId"] != group["vpc_id"] for one in found):
        raise _combination(
            "The cache and its security groups must be in the same VPC.", "security_group_ids"
        )


def _parameters_fit(x: Task) -> None:
    """Refuse a parameter group for another version."""
    name, version = str(x["parameter_group_name"] or ""), str(x["engine_version"] or "")
    family = f"{x['engine'] or 'redis'}{version.split('.', maxsplit=1)[0]}"
    family += ".x" if family == "redis6" else ""
    given = name.removeprefix("default.").removesuffix(".cluster.on")
    if not name.startswith("default."):
        kept = x.shadow.get(ParameterGroup.kind.terraform_type, x.region, name) or {}
        given = str(kept.get("family") or "")
    if name and version and given and given != family:
        raise _combination(
            f"Expected a parameter group of family {family} but found one of family {given}",
            "parameter_group_name",
        )


def _keeps_its_engine(x: Task) -> None:
    """Refuse an older engine."""
    before, after = str(x.prior.get("engine_version") or ""), str(x["engine_version"] or "")
    if x.prior and x["engine"] == x.prior.get("engine") and _number(after) < _number(before):
        raise _value(
            f"Downgrading the engine version from {before} to {after} is not allowed.",
            "engine_version",
        )


def _number(version: str) -> tuple[int, ...]:
    return tuple(int(part) for part in version.split(".") if part.isdigit()) or (0,)


class ReplicationGroup(Handler):
    """A primary with its replicas.

    moto forgets much of what is asked and changes only some of it; what it would say wrongly is
    kept by the resident process and laid over its answer.
    """

    kind = elasticache.ReplicationGroup
    service = "elasticache"
    create_op, created = "create_replication_group", "ReplicationGroup.ReplicationGroupId"
    find_op, found = "describe_replication_groups", "ReplicationGroups"
    delete_op, by = "delete_replication_group", "ReplicationGroupId"
    names = {
        "description": "ReplicationGroupDescription",
        "node_type": "CacheNodeType",
        "parameter_group_name": "CacheParameterGroupName",
        "subnet_group_name": "CacheSubnetGroupName",
        "security_group_names": "CacheSecurityGroupNames",
        "maintenance_window": "PreferredMaintenanceWindow",
        "log_delivery_configuration": "",
    }
    reads = {
        "description": "Description",
        "automatic_failover_enabled": "AutomaticFailover",
        "multi_az_enabled": "MultiAZ",
        "data_tiering_enabled": "DataTiering",
        "port": "NodeGroups.0.PrimaryEndpoint.Port",
        "global_replication_group_id": "",
        "node_group_configuration": "",
        "auth_token": "",
    }
    guards = (
        _well_named,
        _can_fail_over,
        _encrypted_login,
        _known_groups,
        _groups_in_its_vpc,
        _parameters_fit,
        _keeps_its_engine,
        cache_logs.engine_has_log,
        cache_logs.changed_at_once,
    )
    local = ("apply_immediately", "auth_token_update_strategy", "final_snapshot_identifier")
    recompute = {
        "engine_version_actual": ("engine_version",),
        "member_clusters": ("num_cache_clusters", "num_node_groups", "replicas_per_node_group"),
        "replicas_per_node_group": ("num_cache_clusters",),
        "num_cache_clusters": ("num_node_groups", "replicas_per_node_group"),
    }
    silent = (
        "subnet_group_name",
        "parameter_group_name",
        "security_group_ids",
        "engine_version",
        "maintenance_window",
    )
    """What moto does not report; it is unchecked."""
    stale = (
        "user_group_ids",
        "snapshot_window",
        "auto_minor_version_upgrade",
        "transit_encryption_enabled",
        "transit_encryption_mode",
    )
    """What moto reports, and goes on reporting when it was changed."""
    counts = ("num_cache_clusters", "num_node_groups", "replicas_per_node_group")

    def create(self, x: Task) -> None:
        """Make it."""
        arguments = x.arguments(self.create_op)
        if x["num_cache_clusters"]:
            # moto counts replicas only if they are counted this way
            arguments["ReplicasPerNodeGroup"] = int(x["num_cache_clusters"]) - 1
        if x[cache_logs.ATTRIBUTE]:
            arguments["LogDeliveryConfigurations"] = cache_logs.deliveries(x)
        answer = x.call(self.create_op, **arguments)
        x.id = str(answer["ReplicationGroup"]["ReplicationGroupId"])
        self._keep(x)

    def _keep(self, x: Task) -> None:
        type, names = self.kind.terraform_type, (*self.silent, *self.stale, *self.counts)
        values = {name: x[name] for name in names if x[name] is not None}
        stale = {name: x[name] for name in self.stale if x.prior and x.changed(name)}
        before = (x.shadow.get(type, x.region, x.id) or {}).get("stale", {})
        kept = {**values, "replication_group_id": x.id, "stale": {**before, **stale}}
        x.shadow.put(type, x.region, x.id, kept)

    def read(self, x: Task) -> Values:
        """Return what moto says, without what it has not noticed."""
        values = super().read(x)
        kept = x.shadow.get(self.kind.terraform_type, x.region, x.id) or {}
        silent = {name: kept[name] for name in self.silent if name in kept and x[name] is None}
        return {**values, **silent, **kept.get("stale", {})}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return endpoints as AWS forms them, members, and the version that runs."""
        kept = x.shadow.get(self.kind.terraform_type, x.region, x.id) or {}
        version = str(kept.get("engine_version") or "7.1")
        shards = int(kept.get("num_node_groups") or 1)
        total = int(kept.get("num_cache_clusters") or 0)
        replicas = int(kept.get("replicas_per_node_group", max(total - 1, 0)))
        sharded = shards > 1 or bool(found.get("ClusterEnabled"))
        members = [
            f"{x.id}-{shard:04d}-{node:03d}" if sharded else f"{x.id}-{node:03d}"
            for shard in range(1, shards + 1)
            for node in range(1, replicas + 2)
        ]
        engine = str(found.get("Engine") or "redis")
        chosen = {
            "engine_version": version,
            "parameter_group_name": f"default.{engine}{version.partition('.')[0]}",
        }
        return {
            **{name: value for name, value in chosen.items() if x[name] is None},
            **_endpoints(x, encrypted=bool(kept.get("transit_encryption_enabled")), all=sharded),
            **cache_logs.delivered(found),
            "replication_group_id": x.id,
            "member_clusters": members,
            "num_cache_clusters": len(members),
            "num_node_groups": shards,
            "replicas_per_node_group": replicas,
            "cluster_enabled": sharded,
            "engine_version_actual": ACTUAL.get(version, version),
            "apply_immediately": bool(x["apply_immediately"]),
        }

    def update(self, x: Task) -> None:
        """Change what moto can change, and remember the rest."""
        changed = {name for name in x.values if x.changed(name)} - {"tags", "tags_all"}
        arguments = x.arguments("modify_replication_group", only=changed)
        if cache_logs.ATTRIBUTE in changed:
            arguments["LogDeliveryConfigurations"] = cache_logs.deliveries(x)
        if arguments:
            named = {"ReplicationGroupId": x.id, "ApplyImmediately": True}
            x.call("modify_replication_group", **{**arguments, **named})
        self._keep(x)

    def delete(self, x: Task) -> None:
        """Delete it, after a last snapshot if one is wanted."""
        if x["final_snapshot_identifier"]:
            name = x["final_snapshot_identifier"]
            x.call("create_snapshot", SnapshotName=name, ReplicationGroupId=x.id)
        super().delete(x)
        x.shadow.drop(self.kind.terraform_type, x.region, x.id)


def _endpoints(x: Task, *, encrypted: bool, all: bool) -> Values:
    """Return where clients connect to."""
    area, direction, number = x.region.split("-")[:3]
    short = f"{area}{DIRECTIONS.get(direction, direction)}{number}"
    text = hashlib.sha256(f"{x.account}/{x.region}".encode()).hexdigest()
    domain = f"{text[:6]}.{short}.cache.amazonaws.com"
    plain = f"{x.id}.{domain}" if encrypted else f"{x.id}.{text[:6]}"
    if all:
        prefix = "clustercfg." if encrypted else ""
        whole = f"{prefix}{x.id}.{domain}" if encrypted else f"{x.id}.{text[:6]}.clustercfg"
        address = whole if encrypted else f"{whole}.{short}.cache.amazonaws.com"
        return {
            "configuration_endpoint_address": address,
            "primary_endpoint_address": "",
            "reader_endpoint_address": "",
        }
    if encrypted:
        primary, reader = f"master.{plain}", f"replica.{plain}"
    else:
        primary = f"{plain}.ng.0001.{short}.cache.amazonaws.com"
        reader = f"{x.id}-ro.{text[:6]}.ng.0001.{short}.cache.amazonaws.com"
    return {
        "configuration_endpoint_address": "",
        "primary_endpoint_address": primary,
        "reader_endpoint_address": reader,
    }
