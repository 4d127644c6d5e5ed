"""What projects promise each other: who hands out which SSM parameter, and who reads it.

Reads Blueprints, decides nothing. `agreement` compares both sides before anything is deployed;
`needed` says which stacks of a foundation an application stands on; `affected` what a changed
parameter would do.
"""

from giban.contract.agreement import Agreement, Party, Reader, Term, agreement
from giban.contract.change import Effect, affected
from giban.contract.needs import needed

__all__ = ["Agreement", "Effect", "Party", "Reader", "Term", "affected", "agreement", "needed"]
