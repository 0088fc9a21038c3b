"""Opening a library, its tables, and what goes wrong with one."""

from __future__ import annotations

from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import text

from headnote.library import migrating, schema
from headnote.library.database import Library, open_library

#: Made by the migrations in each dialect's own way, and not in `schema`.
OF_THE_DIALECT = ("fulltext", "indexed", "alembic_version")


def test_migrated_tables_are_those_of_the_schema(library: Library) -> None:
    def ours(_thing: object, name: str | None, _kind: str, *_: object) -> bool:
        return not (name or "").startswith(OF_THE_DIALECT)

    with library.reading() as connection:
        context = MigrationContext.configure(
            connection, opts={"include_object": ours, "compare_type": True, "compare_server_default": True}
        )
        assert compare_metadata(context, schema.METADATA) == []


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

    again = open_library(library_url)
    assert identity(again) == identity(library)
    again.close()
