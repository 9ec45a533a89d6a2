"""One notice: of what, why you, who else was told; and the button that says you have seen it."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render

from wayhome.clocks.queries import duties
from wayhome.clocks.web.deadlines import cell
from wayhome.platform import wall
from wayhome.platform.queries import posts
from wayhome.platform.web.requests import actor_of, write_down
from wayhome.record.operations.errors import NotFound
from wayhome.record.web import banner
from wayhome.ui import words
from wayhome.worklists.operations.notices import acknowledge
from wayhome.worklists.queries import work
from wayhome.worklists.web import sent
from wayhome.worklists.web.because import why_you
from wayhome.worklists.web.my_work import others
from wayhome.worklists.web.whom import page_of, whom


def notice(request: HttpRequest, notice: UUID) -> HttpResponseBase:
    """Show a notice to the one it was sent to, or record "seen". To anybody else there is no such notice."""
    actor, now = actor_of(request), wall.now()
    if request.method == "POST":
        try:
            acknowledge(actor=actor, notice=notice, now=now)
        except NotFound:
            raise Http404("no such notice") from None
        seen = work.notice(notice, actor.user)
        still = " It is still to be done until it is recorded as done." if seen and seen.kind == "duty" else ""
        messages.success(request, f"You have said that you have seen it.{still}")
        return redirect("my-work" if request.POST.get("back") == "my-work" else request.path)
    found = work.notice(notice, actor.user)
    about = whom([found.subject]).get(found.subject) if found else None
    if found is None or about is None:
        raise Http404("no such notice")
    write_down(request, "notice", [found.subject.id])
    duty = duties.duty(found.reading_key)
    told = work.notices_of_duties({found.reading_key})
    people = posts.colleagues({n.recipient for n in told if n.recipient})
    page = {
        "banner": banner.of(found.subject.id, now) if found.subject.kind == "child" else None,
        "whom": about,
        "reference": about.reference or about.name,
        "notice": found,
        "title": duty.title if duty else sent.title(found),
        "rule": (duty.rule.why if duty and duty.rule else "") or "",
        "deadline": cell(duty, now) if duty else None,
        "why_you": why_you(found),
        "told": words.when(found.told_at),
        "by": words.when(found.acknowledge_by) if found.acknowledge_by else "",
        "seen": words.when(found.acknowledged_at) if found.acknowledged_at else "",
        "passed": words.when(found.passed_up_at) if found.passed_up_at else "",
        "others": others(found, told, people),
        "href": sent.href(found) or page_of(about, found.episode_id),
        "is_duty": found.kind == "duty",
    }
    return render(request, "worklists/notice.html", page)
