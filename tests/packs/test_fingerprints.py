"""The fingerprint of a pack covers every file that is read of it, what it is based on, and every word it uses."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from wayhome.packs.fingerprints import APART, LOCK, base_files, fingerprint, pack_files
from wayhome.packs.loading import load_names, protocol_ids
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.roles import load_roles
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary

LINE = "portsmouth-strategy-2016"
FOLDERS = ("clocks", "examples", "examples/indicators", "examples/instruments", "forms", "forums", "indicators",
           "instruments", ".")  # fmt: skip
READING = """
import sys
opened = set()
sys.addaudithook(lambda event, given: opened.add(str(given[0])) if event == "open" else None)
from wayhome.packs.forms import find_form
from wayhome.packs.forums import load_forums
from wayhome.packs.indicators import load_indicators
from wayhome.packs.instruments import instruments_of, load_instrument
from wayhome.packs.linting import lint
from wayhome.packs.loading import load_protocol
from wayhome.packs.places import protocols_home
from wayhome.packs.protocol_pages import protocol_page
line = sys.argv[1]
load_protocol(line), load_forums(line), load_indicators(line), protocol_page(line), find_form(line, "return-conversation")
[load_instrument(line, each.id) for each in instruments_of(line)]
home = str(protocols_home())
print("\\n".join(sorted(each for each in opened if each.startswith(home))))
"""


@pytest.mark.parametrize("line", protocol_ids())
def test_every_file_that_is_read_of_a_pack_is_in_its_fingerprint(line: str) -> None:
    """Everything the product opens is the pack's own, what it is based on, national, or the words all packs share."""
    done = subprocess.run([sys.executable, "-c", READING, line], capture_output=True, text=True, check=True)
    home = protocols_home()
    read = {Path(each) for each in done.stdout.splitlines()}
    own = {path for path in read if path.is_relative_to(home / line)} - {home / line / LOCK}
    assert own and own <= set(pack_files(home / line))
    shared = {home / "vocabulary.yaml", home / "roles.yaml"}
    others = {p for p in read - own - shared if p.relative_to(home).parts[0] not in ("sources", "england", line)}
    assert others <= set(base_files(home / line))


@pytest.mark.parametrize("line", protocol_ids())
def test_no_file_of_a_pack_is_left_out(line: str) -> None:
    """Only its lock and a partnership's own values stand apart."""
    folder = protocols_home() / line
    here = {path for path in folder.rglob("*") if path.is_file() and path.relative_to(folder).parts[0] not in APART}
    assert here - set(pack_files(folder)) <= {folder / LOCK}


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home with a pack in it, the pack it is based on, and the words they share."""
    home = tmp_path / "protocols"
    for name in ("sources", LINE, "4lscb-2013"):
        shutil.copytree(protocols_home() / name, home / name)
    for name in ("vocabulary.yaml", "roles.yaml"):
        shutil.copy2(protocols_home() / name, home / name)
    return home


@pytest.mark.parametrize("folder", FOLDERS)
def test_touching_any_file_changes_the_fingerprint(home: Path, folder: str) -> None:
    before = fingerprint(home / LINE, load_names())
    path = next(each for each in sorted((home / LINE / folder).glob("*")) if each.is_file() and each.name != LOCK)
    path.write_text(path.read_text(encoding="utf-8") + "\n# one more line\n", encoding="utf-8")
    assert fingerprint(home / LINE, load_names()) != before


def test_a_new_file_a_lost_file_and_a_renamed_one_change_it(home: Path) -> None:
    folder = home / LINE
    seen = {fingerprint(folder, load_names())}
    path = next((folder / "forums").glob("*.yaml"))
    path.rename(path.with_name("renamed.yaml"))
    seen.add(fingerprint(folder, load_names()))
    (folder / "forums" / "renamed.yaml").unlink()
    seen.add(fingerprint(folder, load_names()))
    (folder / "forums" / "more.yaml").write_text("id: more\n", encoding="utf-8")
    seen.add(fingerprint(folder, load_names()))
    assert len(seen) == 4


def test_what_it_is_based_on_in_another_pack_is_part_of_it(home: Path) -> None:
    """A variant means what its base says: a change there is a change here."""
    before = fingerprint(home / LINE, load_names())
    based = base_files(home / LINE)
    assert {path.parent.parent.name for path in based} == {"4lscb-2013"}
    based[0].write_text(based[0].read_text(encoding="utf-8") + "\n# one more line\n", encoding="utf-8")
    assert fingerprint(home / LINE, load_names()) != before


def test_a_word_that_only_a_meeting_or_a_figure_uses_is_part_of_it(home: Path) -> None:
    """Not only what the clocks name."""
    before = fingerprint(home / LINE, load_names())
    path = home / "vocabulary.yaml"
    text = path.read_text(encoding="utf-8")
    old = "nrm.referred: {subject: child, value: none"
    assert old in text and "nrm.referred" in (home / LINE / "indicators" / "data.yaml").read_text(encoding="utf-8")
    path.write_text(text.replace(old, "nrm.referred: {subject: child, value: text"), encoding="utf-8")
    changed = Names(load_vocabulary(home), load_roles(home), load_sources(home))
    assert fingerprint(home / LINE, changed) != before
