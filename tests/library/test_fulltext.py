"""Full text: what a search finds in both databases, and that no input breaks it."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from headnote.library import fulltext
from headnote.library.database import Library
from headnote.library.query import Query
from headnote.library.shelf import shelf
from headnote.library.viewers import Viewer
from tests.library.shelves import Made, Shelf

READER = Viewer(user_id=1, name="reader", role="reader")
WORKS = (
    Made(key="w0", title="The Storm", body="A red lamp stood on the café's sill."),
    Made(key="w1", title="Quiet Water", terms=(("fandom", "Lamp Office"),), body="The lamps were not red."),
    Made(key="w2", title="Red Lamp", body="Nothing 3.14 else; don't look. OR not."),
    Made(key="w3", title="Kept Away", action="review", body="red lamp zeppelin"),
)
FOUND = {
    "lamp": ["w2", "w1", "w0"],
    "LAMPS": ["w2", "w1", "w0"],
    '"red lamp"': ["w2", "w0"],
    "lamp -storm": ["w2", "w1"],
    "-lamp": [],
    '-"red lamp"': ["w1"],
    "cafe": ["w0"],
    "CAFÉ lamp": ["w0"],
    "don't": ["w2"],
    "3.14": ["w2"],
    "or": ["w2"],
    "the": ["w0", "w1"],
    "zeppelin": [],
    "-zeppelin": ["w2", "w1", "w0"],
    "?! …": ["w2", "w1", "w0"],
    "lamp NOT red": ["w2", "w1"],
    "lamp*": ["w2", "w1", "w0"],
    "title:lamp": [],
    '"storm quiet"': [],
}


@pytest.fixture
def filled(library: Library) -> Library:
    Shelf(library).put(WORKS)
    return library


def test_what_is_found_in_which_order(filled: Library) -> None:
    found = {words: [w.key for w in shelf(filled, READER, Query(words=words)).works] for words in FOUND}
    assert found == FOUND


def test_words_are_read_as_phrases() -> None:
    def read(words: str) -> list[tuple[str, bool]]:
        return [(phrase.words, phrase.excluded) for phrase in fulltext.phrases(words)]

    assert read('Lamp -"Red  SEA" -- !! lamp') == [("lamp", False), ("red sea", True)]
    assert read("well-kept") == [("well kept", False)]
    assert len(read(" ".join(f"w{n}" for n in range(500)))) == fulltext.MOST
    assert len(read("x" * 5000)[0][0]) == fulltext.LONGEST


#: What the databases' own syntaxes are made of.
SYNTAX = st.text(st.sampled_from(" \"'*:^+-(){}&|!<>,.\\/NEAR AND OR NOT_title body\0\ud800é字ªﬁ\u0301"), max_size=40)


def test_no_input_breaks_it(filled: Library) -> None:
    @settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(st.text(max_size=60) | SYNTAX)
    @example('"')
    @example('" OR rowid:*')
    @example("NEAR(lamp red, 2)")
    @example("lamp' || pg_sleep(9) || '")
    @example("x" * 4000)
    @example("\ufdfa" * 200)
    def check(words: str) -> None:
        found = [work.key for work in shelf(filled, READER, Query(words=words)).works]
        assert set(found) <= {"w0", "w1", "w2"}

    check()
