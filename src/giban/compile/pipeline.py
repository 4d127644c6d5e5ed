"""From a push to what runs: a pipeline for each environment (AWS CodePipeline and CodeBuild).

By the provider `ECS`, whatever the strategy: the deployment controller is ECS's own, and a failed
deployment goes back by the service's circuit breaker and alarms (defect D-CM-27).
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence

from msgspec import Struct

from giban.catalogue import (
    cloudwatch,
    codebuild,
    codepipeline,
    codestarconnections,
    ecr,
    ecs,
    iam,
    s3,
)
from giban.compile.abroad import ENDS
from giban.compile.account import account_id, arn
from giban.compile.bucket import Store, bucket_policy, expire, private_bucket, unfinished_uploads
from giban.compile.buildspecs import (
    MIGRATE,
    RECORD,
    RECORD_ABROAD,
    assets_path,
    build_steps,
    buildspec,
)
from giban.compile.deploy import (
    may_hand_over,
    may_push,
    may_register,
    may_run,
    may_start,
    may_tag,
)
from giban.compile.draft import Draft, Part
from giban.compile.image import tag_parameter
from giban.compile.key import NO_KEYS, Keys, key_arn, may_use
from giban.compile.names import ROLE_LIMIT, container_name, family, label, named, service_name
from giban.compile.policies import Statement, allow, policy, trust
from giban.compile.service import TIER
from giban.compile.takeover import replaceable
from giban.compile.task import Surroundings, Task
from giban.system import Pipeline, Service
from giban.values import Call, Value, text

ARTIFACT_DAYS = 30
CONNECTION_LIMIT = 32
DEPLOY_MINUTES = 20
MIGRATE_STEP, RECORD_STEP = "Migrate", "Record"
IMAGES = {
    "x86_64": ("aws/codebuild/amazonlinux-x86_64-standard:5.0", "LINUX_CONTAINER"),
    "arm64": ("aws/codebuild/amazonlinux-aarch64-standard:3.0", "ARM_CONTAINER"),
}
"""https://docs.aws.amazon.com/codebuild/latest/userguide/build-env-ref-available.html"""


class Workplace(Struct, frozen=True):
    """What a pipeline works with: the cluster, buckets, the tasks of jobs, and who is told."""

    around: Surroundings
    buckets: Mapping[str, Store]
    jobs: Mapping[str, Task]
    told: Value


class _Workshop(Struct, frozen=True):
    """What all projects of a pipeline share."""

    part: Part
    artifacts: s3.Bucket
    key: Keys
    log_days: int


def pipeline(draft: Draft, place: Workplace) -> None:
    """Make the way from a push to this environment; nothing where nobody wants one."""
    wanted, system = draft.system.pipeline, draft.system
    if wanted is None:
        return
    part = draft.part("pipeline", "pipeline")
    built = [service for service in system.fargate.values() if service.build]
    days = max((service.log_days for service in built), default=ARTIFACT_DAYS)
    shop = _Workshop(part, _artifacts(part), place.around.key, days)
    source = _connection(part)
    projects = {one.name: _build(shop, one, place.buckets) for one in built}
    projects |= _steps(shop, wanted, built, place)
    role, allowed = _role(shop, source, list(projects.values()), place.told)
    part.add(
        codepipeline.Pipeline(
            "main",
            name=named(system, "pipeline"),
            role_arn=role.ref.arn,
            pipeline_type="V1",
            artifact_store=(codepipeline.ArtifactStore(location=shop.artifacts.ref.id, type="S3"),),
            stage=tuple(_stages(draft, built, source, projects, place)),
            tags={"Name": named(system, "pipeline")},
        ),
        after=[allowed],
    )


def _connection(part: Part) -> codestarconnections.Connection:
    name = named(part.draft.system, "github", limit=CONNECTION_LIMIT)
    return part.add(
        codestarconnections.Connection(
            "github", name=name, provider_type="GitHub", tags={"Name": name}
        ),
        "Pending until a person confirms it, once, in the console: Developer Tools, Connections.",
    )


