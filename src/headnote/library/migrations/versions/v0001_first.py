"""The first tables. What is written here never changes: a later change of `schema` is a migration of its own."""

from __future__ import annotations

import uuid
from datetime import UTC, datetime

from alembic.op import create_index, create_table, execute, get_bind
from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Integer,
    LargeBinary,
    PrimaryKeyConstraint,
    String,
    Text,
    UniqueConstraint,
    text,
)

revision = "0001"
down_revision = None


def upgrade() -> None:
    """Everything: tables, full text in the dialect's own way, a history that refuses changes, the first rows."""
    _works()
    _facets()
    _likeness()
    _people()
    _records()
    if get_bind().dialect.name == "postgresql":
        _run(*POSTGRESQL_FULLTEXT, *POSTGRESQL_HISTORY)
    else:
        _run(*SQLITE_FULLTEXT, *SQLITE_HISTORY)
    _first_rows()


def _works() -> None:
    """Works and their versions."""
    create_table(
        "works",
        Column("id", Integer, nullable=False),
        Column("key", String(16), nullable=False),
        Column("identity", String(64), nullable=False),
        Column("title_identity", String(64)),
        Column("version_id", Integer),
        Column("changed", Integer, nullable=False),
        Column("title", Text, nullable=False),
        Column("authors", Text, nullable=False),
        Column("summary", Text),
        Column("rating", String(40)),
        Column("rating_confidence", Float, nullable=False),
        Column("declared_rating", String(40)),
        Column("language", String(12)),
        Column("words", Integer, nullable=False),
        Column("added_at", String(32), nullable=False),
        Column("updated_at", String(32), nullable=False),
        Column("machine_action", String(10), nullable=False),
        Column("action", String(10), nullable=False),
        Column("standing", String(10), nullable=False),
        Column("urgency", Float, nullable=False),
        PrimaryKeyConstraint("id", name="pk_works"),
        UniqueConstraint("identity", name="uq_works_identity"),
        UniqueConstraint("key", name="uq_works_key"),
    )
    create_index("ix_works_added", "works", ["added_at"])
    create_index("ix_works_changed", "works", ["changed"])
    create_index("ix_works_title_identity", "works", ["title_identity"])
    create_table(
        "versions",
        Column("id", Integer, nullable=False),
        Column("work_id", Integer, nullable=False),
        Column("number", Integer, nullable=False),
        Column("sha256", String(64), nullable=False),
        Column("source_name", Text),
        Column("added_at", String(32), nullable=False),
        Column("engine", String(120), nullable=False),
        Column("tier", String(4), nullable=False),
        Column("policy", String(80), nullable=False),
        Column("words", Integer, nullable=False),
        Column("text", LargeBinary, nullable=False),
        Column("document", LargeBinary, nullable=False),
        Column("card", LargeBinary, nullable=False),
        Column("minhash", LargeBinary),
        ForeignKeyConstraint(["work_id"], ["works.id"], name="fk_versions_work_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name="pk_versions"),
        UniqueConstraint("sha256", name="uq_versions_sha256"),
        UniqueConstraint("work_id", "number", name="uq_versions_work_id_number"),
    )
    create_index("ix_versions_work_id", "versions", ["work_id"])


def _facets() -> None:
    """What a work is found by."""
    create_table(
        "codes",
        Column("work_id", Integer, nullable=False),
        Column("code", String(40), nullable=False),
        Column("confidence", Float, nullable=False),
        Column("intensity", Integer, nullable=False),
        Column("presence", String(10), nullable=False),
        Column("raised", Boolean, nullable=False),
        ForeignKeyConstraint(["work_id"], ["works.id"], name="fk_codes_work_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("work_id", "code", name="pk_codes"),
    )
    create_table(
        "terms",
        Column("id", Integer, nullable=False),
        Column("kind", String(10), nullable=False),
        Column("value", Text, nullable=False),
        PrimaryKeyConstraint("id", name="pk_terms"),
        UniqueConstraint("kind", "value", name="uq_terms_kind_value"),
    )
    create_table(
        "work_terms",
        Column("work_id", Integer, nullable=False),
        Column("term_id", Integer, nullable=False),
        ForeignKeyConstraint(["term_id"], ["terms.id"], name="fk_work_terms_term_id"),
        ForeignKeyConstraint(["work_id"], ["works.id"], name="fk_work_terms_work_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("work_id", "term_id", name="pk_work_terms"),
    )
    create_index("ix_work_terms_term_id", "work_terms", ["term_id"])


def _likeness() -> None:
    """What near-duplicates are told by."""
    create_table(
        "bands",
        Column("band", Integer, nullable=False),
        Column("hash", BigInteger, nullable=False),
        Column("version_id", Integer, nullable=False),
        ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_bands_version_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("band", "hash", "version_id", name="pk_bands"),
    )
    create_index("ix_bands_version_id", "bands", ["version_id"])
    create_table(
        "near",
        Column("version_id", Integer, nullable=False),
        Column("other_id", Integer, nullable=False),
        Column("likeness", Float, nullable=False),
        ForeignKeyConstraint(["other_id"], ["versions.id"], name="fk_near_other_id", ondelete="CASCADE"),
        ForeignKeyConstraint(["version_id"], ["versions.id"], name="fk_near_version_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("version_id", "other_id", name="pk_near"),
    )
    create_index("ix_near_other_id", "near", ["other_id"])


def _people() -> None:
    """People and what is their own."""
    create_table(
        "users",
        Column("id", Integer, nullable=False),
        Column("name", String(80), nullable=False),
        Column("role", String(10), nullable=False),
        Column("password", Text),
        Column("created_at", String(32), nullable=False),
        Column("disabled", Boolean, nullable=False),
        PrimaryKeyConstraint("id", name="pk_users"),
        UniqueConstraint("name", name="uq_users_name"),
    )
    create_table(
        "sessions",
        Column("token", String(64), nullable=False),
        Column("user_id", Integer, nullable=False),
        Column("created_at", String(32), nullable=False),
        Column("expires_at", String(32), nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_sessions_user_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("token", name="pk_sessions"),
    )
    create_index("ix_sessions_user_id", "sessions", ["user_id"])
    create_table(
        "filters",
        Column("id", Integer, nullable=False),
        Column("user_id", Integer, nullable=False),
        Column("name", String(80), nullable=False),
        Column("query", Text, nullable=False),
        Column("hide", Boolean, nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_filters_user_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("id", name="pk_filters"),
        UniqueConstraint("user_id", "name", name="uq_filters_user_id_name"),
    )
    create_table(
        "preferences",
        Column("user_id", Integer, nullable=False),
        Column("name", String(40), nullable=False),
        Column("value", Text, nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_preferences_user_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("user_id", "name", name="pk_preferences"),
    )
    create_table(
        "progress",
        Column("user_id", Integer, nullable=False),
        Column("work_id", Integer, nullable=False),
        Column("version_id", Integer, nullable=False),
        Column("start", Integer, nullable=False),
        Column("updated_at", String(32), nullable=False),
        ForeignKeyConstraint(["user_id"], ["users.id"], name="fk_progress_user_id", ondelete="CASCADE"),
        ForeignKeyConstraint(["work_id"], ["works.id"], name="fk_progress_work_id", ondelete="CASCADE"),
        PrimaryKeyConstraint("user_id", "work_id", name="pk_progress"),
    )


def _records() -> None:
    """Facts about the library, and what people did."""
    create_table(
        "settings",
        Column("name", String(40), nullable=False),
        Column("value", Text, nullable=False),
        PrimaryKeyConstraint("name", name="pk_settings"),
    )
    create_table(
        "history",
        Column("seq", Integer, autoincrement=False, nullable=False),
        Column("at", String(32), nullable=False),
        Column("actor", String(80), nullable=False),
        Column("kind", String(20), nullable=False),
        Column("work_key", String(16)),
        Column("payload", Text, nullable=False),
        Column("before", String(64), nullable=False),
        Column("digest", String(64), nullable=False),
        PrimaryKeyConstraint("seq", name="pk_history"),
        UniqueConstraint("digest", name="uq_history_digest"),
    )
    create_index("ix_history_work_key", "history", ["work_key"])


#: Contentless: the text itself is in `versions`, compressed. SQLite before 3.43 cannot forget a row of such a table
#: without the words that were put in, so `indexed` keeps those that are not the text's.
SQLITE_FULLTEXT = (
    """CREATE VIRTUAL TABLE fulltext USING fts5(
        title, people, tags, body, content = '', tokenize = 'porter unicode61 remove_diacritics 2'
    )""",
    """CREATE TABLE indexed (
        work_id INTEGER NOT NULL PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE,
        title TEXT NOT NULL, people TEXT NOT NULL, tags TEXT NOT NULL
    )""",
)
#: Words by their English stem as in SQLite, and no stop words: a title may be made of them.
POSTGRESQL_FULLTEXT = (
    "CREATE TEXT SEARCH DICTIONARY headnote_stem (TEMPLATE = snowball, Language = english)",
    "CREATE TEXT SEARCH CONFIGURATION headnote (COPY = simple)",
    """ALTER TEXT SEARCH CONFIGURATION headnote
        ALTER MAPPING FOR asciiword, word, numword, asciihword, hword, numhword, hword_asciipart, hword_part,
        hword_numpart WITH headnote_stem""",
    """CREATE TABLE fulltext (
        work_id INTEGER NOT NULL PRIMARY KEY REFERENCES works (id) ON DELETE CASCADE, words tsvector NOT NULL
    )""",
    "CREATE INDEX ix_fulltext_words ON fulltext USING gin (words)",
)
#: The third trigger stands against INSERT OR REPLACE, which deletes without firing the second.
SQLITE_HISTORY = (
    """CREATE TRIGGER history_no_update BEFORE UPDATE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER history_no_delete BEFORE DELETE ON history
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
    """CREATE TRIGGER history_in_order BEFORE INSERT ON history
        WHEN NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM history)
        BEGIN SELECT RAISE(ABORT, 'history is append-only'); END""",
)
POSTGRESQL_HISTORY = (
    """CREATE FUNCTION history_refuses() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN RAISE EXCEPTION 'history is append-only'; END $$""",
    """CREATE TRIGGER history_no_change BEFORE UPDATE OR DELETE ON history
        FOR EACH ROW EXECUTE FUNCTION history_refuses()""",
    """CREATE TRIGGER history_no_truncate BEFORE TRUNCATE ON history
        FOR EACH STATEMENT EXECUTE FUNCTION history_refuses()""",
    """CREATE FUNCTION history_in_order() RETURNS trigger LANGUAGE plpgsql AS
        $$ BEGIN
            IF NEW.seq <> (SELECT coalesce(max(seq), 0) + 1 FROM history) THEN
                RAISE EXCEPTION 'history is append-only';
            END IF;
            RETURN NEW;
        END $$""",
    """CREATE TRIGGER history_in_order BEFORE INSERT ON history
        FOR EACH ROW EXECUTE FUNCTION history_in_order()""",
)


def _run(*statements: str) -> None:
    for statement in statements:
        execute(statement)


def _first_rows() -> None:
    """The library's own id, its generation and the head of its empty history; the person at their own machine."""
    bind = get_bind()
    for name, value in (("id", uuid.uuid4().hex), ("generation", "0"), ("history", "0" * 64)):
        bind.execute(text("INSERT INTO settings (name, value) VALUES (:name, :value)"), {"name": name, "value": value})
    bind.execute(
        text(
            "INSERT INTO users (id, name, role, password, created_at, disabled)"
            " VALUES (1, 'owner', 'admin', NULL, :now, :disabled)"
        ),
        {"now": datetime.now(UTC).isoformat(timespec="seconds"), "disabled": False},
    )
    if bind.dialect.name == "postgresql":
        execute("SELECT setval(pg_get_serial_sequence('users', 'id'), 1)")
