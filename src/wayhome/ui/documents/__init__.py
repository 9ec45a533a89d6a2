"""Documents that leave the screen: tagged PDF (PDF/UA-1 and PDF/A-2a), made offline from plain values.

A page hands over what it may show, as blocks; nothing here reads the record, so nothing can slip into a document that
its reader was not shown. `pdf(document)` gives the bytes, `download` the answer that saves them.
"""

from wayhome.ui.documents.blocks import Block, Callout, Document, Grid, Heading, Pairs, Picture, Points, Words
from wayhome.ui.documents.drawing import pdf
from wayhome.ui.documents.serving import download

__all__ = ["Block", "Callout", "Document", "Grid", "Heading", "Pairs", "Picture", "Points", "Words", "download", "pdf"]
