"""Identities and permissions. Who may do what is written down here, and never tried."""

from __future__ import annotations

import hashlib
import re
from typing import Any

from giban.catalogue import iam
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.base import Guard, Handler
from giban.rehearse.handlers.policies import (
    listed,
    parse,
    principals,
    statements,
    unknown_principals,
)
from giban.rehearse.handlers.tagging import Tagging
from giban.rehearse.task import Task

MALFORMED = "MalformedPolicyDocument"
LIMIT = "LimitExceeded"
INVALID = "ValidationError"
NAME = re.compile(r"[\w+=,.@-]+", re.ASCII)
DESCRIPTION = re.compile(r"[\t\n\r -~\u00a1-\u00ff]*")
MANAGED_POLICIES = 10
VERSIONS = 5
TRUST, INLINE, MANAGED = 2048, 10240, 6144


def _constraint(value: Any, where: str, constraint: str) -> str:
    return (
        f"1 validation error detected: Value '{value}' at '{where}' failed to satisfy "
        f"constraint: Member must {constraint}"
    )


def _named(member: str, longest: int) -> Guard:
    """Return a guard against names that IAM does not take."""

    def well_named(x: Task) -> None:
        name = str(x["name"] or "")
        if len(name) > longest:
            wrong = f"have length less than or equal to {longest}"
        elif not NAME.fullmatch(name):
            wrong = r"satisfy regular expression pattern: [\w+=,.@-]+"
        else:
            return
        raise Refused(INVALID, _constraint(name, member, wrong), attribute=("name",))

    return well_named


def _described(x: Task) -> None:
    """Refuse descriptions outside Latin-1: IAM takes no dashes, quotes or scripts beyond it."""
    text = str(x["description"] or "")
    if not DESCRIPTION.fullmatch(text):
        pattern = r"[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*"
        wrong = f"satisfy regular expression pattern: {pattern}"
        raise Refused(INVALID, _constraint(text, "description", wrong), attribute=("description",))


def _size(text: Any) -> int:
    """Return a policy's size as IAM counts it: without white space."""
    return len("".join(str(text or "").split()))


def _trusted(x: Task) -> None:
    """Refuse a trust policy that is none, or that trusts what does not exist."""
    text, at = x["assume_role_policy"], ("assume_role_policy",)
    document = parse(text)
    if document is None:
        raise Refused(MALFORMED, "This policy contains invalid Json", attribute=at)
    if _size(text) > TRUST:
        raise Refused(LIMIT, f"Cannot exceed quota for ACLSizePerRole: {TRUST}", attribute=at)
    for statement in statements(document):
        wrong = _mistrust(statement)
        for kind, name in unknown_principals(x, statement):
            wrong = wrong or f'Invalid principal in policy: "{kind}":"{name}"'
        if wrong:
            raise Refused(MALFORMED, wrong, attribute=at)


def _mistrust(statement: dict[str, Any]) -> str:
    if statement.get("Effect") not in ("Allow", "Deny"):
        return "Syntax errors in policy."
    if {"Resource", "NotResource"} & set(statement):
        return "Has prohibited field Resource"
    if not any(principals(statement, kind) for kind in ("AWS", "Service", "Federated")):
        return "Missing required field Principal"
    if any(not one.lower().startswith(("sts:", "*")) for one in listed(statement.get("Action"))):
        return "AssumeRole policy may only specify STS AssumeRole actions."
    return ""


def _fits_managed(x: Task) -> None:
    """Refuse a managed policy beyond its quota."""
    if _size(x["policy"]) > MANAGED:
        text = f"Cannot exceed quota for PolicySize: {MANAGED}"
        raise Refused(LIMIT, text, attribute=("policy",))


def _fits_inline(x: Task) -> None:
    """Refuse inline policies of a role beyond their quota, which is for all of them together."""
    role, total = x["role"], _size(x["policy"])
    for name in x.call("list_role_policies", RoleName=role)["PolicyNames"]:
        if name != x["name"]:
            other = x.call("get_role_policy", RoleName=role, PolicyName=name)
            total += _size(_dump(other["PolicyDocument"]))
    if total > INLINE:
        text = f"Maximum policy size of {INLINE} bytes exceeded for role {role}"
        raise Refused(LIMIT, text, attribute=("policy",))


