"""What would make a bill smaller: measures, each priced by what it really changes.

Promises: a measure that changes the manifest is priced by compiling the changed manifest; one that
does not (a reservation) by the price book. What excludes each other is not added up. Pure: pricing
a manifest is handed in.
"""

from giban.saving.measure import Edit, Measure, Proposals, Saving
from giban.saving.proposals import propose

__all__ = ["Edit", "Measure", "Proposals", "Saving", "propose"]
