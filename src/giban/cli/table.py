"""Every command: its name, its module, and its line in the list of commands."""

from __future__ import annotations

COMMANDS: dict[str, tuple[str, str]] = {
    "init": ("giban.cli.init", "Write a manifest to start from."),
    "check": ("giban.cli.check", "Find every mistake in the manifest."),
    "cost": ("giban.cli.cost", "Price the platform, line by line, offline."),
    "prices": ("giban.cli.prices", "List the prices that bills are made of, and renew them."),
    "draw": ("giban.cli.draw", "Draw an environment, from users to data."),
    "build": ("giban.cli.build", "Write the Terraform of every environment."),
    "plan": ("giban.cli.plan", "Show what Terraform would do, rehearsed on this machine."),
    "up": ("giban.cli.up", "Rehearse an environment, from manifest to running platform."),
    "status": ("giban.cli.status", "List what exists, as the AWS API answers it."),
    "down": ("giban.cli.down", "Destroy what a rehearsal has made."),
    "explain": ("giban.cli.explain", "Show where a value comes from."),
    "diff": ("giban.cli.diff", "Show what differs between two environments."),
    "contract": ("giban.cli.contract", "List what projects hand each other, and what is missing."),
    "permissions": ("giban.cli.permissions", "Show the least a role must be allowed to deploy."),
    "schema": ("giban.cli.schema", "Print the manifest's JSON Schema, for editors."),
}