def _artifacts(part: Part) -> s3.Bucket:
    made = private_bucket(part, "pipeline", NO_KEYS, versioning=False, disposable=True)
    part.add(
        s3.BucketLifecycleConfiguration(
            "pipeline",
            bucket=made.ref.id,
            rule=(expire("expire", ARTIFACT_DAYS), unfinished_uploads()),
        )
    )
    bucket_policy(part, made, [])
    return made


def _build(shop: _Workshop, service: Service, buckets: Mapping[str, Store]) -> codebuild.Project:
    """Make the project that builds the image of a service."""
    draft, plan = shop.part.draft, service.build
    assert plan is not None  # noqa: S101 - the caller has chosen those with one
    repository = draft.read(ecr.RepositoryData(label(service.repository), name=service.repository))
    told: dict[str, Value] = {
        "CONTAINER": container_name(draft.system, service),
        "DOCKERFILE": plan.dockerfile,
        "ENVIRONMENT": draft.system.environment,
        "FOLDER": plan.folder,
        "REPOSITORY": repository.ref.repository_url,
    }
    may = may_push(draft, [service.repository])
    if plan.assets:
        bucket, path = buckets[plan.assets.bucket].bucket, assets_path(plan.assets)
        told |= {
            "ASSETS_BUCKET": bucket.ref.id,
            "ASSETS_FOLDER": plan.assets.folder,
            "ASSETS_PATH": path,
            "ASSETS_TARGET": text("s3://", bucket.ref.id, f"/{path}"),
        }
        may += _may_publish(bucket, path)
    return _project(
        shop, f"{service.name}-build", build_steps(service), told, may, service.architecture, True
    )


def _may_publish(bucket: s3.Bucket, path: str) -> list[Statement]:
    return [
        allow("ListAssets", ["s3:ListBucket"], [bucket.ref.arn]),
        allow(
            "PublishAssets",
            ["s3:PutObject", "s3:PutObjectTagging"],
            [text(bucket.ref.arn, f"/{path}*")],
        ),
    ]


def _steps(
    shop: _Workshop, wanted: Pipeline, built: Sequence[Service], place: Workplace
) -> dict[str, codebuild.Project]:
    """Make the projects that run beside the deployment: the migration, and the tags that run."""
    draft, system = shop.part.draft, shop.part.draft.system
    made = {}
    if wanted.migrate:
        job = system.jobs[wanted.migrate].task
        repository = draft.read(ecr.RepositoryData(label(job.repository), name=job.repository))
        told: dict[str, Value] = {
            "CLUSTER": place.around.cluster.ref.name,
            "FAMILY": family(system, job),
            "NETWORK": _network(place.jobs[wanted.migrate], place.around),
            "REPOSITORY": repository.ref.repository_url,
        }
        may = [
            *may_register(draft, system),
            *may_run(draft, system),
            may_hand_over(draft, system),
        ]
        made[MIGRATE_STEP] = _project(shop, "pipeline-migrate", buildspec([MIGRATE]), told, may)
    made[RECORD_STEP] = _record(shop, built)
    return made


def _record(shop: _Workshop, built: Sequence[Service]) -> codebuild.Project:
    """Make the project that remembers the tags that run, in every region that may run them."""
    draft, system = shop.part.draft, shop.part.draft.system
    names = [one.name for one in built]
    told: dict[str, Value] = {"PARAMETERS": _tags(system.project, system.environment, names)}
    steps = [RECORD]
    if system.dr is not None and replaceable(system):
        told["STANDBY_PARAMETERS"] = _tags(system.project, f"{system.environment}{ENDS}", names)
        told["STANDBY_REGION"] = system.dr.region
        steps.append(RECORD_ABROAD)
    return _project(shop, "pipeline-record", buildspec(steps), told, [may_tag(draft, system)])


def _tags(project: str, environment: str, services: Sequence[str]) -> str:
    return " ".join(tag_parameter(project, environment, name) for name in services)


def _network(made: Task, around: Surroundings) -> Value:
    """Return where the task of a job runs, as the command line wants it."""
    return text(
        "awsvpcConfiguration={subnets=[",
        Call("join", (",", around.network.ids(TIER))),
        "],securityGroups=[",
        made.group.ref.id,
        "],assignPublicIp=DISABLED}",
    )


