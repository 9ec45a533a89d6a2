"""The question areas of each protocol's return home conversation: eight each, cited, asked of the child."""

from pathlib import Path

import pytest

from wayhome.packs.errors import PackFault
from wayhome.packs.forms import find_form, load_form
from wayhome.packs.loading import protocol_ids


@pytest.mark.parametrize(
    ("line", "source", "at"),
    [("portsmouth-pathway", "4LSCB", "5.3.1"), ("lewisham-2017", "LEW", "Joint Protocol App 4")],
)
def test_each_conversation_has_the_areas_of_its_document(line: str, source: str, at: str) -> None:
    form = load_form(line, "return-conversation")
    assert len(form.areas) == 8
    assert [(c.source, c.at) for c in form.cite] == [(source, at)]
    assert all(area.question.endswith("?") for area in form.areas)


@pytest.mark.parametrize("line", protocol_ids())
def test_every_protocol_has_a_sound_form_or_none(line: str) -> None:
    form = find_form(line, "return-conversation")
    assert form is None or form.areas


def test_a_protocol_that_prints_no_form_has_none() -> None:
    assert find_form("no-such-protocol", "return-conversation") is None


def test_two_areas_of_one_name_are_refused_with_the_line(tmp_path: Path) -> None:
    (tmp_path / "sources").mkdir()
    (tmp_path / "sources" / "X.yaml").write_text('short: X\ntitle: X\ndated: "2020"\nsections:\n  "1": One\n')
    (tmp_path / "here" / "forms").mkdir(parents=True)
    (tmp_path / "here" / "forms" / "talk.yaml").write_text(
        'id: talk\ntitle: Talk\ncite: [X 1]\nareas:\n  - {id: a, question: "A?"}\n  - {id: a, question: "B?"}\n'
    )
    with pytest.raises(PackFault, match=r"Two areas are called 'a'") as fault:
        load_form("here", "talk", tmp_path)
    assert "6" in str(fault.value)


def test_a_form_that_is_not_there_is_named() -> None:
    with pytest.raises(PackFault, match="cannot be read"):
        load_form("lewisham-2017", "no-such-form")
