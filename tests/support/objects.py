"""A small object store on the loopback, which answers what boto3 asks of an S3-compatible one."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Lock, Thread
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit
from xml.sax.saxutils import escape, unescape

KEY = re.compile(r"<Key>(.*?)</Key>")


class Objects(ThreadingHTTPServer):
    """What is kept, with its headers, and every act in the order of its arrival.

    `room`: how many writings it still accepts; it refuses the others, as a store whose quota is reached.
    """

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Answer)
        self.kept: dict[str, bytes] = {}
        self.headers: dict[str, dict[str, str]] = {}
        self.acts: list[tuple[str, str]] = []
        self.room: int | None = None
        self.lock = Lock()

    @property
    def address(self) -> str:
        return f"http://127.0.0.1:{self.server_port}"

    def names(self, act: str) -> list[str]:
        """What was written or deleted, in order, since `acts` was last emptied."""
        return [key for done, key in self.acts if done == act]


class _Answer(BaseHTTPRequestHandler):
    server: Objects
    protocol_version = "HTTP/1.1"

    def do_PUT(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        key = self._key
        with self.server.lock:
            if self.server.room is not None:
                if self.server.room <= 0:
                    self._say(403, b"<Error><Code>QuotaExceeded</Code></Error>")
                    return
                self.server.room -= 1
            self.server.kept[key] = body
            self.server.headers[key] = {name.lower(): value for name, value in self.headers.items()}
            self.server.acts.append(("write", key))
        self._say(200)

    def do_GET(self) -> None:
        query = parse_qs(urlsplit(self.path).query)
        if "list-type" in query:
            prefix = query.get("prefix", [""])[0]
            found = "".join(
                f"<Contents><Key>{escape(key)}</Key><Size>1</Size></Contents>"
                for key in sorted(self.server.kept)
                if key.startswith(prefix)
            )
            self._say(200, f"<ListBucketResult><IsTruncated>false</IsTruncated>{found}</ListBucketResult>".encode())
        elif self._key in self.server.kept:
            self._say(200, self.server.kept[self._key])
        else:
            self._say(404, b"<Error><Code>NoSuchKey</Code></Error>")

    def do_POST(self) -> None:
        asked = self.rfile.read(int(self.headers["Content-Length"])).decode()
        with self.server.lock:
            for key in map(unescape, KEY.findall(asked)):
                self.server.kept.pop(key, None)
                self.server.acts.append(("delete", key))
        self._say(200, b"<DeleteResult></DeleteResult>")

    @property
    def _key(self) -> str:
        return unquote(urlsplit(self.path).path).lstrip("/").partition("/")[2]

    def _say(self, status: int, body: bytes = b"") -> None:
        self.send_response(status)
        self.send_header("Content-Type", "application/xml")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        return


@contextmanager
def object_store() -> Iterator[Objects]:
    store = Objects()
    Thread(target=store.serve_forever, daemon=True).start()
    try:
        yield store
    finally:
        store.shutdown()
        store.server_close()
