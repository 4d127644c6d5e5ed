"""The cluster that services run on (Amazon ECS on AWS Fargate)."""

from __future__ import annotations

from giban.catalogue import ecs
from giban.compile.draft import Draft
from giban.compile.names import named

ON_DEMAND, SPOT = "FARGATE", "FARGATE_SPOT"


def cluster(draft: Draft) -> tuple[ecs.Cluster, ecs.ClusterCapacityProviders] | None:
    """Make the cluster and the capacity it may use; None without services and jobs."""
    system = draft.system
    if not system.tasks:
        return None
    part = draft.part("services", "ecs")
    made = part.add(
        ecs.Cluster(
            "main",
            name=named(system, "cluster"),
            setting=(ecs.Setting(name="containerInsights", value="enabled"),),
            tags={"Name": named(system, "cluster")},
        )
    )
    capacity = part.add(
        ecs.ClusterCapacityProviders(
            "main",
            cluster_name=made.ref.name,
            capacity_providers=[ON_DEMAND, SPOT],
            default_capacity_provider_strategy=(
                ecs.DefaultCapacityProviderStrategy(
                    capacity_provider=ON_DEMAND, base=1, weight=100
                ),
            ),
        )
    )
    return made, capacity
