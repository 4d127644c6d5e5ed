"""What is shown and how: data on stdout, talk on stderr, colour only where someone looks."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, TextIO

import click

from giban.errors import GibanError, Mistake, Mistakes, WorldError

if TYPE_CHECKING:
    from giban.values import Span


class Screen:
    """The terminal of one run; made in `run`, handed to commands as click's object.

    `format` is what a command was asked to answer in; errors follow it.
    """

    def __init__(self, environ: Mapping[str, str], out: TextIO, err: TextIO) -> None:
        self.out, self.err = out, err
        self.format = "text"
        forced, forbidden = environ.get("FORCE_COLOR"), environ.get("NO_COLOR")
        self.colours = bool(forced) or (err.isatty() and not forbidden)
        if forbidden:
            self.colours = False

    def data(self, text: str) -> None:
        """Write a result."""
        self.out.write(text if text.endswith("\n") else f"{text}\n")

    def talk(self, text: str) -> None:
        """Write something for a person."""
        self.err.write(f"{text}\n")

    def next_step(self, text: str) -> None:
        """Say what may come next, after a success."""
        self.talk(f"{self.style('Next:', bold=True)} {text}")

    def style(self, text: str, **style: Any) -> str:
        """Colour text, when colours are on."""
        return click.style(text, **style) if self.colours else text

    def error(self, error: GibanError) -> None:
        """Show one of our errors in the format that was asked for."""
        if self.format == "json":
            self.data(json.dumps(error_json(error), ensure_ascii=False, indent=2))
        elif self.format == "github":
            self.data("\n".join(github_lines(error)))
        elif isinstance(error, Mistakes):
            self._mistakes(error)
        else:
            self.problem(self._words(error))

    def annotation(self, where: Span | None, text: str, level: str = "warning") -> str:
        """Return a GitHub workflow command for a place in a file."""
        place = {"file": where.file, "line": where.line, "col": where.column} if where else {}
        shown = ",".join(f"{key}={_escaped(str(part), ',:')}" for key, part in place.items())
        return f"::{level} {shown}".rstrip() + f"::{_escaped(text)}"

    def usage(self, error: click.UsageError) -> None:
        """Show a command line that made no sense."""
        self.problem(error.format_message())
        if error.ctx is not None:
            self.talk(f"`{error.ctx.command_path} --help` shows how it is used.")

    def problem(self, text: str) -> None:
        """Show an error in one paragraph."""
        self.talk(f"{self.style('Error:', fg='red', bold=True)} {text}")

    def _mistakes(self, error: Mistakes) -> None:
        for mistake in error.mistakes:
            where = str(mistake.where) if mistake.where else "manifest"
            self.talk(
                f"{self.style(where, bold=True)}  {self.style(mistake.path, fg='cyan')}".rstrip()
            )
            self.talk(self._indented(mistake))
            self.talk("")
        self.talk(f"{self.style(f'{error.what}.', fg='red', bold=True)} {error.fix}")

    def _indented(self, error: GibanError) -> str:
        return "\n".join(f"  {line}" for line in self._words(error).splitlines())

    def _words(self, error: GibanError) -> str:
        lines = [error.what]
        if error.why:
            lines.append(f"Why: {error.why}")
        lines.append(f"{self.style('Fix:', fg='green')} {error.fix}")
        if isinstance(error, WorldError) and error.detail:
            lines += ["", *(f"  {line}" for line in error.detail.splitlines())]
        return "\n".join(lines)


def error_json(error: GibanError) -> dict[str, Any]:
    """Return an error as data; `mistakes` is empty where nobody's line is to blame."""
    mistakes = error.mistakes if isinstance(error, Mistakes) else []
    return {
        "ok": False,
        "what": error.what,
        "why": error.why,
        "fix": error.fix,
        "mistakes": [_mistake_json(mistake) for mistake in mistakes],
    }


def _mistake_json(mistake: Mistake) -> dict[str, Any]:
    where = mistake.where
    return {
        "id": mistake.id,
        "file": where.file if where else None,
        "line": where.line if where else None,
        "column": where.column if where else None,
        "path": mistake.path,
        "what": mistake.what,
        "why": mistake.why,
        "fix": mistake.fix,
    }


def github_lines(error: GibanError) -> list[str]:
    """Return an error as GitHub workflow commands, one a mistake.

    https://docs.github.com/actions/reference/workflow-commands-for-github-actions
    """
    if not isinstance(error, Mistakes):
        return [f"::error::{_escaped(f'{error.what} {error.fix}')}"]
    return [_annotation(mistake) for mistake in error.mistakes]


def _annotation(mistake: Mistake) -> str:
    where, words = mistake.where, [mistake.what, mistake.why, f"Fix: {mistake.fix}"]
    properties = {"title": f"{mistake.id} {mistake.path}".strip()}
    if where:
        place = {"file": where.file, "line": str(where.line), "col": str(where.column)}
        properties = {**place, **properties}
    shown = ",".join(f"{key}={_escaped(text, ',:')}" for key, text in properties.items())
    return f"::error {shown}::{_escaped(chr(10).join(word for word in words if word))}"


def _escaped(text: str, more: str = "") -> str:
    for character in "%\r\n" + more:
        text = text.replace(character, f"%{ord(character):02X}")
    return text
