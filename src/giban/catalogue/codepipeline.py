"""Pipelines (AWS CodePipeline)."""

from typing import Annotated

from giban.blueprint.resource import Resource
from giban.blueprint.schema import (
    As,
    Block,
    Check,
    Num,
    Str,
    StrList,
    StrMap,
    blocks,
    computed,
    optional,
    required,
)
from giban.values import Expr

GLOBS = ["list", ["object", {"excludes": ["list", "string"], "includes": ["list", "string"]}]]
PULL_REQUESTS = {"branches": GLOBS, "events": ["list", "string"], "file_paths": GLOBS}
PUSHES = {"branches": GLOBS, "file_paths": GLOBS, "tags": GLOBS}
GIT_CONFIGURATION = {
    "pull_request": ["list", ["object", PULL_REQUESTS]],
    "push": ["list", ["object", PUSHES]],
    "source_action_name": "string",
}
TRIGGER = {
    "git_configuration": ["list", ["object", GIT_CONFIGURATION]],
    "provider_type": "string",
}
TriggerAllValue = Annotated[Expr, As(["list", ["object", TRIGGER]])]


class EncryptionKey(Block):
    """`artifact_store.encryption_key`."""

    id: Str = required()
    type: Str = required()


class ArtifactStore(Block):
    """`artifact_store`."""

    location: Str = required()
    type: Str = required()
    region: Str = optional()
    encryption_key: EncryptionKey | None = blocks(max=1)


class Action(Block):
    """`stage.action`."""

    category: Str = required()
    name: Str = required()
    owner: Str = required()
    provider: Str = required()
    version: Str = required()
    configuration: StrMap = optional(suppressed=True)
    input_artifacts: StrList = optional()
    namespace: Str = optional()
    output_artifacts: StrList = optional()
    region: Str = optional(computed=True)
    role_arn: Str = optional(check=Check(format="arn"))
    run_order: Num = optional(computed=True, check=Check(range=(1, 999)))
    timeout_in_minutes: Num = optional(check=Check(range=(5, 86400)))


class RuleTypeId(Block):
    """`stage.before_entry.condition.rule.rule_type_id`."""

    category: Str = required()
    provider: Str = required()
    owner: Str = optional()
    version: Str = optional()


class Rule(Block):
    """`stage.before_entry.condition.rule`."""

    name: Str = required()
    commands: StrList = optional()
    configuration: StrMap = optional()
    input_artifacts: StrList = optional()
    region: Str = optional()
    role_arn: Str = optional()
    timeout_in_minutes: Num = optional()
    rule_type_id: RuleTypeId | None = blocks(min=1, max=1)


class Condition(Block):
    """`stage.before_entry.condition`."""

    result: Str = optional()
    rule: tuple[Rule, ...] = blocks(min=1, max=5)


class BeforeEntry(Block):
    """`stage.before_entry`."""

    condition: Condition | None = blocks(min=1, max=1)


class RetryConfiguration(Block):
    """`stage.on_failure.retry_configuration`."""

    retry_mode: Str = optional()


class OnFailure(Block):
    """`stage.on_failure`."""

    result: Str = optional()
    condition: Condition | None = blocks(max=1)
    retry_configuration: RetryConfiguration | None = blocks(max=1)


class OnSuccess(Block):
    """`stage.on_success`."""

    condition: Condition | None = blocks(min=1, max=1)


class Stage(Block):
    """`stage`."""

    name: Str = required()
    action: tuple[Action, ...] = blocks(min=1)
    before_entry: BeforeEntry | None = blocks(max=1)
    on_failure: OnFailure | None = blocks(max=1)
    on_success: OnSuccess | None = blocks(max=1)


class Branches(Block):
    """`trigger.git_configuration.pull_request.branches`."""

    excludes: StrList = optional()
    includes: StrList = optional()


class FilePaths(Block):
    """`trigger.git_configuration.pull_request.file_paths`."""

    excludes: StrList = optional()
    includes: StrList = optional()


class PullRequest(Block):
    """`trigger.git_configuration.pull_request`."""

    events: StrList = optional()
    branches: Branches | None = blocks(max=1)
    file_paths: FilePaths | None = blocks(max=1)


class Tags(Block):
    """`trigger.git_configuration.push.tags`."""

    excludes: StrList = optional()
    includes: StrList = optional()


class Push(Block):
    """`trigger.git_configuration.push`."""

    branches: Branches | None = blocks(max=1)
    file_paths: FilePaths | None = blocks(max=1)
    tags: Tags | None = blocks(max=1)


class GitConfiguration(Block):
    """`trigger.git_configuration`."""

    source_action_name: Str = required()
    pull_request: tuple[PullRequest, ...] = blocks(max=3)
    push: tuple[Push, ...] = blocks(max=3)


class Trigger(Block):
    """`trigger`."""

    provider_type: Str = required()
    git_configuration: GitConfiguration | None = blocks(min=1, max=1)


class Variable(Block):
    """`variable`."""

    name: Str = required()
    default_value: Str = optional()
    description: Str = optional()


class Pipeline(Resource, type="aws_codepipeline"):
    """Stages of actions from a source to a deployment."""

    name: Str = required(new=True)
    role_arn: Str = required(check=Check(format="arn"))
    execution_mode: Str = optional(default="SUPERSEDED")
    id: Str = optional(computed=True)
    pipeline_type: Str = optional(default="V1")
    region: Str = optional(computed=True)
    tags: StrMap = optional()
    tags_all: StrMap = optional(computed=True)
    arn: Str = computed()
    trigger_all: TriggerAllValue = computed()
    artifact_store: tuple[ArtifactStore, ...] = blocks("set", min=1)
    stage: tuple[Stage, ...] = blocks(min=2)
    trigger: tuple[Trigger, ...] = blocks(max=50)
    variable: tuple[Variable, ...] = blocks()
