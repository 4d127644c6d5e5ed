"""What the printer raises when it is handed something that has no Terraform spelling."""

from __future__ import annotations


class UnprintableError(Exception):
    """A Blueprint that cannot be written down: our own defect, never the author's mistake."""
