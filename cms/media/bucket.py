"""Images and documents in an S3-compatible object store (`STORAGE_URL`)."""

from typing import Any
from urllib.parse import parse_qs, urlsplit

from botocore.config import Config
from django.conf import settings
from django.utils.encoding import filepath_to_uri
from storages.backends.s3 import S3Storage


class PrivateBucket(S3Storage):
    """A bucket that only we read: a file is seen at our own address, which asks who is there.

    A signed address would open it to whoever holds it, even after the person may read it no more.
    """

    def __init__(self, address: str) -> None:
        """`s3://bucket/prefix?endpoint=https://…&region=…`"""
        parts = urlsplit(address)
        options = {key: values[0] for key, values in parse_qs(parts.query).items()}
        super().__init__(
            bucket_name=parts.netloc,
            location=parts.path.strip("/"),
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region"),
            default_acl="private",
            file_overwrite=False,  # a second `photo.jpg` is another photograph, perhaps another school's
            client_config=Config(
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": 5, "mode": "standard"},
                request_checksum_calculation="when_required",  # not all compatible stores know the others
                response_checksum_validation="when_required",
            ),
        )

    def url(self, name: str | None, *args: Any, **kwargs: Any) -> str:
        return f"{settings.MEDIA_URL}{filepath_to_uri(name or '')}"
