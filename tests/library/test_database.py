"""Opening a library, its tables, and what goes wrong with one."""

from __future__ import annotations

import contextlib
import sqlite3
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import event, insert, text
from sqlalchemy.exc import DBAPIError

from headnote.errors import LibraryError, MissingExtra
from headnote.library import database, migrating, schema
from headnote.library.database import Library, advance, open_library
from headnote.library.storing import store
from tests.library.stories import reading, story

#: Made by the migrations in each dialect's own way, and not in `schema`.
OF_THE_DIALECT = ("fulltext", "indexed", "alembic_version")


def test_migrated_tables_are_those_of_the_schema(library: Library) -> None:
    assert drift(library) == []


def test_the_comparison_of_tables_sees_a_drift(library: Library) -> None:
    with library.writing() as connection:
        connection.execute(text("ALTER TABLE works ADD COLUMN extra TEXT"))
        connection.execute(text("DROP INDEX ix_works_added"))
    assert len(drift(library)) == 2


def drift(library: Library) -> list[object]:
    def ours(_thing: object, name: str | None, _kind: str, *_: object) -> bool:
        return not (name or "").startswith(OF_THE_DIALECT)

    with library.reading() as connection:
        options = {"include_object": ours, "compare_type": True, "compare_server_default": True}
        return list(compare_metadata(MigrationContext.configure(connection, opts=options), schema.METADATA))


def test_the_newest_migration_is_the_one_that_opening_looks_for() -> None:
    config = Config()
    config.set_main_option("script_location", "headnote.library:migrations")
    scripts = ScriptDirectory.from_config(config)
    assert scripts.get_heads() == [migrating.HEAD]
    assert tuple(reversed([script.revision for script in scripts.walk_revisions()])) == migrating.KNOWN


def test_a_library_is_opened_again_as_it_is(library: Library, library_url: str) -> None:
    def identity(of: Library) -> str:
        with of.reading() as connection:
            return str(connection.execute(text("SELECT value FROM settings WHERE name = 'id'")).scalar())

    with open_library(library_url) as again:
        assert identity(again) == identity(library)


def test_a_library_of_the_first_version_is_brought_to_this_one(library: Library, library_url: str) -> None:
    stored = store(library, reading(story(1)), policy="archive")
    with library.writing() as connection:
        connection.execute(text("DROP INDEX ix_works_urgency"))
        connection.execute(text("UPDATE alembic_version SET version_num = '0001'"))
    with open_library(library_url) as again:
        assert drift(again) == []
        assert store(again, reading(story(1)), policy="archive").key == stored.key


def test_a_migration_that_fails_leaves_nothing(empty_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    class Stopped(Exception): ...

    def stop(*_: object) -> None:
        raise Stopped

    with monkeypatch.context() as patched:
        patched.setattr("alembic.runtime.migration.HeadMaintainer.update_to_step", stop)
        with pytest.raises(Stopped):
            open_library(empty_url)
    with open_library(empty_url) as library:
        assert drift(library) == []


def test_writers_take_turns_and_readers_see_what_is_done(library: Library) -> None:
    with library.writing() as writer, library.reading() as reader:
        generation = advance(writer)
        before = reader.execute(text("SELECT value FROM settings WHERE name = 'generation'")).scalar()
        assert (before, generation) == ("0", 1)


def test_an_exception_takes_a_transaction_back(library: Library) -> None:
    with contextlib.suppress(KeyError), library.writing() as connection:
        advance(connection)
        raise KeyError
    with library.writing() as connection:
        assert advance(connection) == 1


HISTORY: dict[str, str | int] = {"at": "", "actor": "", "kind": "", "payload": "", "before": ""}


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE history SET actor = 'someone else'",
        "DELETE FROM history",
        "DELETE FROM history WHERE seq = 2",
        "INSERT INTO history SELECT 7, at, actor, kind, work_key, payload, before, 'x' FROM history WHERE seq = 1",
        "INSERT INTO history SELECT 1, at, actor, kind, work_key, payload, before, 'x' FROM history WHERE seq = 1",
    ],
)
def test_history_only_grows(library: Library, statement: str) -> None:
    with library.writing() as connection:
        connection.execute(insert(schema.history), [HISTORY | {"seq": n, "digest": str(n)} for n in (1, 2)])
    with pytest.raises(DBAPIError, match="append-only"), library.writing() as connection:
        connection.execute(text(statement))


