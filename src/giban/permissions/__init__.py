"""The IAM policies that whoever runs Terraform needs for a Blueprint, and no more.

    Stack ─ grants ─▶ Grants ─ statements ─▶ Statements ─ policies ─▶ Policies ≤ 6,144 characters
              ▲ scope: which ARN an object will have     ▲ the same rights, in fewer words

The actions of each Terraform type are the catalogue's (`giban.catalogue.permissions`).
"""

from giban.permissions.boundary import Boundary, boundary
from giban.permissions.grants import Grant, Reach, grants
from giban.permissions.policies import ATTACHED, LIMIT, Policy, policies
from giban.permissions.statements import Statement, statements

__all__ = [
    "ATTACHED",
    "LIMIT",
    "Boundary",
    "Grant",
    "Policy",
    "Reach",
    "Statement",
    "boundary",
    "grants",
    "policies",
    "statements",
]
