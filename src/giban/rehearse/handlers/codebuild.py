"""Builds: moto changes no project and refuses those of pipelines, so they are kept here."""

from __future__ import annotations

import re
from typing import Any

from giban.catalogue import codebuild
from giban.rehearse.codec import Values
from giban.rehearse.faults import Refused
from giban.rehearse.handlers.kept import Kept
from giban.rehearse.handlers.roles import trusts
from giban.rehearse.task import Task

INVALID = "InvalidInputException"
PRINCIPAL = "codebuild.amazonaws.com"
NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9\-_]{1,149}")
PIPELINE, NOTHING = "CODEPIPELINE", "NO_SOURCE"


def _invalid(text: str, attribute: str) -> Refused:
    return Refused(INVALID, text, attribute=(attribute,))


def _one(x: Task, block: str) -> Values:
    found: Values = (x[block] or [{}])[0]
    return found


def _well_named(x: Task) -> None:
    """Refuse names with other characters, and long ones."""
    if not NAME.fullmatch(str(x["name"])):
        text = "Invalid project name: Only alphanumeric characters, dash, and underscore are "
        raise _invalid(f"{text}supported", "name")


def _spelled_right(x: Task) -> None:
    """Refuse types, sizes and modes that AWS does not know."""
    x.arguments("create_project")


def _assumable(x: Task) -> None:
    """Refuse a role that does not trust CodeBuild."""
    role = x["service_role"]
    if x.changed("service_role") and not trusts(x, role, PRINCIPAL):
        text = f"CodeBuild is not authorized to perform: sts:AssumeRole on {role}"
        raise _invalid(text, "service_role")


def _source_is_somewhere(x: Task) -> None:
    """A pipeline's project gives to the pipeline; others say where their source is, or do none."""
    source, artifacts = _one(x, "source"), _one(x, "artifacts")
    of, where = source["type"], source.get("location")
    if (of == PIPELINE) != (artifacts["type"] == PIPELINE):
        text = f"Invalid artifacts: artifact type {artifacts['type']} cannot be used with source "
        raise _invalid(f"{text}type {of}", "artifacts")
    if of in (PIPELINE, NOTHING) and where:
        raise _invalid(f"Invalid project source: location must be empty for {of}", "source")
    if of not in (PIPELINE, NOTHING) and not where:
        raise _invalid("Project source location is required", "source")
    if of == NOTHING and not source.get("buildspec"):
        text = "Invalid project source: buildspec must be specified for source type NO_SOURCE"
        raise _invalid(text, "source")
    if artifacts["type"] == "S3" and not artifacts.get("location"):
        raise _invalid("Invalid artifacts: location is required for type S3", "artifacts")
    if of == PIPELINE and x["badge_enabled"]:
        text = "Build badges are not supported for source type CODEPIPELINE"
        raise _invalid(text, "badge_enabled")


def _cache_is_somewhere(x: Task) -> None:
    """A cache in a bucket has a location, one on the host has modes."""
    cache = _one(x, "cache")
    for type, name in (("S3", "location"), ("LOCAL", "modes")):
        if cache.get("type") == type and not cache.get(name):
            text = f"Invalid cache: {name} is required when cache type is {type}"
            raise _invalid(text, "cache")


def _within_its_vpc(x: Task) -> None:
    """Refuse subnets and security groups that are not in the VPC."""
    for network in x["vpc_config"] or []:
        ec2 = x.client("ec2")
        subnets = ec2.describe_subnets(SubnetIds=network["subnets"])["Subnets"]
        groups = ec2.describe_security_groups(GroupIds=network["security_group_ids"])
        for one, id in (
            *((one, one["SubnetId"]) for one in subnets),
            *((one, one["GroupId"]) for one in groups["SecurityGroups"]),
        ):
            if one["VpcId"] != network["vpc_id"]:
                text = f"Invalid vpcConfig: {id} does not belong to {network['vpc_id']}"
                raise _invalid(text, "vpc_config")


class Project(Kept):
    """A project; nothing is ever built here."""

    kind = codebuild.Project
    service = "codebuild"
    unique = "name"
    taken = "ResourceAlreadyExistsException"
    taken_text = "Project already exists: {}"
    names = {"build_timeout": "timeoutInMinutes", "queued_timeout": "queuedTimeoutInMinutes"}
    guards = (
        _well_named,
        _spelled_right,
        _assumable,
        _source_is_somewhere,
        _cache_is_somewhere,
        _within_its_vpc,
    )

    def identify(self, x: Task) -> str:
        """Return its ARN."""
        return x.arn(f"project/{x['name']}")

    def made(self, x: Task) -> Values:
        """Return its ARN, and what AWS chooses when nothing is said."""
        return {
            "arn": x.id,
            "auto_retry_limit": x["auto_retry_limit"] or 0,
            "description": x["description"] or "",
            "encryption_key": x["encryption_key"] or x.arn("alias/aws/s3", "kms"),
            "public_project_alias": "",
            "badge_url": self._badge(x),
        }

    @staticmethod
    def _badge(x: Task) -> str:
        if not x["badge_enabled"]:
            return ""
        return f"https://codebuild.{x.region}.amazonaws.com/badges?uuid={x['name']}&branch=main"

    def read(self, x: Task) -> Values:
        """Return it; an import names it by its name alone."""
        if not x.id.startswith("arn:"):
            x.id = x.arn(f"project/{x.id}")
        return super().read(x)

    def import_(self, id: str) -> dict[str, Any]:
        """Return its name or its ARN."""
        return {"id": id}
