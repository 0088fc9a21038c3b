"""The feed of works that came last, for feed readers: titles and labels, never text, and only what readers may see."""

from __future__ import annotations

from xml.etree import ElementTree

import msgspec
from fastapi import APIRouter, Request, Response

from headnote.library.query import Query
from headnote.library.shelf import WorkRow, shelf
from headnote.render.clean import clean
from headnote.web.desk import TheLibrary, TheSettings
from headnote.web.identity import SomeViewer

router = APIRouter(include_in_schema=False)

ATOM = "http://www.w3.org/2005/Atom"
#: Works in the feed.
LATEST = 30


@router.get("/feed.atom")
def feed(request: Request, library: TheLibrary, settings: TheSettings, viewer: SomeViewer) -> Response:
    """Who sees held works gets a reader's feed too: what it holds is read by programs and kept by them."""
    as_reader = msgspec.structs.replace(viewer, role="reader")
    rows = shelf(library, as_reader, Query(order="added"), size=LATEST).works
    base = f"{'https' if settings.secure else 'http'}://{request.headers['host']}"
    root = ElementTree.Element("feed", xmlns=ATOM)
    _say(root, "title", "headnote: new on the shelf")
    _say(root, "id", f"{base}/feed.atom")
    ElementTree.SubElement(root, "link", rel="self", href=f"{base}/feed.atom")
    _say(root, "updated", max((row.added_at for row in rows), default="1970-01-01T00:00:00+00:00"))
    for row in rows:
        root.append(_entry(row, base))
    return Response(ElementTree.tostring(root, "utf-8", xml_declaration=True), media_type="application/atom+xml")


def _entry(row: WorkRow, base: str) -> ElementTree.Element:
    entry = ElementTree.Element("entry")
    _say(entry, "title", row.title)
    _say(entry, "id", f"{base}/works/{row.key}")
    ElementTree.SubElement(entry, "link", href=f"{base}/works/{row.key}")
    _say(entry, "updated", row.updated_at)
    _say(entry, "published", row.added_at)
    _say(ElementTree.SubElement(entry, "author"), "name", row.authors or "unknown")
    for label in filter(None, (row.rating, *(code.label for code in row.codes))):
        ElementTree.SubElement(entry, "category", term=clean(label))
    if row.summary:
        _say(entry, "summary", row.summary)
    return entry


def _say(parent: ElementTree.Element, name: str, words: str) -> None:
    ElementTree.SubElement(parent, name).text = clean(words)
