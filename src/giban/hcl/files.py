"""One stack as the files of one Terraform root."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from giban.blueprint import Blueprint, Object, Stack
from giban.hcl.defect import UnprintableError
from giban.hcl.groups import Group, addresses, collect, instances
from giban.hcl.layout import block, paragraphs
from giban.hcl.objects import Local, Objects
from giban.hcl.settings import (
    backend_block,
    knob_values,
    output_blocks,
    provider_blocks,
    variable_blocks,
)
from giban.hcl.syntax import comment, is_name
from giban.hcl.values import Values
from giban.values import Address

_RESERVED: Final = frozenset({"provider", "backend", "variables", "locals", "outputs", "terraform"})
_BAR: Final = "#" * 80
_KEEP: Final = "Plain Terraform: it works, and can be kept and edited, without giban."


def write_blueprint(blueprint: Blueprint) -> dict[str, str]:
    """Return every file of every root by its path: `production/platform/network.tf`."""
    return {
        f"{stack.path}/{name}": text
        for stack in blueprint.stacks
        for name, text in write(stack).items()
    }


def write(stack: Stack, *, backend: bool = True) -> dict[str, str]:
    """Return the files of one root by name, as `terraform fmt` would leave them.

    Without `backend` there is no `backend.tf`, and Terraform keeps the state beside the files.
    The same stack gives the same bytes. Raises `UnprintableError` or `TypeError`, each naming
    the address and argument, where something in the stack has no Terraform spelling.
    """
    names = addresses(stack.nodes)
    groups = collect(stack.nodes)
    values = Values(names, instances(groups))
    for one in stack.names:
        values.place = f"local.{one.name}"
        values.inline(one)
    objects = Objects(values, (p.alias for p in stack.providers if p.alias is not None))
    chapters = {name: _chapter(members, objects) for name, members in _chapters(groups).items()}
    found = {"provider.tf": _page(_stack_header(stack), provider_blocks(stack, values))}
    if backend and stack.state is not None:
        found["backend.tf"] = _page(_stack_header(stack), [backend_block(stack.state)])
    if objects.locals or values.named:
        found["locals.tf"] = _locals(_named(values), list(objects.locals.values()))
    found |= {f"{name}.tf": text for name, text in chapters.items()}
    if stack.outputs:
        found["outputs.tf"] = _outputs(stack, values)
    return found | dict(_knobs(stack, values)) | dict(stack.custom)


def _chapters(groups: Iterable[Group]) -> dict[str, list[Group]]:
    found: dict[str, list[Group]] = {}
    for group in groups:
        name = "data" if group.first.object.terraform_mode == "data" else group.first.chapter
        if name in _RESERVED or not is_name(name):
            msg = f"{group.first.object.terraform_address}: no chapter can be called {name!r}"
            raise UnprintableError(msg)
        found.setdefault(name, []).append(group)
    return found


def _chapter(groups: Sequence[Group], objects: Objects) -> str:
    components: dict[str, list[Group]] = {}
    for group in groups:
        components.setdefault(group.component, []).append(group)
    texts: list[str] = []
    for component, members in components.items():
        texts += _banner(component)
        texts += (objects.text(group) for group in members)
    return _page(_origin_header(components), texts)


def _locals(named: list[str], found: Sequence[Local]) -> str:
    components: dict[str, list[Local]] = {}
    for local in found:
        components.setdefault(local.component, []).append(local)
    texts = [block("locals", named)] if named else []
    for component, members in components.items():
        texts += _banner(component)
        texts.append(block("locals", [local.text for local in members]))
    return _page(_origin_header(components), texts)


def _named(values: Values) -> list[str]:
    """Return the named values in paragraphs: what this root is given comes before its own maps."""
    rows = []
    for name, one in values.named.items():
        values.place = f"local.{name}"
        rows.append((name, values.layout(one.value, "  ", len(name) + 5)))
    return paragraphs(rows, "  ")


def _outputs(stack: Stack, values: Values) -> str:
    objects: dict[Address, Object] = {n.object.terraform_address: n.object for n in stack.nodes}
    return _page(_stack_header(stack), output_blocks(stack.outputs, values, objects.get))


def _knobs(stack: Stack, values: Values) -> Iterator[tuple[str, str]]:
    knobs = [values.knobs[name] for name in sorted(values.knobs)]
    if knobs:
        yield "variables.tf", _page(_stack_header(stack), variable_blocks(knobs))
        yield "terraform.tfvars", _page(_stack_header(stack), knob_values(knobs, values))


def _page(header: str, texts: Iterable[str]) -> str:
    return "\n\n".join([header, *texts]) + "\n"


def _banner(component: str) -> list[str]:
    return [f"{_BAR}\n{comment(component)}\n{_BAR}"] if component else []


def _stack_header(stack: Stack) -> str:
    return comment(f"Written by giban: the root {stack.path}.\n{_KEEP}")


def _origin_header(components: Iterable[str]) -> str:
    parts = dict.fromkeys(component.partition(".")[0] for component in components)
    listed = ", ".join(f"`{part}`" for part in parts if part)
    source = f"from {listed} in the manifest" if listed else "from the manifest"
    return comment(f"Written by giban {source}.\n{_KEEP}")
