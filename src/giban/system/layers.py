"""A value's layers in order of precedence, merged once, remembering which layer won each leaf.

From strongest: the environment's overlay, the manifest, the availability preset, the defaults.
Mappings merge key by key; lists and scalars replace; null removes what lies below it. `*` stands
for every name the author wrote, and yields to what its own layer says of one of them. Presets and
defaults are *templates*: a null in them means "off unless written".
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct

from giban.blueprint import Origin
from giban.manifest import Written
from giban.values import Span

Path = tuple[str, ...]
MISSING: Any = object()
EVERY = "*"


class Default(Struct, frozen=True):
    """A value nobody wrote, and the reason for it."""

    value: Any
    reason: str


class Layer(Struct, frozen=True):
    """One partial tree. `prefix` is where it stands in its file: `("environments", "dev")`."""

    name: str
    values: Mapping[str, Any]
    written: Written | None = None
    prefix: Path = ()
    template: bool = False


class Setting(Struct, frozen=True):
    """What one layer says about one key: its word, where it stands, and why it says so."""

    layer: str
    path: str
    value: Any
    written: Written | None = None
    reason: str = ""

    @property
    def span(self) -> Span | None:
        """Where the value stands; the key of a mapping, since that is what one looks for."""
        if self.written is None:
            return None
        return self.key if isinstance(self.value, Mapping) and self.key else self.written.span

    @property
    def key(self) -> Span | None:
        """Where the key stands."""
        return self.written.key if self.written else None

    @property
    def source(self) -> str:
        """Where the value comes from, in words: `giban.yaml:50:44 (environments.production)`."""
        if self.reason:
            return f"{self.layer}: {self.reason}"
        return f"{self.span} ({self.layer})" if self.span else self.layer


class Explanation(Struct, frozen=True):
    """A leaf's value, the layer that won, and those that lost, strongest first."""

    path: str
    value: Any
    won: Setting
    lost: tuple[Setting, ...]


Derived = tuple[Path, Default, bool]
Derive = Callable[["Layers"], Iterable[Derived]]


class Layers:
    """The merged tree. Paths are dotted text, or tuples where a key itself holds a dot."""

    def __init__(self, layers: Iterable[Layer], derive: Derive | None = None) -> None:
        parts = [_Part(layer, layer.values, layer.written, layer.prefix) for layer in layers]
        self._root = _merge((), parts)
        for path, default, wins in derive(self) if derive else ():
            self._put(path, default, wins)

    def value(self, path: str | Path, default: Any = None) -> Any:
        """Return what holds at a path: a leaf, or a plain mapping of what lies below it."""
        node = self._find(path)
        return default if node is None else node.plain()

    def has(self, path: str | Path) -> bool:
        """Tell whether any layer says something at a path."""
        return self._find(path) is not None

    def names(self, path: str | Path) -> tuple[str, ...]:
        """Return the keys below a path, without those a null removed, in the author's order."""
        node = self._find(path)
        children = node.children if node else None
        return tuple(name for name, child in (children or {}).items() if not child.removed())

    def origin(self, path: str | Path) -> Origin:
        """Return the key path and the place that decides it, or the nearest thing written."""
        words = path if isinstance(path, str) else ".".join(path)
        return Origin(words, self.place(path)[1])

    def place(self, path: str | Path) -> tuple[str, Span | None]:
        """Return where the author wrote what decides a path: its full key path and its span."""
        node, best, rest = self._root, None, list(self._steps(path))
        while rest:
            child = (node.children or {}).get(rest[0])
            if child is None:
                break
            node, rest = child, rest[1:]
            best = next((s for s in node.settings if s.span), best)
        wanted = path if isinstance(path, str) else ".".join(path)
        if best is None:
            return wanted, None
        inner = [int(step) if step.isdecimal() else step for step in rest]
        item = best.written.exact(inner) if best.written and rest else None
        if item is not None:
            return ".".join((best.path, *rest)), item.span
        return best.path, best.span

    def key_span(self, path: str | Path) -> Span | None:
        """Return where the key at a path was written."""
        node = self._find(path)
        if node is self._root:
            return next((s.span for s in node.settings if s.span), None)
        return next((s.key for s in node.settings if s.key), None) if node else None

    def explain(self, path: str | Path) -> list[Explanation]:
        """Return how a leaf came to be, or all leaves below a path; empty for unknown paths."""
        node = self._find(path)
        start = tuple(self._steps(path))
        return list(_explained(start, node)) if node else []

    def paths(self) -> Iterator[str]:
        """Yield every path there is, inner ones too."""
        yield from _paths((), self._root)

    def _steps(self, path: str | Path) -> Iterator[str]:
        """Split dotted text; keys that hold dots themselves are found by looking."""
        if not isinstance(path, str):
            yield from path
            return
        node: _Node | None = self._root
        words = path.split(".") if path else []
        while words:
            children = (node.children if node else None) or {}
            size = next((n for n in range(1, len(words) + 1) if ".".join(words[:n]) in children), 1)
            step = ".".join(words[:size])
            yield step
            node, words = children.get(step), words[size:]

    def _find(self, path: str | Path) -> _Node | None:
        node: _Node | None = self._root
        for step in self._steps(path):
            node = (node.children or {}).get(step) if node else None
        return node

    def _put(self, path: Path, default: Default, wins: bool) -> None:
        """Add a derived value: below everything, or above it when it is worked out from that."""
        node = self._root
        for step in path[:-1]:
            child = (node.children or {}).get(step)
            if child is None or child.children is None:
                return
            node = child
        assert node.children is not None  # noqa: S101 - the loop above leaves a mapping
        known = node.children.get(path[-1])
        setting = Setting("default", ".".join(path), default.value, reason=default.reason)
        if known is None:
            node.children[path[-1]] = _Node((setting,), None, default.value)
        elif wins:
            node.children[path[-1]] = _Node((setting, *known.settings), None, default.value)


