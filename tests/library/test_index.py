"""The index: after changes it holds what it would hold if read anew, and what a viewer may know follows at once."""

from __future__ import annotations

import dataclasses
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest
from sqlalchemy import delete, select, update

from headnote.errors import UsageError
from headnote.library import loading, schema
from headnote.library.columns import Columns, Lines
from headnote.library.counting import SHOWN
from headnote.library.database import Library, advance
from headnote.library.index import index_of
from headnote.library.query import Query, parse
from headnote.library.shelf import shelf, suggest
from headnote.library.viewers import OWNER, Viewer
from tests.library.shelves import Made, Shelf

READER = Viewer(user_id=1, name="reader", role="reader")
GORE, WAR = ("gore", 0.9, 2, True), ("war", 0.25, 0, False)


def contents(columns: Columns) -> dict[str, object]:
    """All that columns hold, in a form that compares; links in no order, values by name."""
    held = {field.name: getattr(columns, field.name) for field in dataclasses.fields(columns)}
    links = sorted(zip(columns.owner.tolist(), columns.term.tolist(), strict=True))
    tongues = [columns.languages[at] for at in columns.ones["language"]]
    ones = {kind: numbers.tolist() for kind, numbers in columns.ones.items() if kind != "language"}
    plain = {name: value.tolist() if isinstance(value, np.ndarray) else value for name, value in held.items()}
    return plain | {"owner": None, "term": None, "links": links, "ones": ones, "languages": tongues}


def now(library: Library) -> Columns:
    with library.reading() as connection:
        return index_of(library).columns(connection)


def anew(library: Library) -> Columns:
    with library.reading() as connection:
        return loading.load(connection)


