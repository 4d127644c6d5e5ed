"""Small values everything else is written in; they import nothing of ours."""

from giban.values.cidr import Cidr
from giban.values.expr import (
    ABSENT,
    Absent,
    Address,
    Call,
    Expr,
    Json,
    Knob,
    Mode,
    Pick,
    Ref,
    Text,
    Value,
    references,
    text,
    walk,
)
from giban.values.span import Span

__all__ = [
    "ABSENT",
    "Absent",
    "Address",
    "Call",
    "Cidr",
    "Expr",
    "Json",
    "Knob",
    "Mode",
    "Pick",
    "Ref",
    "Span",
    "Text",
    "Value",
    "references",
    "text",
    "walk",
]
