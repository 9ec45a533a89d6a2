"""The life of a pack: every step asks for what it needs, and nothing released or retired changes unseen."""

from __future__ import annotations

import re
import shutil
from datetime import date
from pathlib import Path

import pytest

from wayhome.packs.errors import Problem
from wayhome.packs.fingerprints import LOCK
from wayhome.packs.loading import protocol_ids
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.releases import Pack, Stage, lock_problems, open_pack, open_retired, retired_names, retired_packs
from wayhome.packs.releasing import UnableToMoveOn, propose, release, revise
from wayhome.packs.roles import load_roles
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary

DAY = date(2026, 11, 21)
LINE = "portsmouth-strategy-2018"
READER, APPROVER = "A. Reader, practice lead", "B. Approver, director"


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with one protocol in it, as a partnership would keep its own."""
    home = tmp_path / "protocols"
    shutil.copytree(protocols_home() / "sources", home / "sources")
    for name in ("vocabulary.yaml", "roles.yaml"):
        shutil.copy2(protocols_home() / name, home / name)
    shutil.copytree(protocols_home() / LINE, home / LINE)
    (home / LINE / LOCK).unlink(missing_ok=True)
    top = home / LINE / "protocol.yaml"
    top.write_text(re.sub(r"^version: .*$", "version: 1.0.0", top.read_text(encoding="utf-8"), flags=re.MULTILINE))
    return home


def opened(home: Path) -> Pack:
    """Read the pack afresh, as a new process would."""
    for each in (load_vocabulary, load_roles, load_sources, retired_names):
        each.cache_clear()
    return open_pack(home / LINE, Names(load_vocabulary(home), load_roles(home), load_sources(home)))


def released(home: Path) -> Pack:
    propose(opened(home), problems=[], read_by=READER, on=DAY)
    release(opened(home), approved_by=APPROVER, because="First", on=DAY)
    return opened(home)


def edit(path: Path, old: str, new: str) -> None:
    text = path.read_text(encoding="utf-8")
    assert old in text
    path.write_text(text.replace(old, new, 1), encoding="utf-8")


def test_from_draft_to_proposed_to_released(home: Path) -> None:
    assert opened(home).stage is Stage.DRAFT
    propose(opened(home), problems=[], read_by=READER, on=DAY)
    assert opened(home).stage is Stage.PROPOSED
    made = release(opened(home), approved_by=APPROVER, because="First", on=DAY)
    pack = opened(home)
    assert (pack.stage, made.hash, made.version) == (Stage.RELEASED, pack.hash, "1.0.0")
    assert lock_problems(pack) == []


def test_a_proposal_holds_only_for_what_was_read(home: Path) -> None:
    propose(opened(home), problems=[], read_by=READER, on=DAY)
    edit(home / LINE / "gaps.md", "\n", "\nOne more thing.\n")
    assert opened(home).stage is Stage.DRAFT
    with pytest.raises(UnableToMoveOn, match="changed since it was read"):
        release(opened(home), approved_by=APPROVER, because="First", on=DAY)


def test_what_is_not_ready_is_refused_by_name(home: Path) -> None:
    with pytest.raises(UnableToMoveOn, match="Have a second practitioner read it"):
        release(opened(home), approved_by=APPROVER, because="First", on=DAY)
    found = [Problem("protocol.yaml", 1, "Something is wrong.", "Mend it.")]
    with pytest.raises(UnableToMoveOn, match="problems first"):
        propose(opened(home), problems=found, read_by=READER, on=DAY)
    with pytest.raises(UnableToMoveOn, match="Say who"):
        propose(opened(home), problems=[], read_by="  ", on=DAY)
    propose(opened(home), problems=[], read_by=READER, on=DAY)
    with pytest.raises(UnableToMoveOn, match="somebody else approves"):
        release(opened(home), approved_by=READER, because="First", on=DAY)
    (home / LINE / "gaps.md").write_text("\n")
    with pytest.raises(UnableToMoveOn, match=r"gaps\.md is empty"):
        propose(opened(home), problems=[], read_by=READER, on=DAY)


@pytest.mark.parametrize("name", ["protocol.yaml", "gaps.md", "CHANGELOG.md"])
def test_a_released_file_cannot_change_without_a_new_version(home: Path, name: str) -> None:
    released(home)
    path = home / LINE / name
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    (problem,) = lock_problems(opened(home))
    assert "has been changed since" in problem.what and "revise" in problem.mend


def test_a_shared_word_may_be_added_but_not_given_another_meaning(home: Path) -> None:
    before = released(home)
    vocabulary = home / "vocabulary.yaml"
    vocabulary.write_text(vocabulary.read_text(encoding="utf-8") + "\n# a remark\n", encoding="utf-8")
    assert opened(home).hash == before.hash
    owner = before.protocol.clocks[0].owner
    text = (home / "roles.yaml").read_text(encoding="utf-8")
    line = next(each for each in text.splitlines() if each.strip().startswith(f"{owner}:"))
    changed = line.replace("by: child", "by: nobody") if "by: child" in line else line.replace("by: post", "by: child")
    (home / "roles.yaml").write_text(text.replace(line, changed.replace("by: nobody", "by: post")), encoding="utf-8")
    assert opened(home).hash != before.hash


def test_a_new_version_keeps_the_old_one_whole_and_loadable(home: Path) -> None:
    old = released(home)
    kept = revise(old, version="1.1.0", because="The board changed its mind.")
    assert kept == home / "_retired" / f"{LINE}@1.0.0"
    pack = opened(home)
    assert (pack.version, pack.stage) == ("1.1.0", Stage.DRAFT)
    retired = open_retired(f"{LINE}@1.0.0", home)
    assert (retired.stage, retired.hash) == (Stage.RETIRED, old.hash)
    assert retired.protocol.clocks == old.protocol.clocks
    assert lock_problems(retired) == []
    propose(pack, problems=[], read_by=READER, on=DAY)
    release(opened(home), approved_by=APPROVER, because="Second", on=DAY)
    assert [each.version for each in opened(home).lock.releases] == ["1.0.0", "1.1.0"]


def test_editing_a_retired_pack_is_seen(home: Path) -> None:
    revise(released(home), version="1.1.0", because="Newer.")
    folder = retired_packs(home)[f"{LINE}@1.0.0"]
    path = next((folder / "clocks").glob("*.yaml"))
    path.write_text(path.read_text(encoding="utf-8") + "\n# changed\n", encoding="utf-8")
    assert lock_problems(open_retired(f"{LINE}@1.0.0", home))


def test_steps_out_of_turn_are_refused(home: Path) -> None:
    with pytest.raises(UnableToMoveOn, match="is draft: change it where it is"):
        revise(opened(home), version="1.1.0", because="x")
    pack = released(home)
    with pytest.raises(UnableToMoveOn, match="is not higher"):
        revise(pack, version="1.0.0", because="x")
    with pytest.raises(UnableToMoveOn, match="Begin a new version"):
        propose(pack, problems=[], read_by=READER, on=DAY)
    edit(home / LINE / "protocol.yaml", "version: 1.0.0", "version: 0.9.0")
    (problem,) = lock_problems(opened(home))
    assert "comes after a newer release" in problem.what
    edit(home / LINE / "protocol.yaml", "version: 0.9.0", "version: 2.0.0")
    propose(opened(home), problems=[], read_by=READER, on=DAY)
    with pytest.raises(UnableToMoveOn, match="is not kept under _retired/"):
        release(opened(home), approved_by=APPROVER, because="x", on=DAY)


@pytest.mark.parametrize("line", protocol_ids())
def test_every_shipped_pack_is_as_its_lock_says(line: str) -> None:
    names = Names(load_vocabulary(), load_roles(), load_sources())
    assert lock_problems(open_pack(protocols_home() / line, names)) == []


def test_every_retired_pack_is_as_it_was_released() -> None:
    for protocol_id in retired_packs():
        pack = open_retired(protocol_id)
        assert pack.stage is Stage.RETIRED and pack.lock.release(pack.version) is not None
        assert lock_problems(pack) == []
