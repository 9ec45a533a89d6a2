"""How a document leaves: to be saved, never shown inside the page, never kept by a cache."""

from __future__ import annotations

import re

from django.http import HttpResponse


def download(content: bytes, name: str) -> HttpResponse:
    """Return the answer that saves a PDF under `name`, which names a kind and a reference and never a child.

    Raises ValueError for a name with anything but letters, figures and hyphens.
    """
    if not re.fullmatch(r"[A-Za-z0-9-]+", name):
        raise ValueError(f"{name!r} is no name for a file: use letters, figures and hyphens.")
    answer = HttpResponse(content, content_type="application/pdf")
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    answer["Cache-Control"] = "no-store"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
