"""What a card says about a thing: one short line for each fact that matters to a reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from giban.diagram import words
from giban.diagram.reading import Reading, Thing, block, given

Facts = Callable[[Reading, Thing], Iterator[str]]


def facts(reading: Reading, thing: Thing) -> tuple[str, ...]:
    """Return the facts of a drawn thing."""
    tell = FACTS.get(thing.type)
    return tuple(fact for fact in tell(reading, thing) if fact) if tell else ()


def title(thing: Thing) -> str:
    """Return what a card is called: the service, and the author's name for it."""
    if thing.type in words.TITLES:
        return words.TITLES[thing.type]
    return f"{words.KINDS[thing.type]} {thing.label}" if thing.type in words.KINDS else thing.label


def scaling(reading: Reading, thing: Thing) -> tuple[int, int] | None:
    """Return the smallest and largest number of tasks of a service, if it scales."""
    for target in reading.users(thing, "aws_appautoscaling_target"):
        if thing in reading.meant(target, target.raw("resource_id")):
            return int(target.get("min_capacity") or 0), int(target.get("max_capacity") or 0)
    return None


def task_of(reading: Reading, thing: Thing) -> Thing | None:
    """Return the task definition that a service runs."""
    for other in reading.meant(thing, thing.raw("task_definition")):
        if other.type == "aws_ecs_task_definition":
            return other
    return None


def _service(reading: Reading, thing: Thing) -> Iterator[str]:
    task = task_of(reading, thing)
    size = _task_size(task) if task else ""
    yield words.joined(words.FARGATE, size)
    yield words.joined(_tasks(reading, thing), _spot(thing), _strategy(thing))


def _tasks(reading: Reading, thing: Thing) -> str:
    bounds = scaling(reading, thing)
    if bounds and bounds[0] != bounds[1]:
        return words.between(*bounds, "task")
    return words.counted(thing.get("desired_count") or 0, "task")


def _strategy(thing: Thing) -> str:
    """Say how new versions take over, where it is not task by task."""
    told = given(thing.raw("deployment_configuration"), "strategy")
    return words.STRATEGIES.get(str(told), "")


def _spot(thing: Thing) -> str:
    strategies = thing.raw("capacity_provider_strategy") or ()
    spot = any(str(one.capacity_provider).endswith("SPOT") for one in strategies)
    return words.SPOT if spot else ""


def _task_size(task: Thing) -> str:
    cpu, memory = task.get("cpu"), task.get("memory")
    if cpu is None or memory is None:
        return ""
    return f"{int(cpu) / 1024:g} vCPU, {int(memory) / 1024:g} GB"


def _job(reading: Reading, thing: Thing) -> Iterator[str]:
    yield words.joined(words.FARGATE, _task_size(thing))
    del reading


def _database(reading: Reading, thing: Thing) -> Iterator[str]:
    engine = words.ENGINES.get(str(thing.get("engine")), str(thing.get("engine") or ""))
    yield words.joined(f"{engine} {thing.get('engine_version') or ''}".strip())
    storage = thing.get("allocated_storage")
    size = f"{storage} GB" if storage else ""
    yield words.joined(str(thing.get("instance_class") or ""), size)
    del reading


def _cache(reading: Reading, thing: Thing) -> Iterator[str]:
    engine = str(thing.get("engine") or "redis").capitalize()
    yield f"{engine} {thing.get('engine_version') or ''}".strip()
    shards = thing.get("num_node_groups")
    many = words.counted(shards, "shard") if shards and shards > 1 else ""
    yield words.joined(str(thing.get("node_type") or ""), many)
    del reading


def _balancer(reading: Reading, thing: Thing) -> Iterator[str]:
    ports = []
    for listener in reading.users(thing, "aws_lb_listener"):
        if thing in reading.meant(listener, listener.raw("load_balancer_arn")):
            ports.append(f"{listener.get('protocol')} {listener.get('port')}")
    hosts = hosts_of(reading, thing)
    yield ", ".join(hosts)
    yield words.joined(", ".join(sorted(set(ports), reverse=True)), _protected(reading, thing))


def _protected(reading: Reading, thing: Thing) -> str:
    for one in reading.users(thing, "aws_wafv2_web_acl_association"):
        if thing in reading.meant(one, one.raw("resource_arn")):
            return words.WAF
    return ""


def hosts_of(reading: Reading, thing: Thing) -> list[str]:
    """Return the DNS names that lead to a thing."""
    found: dict[str, None] = {}
    for record in reading.users(thing, "aws_route53_record"):
        if thing in reading.meant(record, record.raw("alias")):
            name = record.get("name")
            if isinstance(name, str):
                found.setdefault(name)
    return list(found)


def _cdn(reading: Reading, thing: Thing) -> Iterator[str]:
    aliases = thing.raw("aliases") or ()
    yield ", ".join(one for one in aliases if isinstance(one, str))
    acl = reading.meant(thing, thing.raw("web_acl_id"))
    yield words.WAF if acl else ""


