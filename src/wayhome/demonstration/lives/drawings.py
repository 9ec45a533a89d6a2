"""Pictures for the place of a photograph: drawings of nobody, with the word INVENTED across them."""

from __future__ import annotations

import io
from random import Random

from PIL import Image, ImageDraw

_SIZE = (240, 300)
_SKIN = ("#f1d3b8", "#d9a97f", "#b27b52", "#8a5a37", "#5f3b22")
_HAIR = ("#2b2018", "#5a3a22", "#8d5a2b", "#c9a04a", "#171717", "#a5432a")
_BACK = ("#cfe3ec", "#e3e8d4", "#ece0d2", "#ddd8ea")
_CLOTHES = ("#1d5b79", "#6d2e46", "#3f6b3a", "#444444", "#9a6b1f")


def drawing(seed: str) -> bytes:
    """Return a drawn face as JPEG: the same bytes for the same seed."""
    r = Random(seed)
    image = Image.new("RGB", _SIZE, r.choice(_BACK))
    draw = ImageDraw.Draw(image)
    skin, hair = r.choice(_SKIN), r.choice(_HAIR)
    draw.ellipse((20, 225, 220, 420), fill=r.choice(_CLOTHES))
    draw.rectangle((100, 190, 140, 240), fill=skin)
    if r.random() < 0.5:
        draw.rounded_rectangle((58, 70, 182, 235), 50, fill=hair)
    draw.ellipse((68, 60, 172, 210), fill=skin)
    draw.pieslice((62, 45, 178, 165), 180, 360, fill=hair)
    for x in (100, 140):
        draw.ellipse((x - 6, 128, x + 6, 138), fill="#222222")
        if r.random() < 0.3:
            draw.ellipse((x - 16, 119, x + 16, 147), outline="#333333", width=3)
    draw.line((120, 140, 116, 162, 122, 164), fill="#7a4a34", width=2)
    draw.arc((100, 160, 140, 188), 15, 165, fill="#7a2e2e", width=3)
    draw.rectangle((0, 262, 240, 300), fill="#ffffff")
    draw.text((30, 270), "INVENTED: nobody", fill="#111111", font_size=20)
    out = io.BytesIO()
    image.save(out, "JPEG", quality=82)
    return out.getvalue()
