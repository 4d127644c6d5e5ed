"""EC2 that runs Docker Compose: one instance, or an Auto Scaling group (Amazon EC2)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import cast

from msgspec import Struct

from giban.blueprint import Lifecycle
from giban.catalogue import autoscaling, ec2, elb, s3, ssm
from giban.catalogue import instances as servers
from giban.compile.account import account_id
from giban.compile.compose import Stack, compose_file, provision_name, tag_variable
from giban.compile.draft import Draft, Part
from giban.compile.files import FileStore
from giban.compile.hosting import Hosted
from giban.compile.image import tag_parameter
from giban.compile.instance_role import Role
from giban.compile.loadbalancer import Front
from giban.compile.logins import provision_variables
from giban.compile.names import label, named, zone_name
from giban.compile.network import PUBLIC, Network
from giban.compile.prometheus import group_name, prometheus_file, watched
from giban.compile.user_data import Boot, File, user_data
from giban.system import Database, Instances, InstanceScale, System
from giban.values import ABSENT, Call, Expr, Value, text

APP = "app"
ROOT = "/dev/xvda"
"""The root device of Amazon Linux."""
AMI = "/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-{architecture}"
HOPS = 2
"""Containers are one network hop further from the metadata service than the instance."""
GRACE_SECONDS = 300
HEALTHY, AT_MOST = 100, 150
COMPOSE_NAME = "docker-compose.yml"
REPLACED = """\
A change of the script, or of a file it fetches, is a new instance: two or three minutes without
an answer. A new image tag, variable or secret is not: `stack start` reads them again."""
REFRESHED = "A new launch template replaces the instances, new ones first; it goes back by itself."


class Ground(Struct, frozen=True, kw_only=True):
    """What all instances of an environment share."""

    draft: Draft
    network: Network
    group: ec2.SecurityGroup
    role: Role
    files: FileStore
    front: Front | None
    disks: Mapping[str, servers.Volume]


class Made(Struct, frozen=True):
    """Instances as they were made: one, or a group; and its disk that stays."""

    wanted: Instances
    hosted: Sequence[Hosted]
    server: servers.Instance | None
    group: autoscaling.Group | None
    disk: servers.Volume | None
    namespace: str


def make(ground: Ground, wanted: Instances, hosted: Sequence[Hosted]) -> Made:
    """Make instances that run these services."""
    part = ground.draft.part(f"instances.{wanted.name}", "ec2")
    system = ground.draft.system
    stack = Stack(
        wanted=wanted,
        hosted=hosted,
        provision=_provision(system, hosted),
        exports=wanted.name in watched(system),
    )
    disk = ground.disks.get(wanted.name)
    files = _files(ground, stack)
    objects = ground.files.put(part, wanted, files)
    script = user_data(system, wanted, _boot(ground, stack, files, disk))
    if wanted.scale:
        group = _group(part, ground, wanted, wanted.scale, script, objects)
        return Made(wanted, hosted, None, group, disk, namespace(ground.draft, wanted))
    server = _server(part, ground, wanted, script, objects)
    return Made(wanted, hosted, server, None, disk, namespace(ground.draft, wanted))


def namespace(draft: Draft, wanted: Instances) -> str:
    """Return the CloudWatch namespace of what the instances measure themselves."""
    return f"{named(draft.system)}/{wanted.name}"


def _provision(system: System, hosted: Sequence[Hosted]) -> list[Database]:
    """Return the databases whose logins are used here, and so made from here."""
    used = {use.name for one in hosted for use in one.service.uses if use.login}
    return [one for name, one in system.databases.items() if name in used]


def _files(ground: Ground, stack: Stack) -> list[File]:
    """Return the Compose file, and prometheus.yml beside it."""
    system, key = ground.draft.system, stack.wanted.compose.key
    files = [File(key, COMPOSE_NAME, compose_file(system, stack))]
    if stack.wanted.prometheus:
        beside = "/".join((*key.split("/")[:-1], "prometheus.yml"))
        content = prometheus_file(system, stack.wanted.prometheus)
        files.append(File(beside, "prometheus.yml", content))
    return files


def _boot(ground: Ground, stack: Stack, files: Sequence[File], disk: servers.Volume | None) -> Boot:
    draft = ground.draft
    system, wanted = draft.system, stack.wanted
    variables = {one.service.name: one.parameters for one in stack.hosted if one.parameters}
    for database in stack.provision:
        variables[provision_name(database)] = provision_variables(system, database)
    return Boot(
        registry=text(account_id(draft), f".dkr.ecr.{system.region}.amazonaws.com"),
        bucket=ground.files.bucket(wanted).ref.id,
        parameters=f"/{system.project}/{system.environment}",
        files=files,
        variables=variables,
        tags={
            tag_variable(one.service.name): tag_parameter(
                system.project, system.environment, one.service.name
            )
            for one in stack.hosted
            if one.service.image is None
        },
        first=[provision_name(database) for database in stack.provision],
        volume=disk.ref.id if disk else None,
        namespace=namespace(draft, wanted),
        dimension="AutoScalingGroupName" if wanted.scale else "InstanceId",
    )


def _image(draft: Draft, wanted: Instances) -> Value:
    """Return AWS's current image of Amazon Linux 2023."""
    found = draft.read(
        ssm.ParameterData(
            label("ami", wanted.architecture), name=AMI.format(architecture=wanted.architecture)
        )
    )
    return found.ref.insecure_value


