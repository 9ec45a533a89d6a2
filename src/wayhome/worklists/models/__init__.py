from wayhome.worklists.models.notice import Notice
from wayhome.worklists.models.saved_view import SavedView

__all__ = ["Notice", "SavedView"]
