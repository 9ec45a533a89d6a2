"""The fingerprint of a pack: every file of it, and what the shared words it uses mean.

A word added to the shared vocabulary for another pack changes no fingerprint; a word this pack uses, given another
meaning, does.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from wayhome.packs.documents import read_document, root
from wayhome.packs.names import Names
from wayhome.packs.variants import base_of

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


def fingerprint(folder: Path, names: Names) -> str:
    """Return the sha256 of a pack: its files by path and content, what they are based on, and each shared word in them.

    Raises PackFault for a file that cannot be read.
    """
    digest = hashlib.sha256()
    files = pack_files(folder)
    for path in files:
        digest.update(f"{path.relative_to(folder).as_posix()} {file_hash(path)}\n".encode())
    said: set[str] = set()
    for path in (path for path in files if path.suffix == ".yaml"):
        said |= set(_words(read_document(path).data))
    for line in sorted({*_meanings(said, names), *_bases(files)}):
        digest.update(f"{line}\n".encode())
    return digest.hexdigest()


def base_files(folder: Path) -> tuple[Path, ...]:
    """Return the files of other packs on which instruments and forms of this one are based. Raises PackFault."""
    found: set[Path] = set()
    for path in pack_files(folder):
        if path.suffix == ".yaml" and path.parent.name in ("instruments", "forms"):
            top = root(read_document(path))
            if "based-on" in top:
                found.add(base_of(top["based-on"], path))
    return tuple(sorted(each for each in found if folder not in each.parents))


def _bases(files: tuple[Path, ...]) -> Iterator[str]:
    """Yield one line for each file of another pack that this one is based on."""
    for folder in {path.parents[1] for path in files if path.parent.name in ("instruments", "forms")}:
        for path in base_files(folder):
            yield f"base {'/'.join(path.parts[-3:])} {file_hash(path)}"


def _words(value: Any) -> Iterator[str]:
    """Walk every word and key of a document."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, each in value.items():
            yield str(key)
            yield from _words(each)
    elif isinstance(value, list):
        for each in value:
            yield from _words(each)


def _meanings(said: set[str], names: Names) -> Iterator[str]:
    """Yield one line for each state, kind of fact and post that any file of the pack names."""
    for state in (each for key, each in names.vocabulary.states.items() if key in said):
        yield f"state {state.id} {state.scope} {state.ordered} {state.values} {state.kinds}"
    for kind in (each for key, each in names.vocabulary.kinds.items() if key in said):
        yield f"kind {kind.id} {kind.subject} {kind.value} {kind.time} {kind.values}"
    for role in (each for key, each in names.roles.items() if key in said):
        yield f"post {role.id} {role.by} {role.up} {role.across}"
