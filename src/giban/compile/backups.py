"""Daily copies of databases in a vault of their own (AWS Backup).

They outlive the database, and a second copy the region; RDS's own backups do neither.
"""

from __future__ import annotations

from collections.abc import Mapping

from giban.catalogue import backup, iam
from giban.compile.account import account_id
from giban.compile.database import Database
from giban.compile.draft import Draft, Part
from giban.compile.names import BACKUP_LIMIT, ROLE_LIMIT, label, named
from giban.compile.policies import trust
from giban.system import Backups

ABLE = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"


def backups(draft: Draft, databases: Mapping[str, Database]) -> None:
    """Copy every database each day; nothing where nobody wants that."""
    wanted, system = draft.system.backup, draft.system
    if wanted is None or not databases:
        return
    part = draft.part("backup", "backup")
    vault = _vault(part)
    role, able = _role(part)
    plan = part.add(
        backup.Plan(
            "main",
            name=named(system, "backup", limit=BACKUP_LIMIT),
            rule=(
                backup.Rule(
                    rule_name="daily",
                    target_vault_name=vault.ref.name,
                    schedule=wanted.cron,
                    schedule_expression_timezone=system.timezone,
                    lifecycle=backup.Lifecycle(delete_after=wanted.days),
                    copy_action=_copies(part, wanted),
                ),
            ),
            tags={"Name": named(system, "backup")},
        )
    )
    part.add(
        backup.Selection(
            "databases",
            name="databases",
            plan_id=plan.ref.id,
            iam_role_arn=role.ref.arn,
            resources=[one.instance.ref.arn for one in databases.values()],
        ),
        after=[able],
    )


def _vault(part: Part, region: str | None = None) -> backup.Vault:
    name = named(part.draft.system, "backup", limit=BACKUP_LIMIT)
    return part.add(
        backup.Vault(
            label("main", *([region] if region else [])),
            name=name,
            force_destroy=not part.draft.system.deletion_protection,
            tags={"Name": name},
        ),
        provider=region,
    )


def _copies(part: Part, wanted: Backups) -> tuple[backup.CopyAction, ...]:
    if wanted.copy_to is None:
        return ()
    there = _vault(part, part.draft.region(wanted.copy_to))
    return (
        backup.CopyAction(
            destination_vault_arn=there.ref.arn,
            lifecycle=backup.Lifecycle(delete_after=wanted.copy_days),
        ),
    )


def _role(part: Part) -> tuple[iam.Role, iam.RolePolicyAttachment]:
    own, system = part.in_chapter("iam"), part.draft.system
    role = own.add(
        iam.Role(
            "backup",
            name=named(system, "backup", limit=ROLE_LIMIT),
            assume_role_policy=trust("backup.amazonaws.com", account_id(part.draft)),
            tags={"Name": named(system, "backup")},
        )
    )
    able = own.add(iam.RolePolicyAttachment("backup", role=role.ref.name, policy_arn=ABLE))
    return role, able
