"""The steps of a pack's life, each refused by name until what it needs is there: propose, release, revise."""

from __future__ import annotations

import shutil
from datetime import date
from pathlib import Path

import yaml

from wayhome.packs.errors import Problem
from wayhome.packs.fingerprints import LOCK, base_files
from wayhome.packs.loading import RETIRED, SHARED
from wayhome.packs.releases import Lock, Pack, Proposal, Release, Stage, lock_problems, order, retired_packs

_HEAD = "# The life of this pack. Written by 'wayhome protocol propose', 'release' and 'revise'; not by hand.\n"


class UnableToMoveOn(Exception):
    """A pack cannot take the next step of its life; the message says why and what to do."""


def propose(pack: Pack, *, problems: list[Problem], read_by: str, on: date) -> Lock:
    """Write down that a second practitioner has read the documents beside the pack.

    `problems` is what lint found. Raises UnableToMoveOn while there is any, for a released version, or when
    gaps.md says nothing.
    """
    if pack.stage in (Stage.RELEASED, Stage.RETIRED):
        raise UnableToMoveOn(f"{pack.protocol.id} is {pack.stage}. Begin a new version: wayhome protocol revise.")
    if problems:
        raise UnableToMoveOn(f"{len(problems)} problems first: wayhome protocol check {pack.protocol.line}.")
    if not (pack.folder / "gaps.md").read_text(encoding="utf-8").strip():
        raise UnableToMoveOn("gaps.md is empty. Say what the documents leave open, and what was chosen.")
    lock = Lock(Proposal(pack.version, pack.hash, _named(read_by), on), pack.lock.releases)
    _write(pack.folder, lock)
    return lock


def release(pack: Pack, *, approved_by: str, because: str, on: date) -> Release:
    """Release the proposed version: from now on it does not change.

    Raises UnableToMoveOn unless it is proposed as it stands, by somebody other than the approver, and every earlier
    release is kept under `_retired/`.
    """
    proposal = pack.lock.proposal
    if pack.stage is not Stage.PROPOSED or proposal is None:
        mend = "Have a second practitioner read it: wayhome protocol propose."
        raise UnableToMoveOn(f"{pack.protocol.id} is {pack.stage}, or was changed since it was read. {mend}")
    if _named(approved_by) == proposal.read_by:
        raise UnableToMoveOn(f"{approved_by} read it; somebody else approves it.")
    kept = retired_packs(pack.folder.parent)
    for earlier in pack.lock.releases:
        if f"{pack.protocol.line}@{earlier.version}" not in kept:
            raise UnableToMoveOn(f"{pack.protocol.line}@{earlier.version} is not kept under {RETIRED}/.")
    made = Release(pack.version, pack.hash, _named(approved_by), on, because)
    _write(pack.folder, Lock(None, (*pack.lock.releases, made)))
    return made


def revise(pack: Pack, *, version: str, because: str) -> Path:
    """Keep the released version whole under `_retired/`, with the words it used, and begin the next as a draft.

    What it is based on in other packs is kept beside it.

    Returns where the old one is kept. Raises UnableToMoveOn unless it is released and the new version is higher.
    """
    if pack.stage is not Stage.RELEASED:
        raise UnableToMoveOn(f"{pack.protocol.id} is {pack.stage}: change it where it is.")
    if lock_problems(pack):
        raise UnableToMoveOn(str(lock_problems(pack)[0]))
    if order(version) <= order(pack.version):
        raise UnableToMoveOn(f"{version} is not higher than {pack.version}.")
    home = pack.folder.parent
    kept = home / RETIRED / pack.protocol.id
    kept.mkdir(parents=True)
    for name in SHARED:
        shutil.copy2(home / name, kept / name)
    shutil.copytree(home / "sources", kept / "sources")
    shutil.copytree(pack.folder, kept / pack.protocol.line)
    for base in base_files(pack.folder):
        beside = kept.joinpath(*base.parts[-3:])
        beside.parent.mkdir(parents=True, exist_ok=True)
        shutil.copy2(base, beside)
    _write(kept / pack.protocol.line, Lock(None, pack.lock.releases, because))
    top = pack.folder / "protocol.yaml"
    text = top.read_text(encoding="utf-8")
    top.write_text(text.replace(f"version: {pack.version}", f"version: {version}", 1), encoding="utf-8")
    return kept


def _named(who: str) -> str:
    if not who.strip():
        raise UnableToMoveOn("Say who: a name and a post.")
    return " ".join(who.split())


def _write(folder: Path, lock: Lock) -> None:
    told: dict[str, object] = {}
    if lock.proposal:
        each = lock.proposal
        told["proposed"] = {
            "version": each.version, "hash": each.hash, "read-by": each.read_by, "on": each.on.isoformat(),
        }  # fmt: skip
    if lock.releases:
        told["releases"] = [
            {
                "version": r.version, "hash": r.hash, "approved-by": r.approved_by, "on": r.on.isoformat(),
                "because": r.because,
            }
            for r in lock.releases
        ]  # fmt: skip
    if lock.retired:
        told["retired"] = lock.retired
    text = yaml.safe_dump(told, sort_keys=False, allow_unicode=True, width=110)
    (folder / LOCK).write_text(_HEAD + text, encoding="utf-8")
