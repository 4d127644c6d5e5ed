"""A stack of 134 plain resources in the AWS CDK, synthesised to CloudFormation."""

import sys

from aws_cdk import App, CfnTag, Stack
from aws_cdk.aws_s3 import CfnBucket
from aws_cdk.aws_sqs import CfnQueue

app = App(outdir=sys.argv[1])
stack = Stack(app, "peer")
for number in range(67):
    tags = [CfnTag(key="Name", value="peer")]
    bucket = CfnBucket(stack, f"bucket-{number}", bucket_name=f"peer-{number}", tags=tags)
    CfnQueue(stack, f"queue-{number}", queue_name=bucket.bucket_name, visibility_timeout=30)
app.synth()
