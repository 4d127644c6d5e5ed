"""What CodeBuild does, step by step, as the text of a buildspec.

A step that fails ends the build: everything stands in one phase, because `post_build` runs even
after a failure (defect D-CM-02).
"""

from __future__ import annotations

from collections.abc import Sequence

from giban.system import Assets, Service

BUILD = r"""
IMAGE_TAG=$(echo "$CODEBUILD_RESOLVED_SOURCE_VERSION" | cut -c 1-7)
NAME=${REPOSITORY#*/}
IMAGE=$REPOSITORY:$IMAGE_TAG
exists() {
  aws ecr describe-images --repository-name "$NAME" --image-ids "imageTag=$1" > /dev/null 2>&1
}
aws ecr get-login-password | docker login --username AWS --password-stdin "${REPOSITORY%%/*}"
if exists "$IMAGE_TAG"; then
  echo "$IMAGE is there already: what was tested is what is deployed."
  docker pull "$IMAGE"
else
  docker build -t "$IMAGE" -f "$FOLDER/$DOCKERFILE" "$FOLDER"
  docker push "$IMAGE"
fi
if ! exists "$ENVIRONMENT-$IMAGE_TAG"; then
  MANIFEST=$(aws ecr batch-get-image --repository-name "$NAME" \
    --image-ids "imageTag=$IMAGE_TAG" --query "images[0].imageManifest" --output text)
  aws ecr put-image --repository-name "$NAME" --image-tag "$ENVIRONMENT-$IMAGE_TAG" \
    --image-manifest "$MANIFEST" > /dev/null
fi
""".strip()

ASSETS = r"""
docker create --name assets "$IMAGE"
docker cp "assets:$ASSETS_FOLDER/." assets
aws s3 cp assets "$ASSETS_TARGET" --recursive --cache-control "public,max-age=31536000,immutable"
aws s3api list-objects-v2 --bucket "$ASSETS_BUCKET" --prefix "$ASSETS_PATH" \
  | jq -r '.Contents[]?.Key' > published
while read -r key; do
  if [ ! -e "assets/${key#"$ASSETS_PATH"}" ]; then
    aws s3api put-object-tagging --bucket "$ASSETS_BUCKET" --key "$key" \
      --tagging "TagSet=[{Key=superseded,Value=true}]"
  fi
done < published
""".strip()
"""Copying gives files their age anew and takes tags away, so that only what no build has made
since is superseded (defect D-CM-06)."""

DEFINITIONS = r"""
printf '[{"name":"%s","imageUri":"%s"}]' "$CONTAINER" "$IMAGE" > imagedefinitions.json
""".strip()

MIGRATE = r"""
IMAGE=$REPOSITORY:$(echo "$COMMIT" | cut -c 1-7)
aws ecs describe-task-definition --task-definition "$FAMILY" --include TAGS > task.json
jq --arg image "$IMAGE" '.taskDefinition + {tags: (.tags // [])}
  | .containerDefinitions[0].image = $image
  | del(.taskDefinitionArn, .revision, .status, .requiresAttributes, .compatibilities,
      .registeredAt, .registeredBy)' task.json > new.json
DEFINITION=$(aws ecs register-task-definition --cli-input-json file://new.json \
  --query taskDefinition.taskDefinitionArn --output text)
TASK=$(aws ecs run-task --cluster "$CLUSTER" --task-definition "$DEFINITION" \
  --capacity-provider-strategy capacityProvider=FARGATE --network-configuration "$NETWORK" \
  --query "tasks[0].taskArn" --output text)
echo "$TASK runs $IMAGE"
aws ecs wait tasks-stopped --cluster "$CLUSTER" --tasks "$TASK"
CODE=$(aws ecs describe-tasks --cluster "$CLUSTER" --tasks "$TASK" \
  --query "tasks[0].containers[0].exitCode" --output text)
echo "It ended with $CODE."
test "$CODE" = 0
""".strip()
"""A revision has only the tags that it is registered with, and Terraform follows the latest one."""

RECORD = r"""
IMAGE_TAG=$(echo "$COMMIT" | cut -c 1-7)
for name in $PARAMETERS; do
  aws ssm put-parameter --name "$name" --value "$IMAGE_TAG" --overwrite > /dev/null
done
""".strip()


RECORD_ABROAD = r"""
for name in $STANDBY_PARAMETERS; do
  aws ssm put-parameter --region "$STANDBY_REGION" --name "$name" --value "$IMAGE_TAG" \
    --overwrite > /dev/null
done
""".strip()
"""What takes over runs the same image: the tag that stands in its own region says which."""


def build_steps(service: Service) -> str:
    """Return the buildspec that makes the image of a service."""
    assets = service.build.assets if service.build else None
    steps = [BUILD, *([ASSETS] if assets else []), DEFINITIONS]
    return buildspec(steps, files=["imagedefinitions.json"])


def assets_path(assets: Assets) -> str:
    """Return the folder of a bucket that files go to, with a slash at its end."""
    return f"{assets.path.strip('/')}/" if assets.path else ""


def buildspec(steps: Sequence[str], *, files: Sequence[str] = ()) -> str:
    """Return steps as a buildspec; each step is one script, which ends where it fails."""
    lines = ["version: 0.2", "env: {shell: bash}", "phases:", "  build:", "    commands:"]
    for step in steps:
        script = "set -euo pipefail\n" + step if step is steps[0] else step
        lines += ["      - |", *(f"        {line}" for line in script.splitlines())]
    if files:
        lines += ["artifacts:", f"  files: [{', '.join(files)}]"]
    return "\n".join(lines) + "\n"
