"""Containers, images, scripts, builds and the secrets in them."""

from __future__ import annotations

import base64
from typing import Any

from giban.catalogue import codebuild, ecr, ecs, instances, s3, secretsmanager, ssm
from giban.values import Knob, Text
from tests.policy.cases.case import bucket, cache, case, db, other, task

SCRIPT = "#!/bin/sh\nexport DB_PASSWORD=hunter2hunter2\ndocker compose up -d\n"
CLEAN = "#!/bin/sh\nDB_PASSWORD=$(aws ssm get-parameter --name /x)\nSECRET_ARN=arn:aws:x\n"
KEY = "AKIA" + "ABCDEFGHIJKLMNOP"
LOG = {"logConfiguration": {"logDriver": "awslogs"}}


def service(label: str, of: ecs.TaskDefinition, **values: Any) -> ecs.Service:
    """Return a service that runs a task."""
    return ecs.Service(label, name=label, task_definition=of.ref.arn, **values)


def variable(name: str, value: Any) -> dict[str, Any]:
    """Return a container with one plain variable."""
    return {"environment": [{"name": "APP_ENV", "value": "prod"}, {"name": name, "value": value}]}


def build(label: str, **values: Any) -> codebuild.Project:
    """Return a build project."""
    base: dict[str, Any] = {
        "name": label,
        "service_role": "x",
        "artifacts": codebuild.Artifacts(type="NO_ARTIFACTS"),
        "environment": codebuild.Environment(compute_type="x", image="x", type="x"),
        "source": codebuild.Source(type="NO_SOURCE"),
    }
    return codebuild.Project(label, **{**base, **values})


