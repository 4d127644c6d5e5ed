"""What whoever runs Terraform must be allowed to do in AWS, for each Terraform type.

`needs.py` says how an entry is written, `kinds.py` joins the tables; the actions are those of the
service authorization reference (https://docs.aws.amazon.com/service-authorization/latest/reference/),
and a test holds every one of them to it. Nothing here is loaded unless permissions are asked for.
"""
