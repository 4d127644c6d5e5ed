"""A case: objects a rule must name, objects it must not, and what both stand on."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from giban.blueprint import Blueprint, Lifecycle, Node, Object, Origin, Provider, Stack
from giban.catalogue import ec2, ecs, elasticache, elb, iam, rds, s3
from giban.planned.objects import foreign
from giban.policy import Root, Scene, Wishes
from giban.values import Json


@dataclass(frozen=True, kw_only=True)
class Case:
    """`bad` are found, each once; `good` and `around` are not."""

    rule: str
    bad: Sequence[Object]
    good: Sequence[Object]
    around: Sequence[Object] = ()
    environment: str = "production"
    tags: dict[str, str] = field(default_factory=dict)
    kept: Sequence[Object] = ()
    """Objects with `create_before_destroy`."""

    allowed: dict[str, tuple[str, ...]] | None = None
    """Tags that are demanded, with their values; without it those that giban demands."""

    def scene(self) -> Scene:
        """Return the stack of all of them."""
        wishes = Wishes() if self.allowed is None else Wishes(tags=self.allowed)
        nodes = tuple(
            Node(
                object=thing,
                origin=Origin("network"),
                chapter="x",
                lifecycle=Lifecycle(create_before_destroy=True) if thing in self.kept else None,
            )
            for thing in (*self.around, *self.bad, *self.good)
        )
        stack = Stack(
            name="platform",
            environment=self.environment,
            providers=(Provider(region="ap-northeast-2"),),
            nodes=nodes,
            tags=self.tags,
        )
        blueprint = Blueprint(
            project="p", environment=self.environment, region="ap-northeast-2", stacks=(stack,)
        )
        return Scene(blueprint, stack, Root(), wishes)


def case(rule: str, bad: Any, good: Any, *around: Object, **more: Any) -> Case:
    """Return a case; one object may stand for a list of one."""
    many = [one if isinstance(one, (list, tuple)) else [one] for one in (bad, good)]
    return Case(rule=rule, bad=many[0], good=many[1], around=around, **more)


def db(label: str, **values: Any) -> rds.Instance:
    """Return a database with nothing but what is asked."""
    return rds.Instance(label, **{"instance_class": "db.m6g.large", "engine": "postgres", **values})


def cache(label: str, **values: Any) -> elasticache.ReplicationGroup:
    """Return a cache with nothing but what is asked."""
    base: dict[str, Any] = {"replication_group_id": label, "description": "x"}
    return elasticache.ReplicationGroup(label, **{**base, **values})


def task(label: str, *containers: dict[str, Any], **values: Any) -> ecs.TaskDefinition:
    """Return a Fargate task of these containers."""
    base: dict[str, Any] = {
        "family": label,
        "container_definitions": Json(
            [{"name": "app", "image": "app:1.2.3", **c} for c in containers]
        ),
        "requires_compatibilities": ["FARGATE"],
        "memory": "512",
    }
    return ecs.TaskDefinition(label, **{**base, **values})


def ingress(
    label: str, group: ec2.SecurityGroup, low: int, high: int, **values: Any
) -> ec2.IngressRule:
    """Return a rule of a group."""
    base: dict[str, Any] = {"ip_protocol": "tcp", "from_port": low, "to_port": high}
    return ec2.IngressRule(label, security_group_id=group.ref.id, **{**base, **values})


def group(label: str, **values: Any) -> ec2.SecurityGroup:
    """Return a security group."""
    return ec2.SecurityGroup(label, **{"name": label, "description": "What it is for", **values})


def policy(label: str, *statements: dict[str, Any]) -> iam.RolePolicy:
    """Return a policy of a role."""
    return iam.RolePolicy(label, role="x", policy=document(*statements))


def document(*statements: dict[str, Any]) -> Json:
    """Return a policy document; statements allow where they do not say."""
    return Json(
        {"Version": "2012-10-17", "Statement": [{"Effect": "Allow", **s} for s in statements]}
    )


def role(label: str, *statements: dict[str, Any], **values: Any) -> iam.Role:
    """Return a role with this trust."""
    trust = [{"Action": "sts:AssumeRole", **s} for s in statements]
    return iam.Role(label, assume_role_policy=document(*trust), **values)


def bucket(label: str, **values: Any) -> s3.Bucket:
    """Return a bucket."""
    return s3.Bucket(label, **{"bucket": label, **values})


def balancer(label: str, **values: Any) -> elb.LoadBalancer:
    """Return an application load balancer."""
    return elb.LoadBalancer(label, **{"name": label, "load_balancer_type": "application", **values})


def other(type_: str, label: str, **values: Any) -> Object:
    """Return an object of a type that the catalogue does not know."""
    cls = foreign(type_, "managed")
    made = cls.holding(values)
    object.__setattr__(made, "terraform_label", label)
    object.__setattr__(made, "each", None)
    object.__setattr__(made, "module", "")
    return made
