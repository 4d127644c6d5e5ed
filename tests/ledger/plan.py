"""A plan as `terraform show -json` prints it, and the questions that assertions ask of it.

Whatever is asked for and not there fails the assertion: no loop runs over nothing.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import Any

SHARED = "shared"


class Resource(Mapping[str, Any]):
    """One planned resource: its attributes by name, its blocks, and documents as what they say."""

    def __init__(self, planned: Mapping[str, Any], configured: Any, written: str) -> None:
        self.address: str = planned["address"]
        self.type: str = planned["type"]
        self.label: str = planned["name"]
        self.key: str | int | None = planned.get("index")
        self.attributes: Mapping[str, Any] = planned["values"]
        self._configured = configured
        self._written = written

    def __getitem__(self, name: str) -> Any:
        return self.attributes[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self.attributes)

    def __len__(self) -> int:
        return len(self.attributes)

    def __hash__(self) -> int:
        return hash(self.address)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Resource) and (self.address, self.attributes) == (
            other.address,
            other.attributes,
        )

    def __repr__(self) -> str:
        return self.address

    def block(self, *path: str) -> Any:
        """Return the only block at a path of block names."""
        found: Any = self.attributes
        for name in path:
            blocks = found[name]
            assert len(blocks) == 1, f"{self} has {len(blocks)} blocks {name}"
            (found,) = blocks
        return found

    def statements(self, name: str = "policy") -> list[Statement]:
        """Return the statements of a policy document."""
        document = json.loads(self[name])
        return [Statement.read(one) for one in _listed(document["Statement"])]

    @cached_property
    def containers(self) -> dict[str, dict[str, Any]]:
        """Return the container definitions by name."""
        return {one["name"]: one for one in json.loads(self["container_definitions"])}

    @property
    def tags(self) -> dict[str, str]:
        """Return all tags, those of the provider as well."""
        return dict(self["tags_all"] or {})

    @property
    def waits_for(self) -> list[str]:
        """Return the addresses in `depends_on`, as the configuration in the plan has them."""
        return list(self._configured.get("depends_on", []))

    def ignores(self) -> list[str]:
        """Return `lifecycle.ignore_changes`, which no plan carries, from the written file."""
        found = re.search(r"^\s*ignore_changes\s*=\s*\[([^\]]*)\]", self._written, re.MULTILINE)
        return re.findall(r"[\w.]+", found[1]) if found else []

    def writes(self, text: str) -> bool:
        """Tell whether the written block has a text that no plan may show."""
        return text in self._written


@dataclass(frozen=True)
class Statement:
    """One statement of a policy."""

    effect: str
    actions: frozenset[str]
    resources: frozenset[str]
    principals: frozenset[str]
    condition: Mapping[str, Any]

    @classmethod
    def read(cls, statement: Mapping[str, Any]) -> Statement:
        """Read a statement as AWS takes it."""
        principal = statement.get("Principal", {})
        who = principal.values() if isinstance(principal, dict) else [principal]
        return cls(
            statement["Effect"],
            frozenset(_listed(statement["Action"])),
            frozenset(_listed(statement.get("Resource", []))),
            frozenset(one for each in who for one in _listed(each)),
            statement.get("Condition", {}),
        )


class Plan:
    """The plan of one stack after it was applied: what there is."""

    def __init__(self, path: str, shown: Mapping[str, Any], folder: Path) -> None:
        self.path, self.folder, self.shown = path, folder, shown
        self.environment, self.stack = path.split("/", 1)

    @property
    def production(self) -> bool:
        """Tell whether this is the environment that people work with."""
        return self.environment in {"production", "prod"}

    @cached_property
    def resources(self) -> list[Resource]:
        """Return everything that the plan plans."""
        configured = {
            (one["type"], one["name"]): one
            for one in self.shown["configuration"]["root_module"]["resources"]
        }
        return [
            Resource(
                one,
                configured.get((one["type"], one["name"]), {}),
                self._blocks.get((one["type"], one["name"]), ""),
            )
            for one in self.shown["planned_values"]["root_module"].get("resources", [])
            if one["mode"] == "managed"
        ]

    def found(self, type: str, label: str | None = None, /, **values: Any) -> list[Resource]:
        """Return the resources of a type that have these values; there may be none."""
        return [
            one
            for one in self.resources
            if one.type == type
            and label in (None, one.label)
            and all(one.get(name) == value for name, value in values.items())
        ]

    def all(self, type: str, label: str | None = None, /, **values: Any) -> list[Resource]:
        """Return the resources of a type that have these values; at least one."""
        found = self.found(type, label, **values)
        assert found, f"{self.path} has no {_words(type, label, values)}"
        return found

    def only(self, type: str, label: str | None = None, /, **values: Any) -> Resource:
        """Return the one resource of a type that has these values."""
        found = self.all(type, label, **values)
        assert len(found) == 1, f"{self.path} has {found}, not one {_words(type, label, values)}"
        return found[0]

    def one(self, type: str, label: str, key: str | None = None) -> Resource:
        """Return the resource with an address."""
        (found,) = [one for one in self.all(type, label) if one.key == key]
        return found

    def data(self, type: str, label: str) -> Mapping[str, Any]:
        """Return what a data source was read as."""
        read = self.shown["prior_state"]["values"]["root_module"]["resources"]
        found = [
            one["values"]
            for one in read
            if (one["mode"], one["type"], one["name"]) == ("data", type, label)
        ]
        assert len(found) == 1, f"{self.path} reads {len(found)} data.{type}.{label}"
        values: Mapping[str, Any] = found[0]
        return values

    def ids(self, type: str, label: str | None = None) -> set[str]:
        """Return the ids of all resources of a type."""
        return {one["id"] for one in self.all(type, label)}

    def parts(self) -> set[str]:
        """Return the names of the written files."""
        return {path.stem for path in self.folder.glob("*.tf")}

    def settings(self, file: str) -> dict[str, str]:
        """Return the arguments in a written file by name, as they are written, without quotes."""
        path = self.folder / file
        assert path.is_file(), f"{self.path} has no {file}"
        found = re.findall(r"^\s*(\w+)\s+= (.+)$", path.read_text(), re.MULTILINE)
        assert found, f"{self.path}/{file} says nothing"
        return {name: value.strip('"') for name, value in found}

    @property
    def outputs(self) -> dict[str, Any]:
        """Return what the outputs are."""
        return {
            name: one.get("value") for name, one in self.shown["planned_values"]["outputs"].items()
        }

    @cached_property
    def _blocks(self) -> dict[tuple[str, str], str]:
        """Return the text of every written resource by type and name; blocks end in column one."""
        text = "\n".join(path.read_text() for path in sorted(self.folder.glob("*.tf")))
        pattern = r'^resource "(\w+)" "(\w+)" \{$(.*?)^\}$'
        return {
            (found[1], found[2]): found[3]
            for found in re.finditer(pattern, text, re.MULTILINE | re.DOTALL)
        }


class Plans(Mapping[str, Plan]):
    """All plans of a system by path: `plans["shared/bootstrap"]`."""

    def __init__(self, plans: Mapping[str, Plan]) -> None:
        self._plans = dict(plans)

    def __getitem__(self, path: str) -> Plan:
        return self._plans[path]

    def __iter__(self) -> Iterator[str]:
        return iter(self._plans)

    def __len__(self) -> int:
        return len(self._plans)

    @property
    def shared(self) -> Plan:
        """Return the plan of what all environments share."""
        return self["shared/bootstrap"]

    @property
    def environments(self) -> list[str]:
        """Return the names of the environments, in their order."""
        names = dict.fromkeys(plan.environment for plan in self.values())
        return [name for name in names if name != SHARED]

    def platforms(self) -> list[Plan]:
        """Return the platform of every environment."""
        return self.stacks("platform")

    def stacks(self, name: str) -> list[Plan]:
        """Return the stack of that name of every environment that has it."""
        return [plan for plan in self.values() if plan.stack == name]


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def _words(type: str, label: str | None, values: Mapping[str, Any]) -> str:
    wanted = ", ".join(f"{name} = {value!r}" for name, value in values.items())
    return f"{type}{f'.{label}' if label else ''}{f' with {wanted}' if wanted else ''}"
