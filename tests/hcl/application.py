"""A stack with every kind of expression the printer knows."""

from __future__ import annotations

from giban.blueprint import Lifecycle, Node, Object, Origin, Output, Provider, Resource, Stack
from giban.blueprint.schema import Block, Str, StrMap, blocks, optional, required
from giban.catalogue import acm, cloudwatch, ecs, iam, route53, ssm
from giban.values import Address, Call, Json, Knob, Pick, Ref, text

DOMAINS = ("erp.example.com", "www.erp.example.com")
ALARMS = {
    "cpu": ("CPUUtilization", 80, 3, "Percent"),
    "memory": ("MemoryUtilization", 85, 5, None),
}
SCRIPT = """\
#!/bin/bash
set -euo pipefail

cat > /etc/app.env <<EOF
HOST=${HOSTNAME}
ZONE="""


class MetadataOptions(Block):
    """`metadata_options`."""

    http_tokens: Str = optional()


class Instance(Resource, type="aws_instance"):
    """A machine, as far as these tests need one."""

    ami: Str = required()
    instance_type: Str = required()
    subnet_id: Str = optional()
    user_data_base64: Str = optional()
    tags: StrMap = optional()
    metadata_options: MetadataOptions | None = blocks(max=1)


def application() -> Stack:
    """Return a service on the network of another root: task, alarms, certificate, machines."""
    nodes = [*_network(), *_service(), *_alarms(), *_certificate(), *_machines()]
    return Stack(
        name="service",
        environment="production",
        providers=(
            Provider(region="ap-northeast-2"),
            Provider(region="us-east-1", alias="us_east_1"),
        ),
        nodes=tuple(nodes),
        outputs=(
            Output(
                name="subnet_parameter",
                value=_parameter("a").ref.value,
                description='What the foundation says "a" is.',
            ),
        ),
    )


def _node(thing: Object, chapter: str, path: str = "services.app") -> Node:
    return Node(object=thing, origin=Origin(path), chapter=chapter)


def _parameter(zone: str) -> ssm.ParameterData:
    return ssm.ParameterData("subnet", each=zone, name=f"/shared/network/subnets/app/{zone}")


def _network() -> list[Node]:
    return [_node(_parameter(zone), "network", "foundation") for zone in ("a", "c")]


def _service() -> list[Node]:
    role = iam.Role(
        "app_task",
        name="hospital-production-app-task",
        assume_role_policy=Json(
            {
                "Version": "2012-10-17",
                "Statement": [
                    {
                        "Effect": "Allow",
                        "Action": "sts:AssumeRole",
                        "Principal": {"Service": "ecs-tasks.amazonaws.com"},
                        "Condition": {"StringEquals": {"aws:SourceAccount": "123456789012"}},
                    }
                ],
            }
        ),
    )
    task = ecs.TaskDefinition(
        "app",
        family="hospital-production-app",
        cpu="1024",
        memory="2048",
        network_mode="awsvpc",
        requires_compatibilities=["FARGATE"],
        task_role_arn=role.ref.arn,
        container_definitions=Json(
            [
                {
                    "name": "app",
                    "image": text(
                        "hospital/app:", Knob("app_image_tag", "v1", "The image tag of app.")
                    ),
                    "essential": True,
                    "portMappings": [{"containerPort": 3000, "protocol": "tcp"}],
                    "environment": [
                        {"name": "NODE_ENV", "value": "production"},
                        {"name": "GREETING", "value": "안녕 ${name} 👋"},
                    ],
                    "logConfiguration": {
                        "logDriver": "awslogs",
                        "options": {"awslogs-group": "/ecs/app", "awslogs-region": "us-east-1"},
                    },
                }
            ]
        ),
        runtime_platform=ecs.RuntimePlatform(
            cpu_architecture="ARM64", operating_system_family="LINUX"
        ),
    )
    service = ecs.Service(
        "app",
        name="app",
        cluster="hospital-production",
        task_definition=task.ref.arn,
        desired_count=Knob("app_tasks", 2, "How many tasks of app run."),
        network_configuration=ecs.NetworkConfiguration(
            subnets=[_parameter(zone).ref.value for zone in ("a", "c")],
        ),
        load_balancer=(
            ecs.LoadBalancer(container_name="app", container_port=3000, elb_name="blue"),
            ecs.LoadBalancer(container_name="app", container_port=3001, elb_name="green"),
        ),
    )
    watched = Node(
        object=service,
        origin=Origin("services.app"),
        chapter="ecs",
        why="Scaling owns the number of tasks after the first apply.\nA deploy owns the revision.",
        lifecycle=Lifecycle(ignore_changes=("desired_count", "task_definition")),
    )
    return [_node(role, "iam"), _node(task, "ecs"), watched]


def _alarms() -> list[Node]:
    return [
        _node(
            cloudwatch.MetricAlarm(
                "app",
                each=key,
                alarm_name=f"app-{key}",
                namespace="AWS/ECS",
                metric_name=metric,
                comparison_operator="GreaterThanThreshold",
                threshold=limit,
                evaluation_periods=periods,
                period=60,
                statistic="Average",
                dimensions={"ClusterName": "hospital-production", "ServiceName": "app"},
            ).replaced(unit=unit),
            "monitoring",
        )
        for key, (metric, limit, periods, unit) in ALARMS.items()
    ]


def _certificate() -> list[Node]:
    certificate = acm.Certificate(
        "site",
        domain_name=DOMAINS[0],
        subject_alternative_names=[DOMAINS[1]],
        validation_method="DNS",
    )
    options = Ref(certificate.terraform_address, ("domain_validation_options",))

    def option(domain: str, attribute: str) -> Pick:
        return Pick(options, "domain_name", domain, attribute)

    records = [
        route53.Record(
            "validation",
            each=domain,
            zone_id="Z0",
            name=option(domain, "resource_record_name"),
            type=option(domain, "resource_record_type"),
            records=[option(domain, "resource_record_value")],
            ttl=60,
        )
        for domain in DOMAINS
    ]
    abroad = Node(
        object=certificate,
        origin=Origin("domain"),
        chapter="dns",
        why="CloudFront reads certificates from us-east-1 only.",
        provider="us_east_1",
        lifecycle=Lifecycle(create_before_destroy=True),
    )
    return [abroad, *(_node(record, "dns", "domain") for record in records)]


def _machines() -> list[Node]:
    return [
        Node(
            object=Instance(
                "batch",
                each=key,
                ami=Knob("batch_image", "ami-0123456789abcdef0", "The image batch starts from."),
                instance_type=size,
                subnet_id=_parameter(zone).ref.value,
                user_data_base64=Call(
                    "base64encode", (text(SCRIPT, _parameter(zone).ref.value, "\nEOF\n"),)
                ),
                metadata_options=MetadataOptions(http_tokens="required"),
                tags={"Name": f"batch-{key}"},
            ),
            origin=Origin("services.batch"),
            chapter="ec2",
            after=(Address("aws_iam_role", "app_task"),),
        )
        for key, zone, size in (("day", "a", "t3.small"), ("night", "c", "t3.large"))
    ]
