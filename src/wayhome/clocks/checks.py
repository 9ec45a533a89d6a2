"""Start-up check: what is in force must be what was put in force, to the letter."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from django.apps import AppConfig
from django.core.checks import CheckMessage, Error, register
from django.db import transaction
from django.db.utils import OperationalError, ProgrammingError

from wayhome.clocks.operations.activating import UnableToActivate, pack_of
from wayhome.clocks.queries.activations import ActivationView, activations
from wayhome.packs.errors import PackFault
from wayhome.packs.overlays import load_overlay
from wayhome.platform.roles import as_clock


@register("database")
def files_are_those_in_force(
    app_configs: Sequence[AppConfig] | None, databases: Sequence[str] | None = None, **_: Any
) -> list[CheckMessage]:
    """Refuse to start while a file of an activated pack or overlay is not the one that was activated."""
    if not databases or "default" not in databases:
        return []
    try:
        with transaction.atomic(), as_clock():
            found = activations()
    except (OperationalError, ProgrammingError):
        return []  # no database yet, or not yet migrated: nothing is in force
    hint = "Put the released files back, or release the change and activate it: wayhome protocol release, activate."
    return [Error(said, hint=hint, id="clocks.E001") for each in found for said in differences(each)]


def differences(activation: ActivationView) -> Iterator[str]:
    """Yield, in words, each way in which the files are not those that were activated."""
    try:
        if pack_of(activation.protocol).hash != activation.hash:
            yield f"{activation.protocol} has been changed since it was put in force."
        if activation.overlay and load_overlay(activation.protocol, activation.overlay).hash != activation.overlay_hash:
            yield f"The overlay {activation.overlay} has been changed since it was put in force."
    except (PackFault, UnableToActivate) as fault:
        yield f"{activation.law} is in force and cannot be read: {fault}"
