"""The language guide for the script that hints as one writes: no child is in it, and nothing written is sent to it."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.http import require_GET

from wayhome.packs.england.language import guide, pattern


@require_GET
def language_guide(request: HttpRequest) -> JsonResponse:
    """Return each piece of advice with the expressions that find its phrases."""
    advice = [
        {"patterns": [pattern(phrase) for phrase in each.avoid], "say": list(each.say), "why": each.why}
        for each in guide()
    ]
    return JsonResponse({"advice": advice})
