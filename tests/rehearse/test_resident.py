"""The resident process starts once, answers, and leaves nothing behind."""

import os
import shutil
import signal
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.error import URLError
from urllib.request import urlopen

import pytest

from giban.errors import WorldError
from giban.rehearse import client
from giban.rehearse.aws import NotLoopbackError, check_loopback


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """Give a folder, and stop what runs in it."""
    folder = tmp_path / "resident"
    yield folder
    client.stop(folder)


def answers(endpoint: str) -> bool:
    """Tell whether an AWS answers there."""
    try:
        with urlopen(f"{endpoint}/moto-api/", timeout=2):  # noqa: S310  # our own loopback
            return True
    except (URLError, ConnectionError):
        return False


def soon(what: Callable[[], bool]) -> bool:
    """Wait for something for some seconds."""
    deadline = time.monotonic() + 8
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.05)
    return False


@pytest.mark.terraform
def test_one_resident_for_a_folder(folder: Path) -> None:
    """It is started once, found again, and gone after being stopped."""
    first = client.ensure(folder)

    assert client.ensure(folder) == first
    assert answers(first.endpoint)
    assert client.stop(folder)
    assert client.running(folder) is None
    assert soon(lambda: not answers(first.endpoint))
    assert not client.stop(folder)


@pytest.mark.terraform
def test_a_killed_resident_takes_its_world_along(folder: Path) -> None:
    """Killed without warning, moto goes too, and the next one has another world."""
    first = client.ensure(folder)

    os.kill(first.pid, signal.SIGKILL)

    assert soon(lambda: not answers(first.endpoint))
    assert client.ensure(folder).world != first.world


@pytest.mark.terraform
def test_one_that_starts_is_waited_for_or_ended(folder: Path) -> None:
    """A command that is interrupted leaves a resident starting: the next takes it, or stops it."""
    folder.mkdir()
    process = client._start(folder, "ap-northeast-2")
    assert soon(lambda: client._is_held(folder / client.LOCK))
    assert client.ensure(folder).pid == process.pid
    assert client.stop(folder)
    process.wait()

    process = client._start(folder, "ap-northeast-2")
    assert soon(lambda: client._is_held(folder / client.LOCK))
    assert client.stop(folder)
    assert process.wait() == 0
    assert client.running(folder) is None


@pytest.mark.terraform
def test_other_code_or_another_place_wants_another(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A resident of code that has changed since, or of a folder that has moved, is replaced."""
    first = client.ensure(folder)
    assert client.outdated(folder) == ""

    moved = folder.rename(folder.with_name("moved"))
    assert client.outdated(moved) == "The project has moved"
    second = client.ensure(moved)
    assert second.world != first.world
    monkeypatch.setattr(client, "stamp", lambda: "other code")
    assert client.outdated(moved) == "giban itself has changed"
    client.stop(moved)


@pytest.mark.terraform
def test_one_of_an_older_giban_is_ended(folder: Path) -> None:
    """Its lock does not name it, but its card does; one that neither names is not passed over."""
    first = client.ensure(folder)
    (folder / client.LOCK).write_text("")
    card = (folder / client.CARD).rename(folder / "aside")

    with pytest.raises(WorldError, match="cannot be ended"):
        client.stop(folder)
    card.rename(folder / client.CARD)
    assert client.stop(folder)
    assert soon(lambda: not answers(first.endpoint))


@pytest.mark.terraform
def test_it_ends_when_its_folder_goes(folder: Path) -> None:
    """A removed folder ends it."""
    resident = client.ensure(folder)

    shutil.rmtree(folder)

    assert soon(lambda: not answers(resident.endpoint))


@pytest.mark.parametrize("endpoint", ["https://ec2.amazonaws.com", "http://10.0.0.1:80", "x"])
def test_only_this_machine(endpoint: str) -> None:
    """An endpoint elsewhere is refused."""
    with pytest.raises(NotLoopbackError):
        check_loopback(endpoint)


def test_the_environment_is_cleaned() -> None:
    """Nothing that leads to AWS, or changes Terraform, is passed on."""
    before = {
        "AWS_PROFILE": "p",
        "TF_LOG": "trace",
        "OTEL_TRACES_EXPORTER": "otlp",
        "PATH": "/bin",
        "HOME": "/root",
    }

    assert client.clean(before) == {"PATH": "/bin", "HOME": "/root"}