def disk(draft: Draft, wanted: Instances) -> servers.Volume:
    """Make the disk that stays; encrypted, like all disks here, by AWS's own key."""
    system, part = draft.system, draft.part(f"instances.{wanted.name}.data", "ec2")
    name = named(system, wanted.name, "data")
    return part.add(
        servers.Volume(
            label(wanted.name, "data"),
            availability_zone=zone_name(system, system.network.tiers[_tier(wanted)][0].zone),
            size=wanted.data,
            type="gp3",
            encrypted=True,
            final_snapshot=True if system.deletion_protection else ABSENT,
            tags={"Name": name},
        ),
        "Outlives the instance, which attaches it when it starts; so it starts in its zone only.",
    )


def _tier(wanted: Instances) -> str:
    return PUBLIC if wanted.public else APP


def _server(
    part: Part,
    ground: Ground,
    wanted: Instances,
    script: Value,
    objects: Sequence[s3.BucketObject],
) -> servers.Instance:
    draft = part.draft
    name = named(draft.system, wanted.name)
    made = part.add(
        servers.Instance(
            label(wanted.name),
            ami=_image(draft, wanted),
            instance_type=wanted.type,
            subnet_id=_first(ground.network, wanted),
            vpc_security_group_ids=[ground.group.ref.id],
            iam_instance_profile=ground.role.profile.ref.name,
            user_data_base64=Call("base64encode", (script,)),
            user_data_replace_on_change=True,
            metadata_options=servers.InstanceMetadataOptions(
                http_tokens="required", http_put_response_hop_limit=HOPS
            ),
            root_block_device=servers.RootBlockDevice(
                volume_type="gp3",
                volume_size=wanted.disk,
                encrypted=True,
                tags={"Name": name},
            ),
            tags={"Name": name},
        ),
        REPLACED,
        after=[*objects, *ground.role.policies],
        lifecycle=Lifecycle(ignore_changes=("ami",)),
    )
    if ground.front is not None and not wanted.public:
        for service in draft.system.hosted(wanted.name):
            if service.port is not None:
                part.add(
                    elb.TargetGroupAttachment(
                        label(service.name),
                        target_group_arn=ground.front.targets[service.name].ref.arn,
                        target_id=made.ref.id,
                    )
                )
    return made


def _first(network: Network, wanted: Instances) -> Value:
    """Return the subnet of one instance: that of the tier's first zone."""
    ids = network.ids(_tier(wanted))
    return ids[0] if isinstance(ids, list) else Call("element", (ids, 0))


