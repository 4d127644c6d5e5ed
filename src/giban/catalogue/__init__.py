"""What is true of AWS: one file per service, one class per Terraform type.

The names, types and flags are the official provider's (hashicorp/aws 6.47.0); a test compares
every one of them with its schema. `kinds.py` lists the classes.
"""
