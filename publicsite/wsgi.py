"""What a web server runs: plain files for the public zone and the families' space, Django for the rest."""

import os

from django.conf import settings
from django.core.wsgi import get_wsgi_application

from publicsite.serving import PlainFiles

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "cms.config.settings")
cms = get_wsgi_application()
application = PlainFiles(cms, sites=settings.SITES_DIR, space=settings.THEMES_DIR / "espace")
