"""A document with people hidden: nobody who must not shows in its bytes, by their record or by the shape of a name."""

from uuid import uuid4

import pytest

from tests.partnership import UNTIMED, Partnership, acting, said
from wayhome.platform import wall
from wayhome.record.operations import about, links, particulars
from wayhome.record.operations.children import open_record
from wayhome.record.operations.facts import Draft
from wayhome.record.operations.links import LinkDraft
from wayhome.record.queries.around import people_around
from wayhome.record.redacted_paper import redacted, refuse_leaks, texts_of, words_of
from wayhome.record.redaction import Leaks, cover
from wayhome.record.subjects import Subject
from wayhome.record.things import identity
from wayhome.ui.documents import Document, Grid, Heading, Pairs, Words

pytestmark = pytest.mark.django_db
FRIENDS = "Quillon Brackenbury and Ysolde Farthingale drove with Corvane Thistlewood. Ring Corvane on 07700 900456."


def test_everybody_around_a_child_is_hidden_on_paper(north: Partnership) -> None:
    with acting(north, "worker") as actor:
        made = {
            name: open_record(actor=actor, drafts=[Draft("child.name", UNTIMED, wall.now(), text=name)])
            for name in ("Quillon Brackenbury", "Ysolde Farthingale")
        }
        child, friend = made.values()
        parent = Draft("child.family-member", UNTIMED, wall.now(), code="mother", text="Mirabelle Brackenbury")
        particulars.tell(actor=actor, child=child, draft=parent, said={"phone": "07700 900789"}, key=uuid4())
    with acting(north, "inspector") as police:
        man = about.open_adult(actor=police, drafts=[said("adult.name", 5, text="Corvane Thistlewood")])
        links.link(
            actor=police,
            draft=LinkDraft(
                "uses", Subject.adult(man), identity("phone", "07700 900456"), "Police", "confirmed", handling="intelligence"
            ),
        )  # fmt: skip
    document = Document(
        "Chronology", "Chronology: Quillon Brackenbury",
        (
            Heading("March with Ysolde"), Words(FRIENDS), Pairs((("Told by", "Mirabelle, 07700900789"),)),
            Grid("Who", ("Name",), (("FARTHINGALE, Ysolde",), ("Ms Brackenbury",))),
        ),
        foot="About Corvane",
    )  # fmt: skip
    texts = list(texts_of(document))
    with acting(north, "worker") as actor:
        known = people_around(child, actor.authority, texts)
    assert {k.key for k in known} > {str(child), str(friend), "said:corvane thistlewood"}
    assert str(man) not in {k.key for k in known}, "an adult whom the writer cannot see is hidden by the words alone"
    over = cover(known, {str(child)}, texts)
    read = words_of(redacted(document, over))
    assert "Quillon Brackenbury and Child B drove with Person 1" in read.replace("\n", " ")
    for gone in ("Ysolde", "Farthingale", "Corvane", "Thistlewood", "Mirabelle", "900456", "900789", "Ms Brack"):
        assert gone.casefold() not in read.casefold(), gone
    with pytest.raises(Leaks, match="Person 1 still shows by name"):
        refuse_leaks(f"{read} Corvane Thistle-\nwood", over)
