"""Accounts are made by a partnership's administrator, never by whoever finds the address."""

from __future__ import annotations

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter


class NoSignUp(DefaultAccountAdapter):
    def is_open_for_signup(self, request: Any) -> bool:
        return False
