"""Who may do what: IAM policies, trust, and the policies of resources."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from giban.blueprint import Object
from giban.catalogue import ecs, iam, kms
from giban.policy.actions import DATA, ESCALATIONS, FULL, could_be_scoped, looks_only
from giban.policy.documents import (
    IDENTITY,
    RESOURCE,
    TRUST,
    Statement,
    policies,
    stem,
)
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene

Where = Mapping[type[Object], str]
GUIDE = "https://docs.aws.amazon.com/IAM/latest/UserGuide/"
DEPUTY = GUIDE + "confused-deputy.html"
GITHUB = "token.actions.githubusercontent.com"
SOURCES = ("aws:sourceaccount", "aws:sourcearn", "aws:sourceorgid", "aws:sourceorgpaths")
SILENT = ("ec2.amazonaws.com", "cloudtrail.amazonaws.com")
"""Services that take on a role without saying for whom: a condition on it shuts them out."""

NO_SOURCE = (
    *SILENT,
    "replication.ecs.amazonaws.com",
    "edgelambda.amazonaws.com",
    "lambda.amazonaws.com",
    "backup.amazonaws.com",
    "chatbot.amazonaws.com",
    "codedeploy.amazonaws.com",
    "s3.amazonaws.com",
    "spotfleet.amazonaws.com",
    "application-autoscaling.amazonaws.com",
    "ecs.amazonaws.com",
    "events.amazonaws.com",
    "codepipeline.amazonaws.com",
)
"""Services of which AWS does not promise that they say for whom they take on a role."""

TELLERS = ("cloudwatch.amazonaws.com", "events.amazonaws.com", "budgets.amazonaws.com", "s3.amazonaws.com", "sns.amazonaws.com", "backup.amazonaws.com", "codestar-notifications.amazonaws.com", "costalerts.amazonaws.com", "scheduler.amazonaws.com")  # fmt: skip
"""Services that act on another account's resource for whoever asks them."""


def _each(scene: Scene, where: Where) -> Iterator[tuple[Object, str, Statement] | Undecided]:
    for found in policies(scene, where):
        if isinstance(found, Undecided):
            yield found
            continue
        thing, attribute, statements = found
        for index, statement in enumerate(statements):
            yield thing, f"{attribute}.Statement[{statement.name or index}]", statement


def _admin(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, IDENTITY):
        if isinstance(found, Undecided):
            yield found
            continue
        thing, path, one = found
        if one.allows and one.everywhere and any(a in ("*", "*:*") for a in one.actions):
            yield Violation(thing, "it allows everything on everything", path)


def _whole_service(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, IDENTITY):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        wide = [a for a in one.actions if a.endswith(":*") or a == "*"]
        if one.allows and wide and not (one.everywhere and "*" in wide):
            yield Violation(thing, f"it allows {', '.join(wide)}", path)


def _everywhere(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, IDENTITY):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        if not (one.allows and one.everywhere) or _limited(one):
            continue
        could = [a for a in one.actions if a != "*" and could_be_scoped(a) and not looks_only(a)]
        if could:
            yield Violation(thing, f"it allows {', '.join(could)} on every resource", path)


LIMITS = ("aws:resourcetag/", "aws:requesttag/", "ec2:resourcetag/", "aws:resourceaccount", "aws:sourcearn", "kms:viaservice", "iam:passedtoservice", "cloudwatch:namespace", "ecs:cluster", "ec2:createaction", "ec2:vpc", "kms:grantisforawsresource", "iam:awsservicename", "secretsmanager:resourcetag/", "autoscaling:resourcetag/", "application-autoscaling:")  # fmt: skip
"""Conditions that limit a statement to some resources although it names all."""


def _limited(one: Statement) -> bool:
    return any(key.startswith(LIMITS) for _, key, _ in one.conditions)


def _escalation(scene: Scene) -> Iterator[Verdict]:
    for found in policies(scene, IDENTITY):
        if isinstance(found, Undecided):
            continue
        thing, attribute, statements = found
        open_ = [one for one in statements if one.allows and _any_identity(one)]
        for ways in ESCALATIONS:
            if all(any(one.may(action) for one in open_) for action in ways):
                what = f"whoever has it can become an administrator by {' and '.join(ways)}"
                yield Violation(thing, what, attribute)


def _any_identity(one: Statement) -> bool:
    """Tell whether a statement reaches identities it does not name, with no bound on them."""
    if one.asks("iam:PermissionsBoundary") or "*" in one.actions:
        return False
    if any(action.lower().startswith("iam:pass") for action in one.actions) and one.asks(
        "iam:PassedToService"
    ):
        return False
    ends = (":role/*", ":user/*", ":group/*", ":policy/*")
    return one.everywhere or any(stem(resource).endswith(ends) for resource in one.resources)


