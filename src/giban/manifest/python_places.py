"""Where the values of a Python manifest stand, read from its syntax tree.

Literals, calls, and module-level names are followed. What a program computes has no place of
its own; errors about it point at the nearest thing that has.
"""

from __future__ import annotations

import ast

from giban.manifest.written import Step, Written
from giban.values import Span

_DEEPEST = 50


def manifest_call(tree: ast.Module) -> ast.expr | None:
    """Return what is assigned to `manifest` last."""
    return _assigned(tree).get("manifest")


def call_at(tree: ast.Module, line: int, column: int) -> ast.Call | None:
    """Return the call that starts at a line and byte column."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and (node.lineno, node.col_offset) == (line, column):
            return node
    return None


def places(node: ast.expr, tree: ast.Module, source: str, file: str) -> Written:
    """Return the places of an expression and of everything inside it."""
    return _Places(_assigned(tree), source.splitlines(), file).of(node, 0)


class _Places:
    def __init__(self, names: dict[str, ast.expr], lines: list[str], file: str) -> None:
        self.names, self.lines, self.file = names, lines, file

    def of(self, node: ast.expr, depth: int) -> Written:
        """Return the places of one expression; `depth` ends names that refer to themselves."""
        if isinstance(node, ast.Name) and node.id in self.names and depth < _DEEPEST:
            return self.of(self.names[node.id], depth + 1)
        written = Written(self.span(node))
        for step, key, value in _children(node) if depth < _DEEPEST else ():
            child = self.of(value, depth + 1)
            written.children[step] = Written(child.span, self.span(key), child.text, child.children)
        return written

    def span(self, node: ast.expr | ast.keyword) -> Span:
        """Return where a node starts, its column in characters."""
        line = self.lines[node.lineno - 1].encode() if node.lineno <= len(self.lines) else b""
        column = len(line[: node.col_offset].decode(errors="replace"))
        return Span(self.file, node.lineno, column + 1)


def _children(node: ast.expr) -> list[tuple[Step, ast.expr | ast.keyword, ast.expr]]:
    if isinstance(node, ast.Call):
        return [(k.arg.rstrip("_"), k, k.value) for k in node.keywords if k.arg]
    if isinstance(node, ast.Dict):
        pairs = zip(node.keys, node.values, strict=True)
        return [(str(k.value), k, v) for k, v in pairs if isinstance(k, ast.Constant)]
    if isinstance(node, (ast.List, ast.Tuple)):
        return [(i, item, item) for i, item in enumerate(node.elts)]
    return []


def _assigned(tree: ast.Module) -> dict[str, ast.expr]:
    """Return what each module-level name was assigned last."""
    names: dict[str, ast.expr] = {}
    for statement in tree.body:
        if isinstance(statement, ast.Assign):
            for target in statement.targets:
                if isinstance(target, ast.Name):
                    names[target.id] = statement.value
        elif isinstance(statement, ast.AnnAssign) and isinstance(statement.target, ast.Name):
            names[statement.target.id] = statement.value or statement.target
    return names
