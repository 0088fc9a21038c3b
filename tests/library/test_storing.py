"""A stored work is whole: its card, text, codes, terms, full text and bands, in one transaction."""

from __future__ import annotations

from headnote.card import to_card
from headnote.library import works
from headnote.library.database import Library
from headnote.library.storing import Stored, store
from headnote.library.viewers import OWNER
from tests.library.stories import reading, story


def put(library: Library, words: str, name: str = "story.txt") -> Stored:
    return store(library, reading(words, name), policy="archive")


def test_what_goes_in_comes_out(library: Library) -> None:
    read = reading(story(1, title="The Long Stair", author="N. Example"))
    stored = store(library, read, policy="archive")
    found = works.find(library, OWNER, stored.key)
    assert found is not None
    assert (stored.outcome, stored.number, found.title, found.authors) == (
        "added", 1, "The Long Stair", "N. Example",
    )  # fmt: skip
    assert found.card == to_card(read)
    assert found.fresh
    document = works.document(library, OWNER, stored.key)
    assert document is not None
    assert (document.work, document.layout, document.cast, document.signals) == (
        read.work, read.layout, read.cast, read.signals,
    )  # fmt: skip
