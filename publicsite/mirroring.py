"""The public zone in an S3-compatible store beside the local one: what is in service here is brought there. No Django.

    <prefix>/<school>/index.html, …      the files of the release in service, with the headers that we serve them with
    <prefix>/.preau/<school>.json        what the store holds of this school: path → digest

Nothing is asked of the store but that small list, and only what differs from it is sent. The list is written before
what it tells: a file that may be there is in it, so that no interruption leaves one behind that nobody knows of. A list
that cannot be read is made again from the store's own.

An object store renames nothing: for some seconds, visitors may see pages of two releases. What was withdrawn goes first
of all. A new page comes after what it is drawn with, and what only old pages use goes last.
"""

from __future__ import annotations

import json
import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from hashlib import blake2b
from itertools import groupby, islice
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlsplit

from cms.core.disk import alone
from publicsite.serving import HASHED, caching, content_type

THREADS = 8
BATCH = 500  # files between two writings of the list; the protocol deletes a thousand at a time
TRIES = 5
UNKNOWN = ""  # the digest of what may be there or not, in this version or another
VARIANT = re.compile(r"(-\d+)?-[0-9a-f]{8}(?=\.[a-z0-9]+\Z)")  # of a name: the width of a picture, what it holds
ORDER = {".html": 1, ".xml": 2}  # pages after what they are drawn with; feeds, which name pages, after them


class NotMirrored(Exception):
    """The store did not take all; what it has is known, and the next time goes on from there. In French."""


@dataclass(frozen=True, slots=True)
class Mirrored:
    """What was done: files sent, files deleted."""

    sent: int
    deleted: int


class Bucket:
    """A place in an S3-compatible store. Credentials are boto3's own: `AWS_ACCESS_KEY_ID`, `AWS_SECRET_ACCESS_KEY`."""

    def __init__(self, address: str) -> None:
        """`s3://bucket/prefix?endpoint=https://…&region=…`"""
        import boto3
        from botocore.config import Config

        parts = urlsplit(address)
        options = {key: values[0] for key, values in parse_qs(parts.query).items()}
        self.name = parts.netloc
        self.prefix = f"{parts.path.strip('/')}/".lstrip("/")
        self.client: Any = boto3.client(
            "s3",
            endpoint_url=options.get("endpoint"),
            region_name=options.get("region"),
            config=Config(
                max_pool_connections=THREADS,
                connect_timeout=10,
                read_timeout=60,
                retries={"max_attempts": TRIES, "mode": "standard"},
                request_checksum_calculation="when_required",  # not all compatible stores know the others
                response_checksum_validation="when_required",
            ),
        )

    def read(self, key: str) -> bytes | None:
        try:
            return bytes(self.client.get_object(Bucket=self.name, Key=self.prefix + key)["Body"].read())
        except self.client.exceptions.NoSuchKey:
            return None

    def write(self, key: str, data: bytes, **headers: str) -> None:
        self.client.put_object(Bucket=self.name, Key=self.prefix + key, Body=data, **headers)

    def delete(self, keys: Iterable[str]) -> None:
        for some in in_batches(keys):
            objects = [{"Key": self.prefix + key} for key in some]
            told = self.client.delete_objects(Bucket=self.name, Delete={"Objects": objects, "Quiet": True})
            if told.get("Errors"):
                raise NotMirrored(f"Le dépôt n’a pas supprimé {told['Errors'][0].get('Key')}.")

    def keys(self, under: str) -> Iterator[str]:
        pages = self.client.get_paginator("list_objects_v2").paginate(Bucket=self.name, Prefix=self.prefix + under)
        for page in pages:
            yield from (found["Key"].removeprefix(self.prefix) for found in page.get("Contents", ()))


