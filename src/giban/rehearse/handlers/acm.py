"""Certificates: issued only when the record that proves the domain is really there."""

from __future__ import annotations

import time
from datetime import UTC, datetime
from typing import Any

from giban.catalogue import acm
from giban.rehearse.codec import UNKNOWN, Values, is_known
from giban.rehearse.faults import Gone, Refused
from giban.rehearse.handlers import route53
from giban.rehearse.handlers.base import Handler, Lookup
from giban.rehearse.plan import Planned
from giban.rehearse.task import Task

ISSUED, OPTIONS = "acm:issued", "acm:options"
NAMES = ("subject_alternative_names",)
PATIENCE = 3.0
STEP = 0.2


def describe(x: Task, arn: str) -> dict[str, Any]:
    """Return ACM's description of a certificate; raises ACM's error when there is none."""
    region = arn.split(":")[3] if arn.startswith("arn:") else ""
    answer = x.client("acm", region).describe_certificate(CertificateArn=arn)
    found: dict[str, Any] = answer["Certificate"]
    return found


def issued(x: Task, found: dict[str, Any]) -> bool:
    """Tell whether a certificate was issued: moto would say so after a second in any case.

    It is when every record that ACM asked for answers in Route 53, and stays so afterwards.
    """
    arn, region = found["CertificateArn"], found["CertificateArn"].split(":")[3]
    if found["Type"] != "AMAZON_ISSUED":
        return bool(found["Status"] == "ISSUED")
    if x.shadow.get(ISSUED, region, arn) is not None:
        return True
    asked = [option["ResourceRecord"] for option in found["DomainValidationOptions"]]
    for record in asked:
        if route53.plain(record["Value"]) not in route53.answers(x, record["Name"], record["Type"]):
            return False
    x.shadow.put(ISSUED, region, arn, {"at": f"{datetime.now(UTC):%Y-%m-%d %H:%M:%S} +0000 UTC"})
    return True


def _not_in_use(x: Task) -> None:
    """A certificate that a listener or a distribution uses cannot be deleted."""
    users = []
    if x.region == "us-east-1":
        listed = x.client("cloudfront").list_distributions()["DistributionList"].get("Items", [])
        users += [
            one["ARN"]
            for one in listed
            if one["ViewerCertificate"].get("ACMCertificateArn") == x.id
        ]
    client = x.client("elbv2")
    for balancer in client.describe_load_balancers()["LoadBalancers"]:
        arn = balancer["LoadBalancerArn"]
        for listener in client.describe_listeners(LoadBalancerArn=arn)["Listeners"]:
            used = [one["CertificateArn"] for one in listener.get("Certificates", [])]
            users += [arn] if x.id in used else []
    if users:
        code = "ResourceInUseException"
        raise Refused(code, f"Certificate {x.id} in account {x.account} is in use.")


class Certificate(Handler):
    """A certificate, requested or imported."""

    kind = acm.Certificate
    service = "acm"
    create_op, created = "request_certificate", "CertificateArn"
    find_op, found, by = "describe_certificate", "Certificate", "CertificateArn"
    delete_op = "delete_certificate"
    names = {"validation_option": "DomainValidationOptions"}
    reads = {"arn": "CertificateArn", "validation_option": "", "key_algorithm": ""}
    local = ("early_renewal_duration",)
    delete_guards = (_not_in_use,)

    def foresee(self, planned: Planned, prior: Values | None) -> None:
        """Plan the names, the first of which ACM adds itself, and the records that prove them."""
        values = planned.values
        domain, names = values["domain_name"], values["subject_alternative_names"]
        names = [] if names is UNKNOWN and prior is None else names
        if not domain or not is_known([domain, names]):
            return
        every = sorted({domain, *(names or [])})
        if prior is not None:
            if every == sorted(prior["subject_alternative_names"] or []):
                values["subject_alternative_names"] = prior["subject_alternative_names"]
                planned.replace[:] = [path for path in planned.replace if path != NAMES]
            return
        values["subject_alternative_names"] = every
        if values["validation_method"] == "DNS":
            unknown = ("resource_record_name", "resource_record_type", "resource_record_value")
            values["domain_validation_options"] = [
                {"domain_name": name, **dict.fromkeys(unknown, UNKNOWN)} for name in every
            ]

    def create(self, x: Task) -> None:
        """Request it, or import what was given."""
        if x["domain_name"]:
            super().create(x)
            return
        x.id = x.call("import_certificate", **self._given(x))["CertificateArn"]

    def derived(self, x: Task, found: dict[str, Any]) -> Values:
        """Return how it is validated, and whether it is issued by now."""
        requested = found["Type"] == "AMAZON_ISSUED"
        done = issued(x, found)
        options = sorted(found.get("DomainValidationOptions", []), key=lambda o: o["DomainName"])
        values: Values = {
            "status": "ISSUED" if done else "PENDING_VALIDATION",
            "validation_emails": [],
            "domain_validation_options": [
                {
                    "domain_name": option["DomainName"],
                    "resource_record_name": option["ResourceRecord"]["Name"],
                    "resource_record_type": option["ResourceRecord"]["Type"],
                    "resource_record_value": option["ResourceRecord"]["Value"],
                }
                for option in options
                if x["validation_method"] != "EMAIL"
            ],
            "pending_renewal": False,
            "renewal_summary": [],
            "certificate_authority_arn": found.get("CertificateAuthorityArn", ""),
        }
        if not done:
            values |= {"not_before": "", "not_after": ""}
        if x["validation_method"] != "EMAIL":
            values["validation_method"] = "DNS" if requested else "NONE"
        if x["key_algorithm"] in (None, "", found["KeyAlgorithm"]):  # moto knows only RSA
            values["key_algorithm"] = found["KeyAlgorithm"]
        kept = x.shadow.get(OPTIONS, x.region, x.id)
        return {**values, "options": [kept]} if kept else values

    def update(self, x: Task) -> None:
        """Import it anew, or change its options, which moto cannot."""
        given = ("certificate_body", "certificate_chain", "private_key", "private_key_wo_version")
        if x.changed(*given):
            x.call("import_certificate", CertificateArn=x.id, **self._given(x))
            self.retag(x, x["tags_all"] or {}, [])  # moto forgets them
        if x.changed("options") and x["options"]:
            x.shadow.put(OPTIONS, x.region, x.id, x["options"][0])

    @staticmethod
    def _given(x: Task) -> dict[str, Any]:
        key = x["private_key"] or x.config.get("private_key_wo") or ""
        tags = [{"Key": name, "Value": value} for name, value in (x["tags_all"] or {}).items()]
        return {
            "Certificate": x["certificate_body"].encode(),
            "PrivateKey": key.encode(),
            **(
                {"CertificateChain": x["certificate_chain"].encode()}
                if x["certificate_chain"]
                else {}
            ),
            **({} if x.prior else {"Tags": tags}),
        }


