"""What holds for every Blueprint, whatever the manifest says."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

import pytest

from giban.blueprint import Block, Blueprint, Ephemeral, Node, Resource, Stack, fields
from giban.catalogue import appautoscaling, cloudwatch, ecs, elasticache, elb, iam, rds
from giban.compile import compile_project
from giban.manifest import load, loads
from giban.system import resolve_all
from giban.values import Json, Ref, Text, literal, references
from tests.examples import EXAMPLES

HEAD = "project: {project}\nregion: ap-northeast-2\ntimezone: Asia/Seoul\n"
VARIANTS = {
    **{name: example.manifest.read_text() for name, example in EXAMPLES.items()},
    "network only": HEAD.format(project="bare") + "environments: {dev: {}}\n",
    "no domain": HEAD.format(project="plain")
    + "services: {app: {port: 80, health: /}}\nenvironments: {dev: {availability: economy}}\n",
    "worker without port": HEAD.format(project="worker")
    + "services: {job: {uses: [main]}}\ndatabases: {main: {engine: mysql}}\n"
    + "environments: {production: {availability: high}}\n",
    "many services": HEAD.format(project="many")
    + "domain: many.example.com\n"
    + "services:\n"
    + "  front: {port: 3000, health: /}\n"
    + "  api: {port: 3001, path: /api/*, health: /health, uses: [main, sessions]}\n"
    + "  admin: {port: 3002, path: /admin/*, health: /health, uses: [sessions, files]}\n"
    + "databases: {main: {engine: postgres}}\ncaches: {sessions: {engine: valkey}}\n"
    + "buckets: {files: {}}\nsites: {docs: {host: docs}}\n"
    + "environments:\n"
    + "  dev: {availability: economy}\n"
    + "  production: {availability: high, databases: {main: {replicas: {reader: {}}}}}\n",
    "workers and jobs": HEAD.format(project="busy")
    + "github: example/busy\n"
    + "alarms: {slack: {workspace: T07EA123LEP, channel: C07EZ1ABC23}}\n"
    + "queries: {errors: filter @message like /ERROR/}\n"
    + "services:\n"
    + "  app: {port: 80, health: /, uses: [{name: work, access: send}], logs: {error: 30},\n"
    + '        sidecars: {proxy: {image: "nginx:1.27.3"}}}\n'
    + "  worker: {uses: [work], scale: {messages: 100}}\n"
    + "jobs:\n"
    + "  sweep: {service: worker, command: [sweep], schedule: rate(6 hours), uses: [work, main]}\n"
    + "  migrate: {service: app, command: [migrate], uses: [main]}\n"
    + "queues: {work: {}, orders: {fifo: true}}\ndatabases: {main: {engine: mysql}}\n"
    + "environments:\n"
    + "  dev: {availability: economy, alarms: {slack: null}}\n"
    + "  production: {availability: high}\n",
    "instances beside Fargate": HEAD.format(project="mixed")
    + "domain: mixed.example.com\ngithub: example/mixed\nslo: 99.9\n"
    + "instances:\n"
    + "  gate: {public: false, type: t4g.small}\n"
    + "  fleet: {scale: {requests: 500}, prometheus: {}}\n"
    + "services:\n"
    + "  app: {port: 80, health: /, uses: [main, files]}\n"
    + "  old: {on: gate, port: 8080, path: /old/*, uses: [main, sessions], secrets: [KEY]}\n"
    + "  new: {on: fleet, port: 8081, path: /new/*, metrics: /m, size: {cpu: 512, memory: 512},\n"
    + "        uses: [{name: main, form: parts}, files, {name: work, access: receive}],\n"
    + "        volumes: {scratch: /var/scratch}, command: [serve]}\n"
    + "databases: {main: {engine: postgres}}\ncaches: {sessions: {engine: valkey}}\n"
    + "buckets: {files: {}}\nqueues: {work: {}}\n"
    + "environments: {dev: {availability: economy}, production: {availability: high}}\n",
    "long names": HEAD.format(project="a-project-with-a-name-of-32-char")
    + "github: example/long\ndomain: long.example.com\ncdn: {cache: 60}\n"
    + "pipeline: {repository: example/long, branch: main}\n"
    + "services:\n"
    + "  a-service-with-a-name-of-32-char:\n"
    + "    {port: 80, health: /, build: {folder: x}, uses: [a-cache-with-a-name-of-32-charac]}\n"
    + "  another-service-that-is-a-worker: {uses: [a-queue-with-a-name-of-32-charac]}\n"
    + "instances:\n"
    + "  some-instances-with-32-characte1: {scale: {}, data: 20, backup_days: 7}\n"
    + "  some-instances-with-32-characte2: {scale: {}, data: 20, backup_days: 7}\n"
    + "jobs:\n"
    + "  a-job-with-a-name-of-32-characte:\n"
    + "    {service: another-service-that-is-a-worker, command: [x], schedule: rate(6 hours)}\n"
    + "queues: {a-queue-with-a-name-of-32-charac: {fifo: true}}\n"
    + "databases: {a-database-with-a-name-of-32-ch1: {engine: mysql}}\n"
    + "caches: {a-cache-with-a-name-of-32-charac: {engine: redis}}\n"
    + "environments:\n"
    + "  an-environment-of-32-characters1: {availability: high, backup: {days: 35}}\n"
    + "  an-environment-of-32-characters2: {availability: high, backup: {days: 35}}\n",
}
LIMITS = {
    ("aws_lb", "name"): 32,
    ("aws_lb_target_group", "name"): 32,
    ("aws_db_instance", "identifier"): 63,
    ("aws_elasticache_replication_group", "replication_group_id"): 40,
    ("aws_elasticache_user", "user_id"): 40,
    ("aws_elasticache_user_group", "user_group_id"): 40,
    ("aws_iam_role", "name"): 64,
    ("aws_cloudfront_origin_access_control", "name"): 64,
    ("aws_xray_group", "group_name"): 32,
    ("aws_autoscaling_group", "name"): 255,
    ("aws_backup_plan", "name"): 50,
    ("aws_backup_selection", "name"): 50,
    ("aws_backup_vault", "name"): 50,
    ("aws_cloudfront_cache_policy", "name"): 128,
    ("aws_codepipeline", "name"): 100,
    ("aws_codestarconnections_connection", "name"): 32,
    ("aws_launch_template", "name"): 128,
    ("aws_scheduler_schedule", "name"): 64,
    ("aws_sqs_queue", "name"): 80,
    ("aws_wafv2_web_acl", "name"): 128,
}
NAMES = ("name", "identifier", "replication_group_id", "alarm_name", "family", "user_id", "bucket")
UNNAMED = {
    "aws_backup_selection",
    "aws_iam_role_policy",
    "aws_route53_record",
    "aws_db_parameter_group",
}
"""Types whose names need only be unique within another thing, or are prefixes."""

WORLDWIDE = ("aws_iam_", "aws_s3_", "aws_route53_")

EVERYWHERE = {
    "autoscaling:DescribeInstanceRefreshes": "AWS takes no resource",
    "ssm:GetCommandInvocation": "AWS takes no resource",
    "cloudwatch:PutMetricData": "AWS takes no resource; a condition names the namespace",
    "ec2:DescribeAvailabilityZones": "AWS takes no resource",
    "ec2:DescribeTags": "AWS takes no resource",
    "cloudwatch:GetMetricWidgetImage": "AWS takes no resource",
    "ecr:GetAuthorizationToken": "AWS takes no resource",
    "ecs:DescribeTaskDefinition": "AWS takes no resource",
    "ecs:ListTasks": "a condition names the cluster",
    "xray:PutTraceSegments": "AWS takes no resource",
    "ssmmessages:CreateControlChannel": "AWS takes no resource",
}


@pytest.fixture(params=VARIANTS, scope="module")
def blueprints(request: pytest.FixtureRequest) -> list[Blueprint]:
    """The Blueprints of every environment of a manifest."""
    manifest = loads(VARIANTS[request.param], "giban.yaml")
    return list(compile_project(list(resolve_all(manifest).values())).values())


def stacks(blueprints: list[Blueprint]) -> list[Stack]:
    """Return every stack once."""
    return list({stack.path: stack for one in blueprints for stack in one.stacks}.values())


def values(block: Block) -> Iterator[Any]:
    """Yield every argument of a block and of the blocks inside it."""
    for value in block.given().values():
        inner = value if isinstance(value, tuple) else (value,)
        for one in inner:
            if isinstance(one, Block):
                yield from values(one)
            else:
                yield one


def test_every_reference_leads_somewhere(blueprints: list[Blueprint]) -> None:
    """A reference names an object of the same stack, and an attribute that it has."""
    for stack in stacks(blueprints):
        objects = {node.object.terraform_address: node.object for node in stack.nodes}
        wanted: set[Ref] = {
            ref
            for node in stack.nodes
            for value in values(node.object)
            for ref in references(value)
        } | {ref for output in stack.outputs for ref in references(output.value)}

        assert [] == [
            str(ref.address)
            for ref in wanted
            if ref.address not in objects
            or ref.path[0] not in {f.name for f in fields(type(objects[ref.address])).values()}
        ]
        assert set() == {one for node in stack.nodes for one in node.after} - objects.keys()


def test_addresses_are_unique(blueprints: list[Blueprint]) -> None:
    """No two objects of a stack have the same address."""
    for stack in stacks(blueprints):
        counts = Counter(str(node.object.terraform_address) for node in stack.nodes)

        assert [] == [address for address, count in counts.items() if count > 1]


def test_everything_that_takes_tags_has_a_name(blueprints: list[Blueprint]) -> None:
    """Ledger ERP-GOV-02: Name on every taggable resource; the rest comes from default_tags."""
    for stack in stacks(blueprints):
        untagged = [
            str(resource.terraform_address)
            for resource in stack.resources()
            if "tags" in resource.declared and "Name" not in (resource.given().get("tags") or {})
        ]

        assert [] == untagged
        assert {"Project", "Environment", "ManagedBy"} <= stack.tags.keys()


def test_names_do_not_collide_in_one_account(blueprints: list[Blueprint]) -> None:
    """Defect D-ERP-27: two environments of a project can share an account.

    IAM and S3 have one name for all regions, others one for each.
    """
    names = Counter(
        (
            "" if node.object.terraform_type.startswith(WORLDWIDE) else _region(stack, node),
            node.object.terraform_type,
            argument,
            str(node.object.given()[argument]),
        )
        for stack in stacks(blueprints)
        for node in stack.nodes
        for argument in NAMES
        if isinstance(node.object, Resource)
        and isinstance(node.object.given().get(argument), (str, Text))
        and node.object.terraform_type not in UNNAMED
        and "_bucket_" not in node.object.terraform_type
    )

    assert [] == [name for name, count in names.items() if count > 1]


def _region(stack: Stack, node: Node) -> str:
    regions = {one.alias: one.region for one in stack.providers}
    return regions[node.provider]


def test_names_fit(blueprints: list[Blueprint]) -> None:
    """Names keep AWS's limits, however long the author's are."""
    for stack in stacks(blueprints):
        for resource in stack.resources():
            for (type_, argument), limit in LIMITS.items():
                if resource.terraform_type == type_:
                    assert len(str(resource.given()[argument])) <= limit


def test_statements_of_a_policy_have_names_of_their_own(blueprints: list[Blueprint]) -> None:
    """IAM takes no policy with two statements of one name."""
    for stack in stacks(blueprints):
        for resource in stack.resources():
            if isinstance(resource, iam.RolePolicy) and isinstance(resource.policy, Json):
                names = [one.get("Sid") for one in resource.policy.value["Statement"]]
                assert len(set(names)) == len(names), resource.terraform_address


def test_no_role_may_do_anything_anywhere(blueprints: list[Blueprint]) -> None:
    """Ledger ERP-SEC-03: `*` stands only where AWS takes no resource, and never for an action."""
    for stack in stacks(blueprints):
        for resource in stack.resources():
            if not isinstance(resource, iam.RolePolicy):
                continue
            assert isinstance(resource.policy, Json)
            for statement in resource.policy.value["Statement"]:
                assert all("*" not in action for action in statement["Action"])
                if "*" in statement["Resource"]:
                    assert statement["Action"][0] in EVERYWHERE


def test_no_secret_is_an_argument(blueprints: list[Blueprint]) -> None:
    """Ephemeral values go into write-only arguments and nowhere else."""
    for stack in stacks(blueprints):
        for node in stack.nodes:
            if isinstance(node.object, Ephemeral):
                continue
            for name, value in node.object.given().items():
                field = node.object.declared[name]
                if any(ref.address.mode == "ephemeral" for ref in references(value)):
                    assert field.write_only, f"{node.object.terraform_address}.{name}"


def test_containers_of_a_task_have_a_log_group(blueprints: list[Blueprint]) -> None:
    """Defect D-ERP-04: without its log group a task dies at once."""
    for stack in stacks(blueprints):
        groups = {
            resource.terraform_address
            for resource in stack.resources()
            if resource.terraform_type == "aws_cloudwatch_log_group"
        }
        for task in stack.resources():
            if isinstance(task, ecs.TaskDefinition):
                assert isinstance(task.container_definitions, Json)
                for container in task.container_definitions.value:
                    options = container["logConfiguration"]["options"]
                    assert options["awslogs-group"].address in groups


def test_the_shared_stack_does_not_depend_on_the_environment() -> None:
    """Every environment's Blueprint begins with the very same bootstrap stack."""
    compiled = compile_project(list(resolve_all(load(EXAMPLES["hospital-erp"].manifest)).values()))
    first, *others = compiled.values()

    assert all(other.stacks[0] is first.stacks[0] for other in others)


