"""The whole life of a pack, on a copy, as people would type it: draft, proposed, released, in force, superseded, kept.

Every pack that is shipped is a draft and stays one until a second practitioner has read it; this proves the way.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import transaction

from tests import partnership, scratch
from tests.partnership import Partnership, as_owner
from tests.scratch import CLUSTER, DATABASE
from wayhome.clocks.queries.activations import activations
from wayhome.packs.places import protocols_home
from wayhome.platform.models import Authority
from wayhome.platform.roles import as_clock

LINE = "portsmouth-strategy-2018"
READER, APPROVER, BOARD = "A. Reader, practice lead", "B. Approver, director", "C. Board, chair"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder of protocols of one's own, which WAYHOME_PROTOCOLS names."""
    home = tmp_path / "protocols"
    shutil.copytree(protocols_home(), home)
    return home


@pytest.fixture
def north(committed_db: None) -> Partnership:
    """A partnership that is no demonstration: only a release can be put in force for it."""
    scratch.renew()  # the command acts for the one partnership there is
    place = partnership.northhaven()
    with as_owner():
        Authority.objects.filter(id=place.authority).update(demonstration=False)
    return place


def typed(home: Path, *words: str, fails: bool = False) -> str:
    """Run `wayhome protocol ...` in a process of its own over that folder; return what it said."""
    done = subprocess.run(
        [sys.executable, "-m", "wayhome.cli", "protocol", *words],
        env={**os.environ, **CLUSTER.environment(DATABASE), "WAYHOME_PROTOCOLS": str(home)},
        capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == (2 if fails else 0), f"{words}: {done.stdout}{done.stderr}"
    return done.stderr if fails else done.stdout


def put_in_force(home: Path, from_: str, *, fails: bool = False) -> str:
    return typed(home, "activate", LINE, "--from", from_, "--by", BOARD, "--because", "Agreed", fails=fails)


def in_force(place: Partnership) -> list[tuple[str, str]]:
    with transaction.atomic(), as_clock():
        return [(each.protocol, each.hash) for each in activations(place.authority)]


def test_from_draft_to_retired_and_kept(north: Partnership, home: Path) -> None:
    def stage() -> str:
        return next(each for each in typed(home, "show").splitlines() if LINE in each)

    # A draft is not put in force, and nobody approves what nobody else has read.
    assert "draft" in stage()
    assert "is draft. Only a release can be put in force" in put_in_force(home, "2026-01-05 09:00", fails=True)
    assert "is draft" in typed(home, "release", LINE, "--approved-by", APPROVER, "--because", "x", fails=True)

    # Proposed by who read it beside its documents; released by somebody else, with a hash and a date.
    typed(home, "propose", LINE, "--read-by", READER)
    assert "proposed" in stage()
    assert "is proposed. Only a release" in put_in_force(home, "2026-01-05 09:00", fails=True)
    assert "somebody else" in typed(home, "release", LINE, "--approved-by", READER, "--because", "x", fails=True)
    assert "sha256 " in typed(home, "release", LINE, "--approved-by", APPROVER, "--because", "First")
    assert "released" in stage()
    lock = (home / LINE / "release.lock").read_text(encoding="utf-8")
    assert all(word in lock for word in (f"approved-by: {APPROVER}", "hash: ", "version: 1.0.0", "because: First"))

    # In force for the partnership from a moment, by its hash.
    put_in_force(home, "2026-01-05 09:00")
    ((law, fingerprint),) = in_force(north)
    assert law == f"{LINE}@1.0.0" and fingerprint in lock

    # A released file that is changed is seen, and cannot be put in force.
    clocks = home / LINE / "clocks" / "after-return.yaml"
    text = clocks.read_text(encoding="utf-8")
    clocks.write_text(text.replace("72 hours", "48 hours"), encoding="utf-8")
    assert "has been changed since" in typed(home, "check", str(home / LINE), fails=True)
    assert "has been changed since" in put_in_force(home, "2026-02-02 09:00", fails=True)
    clocks.write_text(text, encoding="utf-8")

    # The next version: the old one is kept whole, the new one goes the same way and supersedes it from its moment.
    assert "is kept in" in typed(home, "revise", LINE, "--to", "1.1.0", "--because", "A new board")
    assert (home / "_retired" / f"{LINE}@1.0.0" / LINE / "protocol.yaml").is_file()
    assert "draft" in stage()
    changes = home / LINE / "CHANGELOG.md"
    changes.write_text(changes.read_text(encoding="utf-8") + "\n## 1.1.0\nRead again.\n", encoding="utf-8")
    typed(home, "propose", LINE, "--read-by", READER)
    typed(home, "release", LINE, "--approved-by", APPROVER, "--because", "Second")
    assert "is already to begin" in put_in_force(home, "2026-01-05 09:00", fails=True)
    put_in_force(home, "2026-03-02 09:00")
    (first, second) = in_force(north)
    assert (first[0], second[0]) == (f"{LINE}@1.0.0", f"{LINE}@1.1.0") and first[1] != second[1]

    # What was retired is kept: it can be read, compared, and put in force again.
    assert "No duty differs." in typed(home, "diff", f"{LINE}@1.0.0", f"{LINE}@1.1.0")
    assert typed(home, "check", str(home / LINE)) == "Nothing to mend.\n"
    typed(home, "activate", f"{LINE}@1.0.0", "--from", "2026-04-06 09:00", "--by", BOARD, "--because", "Back again")
    assert in_force(north)[-1] == first


def test_a_folder_without_protocols_is_named(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-m", "wayhome.cli", "protocol", "show"],
        env={**os.environ, "WAYHOME_PROTOCOLS": str(tmp_path)}, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode != 0 and "there is no vocabulary.yaml" in done.stderr
