from wayhome.missing.models.episode import Episode
from wayhome.missing.models.held_report import HeldReport

__all__ = ["Episode", "HeldReport"]