class Mirror:
    """One school in the store."""

    def __init__(self, bucket: Bucket, school: str) -> None:
        self.bucket, self.school = bucket, school
        self.list = f".preau/{school}.json"

    def bring(self, release: Path, advance: Callable[[int, int], None] = lambda done, total: None) -> Mirrored:
        """Make the store hold what this release does, and nothing else of this school. Raises `NotMirrored`."""
        from boto3.exceptions import Boto3Error
        from botocore.exceptions import BotoCoreError, ClientError

        try:
            return self._bring(release, advance)
        except (Boto3Error, BotoCoreError, ClientError) as error:
            raise NotMirrored(f"Le dépôt {self.bucket.name} n’a pas tout reçu : {error}") from error
        except FileNotFoundError as error:  # removed meanwhile, as one of the oldest: there is a newer one
            raise NotMirrored(f"La publication copiée n’est plus là : {error.filename}") from error

    def _bring(self, release: Path, advance: Callable[[int, int], None]) -> Mirrored:
        wanted, held = digests(release), self._held()
        changed = [path for path, digest in wanted.items() if held.get(path) != digest]
        withdrawn, unused = gone(held, wanted)
        self._delete(withdrawn, held)
        done = 0
        for _step, paths in groupby(sorted(changed, key=_order), key=lambda path: _order(path)[0]):
            for some in in_batches(paths):
                held |= dict.fromkeys(some, UNKNOWN)
                self._write_list(held)
                with ThreadPoolExecutor(THREADS) as pool:
                    for path in pool.map(lambda path: self._send(release, path), some):
                        held[path] = wanted[path]
                        done += 1
                        advance(done, len(changed))
        self._delete(unused, held)
        self._write_list(held)
        return Mirrored(len(changed), len(withdrawn) + len(unused))

    def _send(self, release: Path, path: str) -> str:
        file = release / path
        headers = {"ContentType": content_type(file), "CacheControl": caching(file)}
        self.bucket.write(f"{self.school}/{path}", file.read_bytes(), **headers)
        return path

    def _delete(self, paths: list[str], held: dict[str, str]) -> None:
        if not paths:
            return
        held |= dict.fromkeys(paths, UNKNOWN)  # should we be stopped here, and one of them come back
        self._write_list(held)
        self.bucket.delete(f"{self.school}/{path}" for path in paths)
        for path in paths:
            del held[path]

    def _held(self) -> dict[str, str]:
        try:
            known = json.loads(self.bucket.read(self.list) or b"")
            return {str(path): str(digest) for path, digest in known.items()}
        except (ValueError, AttributeError):
            folder = f"{self.school}/"
            return dict.fromkeys((key.removeprefix(folder) for key in self.bucket.keys(folder)), UNKNOWN)

    def _write_list(self, held: Mapping[str, str]) -> None:
        data = json.dumps(held, ensure_ascii=False, sort_keys=True).encode()
        self.bucket.write(self.list, data, ContentType="application/json", CacheControl="no-cache")


@contextmanager
def only_copier_of(folder: Path) -> Iterator[None]:
    """Be the only one that copies this school: two would not know of each other's files. Raises `NotMirrored`."""
    with alone(folder / "mirror.lock") as ours:
        if not ours:
            raise NotMirrored("Une autre copie est en cours.")
        yield


def in_batches(items: Iterable[str]) -> Iterator[list[str]]:
    left = iter(items)
    while some := list(islice(left, BATCH)):
        yield some


def digests(release: Path) -> dict[str, str]:
    """Every file of a release, through the links of its folders, by its address."""
    return {
        path.relative_to(release).as_posix(): blake2b(path.read_bytes(), digest_size=16).hexdigest()
        for directory, _folders, names in os.walk(release, followlinks=True)
        for path in (Path(directory, name) for name in names)
    }


def gone(held: Iterable[str], wanted: Mapping[str, str]) -> tuple[list[str], list[str]]:
    """What the release has not: first what was withdrawn, then what pages that are still there used under this name.

    A picture or a style sheet of which the release has another version is replaced; one of which it has none is
    withdrawn, perhaps because of who is seen in it: it goes at once, even if a page then shows a gap for a moment.
    """
    versions = {_what(path) for path in wanted if HASHED.search(path)}
    absent = sorted(set(held) - wanted.keys())
    replaced = [path for path in absent if HASHED.search(path) and _what(path) in versions]
    return [path for path in absent if path not in set(replaced)], replaced


def _what(path: str) -> tuple[str, str]:
    """What a file is a version of: wherever its folder spreads them."""
    return path.partition("/")[0], VARIANT.sub("", Path(path).name)


def _order(path: str) -> tuple[int, str]:
    return (ORDER.get(Path(path).suffix, 0), path)
