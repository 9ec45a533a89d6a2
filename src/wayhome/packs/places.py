"""Where the protocols are: beside the source in a checkout, inside the package in a wheel."""

from __future__ import annotations

from functools import cache
from pathlib import Path


@cache
def protocols_home() -> Path:
    """Return the folder that holds vocabulary.yaml and one folder a protocol.

    A checkout's own folder wins over the copy shipped in the wheel, so that an edit is what runs.
    Raises FileNotFoundError when neither is there, which means a broken installation.
    """
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parents[1] / "protocols", package / "protocols"):
        if (folder / "vocabulary.yaml").is_file():
            return folder
    raise FileNotFoundError("No protocols folder with a vocabulary.yaml was found: install Wayhome again.")
