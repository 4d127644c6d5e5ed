"""What a rehearsal lends to a platform that expects it from outside: a certificate.

It is signed by nobody and good for nothing but to be named by a listener. In an account of AWS it
has to exist, which Terraform finds out when it plans. `cryptography` comes with moto.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from giban.blueprint import Stack
from giban.catalogue import acm
from giban.rehearse.inventory import Clients

DNS = "dns"
BITS, EXPONENT = 2048, 65537
LASTS = timedelta(days=30)


def lend(stack: Stack, clients: Clients) -> Iterator[str]:
    """Import the certificates that `dns: elsewhere` expects; yields their domains.

    Those that another stack of ours makes are looked up too, and never lent.
    """
    for node in stack.nodes:
        if isinstance(node.object, acm.CertificateData) and node.origin.path == DNS:
            domain, client = str(node.object.domain), clients("acm")
            listed = client.list_certificates()["CertificateSummaryList"]
            if domain not in {one["DomainName"] for one in listed}:
                client.import_certificate(**_signed_by_itself(domain))
                yield domain


def _signed_by_itself(domain: str) -> dict[str, bytes]:
    from cryptography import x509  # noqa: PLC0415 - a tenth of a second, and seldom needed
    from cryptography.hazmat.primitives import hashes, serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric import rsa  # noqa: PLC0415
    from cryptography.x509.oid import NameOID  # noqa: PLC0415

    key = rsa.generate_private_key(public_exponent=EXPONENT, key_size=BITS)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, domain)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now)
        .not_valid_after(now + LASTS)
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(domain)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    return {
        "Certificate": made.public_bytes(serialization.Encoding.PEM),
        "PrivateKey": key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.TraditionalOpenSSL,
            serialization.NoEncryption(),
        ),
    }
