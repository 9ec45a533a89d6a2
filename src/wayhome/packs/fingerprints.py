"""The fingerprint of a pack: every file of it, and what the shared words it uses mean.

A word added to the shared vocabulary for another pack changes no fingerprint; a word this pack uses, given another
meaning, does.
"""

from __future__ import annotations

import dataclasses
import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wayhome.engine.language import AtLeast, Is, Protocol, SpanByState, Trigger
from wayhome.packs.names import Names

LOCK = "release.lock"
KEPT = (".yaml", ".md", ".csv")
APART = frozenset({"overlays"})  # a partnership's own values have a fingerprint of their own


def pack_files(folder: Path) -> tuple[Path, ...]:
    """Return the files that make up the pack in a folder, in order of path; its lock and its overlays stand apart."""
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix in KEPT)
    return tuple(sorted(path for path in found if path.relative_to(folder).parts[0] not in APART))


def file_hash(path: Path) -> str:
    """Return the sha256 of a text file, whatever its line endings."""
    return hashlib.sha256(path.read_bytes().replace(b"\r\n", b"\n")).hexdigest()


def fingerprint(folder: Path, protocol: Protocol, names: Names) -> str:
    """Return the sha256 of a pack: its files by path and content, and the meaning of each shared word it uses."""
    digest = hashlib.sha256()
    for path in pack_files(folder):
        digest.update(f"{path.relative_to(folder).as_posix()} {file_hash(path)}\n".encode())
    for line in sorted(set(_meanings(protocol, names))):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def _meanings(protocol: Protocol, names: Names) -> Iterator[str]:
    """Yield one line for each state, kind of fact and post that the clocks name."""
    for part in _parts(protocol.clocks):
        if isinstance(part, Is | AtLeast | SpanByState):
            state = names.vocabulary.states[part.state]
            yield f"state {state.id} {state.scope} {state.ordered} {state.values} {state.kinds}"
        elif isinstance(part, Trigger):
            for kind_id in part.kinds:
                kind = names.vocabulary.kinds[kind_id]
                yield f"kind {kind.id} {kind.subject} {kind.value} {kind.time} {kind.values}"
    for clock in protocol.clocks:
        for post in (clock.owner, *(told for rung in clock.rungs for told in rung.tell)):
            role = names.roles[post]
            yield f"post {role.id} {role.by} {role.up} {role.across}"


def _parts(value: Any) -> Iterator[Any]:
    """Walk every value inside a value of the language."""
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        yield value
        for each in dataclasses.fields(value):
            yield from _parts(getattr(value, each.name))
    elif isinstance(value, tuple | frozenset):
        for each in value:
            yield from _parts(each)
    elif isinstance(value, dict):
        for each in value.values():
            yield from _parts(each)
