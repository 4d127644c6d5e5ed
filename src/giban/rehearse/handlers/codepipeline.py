"""Pipelines. No action is ever run here."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from giban.catalogue import codepipeline
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.base import Handler
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.handlers.tagging import RESOURCE
from giban.rehearse.mapping import to_api
from giban.rehearse.shape import complete
from giban.rehearse.task import Task

STRUCTURE, DECLARATION = "InvalidStructureException", "InvalidActionDeclarationException"
PRINCIPAL = "codepipeline.amazonaws.com"
CONNECTED = "CodeStarSourceConnection"
IMAGES = " ".join(f"Image{n}ArtifactName Image{n}ContainerName" for n in range(1, 5))
TEMPLATES = "AppSpecTemplateArtifact TaskDefinitionTemplateArtifact"
CONFIGURATION = {
    ("Approval", "Manual"): ("", "CustomData ExternalEntityLink NotificationArn"),
    ("Build", "CodeBuild"): (
        "ProjectName",
        "BatchEnabled CombineArtifacts EnvironmentVariables PrimarySource",
    ),
    ("Test", "CodeBuild"): (
        "ProjectName",
        "BatchEnabled CombineArtifacts EnvironmentVariables PrimarySource",
    ),
    ("Deploy", "CodeDeploy"): ("ApplicationName DeploymentGroupName", ""),
    ("Deploy", "CodeDeployToECS"): (
        f"ApplicationName DeploymentGroupName {TEMPLATES}",
        f"AppSpecTemplatePath TaskDefinitionTemplatePath {IMAGES}",
    ),
    ("Deploy", "ECS"): ("ClusterName ServiceName", "DeploymentTimeout FileName"),
    ("Deploy", "S3"): (
        "BucketName Extract",
        "CacheControl CannedACL KMSEncryptionKeyARN ObjectKey",
    ),
    ("Invoke", "Lambda"): ("FunctionName", "UserParameters"),
    ("Source", "CodeCommit"): (
        "BranchName RepositoryName",
        "OutputArtifactFormat PollForSourceChanges",
    ),
    ("Source", CONNECTED): (
        "BranchName ConnectionArn FullRepositoryId",
        "DetectChanges OutputArtifactFormat",
    ),
    ("Source", "ECR"): ("RepositoryName", "ImageTag"),
    ("Source", "S3"): (
        "S3Bucket S3ObjectKey",
        "AllowOverrideForS3ObjectKey PollForSourceChanges",
    ),
}
"""What AWS's own actions must and may be told."""


def _invalid(text: str, attribute: str = "stage", code: str = STRUCTURE) -> Refused:
    return Refused(code, text, attribute=(attribute,))


def _actions(x: Task) -> Iterator[tuple[int, Values, Values]]:
    """Yield every action with its stage and the stage's number."""
    for number, stage in enumerate(x["stage"]):
        for action in stage["action"]:
            yield number, stage, action


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust CodePipeline."""
    role = x["role_arn"]
    if x.changed("role_arn") and not trusts(x, role, PRINCIPAL):
        text = f"CodePipeline is not authorized to perform AssumeRole on role {role}"
        raise _invalid(text, "role_arn")


def _names_differ(x: Task) -> None:
    """No two stages have the same name, nor two actions of a stage."""
    stages = [stage["name"] for stage in x["stage"]]
    named = [("Stage", stages)]
    for stage in x["stage"]:
        named.append(("Action", [action["name"] for action in stage["action"]]))
    for kind, names in named:
        for name in names:
            if names.count(name) > 1:
                raise _invalid(f"{kind} name {name} is not unique")


def _begins_with_its_source(x: Task) -> None:
    """Sources are in the first stage, and nothing else is."""
    for number, stage, action in _actions(x):
        is_source = action["category"] == "Source"
        if number and is_source:
            text = f"Source action {action['name']} in stage {stage['name']}: source actions may "
            raise _invalid(f"{text}only occur in the first stage")
        if not number and not is_source:
            text = f"First stage {stage['name']} must only contain source actions"
            raise _invalid(text)


def _artifacts_come_from_somewhere(x: Task) -> None:
    """What an action takes, an action before it has made; nothing is made twice."""
    ordered = sorted(_actions(x), key=lambda one: (one[0], one[2].get("run_order") or 1))
    made: dict[str, tuple[int, int]] = {}
    for number, _, action in ordered:
        when = (number, int(action.get("run_order") or 1))
        for artifact in action.get("input_artifacts") or []:
            if artifact not in made or made[artifact] >= when:
                text = f"Input Artifact Bundle {artifact} in action {action['name']} is not "
                text += "declared as Output Artifact Bundle in any of the preceding actions"
                raise _invalid(text, code=DECLARATION)
        for artifact in action.get("output_artifacts") or []:
            if artifact in made:
                text = f"Output Artifact Bundle name must be unique within the pipeline: {artifact}"
                raise _invalid(text, code=DECLARATION)
            made[artifact] = when


def _actions_are_told_enough(x: Task) -> None:
    """Refuse configuration that AWS's own actions lack or do not know."""
    for _, _, action in _actions(x):
        known = CONFIGURATION.get((action["category"], action["provider"]))
        if known is None or action["owner"] != "AWS":
            continue
        needed, more = (set(names.split()) for names in known)
        given = set(action.get("configuration") or {})
        for word, names in (
            ("is missing required configuration", needed - given),
            ("contains unknown configuration", given - needed - more),
        ):
            for name in sorted(names):
                text = f"Action configuration for action '{action['name']}' {word} '{name}'"
                raise _invalid(text, code=DECLARATION)


