"""The library's tables, the same for SQLite and PostgreSQL.

Times are ISO 8601 text in UTC, documents are compressed JSON (`documents`), enumerations are their own words. Full text
has a table of its own in each dialect's way (`fulltext`), made by the migrations and not listed here.
"""

from __future__ import annotations

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
    UniqueConstraint,
)

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_N_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
        "pk": "pk_%(table_name)s",
    }
)

#: One row a fact about the library itself: its id, its generation (counts every change), the head of its history.
settings = Table(
    "settings",
    METADATA,
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)

#: One row a work: what the shelf shows and sorts by. `key` is its public name. `identity` is what it is told by, and
#: `title_identity` its title and authors, null where it lacks either (`identities`). `version_id` is its current
#: version, no foreign key, since versions point here. `changed` is the generation that last touched it. `action` is
#: what holds now, `machine_action` what the policy said; `standing` is "machine", "decided" by a person, or "proposed"
#: (a withholding that waits for a second reader). `urgency` orders the queue, higher first.
works = Table(
    "works",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("key", String(16), nullable=False, unique=True),
    Column("identity", String(64), nullable=False, unique=True),
    Column("title_identity", String(64), index=True),
    Column("version_id", Integer),
    Column("changed", Integer, nullable=False, index=True),
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
    Column("urgency", Float, nullable=False, index=True),
)

#: One row a file that was added. `sha256` is of its bytes, so that the same bytes are one version. `text`, `document`
#: and `card` are compressed; `minhash` is the signature that near-duplicates are told by.
versions = Table(
    "versions",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("number", Integer, nullable=False),
    Column("sha256", String(64), nullable=False, unique=True),
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
    UniqueConstraint("work_id", "number"),
)

#: What was found in the current version of a work, one row a code. `intensity` counts mild 0, moderate 1, graphic 2.
codes = Table(
    "codes",
    METADATA,
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("code", String(40), primary_key=True),
    Column("confidence", Float, nullable=False),
    Column("intensity", Integer, nullable=False),
    Column("presence", String(10), nullable=False),
    Column("raised", Boolean, nullable=False),
)

#: Facet values: kind is fandom, person, pair, trope, author, tag, warning or series.
terms = Table(
    "terms",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(10), nullable=False),
    Column("value", Text, nullable=False),
    UniqueConstraint("kind", "value"),
)
work_terms = Table(
    "work_terms",
    METADATA,
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("term_id", ForeignKey("terms.id"), primary_key=True, index=True),
)

#: Bands of MinHash signatures: two versions that share one are compared. `near` keeps the pairs that were found alike.
bands = Table(
    "bands",
    METADATA,
    Column("band", Integer, primary_key=True),
    Column("hash", BigInteger, primary_key=True),
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True, index=True),
)
near = Table(
    "near",
    METADATA,
    Column("version_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True),
    Column("other_id", ForeignKey("versions.id", ondelete="CASCADE"), primary_key=True, index=True),
    Column("likeness", Float, nullable=False),
)

#: What people did, append-only (triggers refuse to change or delete a row). `digest` is over the row and `before`, the
#: digest of the row before it.
history = Table(
    "history",
    METADATA,
    Column("seq", Integer, primary_key=True, autoincrement=False),
    Column("at", String(32), nullable=False),
    Column("actor", String(80), nullable=False),
    Column("kind", String(20), nullable=False),
    Column("work_key", String(16), index=True),
    Column("payload", Text, nullable=False),
    Column("before", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
)

users = Table(
    "users",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(80), nullable=False, unique=True),
    Column("role", String(10), nullable=False),
    Column("password", Text),
    Column("created_at", String(32), nullable=False),
    Column("disabled", Boolean, nullable=False, default=False),
)
#: `token` is the SHA-256 of the cookie's value: who reads the table cannot use it.
sessions = Table(
    "sessions",
    METADATA,
    Column("token", String(64), primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False, index=True),
    Column("created_at", String(32), nullable=False),
    Column("expires_at", String(32), nullable=False),
)

#: A person's own: saved searches (`hide`: their works are never shown), settings as JSON, and how far they read.
filters = Table(
    "filters",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), nullable=False),
    Column("name", String(80), nullable=False),
    Column("query", Text, nullable=False),
    Column("hide", Boolean, nullable=False),
    UniqueConstraint("user_id", "name"),
)
preferences = Table(
    "preferences",
    METADATA,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("name", String(40), primary_key=True),
    Column("value", Text, nullable=False),
)
progress = Table(
    "progress",
    METADATA,
    Column("user_id", ForeignKey("users.id", ondelete="CASCADE"), primary_key=True),
    Column("work_id", ForeignKey("works.id", ondelete="CASCADE"), primary_key=True),
    Column("version_id", Integer, nullable=False),
    Column("start", Integer, nullable=False),
    Column("updated_at", String(32), nullable=False),
)

Index("ix_works_added", works.c.added_at)
