"""The command group: imports a command's module when it is called, not before."""

from __future__ import annotations

from difflib import get_close_matches
from importlib import import_module

import click

from giban.cli.screen import Screen
from giban.cli.table import COMMANDS


class LazyGroup(click.Group):
    """A group whose commands are named in a table."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - click's
        """Return the names in the order of the table."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Import one command."""
        if cmd_name not in COMMANDS:
            return None
        command = import_module(COMMANDS[cmd_name][0]).command
        return command if isinstance(command, click.Command) else None

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; for an unknown one name the nearest."""
        name = args[0]
        if name not in COMMANDS and not name.startswith("-"):
            near = get_close_matches(name, COMMANDS, 1, 0.5)
            hint = (
                f"Did you mean `giban {near[0]}`?" if near else f"There are: {', '.join(COMMANDS)}."
            )
            message = f"There is no command `{name}`. {hint}"
            raise click.UsageError(message, ctx)
        return super().resolve_command(ctx, args)


@click.group(
    cls=LazyGroup,
    context_settings={"auto_envvar_prefix": "GIBAN", "help_option_names": ["-h", "--help"]},
)
@click.option("--no-color", is_flag=True, help="Write without colours; also NO_COLOR=1.")
@click.version_option(None, "-V", "--version", package_name="giban", message="giban %(version)s")
@click.pass_obj
def app(screen: Screen, no_color: bool) -> None:
    """Compile one short manifest of a web system to the AWS platform it needs.

    Data goes to stdout, talk to stderr. Every option can be set by an environment
    variable: GIBAN_FILE, GIBAN_BUILD_OUTPUT, ...
    """
    if no_color:
        screen.colours = False
