"""What a deploy to instances may: run `stack start` on one, or replace those of a group."""

from __future__ import annotations

from giban.compile.account import arn
from giban.compile.draft import Draft
from giban.compile.policies import Statement, allow
from giban.compile.prometheus import group_name
from giban.system import System
from giban.values import text

DOCUMENT = "AWS-RunShellScript"


def may_start_instances(draft: Draft, system: System) -> list[Statement]:
    """Return the statements; never SSH (defects D-TO-03, D-WL-08)."""
    single = [one for one in system.instances.values() if one.scale is None]
    groups = [one for one in system.instances.values() if one.scale is not None]
    return [
        *(_run_command(draft, system) if single else []),
        *(_refresh(draft, system, [one.name for one in groups]) if groups else []),
    ]


def _run_command(draft: Draft, system: System) -> list[Statement]:
    tags = {"Project": system.project, "Environment": system.environment}
    return [
        allow(
            "RunDocument",
            ["ssm:SendCommand"],
            [text(f"arn:aws:ssm:{system.region}::document/{DOCUMENT}")],
        ),
        allow(
            "RunOnInstances",
            ["ssm:SendCommand"],
            [arn(draft, "ec2", "instance/*")],
            condition={"StringEquals": {f"ssm:resourceTag/{k}": v for k, v in tags.items()}},
        ),
        allow("FollowCommand", ["ssm:GetCommandInvocation"], ["*"]),
    ]


def _refresh(draft: Draft, system: System, names: list[str]) -> list[Statement]:
    return [
        allow(
            "ReplaceInstances",
            ["autoscaling:RollbackInstanceRefresh", "autoscaling:StartInstanceRefresh"],
            [
                arn(
                    draft,
                    "autoscaling",
                    f"autoScalingGroup:*:autoScalingGroupName/{group_name(system, name)}",
                )
                for name in names
            ],
        ),
        allow("FollowRefresh", ["autoscaling:DescribeInstanceRefreshes"], ["*"]),
    ]