TASK, CHECKED = task("none", {}), task("checked", {"healthCheck": {"command": ["x"]}})
CASES = (
    case(
        "SEC-01",
        [
            task("bad", variable("JWT_SECRET", "s3cr3t-value")),
            task("knob", variable("API_KEY", Knob("k", "abcdef", "x"))),
            task("second", {}, variable("DATABASE_PASSWORD", "hunter22")),
        ],
        [
            task("good", {"secrets": [{"name": "JWT_SECRET", "valueFrom": "arn:x"}]}),
            task("arn", variable("SECRET_ARN", "arn:x")),
            task("flag", variable("TOKEN", "true")),
            task("place", variable("DATABASE_SECRET", "arn:aws:secretsmanager:x:1:secret:db-1")),
        ],
    ),
    case(
        "SEC-02",
        [
            task("key", variable("WHATEVER", KEY)),
            task("url", variable("X", "postgres://me:secret1@db/x")),
            instances.Instance("bad", user_data=f"x={KEY}"),
            ssm.Parameter(
                "bad", name="x", type="String", insecure_value="-----BEGIN RSA PRIVATE KEY-----"
            ),
            s3.BucketObject("bad", bucket="x", key="x", content=f"aws {KEY}"),
        ],
        [
            task("good", variable("X", "postgres://db/x")),
            instances.Instance("good", user_data=CLEAN),
        ],
    ),
    case(
        "SEC-03",
        [
            instances.Instance("bad", user_data=SCRIPT),
            instances.LaunchTemplate("bad", user_data=base64.b64encode(SCRIPT.encode()).decode()),
        ],
        [instances.Instance("good", user_data=CLEAN), instances.Instance("none")],
    ),
    case(
        "SEC-04",
        [
            db("bad", password="x"),
            cache("bad", auth_token="x"),
            secretsmanager.SecretVersion("bad", secret_id="x", secret_string="x"),
            ssm.Parameter("bad", name="x", type="SecureString", value="x"),
        ],
        [
            db("good", password_wo="x", password_wo_version=1),
            db("managed", manage_master_user_password=True),
            secretsmanager.SecretVersion("good", secret_id="x", secret_string_wo="x"),
            ssm.Parameter("good", name="x", type="SecureString", value_wo="x"),
        ],
    ),
    case(
        "SEC-05",
        ssm.ParameterData("bad", name="/app/db-password"),
        [
            ssm.ParameterData("good", name="/shared/network/vpc-id"),
            ssm.ParameterData("sealed", name="/app/db-password", with_decryption=False),
        ],
    ),
    case(
        "SEC-06",
        [other("aws_iam_access_key", "bad"), other("random_password", "bad")],
        bucket("good"),
    ),
    case(
        "CON-01",
        task("bad", {}, {"privileged": True, "name": "second"}),
        task("good", {"privileged": False}),
    ),
    case(
        "CON-02", task("bad", {"user": "0"}), [task("good", {"user": "1000"}), task("silent", {})]
    ),
    case(
        "CON-03",
        task("bad", {"linuxParameters": {"capabilities": {"add": ["SYS_ADMIN"]}}}),
        task("good", {"linuxParameters": {"capabilities": {"drop": ["ALL"]}}}),
    ),
    case(
        "CON-04",
        [task("bad", {}), task("second", {"readonlyRootFilesystem": True}, {"name": "b"})],
        task("good", {"readonlyRootFilesystem": True}),
    ),
    case(
        "CON-05",
        [
            task("latest", {"image": "app:latest"}),
            task("none", {"image": "registry:5000/app"}),
            task(
                "moved",
                {"image": Text((ecr.Repository("x", name="x").ref.repository_url, ":prod"))},
            ),
        ],
        [
            task("good", {"image": "app:1.2.3"}),
            task("digest", {"image": "app@sha256:" + "a" * 64}),
            task(
                "knob",
                {
                    "image": Text(
                        (
                            ecr.Repository("x", name="x").ref.repository_url,
                            ":",
                            ssm.ParameterData("t", name="x").ref.insecure_value,
                        )
                    )
                },
            ),
        ],
    ),
    case(
        "CON-06",
        task("bad", {}, requires_compatibilities=["EC2"]),
        [task("good", {"memory": 512}, requires_compatibilities=["EC2"]), task("fargate", {})],
    ),
    case("CON-07", task("bad", LOG, {"name": "b"}), task("good", LOG)),
    case(
        "CON-08",
        service("bad", TASK),
        [
            service("good", CHECKED),
            service(
                "front",
                TASK,
                load_balancer=(ecs.LoadBalancer(container_name="x", container_port=1),),
            ),
        ],
        TASK,
        CHECKED,
    ),
    case("CON-09", task("bad", {}, network_mode="host"), task("good", {}, network_mode="awsvpc")),
    case(
        "CON-10",
        task("bad", {}, pid_mode="host"),
        [task("good", {}), task("own", {}, pid_mode="task")],
    ),
    case(
        "CON-11",
        [
            ecr.Repository("bad", name="x"),
            ecr.Repository(
                "off",
                name="x",
                image_scanning_configuration=ecr.ImageScanningConfiguration(scan_on_push=False),
            ),
        ],
        ecr.Repository(
            "good",
            name="x",
            image_scanning_configuration=ecr.ImageScanningConfiguration(scan_on_push=True),
        ),
    ),
    case(
        "CON-12",
        ecr.Repository("bad", name="x"),
        [
            ecr.Repository("good", name="x", image_tag_mutability="IMMUTABLE"),
            ecr.Repository("but", name="x", image_tag_mutability="IMMUTABLE_WITH_EXCLUSION"),
        ],
    ),
    case(
        "CON-13",
        ecr.Repository("bad", name="x"),
        ecr.Repository("good", name="y"),
        ecr.LifecyclePolicy("x", policy="{}", repository=ecr.Repository("good", name="y").ref.name),
    ),
    case(
        "CON-14",
        ecs.Service("bad", name="x", platform_version="1.3.0"),
        [
            ecs.Service("good", name="x", platform_version="LATEST"),
            ecs.Service("default", name="x"),
        ],
    ),
    case(
        "CON-15",
        [
            ecs.Service("bad", name="x"),
            ecs.Service(
                "half",
                name="x",
                deployment_circuit_breaker=ecs.DeploymentCircuitBreaker(
                    enable=True, rollback=False
                ),
            ),
        ],
        [
            ecs.Service(
                "good",
                name="x",
                deployment_circuit_breaker=ecs.DeploymentCircuitBreaker(enable=True, rollback=True),
            ),
            ecs.Service(
                "blue", name="x", deployment_controller=ecs.DeploymentController(type="CODE_DEPLOY")
            ),
        ],
    ),
    case("CI-01", build("bad", project_visibility="PUBLIC_READ"), build("good")),
    case(
        "CI-02",
        build("bad", artifacts=codebuild.Artifacts(type="S3", encryption_disabled=True)),
        build("good"),
    ),
    case(
        "LOG-15",
        build(
            "bad",
            logs_config=codebuild.LogsConfig(
                cloudwatch_logs=codebuild.CloudwatchLogs(status="DISABLED")
            ),
        ),
        build("good"),
    ),
)
