"""`wayhome score` and `wayhome instrument`: from a file or a pipe, for people and for programs, and what they refuse."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from wayhome.cli import main

PAGE = Path(__file__).parents[2] / "docs" / "reference" / "answers.md"
FORM = """\
reference-date: 2013-12-16
born-on: 1999-05-04
answers:
  drugs: no
  missing: {current: yes, earlier: no, reason: Away.}
"""
ITEMS = """\
section,section-title,id,label,points-current,points-previous
signs,Signs,first,"First, and ours",2,1
signs,Signs,second,Second,5,
"""
LEVELS = "id,from,to\nlow,0,2\nmedium,3,5\nhigh,6,\n"


def run(*words: str, given: str | None = None) -> Result:
    """Run the command in this process."""
    return CliRunner().invoke(main, list(words), input=given)


def scored(given: str, *words: str) -> Result:
    """Score a form given on standard input."""
    return run("score", "seraf", "--protocol", "4lscb-2013", "--answers", "-", *words, given=given)


def documented() -> str:
    """The one form that the reference page shows."""
    (form,) = re.findall(r"```yaml\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    return str(form)


def test_the_documented_example_runs(tmp_path: Path) -> None:
    """What the reference page shows can be typed as it stands."""
    (words,) = re.findall(r"^wayhome (score .*)$", PAGE.read_text(encoding="utf-8"), re.MULTILINE)
    path = tmp_path / "form.yaml"
    path.write_text(documented(), encoding="utf-8")
    result = run(*words.replace("form.yaml", str(path)).split())
    assert result.exit_code == 0, result.output
    assert "no score, because too little is known" in result.output
    assert "Already certain: at least Category 3: moderate risk, 14 points" in result.output
    assert "+5 added: Under 13" in result.output
    assert "Judgement, beside it: Category 4" in result.output
    assert "(4LSCB App 2)" in result.output
    assert "© Barnardo's" in result.output


def test_json_says_the_same_from_a_pipe() -> None:
    """For another program: nothing scored, what is certain, and what is missing."""
    told = json.loads(scored(documented(), "--json").output)
    assert told["scored"] is False
    assert told["outcome"] is None
    assert told["at_least"] == {"level": "category-3", "label": "Category 3: moderate risk", "points": 14}
    assert told["judgement"]["level"] == "category-4"
    assert "sexual-abuse" in told["missing"]
    assert sum(each["points"] for each in told["fired"]) == 14
    assert {each["cite"] for each in told["actions"]} >= {"4LSCB 5.5.2; 4LSCB 5.6.2"}


WRONG = {
    "an item that is not there": (FORM.replace("drugs", "drug"), "4", "Did you mean 'drugs'"),
    "an answer out of range": (FORM.replace("drugs: no", "drugs: maybe"), "4", "Known here: yes, no, not-known"),
    "no such day": (FORM.replace("1999-05-04", "1999-02-30"), "2", "There is no day '1999-02-30'"),
    "born after the reference date": (FORM.replace("1999-05-04", "2014-01-01"), "2", "after the reference date"),
    "a day after the reference date": (
        FORM.replace("{current: yes, earlier: no, reason: Away.}", "{when: [2014-01-02], reason: Away.}"),
        "5",
        "from which the windows run back",
    ),
    "which stretch of time": (FORM.replace("{current: yes, earlier: no, reason: Away.}", "yes"), "5", "which of them"),
    "a key nobody reads": (FORM + "colour: blue\n", "6", "'colour' is not known here"),
    "a judgement without its reason": (FORM + "judgement: {level: category-1}\n", "6", "'reason' is missing"),
    "no such level": (FORM + "judgement: {level: category-9, reason: x}\n", "6", "There is no level 'category-9'"),
    "answers to another instrument": ("instrument: ceraf\n" + FORM, "1", "not to 'seraf'"),
    "not YAML": ("answers: {", "1|2", "not YAML"),
}


@pytest.mark.parametrize("case", WRONG)
def test_what_cannot_be_read_is_named_with_its_line(case: str) -> None:
    """Exit code 2, and nothing on standard output."""
    form, line, said = WRONG[case]
    result = scored(form)
    assert result.exit_code == 2, result.output
    assert said in result.stderr
    assert re.match(rf"\(standard input\):({line}):", result.stderr), result.stderr
    assert not result.stdout


def test_an_instrument_that_nobody_has_or_that_several_have() -> None:
    """Both are answered with what would help."""
    none = run("score", "serag", "--protocol", "4lscb-2013", "--answers", "-", given=FORM)
    assert none.exit_code == 2
    assert "Did you mean 'seraf'" in none.stderr
    several = run("score", "trafficking-indicators", "--answers", "-", given="reference-date: 2013-12-16\n")
    assert several.exit_code == 2
    assert "Add --protocol with one of 4lscb-2013" in several.stderr


def test_a_partnerships_own_items_are_loaded_scored_and_kept(tmp_path: Path) -> None:
    """A version once written stays; other items under the same version are refused."""
    items, levels, out = tmp_path / "items.csv", tmp_path / "levels.csv", tmp_path / "ours"
    items.write_text(ITEMS, encoding="utf-8")
    levels.write_text(LEVELS, encoding="utf-8")
    words = [
        "instrument",
        "import",
        str(items),
        "--protocol",
        "portsmouth-pathway",
        "--owner",
        "Invented",
        "--out",
        str(out),
    ]
    assert "ceraf@1.a, 2 items" in run(*words, "--levels", str(levels), "--version", "1.a").output
    assert "Already there" in run(*words, "--levels", str(levels), "--version", "1.a").output
    form = "reference-date: 2026-03-02\nanswers:\n  first: {when: [2025-12-02], reason: Seen}\n  second: no\n"
    told = json.loads(run("score", str(out / "ceraf-1.a.yaml"), "--answers", "-", "--json", given=form).output)
    assert told["outcome"] == {"level": "low", "label": "Low", "points": 2}
    before = json.loads(
        run(
            "score", str(out / "ceraf-1.a.yaml"), "--answers", "-", "--json", given=form.replace("12-02", "12-01")
        ).output
    )
    assert before["outcome"]["points"] == 1
    items.write_text(ITEMS.replace("Second,5", "Second,4"), encoding="utf-8")
    again = run(*words, "--levels", str(levels), "--version", "1.a")
    assert again.exit_code == 2
    assert "already here with other items" in again.stderr


def test_without_levels_the_level_is_a_judgement(tmp_path: Path) -> None:
    """No cut-off is made up."""
    items, out = tmp_path / "items.csv", tmp_path / "ours"
    items.write_text(ITEMS, encoding="utf-8")
    run(
        "instrument",
        "import",
        str(items),
        "--protocol",
        "portsmouth-pathway",
        "--version",
        "b",
        "--owner",
        "Us",
        "--out",
        str(out),
    )
    form = "reference-date: 2026-03-02\nanswers:\n  first: {current: yes, previous: no, reason: Seen}\n  second: no\n"
    told = json.loads(run("score", str(out / "ceraf-b.yaml"), "--answers", "-", "--json", given=form).output)
    assert (told["scored"], told["outcome"], told["tally"]) == (False, None, 2)
    assert any("judgement" in each["items"] for each in told["lacking"])


BROKEN = {
    "a column that is missing": (
        ITEMS.replace(",points-previous", ""),
        LEVELS,
        "The column 'points-previous' is missing",
    ),
    "an item twice": (ITEMS.replace("second", "first"), LEVELS, "items.csv:3: 'first' is there twice"),
    "points that are no number": (ITEMS.replace("Second,5", "Second,five"), LEVELS, "items.csv:3: 'five' under"),
    "no stretch of time": (ITEMS.replace("Second,5", "Second,"), LEVELS, "asked for no stretch of time"),
    "an empty label": (ITEMS.replace("Second,5", ",5"), LEVELS, "'label' is empty"),
    "no items": (ITEMS.splitlines()[0], LEVELS, "There are no items here"),
    "a gap between levels": (ITEMS, LEVELS.replace("medium,3", "medium,4"), "points are in no level"),
    "levels that overlap": (ITEMS, LEVELS.replace("medium,3", "medium,2"), "points are in two levels"),
    "a level nobody can reach": (ITEMS, LEVELS.replace("5", "8").replace("6", "9"), "No form can reach 'high'"),
    "a level that is not there": (ITEMS, LEVELS.replace("high", "very-high"), "There is no level 'very-high'"),
}


@pytest.mark.parametrize("case", BROKEN)
def test_items_that_cannot_be_used_are_named_and_nothing_is_written(tmp_path: Path, case: str) -> None:
    """Exit code 2, all or nothing."""
    items, levels, said = BROKEN[case]
    (tmp_path / "items.csv").write_text(items, encoding="utf-8")
    (tmp_path / "levels.csv").write_text(levels, encoding="utf-8")
    result = run(
        *("instrument", "import", str(tmp_path / "items.csv"), "--protocol", "portsmouth-pathway"),
        *("--levels", str(tmp_path / "levels.csv"), "--version", "1", "--owner", "Us", "--out", str(tmp_path / "out")),
    )
    assert result.exit_code == 2, result.output
    assert said in result.stderr, result.stderr
    assert not list((tmp_path / "out").glob("*"))


def test_only_a_frame_is_filled_in(tmp_path: Path) -> None:
    """SERAF has its items."""
    (tmp_path / "items.csv").write_text(ITEMS, encoding="utf-8")
    words = [
        "--protocol",
        "4lscb-2013",
        "--instrument",
        "seraf",
        "--version",
        "1",
        "--owner",
        "Us",
        "--out",
        str(tmp_path),
    ]
    result = run("instrument", "import", str(tmp_path / "items.csv"), *words)
    assert result.exit_code == 2
    assert "has its items already" in result.stderr


def test_list_and_show() -> None:
    """Every instrument is listed with its title; one is shown with what counts."""
    assert "cse-toolkit" in run("instrument", "list").output
    shown = run("instrument", "show", "seraf", "--protocol", "4lscb-2013").output
    assert "points: current 5, earlier 1" in shown
    assert "Category 4: significant risk: 16 to 81 points" in shown
