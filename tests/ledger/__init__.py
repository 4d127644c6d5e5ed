"""The ledger: an executable assertion for everything that each of our systems must be.

ids/<system>.yaml     the ids of a system by area: what must hold, and why something is still open
<system>/<area>.py    the assertions, each a function with its ids: `@holds("ERP-NET-01")`
<system>/wrong.py     changes that the assertions must notice, at least one for each id
plan.py               what an assertion sees: Terraform's own plan as JSON, and questions to it

An assertion never sees our own objects. `python -m tests.ledger` says how far we are.
To add a system: its line in `tests/examples.py`, its file of ids, its package of assertions.
"""
