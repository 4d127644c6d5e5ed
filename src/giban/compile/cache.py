"""A Redis or Valkey cache (Amazon ElastiCache) and what a service gets by using it.

Clients log in with IAM, so there is no token to store or to leak: the provider has no
write-only argument for one (defect D-ERP-13, decision 0005).
"""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from giban.catalogue import cloudwatch, ec2, elasticache
from giban.compile.draft import Draft, Part
from giban.compile.firewall import security_group
from giban.compile.key import Keys, key_arn
from giban.compile.names import fitted, label, named
from giban.compile.network import Network
from giban.compile.policies import allow
from giban.compile.takeover import once_needed
from giban.compile.wiring import Grant
from giban.system import Cache as Wanted
from giban.system import Use
from giban.values import ABSENT, Knob, Value, text

NAME_LIMIT = 40
LOGS = ("slow-log", "engine-log")
"""What every version of `system/facts.py` delivers: Redis from 6.0 and 6.2, Valkey from 7.2 on
(https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Log_Delivery.html)."""
ACCESS = {
    "write": "on ~* &* +@all -@dangerous",
    "read": "on ~* &* -@all +@read +@connection",
}
NOBODY = "off -@all"
"""As ElastiCache gives them back: another spelling would be a change in every plan
(https://github.com/hashicorp/terraform-provider-aws/issues/20334)."""


class Cache(Struct, frozen=True):
    """A replication group, the group that guards it, and its users by service."""

    wanted: Wanted
    replication: elasticache.ReplicationGroup
    group: ec2.SecurityGroup
    users: Mapping[str, elasticache.User]

    def grant(self, use: Use, service: str) -> Grant:
        """Return what a service that uses the cache is given."""
        user, host = self.users[service], self.host
        name, port = str(user.user_name), self.wanted.port
        return Grant(
            doors=((self.group, port),),
            statements=(
                allow(
                    f"Connect{self.wanted.name.title().replace('-', '')}",
                    ["elasticache:Connect"],
                    [self.replication.ref.arn, user.ref.arn],
                ),
            ),
            environment={
                f"{use.prefix}_URL": text(f"rediss://{name}@", host, f":{port}"),
                f"{use.prefix}_HOST": host,
                f"{use.prefix}_PORT": str(port),
                f"{use.prefix}_USER": name,
                **({f"{use.prefix}_CLUSTER": "true"} if self.wanted.shards else {}),
            },
        )

    @property
    def host(self) -> Value:
        """Where clients begin: a cluster tells them the rest (defect D-CM-10)."""
        if self.wanted.shards:
            return self.replication.ref.configuration_endpoint_address
        return self.replication.ref.primary_endpoint_address


def subnet_group(draft: Draft, network: Network) -> elasticache.SubnetGroup | None:
    """Make the group of subnets that all caches of the environment live in."""
    if not draft.system.caches:
        return None
    return draft.part("caches", "cache").add(
        elasticache.SubnetGroup(
            "main",
            name=named(draft.system, "cache"),
            description="Private data subnets",
            subnet_ids=network.ids(draft.system.network.data_tier),
            tags={"Name": named(draft.system, "cache")},
        )
    )


def cache(
    draft: Draft,
    wanted: Wanted,
    network: Network,
    subnets: elasticache.SubnetGroup,
    key: Keys,
) -> Cache:
    """Make a cache with its users, encrypted at rest and in transit.

    AWS must not upgrade it: `version` names the minor, and going back to that one is, for the
    provider, a new cache (`customizeDiffEngineVersionForceNewOnDowngrade`).
    """
    part = draft.part(f"caches.{wanted.name}", "cache")
    group = security_group(part, network, f"cache-{wanted.name}", f"Cache {wanted.name}")
    users = _users(part, wanted)
    several = wanted.nodes > 1
    replicas = once_needed(draft.system, wanted.nodes - 1, ready=0)
    name = named(draft.system, wanted.name, limit=NAME_LIMIT)
    logs = log_groups(part, wanted, key, name)
    replication = part.add(
        elasticache.ReplicationGroup(
            label(wanted.name),
            replication_group_id=name,
            description=f"{wanted.engine.title()} cache {wanted.name}",
            engine=wanted.engine,
            engine_version=wanted.version,
            parameter_group_name=_parameters(wanted),
            node_type=Knob(
                f"{label(wanted.name)}_node_type",
                wanted.node_type,
                f"Node type of cache {wanted.name}.",
            ),
            num_cache_clusters=ABSENT
            if wanted.shards
            else once_needed(draft.system, wanted.nodes, ready=1),
            num_node_groups=wanted.shards or ABSENT,
            replicas_per_node_group=replicas if wanted.shards else ABSENT,
            automatic_failover_enabled=wanted.shards is not None
            or once_needed(draft.system, several, ready=False),
            multi_az_enabled=once_needed(draft.system, several, ready=False),
            port=wanted.port,
            subnet_group_name=subnets.ref.name,
            security_group_ids=[group.ref.id],
            at_rest_encryption_enabled="true",
            kms_key_id=key_arn(key, "elasticache"),
            transit_encryption_enabled=True,
            user_group_ids=[_user_group(part, wanted, users).ref.user_group_id],
            snapshot_retention_limit=wanted.snapshot_days,
            snapshot_window=wanted.snapshot_window.utc,
            maintenance_window=wanted.maintenance_window.utc,
            auto_minor_version_upgrade="false",
            log_delivery_configuration=tuple(_delivery(log, group) for log, group in logs.items()),
            tags={"Name": named(draft.system, wanted.name)},
        )
    )
    return Cache(wanted, replication, group, users)


