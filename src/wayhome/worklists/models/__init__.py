from wayhome.worklists.models.gesture import Gesture
from wayhome.worklists.models.mail_choice import MailChoice
from wayhome.worklists.models.notice import Notice
from wayhome.worklists.models.saved_view import SavedView

__all__ = ["Gesture", "MailChoice", "Notice", "SavedView"]
