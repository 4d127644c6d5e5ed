"""Runs a command and turns whatever it raises into words and an exit code."""

from __future__ import annotations

import gc
import io
import os
import signal
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import TextIO

import click

from giban.cli.app import app
from giban.cli.main import INTERRUPTED
from giban.cli.screen import Screen
from giban.errors import GibanError


def run(arguments: Sequence[str]) -> int:
    """Run one command; every error ends here."""
    with _ended_politely():
        return _run(arguments)


@contextmanager
def _ended_politely() -> Iterator[None]:
    """Take an order to end, or the end of the terminal, as Ctrl-C is taken."""
    numbers = (signal.SIGTERM, signal.SIGHUP)
    heeded = [one for one in numbers if signal.getsignal(one) == signal.SIG_DFL]
    for number in heeded:
        signal.signal(number, signal.default_int_handler)
    try:
        yield
    finally:
        for number in heeded:
            signal.signal(number, signal.SIG_DFL)


def _run(arguments: Sequence[str]) -> int:  # noqa: PLR0911 - one line for each exit code
    # A command ends before garbage matters; collecting it costs a tenth of a large build.
    gc.disable()
    # Plugins of other packages must not change what a manifest means, and looking for them is slow.
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
    # A terminal that cannot write a character must not turn an answer into a defect.
    if isinstance(sys.stdout, io.TextIOWrapper):
        sys.stdout.reconfigure(errors="backslashreplace")
    screen = Screen(os.environ, sys.stdout, sys.stderr)
    try:
        code = app.main(list(arguments), prog_name="giban", standalone_mode=False, obj=screen)
        sys.stdout.flush()
    except GibanError as error:
        screen.error(error)
        return error.exit_code
    except click.exceptions.NoArgsIsHelpError as error:
        screen.talk(error.format_message())
        return 2
    except click.UsageError as error:
        screen.usage(error)
        return 2
    except click.ClickException as error:
        screen.problem(error.format_message())
        return 2
    except (click.Abort, KeyboardInterrupt):
        screen.talk("Interrupted.")
        return INTERRUPTED
    except BrokenPipeError:
        _close(sys.stdout, sys.stderr)  # whoever read our output has had enough
        return 1
    except Exception as error:  # noqa: BLE001 - the last door
        return _unforeseen(screen, error, arguments)
    return code if isinstance(code, int) else 0


def _unforeseen(screen: Screen, error: Exception, arguments: Sequence[str]) -> int:
    """Tell what the machine refused; whatever else comes here is a defect of ours."""
    from giban.cli.defect import report_defect  # noqa: PLC0415 - needed once in a while
    from giban.cli.refused import refused  # noqa: PLC0415 - the same

    words = refused(error) if isinstance(error, OSError) else None
    if words is None:
        screen.problem(report_defect(error, arguments))
        return 1
    if not (isinstance(error, OSError) and error.filename):
        _close(sys.stdout)  # it may be what is full, and what it still holds would be tried again
        screen.format = "text"
    screen.error(words)
    return words.exit_code


def _close(*streams: TextIO) -> None:
    """Let a stream lead nowhere, so that Python does not complain of it at exit."""
    for stream in streams:
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())