def test_changes_make_the_columns_that_a_fresh_reading_makes(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(loading, "_STRETCH", 2)
    monkeypatch.setattr(loading, "_NAMED", 1)
    filled, tag = Shelf(library), ("tag", "calm")
    assert len(now(library)) == 0
    steps = [
        [Made(key="w1", codes=(GORE,), terms=(tag, ("fandom", "Tide")))],
        [Made(key="w2", language="fr"), Made(key="w3", codes=(WAR, GORE), terms=(tag,))],
        [Made(key="w1", title="Other", words=9, codes=(WAR,), terms=(("tag", "new"),), language="de")],
        [Made(key="w3", action="withhold"), Made(key="w4", terms=(tag, ("tag", "new")))],
        [],
    ]
    for works in steps:
        filled.put(works)
        assert contents(now(library)) == contents(anew(library))


def test_nothing_is_read_again_where_nothing_changed(library: Library) -> None:
    Shelf(library).put([Made(key="w1")])
    assert now(library) is now(library)


def test_a_work_that_is_gone_is_gone(library: Library) -> None:
    Shelf(library).put([Made(key="w1"), Made(key="w2")])
    assert len(now(library)) == 2
    with library.writing() as connection:
        connection.execute(delete(schema.works).where(schema.works.c.key == "w1"))
        advance(connection)
    assert contents(now(library)) == contents(anew(library))
    assert [work.key for work in shelf(library, READER, Query()).works] == ["w2"]


def test_a_decision_holds_for_the_next_request(library: Library) -> None:
    filled = Shelf(library)
    filled.put([Made(key="w1", terms=(("tag", "calm"),))])
    assert shelf(library, READER, parse("lamp")).total == 1
    for held in ({"action": "withhold"}, {"standing": "proposed"}, {"action": "review"}):
        with library.writing() as connection:
            values = {"action": "list", "standing": "machine", **held, "changed": advance(connection)}
            connection.execute(update(schema.works).values(**values))
        page = shelf(library, READER, parse("lamp"))
        assert (page.total, page.works, page.facets["tag"], suggest(library, READER, "tag", "")) == (0, [], [], [])
        assert shelf(library, OWNER, parse("lamp")).works[0].held
    filled.put([Made(key="w1")])
    assert shelf(library, READER, parse("lamp")).total == 1


def test_a_row_that_was_withheld_meanwhile_is_not_fetched(library: Library) -> None:
    """The index may be a moment behind the tables; the rows of a page are asked for with the same condition again."""
    Shelf(library).put([Made(key="w1"), Made(key="w2")])
    assert shelf(library, READER, Query()).total == 2
    with library.writing() as connection:
        connection.execute(update(schema.works).where(schema.works.c.key == "w1").values(action="withhold"))
    assert [work.key for work in shelf(library, READER, Query()).works] == ["w2"]


def test_many_threads_see_one_state(library: Library) -> None:
    filled = Shelf(library)
    filled.put(Made(key=f"w{n}", codes=(GORE,)) for n in range(5))

    def totals(n: int) -> tuple[int, int]:
        if n % 10 == 0:
            filled.put([Made(key=f"w{n + 5}", codes=(GORE,))])
        page = shelf(library, READER, Query())
        return page.total, page.facets["code"][0].count

    with ThreadPoolExecutor(8) as pool:
        found = list(pool.map(totals, range(40)))
    assert all(total == count for total, count in found)
    assert shelf(library, READER, Query()).total == 9


def test_the_commonest_values_are_shown_and_equals_by_name(library: Library) -> None:
    tags = [("tag", f"tag {n:02}") for n in range(30, 0, -1)]
    Shelf(library).put([Made(key="w1", terms=tuple(tags)), Made(key="w2", terms=tuple(tags[5:6]))])
    shown = shelf(library, READER, parse('-tag:"tag 29"')).facets["tag"]
    assert (shown[0].value, shown[0].state, shown[0].count) == ("tag 29", "without", 1)
    shown = shelf(library, READER, parse('tag:"TAG 30"')).facets["tag"]
    assert [count.value for count in shown] == ["TAG 30", *(f"tag {n:02}" for n in range(1, SHOWN + 1))]
    shown = shelf(library, READER, Query()).facets["tag"]
    assert [count.value for count in shown] == ["tag 25", *(f"tag {n:02}" for n in range(1, SHOWN))]


def test_values_are_suggested_by_the_beginning_of_a_word(library: Library) -> None:
    terms = (("fandom", "The Tide Office"), ("fandom", "Étude"), ("trope", "trope-abo"), ("trope", "trope-slow-burn"))
    Shelf(library).put([Made(key="w1", terms=terms, codes=(GORE,)), Made(key="w2", terms=terms[1:2])])
    wanted = {
        ("fandom", "ti"): ["The Tide Office"],
        ("fandom", "ETU"): ["Étude"],
        ("fandom", "tide off"): ["The Tide Office"],
        ("fandom", "ide"): [],
        ("fandom", ""): ["Étude", "The Tide Office"],
        ("trope", "omega"): ["trope-abo"],
        ("trope", "slow"): ["trope-slow-burn"],
        ("code", "blood"): ["gore"],
        ("rating", "gen"): ["General Audiences"],
        ("series", ""): [],
    }
    found = {asked: [count.value for count in suggest(library, READER, *asked)] for asked in wanted}
    assert found == wanted
    assert suggest(library, OWNER, "action", "li")[0].count == 2
    for viewer, kind in ((READER, "action"), (OWNER, "colour")):
        with pytest.raises(UsageError, match="expected a facet"):
            suggest(library, viewer, kind, "")


def test_lines_are_found_by_their_words() -> None:
    lines = Lines(["red lamp", "lamp", "", "redder lamp red"])
    assert lines.holding("red").tolist() == [0, 3]
    assert lines.holding("red lamp").tolist() == [0]
    assert lines.holding("red", begin=True).tolist() == [0, 3]
    assert lines.holding("lamp red").tolist() == [3]
    assert Lines([]).holding("x").tolist() == []


def test_columns_say_how_much_memory_they_take(library: Library) -> None:
    Shelf(library).put([Made(key="w1")])
    with library.reading() as connection:
        count = len(connection.execute(select(schema.works.c.id)).all())
    assert now(library).nbytes > 100 * count
