"""`wayhome clocks`: from a file or a pipe, for people and for programs, and what it refuses."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wayhome.cli import main
from wayhome.packs.vocabulary_words import written_again

ROOT = Path(__file__).parents[2]
PAGE = ROOT / "docs" / "reference" / "situation.md"
NIGHT = "facts:\n  - {kind: missing.began, at: 2026-03-06 22:00, value: missing}\n"


def run(*words: str, given: str | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, ["clocks", *words], input=given)


def asked(given: str, *words: str, as_of: str = "2026-03-07 12:00") -> Result:
    """Ask about a situation given on standard input."""
    return run("--protocol", "portsmouth-pathway", "--situation", "-", "--as-of", as_of, *words, given=given)


def test_the_documented_example_runs(tmp_path: Path) -> None:
    """What the reference page shows can be typed as it stands."""
    page = PAGE.read_text(encoding="utf-8")
    (night,) = re.findall(r"```yaml\n(.*?)```", page, re.DOTALL)
    (words,) = re.findall(r"^wayhome clocks (.*)$", page, re.MULTILINE)
    path = tmp_path / "night.yaml"
    path.write_text(night, encoding="utf-8")
    typed = [word.strip('"') for word in re.findall(r'"[^"]+"|\S+', words.replace("night.yaml", str(path)))]
    result = run(*typed)
    assert result.exit_code == 0, result.output
    assert "DUE-SOON     Strategy discussion to locate the child" in result.output
    assert "due      Saturday 7 March 2026, 10pm" in result.output
    assert "cited    PATH 9.6" in result.output
    assert "It counts from when we were told, Friday 6 March 2026, 11:10pm: missing began (missing)" in result.output


def test_the_documented_vocabulary_is_the_vocabulary() -> None:
    """When this fails: python -m wayhome.packs.vocabulary_words docs/reference/situation.md."""
    page = PAGE.read_text(encoding="utf-8")
    assert page == written_again(page)


def test_each_duty_says_its_id_state_due_owner_citation_and_why() -> None:
    """For a program, on standard output and nothing else."""
    result = asked(NIGHT, "--json")
    told = json.loads(result.stdout)
    assert told["protocol"] == "portsmouth-pathway@1.0.0"
    assert told["as_of"] == "2026-03-07T12:00:00Z"
    (school,) = [duty for duty in told["duties"] if duty["id"] == "tell-school"]
    assert (school["state"], school["due"]) == ("running", "2026-03-07T22:00:00Z")
    assert school["owner_label"] == "Police officer leading the missing investigation"
    assert school["citation"][0]["source"] == "PATH"
    assert school["why"]


def test_what_was_known_then() -> None:
    """A return recorded later was not known before."""
    told_late = NIGHT + "  - {kind: missing.returned, at: 2026-03-07 07:00, told: 2026-03-07 15:00}\n"
    then = json.loads(asked(told_late, "--json", "--known-at", "2026-03-07 11:00").stdout)
    now = json.loads(asked(told_late, "--json").stdout)
    assert "safe-and-well" not in {duty["id"] for duty in then["duties"]}
    assert "safe-and-well" in {duty["id"] for duty in now["duties"]}


@pytest.mark.parametrize(
    ("given", "line", "what"),
    [
        ("facts:\n  - {kind: missing.begun, at: 2026-03-06, value: missing}\n", 2, "no kind of fact 'missing.begun'"),
        ("facts:\n  - {kind: missing.began, at: noon, value: missing}\n", 2, "'noon' is not a time"),
        (
            "facts:\n  - {kind: missing.began, episode: a, at: 2026-03-06, value: missing}\n"
            "  - {kind: missing.began, episode: b, at: 2026-03-07, value: missing}\n",
            3,
            "begins before episode 'a' has ended",
        ),
        ("facts:\n- {kind: [\n", 3, "not YAML"),
    ],
)
def test_what_cannot_be_read_is_exit_2_with_its_line(given: str, line: int, what: str) -> None:
    """On standard error, so that a pipe stays clean."""
    result = asked(given, "--json")
    assert result.exit_code == 2
    assert f"(standard input):{line}: " in result.stderr
    assert what in result.stderr
    assert result.stdout == ""


def test_a_time_or_protocol_that_is_none_is_exit_2() -> None:
    """The options are named as a file is."""
    result = asked(NIGHT, as_of="tomorrow")
    assert (result.exit_code, "--as-of:1: 'tomorrow' is not a time" in result.stderr) == (2, True)
    result = run("--protocol", "nowhere", "--situation", "-", "--as-of", "2026-03-07 12:00", given=NIGHT)
    assert (result.exit_code, "There is no protocol 'nowhere'" in result.stderr) == (2, True)
    result = run("--protocol", "lewisham-2017", "--situation", "no.yaml", "--as-of", "2026-03-07 12:00")
    assert (result.exit_code, "There is no file 'no.yaml'" in result.stderr) == (2, True)


def test_an_old_code_page_is_exit_2_with_its_line(tmp_path: Path) -> None:
    """From a file and from a pipe."""
    spoilt = (NIGHT + "  - {kind: missing.update, at: 2026-03-07 01:00, value: At the café}\n").encode("latin-1")
    path = tmp_path / "old.yaml"
    path.write_bytes(spoilt)
    for source, name in ((str(path), str(path)), ("-", "(standard input)")):
        words = ["clocks", "--protocol", "lewisham-2017", "--situation", source, "--as-of", "2026-03-07 12:00"]
        result = CliRunner().invoke(main, words, input=spoilt)
        assert (result.exit_code, f"{name}:3: The file is not UTF-8" in result.stderr) == (2, True), result.output


@pytest.mark.parametrize("slip", ["0001-01-01", "9999-12-31", "0001-01-01T00:00+14:00", "9999-12-31 23:59"])
def test_a_year_nobody_means_is_exit_2(slip: str) -> None:
    """Counting from it would run past the last day there is."""
    result = asked(NIGHT.replace("2026-03-06 22:00", slip), as_of="2026-03-07 12:00")
    assert (result.exit_code, "a year that nobody could mean" in result.stderr) == (2, True)
    result = asked(NIGHT, as_of="2026-03-07")
    assert (result.exit_code, "Add the time of day: 2026-03-07 12:00" in result.stderr) == (2, True)


def test_a_day_beyond_the_calendar_is_exit_2() -> None:
    """A bank holiday is never guessed."""
    result = asked(NIGHT.replace("2026", "2040").replace("03-06", "12-30"), as_of="2041-01-02 12:00")
    assert result.exit_code == 2
    assert "calendar" in result.stderr


def test_it_never_loads_django_nor_the_reckoning_of_holidays() -> None:
    """Asking what is due needs neither a database nor a second to start."""
    code = (
        "import sys; from click.testing import CliRunner; from wayhome.cli import main\n"
        "words = ['clocks', '--protocol', 'lewisham-2017', '--situation', '-', '--as-of', '2026-03-07 12:00']\n"
        f"result = CliRunner().invoke(main, words, input={NIGHT!r})\n"
        "assert result.exit_code == 0, result.output\n"
        "print(sorted({m.split('.')[0] for m in sys.modules} & {'django', 'holidays', 'jsonschema', 'psycopg'}))\n"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=ROOT)
    assert done.stdout.strip() == "[]"
