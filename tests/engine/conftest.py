"""Hypothesis for the engine: no deadline, because the machine is shared."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("engine", deadline=None)
settings.load_profile("engine")
