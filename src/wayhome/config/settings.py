"""Settings: everything secret or local comes from the environment."""

from __future__ import annotations

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from wayhome.platform.web.headers import beside_pages


def database(url: str, *, pool: int = 0) -> dict[str, object]:
    """Turn postgresql://user:password@host:port/name?host=/socket into Django's settings."""
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise ImproperlyConfigured("DATABASE_URL must begin with postgresql:// (no other database is supported)")
    query = {k: v[0] for k, v in parse_qs(parts.query).items()}
    options: dict[str, object] = {k: v for k, v in query.items() if k not in {"host", "port"}}
    options["prepare_threshold"] = 0  # for the cursors that ask for it (platform.prepared); Django's own never do
    if pool:
        options["pool"] = {"min_size": 1, "max_size": pool, "timeout": 20}
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": unquote(parts.path.lstrip("/")),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": query.get("host", parts.hostname or ""),
        "PORT": query.get("port", str(parts.port or "")),
        "CONN_MAX_AGE": 0,
        "OPTIONS": options,
    }


DEMONSTRATION = os.environ.get("WAYHOME_DEMONSTRATION") == "1"
INSECURE_LOCAL = os.environ.get("WAYHOME_LOCAL") == "1"  # plain http on this machine: demonstration and tests
SECRET_KEY = os.environ.get("WAYHOME_SECRET_KEY", "")
DEBUG = False
ALLOWED_HOSTS = os.environ.get("WAYHOME_HOSTS", "localhost,127.0.0.1").split(",")
CSRF_TRUSTED_ORIGINS = [o for o in os.environ.get("WAYHOME_ORIGINS", "").split(",") if o]

DATABASES = {
    "default": database(
        os.environ.get("DATABASE_URL", "postgresql://wayhome_app@localhost/wayhome"),
        pool=int(os.environ.get("WAYHOME_POOL", "0")),
    )
}
if owner_url := os.environ.get("WAYHOME_OWNER_URL"):
    DATABASES["owner"] = database(owner_url)

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.postgres",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "csp",
    "wayhome.ui",
    "wayhome.platform",
    "wayhome.record",
    "wayhome.missing",
    "wayhome.assessment",
    "wayhome.plans",
    "wayhome.contexts",
    "wayhome.intelligence",
    "wayhome.clocks",
    "wayhome.intake",
    "wayhome.worklists",
    "wayhome.escalation",
    "wayhome.forums",
    "wayhome.disclosure",
    "wayhome.retention",
    "wayhome.desk",
    "wayhome.config",
]
MIDDLEWARE = [
    "wayhome.platform.web.headers.Hardened",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "wayhome.platform.web.typed.Typed",
    "wayhome.platform.web.door.Door",
    "wayhome.platform.web.once.Once",
    "allauth.account.middleware.AccountMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "wayhome.config.urls"
WSGI_APPLICATION = "wayhome.config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.jinja2.Jinja2",
        "APP_DIRS": False,
        "DIRS": [],
        "OPTIONS": {"environment": "wayhome.ui.environment.environment"},
    },
    {
        # allauth's own pages and Django's form renderer need it; ours are all Jinja2.
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
            ]
        },
    },
]

