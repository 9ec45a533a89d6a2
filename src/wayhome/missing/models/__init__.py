from wayhome.missing.models.episode import Episode

__all__ = ["Episode"]
