"""Pages of words: help, accessibility, privacy; and the way in."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseBase, HttpResponseServerError
from django.shortcuts import redirect, render
from django.template.loader import get_template


def home(request: HttpRequest) -> HttpResponseBase:
    """Go to the missing board: what everybody must see first."""
    return redirect("board")


def help_page(request: HttpRequest) -> HttpResponse:
    """Say how to do the main things, and whom to call."""
    return render(request, "desk/help.html")


def accessibility(request: HttpRequest) -> HttpResponse:
    """Say how accessible this is and how to tell us where it is not."""
    return render(request, "desk/accessibility.html")


def privacy(request: HttpRequest) -> HttpResponse:
    """Say what is kept, who sees it and that every reading is written down."""
    return render(request, "desk/privacy.html")


def broken(request: HttpRequest) -> HttpResponseServerError:
    """Say sorry without asking the database anything: it may be what is broken."""
    return HttpResponseServerError(get_template("500.html").render())
