"""Caches: who may log in, where they live, and their parameters."""

from __future__ import annotations

import re
from typing import Any

from giban.rehearse.moto_repairs import replication_groups
from giban.rehearse.moto_repairs.teaching import Refusal, kept, teach

Params = dict[str, Any]


def repair() -> None:
    """Put right what moto gets wrong, and add the operations it lacks."""
    from moto.elasticache.models import ElastiCacheBackend  # noqa: PLC0415  # slow
    from moto.elasticache.responses import ElastiCacheResponse  # noqa: PLC0415  # slow

    _forget_deleted_users(ElastiCacheBackend)
    _know_all_arns(ElastiCacheBackend)
    replication_groups.repair()
    teach(
        ElastiCacheResponse,
        modify_user=_modify_user,
        create_user_group=_create_user_group,
        modify_user_group=_modify_user_group,
        describe_user_groups=_describe_user_groups,
        delete_user_group=_delete_user_group,
        modify_cache_subnet_group=_modify_subnet_group,
        delete_cache_subnet_group=_delete_subnet_group,
        create_cache_parameter_group=_create_parameter_group,
        describe_cache_parameter_groups=_describe_parameter_groups,
        describe_cache_parameters=_describe_parameters,
        modify_cache_parameter_group=_modify_parameter_group,
        reset_cache_parameter_group=_reset_parameter_group,
        delete_cache_parameter_group=_delete_parameter_group,
    )


def _forget_deleted_users(backend: Any) -> None:
    """Make deleted users go, which moto keeps with their names."""
    delete = backend.delete_user

    def gone(self: Any, user_id: str) -> Any:
        user = delete(self, user_id)
        self.users.pop(user_id, None)
        return user

    backend.delete_user = gone


