"""Where files are kept: one folder outside the web's reach, each file under a random name, nothing of its own name left.

A file is written whole before the row that names it is committed. A row never names a file that is not there; a file
without a row, left by a write that was undone, is found by no page.
"""

from __future__ import annotations

import os
import tempfile
from pathlib import Path
from uuid import UUID

from django.conf import settings


class NoFile(LookupError):
    """The row is there and the file is not: the folder was moved, or not restored from the same backup."""


def put(name: UUID, content: bytes) -> None:
    """Write a file under a random name, whole or not at all, readable by this service's account only.

    Raises FileExistsError when there is one of this name already: a file is never overwritten.
    """
    target = _place(name)
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, half = tempfile.mkstemp(dir=target.parent, prefix="half-")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.link(half, target)  # fails where a rename would quietly overwrite
    finally:
        Path(half).unlink()


def get(name: UUID) -> bytes:
    """Return a file's bytes. Raises NoFile, saying what to look at."""
    try:
        return _place(name).read_bytes()
    except FileNotFoundError:
        raise NoFile(
            f"File {name} is not in the folder that WAYHOME_FILES names. Restore it from the backup."
        ) from None


def drop(name: UUID) -> None:
    """Remove a file whose row was not written. It is no error if there is none."""
    _place(name).unlink(missing_ok=True)


def _place(name: UUID) -> Path:
    said = name.hex
    return Path(settings.FILES_ROOT) / said[:2] / said
