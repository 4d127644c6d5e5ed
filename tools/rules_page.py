"""The page of rules: ours, and those of checkov and trivy beside them.

`peers.json` lists what the two ask about the types that the catalogue knows: checkov's as its
package lists them, trivy's as its public documentation does. Each is asked by a rule of ours, or
has its reason here.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from giban.policy import RULES

PEERS: Mapping[str, Any] = json.loads(Path(__file__).with_name("peers.json").read_text())

OTHER = "about types that the catalogue does not know; a plan that has them names them as foreign"
ACCOUNT = "about users and the root user of the account, which no Terraform of ours makes"
SETTLED = "AWS has done it for everyone since: nothing can be set wrong any more"
TASTE = "a choice with a price and no rule: `giban cost` and the manifest's owner decide"
NAMED_TWICE = "asked by a rule of ours in another way: "
REASONS: Mapping[str, str] = {
    "CKV_AWS_31": NAMED_TWICE + "TLS-05 for the traffic; users and groups are the login we write",
    "CKV_AWS_68": TASTE + " for a CDN of files; LOG-09 asks it of load balancers, or of their CDN",
    "CKV_AWS_88": NAMED_TWICE + "NET-01 to NET-06 ask who can reach it, not what address it has",
    "CKV_AWS_135": "every current instance type is EBS-optimized by itself",
    "CKV_AWS_143": TASTE + ": an object lock forbids what privacy law may demand",
    "CKV_AWS_144": TASTE + ": a copy in another region (`dr`)",
    "CKV_AWS_161": "kept passwords and IAM logins are both right; SEC-04 asks the rest",
    "CKV_AWS_192": "LOG-10 asks that a web ACL has rules; which ones is the author's word",
    "CKV_AWS_216": "a distribution that is off is meant to be",
    "CKV_AWS_223": "ECS Exec is off in what we write; where it is on, CloudTrail has every session",
    "CKV_AWS_224": "as CKV_AWS_223",
    "CKV_AWS_234": SETTLED,
    "CKV_AWS_252": "LOG-13: an alarm on its log group tells more than a message for each file",
    "CKV_AWS_310": TASTE + ": a second origin",
    "CKV_AWS_311": "no build of ours logs to S3; ENC-06 asks for the key of artifacts",
    "CKV_AWS_316": "a build that makes images needs it, and runs on a machine of its own",
    "CKV_AWS_341": "containers on an instance are a second hop; NET-19 asks for IMDSv2",
    "CKV_AWS_374": TASTE + ": countries that may not visit",
    "CKV_AWS_378": NAMED_TWICE + "TLS-01 for listeners; behind it traffic stays within the VPC",
    "CKV_AWS_388": "Aurora, which the catalogue does not know",
    "CKV2_AWS_1": OTHER,
    "CKV2_AWS_5": "a group nothing is in opens nothing; AWS deletes none that is in use",
    "CKV2_AWS_7": OTHER,
    "CKV2_AWS_8": OTHER,
    "CKV2_AWS_9": OTHER,
    "CKV2_AWS_16": TASTE + ": on-demand capacity needs no scaling",
    "CKV2_AWS_18": OTHER,
    "CKV2_AWS_23": "an alias names its target by reference, or the plan fails",
    "CKV2_AWS_29": OTHER,
    "CKV2_AWS_32": TASTE + " for a site; TLS-10 asks it of the policies that there are",
    "CKV2_AWS_33": OTHER,
    "CKV2_AWS_35": NAMED_TWICE + "AVL-05 and NET-13 follow the routes",
    "CKV2_AWS_36": OTHER,
    "CKV2_AWS_38": TASTE + ": DNSSEC needs the registrar's hand",
    "CKV2_AWS_39": TASTE + ": a record of every look-up",
    "CKV2_AWS_41": "an instance without a role may do nothing, which is the least",
    "CKV2_AWS_47": TASTE + " for a CDN, as CKV_AWS_68",
    "CKV2_AWS_54": NAMED_TWICE + "TLS-04 and TLS-08",
    "CKV2_AWS_62": TASTE + ": somebody has to want the events",
    "CKV2_AWS_64": NAMED_TWICE + "IAM-17, ENC-11 and ENC-12 read the policies that there are",
    "CKV2_AWS_65": SETTLED,
    "CKV2_AWS_68": OTHER,
    "CKV2_AWS_71": TASTE + ": a wildcard certificate serves sites that come later",
    "CKV2_AWS_73": NAMED_TWICE + "ENC-05; SQS's own key encrypts as well",
    "CKV2_AWS_76": NAMED_TWICE + "LOG-09 and LOG-10; which groups it has is the author's word",
    "CKV2_AWS_77": OTHER,
    "CKV2_AWS_78": OTHER,
    "AWS-0009": "launch configurations, which AVL-07 refuses as such",
    "AWS-0011": TASTE + " for a CDN, as CKV_AWS_68",
    "AWS-0026": OTHER,
    "AWS-0027": OTHER,
    "AWS-0032": OTHER,
    "AWS-0049": OTHER,
    "AWS-0053": "a load balancer is public because its service is; NET-04 asks which ports",
    "AWS-0079": OTHER,
    "AWS-0101": OTHER,
    "AWS-0102": OTHER,
    "AWS-0105": OTHER,
    "AWS-0122": "launch configurations, which AVL-07 refuses as such",
    "AWS-0170": "can be switched on by the root user only, never by Terraform",
    "AWS-0171": TASTE + ": data events are paid for by the request; LOG-16 asks for one of the two",
    "AWS-0172": "as AWS-0171",
    "AWS-0320": NAMED_TWICE + "NAME-01",
    "AWS-0343": OTHER,
    "AWS-0346": ACCOUNT,
    **dict.fromkeys(
        (
            "AWS-0056", "AWS-0058", "AWS-0059", "AWS-0060", "AWS-0061", "AWS-0062", "AWS-0063",
            "AWS-0123", "AWS-0140", "AWS-0142", "AWS-0144", "AWS-0145", "AWS-0146", "AWS-0165",
            "AWS-0166", "AWS-0167", "AWS-0168", "AWS-0169",
        ),
        ACCOUNT,
    ),
}  # fmt: skip


def asked() -> dict[str, list[str]]:
    """Return which of our rules ask what a peer's rule asks."""
    found: dict[str, list[str]] = {}
    for rule in RULES:
        for other in rule.like:
            found.setdefault(other, []).append(rule.id)
    return found