class _Node(Struct, frozen=True):
    """A leaf (`children` is None) or a mapping; settings strongest first."""

    settings: tuple[Setting, ...]
    children: dict[str, _Node] | None
    leaf: Any = None

    def plain(self) -> Any:
        if self.children is None:
            return self.leaf
        return {name: child.plain() for name, child in self.children.items()}

    def removed(self) -> bool:
        return self.children is None and self.leaf is None


class _Part(Struct, frozen=True):
    """What one layer holds at the path being merged."""

    layer: Layer
    value: Any
    written: Written | None
    path: Path
    every: bool = False
    """Whether it was said of all names, not of this one."""

    def below(self, name: str) -> Iterator[_Part]:
        """Yield what the layer says about one key, then what it says about all."""
        for key in (name, EVERY):
            if key in self.value:
                written = self.written
                if written is not None:
                    written = written.children.get(key, written)
                path = (*self.path, name if self.layer.template else key)
                every = self.every or key == EVERY
                yield _Part(self.layer, self.value[key], written, path, every)

    def setting(self) -> Setting:
        """Put into words what the layer says here."""
        reason = self.value.reason if isinstance(self.value, Default) else ""
        path = ".".join(self.path)
        return Setting(self.layer.name, path, _bare(self.value), self.written, reason)

    @property
    def empty(self) -> bool:
        """Tell whether it is a null."""
        return self.value is None or (isinstance(self.value, Default) and self.value.value is None)


def _bare(value: Any) -> Any:
    """Return a value without the reasons for it and for what lies below."""
    if isinstance(value, Default):
        return value.value
    if isinstance(value, Mapping):
        return {name: _bare(inner) for name, inner in value.items()}
    return value


def _merge(path: Path, parts: list[_Part]) -> _Node:
    mappings: list[_Part] = []
    for index, part in enumerate(parts):
        if isinstance(part.value, Mapping):
            mappings.append(part)
        elif not mappings:
            settings = tuple(p.setting() for p in parts[index:])
            return _Node(settings, None, settings[0].value)
        elif not (part.layer.template and part.empty):
            break
    children = {}
    for name in _names(mappings):
        inner = [below for part in mappings for below in part.below(name)]
        children[name] = _merge((*path, name), inner)
    # The weakest written layer comes first: a thing stands where the manifest first names it.
    written = [part for part in reversed(mappings) if not part.layer.template]
    written.sort(key=lambda part: part.every)
    return _Node(tuple(part.setting() for part in written), children)


def _names(mappings: list[_Part]) -> dict[str, None]:
    """Return the keys of all layers, the author's order before ours, without `*`."""
    names: dict[str, None] = {}
    for template in (False, True):
        for part in reversed(mappings):
            if part.layer.template is template:
                names.update(dict.fromkeys(part.value))
    names.pop(EVERY, None)
    return names


def _explained(path: Path, node: _Node) -> Iterator[Explanation]:
    if node.children is None:
        won, *lost = node.settings
        yield Explanation(".".join(path), node.leaf, won, tuple(lost))
        return
    for name, child in node.children.items():
        yield from _explained((*path, name), child)


def _paths(path: Path, node: _Node) -> Iterator[str]:
    if path:
        yield ".".join(path)
    for name, child in (node.children or {}).items():
        yield from _paths((*path, name), child)
