"""YAML documents that remember their lines, so that every message can name one.

Only true and false are booleans (a category called "no" stays a word), dates and times stay text
until the reader of situations looks at them, and a key written twice is refused.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import yaml

from wayhome.packs.errors import PackFault, Problem, shown

Key = str | int
_Base: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


class _Loader(_Base):  # type: ignore[misc]  # the C loader has no types
    """The safe loader with fewer guesses."""


_Loader.yaml_implicit_resolvers = {}
_Loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^-?(?:0|[1-9][0-9]*)$"), list("-0123456789"))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:~|null|)$"), ["~", "n", ""])


@dataclass(slots=True)
class Document:
    """One document: its plain data, and the line of every key and item."""

    file: str
    data: Any = None
    lines: dict[tuple[Key, ...], int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)

    def line(self, at: tuple[Key, ...]) -> int:
        """Return the line of this place, or of the nearest place around it that has one."""
        while at and at not in self.lines:
            at = at[:-1]
        return self.lines.get(at, 1)


@dataclass(frozen=True, slots=True)
class Place:
    """A spot in a document: the value there, and where it is."""

    document: Document
    at: tuple[Key, ...]
    value: Any

    @property
    def line(self) -> int:
        """The line this value begins on, counted from 1."""
        return self.document.line(self.at)

    def fault(self, what: str, mend: str = "") -> PackFault:
        """Return (to be raised) the problem with the value here."""
        return PackFault(Problem(self.document.file, self.line, what, mend))

    def __contains__(self, key: str) -> bool:
        """Whether this is a mapping that has the key with a value."""
        return isinstance(self.value, dict) and self.value.get(key) is not None

    def __getitem__(self, key: str) -> Place:
        """Return the place under a key. Raises PackFault when the key is not there."""
        if key not in self:
            raise self.fault(f"'{key}' is missing.", f"Add '{key}:' here.")
        return Place(self.document, (*self.at, key), self.value[key])

    def items(self) -> Iterator[tuple[str, Place]]:
        """Walk a mapping. Raises PackFault when this is not one."""
        if not isinstance(self.value, dict):
            raise self.fault(f"Expected 'name: value' lines, found {self.value!r}.")
        for key, value in self.value.items():
            yield str(key), Place(self.document, (*self.at, key), value)

    def each(self) -> Iterator[Place]:
        """Walk a list; a single value counts as a list of one."""
        if not isinstance(self.value, list):
            yield self
            return
        for number, value in enumerate(self.value):
            yield Place(self.document, (*self.at, number), value)

    def text(self) -> str:
        """Return the value as text. Raises PackFault when it is not text or a whole number."""
        if isinstance(self.value, bool) or not isinstance(self.value, str | int):
            raise self.fault(f"Expected words, found {self.value!r}.", "Put the value in quotes.")
        return str(self.value)

    def whole(self) -> int:
        """Return the value as a whole number. Raises PackFault when it is not one."""
        if isinstance(self.value, bool) or not isinstance(self.value, int):
            raise self.fault(f"Expected a whole number, found {self.value!r}.")
        return self.value

    def only(self, *allowed: str) -> None:
        """Refuse keys that nobody would read. Raises PackFault at the first one's line."""
        for key, place in self.items():
            if key not in allowed:
                raise place.fault(f"'{key}' is not known here.", f"Known here: {', '.join(allowed)}.")


def read_document(path: Path) -> Document:
    """Read one YAML file. Raises PackFault for broken YAML, a key written twice, or a missing file."""
    try:
        raw = path.read_bytes()
    except OSError as error:
        raise PackFault(Problem(shown(path), 1, "This file cannot be read.", str(error.strerror or ""))) from error
    return parse_document(decoded(raw, shown(path)), shown(path))


def decoded(raw: bytes, file: str) -> str:
    """Return the text of a file; a mark at its beginning is left out. Raises PackFault at the first line that is not UTF-8."""
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw.count(b"\n", 0, error.start) + 1
        what = f"The file is not UTF-8: the first byte that is not is 0x{raw[error.start]:02x}."
        raise PackFault(Problem(file, line, what, "Save it again as UTF-8.")) from error


def parse_document(text: str, file: str) -> Document:
    """Read YAML from text; `file` is its name in messages. Raises PackFault as `read_document` does."""
    document = Document(file)
    try:
        node = yaml.compose(text, Loader=_Loader)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        what = f"This is not YAML that can be read: {getattr(error, 'problem', None) or error}."
        raise PackFault(Problem(file, line, what, "Look at the indentation and the quotes.")) from error
    if node is not None:
        document.data = _plain(node, (), document)
    if document.problems:
        raise PackFault(*document.problems)
    return document


def root(document: Document) -> Place:
    """Return the place of the whole document."""
    return Place(document, (), document.data)


def _plain(node: yaml.Node, at: tuple[Key, ...], document: Document) -> Any:
    document.lines.setdefault(at, node.start_mark.line + 1)
    if isinstance(node, yaml.MappingNode):
        return _mapping(node, at, document)
    if isinstance(node, yaml.SequenceNode):
        return [_plain(item, (*at, n), document) for n, item in enumerate(node.value)]
    return _scalar(node)


def _mapping(node: yaml.MappingNode, at: tuple[Key, ...], document: Document) -> dict[str, Any]:
    plain: dict[str, Any] = {}
    for key_node, value_node in node.value:
        key, line = str(key_node.value), key_node.start_mark.line + 1
        if key in plain:
            first = document.lines[(*at, key)]
            mend = f"It is already on line {first}: keep one of the two."
            document.problems.append(Problem(document.file, line, f"'{key}' is written twice.", mend))
            continue
        document.lines[(*at, key)] = line
        plain[key] = _plain(value_node, (*at, key), document)
    return plain


def _scalar(node: yaml.Node) -> Any:
    tag = node.tag.rsplit(":", 1)[-1]
    if tag == "int":
        return int(node.value)
    if tag == "bool":
        return bool(node.value == "true")
    return None if tag == "null" else node.value