def _project(
    shop: _Workshop,
    name: str,
    steps: str,
    told: Mapping[str, Value],
    may: Sequence[Statement],
    architecture: str = "x86_64",
    docker: bool = False,
) -> codebuild.Project:
    """Make a project of the pipeline with a log group and a role of its own."""
    part, system = shop.part, shop.part.draft.system
    full, (image, kind) = named(system, name), IMAGES[architecture]
    logs = part.add(
        cloudwatch.LogGroup(
            label(name),
            name=f"/aws/codebuild/{full}",
            retention_in_days=shop.log_days,
            kms_key_id=key_arn(shop.key, "cloudwatch-logs"),
            tags={"Name": full},
        )
    )
    role = _worker(shop, name, "codebuild", [*_may_work(shop, logs), *may])
    return part.add(
        codebuild.Project(
            label(name),
            name=full,
            service_role=role.ref.arn,
            artifacts=codebuild.Artifacts(type="CODEPIPELINE"),
            source=codebuild.Source(type="CODEPIPELINE", buildspec=steps),
            environment=codebuild.Environment(
                compute_type="BUILD_GENERAL1_SMALL",
                image=image,
                type=kind,
                privileged_mode=docker,
                environment_variable=tuple(
                    codebuild.EnvironmentVariable(name=key, value=told[key]) for key in sorted(told)
                ),
            ),
            logs_config=codebuild.LogsConfig(
                cloudwatch_logs=codebuild.CloudwatchLogs(group_name=logs.ref.name)
            ),
            tags={"Name": full},
        ),
        "Building an image takes Docker, and Docker takes a privileged container."
        if docker
        else "",
    )


def _may_work(shop: _Workshop, logs: cloudwatch.LogGroup) -> list[Statement]:
    return [
        allow("Log", ["logs:CreateLogStream", "logs:PutLogEvents"], [text(logs.ref.arn, ":*")]),
        allow(
            "Artifacts",
            ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            [text(shop.artifacts.ref.arn, "/*")],
        ),
    ]


def _worker(shop: _Workshop, name: str, service: str, statements: Sequence[Statement]) -> iam.Role:
    own, system = shop.part.in_chapter("iam"), shop.part.draft.system
    role = own.add(
        iam.Role(
            label(name),
            name=named(system, name, limit=ROLE_LIMIT),
            assume_role_policy=trust(f"{service}.amazonaws.com", account_id(shop.part.draft)),
            tags={"Name": named(system, name)},
        )
    )
    own.add(
        iam.RolePolicy(label(name), name=name, role=role.ref.id, policy=policy(list(statements)))
    )
    return role


def _may_watch(draft: Draft) -> list[Statement]:
    """Return what waiting for the tasks of the cluster takes; a list knows its cluster only."""
    name = named(draft.system, "cluster")
    cluster = {"ArnEquals": {"ecs:cluster": arn(draft, "ecs", f"cluster/{name}")}}
    return [
        allow("Watch", ["ecs:DescribeTasks"], [arn(draft, "ecs", f"task/{name}/*")]),
        allow("List", ["ecs:ListTasks"], ["*"], condition=cluster),
    ]


def _role(
    shop: _Workshop,
    source: codestarconnections.Connection,
    projects: Sequence[codebuild.Project],
    told: Value,
) -> tuple[iam.Role, iam.RolePolicy]:
    """Make the role of the pipeline itself: it hands work on, and changes services."""
    draft, own = shop.part.draft, shop.part.in_chapter("iam")
    system = draft.system
    statements = [
        allow(
            "Artifacts",
            ["s3:GetObject", "s3:GetObjectVersion", "s3:PutObject"],
            [text(shop.artifacts.ref.arn, "/*")],
        ),
        allow("Source", ["codestar-connections:UseConnection"], [source.ref.arn]),
        allow(
            "Build",
            ["codebuild:BatchGetBuilds", "codebuild:StartBuild"],
            [project.ref.arn for project in projects],
        ),
        *may_register(draft, system),
        *may_start(draft, system),
        *_may_watch(draft),
        may_hand_over(draft, system),
    ]
    if system.pipeline and system.pipeline.approval:
        statements += [
            allow("AskForApproval", ["sns:Publish"], [told]),
            *may_use(shop.key, "sns"),
        ]
    role = own.add(
        iam.Role(
            "pipeline",
            name=named(system, "pipeline", limit=ROLE_LIMIT),
            assume_role_policy=trust("codepipeline.amazonaws.com", account_id(draft)),
            tags={"Name": named(system, "pipeline")},
        )
    )
    allowed = own.add(
        iam.RolePolicy("pipeline", name="pipeline", role=role.ref.id, policy=policy(statements))
    )
    return role, allowed