AUTH_USER_MODEL = "platform.User"
AUTHENTICATION_BACKENDS = ["wayhome.platform.web.backend.Entering"]
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_ADAPTER = "wayhome.platform.web.adapter.NoSignUp"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = False  # offices share screens: closing the browser signs out
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Wayhome: "
ACCOUNT_FORMS = {
    "change_password": "wayhome.platform.web.account_forms.NewPassword",
    "reauthenticate": "wayhome.platform.web.account_forms.Password",
}
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60  # seconds
# The invented people of a demonstration may go without a second step; "always" asks them too.
SECOND_STEP = os.environ.get("WAYHOME_SECOND_STEP", "outside-demonstrations")
MFA_ADAPTER = "wayhome.platform.web.second_step.SecondStep"
MFA_FORMS = {
    "authenticate": "wayhome.platform.web.second_step.Code",
    "reauthenticate": "wayhome.platform.web.second_step.CodeAgain",
    "activate_totp": "wayhome.platform.web.second_step.FirstCode",
    "add_webauthn": "wayhome.platform.web.second_step.NewPasskey",
    "edit_webauthn": "wayhome.platform.web.second_step.NamedPasskey",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_TOLERANCE = 1  # the code before and the code after: clocks of telephones differ
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = INSECURE_LOCAL
SECRET_KEY_FALLBACKS = [key for key in os.environ.get("WAYHOME_FORMER_KEYS", "").split(",") if key]

# Single sign-on by OpenID Connect, where an issuer is named. It opens accounts that are there and makes none.
SIGN_ON_ISSUER = os.environ.get("WAYHOME_OIDC_ISSUER", "").rstrip("/")
SIGN_ON_NAME = os.environ.get("WAYHOME_OIDC_NAME", "your organisation’s account")
if SIGN_ON_ISSUER and not (SIGN_ON_ISSUER.startswith("https://") or INSECURE_LOCAL):
    raise ImproperlyConfigured("WAYHOME_OIDC_ISSUER must begin with https://: what it says opens accounts")
SOCIALACCOUNT_ADAPTER = "wayhome.platform.web.sign_on.Existing"
SOCIALACCOUNT_PROVIDERS = {
    "openid_connect": {
        "OAUTH_PKCE_ENABLED": True,
        "APPS": [
            {
                "provider_id": "sign-on",
                "name": SIGN_ON_NAME,
                "client_id": os.environ.get("WAYHOME_OIDC_CLIENT_ID", ""),
                "secret": os.environ.get("WAYHOME_OIDC_CLIENT_SECRET", ""),
                "settings": {"server_url": SIGN_ON_ISSUER},
            }
        ]
        if SIGN_ON_ISSUER
        else [],
    }
}

# A sign-in ends when nobody was there for so long, and in any case after so long.
SESSION_IDLE = timedelta(minutes=float(os.environ.get("WAYHOME_IDLE_MINUTES", "20")))
SESSION_LONGEST = timedelta(hours=float(os.environ.get("WAYHOME_SESSION_HOURS", "12")))
# The cookie outlives the sign-in, so that what was typed when it ended still has a name to be kept under.
SESSION_COOKIE_AGE = int((SESSION_LONGEST + timedelta(days=1)).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
# Over https the names say so: a browser then takes them only over https, from this host, for every path.
SESSION_COOKIE_NAME = "sessionid" if INSECURE_LOCAL else "__Host-sessionid"
CSRF_COOKIE_NAME = "csrftoken" if INSECURE_LOCAL else "__Host-csrftoken"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = not INSECURE_LOCAL
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "wayhome.platform.web.keeping.refused"
SECURE_HSTS_SECONDS = 0 if INSECURE_LOCAL else 63072000
SECURE_HSTS_INCLUDE_SUBDOMAINS = not INSECURE_LOCAL
SECURE_SSL_REDIRECT = not INSECURE_LOCAL and os.environ.get("WAYHOME_BEHIND_PROXY") != "1"
if os.environ.get("WAYHOME_BEHIND_PROXY") == "1":
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
WHITENOISE_ALLOW_ALL_ORIGINS = False
WHITENOISE_ADD_HEADERS_FUNCTION = beside_pages
# Whom to tell of a weakness, as `mailto:` or `https:` addresses with commas between; see /.well-known/security.txt.
SECURITY_CONTACT = os.environ.get("WAYHOME_SECURITY_CONTACT", "")
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "worker-src": [SELF],
        # A browser asks this of where a form leads on to as well, and signing on begins with a form.
        "form-action": [SELF, "://".join(urlsplit(SIGN_ON_ISSUER)[:2])] if SIGN_ON_ISSUER else [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}

# Open pages that may hear of changes at once in one process; the rest poll. Each holds a thread of the server,
# so the server needs this many threads and some to answer pages with.
LIVE_LIMIT = int(os.environ.get("WAYHOME_LIVE_LIMIT", "320"))

# Where `wayhome instrument import --out FOLDER/PROTOCOL` put a partnership's own items, such as those of the CERAF.
INSTRUMENTS_FOLDER = os.environ.get("WAYHOME_INSTRUMENTS", "")

LANGUAGE_CODE = "en-gb"
TIME_ZONE = "Europe/London"
USE_I18N = False
USE_TZ = True
STATIC_URL = "/static/"
STATIC_ROOT = Path(os.environ.get("WAYHOME_STATIC", Path.cwd() / ".local" / "static"))
# Documents about children: outside the static folder, served by nobody but the view that checks who asks.
FILES_ROOT = Path(os.environ.get("WAYHOME_FILES", Path.cwd() / ".local" / "files"))
FILE_UPLOAD_HANDLERS = [
    "wayhome.platform.web.uploads.Limited",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": os.environ.get("WAYHOME_STATIC_STORAGE", "whitenoise.storage.CompressedManifestStaticFilesStorage")
    },
}

# E-mail leaves by GOV.UK Notify where there is a key for it, else by whatever backend is named: SMTP in production.
NOTIFY_KEY = os.environ.get("WAYHOME_NOTIFY_KEY", "")
NOTIFY_TEMPLATE = os.environ.get("WAYHOME_NOTIFY_TEMPLATE", "")
NOTIFY_URL = os.environ.get("WAYHOME_NOTIFY_URL", "https://api.notifications.service.gov.uk")
if NOTIFY_KEY and not NOTIFY_TEMPLATE:
    raise ImproperlyConfigured(
        "WAYHOME_NOTIFY_KEY needs WAYHOME_NOTIFY_TEMPLATE: a template with ((subject)) and ((body))"
    )
_OTHERWISE = "wayhome.platform.notify.NotifyBackend" if NOTIFY_KEY else "django.core.mail.backends.console.EmailBackend"
EMAIL_BACKEND = os.environ.get("WAYHOME_EMAIL_BACKEND", _OTHERWISE)
EMAIL_HOST = os.environ.get("WAYHOME_SMTP_HOST", "localhost")
EMAIL_PORT = int(os.environ.get("WAYHOME_SMTP_PORT", "25"))
EMAIL_HOST_USER = os.environ.get("WAYHOME_SMTP_USER", "")
EMAIL_HOST_PASSWORD = os.environ.get("WAYHOME_SMTP_PASSWORD", "")
EMAIL_USE_TLS = os.environ.get("WAYHOME_SMTP_TLS") == "1"
# A mail server that accepts and says nothing must not hold the worker, which also counts the time.
EMAIL_TIMEOUT = 10  # seconds
EMAIL_FILE_PATH = os.environ.get("WAYHOME_EMAIL_FOLDER")
DEFAULT_FROM_EMAIL = os.environ.get("WAYHOME_FROM", "wayhome@localhost")
SITE_URL = os.environ.get("WAYHOME_SITE_URL", "http://localhost:8000")
# How long something may be hidden from a list, in hours; never past the time it is due.
PUT_OFF_HOURS = int(os.environ.get("WAYHOME_PUT_OFF_HOURS", "72"))
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": "WARNING"},
    "loggers": {"wayhome": {"handlers": ["stderr"], "level": "INFO", "propagate": False}},
}
