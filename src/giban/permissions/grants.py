"""Every single right a stack needs: one action, on one ARN, under one condition."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from giban.blueprint import Node, Stack, State
from giban.catalogue.permissions.needs import Anywhere, Hand, Linked, Locked, On
from giban.permissions.scope import ANY, OWN_ACCOUNT, Scope, needs_of
from giban.values import Pick

Reach = Literal["read", "change"]
Condition = tuple[tuple[str, str, tuple[str, ...]], ...]
"""Operator, key and values, sorted."""

SERVICE_KEYS = ("Project", "Environment")
"""The tags that tell one stack's objects from another's; without both, all tags of a stack."""

EQUALS = "StringEquals"
RECORDS = ("ForAllValues:StringLike", "route53:ChangeResourceRecordSetsNormalizedRecordNames")
WILDCARD = r"\052"
"""How Route 53 writes the `*` of a record."""

PASSED = "iam:PassedToService"
BOUNDED = frozenset(
    f"iam:{name}"
    for name in (
        "AttachRolePolicy",
        "CreateRole",
        "DeleteRolePolicy",
        "DetachRolePolicy",
        "PutRolePermissionsBoundary",
        "PutRolePolicy",
    )
)
"""What can be allowed for roles with a certain boundary only."""


class Grant(Struct, frozen=True, order=True):
    """One right; `read` is what planning needs, `change` what applying needs besides.

    `foreign` is what is done to something that is no object of the stack: a group of AWS's own,
    the state, what a service makes.
    """

    reach: Reach
    action: str
    resource: str
    condition: Condition = ()
    foreign: bool = False

    @property
    def service(self) -> str:
        """Return the service an action is of: `ec2`."""
        return self.action.partition(":")[0]


def grants(*stacks: Stack, account: str = "") -> list[Grant]:
    """Return what planning, applying and destroying stacks needs, sorted, each once.

    Without an account the ARNs fit any: a policy reaches no further than its own.
    """
    found = {_placed(one) for stack in stacks for one in _needed(Scope(stack, account))}
    return sorted(_without_covered(found))


def _placed(one: Grant) -> Grant:
    """Let a resource be of any account where the role's own is meant: no variable stands there."""
    return replace(one, resource=one.resource.replace(f":{OWN_ACCOUNT}:", f":{ANY}:"))


def _needed(scope: Scope) -> Iterator[Grant]:
    if scope.stack.state:
        yield from _state(scope.stack.state, scope)
    for node in scope.stack.nodes:
        yield from _Asked(scope, node).grants()


def _without_covered(found: set[Grant]) -> Iterator[Grant]:
    """Leave out what may be done everywhere or at any time, or what planning needs already."""
    for one in found:
        wider = {
            Grant(reach, one.action, resource, condition, foreign)
            for reach in ("read", one.reach)
            for resource in (ANY, one.resource)
            for condition in ((), one.condition)
            for foreign in {False, one.foreign}
        }
        if found.isdisjoint(wider - {one}):
            yield one


def _state(state: State, scope: Scope) -> Iterator[Grant]:
    """Yield what the S3 backend needs.

    https://developer.hashicorp.com/terraform/language/backend/s3#s3-bucket-permissions
    """
    bucket = f"arn:aws:s3:::{state.bucket}"
    key = f"{bucket}/{state.key}"
    yield Grant("read", "s3:ListBucket", bucket, foreign=True)
    yield Grant("read", "s3:GetObject", key, foreign=True)
    yield Grant("change", "s3:PutObject", key, foreign=True)
    if state.lock_table is None:
        for action in ("GetObject", "PutObject", "DeleteObject"):
            yield Grant("change", f"s3:{action}", f"{key}.tflock", foreign=True)
        return
    table = f"arn:aws:dynamodb:{state.region}:{scope.account or ANY}:table/{state.lock_table}"
    for action in ("DescribeTable", "GetItem", "PutItem", "DeleteItem"):
        yield Grant("change", f"dynamodb:{action}", table, foreign=True)