def test_history_is_not_replaced_nor_emptied_at_once(library: Library) -> None:
    with library.writing() as connection:
        connection.execute(insert(schema.history), [HISTORY | {"seq": 1, "digest": "1"}])
    at_once = (
        "TRUNCATE history"
        if library.dialect == "postgresql"
        else "INSERT OR REPLACE INTO history SELECT 1, at, 'x', kind, work_key, payload, before, digest FROM history"
    )
    with pytest.raises(DBAPIError, match="append-only"), library.writing() as connection:
        connection.execute(text(at_once))


@pytest.mark.parametrize(
    ("where", "says"),
    [
        ("mysql://someone:secret@host/name", "expected a path or a postgresql:// address"),
        ("://", "expected a path or a URL"),
        ("postgresql://someone:secret@host:no-port/name", "expected a path or a URL"),
        ("postgresql://someone:secret@127.0.0.1:1/name?password=secret", "expected a database that answers"),
        ("/dev/null/library.db", "expected a folder that can be written"),
        ("/tmp", "expected a file that can be opened"),
    ],
)
def test_what_is_no_library_is_told_in_one_line(where: str, says: str) -> None:
    with pytest.raises(LibraryError, match=says) as told:
        open_library(where)
    assert "secret" not in str(told.value)
    assert "\n" not in str(told.value)


def test_a_file_of_another_kind_is_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "story.txt"
    path.write_text(story(1), encoding="utf-8")
    with pytest.raises(LibraryError, match="found a file of another kind"):
        open_library(str(path))
    assert path.read_text(encoding="utf-8") == story(1)


def test_another_programs_tables_are_left_as_they_are(library: Library, library_url: str) -> None:
    with library.writing() as connection:
        connection.execute(text("DROP TABLE alembic_version"))
    with pytest.raises(LibraryError, match="found tables of something else"):
        open_library(library_url)


def test_a_library_of_a_later_version_is_not_touched(library: Library, library_url: str) -> None:
    with library.writing() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    with pytest.raises(LibraryError, match="later version") as told:
        open_library(library_url)
    assert "upgrade" in told.value.hint


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(__import__("sys").modules, "psycopg", None)
    with pytest.raises(MissingExtra) as told:
        open_library("postgresql://host/name")
    assert "headnote[postgres]" in told.value.hint


def test_a_library_that_may_only_be_read_is_read_and_not_written(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    with open_library(str(tmp_path / "library.db")):
        pass
    with open_library(f"sqlite:///file:{tmp_path}/library.db?mode=ro&uri=true") as library:
        with library.reading() as connection:
            assert connection.execute(text("SELECT count(*) FROM works")).scalar() == 0
        with pytest.raises(LibraryError, match="the right to write"):
            store(library, reading(story(1)), policy="archive")
    assert not list((tmp_path / "here").iterdir())


def test_a_full_disk_stores_nothing(tmp_path: Path) -> None:
    def no_more(connection: sqlite3.Connection, _entry: object) -> None:
        pages = connection.execute("PRAGMA page_count").fetchone()[0]
        connection.execute(f"PRAGMA max_page_count = {pages}")

    with open_library(str(tmp_path / "library.db")) as library:
        library.close()
        event.listen(library.engine, "connect", no_more)
        with pytest.raises(LibraryError, match="expected room on the disk"):
            store(library, reading(story(1, lines=400)), policy="archive")
    with open_library(str(tmp_path / "library.db")) as library, library.reading() as connection:
        for table in (schema.works, schema.versions, schema.terms, schema.bands):
            assert connection.execute(table.select()).all() == []


def test_a_library_that_another_program_writes_is_waited_for_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(database, "BUSY", 0.05)
    with open_library(str(tmp_path / "library.db")) as library:
        other = sqlite3.connect(tmp_path / "library.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(LibraryError, match="found another program writing"):
            store(library, reading(story(1)), policy="archive")
        other.close()
