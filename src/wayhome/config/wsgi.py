"""The web process."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "wayhome.config.settings")
application = get_wsgi_application()

from wayhome.platform.checks import refuse_unbound_role  # noqa: E402  only once the settings are loaded
from wayhome.platform.lasting import ready_to_serve  # noqa: E402  likewise

refuse_unbound_role()
ready_to_serve()