def _dump(document: Any) -> str:
    import json  # noqa: PLC0415  # only here

    return json.dumps(document, separators=(",", ":"))


def _has_room(x: Task) -> None:
    """Refuse more managed policies than a role takes."""
    attached = _attached(x, x["role"])
    if len(attached) >= MANAGED_POLICIES and x["policy_arn"] not in attached:
        raise Refused(LIMIT, f"Cannot exceed quota for PoliciesPerRole: {MANAGED_POLICIES}")


def _not_attached(x: Task) -> None:
    """Refuse to delete a policy that something still has."""
    used = x.call("list_entities_for_policy", PolicyArn=x.id)
    if any(used.get(kind) for kind in ("PolicyGroups", "PolicyUsers", "PolicyRoles")):
        code = "DeleteConflict"
        raise Refused(code, "Cannot delete a policy attached to entities.")


def _attached(x: Task, role: str) -> list[str]:
    pages = x.client().get_paginator("list_attached_role_policies").paginate(RoleName=role)
    return [one["PolicyArn"] for page in pages for one in page["AttachedPolicies"]]


class Iam(Handler):
    """What all of IAM has in common: it is global."""

    service = "iam"


class Role(Iam):
    """A role, with the policies that stand in it."""

    kind = iam.Role
    create_op, created = "create_role", "Role.RoleName"
    find_op, found, by = "get_role", "Role", "RoleName"
    delete_op = "delete_role"
    names = {
        "name": "RoleName",
        "assume_role_policy": "AssumeRolePolicyDocument",
        "inline_policy": "",
        "managed_policy_arns": "",
    }
    reads = {
        "permissions_boundary": "PermissionsBoundary.PermissionsBoundaryArn",
        "unique_id": "RoleId",
    }
    local = ("force_detach_policies",)
    tagging = Tagging("tag_role", "untag_role", "list_role_tags")
    guards = (_named("roleName", 64), _described, _trusted)

    def create(self, x: Task) -> None:
        """Make it, with the policies that stand in it."""
        super().create(x)
        self._set_policies(x)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the policies it has, whoever gave them to it."""
        names = x.call("list_role_policies", RoleName=x.id)["PolicyNames"]
        inline = [x.call("get_role_policy", RoleName=x.id, PolicyName=name) for name in names]
        boundary = found.get("PermissionsBoundary") or {}
        return {
            "description": found.get("Description", ""),
            "permissions_boundary": boundary.get("PermissionsBoundaryArn", ""),
            "managed_policy_arns": _attached(x, x.id),
            "inline_policy": [
                {"name": one["PolicyName"], "policy": _dump(one["PolicyDocument"])}
                for one in inline
            ],
        }

    def update(self, x: Task) -> None:
        """Change whom it trusts, what describes it, its boundary and its policies."""
        if x.changed("assume_role_policy"):
            trust = x["assume_role_policy"]
            x.call("update_assume_role_policy", RoleName=x.id, PolicyDocument=trust)
        if x.changed("description", "max_session_duration"):
            x.call(
                "update_role",
                RoleName=x.id,
                Description=x["description"] or "",
                MaxSessionDuration=int(x["max_session_duration"]),
            )
        if x.changed("permissions_boundary"):
            if x["permissions_boundary"]:
                boundary = {"PermissionsBoundary": x["permissions_boundary"]}
                x.call("put_role_permissions_boundary", RoleName=x.id, **boundary)
            else:
                x.call("delete_role_permissions_boundary", RoleName=x.id)
        self._set_policies(x)

    def _set_policies(self, x: Task) -> None:
        if x.changed("managed_policy_arns") and x["managed_policy_arns"] is not None:
            there, wanted = set(_attached(x, x.id)), set(x["managed_policy_arns"])
            for arn in sorted(there - wanted):
                x.call("detach_role_policy", RoleName=x.id, PolicyArn=arn)
            for arn in sorted(wanted - there):
                x.call("attach_role_policy", RoleName=x.id, PolicyArn=arn)
        if x.changed("inline_policy") and x["inline_policy"] is not None:
            wanted_inline = {one["name"]: one["policy"] for one in x["inline_policy"]}
            for name in x.call("list_role_policies", RoleName=x.id)["PolicyNames"]:
                if name not in wanted_inline:
                    x.call("delete_role_policy", RoleName=x.id, PolicyName=name)
            for name, policy in wanted_inline.items():
                if name:
                    x.call("put_role_policy", RoleName=x.id, PolicyName=name, PolicyDocument=policy)

    def delete(self, x: Task) -> None:
        """Delete it, and first what it holds that the state knows of."""
        forced = x["force_detach_policies"]
        profiles = x.call("list_instance_profiles_for_role", RoleName=x.id)["InstanceProfiles"]
        for profile in profiles:
            name = profile["InstanceProfileName"]
            x.call("remove_role_from_instance_profile", InstanceProfileName=name, RoleName=x.id)
        if forced or x["managed_policy_arns"]:
            for arn in _attached(x, x.id):
                x.call("detach_role_policy", RoleName=x.id, PolicyArn=arn)
        if forced or x["inline_policy"]:
            for name in x.call("list_role_policies", RoleName=x.id)["PolicyNames"]:
                x.call("delete_role_policy", RoleName=x.id, PolicyName=name)
        super().delete(x)

    def tag_target(self, x: Task) -> str:
        """Return its name."""
        return x.id


class RolePolicy(Iam):
    """A policy inside a role."""

    kind = iam.RolePolicy
    find_op, by = "get_role_policy", {"RoleName": "role", "PolicyName": "name"}
    delete_op = "delete_role_policy"
    names = {"role": "RoleName", "name": "PolicyName", "policy": "PolicyDocument"}
    guards = (_named("policyName", 128), _fits_inline)

    def create(self, x: Task) -> None:
        """Write it into the role."""
        x.call("put_role_policy", **x.arguments("put_role_policy"))
        x.id = f"{x['role']}:{x['name']}"

    def update(self, x: Task) -> None:
        """Write it anew."""
        x.call("put_role_policy", **x.arguments("put_role_policy"))

    def import_(self, id: str) -> Values:
        """Return the role and the name: `role:name`."""
        role, _, name = id.partition(":")
        return {"id": id, "role": role, "name": name}


class RolePolicyAttachment(Iam):
    """A managed policy on a role."""

    kind = iam.RolePolicyAttachment
    delete_op, by = "detach_role_policy", {"RoleName": "role", "PolicyArn": "policy_arn"}
    names = {"role": "RoleName"}
    guards = (_has_room,)

    def create(self, x: Task) -> None:
        """Attach it."""
        x.call("attach_role_policy", **x.arguments("attach_role_policy"))
        x.id = f"{x['role']}/{x['policy_arn']}"

    def read(self, x: Task) -> Values:
        """Look for it among the role's."""
        if x["policy_arn"] not in _attached(x, x["role"]):
            raise Gone
        return {"role": x["role"], "policy_arn": x["policy_arn"]}

    def import_(self, id: str) -> Values:
        """Return the role and the policy: `role/arn:aws:iam::aws:policy/Name`."""
        role, _, arn = id.partition("/")
        return {"id": id, "role": role, "policy_arn": arn}


