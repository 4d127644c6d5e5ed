"""Encryption in transit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.catalogue import cloudfront, ecs, elasticache, elb, rds, s3
from giban.policy.asking import each, none_of, one_of, true
from giban.policy.documents import Statement, statements
from giban.policy.rule import Rule, Undecided, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

OLD_POLICIES = ("ELBSecurityPolicy-2016-08", "ELBSecurityPolicy-2015-05", "ELBSecurityPolicy-TLS-1-0-2015-04", "ELBSecurityPolicy-TLS-1-1-2017-01", "ELBSecurityPolicy-FS-2018-06", "ELBSecurityPolicy-FS-1-1-2019-08", None)  # fmt: skip
OLD_VIEWERS = ("SSLv3", "TLSv1", "TLSv1_2016", "TLSv1.1_2016")
TLS_ALWAYS = 15
"""The PostgreSQL version from which RDS refuses clients without TLS by itself (D-CM-29)."""


def _plain_listeners(scene: Scene) -> Iterator[Verdict]:
    for listener in scene.all(elb.Listener):
        if literal(listener.protocol) != "HTTP" or _internal(scene, listener):
            continue
        kinds = [literal(action.type) for action in listener.default_action or ()]
        if "redirect" not in kinds and not _only_refuses(listener):
            yield Violation(listener, "it serves plain HTTP to the internet", "protocol")


def _only_refuses(listener: elb.Listener) -> bool:
    return all(literal(action.type) == "fixed-response" for action in listener.default_action or ())


def _internal(scene: Scene, listener: elb.Listener) -> bool:
    balancer = scene.graph.target(listener.load_balancer_arn, elb.LoadBalancer)
    return balancer is not None and literal(balancer.internal) is True


def _encrypted(_scene: Scene, listener: Any) -> bool:
    return literal(listener.protocol) in ("HTTPS", "TLS")


def _buckets(scene: Scene) -> Iterator[Verdict]:
    for bucket in scene.all(s3.Bucket):
        policies = list(scene.graph.users(bucket, s3.BucketPolicy))
        found = [statements(one.policy, scene) for one in policies]
        if None in found:
            yield Undecided(policies[found.index(None)], "policy")
        elif not any(_refuses_plain(one) for known in found for one in known or ()):
            yield Violation(bucket, "no policy refuses requests without TLS")


def _refuses_plain(statement: Statement) -> bool:
    if statement.allows:
        return False
    return any(
        key == "aws:securetransport" and [str(literal(v)).lower() for v in values] == ["false"]
        for _, key, values in statement.conditions
    )


def _databases(scene: Scene) -> Iterator[Verdict]:
    for database in scene.all(rds.Instance):
        wanted = _parameter(database)
        if wanted is None:
            continue
        group = scene.graph.target(database.parameter_group_name, rds.ParameterGroup)
        known = {
            str(literal(one.name)): literal(one.value)
            for one in (group.parameter or () if group is not None else ())
        }
        if str(known.get(wanted, "0")).lower() not in ("1", "on"):
            what = f"clients may connect without TLS: `{wanted}` is not on"
            yield Violation(database, what, "parameter_group_name")


def _parameter(database: rds.Instance) -> str | None:
    """Return the parameter by which an engine demands TLS; None where it does by itself."""
    engine, version = str(literal(database.engine)), str(literal(database.engine_version) or "")
    if engine in ("mysql", "mariadb"):
        return "require_secure_transport"
    major = version.partition(".")[0]
    old = engine == "postgres" and major.isdigit() and int(major) < TLS_ALWAYS
    return "rds.force_ssl" if old else None


def _behaviours(scene: Scene) -> Iterator[Verdict]:
    for cdn in scene.all(cloudfront.Distribution):
        behaviours = [("default_cache_behavior", cdn.default_cache_behavior)]
        behaviours += [
            (f"ordered_cache_behavior[{index}]", one)  # type: ignore[misc]
            for index, one in enumerate(cdn.ordered_cache_behavior or ())
        ]
        for path, behaviour in behaviours:
            if behaviour is not None and literal(behaviour.viewer_protocol_policy) == "allow-all":
                what = "it answers plain HTTP"
                yield Violation(cdn, what, f"{path}.viewer_protocol_policy")


def _origins(scene: Scene) -> Iterator[Verdict]:
    for cdn in scene.all(cloudfront.Distribution):
        for index, origin in enumerate(cdn.origin or ()):
            custom = origin.custom_origin_config
            if custom is not None and literal(custom.origin_protocol_policy) != "https-only":
                path = f"origin[{index}].custom_origin_config.origin_protocol_policy"
                yield Violation(cdn, "it fetches from its origin over plain HTTP", path)


def _hsts(scene: Scene) -> Iterator[Verdict]:
    for headers in scene.all(cloudfront.ResponseHeadersPolicy):
        security = headers.security_headers_config
        if security is None or security.strict_transport_security is None:
            path = "security_headers_config.strict_transport_security"
            yield Violation(headers, "it does not send Strict-Transport-Security", path)


RULES = (
    Rule(
        id="TLS-01",
        severity="high",
        title="A load balancer on the internet serves HTTPS and redirects HTTP",
        why="Passwords and sessions travel readable otherwise.",
        fix="Redirect port 80 to 443 and give the HTTPS listener a certificate.",
        key="/domain: HOST NAME",
        reference=("ELB.1", "CM-SEC-01"),
        like=("CKV_AWS_2", "CKV_AWS_103", "CKV2_AWS_20", "CKV_AWS_260", "AWS-0054"),
        check=_plain_listeners,
    ),
    Rule(
        id="TLS-02",
        severity="high",
        title="Listeners speak TLS 1.2 or later",
        why="TLS 1.0 and 1.1 are broken; the default policy of the API still allows them.",
        fix='Set `ssl_policy = "ELBSecurityPolicy-TLS13-1-2-2021-06"`.',
        reference=("ELB.8",),
        like=("CKV_AWS_103", "CKV2_AWS_74", "AWS-0047"),
        check=each(
            elb.Listener,
            attribute="ssl_policy",
            wants=none_of(*OLD_POLICIES),
            says="it accepts TLS older than 1.2",
            which=_encrypted,
        ),
    ),
    Rule(
        id="TLS-03",
        severity="high",
        title="A distribution answers over HTTPS only",
        why="What it serves can be read and changed on the way.",
        fix='Set `viewer_protocol_policy = "redirect-to-https"`.',
        reference=("CloudFront.3",),
        like=("CKV_AWS_34", "AWS-0012"),
        check=_behaviours,
    ),
    Rule(
        id="TLS-04",
        severity="high",
        title="A distribution speaks TLS 1.2 or later",
        why="TLS 1.0 and 1.1 are broken.",
        fix='Set `minimum_protocol_version = "TLSv1.2_2021"`.',
        reference=("CloudFront.8",),
        like=("CKV_AWS_174", "CKV2_AWS_42", "AWS-0013"),
        check=each(
            cloudfront.Distribution,
            attribute="viewer_certificate.minimum_protocol_version",
            wants=none_of(None, *OLD_VIEWERS),
            says="it accepts TLS older than 1.2",
            which=lambda _scene, cdn: (
                literal(
                    cdn.viewer_certificate and cdn.viewer_certificate.cloudfront_default_certificate
                )
                is not True
            ),
        ),
    ),
    Rule(
        id="TLS-05",
        severity="high",
        title="Caches are reached over TLS",
        why="Sessions travel readable through the network otherwise.",
        fix="Set `transit_encryption_enabled = true`.",
        reference=("ElastiCache.5",),
        like=("CKV_AWS_30", "AWS-0051"),
        check=each(
            elasticache.ReplicationGroup,
            attribute="transit_encryption_enabled",
            wants=true,
            says="its traffic is not encrypted",
        ),
    ),
    Rule(
        id="TLS-06",
        severity="medium",
        title="Buckets refuse requests without TLS",
        why="S3 answers plain HTTP to anyone whose signature is right.",
        fix="Deny `s3:*` where `aws:SecureTransport` is false.",
        reference=("S3.5",),
        check=_buckets,
    ),
    Rule(
        id="TLS-07",
        severity="medium",
        title="Databases refuse clients without TLS",
        why="One client with an old driver sends its password readable.",
        fix="Set `rds.force_ssl` (PostgreSQL before 15) or `require_secure_transport` (MySQL) to 1.",
        reference=("D-CM-29",),
        like=("CKV2_AWS_69",),
        check=_databases,
    ),
    Rule(
        id="TLS-08",
        severity="medium",
        title="A distribution fetches from its origin over HTTPS",
        why="The stretch behind the CDN is the internet too.",
        fix='Set `origin_protocol_policy = "https-only"`.',
        reference=("CloudFront.9",),
        like=("CKV2_AWS_72",),
        check=_origins,
    ),
    Rule(
        id="TLS-09",
        severity="medium",
        title="Network file systems are mounted over TLS",
        why="Files travel readable through the network otherwise.",
        fix='Set `transit_encryption = "ENABLED"` in `efs_volume_configuration`.',
        like=("CKV_AWS_97", "AWS-0035"),
        check=each(
            ecs.TaskDefinition,
            attribute="volume.efs_volume_configuration.transit_encryption",
            wants=one_of("ENABLED"),
            says="a volume of it is mounted without TLS",
            which=lambda _scene, task: any(
                one.efs_volume_configuration for one in task.volume or ()
            ),
        ),
    ),
    Rule(
        id="TLS-10",
        severity="low",
        title="Browsers are told to stay with HTTPS",
        why="The first visit over HTTP can be hijacked without it.",
        fix="Add `strict_transport_security` to the response headers.",
        like=("CKV_AWS_259",),
        check=_hsts,
    ),
)
