"""hospital-erp: one Fargate service, PostgreSQL, Redis, in three environments."""

from __future__ import annotations

from tests.ledger.plan import Plan

PROJECT = "hospital-erp"
REGION = "ap-northeast-2"


def named(plan: Plan, *words: str) -> str:
    """Return a name as every resource has it: project, environment, words (D-ERP-27)."""
    return "-".join((PROJECT, plan.environment, *words))
