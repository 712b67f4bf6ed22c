"""The small schools of the API's tests, with people who enter the administration."""

from tests.cms.media.conftest import campus, enter, fresh_cache, other  # noqa: F401
