"""A stack of 134 plain resources in CDK Terrain, synthesised to Terraform JSON."""

import sys

from cdktn import App, TerraformStack
from cdktn_provider_aws.provider import AwsProvider
from cdktn_provider_aws.s3_bucket import S3Bucket
from cdktn_provider_aws.sqs_queue import SqsQueue

app = App(outdir=sys.argv[1])
stack = TerraformStack(app, "peer")
AwsProvider(stack, "aws", region="ap-northeast-2")
for number in range(67):
    bucket = S3Bucket(stack, f"bucket-{number}", bucket=f"peer-{number}", tags={"Name": "peer"})
    SqsQueue(stack, f"queue-{number}", name=bucket.bucket, visibility_timeout_seconds=30)
app.synth()