def _know_all_arns(backend: Any) -> None:
    """Let tags be asked for of user and parameter groups too."""
    make = backend.__init__

    def made(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        more = self.arn_regex.pattern.replace("|user)", "|user|usergroup|parametergroup)")
        self.arn_regex = re.compile(more)

    backend.__init__ = made


def _arn(backend: Any, resource: str) -> str:
    return f"arn:aws:elasticache:{backend.region_name}:{backend.account_id}:{resource}"


def _modify_user(response: Any, params: Params) -> Params:
    """Change what a user may do and how it logs in; it is active again at once here."""
    users = response.elasticache_backend.users
    if params["UserId"] not in users:
        raise Refusal("UserNotFound", f"User {params['UserId']} not found.")
    user = users[params["UserId"]]
    user.access_string = params.get("AccessString", user.access_string)
    user.access_string = " ".join(
        [user.access_string, params.get("AppendAccessString", "")]
    ).strip()
    user.engine = str(params.get("Engine", user.engine)).lower()
    mode = params.get("AuthenticationMode", {})
    passwords = params.get("Passwords", mode.get("Passwords"))
    if passwords:
        user.passwords, user.authentication_type = list(passwords), "password"
        user.no_password_required = False
    if params.get("NoPasswordRequired") or mode.get("Type") == "no-password-required":
        user.passwords, user.no_password_required = [], True
    if mode.get("Type") == "iam":
        user.passwords, user.authentication_type = [], "iam"
    return dict(vars(user), authentication=user.authentication)


def _user_group(response: Any, params: Params) -> Params:
    groups = kept(response.elasticache_backend, "user_groups")
    name = params["UserGroupId"]
    if name not in groups:
        raise Refusal("UserGroupNotFound", f"User group {name} not found.")
    found: Params = groups[name]
    return found


def _known_users(response: Any, ids: list[str]) -> None:
    for id in ids:
        if id not in response.elasticache_backend.users:
            raise Refusal("UserNotFound", f"User {id} not found.")


def _create_user_group(response: Any, params: Params) -> Params:
    """Make a group; AWS wants its users to exist and one of Redis to be named `default`."""
    backend, name = response.elasticache_backend, params["UserGroupId"]
    groups, users = kept(backend, "user_groups"), list(params.get("UserIds", []))
    if name in groups:
        raise Refusal("UserGroupAlreadyExists", f"User group {name} already exists.")
    _known_users(response, users)
    engine = str(params["Engine"]).lower()
    names = [backend.users[id].name for id in users]
    if engine == "redis" and "default" not in names:
        words = "User group needs to contain a user with the user name default."
        raise Refusal("DefaultUserRequired", words)
    if len(set(names)) < len(names):
        words = "User group contains users with the same user name."
        raise Refusal("DuplicateUserName", words)
    groups[name] = {
        "UserGroupId": name,
        "Status": "active",
        "Engine": engine,
        "UserIds": users,
        "MinimumEngineVersion": "6.0",
        "ReplicationGroups": [],
        "ARN": _arn(backend, f"usergroup:{name}"),
    }
    backend.add_tags_to_resource(groups[name]["ARN"], list(params.get("Tags", [])))
    _tell_users(backend)
    return dict(groups[name])


def _modify_user_group(response: Any, params: Params) -> Params:
    """Add and remove users."""
    group = _user_group(response, params)
    added, removed = params.get("UserIdsToAdd", []), params.get("UserIdsToRemove", [])
    _known_users(response, [*added, *removed])
    stay = [id for id in group["UserIds"] if id not in removed]
    group["UserIds"] = [*stay, *added]
    _tell_users(response.elasticache_backend)
    return dict(group)


def _tell_users(backend: Any) -> None:
    """Let users know their groups."""
    for user in backend.users.values():
        user.user_group_ids = [
            name
            for name, group in kept(backend, "user_groups").items()
            if user.id in group["UserIds"]
        ]


def _describe_user_groups(response: Any, params: Params) -> Params:
    """Return one group or all, with the caches that admit them."""
    backend = response.elasticache_backend
    groups = kept(backend, "user_groups").values()
    found = [_user_group(response, params)] if params.get("UserGroupId") else list(groups)
    for group in found:
        group["ReplicationGroups"] = [
            one.replication_group_id
            for one in backend.replication_groups.values()
            if group["UserGroupId"] in one.user_group_ids
        ]
    return {"UserGroups": found}


def _delete_user_group(response: Any, params: Params) -> Params:
    """Delete a group that no cache uses."""
    _describe_user_groups(response, params)
    group = _user_group(response, params)
    if group["ReplicationGroups"]:
        words = f"User group {group['UserGroupId']} is associated to a replication group."
        raise Refusal("InvalidUserGroupState", words)
    kept(response.elasticache_backend, "user_groups").pop(group["UserGroupId"])
    _tell_users(response.elasticache_backend)
    return {**group, "Status": "deleting"}


def _modify_subnet_group(response: Any, params: Params) -> Params:
    """Give a group other subnets; AWS checks them as when it is made."""
    from moto.elasticache.models import CacheSubnetGroup  # noqa: PLC0415  # slow

    backend, name = response.elasticache_backend, params["CacheSubnetGroupName"]
    group = backend.describe_cache_subnet_groups(name)[0]
    words = params.get("CacheSubnetGroupDescription", group.cache_subnet_group_description)
    subnets = list(params.get("SubnetIds", group.subnet_ids))
    where = (backend.account_id, backend.region_name)
    backend.cache_subnet_groups[name] = CacheSubnetGroup(*where, name, words, subnets, group.tags)
    return {"CacheSubnetGroup": backend.cache_subnet_groups[name]}


def _delete_subnet_group(response: Any, params: Params) -> Params:
    """Delete a group that no cache lives in."""
    backend, name = response.elasticache_backend, params["CacheSubnetGroupName"]
    backend.describe_cache_subnet_groups(name)
    for one in backend.replication_groups.values():
        if one.cache_subnet_group_name == name:
            words = f"Cache subnet group {name} is currently in use by a cache cluster."
            raise Refusal("CacheSubnetGroupInUse", words)
    backend.cache_subnet_groups.pop(name)
    return {}


def _parameter_group(response: Any, params: Params) -> Params:
    name = params["CacheParameterGroupName"]
    groups = kept(response.elasticache_backend, "parameter_groups")
    if name.startswith("default."):
        family = name.removeprefix("default.").removesuffix(".cluster.on")
        return {"CacheParameterGroupName": name, "CacheParameterGroupFamily": family}
    if name not in groups:
        words = f"CacheParameterGroup {name} not found."
        raise Refusal("CacheParameterGroupNotFound", words)
    found: Params = groups[name]
    return found


def _create_parameter_group(response: Any, params: Params) -> Params:
    """Make a group, whose parameters are the defaults of its family."""
    backend, name = response.elasticache_backend, params["CacheParameterGroupName"]
    groups = kept(backend, "parameter_groups")
    if name in groups:
        words = f"Parameter group {name} already exists"
        raise Refusal("CacheParameterGroupAlreadyExists", words)
    groups[name] = {
        "CacheParameterGroupName": name,
        "CacheParameterGroupFamily": params["CacheParameterGroupFamily"],
        "Description": params["Description"],
        "IsGlobal": False,
        "ARN": _arn(backend, f"parametergroup:{name}"),
        "values": {},
    }
    backend.add_tags_to_resource(groups[name]["ARN"], list(params.get("Tags", [])))
    return {"CacheParameterGroup": groups[name]}


def _describe_parameter_groups(response: Any, params: Params) -> Params:
    """Return one group or all."""
    if params.get("CacheParameterGroupName"):
        return {"CacheParameterGroups": [_parameter_group(response, params)]}
    groups = kept(response.elasticache_backend, "parameter_groups")
    return {"CacheParameterGroups": list(groups.values())}


def _describe_parameters(response: Any, params: Params) -> Params:
    """Return what was set; what AWS's families hold beside that is not known here."""
    values = _parameter_group(response, params).get("values", {})
    found = [
        {"ParameterName": name, "ParameterValue": value, "Source": "user", "IsModifiable": True}
        for name, value in values.items()
    ]
    return {"Parameters": [] if params.get("Source") in ("system", "engine-default") else found}


def _modify_parameter_group(response: Any, params: Params) -> Params:
    """Set parameters."""
    group = _parameter_group(response, params)
    for one in params.get("ParameterNameValues", []):
        group["values"][one["ParameterName"]] = one.get("ParameterValue", "")
    return {"CacheParameterGroupName": group["CacheParameterGroupName"]}


def _reset_parameter_group(response: Any, params: Params) -> Params:
    """Set parameters back to their defaults."""
    group = _parameter_group(response, params)
    for one in params.get("ParameterNameValues", []):
        group["values"].pop(one["ParameterName"], None)
    if params.get("ResetAllParameters"):
        group["values"].clear()
    return {"CacheParameterGroupName": group["CacheParameterGroupName"]}


def _delete_parameter_group(response: Any, params: Params) -> Params:
    """Delete a group that no cache uses."""
    backend = response.elasticache_backend
    name = _parameter_group(response, params)["CacheParameterGroupName"]
    for one in backend.replication_groups.values():
        if one.cache_parameter_group_name == name:
            words = f"Cache parameter group {name} is in use by {one.replication_group_id}."
            raise Refusal("InvalidCacheParameterGroupState", words)
    kept(backend, "parameter_groups").pop(name)
    return {}
