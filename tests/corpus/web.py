"""A web server of this machine for files in memory, with what web servers do and fail to do."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread


class Site:
    """Files by path.

    Attributes:
        ranges: whether parts of a file are given.
        key: the value of ``?key=`` without which nothing is given, null where all is.
        breaks_at: the byte of any file at which the connection ends, null for none.
        asked: the parts asked for so far, as (first, last + 1).
    """

    def __init__(self, files: dict[str, bytes]) -> None:
        self.files = files
        self.ranges = True
        self.key: str | None = None
        self.breaks_at: int | None = None
        self.asked: list[tuple[int, int]] = []
        self.port = 0

    def address(self, path: str) -> str:
        return f"http://127.0.0.1:{self.port}/{path}"


@contextmanager
def served(files: dict[str, bytes]) -> Iterator[Site]:
    """A site that answers while the context lasts."""
    site = Site(files)

    class Handler(BaseHTTPRequestHandler):
        def do_HEAD(self) -> None:
            self.answer(with_body=False)

        def do_GET(self) -> None:
            self.answer(with_body=True)

        def answer(self, *, with_body: bool) -> None:
            path, _, query = self.path.partition("?")
            data = site.files.get(path.lstrip("/"))
            if site.key is not None and query != f"key={site.key}":
                self.send_error(403)
            elif data is None:
                self.send_error(404)
            else:
                self.give(data, with_body=with_body)

        def give(self, data: bytes, *, with_body: bool) -> None:
            part = re.fullmatch(r"bytes=(\d+)-(\d+)", self.headers.get("Range") or "") if site.ranges else None
            first, after = (int(part[1]), min(int(part[2]) + 1, len(data))) if part else (0, len(data))
            self.send_response(206 if part else 200)
            if part:
                self.send_header("Content-Range", f"bytes {first}-{after - 1}/{len(data)}")
            self.send_header("Accept-Ranges", "bytes" if site.ranges else "none")
            self.send_header("Content-Length", str(after - first))
            self.end_headers()
            if with_body:
                site.asked.append((first, after))
                self.wfile.write(data[first : min(after, site.breaks_at or after)])

        def log_message(self, *_: object) -> None:
            return

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        site.port = server.server_address[1]
        thread = Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        try:
            yield site
        finally:
            server.shutdown()
            thread.join()
