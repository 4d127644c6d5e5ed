"""Databases."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from giban.rehearse.moto_repairs.teaching import teach


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.rds import utils  # noqa: PLC0415  # slow
    from moto.rds.models import DBInstance, DBParameterGroup, RDSBackend  # noqa: PLC0415  # slow
    from moto.rds.responses import RDSResponse  # noqa: PLC0415  # slow

    _keep_modified_subnet_groups(RDSBackend)
    _part_promoted_replicas(RDSBackend)
    _put_replicas_where_they_belong(RDSBackend)
    _forget_replicas_abroad(DBInstance)
    _let_windows_touch(utils)
    _answer_insights(DBInstance)
    _say_who_set_parameters(DBParameterGroup)
    teach(RDSResponse, reset_db_parameter_group=_reset_parameter_group)


def _keep_modified_subnet_groups(backend: Any) -> None:
    """Put a group back that ModifyDBSubnetGroup takes out of moto's books."""
    modify = backend.modify_db_subnet_group

    def kept(self: Any, subnet_name: str, *arguments: Any, **named: Any) -> Any:
        group = modify(self, subnet_name, *arguments, **named)
        self.subnet_groups[subnet_name] = group
        return group

    backend.modify_db_subnet_group = kept


def _part_promoted_replicas(backend: Any) -> None:
    """Make a promoted replica and its source forget each other."""
    promote = backend.promote_read_replica

    def parted(self: Any, db_kwargs: dict[str, Any]) -> Any:
        replica = self.databases[db_kwargs["db_instance_identifier"]]
        source = self.databases.get(replica.source_db_instance_identifier)
        if source and replica.db_instance_identifier in source.replicas:
            source.remove_replica(replica)
        promoted = promote(self, db_kwargs)
        promoted.source_db_instance_identifier = None
        return promoted

    backend.promote_read_replica = parted


def _put_replicas_where_they_belong(backend: Any) -> None:
    """Move a replica to its own region before its groups are looked up, which are there.

    It is a copy of its source, so what it exports to CloudWatch has to be made its own as well.
    """
    replicate = backend.create_db_instance_read_replica

    def placed(self: Any, db_kwargs: dict[str, Any]) -> Any:
        source = db_kwargs["source_db_instance_identifier"]
        here = {"backend": self} if self.arn_regex.match(source) else {}
        replica = replicate(self, {**here, **db_kwargs})
        exports = db_kwargs.get("enable_cloudwatch_logs_exports")
        replica.enabled_cloudwatch_logs_exports = list(exports or [])
        return replica

    backend.create_db_instance_read_replica = placed


def _forget_replicas_abroad(instance: Any) -> None:
    """Strike a deleted replica off its source's list, where one abroad stands by its ARN."""

    def remove(self: Any, replica: Any) -> None:
        names = {replica.db_instance_identifier, replica.db_instance_arn}
        self.replicas = [name for name in self.replicas if name not in names]

    instance.remove_replica = remove


def _let_windows_touch(utils: Any) -> None:
    """Let maintenance begin when the backup ends, as AWS does."""
    overlap = utils.get_overlap_between_two_date_ranges

    def real(*times: Any) -> Any:
        return overlap(*times) - 1

    utils.get_overlap_between_two_date_ranges = real


def _answer_insights(instance: Any) -> None:
    """Answer whether Performance Insights is on; AWS keeps it 7 days, with a key of its own."""
    make, update = instance.__init__, instance.update

    def insights(self: Any, told: dict[str, Any]) -> None:
        on = bool(told.get("enable_performance_insights"))
        where = f"{self.region}:{self.account_id}"
        key = told.get("performance_insights_kms_key_id") or f"arn:aws:kms:{where}:key/aws-rds"
        self.performance_insights_enabled = on
        self.performance_insights_kms_key_id = key if on else None
        days = told.get("performance_insights_retention_period") or 7
        self.performance_insights_retention_period = days if on else None
        self.database_insights_mode = told.get("database_insights_mode") or "standard"

    def made(self: Any, *arguments: Any, **named: Any) -> None:
        make(self, *arguments, **named)
        insights(self, named)

    def updated(self: Any, **db_kwargs: Any) -> None:
        update(self, **db_kwargs)
        before = {
            "enable_performance_insights": self.performance_insights_enabled,
            "performance_insights_kms_key_id": self.performance_insights_kms_key_id,
            "performance_insights_retention_period": self.performance_insights_retention_period,
            "database_insights_mode": self.database_insights_mode,
        }
        insights(
            self, {**before, **{name: db_kwargs[name] for name in before if name in db_kwargs}}
        )

    instance.__init__, instance.update = made, updated


def _say_who_set_parameters(group: Any) -> None:
    """Mark parameters that were set as the user's: who asks AWS only for those gets them."""
    update = group.update_parameters

    def updated(self: Any, new_parameters: Iterable[dict[str, Any]]) -> None:
        given = list(new_parameters)
        update(self, given)
        for one in given:
            self.parameters[one["ParameterName"]].update(Source="user", IsModifiable=True)

    group.update_parameters = updated


def _reset_parameter_group(response: Any, params: Any) -> dict[str, Any]:
    """Set parameters back to their defaults, which moto does not list."""
    name = params["DBParameterGroupName"]
    group = response.backend.describe_db_parameter_groups({"db_parameter_group_name": name})[0]
    if params.get("ResetAllParameters"):
        group.parameters.clear()
    for one in params.get("Parameters", []):
        group.parameters.pop(one["ParameterName"], None)
    return {"DBParameterGroupName": name}
