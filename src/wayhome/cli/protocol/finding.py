"""What a person names on the command line: a protocol, a version of it, an overlay file, or a folder of their own."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click

from wayhome.engine.errors import EngineError
from wayhome.engine.language import Protocol
from wayhome.packs.documents import read_document, root
from wayhome.packs.errors import PackFault
from wayhome.packs.loading import england_calendar, load_names, load_protocol
from wayhome.packs.overlays import Overlay, load_law, overlaid, read_overlay
from wayhome.packs.places import protocols_home
from wayhome.packs.releases import Pack, open_pack

WRONG = 2  # what was given cannot be read or may not be done: the message says what, where and how to mend it


@contextmanager
def named_faults(*also: type[Exception]) -> Iterator[None]:
    """Print what is wrong and leave with exit code 2, for every fault of a pack and those named."""
    faults: tuple[type[Exception], ...] = (PackFault, EngineError, *also)
    try:
        yield
    except faults as fault:
        click.echo(str(fault), err=True)
        sys.exit(WRONG)


def overlay_in(path: Path) -> Overlay:
    """Read an overlay file with the protocol it names. Raises PackFault."""
    protocol = load_protocol(root(read_document(path))["protocol"].text())
    return read_overlay(path, protocol, load_names(), england_calendar())


def law_named(word: str) -> Protocol:
    """Return a protocol by id, by id with an overlay after a plus sign, or with the overlay of a file. Raises PackFault."""
    path = Path(word)
    if path.suffix in (".yaml", ".yml"):
        overlay = overlay_in(path)
        return overlaid(load_protocol(overlay.protocol), overlay)
    return load_law(word)


def pack_named(line: str) -> Pack:
    """Return the pack of a shipped protocol, as it lies in its folder. Raises PackFault."""
    load_protocol(line)
    return open_pack(protocols_home() / line.partition("@")[0], load_names())
