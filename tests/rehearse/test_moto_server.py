"""Many ask the local AWS at once."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from giban.rehearse.aws import Clients
from giban.rehearse.world import World

REGION = "ap-northeast-2"
THREADS, CALLS = 8, 200


@pytest.fixture
def clients() -> Iterator[Clients]:
    """Give clients of an AWS of its own."""
    world = World.start()
    yield Clients(world.endpoint())
    world.stop()
    for pipe in (world.process.stdin, world.process.stdout):
        if pipe:
            pipe.close()


def test_calls_do_not_meet(clients: Clients) -> None:
    """What one call adds does not break another that looks at all there is, as moto's would."""
    client = clients("ssm", REGION)

    def put(number: int) -> int:
        name = f"/many/{number}"
        client.put_parameter(Name=name, Value="x", Type="String")
        where = [{"Key": "Name", "Option": "Equals", "Values": [name]}]
        return len(client.describe_parameters(ParameterFilters=where)["Parameters"])

    with ThreadPoolExecutor(THREADS) as pool:
        assert [1] * CALLS == list(pool.map(put, range(CALLS)))