def _pass_role(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, IDENTITY):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        if not one.allows or not one.may("iam:PassRole") or "*" in one.actions:
            continue
        if not one.asks("iam:PassedToService") and not one.asks("iam:AssociatedResourceArn"):
            yield Violation(thing, "it may pass a role to any service", path)


def _data(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, IDENTITY):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        if not (one.allows and one.everywhere) or _limited(one) or "*" in one.actions:
            continue
        reads = [action for action in DATA if one.may(action)]
        if reads:
            yield Violation(thing, f"it reads everyone's data: {', '.join(reads)} on *", path)


def _inverted(scene: Scene) -> Iterator[Verdict]:
    for where in (IDENTITY, RESOURCE):
        for found in _each(scene, where):
            if isinstance(found, Undecided):
                continue
            thing, path, one = found
            if not one.allows:
                continue
            for name, value in (
                ("NotAction", one.not_actions),
                ("NotResource", one.not_resources),
                ("NotPrincipal", one.not_principals),
            ):
                if value:
                    what = f"it allows all but some by {name}: what AWS adds is allowed too"
                    yield Violation(thing, what, path)


def _anyone(kind: str, who: Any) -> bool:
    return stem(who) == "*" and kind in ("*", "AWS", "Federated", "Service")


def _trust_anyone(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, TRUST):
        if isinstance(found, Undecided):
            yield found
            continue
        thing, path, one = found
        if one.allows and any(_anyone(kind, who) for kind, who in one.principals):
            yield Violation(thing, "anyone may take on this role", path)


def _trust_account(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, TRUST):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        for kind, who in one.principals:
            text = stem(who)
            whole = text.endswith(":root") or (text.isdigit() and len(text) == len("123456789012"))
            if one.allows and kind == "AWS" and whole and not one.conditions:
                what = f"everyone in the account {text} who may assume roles may take it on"
                yield Violation(thing, what, path)


def _deputy(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, TRUST):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        services = [
            stem(who)
            for kind, who in one.principals
            if kind == "Service" and stem(who) not in NO_SOURCE
        ]
        if one.allows and services and not any(key in SOURCES for _, key, _ in one.conditions):
            what = f"{', '.join(services)} may take it on for another account"
            yield Violation(thing, what, path)


def _shut_out(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, TRUST):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        names = [stem(who) for kind, who in one.principals if kind == "Service"]
        silent = [name for name in names if name in SILENT]
        asked = [key for _, key, _ in one.conditions if key in SOURCES]
        if one.allows and silent and asked:
            what = f"{', '.join(silent)} cannot take it on: it says no {', '.join(asked)}"
            yield Violation(thing, what, path)


def _deputy_of_resource(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, RESOURCE):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        if isinstance(thing, kms.Key):
            continue
        services = [
            stem(who) for kind, who in one.principals if kind == "Service" and stem(who) in TELLERS
        ]
        if one.allows and services and not any(key in SOURCES for _, key, _ in one.conditions):
            what = f"{', '.join(services)} may use it for another account"
            yield Violation(thing, what, path)


def _public_resource(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, RESOURCE):
        if isinstance(found, Undecided):
            yield found
            continue
        thing, path, one = found
        if one.allows and not one.conditions and any(_anyone(k, w) for k, w in one.principals):
            yield Violation(thing, "anyone in the world is allowed by its policy", path)


def _wide_resource(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, RESOURCE):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        wide = [a for a in one.actions if a == "*" or a.endswith(":*")]
        if one.allows and wide and not isinstance(thing, kms.Key):
            yield Violation(thing, f"its policy allows {', '.join(wide)}", path)


def _github(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, TRUST):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        if not one.allows or not one.may("sts:AssumeRoleWithWebIdentity"):
            continue
        subjects = [
            stem(value)
            for _, key, values in one.conditions
            if key == f"{GITHUB}:sub"
            for value in values
        ]
        for_github = any(key.startswith(GITHUB) for _, key, _ in one.conditions) or any(
            GITHUB in stem(who) for _, who in one.principals
        )
        if for_github:
            yield from _subjects(thing, path, subjects, one)


def _subjects(thing: Object, path: str, subjects: list[str], one: Statement) -> Iterator[Verdict]:
    if not subjects:
        yield Violation(thing, "any repository on GitHub may take it on", path)
    for subject in subjects:
        repository = subject.removeprefix("repo:").partition(":")[0]
        if not subject.startswith("repo:") or "*" in repository:
            yield Violation(thing, f"repositories of others match `{subject}`", path)
        elif subject.removeprefix(f"repo:{repository}:") == "*":
            yield Violation(thing, f"any branch and any pull request matches `{subject}`", path)
    if not one.asks(f"{GITHUB}:aud"):
        yield Violation(thing, "it does not ask for whom the token was made", path)


