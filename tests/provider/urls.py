"""The provider's addresses, and a way to sign in to it without a page."""

from django.contrib.auth import authenticate, login
from django.http import HttpRequest, HttpResponse
from django.urls import include, path


def sign_in(request: HttpRequest, name: str) -> HttpResponse:
    login(request, authenticate(request, username=name, password=name))
    return HttpResponse("ok")


urlpatterns = [path("o/", include("oauth2_provider.urls")), path("sign-in/<slug:name>/", sign_in)]
