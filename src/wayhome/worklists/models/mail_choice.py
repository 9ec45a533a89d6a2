"""When somebody wants the day's e-mail, and on which day they last had it."""

from __future__ import annotations

from django.db import models

FIRST_HOUR = 8  # London's hour of the day's e-mail for whoever has not chosen


class MailChoice(models.Model):
    """One person's choice. `hour` null: no daily e-mail. What is urgent is always sent at once."""

    user = models.OneToOneField("platform.User", on_delete=models.CASCADE, primary_key=True)
    authority = models.ForeignKey("platform.Authority", on_delete=models.PROTECT)
    hour = models.SmallIntegerField(null=True, default=FIRST_HOUR)
    last_on = models.DateField(
        null=True, help_text="London's date of the last daily e-mail, or of the day without need."
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(hour__isnull=True) | models.Q(hour__gte=0, hour__lte=23), name="mailchoice_hour"
            )
        ]
