"""The page of permissions: what each Terraform type takes, beside what the documents allow."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fnmatch import fnmatchcase
from pathlib import Path

from giban.catalogue.permissions.kinds import NEEDS
from giban.catalogue.permissions.needs import Anywhere, Hand, Linked, Locked, Needs, On
from giban.compile import compile_project
from giban.manifest import load
from giban.permissions import Grant, grants
from giban.system import resolve_all

EXAMPLES = Path(__file__).parents[1] / "examples"
TOLD = {"name": "its name", "tag": "its tags", "nothing": "nothing"}
CHANGES = ("create", "made", "update", "delete", "tag", "untag")


@dataclass(frozen=True, slots=True)
class Theirs:
    """A deploy policy of the documents: what it allows, all of it on `*`."""

    title: str
    example: str
    environment: str
    allows: str

    @property
    def actions(self) -> list[str]:
        """Return the actions one by one."""
        return self.allows.split()


DOCUMENTS = (
    Theirs(
        "hybrid, infrastructure project",
        "hybrid/foundation",
        "prod",
        "ec2:*Vpc* ec2:*Subnet* ec2:*InternetGateway* ec2:*NatGateway* ec2:*RouteTable* "
        "ec2:*VpcEndpoint* ec2:AllocateAddress ec2:ReleaseAddress ec2:DescribeAddresses "
        "kms:CreateKey kms:CreateAlias kms:DescribeKey kms:EnableKeyRotation kms:GetKeyPolicy "
        "kms:PutKeyPolicy kms:ListAliases rds:CreateDBInstance rds:CreateDBSubnetGroup "
        "rds:CreateDBParameterGroup rds:DescribeDBInstances rds:DescribeDBSubnetGroups "
        "rds:ModifyDBInstance ecr:CreateRepository ecr:DescribeRepositories "
        "ecr:PutLifecyclePolicy ecr:SetRepositoryPolicy ssm:PutParameter ssm:GetParameter "
        "ssm:GetParameters ssm:GetParametersByPath ssm:AddTagsToResource",
    ),
    Theirs(
        "hybrid, application project",
        "hybrid/fileflow",
        "prod",
        "ecs:* elasticache:* s3:CreateBucket s3:PutBucketPolicy s3:PutBucketEncryption "
        "s3:PutBucketVersioning s3:PutLifecycleConfiguration sqs:CreateQueue "
        "sqs:SetQueueAttributes sqs:GetQueueAttributes elasticloadbalancing:* iam:CreateRole "
        "iam:CreatePolicy iam:AttachRolePolicy iam:PassRole iam:GetRole iam:GetPolicy "
        "ec2:CreateSecurityGroup ec2:AuthorizeSecurityGroupIngress "
        "ec2:AuthorizeSecurityGroupEgress ec2:RevokeSecurityGroupIngress "
        "ec2:RevokeSecurityGroupEgress secretsmanager:CreateSecret "
        "secretsmanager:PutSecretValue secretsmanager:GetSecretValue ssm:GetParameter "
        "ssm:GetParameters ssm:GetParametersByPath",
    ),
)
NO_ACTION = {"s3:PutBucketEncryption": "s3:PutEncryptionConfiguration"}
"""What AWS has no action of this name for, and what it calls it."""


def page() -> Iterator[str]:
    """Yield the page."""
    yield "# What deploying takes\n"
    yield "`giban permissions ENV [STACK]` computes the policies of the role that runs Terraform"
    yield "(`--plan`: of one that only plans; `--boundary`: the ceiling for the roles it makes)."
    yield "This page has what it computes from, and what the documents' own policies allow instead."
    yield from _documents()
    yield "\n## Each Terraform type\n"
    yield "Whatever AWS lets be told by a name or by tags is told so; `*` stands for what has no"
    yield "resource of its own. Actions of other services are needed on what a type refers to.\n"
    for mode, table in NEEDS.items():
        for kind, needs in sorted(table.items()):
            yield from _type(kind if mode == "managed" else f"{mode} {kind}", needs)


def _type(name: str, needs: Needs) -> Iterator[str]:
    told = f", told by {TOLD[needs.by]}" if needs.arn else ""
    yield f"### {name}\n"
    if needs.arn:
        yield f"`arn:aws:{needs.arn}`{told}.\n"
    for words, actions in (("reads", _actions(needs, "read")), ("changes", _changes(needs))):
        if actions:
            yield f"- {words}: {_listed(actions)}"
    for need in needs.needs:
        match need:
            case Hand(of, to):
                yield f"- hands over the role in `{of}` to `{to}`"
            case Linked(service):
                yield f"- may make the service-linked role of `{service}.amazonaws.com`"
            case Locked(of, via):
                yield f"- uses the key in `{of}` through `{via}`"
    yield ""


def _actions(needs: Needs, *verbs: str) -> set[str]:
    found = set()
    for need in needs.needs:
        if isinstance(need, (On, Anywhere)):
            for verb in verbs:
                for action in getattr(need, verb, "").split():
                    found.add(action if ":" in action else f"{_service(needs, need)}:{action}")
    return found


def _changes(needs: Needs) -> set[str]:
    return _actions(needs, *CHANGES)


def _service(needs: Needs, need: On | Anywhere) -> str:
    if isinstance(need, Anywhere):
        return need.service
    around = NEEDS["managed"].get(need.kind, needs) if need.of else needs
    return (need.arn or around.arn).partition(":")[0]


def _listed(actions: Iterable[str]) -> str:
    return ", ".join(f"`{action}`" for action in sorted(actions))


def _documents() -> Iterator[str]:
    yield "\n## The documents' deploy policies\n"
    yield "hospital-erp deploys with a stored access key and says nothing of what it may do"
    yield "(D-ERP-09); codemate has roles for tasks, one of which reads every secret (D-CM-04), and"
    yield "none for deploying. hybrid has two policies, each on `Resource: *` and without a single"
    yield "condition (D-HY-32); compared with what the examples' stacks take:"
    for theirs in DOCUMENTS:
        yield from _compared(theirs, _granted(theirs))


def _granted(theirs: Theirs) -> list[Grant]:
    systems = list(resolve_all(load(EXAMPLES / theirs.example / "giban.yaml")).values())
    stacks = compile_project(systems)[theirs.environment].stacks
    return [grant for stack in stacks for grant in grants(stack)]


def _compared(theirs: Theirs, ours: list[Grant]) -> Iterator[str]:
    needed = {grant.action for grant in ours}
    allowed = {one for one in needed if any(_covers(pattern, one) for pattern in theirs.actions)}
    idle = {p for p in theirs.actions if not any(_covers(p, one) for one in needed)}
    wide = {pattern for pattern in theirs.actions if "*" in pattern}
    confined = {g.action for g in ours if g.resource != "*" or g.condition} & set(theirs.actions)
    yield f"\n### {theirs.title}\n"
    yield f"It allows {len(allowed)} of the {len(needed)} actions that `examples/{theirs.example}`"
    yield f"takes in {theirs.environment}; with it alone, Terraform stops.\n"
    yield f"- too much, whole families: {_listed(wide)}"
    yield f"- too much, on everything instead of the stack's own: {_listed(confined - wide)}"
    if idle:
        yield f"- too much, never called: {_listed(idle - NO_ACTION.keys())}"
    for wrong in sorted(NO_ACTION.keys() & set(theirs.actions)):
        yield f"- no action of AWS: `{wrong}`; it is `{NO_ACTION[wrong]}`"
    for service in sorted({one.partition(":")[0] for one in needed - allowed}):
        lacking = {one for one in needed - allowed if one.startswith(f"{service}:")}
        yield f"- lacks of {service}: {_listed(one.partition(':')[2] for one in lacking)}"


def _covers(pattern: str, action: str) -> bool:
    return fnmatchcase(action.lower(), pattern.lower())
