"""A network is drawn the same each time, with no label upon another, and its tables say all that the drawing says."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from jinja2 import Environment

from tests.ui import gallery
from wayhome.ui.components import Network, Node, Shape, Tie
from wayhome.ui.components.layout import ROW, places
from wayhome.ui.components.network import MOST_DRAWN

PAGE = """
{% extends "ui/layouts/wide.html" %}
{% block title %}Network{% endblock %}
{% block content %}<h1 class="govuk-heading-l">Network</h1>{{ ui.network(it) }}{% endblock %}
"""


def small(ties: tuple[Tie, ...] = gallery.NETWORK.ties) -> Network:
    return Network("net", "Ash and those around", "Four names.", gallery.NETWORK.nodes, ties, ("Since", "Source"))


def drawing(pages: Environment, it: Network) -> str:
    return pages.from_string(PAGE).render(it=it)


def test_the_tables_hold_every_name_and_every_line(pages: Environment) -> None:
    html = drawing(pages, small())
    tables = html[html.index("<table") :]
    for node in small().nodes:
        assert f'id="net-node-{node.id}"' in tables
        assert node.kind in tables
    for tie in small().ties:
        row = tables.split(f'id="net-tie-{tie.id}"')[1].split("</tr>")[0]
        assert all(text in row for text in (tie.kind, *tie.details))
    assert html.count("<line ") == len(small().ties)


def test_names_with_an_address_are_links_that_say_what_they_are(pages: Environment) -> None:
    html = drawing(pages, small())
    assert '<a class="app-network__link" href="/children/1" aria-label="Ash, Child, SP-10432">' in html
    # What has no page is no link, and is still named.
    assert '<g role="img" aria-label="01632 960011, Phone">' in html


def test_each_kind_has_a_shape_of_its_own_and_doubt_a_line_of_its_own(pages: Environment) -> None:
    html = drawing(pages, small())
    svg = html[html.index('role="group"') : html.index("</figure>")]
    corners = re.findall(r'points="([^"]+)"', svg)
    assert len(set(corners)) == len(corners) == 3
    assert svg.count("<circle") == 1
    assert 'stroke-dasharray="6 4"' in svg
    assert 'stroke-dasharray="1 5"' in svg


def test_nothing_in_a_page_breaks_the_policy_on_styles_and_scripts(pages: Environment) -> None:
    html = drawing(pages, small())
    assert " style=" not in html
    assert not re.search(r"\son\w+=", html)


def test_what_people_typed_is_shown_and_never_run(pages: Environment) -> None:
    nasty = Node("x", "<script>1</script>", "Child", Shape.CIRCLE, '"><b>', "/children/2")
    html = drawing(pages, Network("n", "T", "S", (nasty, gallery.NETWORK.nodes[1]), (Tie("t", "x", "adult", "<i>"),)))
    assert "<script>1" not in html
    assert "<b>" not in html
    assert "<i>" not in html


def test_one_who_is_linked_to_nobody_is_told_so_without_an_empty_drawing(pages: Environment) -> None:
    html = drawing(pages, small(()))
    assert "app-network" not in html
    assert "Nothing is linked yet." in html


def test_too_many_to_read_are_listed_and_not_drawn(pages: Environment) -> None:
    nodes = tuple(Node(str(n), f"Place {n}", "Place", Shape.TRIANGLE) for n in range(MOST_DRAWN + 1))
    ties = tuple(Tie(str(n), "0", str(n), "Near") for n in range(1, MOST_DRAWN + 1))
    html = drawing(pages, Network("n", "T", "S", nodes, ties))
    assert "<svg" not in html[html.index("<h1") : html.index("</main>")]
    assert f"There are {MOST_DRAWN + 1} names here" in html
    assert html.count('id="n-tie-') == MOST_DRAWN


@pytest.mark.parametrize(
    ("nodes", "ties"),
    [(("a", "a"), ()), (("a", "b"), (("a", "c"),))],
    ids=["the same id twice", "a line to nowhere"],
)
def test_a_network_that_contradicts_itself_is_refused(
    nodes: tuple[str, ...], ties: tuple[tuple[str, str], ...]
) -> None:
    with pytest.raises(ValueError, match=r"same id|not in the network"):
        Network(
            "n", "T", "S",
            tuple(Node(n, n, "Child", Shape.CIRCLE) for n in nodes),
            tuple(Tie(a + b, a, b, "Friends") for a, b in ties),
        )  # fmt: skip


names = st.lists(st.text("abcdefgh", min_size=1, max_size=3), min_size=1, max_size=14, unique=True)


@settings(max_examples=40, deadline=None)
@given(names, st.data())
def test_the_same_network_stands_the_same_whatever_the_order(names: list[str], data: st.DataObject) -> None:
    pair = st.tuples(st.sampled_from(names), st.sampled_from(names))
    ties = data.draw(st.lists(pair, max_size=20))
    widths = {name: 40.0 + 9 * len(name) for name in names}
    other = dict(data.draw(st.permutations(list(widths.items()))))
    turned = [(b, a) for a, b in data.draw(st.permutations(ties))]
    assert places(widths, ties) == places(other, turned)


@settings(max_examples=40, deadline=None)
@given(names, st.data())
def test_no_label_lies_upon_another_and_all_are_inside(names: list[str], data: st.DataObject) -> None:
    ties = data.draw(st.lists(st.tuples(st.sampled_from(names), st.sampled_from(names)), max_size=20))
    widths = {name: 40.0 + 40 * len(name) for name in names}
    place = places(widths, ties)
    for n, one in enumerate(names):
        x, y = place.at[one]
        assert 0 <= x - widths[one] / 2 <= x + widths[one] / 2 <= place.width
        assert 0 <= y - 18 <= y + 40 <= place.height
        for other in names[n + 1 :]:
            u, v = place.at[other]
            assert abs(u - x) >= (widths[one] + widths[other]) / 2 or abs(v - y) >= ROW - 1


@pytest.mark.parametrize("label", ["MWMW WWMM", "iiii llll", "Neptune Vapes (invented)", "EG, SP-0009"])
def test_a_label_has_the_room_its_letters_need(label: str) -> None:
    """A capital M of the widest of our typefaces is 0.95 of its size; small letters about 0.6; the size is 15."""
    needed = sum(
        14 if c in "MW" else 10 if c.isupper() else 4.5 if c in "il" else 5 if c in " (),tfr" else 9 for c in label
    )
    assert needed <= Node("x", label, "Child", Shape.CIRCLE).width <= needed * 1.5


def test_nobody_at_all_has_no_place() -> None:
    assert places({}, []).at == {}
