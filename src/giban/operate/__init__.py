"""What is done in the real AWS account; boto3 only behind `aws.py`."""
