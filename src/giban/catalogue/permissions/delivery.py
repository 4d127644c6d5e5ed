"""How software gets there: CodePipeline, CodeBuild, CodeDeploy, and the way to its source."""

from giban.catalogue.permissions.needs import Anywhere, Hand, Locked, Needs, On

DEPLOY = "codedeploy:{region}:{account}:"

NEEDS = {
    "aws_codebuild_project": Needs(
        "codebuild:{region}:{account}:project/{name}",
        On(
            create="CreateProject",
            read="BatchGetProjects",
            update="UpdateProject",
            delete="DeleteProject",
        ),
        Hand("service_role", "codebuild.amazonaws.com"),
        Locked("encryption_key", "codebuild", grant=False),
    ),
    "aws_codedeploy_app": Needs(
        f"{DEPLOY}application:{{name}}",
        On(
            create="CreateApplication",
            read="GetApplication ListTagsForResource",
            update="UpdateApplication",
            delete="DeleteApplication",
            tag="TagResource",
            untag="UntagResource",
        ),
    ),
    "aws_codedeploy_deployment_group": Needs(
        f"{DEPLOY}deploymentgroup:{{app_name}}/{{deployment_group_name}}",
        On(
            create="CreateDeploymentGroup",
            read="GetDeploymentGroup ListTagsForResource",
            update="UpdateDeploymentGroup",
            delete="DeleteDeploymentGroup",
            tag="TagResource",
            untag="UntagResource",
        ),
        Hand("service_role_arn", "codedeploy.amazonaws.com"),
    ),
    "aws_codepipeline": Needs(
        "codepipeline:{region}:{account}:{name}",
        On(
            create="CreatePipeline",
            read="GetPipeline ListTagsForResource",
            update="UpdatePipeline",
            delete="DeletePipeline",
            tag="TagResource",
            untag="UntagResource",
        ),
        Hand("role_arn", "codepipeline.amazonaws.com"),
        On(
            arn="codestar-connections:{region}:{account}:connection/*",
            create="PassConnection",
        ),
    ),
    "aws_codestarconnections_connection": Needs(
        "codestar-connections:{region}:{account}:connection/*",
        Anywhere(service="codestar-connections", made="CreateConnection"),
        On(
            read="GetConnection ListTagsForResource",
            delete="DeleteConnection",
            tag="TagResource",
            untag="UntagResource",
        ),
        by="tag",
    ),
}

DATA: dict[str, Needs] = {}
