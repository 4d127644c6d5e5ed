"""Threats that AWS notices; nothing is noticed here."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from giban.catalogue import guardduty
from giban.rehearse.codec import Values
from giban.rehearse.faults import Gone, Refused, is_gone
from giban.rehearse.handlers.base import Handler
from giban.rehearse.shape import elements
from giban.rehearse.task import Task

TAGS = "tags of a detector"
FREQUENCIES = ("FIFTEEN_MINUTES", "ONE_HOUR", "SIX_HOURS")


def _first(x: Task) -> None:
    """Refuse a second detector in a region."""
    if not x.prior and x.call("list_detectors")["DetectorIds"]:
        code = "BadRequestException"
        text = "The request is rejected because a detector already exists for the current account."
        raise Refused(code, text)


def _known_frequency(x: Task) -> None:
    """Refuse other times than GuardDuty has."""
    if x["finding_publishing_frequency"] not in (None, "", *FREQUENCIES):
        code = "BadRequestException"
        text = "The request is rejected because the input findingPublishingFrequency is invalid: "
        text += f"use one of {', '.join(FREQUENCIES)}"
        raise Refused(code, text, attribute=("finding_publishing_frequency",))


class Detector(Handler):
    """A detector; moto cannot change its tags, so those are kept here."""

    kind = guardduty.Detector
    service = "guardduty"
    create_op, created = "create_detector", "DetectorId"
    find_op, update_op, delete_op = "get_detector", "update_detector", "delete_detector"
    by = "DetectorId"
    names = {"datasources": ""}
    reads = {"enable": "", "tags": ""}
    guards = (_first, _known_frequency)

    def create(self, x: Task) -> None:
        """Make it."""
        arguments = {**x.arguments(self.create_op), "Enable": x["enable"] is not False}
        answer = x.call(self.create_op, **arguments, **_sources(x))
        x.id = str(answer["DetectorId"])
        self.retag(x, {}, [])

    def find(self, x: Task) -> dict[str, Any]:
        """Return it; what is not ours is not there."""
        try:
            return super().find(x)
        except Exception as error:
            if is_gone(error) or "not owned by the current account" in str(error):
                raise Gone from None
            raise

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return whether it watches, what, and its tags."""
        kept = x.shadow.get(TAGS, x.region, x.id)
        sources = found.get("DataSources", {})
        logs = sources.get("S3Logs", {}).get("Status") == "ENABLED"
        audits = sources.get("Kubernetes", {}).get("AuditLogs", {}).get("Status") == "ENABLED"
        return {
            "enable": found.get("Status") == "ENABLED",
            "account_id": x.account,
            "arn": x.arn(f"detector/{x.id}"),
            "tags": found.get("Tags") or {} if kept is None else kept,
            "datasources": [
                {
                    "s3_logs": [{"enable": logs}],
                    "kubernetes": [{"audit_logs": [{"enable": audits}]}],
                }
            ],
        }

    def read(self, x: Task) -> Values:
        """Return what is found."""
        found = self.find(x)
        return x.attributes(found) | self.derived(x, found)

    def update(self, x: Task) -> None:
        """Change whether it watches, what, and how often it says so."""
        often = x["finding_publishing_frequency"] or "SIX_HOURS"
        watching = {"Enable": x["enable"] is not False, "FindingPublishingFrequency": often}
        x.call(self.update_op, DetectorId=x.id, **watching, **_sources(x))

    def retag(self, x: Task, new: Mapping[str, str], gone: list[str]) -> None:
        """Keep its tags here."""
        del new, gone
        x.shadow.put(TAGS, x.region, x.id, dict(x["tags_all"] or {}))

    def delete(self, x: Task) -> None:
        """Delete it."""
        x.shadow.drop(TAGS, x.region, x.id)
        try:
            super().delete(x)
        except Exception as error:
            if "not owned by the current account" not in str(error):
                raise


def _sources(x: Task) -> dict[str, Any]:
    wanted: dict[str, Any] = {}
    for given in elements(x["datasources"]):
        for logs in elements(given.get("s3_logs")):
            wanted["S3Logs"] = {"Enable": bool(logs["enable"])}
        for cluster in elements(given.get("kubernetes")):
            for logs in elements(cluster["audit_logs"]):
                wanted["Kubernetes"] = {"AuditLogs": {"Enable": bool(logs["enable"])}}
    return {"DataSources": wanted} if wanted else {}
