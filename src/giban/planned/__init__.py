"""Terraform's own plan, read back as a Blueprint: of any root, whoever wrote it.

    terraform show -json plan  ─ document ─▶ JSON ─ configuration ─▶ who refers to whom
                                                  └ values · objects ─▶ typed objects ─▶ Planned

What a plan does not know yet is `Unknown`, what is sensitive is `Hidden`, what came from another
object is `Known`; each keeps the references that the configuration gives for it. Of a `local` and
of a `dynamic` block Terraform writes no configuration: those references are lost, and a value that
depends on them alone has none.
"""

from giban.planned.reading import Planned, read_plan

__all__ = ["Planned", "read_plan"]