def log_groups(part: Part, wanted: Wanted, key: Keys, name: str) -> dict[str, cloudwatch.LogGroup]:
    """Make a log group for each log, which ElastiCache delivers nowhere by itself (D-CM-23)."""
    return {
        log: part.add(
            cloudwatch.LogGroup(
                label("cache", wanted.name),
                each=log,
                name=f"/aws/elasticache/{name}/{log}",
                retention_in_days=wanted.log_days,
                kms_key_id=key_arn(key, "cloudwatch-logs"),
                tags={"Name": f"{name}-{log}"},
            )
        )
        for log in LOGS
    }


def _delivery(log: str, group: cloudwatch.LogGroup) -> elasticache.LogDeliveryConfiguration:
    return elasticache.LogDeliveryConfiguration(
        log_type=log,
        log_format="json",
        destination_type="cloudwatch-logs",
        destination=group.ref.name,
    )


def _parameters(wanted: Wanted) -> str:
    """Return AWS's own parameters; those of a cluster have `cluster-enabled yes`."""
    family = f"default.{wanted.engine}{wanted.version.split('.')[0]}"
    return f"{family}.cluster.on" if wanted.shards else family


def _users(part: Part, wanted: Wanted) -> dict[str, elasticache.User]:
    """Make one user for each service that uses the cache."""
    system = part.draft.system
    users = {}
    for service in system.programs:
        for use in service.uses:
            if (use.kind, use.name) != ("cache", wanted.name):
                continue
            name = named(system, wanted.name, service.name, limit=NAME_LIMIT)
            users[service.name] = part.add(
                elasticache.User(
                    label(wanted.name),
                    each=service.name,
                    user_id=name,
                    user_name=name,
                    engine=wanted.engine,
                    access_string=ACCESS[use.access],
                    authentication_mode=elasticache.AuthenticationMode(type="iam"),
                    tags={"Name": name},
                )
            )
    return users


def _user_group(
    part: Part, wanted: Wanted, users: Mapping[str, elasticache.User]
) -> elasticache.UserGroup:
    system = part.draft.system
    everyone = [user.ref.user_id for user in users.values()]
    if wanted.engine == "redis":
        everyone.insert(0, _nobody(part, wanted).ref.user_id)
    return part.add(
        elasticache.UserGroup(
            label(wanted.name),
            user_group_id=named(system, wanted.name, limit=NAME_LIMIT),
            engine=wanted.engine,
            user_ids=everyone,
            tags={"Name": named(system, wanted.name)},
        )
    )


def _nobody(part: Part, wanted: Wanted) -> elasticache.User:
    """Take the place of the user that may do everything.

    Redis only: Valkey's groups do without, and refuse a user that needs no password
    (https://docs.aws.amazon.com/AmazonElastiCache/latest/dg/Clusters.RBAC.html).
    """
    system = part.draft.system
    return part.add(
        elasticache.User(
            label(wanted.name, "default"),
            user_id=fitted(f"{named(system, wanted.name)}-default", NAME_LIMIT),
            user_name="default",
            engine=wanted.engine,
            access_string=NOBODY,
            authentication_mode=elasticache.AuthenticationMode(type="no-password-required"),
            tags={"Name": named(system, wanted.name, "default")},
        ),
        "Every user group must hold a user called default; this one may do nothing.",
    )
