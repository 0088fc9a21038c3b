"""What a work is told by: its address, else its title and authors, else its bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode
from urllib.parse import parse_qsl, urlencode, urlsplit

from headnote.records import Work

#: Parts of a query that say how a page is shown, not which work it is.
_SHOWING = ("view_adult", "view_full_work", "style", "show_comments", "utm_source", "utm_medium", "utm_campaign")
#: Chapters of one work have addresses of their own on the two large archives.
_CHAPTERED = (
    (re.compile(r"^/(?:collections/[^/]+/)?works/(\d+)(?:/.*)?$"), r"/works/\1"),
    (re.compile(r"^/s/(\d+)(?:/.*)?$"), r"/s/\1"),
)
#: Names that many authors share: no title makes a work known by them.
_NOBODY = frozenset({"anonymous", "unknown", "unknown author", "orphan account", "orphan_account", "n/a", "none"})


def by_address(work: Work) -> str | None:
    """Digest of the declared address, null where there is none."""
    address = (work.declared.url or "").strip()
    if not address:
        return None
    parts = urlsplit(address if "://" in address else f"https://{address}")
    host, path = (parts.hostname or "").removeprefix("www."), parts.path.rstrip("/")
    for chapters, whole in _CHAPTERED:
        path = chapters.sub(whole, path)
    asked = sorted((name, value) for name, value in parse_qsl(parts.query) if name not in _SHOWING)
    return _digest("address", host, path, urlencode(asked)) if host else None


def by_title(work: Work) -> str | None:
    """Digest of title and authors, null where one is unknown or tells nothing."""
    title, authors = _folded(work.declared.title or ""), sorted(map(_folded, work.declared.authors or ()))
    if not title or not authors or _NOBODY & {*authors}:
        return None
    return _digest("title", title, *authors)


def by_bytes(work: Work) -> str:
    return _digest("bytes", work.source.sha256)


def key(identity: str, letters: int = 10) -> str:
    """A work's public name: ``w`` and the first base-32 digits of its identity."""
    return "w" + b32encode(bytes.fromhex(identity)).decode("ascii").lower()[:letters]


def _folded(name: str) -> str:
    plain = unicodedata.normalize("NFKC", name).casefold()
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


def _digest(kind: str, *parts: str) -> str:
    return hashlib.sha256("\x1f".join((kind, *parts)).encode("utf-8", "surrogatepass")).hexdigest()
