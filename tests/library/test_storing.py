"""A stored work is whole; the same bytes are one work, a new version of a known work is a version."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
from sqlalchemy import delete, event, select, text, update

from headnote.card import Reading, to_card
from headnote.errors import LibraryError
from headnote.library import documents, indexing, schema, works
from headnote.library.database import Library
from headnote.library.storing import Stored, store
from headnote.library.viewers import OWNER, Viewer
from tests.library.stories import reading, story
from tests.library.wholeness import Totals, check, found

READER = Viewer(user_id=1, name="reader", role="reader")
ARCHIVE, OTHER = "https://archive.example/works/12", "https://shelf.example/story.php?sid=7"


def put(library: Library, words: str, name: str = "story.txt") -> Stored:
    return store(library, reading(words, name), policy="archive")


def counts(library: Library) -> Totals:
    with library.reading() as connection:
        rows = [len(connection.execute(select(table.c.id)).all()) for table in (schema.works, schema.versions)]
    return Totals(*rows)


def test_what_goes_in_comes_out(library: Library) -> None:
    read = reading(story(1, title="The Long Stair", author="N. Example"))
    stored = store(library, read, policy="archive")
    work = works.find(library, OWNER, stored.key)
    assert work is not None
    assert (stored.outcome, stored.number, stored.near) == ("added", 1, [])
    assert (work.title, work.authors, work.words) == ("The Long Stair", "N. Example", read.work.source.words)
    assert (work.card, work.fresh, work.standing) == (to_card(read), True, "machine")
    document = works.document(library, OWNER, stored.key)
    assert document is not None
    assert (document.work, document.layout, document.cast) == (read.work, read.layout, read.cast)
    assert (document.signals, document.masks) == (read.signals, read.advisory.masks)


def test_everything_of_a_work_agrees(library: Library, tmp_path: Path) -> None:
    for number in range(3):
        words = story(number, title=f"Evening {number}", author="N. Example") + "\n\nThe old captain died."
        (tmp_path / f"{number}.txt").write_text(words, encoding="utf-8")
        put(library, (tmp_path / f"{number}.txt").read_text(), f"{number}.txt")
    assert check(library, tmp_path) == Totals(3, 3)


def test_the_check_of_wholeness_sees_what_is_missing(library: Library, tmp_path: Path) -> None:
    (tmp_path / "1.txt").write_text(story(1))
    put(library, story(1), "1.txt")
    with library.writing() as connection:
        connection.execute(delete(schema.bands).where(schema.bands.c.band == 3))
    with pytest.raises(AssertionError):
        check(library, tmp_path)


def test_the_same_bytes_are_one_work(library: Library) -> None:
    first = put(library, story(1, title="The Long Stair", author="N. Example"))
    again = put(library, story(1, title="The Long Stair", author="N. Example"), "copy.txt")
    assert (again.outcome, again.key, again.number) == ("known", first.key, 1)
    assert counts(library) == Totals(1, 1)


def long_stair(number: int, url: str = "", title: str = "The Long Stair", author: str = "N. Example") -> str:
    return story(number, title=title, author=author, url=url)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(long_stair(1, ARCHIVE), long_stair(2, ARCHIVE, title="The Stair"), id="same address"),
        pytest.param(
            long_stair(1, ARCHIVE),
            long_stair(2, "http://www.archive.example/works/12/chapters/34?view_adult=true#x", title="The Stair"),
            id="same work by another form of its address",
        ),
        pytest.param(long_stair(1), long_stair(2), id="same title and author"),
        pytest.param(long_stair(1), long_stair(2, title="THE LONG  STAIR!"), id="same title in other letters"),
        pytest.param(long_stair(1, ARCHIVE), long_stair(2), id="the new one has no address"),
        pytest.param(long_stair(1), long_stair(2, ARCHIVE), id="the old one has no address"),
        pytest.param(long_stair(1, ARCHIVE), long_stair(2, OTHER), id="same title and author at another site"),
    ],
)
def test_a_version_of_a_known_work(library: Library, first: str, second: str) -> None:
    old, new = put(library, first), put(library, second)
    assert (new.outcome, new.key, new.number) == ("version", old.key, 2)
    assert counts(library) == Totals(1, 2)


@pytest.mark.parametrize(
    ("first", "second"),
    [
        pytest.param(long_stair(1), long_stair(2, author="M. Example"), id="another author"),
        pytest.param(long_stair(1), long_stair(2, title="The Long Stairs"), id="another title"),
        pytest.param(long_stair(1, author=""), long_stair(2, author=""), id="no author"),
        pytest.param(long_stair(1, author="Anonymous"), long_stair(2, author="anonymous"), id="nobody's name"),
        pytest.param(long_stair(1, author="orphan_account"), long_stair(2, author="orphan_account"), id="left behind"),
        pytest.param(long_stair(1, title="Untitled"), long_stair(2, title="Untitled"), id="no title"),
        pytest.param(long_stair(1, ARCHIVE), long_stair(2, ARCHIVE + "3"), id="another address at one site"),
        pytest.param(long_stair(1, OTHER, title="A"), long_stair(2, OTHER + "7", title="B"), id="another story number"),
        pytest.param(story(1), story(2), id="nothing declared"),
        *(
            pytest.param(
                long_stair(1, url, title="A"), long_stair(2, url, title="B"), id=f"no address of one work: {url}"
            )
            for url in (
                "https://archive.example",
                "archive.example/?view_adult=true",
                "The archive",
                "my.own head/x",
                "http://[archive/works/12",
                "file:///works/12",
                "N/A",
            )
        ),
    ],
)
def test_another_work(library: Library, first: str, second: str) -> None:
    old, new = put(library, first), put(library, second)
    assert (new.outcome, new.number) == ("added", 1)
    assert new.key != old.key
    assert counts(library) == Totals(2, 2)


def test_a_title_that_two_works_share_is_no_version_of_either(library: Library) -> None:
    put(library, long_stair(1, ARCHIVE))
    put(library, long_stair(2, ARCHIVE + "3"))
    assert put(library, long_stair(3)).outcome == "added"
    assert put(library, long_stair(4)).outcome == "added"
    assert counts(library) == Totals(4, 4)


def test_the_newest_version_is_what_a_work_says(library: Library) -> None:
    old = put(library, long_stair(1), "one.txt")
    put(library, long_stair(2), "two.txt")
    work = works.find(library, OWNER, old.key)
    assert work is not None
    assert [(v.number, v.source_name, v.current) for v in work.versions] == [
        (2, "two.txt", True),
        (1, "one.txt", False),
    ]
    assert work.card.source.name == "two.txt"
    first = works.document(library, OWNER, old.key, 1)
    assert first is not None
    assert first.work.text == long_stair(1)
    assert works.document(library, OWNER, old.key, 3) is None
    with library.reading() as connection:
        assert found(connection, "evening 205 by the book") == [work.id]
        assert found(connection, "evening 105 by the book") == []


def test_words_are_found_without_case_accents_and_endings(library: Library) -> None:
    body = "Zoë climbed the stairs to the lamp-room. " * 3
    put(library, body)
    with library.reading() as connection:
        for words in ("zoe climbs", "ZOË CLIMBED", "lamp room", "stair to the lamp"):
            assert found(connection, words) == [1], words
        for words in ("zoe stair", "lamproom"):
            assert found(connection, words) == [], words


def test_text_that_no_server_would_take_is_kept(library: Library) -> None:
    """Null characters, more distinct words than a tsvector holds, more labels than a statement has room for."""
    words = " ".join(f"w{number:07}x{number * 7919:011}" for number in range(70_000))
    read = reading(story(1))
    work = msgspec.structs.replace(
        read.work,
        text=f"A null \0 in it. {words}",
        declared=msgspec.structs.replace(
            read.work.declared,
            title="A\0B",
            tags=["one\0two"] + [f"tag {n}" for n in range(2000)],
            fandoms=["x" * 5000],
        ),
    )
    stored = store(library, msgspec.structs.replace(read, work=work), policy="archive")
    document = works.document(library, OWNER, stored.key)
    assert document is not None
    assert document.work == work
    with library.reading() as connection:
        assert found(connection, "a null in it") == [1]
        assert connection.execute(text("SELECT title FROM works")).scalar() == "A B"


@pytest.mark.parametrize(
    ("action", "standing", "shown"),
    [
        ("list", "machine", True),
        ("label", "decided", True),
        ("gate", "machine", True),
        ("review", "machine", False),
        ("withhold", "decided", False),
        ("list", "proposed", False),
    ],
)
def test_a_held_work_does_not_exist_for_a_reader(library: Library, action: str, standing: str, shown: bool) -> None:
    stored, other = put(library, story(1)), put(library, story(1) + "\n\nOne more line.")
    assert [near.key for near in other.near] == [stored.key]
    with library.writing() as connection:
        connection.execute(
            update(schema.works).where(schema.works.c.key == stored.key).values(action=action, standing=standing)
        )
    assert (works.find(library, READER, stored.key) is not None) is shown
    assert (works.document(library, READER, stored.key) is not None) is shown
    assert works.find(library, OWNER, stored.key) is not None
    beside = works.find(library, READER, other.key)
    assert beside is not None
    assert [near.key for near in beside.near] == [stored.key] * shown


def test_a_card_of_another_form_is_told_and_not_guessed(library: Library) -> None:
    stored = put(library, story(1))
    with library.writing() as connection:
        connection.execute(update(schema.versions).values(card=b"no card", document=b"none"))
    for look in (works.find, works.document):
        with pytest.raises(LibraryError, match="in the form of this version"):
            look(library, OWNER, stored.key)


def test_a_store_that_fails_leaves_nothing(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    put(library, long_stair(1))

    def stop(*_: object) -> None:
        raise KeyError

    monkeypatch.setattr(indexing, "put", stop)  # the last step
    for words in (long_stair(2), story(3)):
        with pytest.raises(KeyError):
            put(library, words)
    assert counts(library) == Totals(1, 1)
    with library.reading() as connection:
        assert connection.execute(text("SELECT value FROM settings WHERE name = 'generation'")).scalar() == "1"


def test_a_new_work_is_stored_in_few_statements(library: Library) -> None:
    """Each is a way to the server and back: a tenth of the time of reading is soon spent on them."""
    put(library, long_stair(1))
    asked: list[str] = []

    @event.listens_for(library.engine, "before_cursor_execute")
    def _count(_connection: object, _cursor: object, statement: str, *_: object) -> None:
        asked.append(statement)

    put(library, long_stair(2, ARCHIVE, title="The Stair"))
    assert len(asked) <= 18


def test_a_work_that_was_not_read_is_stored_with_its_card(library: Library) -> None:
    read: Reading = reading(
        "Der alte Mann stieg mit der Lampe in der Hand die Treppe hinauf und sagte kein Wort. " * 20
    )
    assert read.notices
    stored = store(library, read, policy="archive")
    work = works.find(library, OWNER, stored.key)
    assert work is not None
    assert (work.rating, work.language, work.card.notices) == (None, "de", list(read.notices))


def test_documents_are_packed_and_unpacked(library: Library) -> None:
    read = reading(story(2))
    packed, document, card = documents.pack(read)
    assert documents.unpack_text(packed) == read.work.text
    assert documents.unpack_work(packed, document) == read.work
    assert documents.unpack_card(card) == to_card(read)
