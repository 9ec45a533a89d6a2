"""The addresses of plans and actions."""

from django.urls import URLPattern, path

from wayhome.plans.web.action_page import action, new_action
from wayhome.plans.web.contact_log import contact_log
from wayhome.plans.web.deciding import accept, discard, end, progress, review
from wayhome.plans.web.listing import child_plans
from wayhome.plans.web.paper import for_the_child_pdf, plan_pdf
from wayhome.plans.web.plan_page import compare, for_the_child, plan
from wayhome.plans.web.settling import settle
from wayhome.plans.web.writing import begin, keep, part, write

_ONE = "children/<uuid:child>/plans/<slug:kind>"
urlpatterns: list[URLPattern] = [
    path("children/<uuid:child>/plans", child_plans, name="child-plans"),
    path("children/<uuid:child>/actions/new", new_action, name="new-action"),
    path("children/<uuid:child>/contact-log", contact_log, name="contact-log"),
    path("actions/<uuid:action>", action, name="action"),
    path(_ONE, plan, name="plan"),
    path(f"{_ONE}/begin", begin, name="begin-plan"),
    path(f"{_ONE}/write", write, name="write-plan"),
    path(f"{_ONE}/write/<slug:section>", part, name="write-part"),
    path(f"{_ONE}/write/<slug:section>/keep", keep, name="keep-part"),
    path(f"{_ONE}/accept", accept, name="accept-plan"),
    path(f"{_ONE}/settle", settle, name="settle-plan"),
    path(f"{_ONE}/discard", discard, name="discard-plan"),
    path(f"{_ONE}/end", end, name="end-plan"),
    path(f"{_ONE}/review", review, name="review-plan"),
    path(f"{_ONE}/progress", progress, name="goal-progress"),
    path(f"{_ONE}/for-the-child", for_the_child, name="plan-for-the-child"),
    path(f"{_ONE}/for-the-child/pdf", for_the_child_pdf, name="plan-for-the-child-pdf"),
    path(f"{_ONE}/versions/<int:number>", plan, name="plan-version"),
    path(f"{_ONE}/versions/<int:number>/pdf", plan_pdf, name="plan-pdf"),
    path(f"{_ONE}/compare/<int:before>/<int:after>", compare, name="compare-plan"),
]
