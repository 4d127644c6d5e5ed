"""The picture of a Blueprint, so that no drawing by hand goes out of date.

    Blueprint ─ scene ─▶ Scene ─ layout ─▶ Layout ─ dress ─▶ Drawing ─ form ─▶ bytes

Each stage is a pure function that returns a new value:

    views                   what is shown: everything, networks, access, stacks, cost, a change
    scene                   boxes, nodes and edges with stable ids; says nothing of places
    grouping                what is alike and too much becomes one card
    layout                  Scene → coordinates; boxes in boxes, channels between them for arrows
    dress                   Layout → rectangles, lines, words and icons; knows neither SVG nor PDF
    forms                   the same picture as SVG and whatever else it is wanted in
    roles, icons, palette, words
                            tables: what each Terraform type is, glyphs, colours, every word said

It reads a Blueprint and knows nothing above it.
"""

from giban.diagram.forms import FORMS, Wish
from giban.diagram.views import COST, VIEWS, Shown, scene

__all__ = ["COST", "FORMS", "VIEWS", "Shown", "Wish", "scene"]
