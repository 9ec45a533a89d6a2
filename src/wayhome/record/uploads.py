"""What may be kept of a file that somebody sends: told from its bytes, never from its name or what the browser says.

A picture is drawn anew from its pixels, so that nothing else in the file is kept: no place where it was taken, no
script, no second file behind the first. What is not understood is refused, with what to do instead.
"""

from __future__ import annotations

import io
import zipfile
from dataclasses import dataclass

import puremagic
from PIL import Image, ImageOps, UnidentifiedImageError

from wayhome.platform.web.uploads import LARGEST

MOST_PIXELS = 50_000_000  # of one picture: more than any phone's, less than would fill the memory
LONGEST_SIDE = 3000  # pixels of a picture as kept: a face is known at far fewer
UNPACKED = 100 * 1024 * 1024  # bytes of a document's parts when unpacked
PARTS = 2_000  # files in a document that is a zip
SPREAD = 200  # times a part may be larger than it is packed

_PICTURES = {
    "jpeg": "image/jpeg",
    "png": "image/png",
    "webp": "image/webp",
    "gif": "image/gif",
    "bmp": "image/bmp",
    "tiff": "image/tiff",
}
# A document that is a zip: the part that shows what it is, and how it is told on its way out.
_OFFICE = {
    "word/document.xml": ("docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "content.xml": ("odt", "application/vnd.oasis.opendocument.text"),
}
_TOO_MANY = "The picture has too many dots to be read safely. Make it smaller, and send that"
_DAMAGED = "This picture is damaged, or is not what it says. Open it, save it anew, and send that"
TAKEN = "a PDF, a picture (JPEG, PNG, WebP, GIF, TIFF), plain text, or a document of Word (docx) or OpenDocument (odt)"


class NotTaken(ValueError):
    """The file cannot be kept; the message says why and what to do."""


@dataclass(frozen=True, slots=True)
class Taken:
    """What is kept of a file: its bytes, what it is, and the ending of its name on the way out."""

    content: bytes
    media_type: str
    extension: str

    @property
    def picture(self) -> bool:
        """Whether it was drawn anew, and so may be shown on a page."""
        return self.media_type == "image/jpeg"


def take(content: bytes, *, picture: bool = False) -> Taken:
    """Return what is kept of a file's bytes. `picture`: only a picture will do. Raises NotTaken in plain words."""
    if not content:
        raise NotTaken("The file is empty. Choose another")
    if len(content) > LARGEST:
        raise NotTaken(f"The file is larger than {LARGEST // 1024 // 1024} MB. Make it smaller, or send it in parts")
    kind = _kind(content)
    if kind in _PICTURES:
        return _picture(content)
    if picture:
        raise NotTaken("This is not a picture that can be read. Choose a JPEG or PNG")
    if kind == "pdf":
        return _pdf(content)
    if kind == "zip":
        return _office(content)
    if kind == "text":
        return Taken(content, "text/plain; charset=utf-8", "txt")
    raise NotTaken(f"This kind of file cannot be kept. Save it as {TAKEN}, and send that")


def _kind(content: bytes) -> str:
    """Say what the bytes begin as; "" for what is not taken. The beginning must be the file's own, at its first byte."""
    found = {match.extension.lstrip(".").lower() for match in _matches(content) if match.confidence > 0}
    for kind, endings in _ENDINGS.items():
        if found & endings and content.startswith(_BEGINS[kind]):
            return kind
    return "text" if _plain(content) else ""


_ENDINGS = {
    "jpeg": {"jpg", "jpeg", "jfif", "jpe"},
    "png": {"png"},
    "gif": {"gif"},
    "webp": {"webp"},
    "bmp": {"bmp", "dib"},
    "tiff": {"tif", "tiff"},
    "pdf": {"pdf"},
    "zip": {"zip", "docx", "odt", "jar", "xlsx", "pptx", "ods", "odp", "epub"},
}
_BEGINS: dict[str, tuple[bytes, ...]] = {
    "jpeg": (b"\xff\xd8\xff",),
    "png": (b"\x89PNG\r\n\x1a\n",),
    "gif": (b"GIF87a", b"GIF89a"),
    "webp": (b"RIFF",),
    "bmp": (b"BM",),
    "tiff": (b"II*\x00", b"MM\x00*"),
    "pdf": (b"%PDF-",),
    "zip": (b"PK\x03\x04",),
}


def _matches(content: bytes) -> list[puremagic.PureMagicWithConfidence]:
    try:
        return list(puremagic.magic_string(content))
    except (puremagic.PureError, ValueError):
        return []


def _plain(content: bytes) -> bool:
    """Whether these are words and nothing a browser would run: text in UTF-8 that opens no tag and holds no controls."""
    try:
        words = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return False
    if any(ord(c) < 32 and c not in "\t\r\n\f" for c in words):
        return False
    return not words.lstrip().startswith("<") and "<script" not in words.casefold() and "<svg" not in words.casefold()


def _picture(content: bytes) -> Taken:
    try:
        with Image.open(io.BytesIO(content), formats=[kind.upper() for kind in _PICTURES]) as opened:
            if opened.width * opened.height > MOST_PIXELS:
                raise NotTaken(_TOO_MANY)
            upright = ImageOps.exif_transpose(opened.convert("RGBA") if opened.mode in ("P", "LA", "PA") else opened)
            flat = _flat(upright)
            flat.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
            drawn = io.BytesIO()
            # A new picture of the pixels alone: what the file said of itself stays behind.
            clean = Image.new("RGB", flat.size)
            clean.paste(flat)
            clean.save(drawn, "JPEG", quality=88, optimize=True)
    except NotTaken:
        raise
    except Image.DecompressionBombError:
        raise NotTaken(_TOO_MANY) from None
    except (UnidentifiedImageError, OSError, SyntaxError, ValueError, EOFError):
        raise NotTaken(_DAMAGED) from None
    return Taken(drawn.getvalue(), "image/jpeg", "jpg")


def _flat(picture: Image.Image) -> Image.Image:
    """Return the picture on white: JPEG knows nothing transparent."""
    if picture.mode != "RGBA":
        return picture.convert("RGB")
    ground = Image.new("RGB", picture.size, "white")
    ground.paste(picture, mask=picture.getchannel("A"))
    return ground


def _pdf(content: bytes) -> Taken:
    if b"%%EOF" not in content[-2048:]:
        raise NotTaken("This PDF is not whole. Open it, save it anew, and send that")
    return Taken(content, "application/pdf", "pdf")


def _office(content: bytes) -> Taken:
    """Check a document that is a zip without unpacking it: what it is, how large it would be, that nothing in it runs."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as packed:
            parts = packed.infolist()
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError):
        raise NotTaken("This document is damaged. Open it, save it anew, and send that") from None
    names = {part.filename for part in parts}
    known = next((told for part, told in _OFFICE.items() if part in names), None)
    if known is None or (known[0] == "docx" and "[Content_Types].xml" not in names):
        raise NotTaken(f"Packed files cannot be kept. Send each file by itself, as {TAKEN}")
    large = len(parts) > PARTS or sum(p.file_size for p in parts) > UNPACKED
    if large or any(p.file_size > SPREAD * max(p.compress_size, 1_000) for p in parts):
        raise NotTaken("This document would unpack to far more than it is. Save it as a PDF, and send that")
    if any("vbaproject" in name.casefold() or name.casefold().startswith(("basic/", "scripts/")) for name in names):
        raise NotTaken("This document holds a program (macros). Save it without, or as a PDF, and send that")
    return Taken(content, known[1], known[0])