def _shield(reading: Reading, thing: Thing) -> Iterator[str]:
    yield words.counted(len(thing.raw("rule") or ()), "rule")
    for one in reading.users(thing, "aws_wafv2_web_acl_association"):
        if thing in reading.meant(one, one.raw("web_acl_arn")):
            for target in reading.meant(one, one.raw("resource_arn")):
                yield words.protects(words.TITLES.get(target.type, target.label).lower())
    if reading.users(thing, "aws_cloudfront_distribution"):
        yield words.protects(words.CDN)


def _instance(reading: Reading, thing: Thing) -> Iterator[str]:
    yield str(thing.get("instance_type") or "")
    size = given(thing.raw("root_block_device"), "volume_size")
    yield f"{size} GB" if size else ""
    del reading


def _instances(reading: Reading, thing: Thing) -> Iterator[str]:
    templates = reading.meant(thing, thing.raw("launch_template"))
    yield ", ".join(str(one.get("instance_type") or "") for one in templates)
    low, high = int(thing.get("min_size") or 0), int(thing.get("max_size") or 0)
    same = low == high
    yield words.counted(low, "instance") if same else words.between(low, high, "instance")


def _bucket(reading: Reading, thing: Thing) -> Iterator[str]:
    versioned = any(
        thing in reading.meant(one, one.raw("bucket"))
        for one in reading.users(thing, "aws_s3_bucket_versioning")
    )
    yield words.joined(words.VERSIONED if versioned else "", _kept(reading, thing))


def _kept(reading: Reading, thing: Thing) -> str:
    for one in reading.users(thing, "aws_s3_bucket_lifecycle_configuration"):
        if thing not in reading.meant(one, one.raw("bucket")):
            continue
        for rule in one.raw("rule") or ():
            days = given(rule.given().get("expiration"), "days")
            if days:
                return words.kept(int(days))
    return ""


def _queue(reading: Reading, thing: Thing) -> Iterator[str]:
    yield words.FIFO if thing.get("fifo_queue") else ""
    seconds = thing.get("visibility_timeout_seconds")
    yield words.visibility(int(seconds)) if seconds else ""
    failed = reading.meant(thing, thing.raw("redrive_policy"))
    yield words.DEAD_LETTERS if failed else ""


def _topic(reading: Reading, thing: Thing) -> Iterator[str]:
    ways = [
        str(one.get("protocol"))
        for one in reading.users(thing, "aws_sns_topic_subscription")
        if thing in reading.meant(one, one.raw("topic_arn"))
    ]
    for way in sorted(set(ways)):
        yield words.counted(ways.count(way), f"{way} subscriber")


def _table(reading: Reading, thing: Thing) -> Iterator[str]:
    yield words.BILLING.get(str(thing.get("billing_mode")), "")
    del reading


def _rule(reading: Reading, thing: Thing) -> Iterator[str]:
    yield str(thing.get("schedule_expression") or "")
    del reading


def _endpoint(reading: Reading, thing: Thing) -> Iterator[str]:
    yield f"{service_of(thing)} ({thing.get('vpc_endpoint_type') or 'Gateway'})"
    del reading


def service_of(endpoint: Thing) -> str:
    """Return the AWS service a VPC endpoint leads to: `s3`, `ecr.api`."""
    name = endpoint.get("service_name")
    return ".".join(name.split(".")[3:]) if isinstance(name, str) else endpoint.label


def _pipeline(reading: Reading, thing: Thing) -> Iterator[str]:
    stages = [str(stage.name) for stage in thing.raw("stage") or ()]
    yield " → ".join(stages)
    del reading


def _build(reading: Reading, thing: Thing) -> Iterator[str]:
    yield str(given(thing.raw("environment"), "compute_type") or "")
    del reading


def _source(reading: Reading, thing: Thing) -> Iterator[str]:
    yield words.SOURCES.get(thing.type, "")
    del reading


def _registry(reading: Reading, thing: Thing) -> Iterator[str]:
    scanning = block(thing.raw("image_scanning_configuration"))
    yield words.SCANNED if scanning is not None and _true(scanning.given()) else ""
    del reading


def _true(values: dict[str, Any]) -> bool:
    return values.get("scan_on_push") is True


FACTS: dict[str, Facts] = {
    "aws_autoscaling_group": _instances,
    "aws_cloudfront_distribution": _cdn,
    "aws_cloudwatch_event_rule": _rule,
    "aws_codebuild_project": _build,
    "aws_codepipeline": _pipeline,
    "aws_codestarconnections_connection": _source,
    "aws_db_instance": _database,
    "aws_dynamodb_table": _table,
    "aws_ecr_repository": _registry,
    "aws_ecs_service": _service,
    "aws_ecs_task_definition": _job,
    "aws_elasticache_replication_group": _cache,
    "aws_iam_openid_connect_provider": _source,
    "aws_instance": _instance,
    "aws_lb": _balancer,
    "aws_s3_bucket": _bucket,
    "aws_scheduler_schedule": _rule,
    "aws_sns_topic": _topic,
    "aws_sqs_queue": _queue,
    "aws_vpc_endpoint": _endpoint,
    "aws_wafv2_web_acl": _shield,
}
