"""The account a stack lands in: known to Terraform only when it runs."""

from __future__ import annotations

from giban.catalogue import sts
from giban.compile.draft import Draft
from giban.values import Text, Value, text


def account_id(draft: Draft) -> Value:
    """Return the id of the account Terraform runs in."""
    return draft.read(sts.CallerIdentity("current")).ref.account_id


def arn(draft: Draft, service: str, resource: str, *, region: str | None = None) -> Text:
    """Return the ARN of something named beforehand; `region=""` for global services."""
    place = draft.system.region if region is None else region
    return text(f"arn:aws:{service}:{place}:", account_id(draft), f":{resource}")
