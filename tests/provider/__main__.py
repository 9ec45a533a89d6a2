"""Serves the provider: one client, and people whose claims say what the tests need said. Nobody in it is real."""

import os
import sys
from pathlib import Path
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from django.conf import settings

PEOPLE = {
    # name: (address, whether it is confirmed)
    "worker": ("worker@northhaven.example", True),
    "unconfirmed": ("met@northhaven.example", False),
    "stranger": ("stranger@elsewhere.example", True),
    "another-audience": ("manager@northhaven.example", True),
    "successor": ("worker@northhaven.example", True),
}


class Quiet(WSGIRequestHandler):
    """Says nothing of each request."""

    def log_message(self, *_: object) -> None:
        pass


def configure(folder: Path) -> None:
    key = rsa.generate_private_key(public_exponent=65537, key_size=2048).private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    settings.configure(
        SECRET_KEY="only-for-tests",
        ALLOWED_HOSTS=["*"],
        ROOT_URLCONF="tests.provider.urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": folder / "provider.sqlite3"}},
        INSTALLED_APPS=[
            "django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions", "oauth2_provider",
        ],
        MIDDLEWARE=[
            "django.contrib.sessions.middleware.SessionMiddleware",
            "django.contrib.auth.middleware.AuthenticationMiddleware",
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        USE_TZ=True,
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        OAUTH2_PROVIDER={
            "OIDC_ENABLED": True,
            "OIDC_RSA_PRIVATE_KEY": key.decode(),
            "OAUTH2_VALIDATOR_CLASS": "tests.provider.claims.Claims",
            "SCOPES": {"openid": "", "profile": "", "email": ""},
            "PKCE_REQUIRED": True,
        },
    )  # fmt: skip


def main(port: int, folder: Path, callback: str) -> None:
    os.environ["OAUTHLIB_INSECURE_TRANSPORT"] = "1"
    configure(folder)
    import django

    django.setup()
    from django.contrib.auth import get_user_model
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application
    from oauth2_provider.models import Application

    call_command("migrate", verbosity=0)
    for name, (address, _) in PEOPLE.items():
        get_user_model().objects.create_user(name, address, name)
    Application.objects.create(
        name="Wayhome", client_id="wayhome", client_secret="only-for-tests", redirect_uris=callback,
        client_type="confidential", authorization_grant_type="authorization-code", algorithm="RS256",
        skip_authorization=True,
    )  # fmt: skip
    make_server("127.0.0.1", port, get_wsgi_application(), handler_class=Quiet).serve_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]), sys.argv[3])
