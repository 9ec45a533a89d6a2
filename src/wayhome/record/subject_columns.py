"""How a row says what it is about: one child, one adult or one context; with none of them, the partnership itself.

For the models of every room that keeps such rows.
"""

from __future__ import annotations

from django.db import models

OF_PARTNERSHIP = models.Q(child__isnull=True, adult__isnull=True, context__isnull=True)


def one_subject(name: str) -> models.CheckConstraint:
    """Return the constraint that a row is about one thing at most."""
    return models.CheckConstraint(
        condition=models.Q(adult__isnull=True, context__isnull=True)
        | models.Q(child__isnull=True, context__isnull=True)
        | models.Q(child__isnull=True, adult__isnull=True),
        name=name,
    )