def test_deploys_may_pass_the_roles_there_are(blueprints: list[Blueprint]) -> None:
    """Decision 0004: a deploy registers a task with its roles, whose names may have been cut."""
    for manifest in blueprints:
        made = {
            role.name
            for stack in manifest.stacks
            for role in stack.resources()
            if isinstance(role, iam.Role)
        }
        for statement in deploy_statements(manifest):
            if statement["Sid"] == "HandOverRoles":
                passed = {arn.parts[-1].rpartition("/")[2] for arn in statement["Resource"]}
                assert passed <= made


def deploy_statements(manifest: Blueprint) -> Iterator[Any]:
    """Yield what the deploys of an environment may do."""
    for resource in manifest.stack("bootstrap").resources():
        if isinstance(resource, iam.RolePolicy) and resource.each == manifest.environment:
            assert isinstance(resource.policy, Json)
            yield from resource.policy.value["Statement"]


def test_alarms_are_on_what_exists(blueprints: list[Blueprint]) -> None:
    """ElastiCache publishes for nodes, not for groups: an alarm on a group would never ring."""
    for stack in stacks(blueprints):
        for alarm in stack.resources():
            if isinstance(alarm, cloudwatch.MetricAlarm) and alarm.namespace == "AWS/ElastiCache":
                assert isinstance(alarm.dimensions, dict)
                assert set(alarm.dimensions) == {"CacheClusterId"}


