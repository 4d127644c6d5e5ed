"""The files every root has: providers, state, variables with their values, outputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from giban.blueprint import Object, Output, Provider, Stack, State
from giban.catalogue.since import needed
from giban.hcl.defect import UnprintableError
from giban.hcl.layout import Row, block, paragraphs
from giban.hcl.syntax import comment, is_name, quote
from giban.hcl.values import Values
from giban.values import Address, Knob, references

TERRAFORM = ">= 1.11.0"
"""Write-only arguments and native S3 locking need it."""

LEAST, BELOW = (5, 100, 0), "7.0.0"
"""The versions of the official provider that what is written was proven with."""


def aws_versions(stack: Stack) -> str:
    """Return the versions that have everything in a root; most roots want no more than others."""
    least = LEAST
    for node in stack.nodes:
        least = needed(node.object, least)
    return f">= {'.'.join(map(str, least))}, < {BELOW}"


def provider_blocks(stack: Stack, values: Values) -> list[str]:
    """Return the required versions and a block for each region."""
    rows = [("source", quote("hashicorp/aws")), ("version", quote(aws_versions(stack)))]
    aws = "\n".join(["{", *paragraphs(rows, "      "), "    }"])
    required = block("required_providers", [f"    aws = {aws}"], "  ")
    terraform = block("terraform", [f"  required_version = {quote(TERRAFORM)}", required])
    return [terraform, *(_provider(one, stack.tags, values) for one in stack.providers)]


def _provider(provider: Provider, tags: Mapping[str, str], values: Values) -> str:
    rows = [("region", quote(provider.region))]
    if provider.alias is not None:
        if not is_name(provider.alias):
            msg = f"Terraform takes no provider alias {provider.alias!r}"
            raise UnprintableError(msg)
        rows.insert(0, ("alias", quote(provider.alias)))
    inside = paragraphs(rows, "  ")
    if tags:
        values.place = "provider.aws.default_tags"
        tag_rows = [("tags", values.layout(dict(tags), "    ", 11))]
        inside.append(block("default_tags", paragraphs(tag_rows, "    "), "  "))
    return block('provider "aws"', inside)


def backend_block(state: State) -> str:
    """Return where the state is kept and how it is locked."""
    rows: list[Row] = [
        ("bucket", quote(state.bucket)),
        ("key", quote(state.key)),
        ("region", quote(state.region)),
        ("encrypt", "true"),
    ]
    if state.lock_table is None:
        rows.append(("use_lockfile", "true"))
    else:
        rows.append(("dynamodb_table", quote(state.lock_table)))
    return block("terraform", [block('backend "s3"', paragraphs(rows, "    "), "  ")])


def variable_blocks(knobs: Iterable[Knob]) -> list[str]:
    """Return a declaration for each knob, without a default: `terraform.tfvars` has the value."""
    return [_variable(knob) for knob in knobs]


def _variable(knob: Knob) -> str:
    if not is_name(knob.name):
        msg = f"Terraform takes no variable name {knob.name!r}"
        raise UnprintableError(msg)
    rows = [("description", quote(knob.description)), ("type", _type(knob))]
    return block(f'variable "{knob.name}"', paragraphs(rows, "  "))


def _type(knob: Knob) -> str:
    value = knob.value
    if isinstance(value, bool):
        return "bool"
    if isinstance(value, str):
        return "string"
    if isinstance(value, (int, float)):
        return "number"
    if isinstance(value, tuple) and all(isinstance(item, str) for item in value):
        return "list(string)"
    msg = f"the knob {knob.name!r} has a value of no known type: {value!r}"
    raise TypeError(msg)


def knob_values(knobs: Iterable[Knob], values: Values) -> list[str]:
    """Return a line for each knob with its meaning above: one edit there touches one line."""
    found = []
    for knob in knobs:
        values.place = f"var.{knob.name}"
        text = values.layout(knob.value, "", len(knob.name) + 3)
        lead = comment(knob.description)
        found.append(f"{lead}\n{knob.name} = {text}" if lead else f"{knob.name} = {text}")
    return found


def output_blocks(
    outputs: Sequence[Output], values: Values, find: Callable[[Address], Object | None]
) -> list[str]:
    """Return a block for each output; what shows a sensitive attribute is marked sensitive."""
    counts = Counter(output.name for output in outputs)
    for name in counts:
        if not is_name(name) or counts[name] > 1:
            msg = f"Terraform takes no output name {name!r}, or it is there twice"
            raise UnprintableError(msg)
    return [_output(output, values, find) for output in outputs]


def _output(output: Output, values: Values, find: Callable[[Address], Object | None]) -> str:
    values.place = f"output.{output.name}"
    rows = [("description", quote(output.description))]
    rows.append(("value", values.argument(output.value, "  ", len("  description = "))))
    if _is_sensitive(output.value, find):
        rows.append(("sensitive", "true"))
    return block(f'output "{output.name}"', paragraphs(rows, "  "))


def _is_sensitive(value: Any, find: Callable[[Address], Object | None]) -> bool:
    for reference in references(value):
        target = find(reference.address)
        field = target.declared.get(str(reference.path[0])) if target and reference.path else None
        if field is not None and field.sensitive:
            return True
    return False
