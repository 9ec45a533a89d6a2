"""What is wrong in a document, where, and how to mend it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One mistake in one document. `line` counts from 1; `mend` says what to do about it."""

    file: str
    line: int
    what: str
    mend: str = ""

    def __str__(self) -> str:
        """Return the message a person reads: file, line, what is wrong, how to mend."""
        tail = f" {self.mend}" if self.mend else ""
        return f"{self.file}:{self.line}: {self.what}{tail}"


class PackFault(Exception):
    """A document cannot be read; carries every problem found in it."""

    def __init__(self, *problems: Problem) -> None:
        """Keep the problems, in the order of the document."""
        super().__init__("\n".join(str(p) for p in problems))
        self.problems: tuple[Problem, ...] = problems


def shown(path: Path) -> str:
    """Return a path as a person would type it from where they stand, never longer than needed."""
    try:
        return str(path.resolve().relative_to(Path.cwd()))
    except ValueError:
        return path.name if not path.parent.name else f"{path.parent.name}/{path.name}"