class OpenidConnectProvider(Iam):
    """An outside issuer. moto cannot change its audiences, so it is made anew: its ARN stays."""

    kind = iam.OpenidConnectProvider
    create_op, created = "create_open_id_connect_provider", "OpenIDConnectProviderArn"
    find_op, by = "get_open_id_connect_provider", "OpenIDConnectProviderArn"
    delete_op = "delete_open_id_connect_provider"
    tagging = Tagging("tag_open_id_connect_provider", "untag_open_id_connect_provider")

    def creation(self, x: Task) -> dict[str, Any]:
        """Return the arguments, with a thumbprint: AWS reads it off the issuer otherwise."""
        arguments = super().creation(x)
        made_up = hashlib.sha1(str(x["url"]).encode(), usedforsecurity=False).hexdigest()
        return {"ThumbprintList": [made_up], **arguments}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its ARN, and its address as it was written: AWS leaves the scheme out."""
        url, written = found["Url"], str(x["url"] or "")
        same = written.removeprefix("https://") == url
        return {"arn": x.id, "url": written if same else url}

    def update(self, x: Task) -> None:
        """Change its audiences and thumbprints."""
        if x.changed("client_id_list"):
            self.delete(x)
            self.create(x)
        elif x.changed("thumbprint_list"):
            x.call(
                "update_open_id_connect_provider_thumbprint",
                OpenIDConnectProviderArn=x.id,
                ThumbprintList=x["thumbprint_list"],
            )


class Policy(Iam):
    """A managed policy; a change is a new version of it."""

    kind = iam.Policy
    create_op, created = "create_policy", "Policy.Arn"
    find_op, found, by = "get_policy", "Policy", "PolicyArn"
    delete_op = "delete_policy"
    names = {"name": "PolicyName", "policy": "PolicyDocument"}
    local = ("delay_after_policy_creation_in_ms",)
    tagging = Tagging("tag_policy", "untag_policy", "list_policy_tags")
    guards = (_named("policyName", 128), _described, _fits_managed)
    delete_guards = (_not_attached,)

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return the document of the version in force."""
        answer = x.call("get_policy_version", PolicyArn=x.id, VersionId=found["DefaultVersionId"])
        document = _dump(answer["PolicyVersion"]["Document"])
        return {"policy": document, "description": found.get("Description", "")}

    def update(self, x: Task) -> None:
        """Put a new version in force, and forget the oldest where there are too many."""
        if not x.changed("policy"):
            return
        older = self._older(x)
        if len(older) + 1 >= VERSIONS:
            x.call("delete_policy_version", PolicyArn=x.id, VersionId=older[0])
        new = {"PolicyDocument": x["policy"], "SetAsDefault": True}
        x.call("create_policy_version", PolicyArn=x.id, **new)

    def delete(self, x: Task) -> None:
        """Delete it with all its versions."""
        for version in self._older(x):
            x.call("delete_policy_version", PolicyArn=x.id, VersionId=version)
        super().delete(x)

    def _older(self, x: Task) -> list[str]:
        versions = x.call("list_policy_versions", PolicyArn=x.id)["Versions"]
        names = [one["VersionId"] for one in versions if not one["IsDefaultVersion"]]
        return sorted(names, key=lambda name: int(name.removeprefix("v")))


