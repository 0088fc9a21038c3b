"""The history: append-only while its triggers stand, and where it was broken when they did not."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from sqlalchemy import Connection, delete, func, insert, select, text, update
from sqlalchemy.exc import DatabaseError

from headnote.errors import LibraryError
from headnote.library import history, schema
from headnote.library.database import Library
from headnote.library.history import START

COUNT = 6
TABLE = schema.history
TRIGGERS = {
    "sqlite": [f"DROP TRIGGER history_{name}" for name in ("no_update", "no_delete", "in_order")],
    "postgresql": ["ALTER TABLE history DISABLE TRIGGER USER"],
}


@pytest.fixture
def chain(library: Library) -> Library:
    """A library with a history of `COUNT` entries."""
    with library.writing() as connection:
        for n in range(1, COUNT + 1):
            history.append(
                connection,
                actor="ana",
                kind="note",
                work_key="wlamp" if n % 2 else None,
                payload={"text": f"Note {n}."},
            )
    return library


def go_round(library: Library, change: Callable[[Connection], object]) -> None:
    """Change the table as someone would who has the database in their hands."""
    with library.engine.begin() as connection:
        for statement in TRIGGERS[library.dialect]:
            connection.execute(text(statement))
        change(connection)


def head(library: Library) -> str:
    return history.verify(library).head


def test_an_empty_history_holds(library: Library) -> None:
    assert history.verify(library) == history.Verified(count=0, head=START)
    assert history.verify(library, expect=START).since == 0


def test_a_chain_holds_and_says_its_head(chain: Library) -> None:
    found = history.verify(chain)
    with chain.reading() as connection:
        last = connection.execute(select(TABLE).where(TABLE.c.seq == COUNT)).one()
    assert (found.count, found.head) == (COUNT, last.digest)


def test_equal_entries_have_digests_of_their_own(library: Library) -> None:
    with library.writing() as connection:
        made = [history.append(connection, actor="ana", kind="note", payload={}, at="2026-01-01") for _ in range(3)]
    assert len({entry.digest for entry in made}) == 3


def test_an_entry_that_is_rolled_back_leaves_nothing(chain: Library) -> None:
    before = history.verify(chain)
    with suppress(KeyError), chain.writing() as connection:
        history.append(connection, actor="ana", kind="note", payload={})
        raise KeyError
    assert history.verify(chain) == before


STATEMENTS = {
    "update": update(TABLE).where(TABLE.c.seq == 2).values(actor="ben"),
    "update of nothing new": update(TABLE).values(actor=TABLE.c.actor),
    "delete": delete(TABLE).where(TABLE.c.seq == COUNT),
    "delete all": delete(TABLE),
    "insert before": insert(TABLE).values(
        seq=0, at="", actor="", kind="note", payload="{}", before=START, digest="b" * 64
    ),
    "insert after a gap": insert(TABLE).values(
        seq=COUNT + 2, at="", actor="", kind="note", payload="{}", before=START, digest="b" * 64
    ),
}


@pytest.mark.parametrize("statement", STATEMENTS.values(), ids=STATEMENTS)
def test_the_tables_refuse_to_change_the_history(chain: Library, statement: object) -> None:
    with pytest.raises(DatabaseError, match="append-only"), chain.engine.begin() as connection:
        connection.execute(statement)  # type: ignore[call-overload]
    assert history.verify(chain).count == COUNT


def test_the_tables_refuse_to_replace_and_to_truncate(chain: Library) -> None:
    ways = {
        "sqlite": f"INSERT OR REPLACE INTO history SELECT * FROM history WHERE seq = {COUNT}",
        "postgresql": "TRUNCATE history",
    }
    with pytest.raises(DatabaseError, match="append-only"), chain.engine.begin() as connection:
        connection.execute(text(ways[chain.dialect]))
    assert history.verify(chain).count == COUNT


OTHER = {
    "at": "2020-01-01T00:00:00.000+00:00", "actor": "ben", "kind": "decide", "work_key": "wother",
    "payload": '{"text":"Another."}', "before": "b" * 64, "digest": "d" * 64,
}  # fmt: skip


@pytest.mark.parametrize("seq", [1, 3, COUNT])
@pytest.mark.parametrize("column", OTHER)
def test_a_changed_column_is_told_at_its_entry(chain: Library, column: str, seq: int) -> None:
    go_round(chain, lambda c: c.execute(update(TABLE).where(TABLE.c.seq == seq).values({column: OTHER[column]})))
    with pytest.raises(LibraryError, match=rf"entry {seq} (is not as it was written|does not follow)"):
        history.verify(chain)


@pytest.mark.parametrize("payload", ['{"text":"Note 3."} ', '{"text": "Note 3."}', "", "null"])
def test_a_payload_that_says_the_same_in_other_bytes_is_changed_too(chain: Library, payload: str) -> None:
    go_round(chain, lambda c: c.execute(update(TABLE).where(TABLE.c.seq == 3).values(payload=payload)))
    with pytest.raises(LibraryError, match="entry 3"):
        history.verify(chain)


def test_a_key_put_where_there_was_none_and_taken_away(chain: Library) -> None:
    go_round(chain, lambda c: c.execute(update(TABLE).where(TABLE.c.seq == 4).values(work_key="")))
    with pytest.raises(LibraryError, match="entry 4"):
        history.verify(chain)


@pytest.mark.parametrize("seq", [1, 3, COUNT - 1])
def test_a_deleted_entry_is_told(chain: Library, seq: int) -> None:
    go_round(chain, lambda c: c.execute(delete(TABLE).where(TABLE.c.seq == seq)))
    with pytest.raises(LibraryError, match=f"expected entry {seq}, found {seq + 1}"):
        history.verify(chain)


def test_a_deleted_entry_whose_gap_was_closed_is_told(chain: Library) -> None:
    def close(connection: Connection) -> None:
        connection.execute(delete(TABLE).where(TABLE.c.seq == 3))
        for seq in range(4, COUNT + 1):
            connection.execute(update(TABLE).where(TABLE.c.seq == seq).values(seq=seq - 1))

    go_round(chain, close)
    with pytest.raises(LibraryError, match="entry 3 does not follow"):
        history.verify(chain)


def test_an_inserted_entry_is_told(chain: Library) -> None:
    def squeeze(connection: Connection) -> None:
        for seq in range(COUNT, 2, -1):
            connection.execute(update(TABLE).where(TABLE.c.seq == seq).values(seq=seq + 1))
        before = connection.execute(select(TABLE.c.digest).where(TABLE.c.seq == 2)).scalar_one()
        fields: list[object] = [3, "", "eve", "note", None, "{}", before]
        names = ("seq", "at", "actor", "kind", "work_key", "payload", "before")
        row = dict(zip(names, fields, strict=True))
        connection.execute(insert(TABLE).values(**row, digest=history._digest(fields)))

    go_round(chain, squeeze)
    with pytest.raises(LibraryError, match="entry 4 does not follow"):
        history.verify(chain)


def test_two_entries_that_changed_places_are_told(chain: Library) -> None:
    def swap(connection: Connection) -> None:
        for old, new in ((2, 99), (4, 2), (99, 4)):
            connection.execute(update(TABLE).where(TABLE.c.seq == old).values(seq=new))

    go_round(chain, swap)
    with pytest.raises(LibraryError, match="entry 2 does not follow"):
        history.verify(chain)


def test_a_tail_that_was_cut_off_is_told_by_the_head(chain: Library) -> None:
    go_round(chain, lambda c: c.execute(delete(TABLE).where(TABLE.c.seq == COUNT)))
    with pytest.raises(LibraryError, match=f"after entry {COUNT - 1}"):
        history.verify(chain)


def test_a_history_of_which_nothing_is_left_is_told(chain: Library) -> None:
    go_round(chain, lambda c: c.execute(delete(TABLE)))
    with pytest.raises(LibraryError, match="after entry 0"):
        history.verify(chain)


@pytest.mark.parametrize("value", [None, "a" * 64])
def test_a_head_that_was_changed_or_removed_is_told(chain: Library, value: str | None) -> None:
    where = schema.settings.c.name == history.HEAD
    away = delete(schema.settings).where(where)
    go_round(chain, lambda c: c.execute(update(schema.settings).where(where).values(value=value) if value else away))
    with pytest.raises(LibraryError):
        history.verify(chain)


def cut_off_with_its_head(connection: Connection) -> None:
    """What the chain alone cannot show: the end is gone, and the head says so too."""
    connection.execute(delete(TABLE).where(TABLE.c.seq == COUNT))
    before = connection.execute(select(TABLE.c.digest).where(TABLE.c.seq == COUNT - 1)).scalar_one()
    head_row = schema.settings.c.name == history.HEAD
    connection.execute(update(schema.settings).where(head_row).values(value=before))


def test_only_a_head_kept_elsewhere_tells_of_a_tail_that_was_cut_off_with_its_head(chain: Library) -> None:
    kept = head(chain)
    go_round(chain, cut_off_with_its_head)
    assert history.verify(chain).count == COUNT - 1
    with pytest.raises(LibraryError, match=kept[:12]):
        history.verify(chain, expect=kept)


def test_a_head_kept_elsewhere_stays_part_of_a_chain_that_grows(chain: Library) -> None:
    kept = head(chain)
    with chain.writing() as connection:
        for _ in range(2):
            history.append(connection, actor="ben", kind="note", payload={})
    assert history.verify(chain, expect=kept).since == 2
    assert history.verify(chain, expect=head(chain)).since == 0


def test_what_another_writes_during_the_check_does_not_break_it(chain: Library) -> None:
    with chain.writing() as connection:
        history.append(connection, actor="ben", kind="note", payload={})
        assert history.verify(chain).count == COUNT
    assert history.verify(chain).count == COUNT + 1


def test_who_reads_sees_one_state_however_often_they_look(chain: Library) -> None:
    count = select(func.count()).select_from(TABLE)
    with chain.reading() as reader:
        assert reader.execute(count).scalar_one() == COUNT
        with chain.writing() as connection:
            history.append(connection, actor="ben", kind="note", payload={})
        assert reader.execute(count).scalar_one() == COUNT
    with chain.reading() as reader:
        assert reader.execute(count).scalar_one() == COUNT + 1


def test_more_entries_than_are_fetched_at_once(library: Library) -> None:
    with library.writing() as connection:
        for _ in range(1100):
            history.append(connection, actor="ana", kind="note", payload={"text": "ä" * 20})
    assert history.verify(library).count == 1100
    with library.reading() as connection:
        assert connection.execute(select(func.max(TABLE.c.seq))).scalar_one() == 1100
