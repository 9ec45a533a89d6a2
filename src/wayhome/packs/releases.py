"""The life of a pack: draft, proposed, released, superseded, retired, written down in its release.lock.

Draft: being written. Proposed: complete, every check passes, and a second practitioner has read the documents beside
it. Released: fixed, by hash, approver and date; to change it, begin a new version. A version that is no longer the
newest is kept whole under `_retired/`, with the words it used, because old duties are still read by it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cache
from pathlib import Path

from wayhome.engine.language import Protocol
from wayhome.packs.documents import Place, read_document, root
from wayhome.packs.errors import PackFault, Problem, shown
from wayhome.packs.fingerprints import LOCK, fingerprint
from wayhome.packs.loading import RETIRED, read_protocol
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.roles import load_roles
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary


class Stage(StrEnum):
    """Where the version in a folder stands."""

    DRAFT = "draft"
    PROPOSED = "proposed"
    RELEASED = "released"
    RETIRED = "retired"


@dataclass(frozen=True, slots=True)
class Proposal:
    """A version that a second practitioner has read beside its documents. `hash` is of what was read."""

    version: str
    hash: str
    read_by: str
    on: date


@dataclass(frozen=True, slots=True)
class Release:
    """A version that will not change any more: its fingerprint, who approved it, and on what day."""

    version: str
    hash: str
    approved_by: str
    on: date
    because: str


@dataclass(frozen=True, slots=True)
class Lock:
    """What a release.lock says: the proposal in hand, every release, and why the pack was retired if it was."""

    proposal: Proposal | None = None
    releases: tuple[Release, ...] = ()
    retired: str = ""

    def release(self, version: str) -> Release | None:
        """Return the release of a version, or None."""
        return next((each for each in self.releases if each.version == version), None)


@dataclass(frozen=True, slots=True)
class Pack:
    """One version of one protocol as it lies in a folder, with the names it is read by and its fingerprint."""

    folder: Path
    names: Names
    protocol: Protocol
    lock: Lock
    hash: str

    @property
    def version(self) -> str:
        """The version alone."""
        return self.protocol.id.partition("@")[2]

    @property
    def stage(self) -> Stage:
        """Where it stands. A proposal holds only for what was read: any change makes it a draft again."""
        if self.lock.retired:
            return Stage.RETIRED
        if self.lock.release(self.version):
            return Stage.RELEASED
        proposal = self.lock.proposal
        same = proposal is not None and (proposal.version, proposal.hash) == (self.version, self.hash)
        return Stage.PROPOSED if same else Stage.DRAFT


def open_pack(folder: Path, names: Names) -> Pack:
    """Read the pack in a folder, with its life. Raises PackFault."""
    protocol = read_protocol(folder, names)
    return Pack(folder, names, protocol, read_lock(folder), fingerprint(folder, names))


@cache
def retired_names(kept: Path) -> Names:
    """Return the words that a retired pack was read by, which are kept beside it. Raises PackFault."""
    return Names(load_vocabulary(kept), load_roles(kept), load_sources(kept))


def retired_packs(home: Path | None = None) -> Mapping[str, Path]:
    """Return the folder of every retired version by its id, such as `lewisham-2017@1.0.0`."""
    kept = (home or protocols_home()) / RETIRED
    return {path.name: path / path.name.partition("@")[0] for path in sorted(kept.glob("*@*")) if path.is_dir()}


def open_retired(protocol_id: str, home: Path | None = None) -> Pack:
    """Read a retired version with its own words. Raises PackFault, also when there is none."""
    packs = retired_packs(home)
    if protocol_id not in packs:
        here = ", ".join(packs) or "none"
        raise PackFault(Problem(f"protocols/{RETIRED}", 1, f"There is no '{protocol_id}'.", f"Kept here: {here}."))
    folder = packs[protocol_id]
    return open_pack(folder, retired_names(folder.parent))


def lock_problems(pack: Pack) -> list[Problem]:
    """Return what is wrong with a pack's life: a released or retired version that was changed, a version gone back."""
    path = shown(pack.folder / LOCK)
    release = pack.lock.release(pack.version)
    if release is not None and release.hash != pack.hash:
        what = f"{pack.protocol.id} was released on {release.on} and has been changed since."
        mend = "Undo the change, or put the released version back and begin a new one: wayhome protocol revise."
        return [Problem(path, 1, what, mend)]
    newest = max((order(each.version) for each in pack.lock.releases), default=(0,))
    if release is None and order(pack.version) <= newest:
        what = f"Version {pack.version} comes after a newer release."
        return [Problem(path, 1, what, "Give it a higher version in protocol.yaml.")]
    return []


def order(version: str) -> tuple[int, ...]:
    """Return a version as numbers, so that 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split("."))


def read_lock(folder: Path) -> Lock:
    """Read a pack's release.lock; an empty one where there is none. Raises PackFault."""
    if not (folder / LOCK).is_file():
        return Lock()
    top = root(read_document(folder / LOCK))
    top.only("proposed", "releases", "retired")
    proposal = None
    if "proposed" in top:
        place = top["proposed"]
        place.only("version", "hash", "read-by", "on")
        proposal = Proposal(place["version"].text(), place["hash"].text(), place["read-by"].text(), _day(place["on"]))
    releases = tuple(_release(each) for each in top["releases"].each()) if "releases" in top else ()
    return Lock(proposal, releases, top["retired"].text() if "retired" in top else "")


def _release(place: Place) -> Release:
    place.only("version", "hash", "approved-by", "on", "because")
    return Release(
        version=place["version"].text(),
        hash=place["hash"].text(),
        approved_by=place["approved-by"].text(),
        on=_day(place["on"]),
        because=place["because"].text(),
    )


def _day(place: Place) -> date:
    try:
        return date.fromisoformat(place.text())
    except ValueError as error:
        raise place.fault(f"'{place.value}' is not a date.", "Write it as 2026-11-21.") from error
