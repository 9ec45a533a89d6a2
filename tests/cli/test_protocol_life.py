"""`wayhome protocol check | show | diff | explain | propose | release | revise`, as a practice lead would use them."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wayhome.cli import main
from wayhome.packs.names import Names
from wayhome.packs.places import protocols_home
from wayhome.packs.releases import Pack, Stage, open_pack
from wayhome.packs.roles import load_roles
from wayhome.packs.sources import load_sources
from wayhome.packs.vocabulary import load_vocabulary

LINE = "portsmouth-strategy-2018"
EXAMPLE = Path(__file__).parents[2] / "examples" / "overlays" / "conversations-in-48-hours.yaml"


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["protocol", *words])


def test_check_says_that_nothing_is_to_mend() -> None:
    done = run("check", LINE, str(EXAMPLE))
    assert (done.exit_code, done.stdout) == (0, "Nothing to mend.\n")


def test_check_names_file_line_what_and_how_to_mend(tmp_path: Path) -> None:
    folder = tmp_path / LINE
    shutil.copytree(protocols_home() / LINE, folder)
    path = next((folder / "clocks").glob("*.yaml"))
    text = path.read_text(encoding="utf-8")
    line = next(n for n, each in enumerate(text.splitlines(), 1) if each.strip().startswith("owner:"))
    owner = text.splitlines()[line - 1].split(":")[1].strip()
    path.write_text(text.replace(f"owner: {owner}", f"owner: {owner[:-1]}", 1), encoding="utf-8")
    done = run("check", str(folder))
    assert done.exit_code == 2
    assert f"{path.name}:{line}: There is no post '{owner[:-1]}'. Did you mean '{owner}'?" in done.stderr


def test_check_refuses_a_looser_overlay_and_an_unknown_name(tmp_path: Path) -> None:
    looser = tmp_path / "looser.yaml"
    looser.write_text(EXAMPLE.read_text(encoding="utf-8").replace("48 hours}", "96 hours}"), encoding="utf-8")
    done = run("check", str(looser), "nowhere")
    assert done.exit_code == 2
    assert "asks less than the protocol" in done.stderr
    assert "There is no such protocol, folder or file." in done.stderr
    assert "2 to mend." in done.stderr


def test_show_lists_every_protocol_with_its_stage_and_prints_one() -> None:
    listed = run("show")
    assert listed.exit_code == 0
    assert all(any(stage in line for stage in Stage) for line in listed.stdout.splitlines())
    assert len(listed.stdout.splitlines()) == len(list(protocols_home().glob("*/protocol.yaml")))
    assert run("show", LINE).stdout.startswith("# ")
    assert run("show", "nowhere").exit_code == 2


def test_diff_says_what_changed_and_whether_it_asks_less(tmp_path: Path) -> None:
    done = run("diff", "portsmouth-pathway", str(EXAMPLE))
    assert done.exit_code == 0
    assert "~ conversation-offered" in done.stdout and "Due: 72 hours later -> 48 hours later" in done.stdout
    assert "asks more, and nowhere less" in done.stdout
    other = run("diff", "portsmouth-strategy-2018", "portsmouth-strategy-2016")
    assert "asks less" in other.stdout or "+ " in other.stdout
    assert "No duty differs." in run("diff", LINE, LINE).stdout
    assert run("diff", LINE, "nowhere").exit_code == 2


def test_explain_says_one_rule_with_its_citation_and_examples() -> None:
    done = run("explain", "portsmouth-pathway/conversation-offered")
    assert done.exit_code == 0
    for words in ("72 hours later", "PATH 9.8, The return home conversation", "Example: "):
        assert words in done.stdout
    assert run("explain", "conversation-offered", "--protocol", "portsmouth-pathway").stdout == done.stdout
    wrong = run("explain", "conversation-offred")
    assert wrong.exit_code == 2 and "conversation-offered" in wrong.stderr


@pytest.fixture
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one protocol, in which the verbs may write."""
    home = tmp_path / "protocols"
    home.mkdir()
    for name in ("vocabulary.yaml", "roles.yaml"):
        shutil.copy2(protocols_home() / name, home / name)
    for name in ("sources", LINE):
        shutil.copytree(protocols_home() / name, home / name)
    (home / LINE / "release.lock").unlink(missing_ok=True)

    def opened(line: str) -> Pack:
        return open_pack(home / line, Names(load_vocabulary(), load_roles(), load_sources()))

    for module in ("propose", "release", "revise"):
        monkeypatch.setattr(f"wayhome.cli.protocol.{module}.pack_named", opened)
    return home


def test_the_life_of_a_pack_from_the_command_line(home: Path) -> None:
    early = run("release", LINE, "--approved-by", "B", "--because", "First")
    assert early.exit_code == 2 and "is draft" in early.stderr
    assert run("propose", LINE, "--read-by", "A. Reader, practice lead").exit_code == 0
    same = run("release", LINE, "--approved-by", "A. Reader, practice lead", "--because", "First")
    assert same.exit_code == 2 and "somebody else approves" in same.stderr
    done = run("release", LINE, "--approved-by", "B. Approver, director", "--because", "First")
    assert done.exit_code == 0 and "sha256 " in done.stdout
    kept = run("revise", LINE, "--to", "9.0.0", "--because", "A new board")
    assert kept.exit_code == 0 and "is kept in" in kept.stdout
    assert "version: 9.0.0" in (home / LINE / "protocol.yaml").read_text(encoding="utf-8")
