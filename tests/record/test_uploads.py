"""What is kept of a file that somebody sends, however it lies about what it is."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib

import pytest
from PIL import Image
from PIL.PngImagePlugin import PngInfo

from wayhome.platform.web.uploads import LARGEST
from wayhome.record.uploads import NotTaken, Taken, take

PDF = b"%PDF-1.7\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


def picture(kind: str = "JPEG", size: tuple[int, int] = (40, 30), **more: object) -> bytes:
    """Return an invented picture."""
    made = io.BytesIO()
    Image.new("RGB", size, "teal").save(made, kind, **more)
    return made.getvalue()


def packed(**parts: bytes) -> bytes:
    """Return a zip of these parts."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as zipped:
        for name, content in parts.items():
            zipped.writestr(name.replace("__", "/").replace("_DOT_", "."), content)
    return made.getvalue()


def document(**more: bytes) -> bytes:
    """Return the least that is a Word document."""
    return packed(**{"[Content_Types]_DOT_xml": b"<Types/>", "word__document_DOT_xml": b"<w:document/>", **more})


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF", "TIFF", "BMP"])
def test_a_picture_is_drawn_anew_as_jpeg(kind: str) -> None:
    taken = take(picture(kind))
    assert (taken.media_type, taken.extension, taken.picture) == ("image/jpeg", "jpg", True)
    with Image.open(io.BytesIO(taken.content)) as drawn:
        assert (drawn.format, drawn.size) == ("JPEG", (40, 30))


def test_nothing_a_picture_says_of_itself_is_kept() -> None:
    exif = Image.Exif()
    exif[0x010E] = "taken at 1 Secret Street"  # ImageDescription
    exif.get_ifd(0x8825)[1] = "N"  # GPS
    exif[0x0112] = 6  # lies on its side
    taken = take(picture(size=(40, 20), exif=exif, comment=b"Secret Street"))
    with Image.open(io.BytesIO(taken.content)) as drawn:
        assert not drawn.getexif()
        assert drawn.size == (20, 40)
    assert b"Secret" not in taken.content
    told = PngInfo()
    told.add_text("Comment", "Secret Street")
    assert b"Secret" not in take(picture("PNG", pnginfo=told)).content


def test_what_hides_behind_a_picture_is_not_kept() -> None:
    hidden = picture() + b"<script>alert(document.cookie)</script>" + document() + PDF
    taken = take(hidden)
    assert taken.picture
    for part in (b"<script", b"PK\x03\x04", b"%PDF"):
        assert part not in taken.content


def test_a_large_picture_is_made_smaller_and_one_without_ground_lies_on_white() -> None:
    with Image.open(io.BytesIO(take(picture("PNG", (6000, 20))).content)) as drawn:
        assert drawn.size == (3000, 10)
    clear = io.BytesIO()
    Image.new("RGBA", (4, 4), (0, 0, 0, 0)).save(clear, "PNG")
    with Image.open(io.BytesIO(take(clear.getvalue()).content)) as drawn:
        assert min(drawn.getpixel((1, 1))) > 250  # type: ignore[type-var, arg-type]


def bomb() -> bytes:
    """Return a picture of 30,000 by 30,000 dots in a few kilobytes."""

    def chunk(name: bytes, content: bytes) -> bytes:
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    head = struct.pack(">IIBBBBB", 30_000, 30_000, 8, 0, 0, 0, 0)
    rows = zlib.compress(b"\0" * 30_001 * 100)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "empty"),
        (b"<!DOCTYPE html><script>alert(1)</script>", "cannot be kept"),
        (b"  \n<html><body onload=alert(1)>", "cannot be kept"),
        (b"words, and then <ScRiPt>alert(1)</script>", "cannot be kept"),
        (
            b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>',
            "cannot be kept",
        ),
        (b"\xff\xd8\xff\xe0 not a picture at all", "damaged"),
        (b"GIF89a<script>alert(1)</script>", "damaged"),
        (b"\x7fELF" + b"\0" * 400, "cannot be kept"),
        (b"MZ\x90\0" + b"\0" * 400, "cannot be kept"),
        (b"\xfe\xed\0\1" * 99, "cannot be kept"),
        (b"#!/bin/sh\0rm", "cannot be kept"),
        (b"junk before " + PDF, ""),
        (PDF.replace(b"%%EOF", b""), "not whole"),
        (packed(evil_DOT_html=b"<script>"), "Packed files"),
        (packed(content_DOT_xml=b"x", Scripts__run_DOT_py=b"x"), "macros"),
        (document(word__vbaProject_DOT_bin=b"x"), "macros"),
        (document(word__bomb_DOT_xml=b"\0" * 30_000_000), "unpack"),
        (document(**{f"word__{n}": b"" for n in range(2_100)}), "unpack"),
        (document()[:-30], "damaged"),
        (bomb(), "too many dots"),
        (b"x" * (LARGEST + 1), "larger than 20 MB"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_what_is_not_understood_is_refused_with_what_to_do(content: bytes, said: str) -> None:
    if not said:  # words that only mention a PDF are words, and are handed over as words
        assert take(content).media_type.startswith("text/plain")
        return
    with pytest.raises(NotTaken, match=said):
        take(content)


def test_documents_and_words_are_kept_as_they_are() -> None:
    assert take(PDF) == Taken(PDF, "application/pdf", "pdf")
    assert take(document()).extension == "docx"
    assert take(packed(mimetype=b"application/vnd.oasis.opendocument.text", content_DOT_xml=b"<x/>")).extension == "odt"
    words = "She said: “I was scared.” \u202eمرحبا 👧🏽\r\n".encode()
    assert take(words).content == words


def test_where_a_picture_is_wanted_nothing_else_will_do() -> None:
    with pytest.raises(NotTaken, match="not a picture"):
        take(PDF, picture=True)