def _of_its_type(x: Task) -> None:
    """Triggers, variables and other modes are for pipelines of the second type."""
    if x["pipeline_type"] == "V2":
        return
    for name in ("trigger", "variable"):
        if x[name]:
            raise _invalid(f"{name.title()}s are only supported for pipelines of type V2", name)
    if x["execution_mode"] != "SUPERSEDED":
        text = f"Execution mode {x['execution_mode']} is only supported for pipelines of type V2"
        raise _invalid(text, "execution_mode")


def _triggered_by_a_connection(x: Task) -> None:
    """A trigger names a source action that has a connection."""
    connected = {one["name"] for _, _, one in _actions(x) if one["provider"] == CONNECTED}
    for trigger in x["trigger"] or []:
        for git in trigger["git_configuration"]:
            name = git["source_action_name"]
            if name not in connected:
                text = f"Source action {name} of the trigger is no {CONNECTED} action"
                raise _invalid(text, "trigger")


def _stores_have_regions(x: Task) -> None:
    """Each of several artifact stores says for which region it is, and one alone does not."""
    stores = x["artifact_store"]
    several = len(stores) > 1
    if any(bool(store.get("region")) != several for store in stores):
        word = "must" if several else "cannot"
        which = "cross-region" if several else "single-region"
        text = f"region {word} be set for a {which} CodePipeline"
        raise _invalid(text, "artifact_store")


TYPE = ("category", "owner", "provider", "version")
RULES = ("before_entry", "on_failure", "on_success")


class Pipeline(Handler):
    """A pipeline; a change writes all of it anew."""

    kind = codepipeline.Pipeline
    service = "codepipeline"
    find_op, find_by = "get_pipeline", {"name": "id"}
    delete_op, by = "delete_pipeline", "name"
    tagging = RESOURCE
    recompute = {"trigger_all": ("trigger",)}
    names = {
        "artifact_store": "",
        **{f"stage.action.{name}": f"actionTypeId.{name}" for name in TYPE},
        "stage.action.input_artifacts": "",
        "stage.action.output_artifacts": "",
        **{f"stage.{name}.condition.rule.commands": "" for name in RULES},
        **{f"stage.{name}.condition.rule.input_artifacts": "" for name in RULES},
    }
    guards = (
        _assumable,
        _names_differ,
        _begins_with_its_source,
        _artifacts_come_from_somewhere,
        _actions_are_told_enough,
        _of_its_type,
        _triggered_by_a_connection,
        _stores_have_regions,
    )

    def create(self, x: Task) -> None:
        """Make it."""
        tags = [{"key": key, "value": value} for key, value in (x["tags_all"] or {}).items()]
        more = {"tags": tags} if tags else {}
        x.call("create_pipeline", pipeline=self._wanted(x), **more)
        x.id = str(x["name"])

    @staticmethod
    def _wanted(x: Task) -> dict[str, Any]:
        shape = x.input_of("create_pipeline").members["pipeline"]
        wanted = _said(to_api(x.shape, {**x.values, "tags": None}, shape, x.names))
        for stage, given in zip(wanted["stages"], x["stage"], strict=True):
            for action, said in zip(stage["actions"], given["action"], strict=True):
                for name, member in (("input", "inputArtifacts"), ("output", "outputArtifacts")):
                    artifacts = said.get(f"{name}_artifacts") or []
                    action[member] = [{"name": artifact} for artifact in artifacts]
        return {**wanted, **_stores(x)}

    def find(self, x: Task) -> dict[str, Any]:
        """Return what it is, and its ARN."""
        answer = x.call("get_pipeline", name=x.id)
        return {**answer["pipeline"], "arn": answer["metadata"]["pipelineArn"]}

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return its artifacts by their names, where they are stored, and all its triggers."""
        stages = x.attributes(found)["stage"]
        for stage, there in zip(stages, found["stages"], strict=True):
            for action, said in zip(stage["action"], there["actions"], strict=True):
                action["region"] = said.get("region", "")
                for name in ("input", "output"):
                    artifacts = said.get(f"{name}Artifacts", [])
                    action[f"{name}_artifacts"] = [one["name"] for one in artifacts]
        stores = {"": found["artifactStore"]} if "artifactStore" in found else {}
        return {
            "stage": stages,
            "artifact_store": [
                _store(region, store)
                for region, store in {**stores, **found.get("artifactStores", {})}.items()
            ],
            "trigger_all": [
                complete(x.shape.blocks["trigger"].shape, trigger)
                for trigger in x.attributes(found).get("trigger", [])
            ],
        }

    def update(self, x: Task) -> None:
        """Write it anew."""
        if any(x.changed(name) for name in x.values if name not in ("tags", "tags_all")):
            x.call("update_pipeline", pipeline=self._wanted(x))

    def delete(self, x: Task) -> None:
        """Delete it."""
        self.find(x)
        super().delete(x)


def _said(value: Any) -> Any:
    """Return values without what was not said."""
    if isinstance(value, list):
        return [_said(item) for item in value]
    if isinstance(value, dict):
        return {name: _said(item) for name, item in value.items() if item is not None}
    return value


def _stores(x: Task) -> dict[str, Any]:
    """Return one artifact store, or several by region."""
    stores = {}
    for given in x["artifact_store"]:
        key = (given.get("encryption_key") or [None])[0]
        store = {"type": given["type"], "location": given["location"]}
        if key:
            store["encryptionKey"] = {"id": key["id"], "type": key["type"]}
        stores[given.get("region") or ""] = store
    return {"artifactStore": stores[""]} if "" in stores else {"artifactStores": stores}


def _store(region: str, store: dict[str, Any]) -> Values:
    key = store.get("encryptionKey")
    return {
        "region": region,
        "type": store["type"],
        "location": store["location"],
        "encryption_key": [{"id": key["id"], "type": key["type"]}] if key else [],
    }