class InstanceProfile(Iam):
    """What gives a role to servers: one role, which may change."""

    kind = iam.InstanceProfile
    create_op, created = "create_instance_profile", "InstanceProfile.InstanceProfileName"
    find_op, found, by = "get_instance_profile", "InstanceProfile", "InstanceProfileName"
    delete_op = "delete_instance_profile"
    names = {"name": "InstanceProfileName", "role": ""}
    reads = {"unique_id": "InstanceProfileId"}
    tagging = Tagging("tag_instance_profile", "untag_instance_profile")
    guards = (_named("instanceProfileName", 128),)

    def create(self, x: Task) -> None:
        """Make it, and put the role into it."""
        super().create(x)
        self._put(x)

    def derived(self, _x: Task, found: dict[str, Any]) -> Values:
        """Return the role in it."""
        roles = [role["RoleName"] for role in found.get("Roles", [])]
        return {"role": roles[0] if roles else ""}

    def update(self, x: Task) -> None:
        """Take the role out that was in it, and put the other one in."""
        if x.changed("role"):
            self._take_out(x, x.prior.get("role"))
            self._put(x)

    def delete(self, x: Task) -> None:
        """Take the role out and delete it."""
        self._take_out(x, x["role"])
        super().delete(x)

    @staticmethod
    def _put(x: Task) -> None:
        if x["role"]:
            role = {"RoleName": x["role"]}
            x.call("add_role_to_instance_profile", InstanceProfileName=x.id, **role)

    @staticmethod
    def _take_out(x: Task, role: Any) -> None:
        if not role:
            return
        try:
            what = {"InstanceProfileName": x.id, "RoleName": role}
            x.call("remove_role_from_instance_profile", **what)
        except Exception as error:
            if not is_gone(error):
                raise

    def tag_target(self, x: Task) -> str:
        """Return its name."""
        return x.id

    def import_(self, id: str) -> Values:
        """Return the name."""
        return {"id": id, "name": id}
