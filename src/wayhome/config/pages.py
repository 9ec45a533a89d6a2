"""What the rooms show on each other's pages: the frame, and the parts of a child's banner, in one place."""

from __future__ import annotations

from wayhome.config.chrome import frame
from wayhome.missing.web import banner as missing
from wayhome.record.web import banner
from wayhome.ui import chrome


def connect() -> None:
    """Fill the slots. Called once at start-up."""
    chrome.register(frame)
    banner.register("missing", missing.parts)
