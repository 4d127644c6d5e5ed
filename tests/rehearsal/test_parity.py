"""The parity proof: what Terraform plans from the written files equals the Blueprint."""

import json

import pytest

from giban.planned import read_plan
from giban.values import references
from tests.examples import each_root
from tests.official import ABSENT
from tests.parity.compare import Planned, differences
from tests.planned.plans import edges
from tests.rehearsed import Rehearsals

each = pytest.mark.parametrize(("system", "root"), each_root())


@each
def test_first_plan_equals_the_blueprint(rehearsals: Rehearsals, system: str, root: str) -> None:
    """Before anything exists, every value that can be known is the Blueprint's."""
    found = rehearsals[system].stacks[root]

    assert [] == list(differences(found.stack, Planned.read(found.first)))


@each
def test_plan_after_apply_equals_the_blueprint(
    rehearsals: Rehearsals, system: str, root: str
) -> None:
    """When everything exists, every reference is known too, and is the Blueprint's."""
    found = rehearsals[system].stacks[root]

    assert [] == list(differences(found.stack, Planned.read(found.second)))


@each
def test_second_plan_is_empty(rehearsals: Rehearsals, system: str, root: str) -> None:
    """Applying changes nothing that a plan would change back."""
    empty = rehearsals[system].stacks[root].empty

    assert () == empty.changes
    assert empty.empty


@pytest.mark.parametrize(("system", "root"), each_root(judged=True))
def test_official_plan_equals_the_blueprint(rehearsals: Rehearsals, system: str, root: str) -> None:
    """The official provider plans the Blueprint too."""
    found = rehearsals[system].stacks[root]
    if found.official is None:
        pytest.skip(ABSENT)

    assert [] == [
        difference
        for difference in differences(found.stack, Planned.read(found.official))
        if ".auth_token_update_strategy is 'ROTATE'" not in difference  # a default that 6.47 lost
    ]


@each
def test_plan_reads_back_as_the_blueprint(rehearsals: Rehearsals, system: str, root: str) -> None:
    """Read from a plan, the graph of objects is the one that was written.

    But for ephemeral ones, and what goes through `local.name`: of both a plan tells nothing.
    """
    found = rehearsals[system].stacks[root]
    named = {str(ref.address) for one in found.stack.names for ref in references(one)}
    wrote = {
        edge
        for edge in edges(found.stack)
        if not any("ephemeral." in end for end in edge) and edge[1] not in named
    }

    for plan in (found.first, found.second):
        planned = read_plan(json.dumps(plan).encode(), "plan.json")

        assert ((), ()) == (planned.foreign, planned.unread)
        assert wrote == edges(planned.blueprint.stacks[0])
