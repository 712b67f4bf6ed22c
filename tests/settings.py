"""Settings of the suite: those of the product in its test mode, with a data folder of each process's own.

`DATABASE_URL` may be set from outside; without it each process has its own SQLite.
"""

import atexit
import os
import shutil
import tempfile

os.environ["MODE"] = "test"
os.environ["DATA_DIR"] = tempfile.mkdtemp(prefix="preau-tests-")
os.environ.pop("ALLOWED_HOSTS", None)
# The loop of a browser sleeps in the thread of the tests: Django takes them for asynchronous ones.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
if os.environ.get("QUEUE_URL", "").startswith("redis"):  # a worker clears its cache: to each its own database
    worker = os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw")
    os.environ["QUEUE_URL"] = os.environ["QUEUE_URL"].rpartition("/")[0] + f"/{int(worker) % 16}"
atexit.register(shutil.rmtree, os.environ["DATA_DIR"], ignore_errors=True)

from cms.config import settings as product  # noqa: E402
from cms.config.settings import *  # noqa: E402, F403

CACHES = getattr(product, "CACHES", {"default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}})
# Keys begin again at 1 in each test: a size remembered from another test would be another image's.
CACHES["renditions"] = {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}
