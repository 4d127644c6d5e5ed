"""What an application's other region needs: a foundation there, and no data of its own."""

from __future__ import annotations

from giban.system.model import System
from giban.system.reading import Reader

LEFT_OUT = ("instances", "sites")
"""Nouns that have no counterpart in another region."""


def check_standby(reader: Reader, system: System, base: System | None) -> None:
    """Note what could not stand ready in the region of `dr`; a foundation is another matter."""
    if system.dr is None or system.exports is not None:
        return
    own, region = reader.below("dr"), system.dr.region
    if system.foundation is None:
        own.wrong(
            "dr-alone",
            "",
            "Nothing would stand ready: this project has no foundation in another region.",
            why="Network, keys and the copy of the database are a foundation's.",
            fix="Write `foundation: …`, or remove `dr`.",
        )
    elif base is not None and (base.dr is None or base.dr.region != region):
        there = f"has {base.dr.region}" if base.dr else "has no `dr`"
        own.wrong(
            "dr-foundation",
            "region",
            f"The foundation's {base.environment} does not stand ready in {region}.",
            why=f"Its environment {base.environment} {there}.",
            fix=f"Write `dr: {{region: {base.dr.region}}}` here."
            if base.dr
            else f"Add `dr` to {base.environment} in {system.foundation.manifest}.",
        )
    _check_urls(reader, system)
    for noun in LEFT_OUT:
        if reader.layers.names(noun):
            reader.below(noun, reader.layers.names(noun)[0]).wrong(
                "dr-left-out",
                "",
                f"Nothing of `{noun}` stands ready in {region}.",
                why="What runs there are services on Fargate and jobs, behind a load balancer.",
                fix=f"Move `{noun}` to a project without `dr`, or remove `dr`.",
            )
    for name in system.databases:
        reader.below("databases", name).wrong(
            "dr-database",
            "",
            f"Database `{name}` has no copy in {region}.",
            why="Only the foundation's database is copied there.",
            fix="Use `shared-database`, or remove `dr`.",
        )


def _check_urls(reader: Reader, system: System) -> None:
    """Note who is told of the database as one URL: its secret is a copy, and names the old host."""
    for task in system.tasks:
        for index, use in enumerate(task.uses):
            if use.kind == "tenant" and use.form == "url":
                reader.below(task.noun, task.name).wrong(
                    "dr-url",
                    f"uses.{index}",
                    f"`{task.name}` is told of the database as one URL, which names one region.",
                    why="It lies in a secret, and the copy in the other region says the same.",
                    fix=f"Write `{{name: {use.name}, form: parts}}`: the host is told apart.",
                )
