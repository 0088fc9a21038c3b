"""What a work is told by: its address, else its title and authors, else its bytes."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from base64 import b32encode
from urllib.parse import SplitResult, parse_qsl, urlencode, urlsplit

from headnote.records import Work

_HOST = re.compile(r"[^\s@:.]+(?:\.[^\s@:.]+)+(?::\d+)?")
#: Parts of a query that say how a page is shown, not which work it is.
_SHOWING = ("view_adult", "view_full_work", "style", "show_comments", "utm_source", "utm_medium", "utm_campaign")
#: Chapters of one work have addresses of their own on the two large archives.
_CHAPTERED = (
    (re.compile(r"^/(?:collections/[^/]+/)?works/(\d+)(?:/.*)?$"), r"/works/\1"),
    (re.compile(r"^/s/(\d+)(?:/.*)?$"), r"/s/\1"),
)
#: Names that many authors share: no title makes a work known by them.
_NOBODY = frozenset({"anonymous", "anon", "unknown", "unknown author", "various", "orphan account", "n a", "none"})

#: Titles that are none.
_UNTITLED = frozenset({"untitled", "no title", "unknown", "n a", "none"})


def by_address(work: Work) -> str | None:
    """Digest of the declared address, null where there is none that names one work: a site's own address, or words
    that are no address, stand in many files."""
    parts = _address(work.declared.url)
    if parts is None:
        return None
    path = parts.path.rstrip("/")
    for chapters, whole in _CHAPTERED:
        path = chapters.sub(whole, path)
    asked = sorted((name, value) for name, value in parse_qsl(parts.query) if name not in _SHOWING)
    return _digest("address", _host(parts), path, urlencode(asked)) if path or asked else None


def site(address: str | None) -> str | None:
    """The site of an address in one form, null where it is none."""
    parts = _address(address)
    return _host(parts) if parts else None


def _address(address: str | None) -> SplitResult | None:
    try:
        parts = urlsplit(address.strip() if address and "://" in address else f"https://{(address or '').strip()}")
    except ValueError:  # brackets that hold no number of a host
        return None
    web = parts.scheme in ("http", "https") and _HOST.fullmatch(parts.netloc)
    return parts if web else None


def _host(parts: SplitResult) -> str:
    return (parts.hostname or "").removeprefix("www.")


def by_title(work: Work) -> str | None:
    """Digest of title and authors, null where one is unknown or tells nothing."""
    title, authors = _folded(work.declared.title or ""), sorted(map(_folded, work.declared.authors or ()))
    if not title or title in _UNTITLED or not authors or not all(authors) or _NOBODY & {*authors}:
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
