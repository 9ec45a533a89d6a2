"""How long a sign-in still lasts: asked by the page, so that it can say so in good time."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from wayhome.platform import wall
from wayhome.platform.models import SignIn
from wayhome.platform.web.backend import SIGN_IN
from wayhome.platform.web.signed import BEGAN


@require_GET
def session(request: HttpRequest) -> JsonResponse:
    """Return the whole seconds until this sign-in ends by idling, and until it ends in any case.

    Asking in a person's name counts as being there; a page that asks by itself says so in a header (door.py).
    """
    seen = SignIn.objects.filter(id=UUID(request.session[SIGN_IN])).values_list("last_seen_at", flat=True).get()
    idle = settings.SESSION_IDLE - (wall.now() - seen)
    return JsonResponse({"idle": max(0, int(idle.total_seconds())), "longest": longest(request)})


def longest(request: HttpRequest) -> int:
    """Return the whole seconds until this sign-in ends whatever is done."""
    began = float(request.session.get(BEGAN, 0))
    return max(0, int(began + settings.SESSION_LONGEST.total_seconds() - wall.now().timestamp()))