def _group(
    part: Part,
    ground: Ground,
    wanted: Instances,
    scale: InstanceScale,
    script: Value,
    objects: Sequence[s3.BucketObject],
) -> autoscaling.Group:
    system = part.draft.system
    template = _template(part, ground, wanted, script)
    targets = [
        ground.front.targets[service.name].ref.arn
        for service in system.hosted(wanted.name)
        if service.port is not None and ground.front is not None
    ]
    listener = [ground.front.listener] if targets and ground.front else []
    first = bool(wanted.data)
    made = part.add(
        autoscaling.Group(
            label(wanted.name),
            name=group_name(system, wanted.name),
            min_size=scale.min,
            max_size=scale.max,
            desired_capacity=scale.min,
            vpc_zone_identifier=[_first(ground.network, wanted)]
            if wanted.data
            else ground.network.ids(APP),
            target_group_arns=targets or ABSENT,
            health_check_type="ELB" if targets else "EC2",
            health_check_grace_period=GRACE_SECONDS,
            launch_template=autoscaling.LaunchTemplate(
                id=template.ref.id, version=cast("Expr", template.ref.latest_version)
            ),
            instance_refresh=autoscaling.InstanceRefresh(
                strategy="Rolling",
                preferences=autoscaling.Preferences(
                    min_healthy_percentage=0 if first else HEALTHY,
                    max_healthy_percentage=HEALTHY if first else AT_MOST,
                    auto_rollback=True,
                    instance_warmup=str(GRACE_SECONDS),
                ),
            ),
            enabled_metrics=["GroupInServiceInstances"],
            tag=tuple(
                autoscaling.Tag(key=key, value=value, propagate_at_launch=True)
                for key, value in sorted(_tags(part.draft, wanted).items())
            ),
        ),
        "The disk has one instance at a time: the old one goes first." if first else REFRESHED,
        after=[*objects, *ground.role.policies, *listener],
        lifecycle=Lifecycle(ignore_changes=("desired_capacity",)),
    )
    if scale.max > scale.min:
        _policies(part, ground, wanted, scale, made)
    return made


def _tags(draft: Draft, wanted: Instances) -> dict[str, str]:
    """Return the tags that instances and their volumes get, which the provider does not give."""
    system = draft.system
    own = {"Environment": system.environment, "Name": named(system, wanted.name)}
    return {**system.tags, **own}


def _template(
    part: Part, ground: Ground, wanted: Instances, script: Value
) -> servers.LaunchTemplate:
    draft = part.draft
    name = named(draft.system, wanted.name)
    return part.add(
        servers.LaunchTemplate(
            label(wanted.name),
            name=name,
            image_id=_image(draft, wanted),
            instance_type=wanted.type,
            update_default_version=True,
            vpc_security_group_ids=[ground.group.ref.id],
            user_data=Call("base64encode", (script,)),
            iam_instance_profile=servers.IamInstanceProfile(arn=ground.role.profile.ref.arn),
            metadata_options=servers.MetadataOptions(
                http_endpoint="enabled", http_tokens="required", http_put_response_hop_limit=HOPS
            ),
            block_device_mappings=(
                servers.BlockDeviceMappings(
                    device_name=ROOT,
                    ebs=servers.Ebs(
                        volume_type="gp3",
                        volume_size=wanted.disk,
                        encrypted="true",
                        delete_on_termination="true",
                    ),
                ),
            ),
            tag_specifications=(
                servers.TagSpecifications(resource_type="volume", tags=_tags(draft, wanted)),
            ),
            tags={"Name": name},
        ),
        "By AWS's current image: a newer one, with its patches, goes out with the next apply.",
    )


def _policies(
    part: Part,
    ground: Ground,
    wanted: Instances,
    scale: InstanceScale,
    group: autoscaling.Group,
) -> None:
    """Follow CPU, or requests: each keeps its figure near a target."""
    if scale.cpu is not None:
        _follow(
            part,
            wanted,
            group,
            "cpu",
            scale.cpu,
            autoscaling.PredefinedMetricSpecification(
                predefined_metric_type="ASGAverageCPUUtilization"
            ),
        )
    ported = [one for one in part.draft.system.hosted(wanted.name) if one.port is not None]
    if scale.requests is not None and ported and ground.front is not None:
        target = ground.front.targets[ported[0].name].ref
        _follow(
            part,
            wanted,
            group,
            "requests",
            scale.requests,
            autoscaling.PredefinedMetricSpecification(
                predefined_metric_type="ALBRequestCountPerTarget",
                resource_label=text(ground.front.balancer.ref.arn_suffix, "/", target.arn_suffix),
            ),
        )


def _follow(
    part: Part,
    wanted: Instances,
    group: autoscaling.Group,
    what: str,
    target: int,
    metric: autoscaling.PredefinedMetricSpecification,
) -> None:
    part.add(
        autoscaling.Policy(
            label(wanted.name, what),
            name=named(part.draft.system, wanted.name, what),
            autoscaling_group_name=group.ref.name,
            policy_type="TargetTrackingScaling",
            estimated_instance_warmup=GRACE_SECONDS,
            target_tracking_configuration=autoscaling.TargetTrackingConfiguration(
                target_value=target, predefined_metric_specification=metric
            ),
        )
    )