def test_a_service_that_is_down_is_noticed(blueprints: list[Blueprint]) -> None:
    """Without a task the load balancer has nothing to report: silence means it is down.

    Only a standby is meant to be silent: its services have no task until a failover; and a service
    that its schedule puts to rest, every night.
    """
    for stack in stacks(blueprints):
        services = [one for one in stack.resources() if isinstance(one, ecs.Service)]
        asleep = services and all(one.desired_count == 0 for one in services)
        assert bool(asleep) is (stack.name == "standby")
        targets = [one for one in stack.resources() if isinstance(one, elb.TargetGroup)]
        down = [
            one
            for one in stack.resources()
            if isinstance(one, cloudwatch.MetricAlarm) and one.metric_name == "HealthyHostCount"
        ]
        resting = {
            one.terraform_label
            for one in stack.resources()
            if isinstance(one, appautoscaling.ScheduledAction)
            and one.scalable_target_action is not None
            and one.scalable_target_action.min_capacity == "0"
        }
        assert len(down) == len(targets)
        for alarm in down:
            rests = alarm.terraform_label.removesuffix("_down") in resting
            silence = "notBreaching" if rests or asleep else "breaching"
            assert literal(alarm.treat_missing_data) == silence


def test_every_database_says_that_it_is_encrypted(blueprints: list[Blueprint]) -> None:
    """Replicas too, which are it without being asked: unsaid, each plan would make them anew."""
    for stack in stacks(blueprints):
        for one in stack.resources():
            if isinstance(one, rds.Instance):
                assert one.storage_encrypted is True