def _managed(scene: Scene) -> Iterator[Verdict]:
    for one in scene.all(iam.RolePolicyAttachment):
        name = stem(one.policy_arn).rpartition("/")[2]
        if name in FULL:
            yield Violation(one, f"it attaches {name}", "policy_arn")
    for role in scene.all(iam.Role):
        for arn in (
            role.managed_policy_arns or ()
            if isinstance(role.managed_policy_arns, (list, tuple))
            else ()
        ):
            name = stem(arn).rpartition("/")[2]
            if name in FULL:
                yield Violation(role, f"it attaches {name}", "managed_policy_arns")


def _one_role(scene: Scene) -> Iterator[Verdict]:
    for task in scene.all(ecs.TaskDefinition):
        own, starter = task.task_role_arn, task.execution_role_arn
        if own is None or starter is None:
            continue
        roles = scene.graph.targets(own, iam.Role)
        if own == starter or (roles and roles == scene.graph.targets(starter, iam.Role)):
            yield Violation(task, "the task has the rights of what starts it", "task_role_arn")


def _key_lockout(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, {kms.Key: "policy"}):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        if one.allows and any(_anyone(k, w) for k, w in one.principals) and not _bounded(one):
            yield Violation(thing, "anyone in the world may use the key", path)


def _bounded(one: Statement) -> bool:
    keys = ("kms:calleraccount", "aws:principalaccount", "aws:principalorgid", "aws:sourceaccount")
    return any(key in keys for _, key, _ in one.conditions)


def _bucket_lockout(scene: Scene) -> Iterator[Verdict]:
    for found in _each(scene, RESOURCE):
        if isinstance(found, Undecided):
            continue
        thing, path, one = found
        everything = any(
            action in ("*", "s3:*", "sqs:*", "sns:*", "SNS:*") for action in one.actions
        )
        if (
            not one.allows
            and everything
            and not one.conditions
            and any(_anyone(k, w) for k, w in one.principals)
        ):
            yield Violation(thing, "it refuses everyone, its owner too", path)


