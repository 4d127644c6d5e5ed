"""An arrow between two things, before it is known what is drawn of them."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from giban.diagram.scene import EdgeKind


class Wire(Struct, frozen=True):
    """An arrow between two things, by their ids; `weak` ones give way to others of its ends."""

    source: str
    target: str
    label: str = ""
    kind: EdgeKind = "traffic"
    weak: bool = False


def joined_label(said: Iterable[str]) -> str:
    """Join what is said of one arrow: `80, 443/tcp`, `read, write`."""
    labels = list(dict.fromkeys(label for label in said if label))
    split = [label.split("/") for label in labels]
    if len(labels) > 1 and all(len(one) == 2 and one[1] == split[0][1] for one in split):  # noqa: PLR2004 - port, protocol
        numbers = sorted((one[0] for one in split), key=lambda port: (len(port), port))
        return f"{', '.join(numbers)}/{split[0][1]}"
    parts = dict.fromkeys(part for label in labels for part in label.split(", "))
    return ", ".join(parts)
