"""Buckets."""

from __future__ import annotations

import json
from typing import Any


def repair() -> None:
    """Put right what moto gets wrong."""
    from moto.s3.models import FakeBucket  # noqa: PLC0415  # slow

    _read_policies_of_log_buckets(FakeBucket)
    _let_http_pass_for_tls(FakeBucket)


def _read_policies_of_log_buckets(fake: Any) -> None:
    """Understand lists and principals in the policy of a bucket that takes S3's access logs."""

    def permitted(target_bucket: Any, target_prefix: str | None) -> bool:
        del target_prefix
        policy = target_bucket.policy
        statements = json.loads(policy)["Statement"] if policy else []
        for one in statements if isinstance(statements, list) else [statements]:
            principal, actions = one.get("Principal"), one.get("Action")
            service = principal.get("Service") if isinstance(principal, dict) else None
            logging = "logging.s3.amazonaws.com" in _list(service)
            puts = any(action in ("s3:PutObject", "s3:*", "*") for action in _list(actions))
            if one.get("Effect") == "Allow" and logging and puts:
                return True
        return False

    fake._log_permissions_enabled_policy = staticmethod(permitted)  # noqa: SLF001  # theirs


def _let_http_pass_for_tls(fake: Any) -> None:
    """Do not hold against us that we speak without TLS on loopback: moto reads no conditions.

    What a policy denies where `aws:SecureTransport` is false, it would deny to everybody.
    """
    found = fake.get_permission

    def permission(bucket: Any, action: str, resource: str) -> Any:
        whole = bucket.policy
        if whole is None:
            return found(bucket, action, resource)
        document = json.loads(whole)
        kept = [one for one in _list(document["Statement"]) if not _is_about_tls(one)]
        bucket.policy = json.dumps({**document, "Statement": kept}).encode() if kept else None
        try:
            return found(bucket, action, resource)
        finally:
            bucket.policy = whole

    fake.get_permission = permission


def _is_about_tls(statement: Any) -> bool:
    return "aws:SecureTransport" in json.dumps(statement.get("Condition", {}))


def _list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
