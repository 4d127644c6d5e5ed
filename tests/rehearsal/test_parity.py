"""The parity proof: what Terraform plans from the written files equals the Blueprint."""

import json

import pytest

from giban.planned import read_plan
from tests.parity.compare import Planned, differences
from tests.planned.plans import edges
from tests.rehearsed import Rehearsal

pytestmark = [pytest.mark.terraform, pytest.mark.xdist_group("rehearsal")]

ROOTS = ["shared/bootstrap", "dev/platform", "staging/platform", "production/platform"]


@pytest.mark.parametrize("root", ROOTS)
def test_first_plan_equals_the_blueprint(rehearsal: Rehearsal, root: str) -> None:
    """Before anything exists, every value that can be known is the Blueprint's."""
    found = rehearsal.stacks[root]

    assert [] == list(differences(found.stack, Planned.read(found.first)))


@pytest.mark.parametrize("root", ROOTS)
def test_plan_after_apply_equals_the_blueprint(rehearsal: Rehearsal, root: str) -> None:
    """When everything exists, every reference is known too, and is the Blueprint's."""
    found = rehearsal.stacks[root]

    assert [] == list(differences(found.stack, Planned.read(found.second)))


@pytest.mark.parametrize("root", ROOTS)
def test_second_plan_is_empty(rehearsal: Rehearsal, root: str) -> None:
    """Applying changes nothing that a plan would change back."""
    assert () == rehearsal.stacks[root].empty.changes
    assert rehearsal.stacks[root].empty.empty


@pytest.mark.parametrize("root", ROOTS)
def test_official_plan_equals_the_blueprint(rehearsal: Rehearsal, root: str) -> None:
    """The official provider plans the Blueprint too."""
    from tests.official import ABSENT

    found = rehearsal.stacks[root]
    if found.official is None:
        pytest.skip(ABSENT)

    assert [] == [
        difference
        for difference in differences(found.stack, Planned.read(found.official))
        if ".auth_token_update_strategy is 'ROTATE'" not in difference  # a default that 6.47 lost
    ]


@pytest.mark.parametrize("root", ROOTS)
def test_plan_reads_back_as_the_blueprint(rehearsal: Rehearsal, root: str) -> None:
    """Read from a plan, the graph of objects is the one that was written.

    But for ephemeral ones, of which a plan tells nothing.
    """
    found = rehearsal.stacks[root]
    wrote = {edge for edge in edges(found.stack) if not any("ephemeral." in end for end in edge)}

    for plan in (found.first, found.second):
        planned = read_plan(json.dumps(plan).encode(), "plan.json")

        assert ((), ()) == (planned.foreign, planned.unread)
        assert wrote == edges(planned.blueprint.stacks[0])