class _Asked(Struct, frozen=True):
    """What one object asks for."""

    scope: Scope
    node: Node

    def grants(self) -> Iterator[Grant]:
        """Yield its grants."""
        for need in needs_of(self.node.object).needs:
            match need:
                case On() if self._wanted(need.given):
                    yield from self._on(need)
                case Anywhere() if self._wanted(need.given):
                    yield from self._anywhere(need)
                case Hand():
                    yield from self._handed(need)
                case Linked():
                    yield _linked(need.service)
                case Locked():
                    yield from self._locked(need)

    def _wanted(self, given: str) -> bool:
        return not given or self.scope.given(self.node, given)

    def _anywhere(self, need: Anywhere) -> Iterator[Grant]:
        for reach, action in _actions(need, need.service):
            yield Grant(reach, action, ANY)
        for action in _full(need.made, need.service):
            yield Grant("change", action, ANY, self._asking())

    def _on(self, need: On) -> Iterator[Grant]:
        if need.of:
            for arn, target in self.scope.reached(self.node, need.of, need.kind):
                yield from self._around(need, arn, target)
        elif need.arn:
            yield from self._around(need, self.scope.arn(self.node, need.arn), None)
        else:
            yield from self._itself(need)

    def _around(self, need: On, arn: str, target: Node | None) -> Iterator[Grant]:
        """Yield what is done to another resource; one of ours is told by its tags if need be."""
        ours = self._tagged(target) if target else ()
        for reach, action in _actions(need, _service(arn)):
            condition = (*self._narrowed(action), *ours)
            yield Grant(reach, action, arn, condition, foreign=target is None)
        for action in _full(need.tag, _service(arn)):
            yield Grant("change", action, arn, self._asking(), foreign=target is None)

    def _itself(self, need: On) -> Iterator[Grant]:
        arn = self.scope.arn(self.node)
        service, ours = _service(arn), self._tagged(self.node)
        for reach, action in _actions(need, service):
            new = ours and action in _full(need.create, service)
            condition = self._asking() if new else (*self._narrowed(action), *ours)
            yield Grant(reach, action, arn, condition)
        for action in _full(need.tag, service):
            yield Grant("change", action, arn, self._first_tags(need, service) if ours else ())
        for action in _full(f"{need.tag} {need.untag}", service):
            yield Grant("change", action, arn, ours)

    def _tagged(self, node: Node) -> Condition:
        """Return the condition that an object which AWS names is one of this stack."""
        if needs_of(node.object).by != "tag":
            return ()
        return tuple((EQUALS, f"aws:ResourceTag/{k}", (v,)) for k, v in self._identity().items())

    def _asking(self) -> Condition:
        """Return the condition that something is made with the tags of this stack."""
        return tuple((EQUALS, f"aws:RequestTag/{k}", (v,)) for k, v in self._identity().items())

    def _first_tags(self, need: On, service: str) -> Condition:
        """Return the condition under which tags are put on something that has none of ours.

        Whoever may tag anything as theirs may then do anything to it. EC2 tells what is being
        made; elsewhere what bears such tags already, whosever, may not be given others.
        """
        if service == "ec2" and need.create:
            made = tuple(sorted(need.create.split()))
            return ((EQUALS, "ec2:CreateAction", made),)
        bare = tuple(("Null", f"aws:ResourceTag/{key}", ("true",)) for key in self._identity())
        return (*bare, *self._asking())

    def _identity(self) -> Mapping[str, str]:
        tags = dict(sorted(self.scope.stack.tags.items()))
        wanted = {key: tags[key] for key in sorted(SERVICE_KEYS) if key in tags}
        return wanted if len(wanted) == len(SERVICE_KEYS) else tags

    def _narrowed(self, action: str) -> Condition:
        """Return what narrows an action to what this very object asks of it."""
        if action == "route53:ChangeResourceRecordSets":
            return self._record()
        if action not in BOUNDED:
            return ()
        only: Condition = ()
        if action in ("iam:AttachRolePolicy", "iam:DetachRolePolicy"):
            policies = self.scope.reached(self.node, "policy_arn", "aws_iam_policy")
            only = (("ArnEquals", "iam:PolicyARN", tuple(arn for arn, _ in policies)),)
        ceiling = self._ceiling()
        return (*only, (EQUALS, "iam:PermissionsBoundary", (ceiling,))) if ceiling else only

    def _record(self) -> Condition:
        """Return the condition that only this record is changed, of a zone that others share.

        https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/specifying-conditions-route53.html
        """
        name = self.node.object.given().get("name")
        if isinstance(name, Pick):  # what a certificate is validated by is below its domain
            known: str | None = f"_*.{name.equals.removeprefix('*.')}"
        else:
            known = self.scope.text(name)
        if known is None:
            return ()
        if known.startswith("*."):
            known = f"{WILDCARD}{known[1:]}"
        return ((RECORDS[0], RECORDS[1], (known.lower(),)),)

    def _ceiling(self) -> str:
        """Return the permissions boundary of the role that this object is, or is about."""
        is_role = self.node.object.terraform_type == "aws_iam_role"
        path = "permissions_boundary" if is_role else "role.permissions_boundary"
        if not self.scope.given(self.node, path):
            return ""
        return next(arn for arn, _ in self.scope.reached(self.node, path, "aws_iam_policy"))

    def _handed(self, need: Hand) -> Iterator[Grant]:
        if not self.scope.given(self.node, need.of):
            return
        for arn, _ in self.scope.reached(self.node, need.of, "aws_iam_role"):
            yield Grant("change", "iam:PassRole", arn, ((EQUALS, PASSED, (need.to,)),))

    def _locked(self, need: Locked) -> Iterator[Grant]:
        if not self.scope.given(self.node, need.of):
            return
        stored = self.node.object.terraform_mode == "managed"
        via = (
            EQUALS,
            "kms:ViaService",
            (f"{need.via}.{self.scope.region(self.node)}.amazonaws.com",),
        )
        for arn, target in self.scope.reached(self.node, need.of, "aws_kms_key"):
            ours = (via, *(self._tagged(target) if target else ()))
            if not stored:
                yield Grant("read", "kms:Decrypt", arn, tuple(sorted(ours)))
                continue
            for action in ("Decrypt", "DescribeKey", "GenerateDataKey"):
                yield Grant("change", f"kms:{action}", arn, tuple(sorted(ours)))
            if need.via == "ssm":
                yield Grant("change", "kms:Encrypt", arn, tuple(sorted(ours)))
            if need.grant:
                only = (("Bool", "kms:GrantIsForAWSResource", ("true",)), *ours)
                yield Grant("change", "kms:CreateGrant", arn, tuple(sorted(only)))


def _linked(service: str) -> Grant:
    """Return the right to make a service's own role.

    https://docs.aws.amazon.com/IAM/latest/UserGuide/using-service-linked-roles.html
    """
    name = f"{service}.amazonaws.com"
    return Grant(
        "change",
        "iam:CreateServiceLinkedRole",
        f"arn:aws:iam::*:role/aws-service-role/{name}/*",
        ((EQUALS, "iam:AWSServiceName", (name,)),),
    )


def _actions(need: On | Anywhere, service: str) -> Iterator[tuple[Reach, str]]:
    for action in _full(need.read, service):
        yield "read", action
    for action in _full(f"{need.create} {need.update} {need.delete}", service):
        yield "change", action


def _full(actions: str, service: str) -> list[str]:
    return [one if ":" in one else f"{service}:{one}" for one in dict.fromkeys(actions.split())]


def _service(arn: str) -> str:
    return arn.split(":")[2] if arn.startswith("arn:") else ""
