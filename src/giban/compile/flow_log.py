"""Records of who spoke with whom in a network (VPC flow logs)."""

from __future__ import annotations

from giban.catalogue import cloudwatch, ec2, iam
from giban.compile.account import account_id
from giban.compile.draft import Draft
from giban.compile.key import Keys, key_arn
from giban.compile.log_archive import Archive
from giban.compile.names import named
from giban.compile.network import Network
from giban.compile.policies import allow, policy, trust
from giban.values import Value, text


def flow_log(draft: Draft, network: Network, key: Keys, logs: Archive | None) -> None:
    """Record a network's traffic where the author wants it; nothing where nobody does."""
    wanted = draft.system.network
    if wanted.flow_log_to == "bucket" and logs is not None:
        _archived_flow_log(draft, network.vpc_id, logs)
    elif wanted.flow_log_days:
        _flow_log(draft, network.vpc_id, key)


def _archived_flow_log(draft: Draft, vpc_id: Value, logs: Archive) -> None:
    draft.part("network.flow_log_to", "network").add(
        ec2.FlowLog(
            "main",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="s3",
            log_destination=logs.bucket.ref.arn,
            max_aggregation_interval=600,
            tags={"Name": named(draft.system, "flow")},
        ),
        after=[logs.ready],
    )


def _flow_log(draft: Draft, vpc_id: Value, key: Keys) -> None:
    system, part = draft.system, draft.part("network.flow_log_days", "network")
    group = part.add(
        cloudwatch.LogGroup(
            "flow",
            name=f"/vpc/{named(system)}/flow",
            retention_in_days=system.network.flow_log_days,
            kms_key_id=key_arn(key, "cloudwatch-logs"),
            tags={"Name": named(system, "flow")},
        )
    )
    role = part.add(
        iam.Role(
            "flow_log",
            name=named(system, "flow-log", limit=64),
            assume_role_policy=trust("vpc-flow-logs.amazonaws.com", account_id(draft)),
            tags={"Name": named(system, "flow-log")},
        )
    )
    part.add(
        iam.RolePolicy(
            "flow_log",
            name="write-flow-log",
            role=role.ref.id,
            policy=policy(
                [
                    allow(
                        "Write",
                        [
                            "logs:CreateLogStream",
                            "logs:PutLogEvents",
                            "logs:DescribeLogStreams",
                        ],
                        [text(group.ref.arn, ":*")],
                    )
                ]
            ),
        )
    )
    part.add(
        ec2.FlowLog(
            "main",
            vpc_id=vpc_id,
            traffic_type="ALL",
            log_destination_type="cloud-watch-logs",
            log_destination=group.ref.arn,
            iam_role_arn=role.ref.arn,
            max_aggregation_interval=600,
            tags={"Name": named(system, "flow")},
        )
    )
