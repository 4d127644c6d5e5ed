"""Buckets, and databases as such."""

from __future__ import annotations

from collections.abc import Iterator

from giban.catalogue import cloudfront, codebuild, rds, s3
from giban.policy.asking import each, given, none_of, not_true
from giban.policy.rule import Rule, Verdict, Violation
from giban.policy.scene import Scene
from giban.values import literal

FLAGS = (
    "block_public_acls",
    "block_public_policy",
    "ignore_public_acls",
    "restrict_public_buckets",
)
PUBLIC_ACLS = ("public-read", "public-read-write", "authenticated-read", "website")
FORCED = {"postgres": ("log_statement", "all"), "mysql": ("general_log", "1")}
ENDED = {
    "postgres": ("9", "10", "11", "12"),
    "mysql": ("5.6", "5.7"),
    "mariadb": ("10.3", "10.4", "10.5"),
}
"""Major versions whose standard support on RDS has ended (RDS release calendars, 2026)."""


def _blocked(scene: Scene) -> Iterator[Verdict]:
    for bucket in scene.all(s3.Bucket):
        blocks = list(scene.graph.users(bucket, s3.BucketPublicAccessBlock))
        if not blocks:
            yield Violation(bucket, "nothing keeps it from being made public")
    for block in scene.all(s3.BucketPublicAccessBlock):
        for flag in FLAGS:
            if literal(getattr(block, flag)) is not True:
                yield Violation(block, f"`{flag}` is off", flag)


def _acls(scene: Scene) -> Iterator[Verdict]:
    for bucket in scene.all(s3.Bucket):
        if literal(bucket.acl) in PUBLIC_ACLS:
            yield Violation(bucket, f"its ACL is {literal(bucket.acl)}", "acl")
    for acl in scene.foreign.get("aws_s3_bucket_acl", ()):
        if literal(acl.given().get("acl")) in PUBLIC_ACLS:
            yield Violation(acl, f"the ACL is {literal(acl.given()['acl'])}", "acl")


def _website(scene: Scene) -> Iterator[Verdict]:
    for bucket in scene.all(s3.Bucket):
        if bucket.website:
            yield Violation(bucket, "it serves a site over plain HTTP", "website")
    for site in scene.foreign.get("aws_s3_bucket_website_configuration", ()):
        yield Violation(site, "it serves a site over plain HTTP")


def _uploads(scene: Scene) -> Iterator[Verdict]:
    for lifecycle in scene.all(s3.BucketLifecycleConfiguration):
        rules = lifecycle.rule if isinstance(lifecycle.rule, tuple) else ()
        if rules and not any(rule.abort_incomplete_multipart_upload for rule in rules):
            what = "parts of uploads that failed are paid for, for ever"
            yield Violation(lifecycle, what, "rule")


def _parameters(scene: Scene) -> Iterator[Verdict]:
    for group in scene.all(rds.ParameterGroup):
        family = str(literal(group.family))
        for one in group.parameter or ():
            name, value = literal(one.name), str(literal(one.value)).lower()
            for engine, (wanted, bad) in FORCED.items():
                if family.startswith(engine) and name == wanted and value == bad:
                    what = f"`{name}` writes every statement, with the data in it, to the log"
                    yield Violation(group, what, f"parameter[{name}]")


def _ended(scene: Scene) -> Iterator[Verdict]:
    for database in scene.all(rds.Instance):
        version = str(literal(database.engine_version) or "")
        for old in ENDED.get(str(literal(database.engine)), ()):
            if version == old or version.startswith(f"{old}."):
                what = f"{literal(database.engine)} {old} gets no fixes, or costs extended support"
                yield Violation(database, what, "engine_version")


def _own_group(scene: Scene) -> Iterator[Verdict]:
    for database in scene.all(rds.Instance):
        name = literal(database.parameter_group_name)
        if database.parameter_group_name is None or str(name).startswith("default."):
            what = "it uses AWS's default parameters, which cannot be changed"
            yield Violation(database, what, "parameter_group_name")


def _origins(scene: Scene) -> Iterator[Verdict]:
    """Yield distributions of buckets that anyone could read past them."""
    for cdn in scene.all(cloudfront.Distribution):
        for index, origin in enumerate(cdn.origin or ()):
            from_bucket = scene.graph.targets(origin.domain_name, s3.Bucket)
            named = given(origin.origin_access_control_id) or origin.s3_origin_config
            if from_bucket and not named and origin.custom_origin_config is None:
                what = f"it asks {from_bucket[0].terraform_address} as anyone could"
                yield Violation(cdn, what, f"origin[{index}].origin_access_control_id")