def test_every_cache_delivers_its_logs(blueprints: list[Blueprint]) -> None:
    """Both logs go to groups of the cache's own, which are made before it and end."""
    for stack in stacks(blueprints):
        made = {one.terraform_address: one for one in stack.resources()}
        for cache in made.values():
            if not isinstance(cache, elasticache.ReplicationGroup):
                continue
            for one in cache.log_delivery_configuration:
                (ref,) = references(one.destination)
                group: Any = made[ref.address]
                place = f"/aws/elasticache/{cache.replication_group_id}/{one.log_type}"
                assert (group.name, group.retention_in_days > 0) == (place, True)
            delivered = {one.log_type for one in cache.log_delivery_configuration}
            assert delivered == {"slow-log", "engine-log"}


def test_only_redis_has_a_default_user(blueprints: list[Blueprint]) -> None:
    """A group of Redis users needs one called default; Valkey refuses it without a password."""
    for stack in stacks(blueprints):
        users = [one for one in stack.resources() if isinstance(one, elasticache.User)]
        groups = [one for one in stack.resources() if isinstance(one, elasticache.UserGroup)]
        nobody = [one.engine for one in users if one.user_name == "default"]
        assert nobody == [one.engine for one in groups if one.engine == "redis"]


@pytest.mark.parametrize(
    ("engine", "version", "wanted"),
    [
        ("postgres", "16", {"rds.force_ssl": "1"}),
        ("postgres", "14", {"rds.force_ssl": "1"}),
        ("mysql", "8.4", {"require_secure_transport": "1"}),
    ],
)
def test_databases_refuse_clients_without_tls(
    engine: str, version: str, wanted: dict[str, str]
) -> None:
    """Defect D-CM-29: said also where the engine does so by itself."""
    manifest = loads(
        HEAD.format(project="safe")
        + f"databases: {{main: {{engine: {engine}, version: '{version}'}}}}\n"
        + "environments: {dev: {}}\n",
        "giban.yaml",
    )
    compiled = compile_project(list(resolve_all(manifest).values()))["dev"].stack("platform")
    (group,) = [one for one in compiled.resources() if isinstance(one, rds.ParameterGroup)]

    assert {one.name: one.value for one in group.parameter} == wanted
