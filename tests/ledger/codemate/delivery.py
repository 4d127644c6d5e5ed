"""The pipeline from a push to what runs."""

from __future__ import annotations

from typing import Any

import yaml

from giban.catalogue import ecs
from tests.ledger.assertions import holds
from tests.ledger.codemate import SERVICES, named
from tests.ledger.plan import Plan
from tests.ledger.variants import variant


def stages(plan: Plan) -> dict[str, list[dict[str, Any]]]:
    """Return the actions of each stage."""
    return {one["name"]: one["action"] for one in plan.only("aws_codepipeline")["stage"]}


def spec(plan: Plan, label: str) -> str:
    """Return the buildspec of a project."""
    return str(plan.only("aws_codebuild_project", label).block("source")["buildspec"])


@holds("CM-DEP-01")
def order(plan: Plan) -> None:
    """CodePipeline alone: there is no workflow beside it (D-CM-27)."""
    approval = ["Approve"] if plan.production else []
    assert list(stages(plan)) == ["Source", "Build", *approval, "Deploy"]
    assert not plan.found("aws_iam_openid_connect_provider")


@holds("CM-DEP-02")
def source(plan: Plan) -> None:
    """A person confirms the connection once (D-CM-27)."""
    (action,) = stages(plan)["Source"]
    told = action["configuration"]
    assert told["FullRepositoryId"] == "Nharu/codemate"
    assert told["BranchName"] == ("main" if plan.production else "develop")
    connection = plan.only("aws_codestarconnections_connection")
    assert (told["ConnectionArn"], connection["provider_type"]) == (connection["arn"], "GitHub")


@holds("CM-DEP-03")
def projects(plan: Plan) -> None:
    """Docker needs a privileged container."""
    used = {one["configuration"]["ProjectName"] for one in stages(plan)["Build"]}
    assert used == {named(plan, name, "build") for name in SERVICES}
    for name in SERVICES:
        project = plan.only("aws_codebuild_project", f"{name}_build")
        assert project.block("environment")["privileged_mode"] is True


@holds("CM-DEP-04")
def deployment(plan: Plan) -> None:
    """From the file that the build of the same service has written."""
    deployed = {
        one["configuration"]["ServiceName"]: one["input_artifacts"]
        for one in stages(plan)["Deploy"]
        if one["provider"] == "ECS"
    }
    assert deployed == {named(plan, name): [name] for name in SERVICES}


@holds("CM-DEP-05")
def images(plan: Plan) -> None:
    """One tag that never moves; the file lies where CodeBuild looks (D-CM-01, D-CM-02)."""
    for name in SERVICES:
        text = spec(plan, f"{name}_build")
        read = yaml.safe_load(text)
        assert read["version"] == 0.2
        assert read["artifacts"]["files"] == ["imagedefinitions.json"]
        steps = "\n".join(read["phases"]["build"]["commands"])
        assert "cut -c 1-7" in steps
        assert "latest" not in steps
        assert "\ncd " not in steps
        told = {
            one["name"]: one["value"]
            for one in plan.only("aws_codebuild_project", f"{name}_build").block("environment")[
                "environment_variable"
            ]
        }
        assert (told["DOCKERFILE"], told["FOLDER"]) == ("Dockerfile.prod", name)
        task = plan.only("aws_ecs_task_definition", name)
        assert told["CONTAINER"] in task.containers


@holds("CM-DEP-06", only=("dev",))
def at_once(plan: Plan) -> None:
    """Nobody is asked."""
    every = [one["category"] for actions in stages(plan).values() for one in actions]
    assert "Deploy" in every
    assert "Approval" not in every


@holds("CM-DEP-07", only=("prod",))
def asked(plan: Plan) -> None:
    """And back, when tasks do not answer; or blue/green, where somebody says so."""
    (approval,) = stages(plan)["Approve"]
    assert (approval["category"], approval["provider"]) == ("Approval", "Manual")
    for name in SERVICES:
        breaker = plan.only("aws_ecs_service", name).block("deployment_circuit_breaker")
        assert breaker == {"enable": True, "rollback": True}
    piece = "backend:\n    port: 3001\n"
    other = variant("codemate", (piece, f"{piece}    deployment: blue-green\n"))["prod"]
    deployed = {
        one.terraform_label: one
        for one in other.stack("platform").resources()
        if isinstance(one, ecs.Service)
    }
    moved = deployed["backend"].deployment_configuration
    assert moved is not None
    assert moved.strategy == "BLUE_GREEN"
    assert deployed["backend"].alarms is not None
    assert deployed["backend"].alarms.rollback is True
    assert deployed["frontend"].deployment_configuration is None


@holds("CM-DEP-10")
def migration(plan: Plan) -> None:
    """A task in the network, waited for, before any service (D-CM-19, D-CM-20)."""
    actions = sorted(stages(plan)["Deploy"], key=lambda one: one["run_order"])
    first = actions[0]
    assert first["configuration"].get("ProjectName") == named(plan, "pipeline", "migrate")
    assert {one["run_order"] for one in actions if one["provider"] == "ECS"} == {2}
    assert first["run_order"] == 1
    assert "aws ecs wait tasks-stopped" in spec(plan, "pipeline_migrate")
    task = plan.only("aws_ecs_task_definition", "migrate").containers["migrate"]
    assert task["command"] == ["npm", "run", "typeorm", "migration:run"]
    assert "codemate-backend:" in task["image"]
