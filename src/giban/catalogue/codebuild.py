"""Builds (AWS CodeBuild)."""

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    Block,
    Bool,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    StrSet,
    blocks,
    computed,
    optional,
    required,
)


class Artifacts(Block):
    """`artifacts`."""

    type: Str = required()
    artifact_identifier: Str = optional()
    bucket_owner_access: Str = optional()
    encryption_disabled: Bool = optional(default=False)
    location: Str = optional()
    name: Str = optional(suppressed=True)
    namespace_type: Str = optional(suppressed=True)
    override_artifact_name: Bool = optional(default=False)
    packaging: Str = optional(suppressed=True)
    path: Str = optional()


class Restrictions(Block):
    """`build_batch_config.restrictions`."""

    compute_types_allowed: StrList = optional()
    maximum_builds_allowed: Num = optional(check=Check(range=(1, 100)))


class BuildBatchConfig(Block):
    """`build_batch_config`."""

    service_role: Str = required(check=Check(format="arn"))
    combine_artifacts: Bool = optional()
    timeout_in_mins: Num = optional(check=Check(range=(5, 2160)))
    restrictions: Restrictions | None = blocks(max=1)


class Cache(Block):
    """`cache`."""

    cache_namespace: Str = optional()
    location: Str = optional()
    modes: StrList = optional()
    type: Str = optional(default="NO_CACHE")


class DockerServer(Block):
    """`environment.docker_server`."""

    compute_type: Str = required()
    security_group_ids: StrList = optional()


class EnvironmentVariable(Block):
    """`environment.environment_variable`."""

    name: Str = required()
    value: Str = required()
    type: Str = optional(default="PLAINTEXT")


class Fleet(Block):
    """`environment.fleet`."""

    fleet_arn: Str = optional(check=Check(format="arn"))


class RegistryCredential(Block):
    """`environment.registry_credential`."""

    credential: Str = required()
    credential_provider: Str = required()


class Environment(Block):
    """`environment`."""

    compute_type: Str = required()
    image: Str = required()
    type: Str = required()
    certificate: Str = optional()
    image_pull_credentials_type: Str = optional(default="CODEBUILD")
    privileged_mode: Bool = optional(default=False)
    docker_server: DockerServer | None = blocks(max=1)
    environment_variable: tuple[EnvironmentVariable, ...] = blocks()
    fleet: Fleet | None = blocks(max=1)
    registry_credential: RegistryCredential | None = blocks(max=1)


class FileSystemLocations(Block):
    """`file_system_locations`."""

    identifier: Str = optional()
    location: Str = optional()
    mount_options: Str = optional()
    mount_point: Str = optional()
    type: Str = optional(default="EFS")


class CloudwatchLogs(Block):
    """`logs_config.cloudwatch_logs`."""

    group_name: Str = optional()
    status: Str = optional(default="ENABLED")
    stream_name: Str = optional()


class S3Logs(Block):
    """`logs_config.s3_logs`."""

    bucket_owner_access: Str = optional()
    encryption_disabled: Bool = optional(default=False)
    location: Str = optional()
    status: Str = optional(default="DISABLED")


class LogsConfig(Block):
    """`logs_config`."""

    cloudwatch_logs: CloudwatchLogs | None = blocks(max=1, suppressed=True)
    s3_logs: S3Logs | None = blocks(max=1, suppressed=True)


class SecondaryArtifacts(Block):
    """`secondary_artifacts`."""

    artifact_identifier: Str = required()
    type: Str = required()
    bucket_owner_access: Str = optional()
    encryption_disabled: Bool = optional(default=False)
    location: Str = optional()
    name: Str = optional()
    namespace_type: Str = optional(default="NONE")
    override_artifact_name: Bool = optional(default=False)
    packaging: Str = optional(default="NONE")
    path: Str = optional()


class SecondarySourceVersion(Block):
    """`secondary_source_version`."""

    source_identifier: Str = required()
    source_version: Str = required()


class Auth(Block):
    """`secondary_sources.auth`."""

    resource: Str = required(check=Check(format="arn"))
    type: Str = required()


class BuildStatusConfig(Block):
    """`secondary_sources.build_status_config`."""

    context: Str = optional()
    target_url: Str = optional()


class GitSubmodulesConfig(Block):
    """`secondary_sources.git_submodules_config`."""

    fetch_submodules: Bool = required()


class SecondarySources(Block):
    """`secondary_sources`."""

    source_identifier: Str = required()
    type: Str = required()
    buildspec: Str = optional()
    git_clone_depth: Num = optional(check=Check(range=(0, None)))
    insecure_ssl: Bool = optional()
    location: Str = optional()
    report_build_status: Bool = optional()
    auth: Auth | None = blocks(max=1)
    build_status_config: BuildStatusConfig | None = blocks(max=1)
    git_submodules_config: GitSubmodulesConfig | None = blocks(max=1)


class Source(Block):
    """`source`."""

    type: Str = required()
    buildspec: Str = optional()
    git_clone_depth: Num = optional(check=Check(range=(0, None)))
    insecure_ssl: Bool = optional()
    location: Str = optional()
    report_build_status: Bool = optional()
    auth: Auth | None = blocks(max=1)
    build_status_config: BuildStatusConfig | None = blocks(max=1)
    git_submodules_config: GitSubmodulesConfig | None = blocks(max=1)


class VpcConfig(Block):
    """`vpc_config`."""

    security_group_ids: StrSet = required()
    subnets: StrSet = required()
    vpc_id: Str = required()


class Project(Resource, type="aws_codebuild_project"):
    """What is built, where and with what."""

    name: Str = required(new=True)
    service_role: Str = required(check=Check(format="arn"))
    auto_retry_limit: Num = optional(computed=True)
    badge_enabled: Bool = optional(default=False)
    build_timeout: Num = optional(default=60, suppressed=True, check=Check(range=(5, 2160)))
    concurrent_build_limit: Num = optional(check=Check(range=(1, None)))
    description: Str = optional(computed=True, check=Check(length=(0, 255)))
    encryption_key: Str = optional(computed=True)
    id: Str = optional(computed=True)
    project_visibility: Str = optional(default="PRIVATE")
    queued_timeout: Num = optional(default=480, suppressed=True, check=Check(range=(5, 480)))
    region: Str = optional(computed=True)
    resource_access_role: Str = optional(check=Check(format="arn"))
    source_version: Str = optional()
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    badge_url: Str = computed()
    public_project_alias: Str = computed()
    artifacts: Artifacts | None = blocks(min=1, max=1)
    build_batch_config: BuildBatchConfig | None = blocks(max=1)
    cache: Cache | None = blocks(max=1, suppressed=True)
    environment: Environment | None = blocks(min=1, max=1)
    file_system_locations: tuple[FileSystemLocations, ...] = blocks("set")
    logs_config: LogsConfig | None = blocks(max=1, suppressed=True)
    secondary_artifacts: tuple[SecondaryArtifacts, ...] = blocks("set", max=12)
    secondary_source_version: tuple[SecondarySourceVersion, ...] = blocks("set", max=12)
    secondary_sources: tuple[SecondarySources, ...] = blocks("set", max=12)
    source: Source | None = blocks(min=1, max=1)
    vpc_config: VpcConfig | None = blocks(max=1)
