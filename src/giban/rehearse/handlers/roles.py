"""Roles that a service is to assume: AWS looks at their trust when it is told of them."""

from __future__ import annotations

import json
import re
from typing import Any

from giban.rehearse.faults import is_gone
from giban.rehearse.handlers.policies import AWS_OWN, allows, principals, statements
from giban.rehearse.task import Task


def trusts(x: Task, arn: Any, service: str) -> bool:
    """Tell whether a role lets a service assume it; those of other accounts and AWS's own do."""
    found = re.fullmatch(rf"arn:{x.partition}:iam::{x.account}:role/(.+)", str(arn))
    if found is None or found[1].startswith(AWS_OWN):
        return ":role/" in str(arn)
    try:
        role = x.client("iam").get_role(RoleName=found[1].rpartition("/")[2])["Role"]
    except Exception as error:
        if is_gone(error):
            return False
        raise
    document = role["AssumeRolePolicyDocument"]
    document = json.loads(document) if isinstance(document, str) else document
    return any(
        allows(one, "sts:AssumeRole") and {service, "*"} & set(principals(one, "Service"))
        for one in statements(document)
    )