def page() -> Iterator[str]:
    """Yield the page."""
    yield "# Rules\n"
    yield "`giban check` asks these of every environment, and with `--plan` of any Terraform's"
    yield "plan. What a plan does not know yet is undecided and counted.\n"
    yield "| Rule | Severity | What it demands | Why | Sources |"
    yield "|---|---|---|---|---|"
    for rule in RULES:
        cells = (rule.title, rule.why, ", ".join(rule.reference))
        yield f"| {rule.id} | {rule.severity} | {' | '.join(map(_cell, cells))} |"
    for peer, name in (("checkov", "Checkov"), ("trivy", "Trivy")):
        yield from _beside(name, PEERS[peer])


def _beside(name: str, peer: Mapping[str, Any]) -> Iterator[str]:
    ours = asked()
    rules = peer["rules"]
    have = sum(1 for other in rules if other in ours)
    yield f"\n## {name} ({peer['version']})\n"
    yield f"{len(rules)} of its rules are about the types that the catalogue knows, or about AWS as"
    yield f"such; {have} are asked by a rule of ours, {len(rules) - have} are not, for a reason.\n"
    yield "| Its rule | What it asks | Ours, or why not |"
    yield "|---|---|---|"
    for other, title in rules.items():
        answer = ", ".join(ours[other]) if other in ours else REASONS[other]
        yield f"| {other} | {_cell(title)} | {_cell(answer)} |"


def _cell(text: str) -> str:
    return text.replace("|", "\\|")
