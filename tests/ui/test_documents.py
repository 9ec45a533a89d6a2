"""Documents are tagged, say what they were given and nothing else, and never break on what people type."""

import io

import pypdf
import pytest

from wayhome.ui.direction import apart
from wayhome.ui.documents import Callout, Document, Grid, Heading, Pairs, Points, Words, download, pdf
from wayhome.ui.documents.letters import printable

EVERYTHING = (
    Heading("Where to look"),
    Words("By the #strong[river] and $a^2$\nor the bridge"),
    Words("From the record, 3 March", quiet=True),
    Callout("Do not take the child back to", ("14 Invented Street",)),
    Pairs((("Who to ring", "The duty team"),)),
    Heading("The rest", 2),
    Points(("one", "two"), numbered=True),
    Grid("Places", ("Place", "Safe?"), (("The park", "No"), ("A friend", "Yes"))),
)


def read(made: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(io.BytesIO(made))


def text(made: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(made).pages)


def test_everything_given_is_in_it_as_typed() -> None:
    made = pdf(
        Document("Safer Plan", "Invented Child", EVERYTHING, "Northhaven", "OFFICIAL-SENSITIVE", "Made by Worker")
    )
    said = text(made)
    for words in ("By the #strong[river] and $a^2$", "14 Invented Street", "The duty team", "OFFICIAL-SENSITIVE",
                  "Invented Child", "Made by Worker", "A friend"):  # fmt: skip
        assert words in said


def test_it_is_tagged_named_by_its_kind_and_in_english() -> None:
    reader = read(pdf(Document("Safer Plan", "Invented Child", EVERYTHING)))
    whole = reader.trailer["/Root"]
    assert whole["/MarkInfo"]["/Marked"] and whole["/Lang"] == "en-GB" and "/StructTreeRoot" in whole
    assert reader.metadata and reader.metadata.title == "Safer Plan"
    about = reader.xmp_metadata
    assert about and "Invented Child" not in str(about.rdf_root.toxml())
    assert "pdfuaid:part" in about.rdf_root.toxml() and "pdfaid:part" in about.rdf_root.toxml()


@pytest.mark.parametrize(
    "name", ["Amara 😀", "ليلى العلي", "王小明", "Zoë Ó Brádaigh", "a\x00b\u202ec", "😀" * 500, " " * 50]
)
def test_no_name_breaks_it(name: str) -> None:
    assert read(pdf(Document("Safer Plan", name or "-", (Words(name), Points((name,)), Pairs(((name, name),)))))).pages


def test_a_letter_the_font_lacks_is_seen_to_be_missing() -> None:
    assert printable("A王B") == "A□B"
    assert printable("Zoë 😀 ليلى") == "Zoë 😀 ليلى"
    assert apart("ليلى الحسن, 14") == "ليلى الحسن\N{LEFT-TO-RIGHT MARK}, 14", "the age stays after the name"
    assert apart("Nan ליאה: 07700 900001") == "Nan ליאה\N{LEFT-TO-RIGHT MARK}: 07700 900001", "and a number stays whole"
    assert apart("Zoë, 14: ليلى") == "Zoë, 14: ليلى"
    assert printable(apart("ليلى, 14")) == "ليلى\N{LEFT-TO-RIGHT MARK}, 14"


def test_one_side_stays_one_side_and_more_takes_more() -> None:
    much = tuple(
        Words(f"Line {n} of what is known, in some words that fill the width of the paper.") for n in range(70)
    )
    assert len(read(pdf(Document("Night", "Child", much, one_side=True))).pages) == 1
    assert len(read(pdf(Document("Night", "Child", much))).pages) == 2


def test_an_empty_document_is_a_document() -> None:
    assert len(read(pdf(Document("Safer Plan", "Child", ()))).pages) == 1


def test_it_is_saved_and_not_kept() -> None:
    answer = download(b"%PDF", "safer-plan-C-ABCD-EFGH")
    assert answer["Content-Disposition"] == 'attachment; filename="safer-plan-C-ABCD-EFGH.pdf"'
    assert answer["Cache-Control"] == "no-store"
    with pytest.raises(ValueError, match="name for a file"):
        download(b"", "amara okafor/../x")
