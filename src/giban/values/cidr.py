"""IPv4 address ranges, checked once and then trusted."""

from __future__ import annotations

from ipaddress import IPv4Network

from msgspec import Struct


class Cidr(Struct, frozen=True):
    """An IPv4 network in CIDR notation whose host bits are zero."""

    network: IPv4Network

    @classmethod
    def parse(cls, text: str) -> Cidr:
        """Read `10.0.0.0/16`; raises `ValueError` that says what is wrong."""
        return cls(IPv4Network(text, strict=True))

    def block(self, prefix: int, number: int) -> Cidr:
        """Return the `number`-th network of `prefix` bits inside this one, counted from 0.

        The same result as Terraform's `cidrsubnet`; raises `ValueError` when it does not fit.
        """
        width = prefix - self.network.prefixlen
        if width < 0 or not 0 <= number < 2**width:
            msg = f"{self} holds no /{prefix} network with number {number}"
            raise ValueError(msg)
        address = int(self.network.network_address) + number * 2 ** (32 - prefix)
        return Cidr(IPv4Network((address, prefix)))

    def overlaps(self, other: Cidr) -> bool:
        """Tell whether the two share an address."""
        return self.network.overlaps(other.network)

    def holds(self, other: Cidr) -> bool:
        """Tell whether `other` lies wholly inside."""
        return other.network.subnet_of(self.network)

    def __str__(self) -> str:
        return str(self.network)
