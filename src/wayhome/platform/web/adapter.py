"""Accounts are made by a partnership's administrator, never by whoever finds the address."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


_SAID_BY_THE_PAGE = frozenset({"account/messages/logged_in.txt", "account/messages/logged_out.txt"})


class NoSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False

    def add_message(self, request: Any, level: int, *args: Any, **kwargs: Any) -> None:
        """Say nothing about coming in or going out: the page itself shows it."""
        if kwargs.get("message_template", args[0] if args else "") not in _SAID_BY_THE_PAGE:
            super().add_message(request, level, *args, **kwargs)
