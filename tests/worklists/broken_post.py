"""A mail server that answers nobody, as Django's settings can name one."""

from collections.abc import Sequence

from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend


class Broken(BaseEmailBackend):
    """Refuses every connection."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Raise what a closed port raises."""
        raise ConnectionRefusedError
