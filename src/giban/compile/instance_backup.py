"""Daily snapshots of what instances keep on their disks (AWS Backup)."""

from __future__ import annotations

from collections.abc import Sequence

from giban.catalogue import backup, iam
from giban.compile.account import account_id
from giban.compile.draft import Draft
from giban.compile.instances import Made
from giban.compile.names import BACKUP_LIMIT, label, named
from giban.compile.policies import trust
from giban.values import Value

NIGHTLY = "cron(30 3 * * ? *)"
MANAGED = "arn:aws:iam::aws:policy/service-role/AWSBackupServiceRolePolicyForBackup"


def back_up(draft: Draft, made: Sequence[Made]) -> None:
    """Back up the disk that stays, or a single instance as a whole (defect D-TO-12)."""
    wanted = [one for one in made if one.wanted.backup_days]
    if not wanted:
        return
    system, part = draft.system, draft.part("instances", "backup")
    name = named(system, "instances", limit=BACKUP_LIMIT)
    vault = part.add(backup.Vault("instances", name=name, tags={"Name": name}))
    role = part.add(
        iam.Role(
            "instance_backup",
            name=named(system, "instance-backup", limit=64),
            assume_role_policy=trust("backup.amazonaws.com", account_id(draft)),
            tags={"Name": named(system, "instance-backup")},
        )
    )
    part.add(iam.RolePolicyAttachment("instance_backup", role=role.ref.name, policy_arn=MANAGED))
    for one in wanted:
        _plan(draft, one, vault, role)


def _plan(draft: Draft, one: Made, vault: backup.Vault, role: iam.Role) -> None:
    own = one.wanted.name
    part = draft.part(f"instances.{own}.backup_days", "backup")
    name = named(draft.system, own, limit=BACKUP_LIMIT)
    plan = part.add(
        backup.Plan(
            label(own),
            name=name,
            rule=(
                backup.Rule(
                    rule_name="nightly",
                    target_vault_name=vault.ref.name,
                    schedule=NIGHTLY,
                    schedule_expression_timezone=draft.system.timezone,
                    lifecycle=backup.Lifecycle(delete_after=one.wanted.backup_days),
                ),
            ),
            tags={"Name": name},
        )
    )
    part.add(
        backup.Selection(
            label(own),
            name=name,
            plan_id=plan.ref.id,
            iam_role_arn=role.ref.arn,
            resources=[_kept(one)],
        )
    )


def _kept(one: Made) -> Value:
    """Return the ARN of what is kept: the disk that stays, or else the whole instance."""
    kept = one.disk or one.server
    return kept.ref.arn if kept else ""