def _stages(
    draft: Draft,
    built: Sequence[Service],
    source: codestarconnections.Connection,
    projects: Mapping[str, codebuild.Project],
    place: Workplace,
) -> list[codepipeline.Stage]:
    wanted = draft.system.pipeline
    assert wanted is not None  # noqa: S101 - the caller has looked
    stages = [
        codepipeline.Stage(name="Source", action=(_source(wanted, source),)),
        codepipeline.Stage(
            name="Build", action=tuple(_build_action(one.name, projects[one.name]) for one in built)
        ),
    ]
    if wanted.approval:
        stages.append(codepipeline.Stage(name="Approve", action=(_approval(wanted, place.told),)))
    deploy = [_deploy(draft, one, place.around.cluster) for one in built]
    before = [_step(MIGRATE_STEP, projects[MIGRATE_STEP], 1)] if wanted.migrate else []
    after = _step(RECORD_STEP, projects[RECORD_STEP], 3)
    return [*stages, codepipeline.Stage(name="Deploy", action=(*before, *deploy, after))]


def _source(wanted: Pipeline, source: codestarconnections.Connection) -> codepipeline.Action:
    return codepipeline.Action(
        name="Source",
        category="Source",
        owner="AWS",
        provider="CodeStarSourceConnection",
        version="1",
        namespace="Source",
        output_artifacts=["source"],
        configuration={
            "BranchName": wanted.branch,
            "ConnectionArn": source.ref.arn,
            "DetectChanges": "true",
            "FullRepositoryId": wanted.repository,
        },
    )


def _build_action(name: str, project: codebuild.Project) -> codepipeline.Action:
    return codepipeline.Action(
        name=name,
        category="Build",
        owner="AWS",
        provider="CodeBuild",
        version="1",
        input_artifacts=["source"],
        output_artifacts=[label(name)],
        configuration={"ProjectName": project.ref.name},
    )


def _approval(wanted: Pipeline, told: Value) -> codepipeline.Action:
    return codepipeline.Action(
        name="Approve",
        category="Approval",
        owner="AWS",
        provider="Manual",
        version="1",
        configuration={
            "CustomData": f"Deploy {wanted.repository} from {wanted.branch}?",
            "NotificationArn": told,
        },
    )


def _step(name: str, project: codebuild.Project, run: int) -> codepipeline.Action:
    """Return a step that is told the commit, which is what the image's tag comes from."""
    commit = [{"name": "COMMIT", "value": "#{Source.CommitId}", "type": "PLAINTEXT"}]
    return codepipeline.Action(
        name=name,
        category="Build",
        owner="AWS",
        provider="CodeBuild",
        version="1",
        run_order=run,
        input_artifacts=["source"],
        configuration={
            "EnvironmentVariables": json.dumps(commit, separators=(",", ":")),
            "ProjectName": project.ref.name,
        },
    )


def _deploy(draft: Draft, service: Service, cluster: ecs.Cluster) -> codepipeline.Action:
    return codepipeline.Action(
        name=service.name,
        category="Deploy",
        owner="AWS",
        provider="ECS",
        version="1",
        run_order=2,
        input_artifacts=[label(service.name)],
        configuration={
            "ClusterName": cluster.ref.name,
            "DeploymentTimeout": str(DEPLOY_MINUTES + service.deployment.minutes),
            "FileName": "imagedefinitions.json",
            "ServiceName": service_name(draft.system, service),
        },
    )
