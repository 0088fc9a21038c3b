"""The feed of new works."""

from __future__ import annotations

from xml.etree import ElementTree

from headnote.web.feed import ATOM
from tests.web.running import Desk, stored
from tests.web.stories import HOSTILE, plain

NAMES = {"atom": ATOM}


def test_new_works_come_first_with_what_a_feed_needs(desk: Desk) -> None:
    stored(desk.library, HOSTILE)
    key = stored(desk.library, plain("New In The Feed"))
    answer = desk.get("/feed.atom")
    assert answer.headers["content-type"].startswith("application/atom+xml")
    feed = ElementTree.fromstring(answer.content)
    entries = feed.findall("atom:entry", NAMES)
    found = {entry.findtext("atom:title", "", NAMES): entry for entry in entries}
    entry = found["New In The Feed"]
    link = entry.find("atom:link", NAMES)
    assert link is not None
    assert link.attrib["href"] == f"{desk.url}/works/{key}"
    for part in ("id", "updated", "published", "author/atom:name"):
        assert entry.findtext(f"atom:{part}", "", NAMES)
    assert any("<script>" in title for title in found), "a hostile title is text"
    assert feed.findtext("atom:updated", "", NAMES) >= entry.findtext("atom:published", "", NAMES)


def test_no_text_of_a_story_is_in_it(desk: Desk) -> None:
    stored(desk.library, plain("Only Its Labels"))
    assert "ferry" not in desk.get("/feed.atom").text
