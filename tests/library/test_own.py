"""A person's own: each their own, kept and read back, and nothing told about a work that they may not see."""

from __future__ import annotations

import pytest
from sqlalchemy import insert, select, update

from headnote.errors import UsageError
from headnote.library import own, schema
from headnote.library.database import Library
from headnote.library.query import Query, parse
from headnote.library.shelf import shelf
from headnote.library.viewers import OWNER, Viewer
from tests.library.shelves import Made, Shelf

READER = Viewer(user_id=1, name="reader", role="reader")


@pytest.fixture
def other(library: Library) -> Viewer:
    """Another person with an account."""
    with library.writing() as connection:
        connection.execute(insert(schema.users).values(id=7, name="ada", role="reader", created_at="", disabled=False))
    return Viewer(user_id=7, name="ada", role="reader")


def test_filters_are_kept_replaced_and_dropped(library: Library, other: Viewer) -> None:
    own.save_filter(library, READER, "  calm  ones ", parse("-has:gore order:title"))
    own.save_filter(library, READER, "b", parse("tag:x"), hide=True)
    own.save_filter(library, READER, "b", parse('tag:"x y" -lamp'), hide=True)
    saved = own.saved_filters(library, READER)
    assert [(f.name, f.text, f.hide) for f in saved] == [
        ("b", '-lamp tag:"x y"', True),
        ("calm ones", "-has:gore", False),
    ]
    assert saved[0].query == parse('tag:"x y" -lamp')
    assert own.saved_filters(library, other) == []
    assert (own.drop_filter(library, other, "b"), own.drop_filter(library, READER, "b")) == (False, True)
    assert [f.name for f in own.saved_filters(library, READER)] == ["calm ones"]


def test_a_filter_hides_from_its_owner_alone_and_says_how_many(library: Library, other: Viewer) -> None:
    Shelf(library).put(
        [
            Made(key="w1", terms=(("tag", "sad"),)),
            Made(key="w2"),
            Made(key="w3", action="review", terms=(("tag", "sad"),)),
        ]
    )
    own.save_filter(library, READER, "sad", parse("tag:SAD"), hide=True)
    page = shelf(library, READER, Query())
    assert ([work.key for work in page.works], page.total, page.hidden, page.facets["tag"]) == (["w2"], 1, 1, [])
    assert (shelf(library, other, Query()).total, shelf(library, other, Query()).hidden) == (2, 0)
    assert (shelf(library, OWNER, Query()).total, shelf(library, OWNER, Query()).hidden) == (1, 2)


def test_filters_with_words_hide_too(library: Library) -> None:
    Shelf(library).put([Made(key="w1", body="a storm"), Made(key="w2", body="calm")])
    own.save_filter(library, READER, "storms", parse("storm"), hide=True)
    assert [work.key for work in shelf(library, READER, Query()).works] == ["w2"]


@pytest.mark.parametrize(
    ("name", "text", "said"),
    [
        ("", "lamp", "a name"),
        ("x" * 81, "lamp", "a name"),
        ("all", "order:title", "hide everything"),
        ("signs", "?!", "hide everything"),
        ("held", "standing:decided", "reviewers"),
    ],
)
def test_filters_that_are_refused(library: Library, name: str, text: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        own.save_filter(library, READER, name, parse(text), hide=True)


def test_a_person_has_at_most_so_many_filters(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own, "MOST", 1)
    own.save_filter(library, READER, "a", parse("lamp"))
    own.save_filter(library, READER, "a", parse("storm"))
    with pytest.raises(UsageError, match="at most 1"):
        own.save_filter(library, READER, "b", parse("lamp"))


def test_a_filter_that_cannot_be_read_any_more_stops_the_shelf_rather_than_show(library: Library) -> None:
    Shelf(library).put([Made(key="w1")])
    own.save_filter(library, READER, "old", parse("has:gore"), hide=True)
    with library.writing() as connection:
        connection.execute(update(schema.filters).values(query="has:gone"))
    with pytest.raises(UsageError, match="your filter 'old'"):
        shelf(library, READER, Query())
    assert [f.query for f in own.saved_filters(library, READER)] == [None]
    own.drop_filter(library, READER, "old")
    assert shelf(library, READER, Query()).total == 1


def test_codes_to_avoid(library: Library, other: Viewer) -> None:
    assert own.avoided(library, READER) == ()
    own.avoid(library, READER, ("war", "gore", "war"))
    assert own.avoided(library, READER) == ("gore", "war")
    assert own.avoided(library, other) == ()
    own.avoid(library, READER, ())
    assert own.avoided(library, READER) == ()
    with pytest.raises(UsageError, match="'gorey'"):
        own.avoid(library, READER, ("gorey",))


def test_preferences(library: Library, other: Viewer) -> None:
    own.prefer(library, READER, "size", "120")
    own.prefer(library, READER, "size", "130")
    assert (own.preference(library, READER, "size"), own.preference(library, other, "size")) == ("130", None)


def test_progress(library: Library, other: Viewer) -> None:
    filled = Shelf(library)
    filled.put([Made(key="w1"), Made(key="w2", action="withhold")])
    with library.writing() as connection:
        for work in connection.execute(select(schema.works.c.id)).scalars().all():
            blank = dict.fromkeys(("text", "document", "card"), b"") | dict.fromkeys(("engine", "tier", "policy"), "")
            for number in (1, 2):
                row = {"work_id": work, "number": number, "sha256": f"{work}-{number}", "added_at": "", "words": 1}
                added = insert(schema.versions).values(**blank, **row).returning(schema.versions.c.id)
                version = connection.execute(added).scalar_one()
            connection.execute(update(schema.works).where(schema.works.c.id == work).values(version_id=version))
    assert own.progress_of(library, READER, "w1") is None
    assert own.keep_progress(library, READER, "w1", 1, 40)
    assert own.keep_progress(library, READER, "w1", 1, 90)
    kept = own.progress_of(library, READER, "w1")
    assert kept is not None
    assert (kept.number, kept.start, kept.current) == (1, 90, False)
    assert own.keep_progress(library, READER, "w1", 2, 5)
    kept = own.progress_of(library, READER, "w1")
    assert kept is not None
    assert kept.current
    assert own.progress_of(library, other, "w1") is None
    for key, number in (("w2", 1), ("w9", 1), ("w1", 3)):
        assert not own.keep_progress(library, READER, key, number, 1)
    assert own.keep_progress(library, OWNER, "w2", 1, 1)
    assert own.progress_of(library, READER, "w2") is None
    with pytest.raises(UsageError, match="offset"):
        own.keep_progress(library, READER, "w1", 1, -1)
