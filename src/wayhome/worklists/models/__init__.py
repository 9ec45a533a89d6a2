from wayhome.worklists.models.notice import Notice

__all__ = ["Notice"]
