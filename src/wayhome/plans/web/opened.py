"""What every page of one plan begins with: the child, the kind of plan, the protocol's form, and the versions there are."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.http import Http404, HttpRequest
from django.urls import reverse

from wayhome.plans.kinds import KINDS, PlanForm, PlanKind, form_of
from wayhome.plans.queries import plans as queries
from wayhome.plans.queries.plans import PlanView, VersionView
from wayhome.platform.actor import Actor
from wayhome.platform.queries.protocols import line_of
from wayhome.platform.web.requests import actor_of
from wayhome.record.web.child_page import ChildFrame, frame


@dataclass(frozen=True, slots=True)
class Opened:
    """One kind of plan of one child; `plan` is None until somebody begins it."""

    framed: ChildFrame
    actor: Actor
    kind: PlanKind
    form: PlanForm
    plan: PlanView | None
    versions: tuple[VersionView, ...]

    @property
    def child(self) -> UUID:
        """The child's id."""
        return self.framed.child.id

    @property
    def newest(self) -> VersionView | None:
        """The newest version, in force or ended."""
        return self.versions[0] if self.versions else None

    def href(self, name: str, *more: object) -> str:
        """Return the address of one of this plan's pages."""
        return reverse(name, args=[self.child, self.kind.id, *more])


def opened(request: HttpRequest, child: UUID, kind: str, what: str) -> Opened:
    """Begin a page about one plan. Raises Http404 for a child one may not see, or a kind there is not."""
    if kind not in KINDS:
        raise Http404("no such kind of plan")
    actor = actor_of(request)
    framed = frame(request, child, f"{what}: {kind}")
    plan = queries.of_child(child).get(kind)
    versions = queries.versions(plan.id) if plan else ()
    return Opened(framed, actor, KINDS[kind], form_of(line_of(actor.authority), kind), plan, versions)


def begun(page: Opened) -> PlanView:
    """Return the plan. Raises Http404 while nobody has begun it."""
    if page.plan is None:
        raise Http404("this plan has not been begun")
    return page.plan
