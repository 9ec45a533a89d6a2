"""Where the protocols are: beside the source in a checkout, inside the package in a wheel, or in a folder of one's own."""

from __future__ import annotations

import os
from functools import cache
from pathlib import Path


@cache
def protocols_home() -> Path:
    """Return the folder that holds vocabulary.yaml and one folder a protocol.

    A partnership that releases packs of its own keeps the whole folder where it can write, and names it in
    WAYHOME_PROTOCOLS. Otherwise a checkout's own folder wins over the copy shipped in the wheel, so that an edit is
    what runs. Raises FileNotFoundError when the folder named holds no protocols, or when none is there at all, which
    means a broken installation.
    """
    named = os.environ.get("WAYHOME_PROTOCOLS", "")
    if named:
        if not (Path(named) / "vocabulary.yaml").is_file():
            what = f"WAYHOME_PROTOCOLS names {named}, where there is no vocabulary.yaml."
            raise FileNotFoundError(f"{what} Name the folder that holds it, or unset WAYHOME_PROTOCOLS.")
        return Path(named).resolve()
    package = Path(__file__).resolve().parents[1]
    for folder in (package.parents[1] / "protocols", package / "protocols"):
        if (folder / "vocabulary.yaml").is_file():
            return folder
    raise FileNotFoundError("No protocols folder with a vocabulary.yaml was found: install Wayhome again.")
