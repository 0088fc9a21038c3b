"""The shelf against a plain reading of the same works: what a page shows, counts, orders and suggests, for whom."""

from __future__ import annotations

from headnote.library.database import Library
from headnote.library.query import Query, parse
from headnote.library.shelf import shelf, suggest
from headnote.library.viewers import OWNER, Viewer
from tests.library.shelves import Made, shelve

READER = Viewer(user_id=1, name="reader", role="reader")


def test_a_page(library: Library) -> None:
    shelve(
        library,
        [
            Made(
                key="w1",
                title="The Red Lamp",
                codes=(("gore", 0.9, 2, True), ("war", 0.2, 0, False)),
                terms=(("fandom", "Tide Office"), ("trope", "trope-abo")),
            ),
            Made(key="w2", added_at="2026-01-02", words=7000, rating=None, terms=(("fandom", "tide office"),)),
            Made(key="w3", added_at="2026-01-03", action="withhold", terms=(("fandom", "Secret"),)),
        ],
    )
    page = shelf(library, READER, Query())
    assert [work.key for work in page.works] == ["w2", "w1"]
    assert [w.key for w in shelf(library, OWNER, Query()).works] == ["w3", "w2", "w1"]
    assert [w.key for w in shelf(library, READER, parse("red lamp")).works] == ["w1"]
    assert suggest(library, READER, "fandom", "sec") == []