class CertificateValidation(Handler):
    """The wait until a certificate is issued: it ends when its record is in Route 53."""

    kind = acm.CertificateValidation
    service = "acm"
    local = ("validation_record_fqdns",)

    def create(self, x: Task) -> None:
        """Wait, though not for 75 minutes, as everything here happens at once."""
        arn = x["certificate_arn"]
        found = describe(x, arn)
        self._check(x, found)
        deadline = time.monotonic() + PATIENCE
        while not issued(x, found):
            if time.monotonic() > deadline:
                raise Refused("VALIDATION_TIMED_OUT", _never(x, found))
            time.sleep(STEP)
        kept = x.shadow.get(ISSUED, x.region, arn) or {}
        x.id = kept.get("at", "0001-01-01 00:00:00 +0000 UTC")

    def read(self, x: Task) -> Values:
        """Return the certificate, as long as it is issued."""
        arn = x["certificate_arn"]
        if not issued(x, describe(x, arn)):
            raise Gone
        return {"certificate_arn": arn}

    def update(self, x: Task) -> None:
        """Nothing of it changes."""

    def delete(self, x: Task) -> None:
        """Leave the certificate as it is."""

    def import_(self, id: str) -> Values:
        """Refuse, as the official provider does."""
        code = "ImportNotSupported"
        raise Refused(code, f"aws_acm_certificate_validation ({id}) doesn't support import")

    @staticmethod
    def _check(x: Task, found: dict[str, Any]) -> None:
        arn = x["certificate_arn"]
        if found["Type"] != "AMAZON_ISSUED":
            code = "InvalidCertificateType"
            raise Refused(
                code, f"ACM Certificate ({arn}) has type {found['Type']}, no validation necessary"
            )
        given = {route53.plain(name) for name in x["validation_record_fqdns"] or ()}
        for option in found["DomainValidationOptions"]:
            name = route53.plain(option["ResourceRecord"]["Name"])
            if given and name not in given:
                message = f"missing {option['DomainName']} DNS validation record: {name}"
                raise Refused("InvalidParameterValue", message)


def _never(x: Task, found: dict[str, Any]) -> str:
    missing = next(
        option["ResourceRecord"]
        for option in found["DomainValidationOptions"]
        if route53.plain(option["ResourceRecord"]["Value"])
        not in route53.answers(
            x, option["ResourceRecord"]["Name"], option["ResourceRecord"]["Type"]
        )
    )
    return (
        "timeout while waiting for state to become 'ISSUED' (last state: 'PENDING_VALIDATION', "
        f"timeout: 1h15m0s): no public hosted zone answers {missing['Type']} "
        f"{missing['Name']} with {missing['Value']}"
    )


class CertificateData(Lookup):
    """One certificate by its domain; the newest where several answer and that is asked for."""

    kind = acm.CertificateData
    service = "acm"

    def read(self, x: Task) -> Values:
        """Find it as the official provider does: issued ones, unless other states are named."""
        wanted = list(x["statuses"] or ["ISSUED"])
        arns = [
            one["CertificateArn"]
            for one in x.call("list_certificates")["CertificateSummaryList"]
            if one["DomainName"] == x["domain"]
        ]
        found = [(self._status(x, one), one) for one in (describe(x, arn) for arn in arns)]
        found = [(status, one) for status, one in found if status in wanted]
        if not found or (len(found) > 1 and not x["most_recent"]):
            code = "ResourceNotFoundException"
            many = "multiple ACM Certificates matching" if found else "no ACM Certificate matching"
            raise Refused(code, f"{many} domain ({x['domain']})")
        status, newest = max(
            found, key=lambda pair: pair[1].get("CreatedAt") or pair[1]["ImportedAt"]
        )
        arn = newest["CertificateArn"]
        tags = x.call("list_tags_for_certificate", CertificateArn=arn)["Tags"]
        return {
            "id": arn,
            "arn": arn,
            "status": status,
            "certificate": "",
            "certificate_chain": "",
            "tags": {tag["Key"]: tag["Value"] for tag in tags},
        }

    @staticmethod
    def _status(x: Task, found: dict[str, Any]) -> str:
        return "ISSUED" if issued(x, found) else "PENDING_VALIDATION"
