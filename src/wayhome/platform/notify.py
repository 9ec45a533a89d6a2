"""GOV.UK Notify as Django's way of sending e-mail, so that everything that writes a letter sends it the same way.

One template of the service, with ((subject)) and ((body)), carries every letter. The reference is the letter's
Message-ID; a letter with a reference that Notify already has is not sent a second time.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.core.mail import EmailMessage
from django.core.mail.backends.base import BaseEmailBackend

from wayhome.platform.operations.outbox import Undeliverable

REFUSED = 400  # Notify's answer to an address or a template it will never take


class NotifyBackend(BaseEmailBackend):
    """Sends over GOV.UK Notify's HTTP interface with the key, template and address of the settings."""

    def send_messages(self, email_messages: Sequence[EmailMessage]) -> int:
        """Send each letter to each of its people. Raises Undeliverable for one that is refused for good."""
        from notifications_python_client.errors import HTTPError

        client = self._client()
        sent = 0
        for message in email_messages:
            reference = str((message.extra_headers or {}).get("Message-ID", "")).strip("<>")
            if reference and self._has(client, reference):
                sent += 1
                continue
            try:
                for address in message.to:
                    client.send_email_notification(
                        email_address=address,
                        template_id=settings.NOTIFY_TEMPLATE,
                        personalisation={"subject": str(message.subject), "body": str(message.body)},
                        reference=reference or None,
                    )
            except HTTPError as trouble:
                if trouble.status_code == REFUSED:
                    raise Undeliverable("GOV.UK Notify refused it") from None
                raise
            sent += 1
        return sent

    def _client(self) -> Any:
        from notifications_python_client.notifications import NotificationsAPIClient

        return NotificationsAPIClient(settings.NOTIFY_KEY, base_url=settings.NOTIFY_URL, timeout=settings.EMAIL_TIMEOUT)

    @staticmethod
    def _has(client: Any, reference: str) -> bool:
        return bool(client.get_all_notifications(template_type="email", reference=reference).get("notifications"))
