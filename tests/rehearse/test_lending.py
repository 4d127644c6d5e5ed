"""A rehearsal lends the certificate that others look after, once, and no other."""

from __future__ import annotations

from typing import Any

from giban.blueprint import Node, Origin, Provider, Stack
from giban.catalogue import acm
from giban.rehearse.lending import lend


class Acm:
    """A certificate manager that keeps what it was given."""

    def __init__(self) -> None:
        self.kept: list[dict[str, bytes]] = []

    def list_certificates(self) -> Any:
        """Return the domain of each."""
        from cryptography.x509 import load_pem_x509_certificate

        found = [load_pem_x509_certificate(one["Certificate"]) for one in self.kept]
        names = [str(one.subject.rfc4514_string()).removeprefix("CN=") for one in found]
        return {"CertificateSummaryList": [{"DomainName": name} for name in names]}

    def import_certificate(self, **given: bytes) -> None:
        """Keep one."""
        self.kept.append(given)


def stack(*paths: str) -> Stack:
    """Return a stack that looks certificates up, each for a key of the manifest."""
    nodes = tuple(
        Node(
            object=acm.CertificateData(path, domain=f"{path}.example.com"),
            origin=Origin(path),
            chapter="data",
        )
        for path in paths
    )
    return Stack(
        name="platform", environment="prod", providers=(Provider(region="r"),), nodes=nodes
    )


def test_lent_once() -> None:
    """For `dns: elsewhere`, where there is none of that domain yet."""
    here = Acm()

    assert ["dns.example.com"] == list(lend(stack("dns"), lambda _service: here))
    assert [] == list(lend(stack("dns"), lambda _service: here))
    assert b"PRIVATE KEY" in here.kept[0]["PrivateKey"]


def test_ours_are_not_lent() -> None:
    """What another stack of ours makes has to be there: a missing one is a mistake."""
    here = Acm()

    assert [] == list(lend(stack("project"), lambda _service: here))
    assert [] == here.kept