RULES = (
    Rule(
        id="IAM-01",
        severity="critical",
        title="No policy allows everything on everything",
        why="Whoever gets hold of it has the account.",
        fix="Name the actions and the resources.",
        reference=("IAM.1", "HY-GOV-14", "ERP-SEC-03"),
        like=("CKV_AWS_62", "CKV_AWS_63", "CKV_AWS_1", "CKV_AWS_49", "CKV2_AWS_40", "AWS-0057"),
        check=_admin,
    ),
    Rule(
        id="IAM-02",
        severity="high",
        title="Policies name actions, not whole services",
        why="`ecs:*` also deletes clusters, and grows with every action AWS adds.",
        fix="Name the actions; `giban permissions` writes those that a deployment needs.",
        reference=("IAM.21", "D-HY-32"),
        like=("CKV_AWS_63", "AWS-0057", "AWS-0345"),
        check=_whole_service,
    ),
    Rule(
        id="IAM-03",
        severity="high",
        title="Policies name resources where AWS lets them",
        why="What one system may do to itself, it may then do to all others in the account.",
        fix="Name the ARNs, or add a condition on tags.",
        reference=("D-CM-04", "CM-SEC-05", "HY-GOV-14"),
        like=("CKV_AWS_290", "CKV_AWS_355", "CKV_AWS_289", "AWS-0057"),
        check=_everywhere,
    ),
    Rule(
        id="IAM-04",
        severity="critical",
        title="No policy leads to more power than it gives",
        why="Who may write policies, or start something with any role, is an administrator in all but name.",
        fix="Name the roles, and demand a boundary by `iam:PermissionsBoundary`.",
        reference=("D-HY-32", "HY-SEC-05"),
        like=("CKV_AWS_286", "CKV2_AWS_40"),
        check=_escalation,
    ),
    Rule(
        id="IAM-05",
        severity="high",
        title="Roles are passed to named services only",
        why="A role passed to another service than was meant does there what it can.",
        fix="Add the condition `iam:PassedToService`.",
        reference=(GUIDE + "id_roles_use_passrole.html", "HY-SEC-05"),
        like=("AWS-0342",),
        check=_pass_role,
    ),
    Rule(
        id="IAM-06",
        severity="high",
        title="Nobody reads everyone's data",
        why="One service's hole opens every bucket, secret and key of the account.",
        fix="Name the buckets, secrets and keys.",
        reference=("D-CM-04", "CM-SEC-06", "HY-SEC-02"),
        like=("CKV_AWS_287", "CKV_AWS_288", "CKV_AWS_108"),
        check=_data,
    ),
    Rule(
        id="IAM-07",
        severity="medium",
        title="Policies say what they allow, not what they leave out",
        why="`NotAction` with Allow allows everything AWS will ever add.",
        fix="Write Action, Resource and Principal.",
        reference=(GUIDE + "reference_policies_elements_notaction.html",),
        check=_inverted,
    ),
    Rule(
        id="IAM-08",
        severity="critical",
        title="Roles trust somebody in particular",
        why="Anyone with any AWS account may take on the role.",
        fix="Name the service, role or issuer.",
        reference=(GUIDE + "id_roles_create_for-user_externalid.html",),
        like=("CKV_AWS_60",),
        check=_trust_anyone,
    ),
    Rule(
        id="IAM-09",
        severity="medium",
        title="Roles trust roles, not whole accounts",
        why="Everyone there who may assume roles gets this one.",
        fix="Name the role, or add a condition such as `sts:ExternalId`.",
        like=("CKV_AWS_61",),
        check=_trust_account,
    ),
    Rule(
        id="IAM-10",
        severity="medium",
        title="A service takes on a role for this account only",
        why="Another customer can otherwise make the service use this role for him (confused deputy).",
        fix="Add the condition `aws:SourceAccount` or `aws:SourceArn`.",
        reference=(DEPUTY, "HY-GOV-14"),
        check=_deputy,
    ),
    Rule(
        id="IAM-11",
        severity="medium",
        title="A service uses a topic, queue or bucket for this account only",
        why="Another customer can otherwise make the service write into it (confused deputy).",
        fix="Add the condition `aws:SourceAccount` or `aws:SourceArn`.",
        reference=(DEPUTY, "D-HY-20"),
        check=_deputy_of_resource,
    ),
    Rule(
        id="IAM-12",
        severity="critical",
        title="No resource's policy allows the world",
        why="Buckets, queues and topics are found by their names.",
        fix="Name the accounts, roles or services.",
        reference=("S3.2", "SQS.3", "SNS.4"),
        like=(
            "CKV_AWS_70",
            "CKV_AWS_168",
            "CKV_AWS_169",
            "CKV_AWS_385",
            "CKV_AWS_387",
            "CKV_AWS_54",
            "AWS-0097",
        ),
        check=_public_resource,
    ),
    Rule(
        id="IAM-13",
        severity="medium",
        title="A resource's policy names actions",
        why="`sqs:*` also deletes the queue.",
        fix="Name the actions.",
        like=("CKV_AWS_72", "AWS-0097"),
        check=_wide_resource,
    ),
    Rule(
        id="IAM-14",
        severity="critical",
        title="GitHub's workflows are told apart",
        why="Everyone's workflows have tokens of the same issuer; only `sub` says whose.",
        fix="Ask for `repo:OWNER/NAME:environment:ENV` in `sub` and `sts.amazonaws.com` in `aud`.",
        reference=("D-ERP-09", "D-HY-31", "HY-SEC-06"),
        like=("CKV_AWS_358", "CKV_AWS_393"),
        check=_github,
    ),
    Rule(
        id="IAM-15",
        severity="high",
        title="No role has a managed policy for everything",
        why="It reaches every system in the account.",
        fix="Write a policy for what it does.",
        reference=("IAM.1",),
        like=("CKV_AWS_274", "CKV2_AWS_56", "AWS-0141"),
        check=_managed,
    ),
    Rule(
        id="IAM-16",
        severity="medium",
        title="A task's role is not the role that starts it",
        why="The program could then read every secret and log that ECS may.",
        fix="Make two roles.",
        reference=("HY-GOV-14", "ERP-SEC-03"),
        like=("CKV_AWS_249",),
        check=_one_role,
    ),
    Rule(
        id="IAM-17",
        severity="critical",
        title="No key is for the world",
        why="Who may decrypt needs no other right where a copy has leaked.",
        fix="Name principals, or add `kms:CallerAccount`.",
        reference=("KMS.5", "HY-GOV-14"),
        like=("CKV_AWS_33",),
        check=_key_lockout,
    ),
    Rule(
        id="IAM-18",
        severity="high",
        title="No policy locks its owner out",
        why="Only the root user of the account can take it away again.",
        fix="Add a condition, or name who is refused.",
        like=("CKV_AWS_93",),
        check=_bucket_lockout,
    ),
    Rule(
        id="IAM-19",
        severity="high",
        title="A service is not asked for what it does not say",
        why="An instance gets no credentials, and Session Manager never sees it.",
        fix="Take the condition away: AWS lets an instance wear only roles of its own account.",
        reference=(GUIDE + "id_roles_use_switch-role-ec2.html", "prowler-cloud/prowler#2810"),
        check=_shut_out,
    ),
)