RULES = (
    Rule(
        id="S3-01",
        severity="high",
        title="Buckets cannot be made public",
        why="One wrong policy or ACL publishes everything in it.",
        fix="Add `aws_s3_bucket_public_access_block` with all four flags on.",
        reference=("S3.8", "CM-SEC-08"),
        like=(
            "CKV_AWS_53",
            "CKV_AWS_54",
            "CKV_AWS_55",
            "CKV_AWS_56",
            "CKV2_AWS_6",
            "AWS-0086",
            "AWS-0087",
            "AWS-0091",
            "AWS-0093",
            "AWS-0094",
        ),
        check=_blocked,
    ),
    Rule(
        id="S3-02",
        severity="critical",
        title="No ACL makes a bucket public",
        why="Everyone lists and reads it.",
        fix="Remove the ACL.",
        reference=("S3.12",),
        like=("CKV_AWS_20", "CKV_AWS_57", "CKV_AWS_379", "AWS-0092"),
        check=_acls,
    ),
    Rule(
        id="S3-03",
        severity="medium",
        title="Sites are served by a CDN, not by a bucket",
        why="A bucket's site is plain HTTP and needs a public bucket.",
        fix="Use CloudFront with an origin access control.",
        key="/sites: {NAME: {}}",
        check=_website,
    ),
    Rule(
        id="S3-04",
        severity="low",
        title="Uploads that failed are cleaned up",
        why="Their parts are invisible in lists and cost like any object.",
        fix="Add `abort_incomplete_multipart_upload`.",
        reference=("S3.10",),
        like=("CKV_AWS_300",),
        check=_uploads,
    ),
    Rule(
        id="S3-05",
        severity="medium",
        title="A bucket behind a CDN answers the CDN only",
        why="Who knows the bucket's name otherwise goes past the cache and its rules.",
        fix="Set `origin_access_control_id`.",
        reference=("CloudFront.13",),
        like=("CKV2_AWS_46",),
        check=_origins,
    ),
    Rule(
        id="DB-01",
        severity="low",
        title="Databases take small upgrades by themselves",
        why="They close holes; RDS does it in the maintenance window.",
        fix="Set `auto_minor_version_upgrade = true`.",
        reference=("RDS.13",),
        like=("CKV_AWS_226",),
        check=each(
            rds.Instance,
            attribute="auto_minor_version_upgrade",
            wants=none_of(False),
            says="it stays behind on fixes",
        ),
    ),
    Rule(
        id="DB-02",
        severity="high",
        title="Logs do not hold the data",
        why="Patients' names in CloudWatch Logs are read by whoever reads logs.",
        fix="Log `ddl`, and slow statements by their duration.",
        key="parameters: {log_statement: ddl}",
        reference=("D-ERP-12",),
        like=(),
        check=_parameters,
    ),
    Rule(
        id="DB-03",
        severity="medium",
        title="Databases run a version that gets fixes",
        why="After the end of support holes stay open, or cost extended support by the vCPU hour.",
        fix="Upgrade `engine_version`.",
        key='version: "16"',
        like=("CKV_AWS_250",),
        check=_ended,
    ),
    Rule(
        id="DB-04",
        severity="low",
        title="Databases have parameters of their own",
        why="To change one later the database has to restart with another group.",
        fix="Add `aws_db_parameter_group`.",
        check=_own_group,
    ),
    Rule(
        id="DB-05",
        severity="low",
        title="Databases present a certificate that is still valid",
        why="The authority of 2019 has expired.",
        fix='Set `ca_cert_identifier = "rds-ca-rsa2048-g1"`.',
        like=("CKV_AWS_211",),
        check=each(
            rds.Instance,
            attribute="ca_cert_identifier",
            wants=none_of("rds-ca-2019", "rds-ca-2015"),
            says="its certificate's authority has expired",
        ),
    ),
    Rule(
        id="CDN-01",
        severity="low",
        title="A distribution answers its root",
        why="Without a root object an origin may list what it has.",
        fix="Set `default_root_object`.",
        reference=("CloudFront.1",),
        like=("CKV_AWS_305",),
        check=each(
            cloudfront.Distribution,
            attribute="default_root_object",
            wants=bool,
            says="it has no root object",
            which=lambda _scene, cdn: all(
                one.custom_origin_config is None for one in cdn.origin or ()
            ),
        ),
    ),
    Rule(
        id="CI-01",
        severity="high",
        title="Builds are not open to the world",
        why="Anyone reads their logs, and what is in them.",
        fix='Set `project_visibility = "PRIVATE"`.',
        reference=("CodeBuild.1",),
        check=each(
            codebuild.Project,
            attribute="project_visibility",
            wants=none_of("PUBLIC_READ"),
            says="anyone may read its builds",
        ),
    ),
    Rule(
        id="CI-02",
        severity="medium",
        title="Artifacts of builds are encrypted",
        why="They are the program, sometimes with its configuration.",
        fix="Remove `encryption_disabled`.",
        reference=("CodeBuild.3",),
        like=("CKV_AWS_78", "AWS-0018"),
        check=each(
            codebuild.Project,
            attribute="artifacts.encryption_disabled",
            wants=not_true,
            says="its artifacts are not encrypted",
        ),
    ),
)
