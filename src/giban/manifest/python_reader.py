"""`giban.py`: a manifest made by a program, with the same places for errors as far as they go."""

from __future__ import annotations

import ast
import sys
from contextlib import redirect_stdout
from pathlib import Path
from traceback import walk_tb
from types import CodeType, ModuleType, TracebackType
from typing import Any

from pydantic import ValidationError

from giban.errors import Mistake, Mistakes
from giban.manifest.nouns import root
from giban.manifest.part import Part
from giban.manifest.problems import mistakes_from
from giban.manifest.python_places import call_at, manifest_call, places
from giban.manifest.written import Written
from giban.values import Span


def read_python(source: str, path: Path, file: str) -> root.Manifest:
    """Run a file and return the `manifest` it defines; raises `Mistakes` at the author's lines.

    What it prints is talk, and goes to stderr.
    """
    try:
        tree = ast.parse(source, file)
    except (SyntaxError, ValueError) as error:
        raise Mistakes([_syntax(error, file)]) from None
    module = ModuleType("giban_manifest")
    module.__file__ = str(path)
    sys.modules[module.__name__] = module
    try:
        with redirect_stdout(sys.stderr):
            exec(compile(tree, file, "exec"), vars(module))  # noqa: S102 - the author's own program
    except ValidationError as error:
        raise Mistakes(_refused(error, tree, source, file)) from None
    except (Exception, SystemExit) as error:
        raise Mistakes([_crashed(error, file)]) from error
    found = getattr(module, "manifest", None)
    if not isinstance(found, root.Manifest):
        raise Mistakes([_no_manifest(found, file)])
    call = manifest_call(tree)
    top = places(call, tree, source, file) if call else Written(Span(file, 1, 1))
    return found.placed(top)


def _refused(error: ValidationError, tree: ast.Module, source: str, file: str) -> list[Mistake]:
    """Point the complaints of one constructor at its arguments."""
    line, column = _position(error.__traceback__, file)
    call = call_at(tree, line, column)
    written = places(call, tree, source, file) if call else Written(Span(file, line, 1))
    model = _models().get(error.title, root.Manifest)
    return mistakes_from(error, model, _values(call), written)


def _models() -> dict[str, type[Part]]:
    found: dict[str, type[Part]] = {}
    waiting: list[type[Part]] = [Part]
    while waiting:
        cls = waiting.pop()
        found[cls.__name__] = cls
        waiting += cls.__subclasses__()
    return found


def _values(call: ast.AST | None) -> Any:
    """Read the literal arguments of a call; what is computed stays unknown."""
    if isinstance(call, ast.Call):
        return {k.arg.rstrip("_"): _values(k.value) for k in call.keywords if k.arg}
    if isinstance(call, ast.Dict):
        pairs = zip(call.keys, call.values, strict=True)
        return {k.value: _values(v) for k, v in pairs if isinstance(k, ast.Constant)}
    if isinstance(call, ast.List):
        return [_values(item) for item in call.elts]
    return call.value if isinstance(call, ast.Constant) else None


def _position(traceback: TracebackType | None, file: str) -> tuple[int, int]:
    """Return line and column (in bytes, from 0) of the author's call that failed."""
    best = (1, 0)
    while traceback is not None:
        code: CodeType = traceback.tb_frame.f_code
        if code.co_filename == file:
            positions = list(code.co_positions())[traceback.tb_lasti // 2]
            best = (positions[0] or traceback.tb_lineno, positions[2] or 0)
        traceback = traceback.tb_next
    return best


def _syntax(error: SyntaxError | ValueError, file: str) -> Mistake:
    told = error if isinstance(error, SyntaxError) else SyntaxError(str(error))
    return Mistake(
        "python-syntax",
        f"This is not valid Python: {told.msg}.",
        where=Span(file, told.lineno or 1, told.offset or 1),
        fix="Correct the line, or write the manifest as giban.yaml.",
    )


def _crashed(error: BaseException, file: str) -> Mistake:
    frames = [line for frame, line in walk_tb(error.__traceback__) if _in(frame.f_code, file)]
    return Mistake(
        "python-error",
        f"The program raised {type(error).__name__}: {error}.",
        where=Span(file, frames[-1] if frames else 1, 1),
        fix=f"Correct {file}; `python {file}` shows the whole traceback.",
    )


def _in(code: CodeType, file: str) -> bool:
    return code.co_filename == file


def _no_manifest(found: object, file: str) -> Mistake:
    what = "defines no `manifest`" if found is None else "defines a `manifest` that is none"
    return Mistake(
        "python-no-manifest",
        f"{file} {what}.",
        where=Span(file, 1, 1),
        fix="End it with `manifest = Manifest(project=..., services={...})`, "
        "after `from giban.manifest import Manifest`.",
    )
