"""Two people wrote at once, and changed the same answers: both texts side by side, and a person who chooses."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect

from wayhome.engine.instruments import Instrument, Kind
from wayhome.plans.answers import in_words
from wayhome.plans.merging import Clash, both
from wayhome.plans.operations import plans
from wayhome.plans.operations.errors import NotFound, Overtaken
from wayhome.plans.web.opened import Opened, begun, opened
from wayhome.record.web.child_page import show
from wayhome.ui.forms import Radios, TimedForm


class SettleForm(TimedForm):
    """For each answer both changed: theirs, mine, or both."""

    def __init__(self, *args: Any, instrument: Instrument, clashes: tuple[Clash, ...], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.clashes = clashes
        for clash in clashes:
            choices = [("theirs", "What they wrote"), ("mine", "What I wrote")]
            if _joinable(instrument, clash):
                choices.append(("both", "Both, one after the other"))
            self.fields[clash.key] = Radios(label="Which stands?", choices=choices)

    def chosen(self) -> dict[str, Any]:
        """Return what stands for each answer."""
        takes = {"theirs": lambda c: c.theirs, "mine": lambda c: c.mine, "both": both}
        return {clash.key: takes[self.cleaned_data[clash.key]](clash) for clash in self.clashes}


def settle(request: HttpRequest, child: UUID, kind: str) -> HttpResponseBase:
    """Show what both people wrote, side by side, and keep what was chosen."""
    page = opened(request, child, kind, "settle plan")
    plan = begun(page)
    try:
        clashing = plans.clashes(plan.id, page.actor.user)
    except NotFound:
        raise Http404("no draft of yours") from None
    form = SettleForm(
        request.POST if request.method == "POST" else None, now=page.framed.now, instrument=page.form.instrument, clashes=clashing,
    )  # fmt: skip
    if request.method == "POST" and form.is_valid():
        try:
            plans.settle(actor=page.actor, plan=plan.id, chosen=form.chosen())
        except Overtaken:
            return redirect(page.href("settle-plan"))
        messages.success(
            request, "Both versions are joined in your draft. Read it through, and accept it when it is right."
        )
        return redirect(page.href("write-plan"))
    shown = [(clash, form[clash.key], *_beside(page, clash), _label(page, clash)) for clash in clashing]
    return show(
        request,
        page.framed,
        "plans/settle.html",
        status=422 if form.is_bound else 200,
        page=page,
        form=form,
        clashes=shown,
    )


def _joinable(form: Instrument, clash: Clash) -> bool:
    """Whether both answers can stand one after the other: rows and words can, a choice or a date cannot."""
    if isinstance(clash.mine, list) and isinstance(clash.theirs, list):
        return True
    return isinstance(clash.mine, str) and isinstance(clash.theirs, str) and _is_words(form, clash.key)


def _is_words(form: Instrument, key: str) -> bool:
    item = form.item(key)
    return item is None or item.kind is Kind.TEXT


def _beside(page: Opened, clash: Clash) -> tuple[str, str]:
    item = page.form.instrument.item(clash.key)
    if item is None:
        return str(clash.theirs or ""), str(clash.mine or "")
    return in_words(item, clash.theirs), in_words(item, clash.mine)


def _label(page: Opened, clash: Clash) -> str:
    item = page.form.instrument.item(clash.key.partition(".")[0])
    if item is not None:
        return item.label
    section = clash.key.removeprefix("child:")
    titles = {each.id: each.title for each in page.form.instrument.sections}
    return f"{titles.get(section, section)}, in words for the child"
