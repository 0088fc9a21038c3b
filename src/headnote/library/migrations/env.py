"""How Alembic runs here: on the connection it is given, in the transaction that is open there."""

from __future__ import annotations

from alembic import context

from headnote.library import schema

context.configure(
    connection=context.config.attributes["connection"], target_metadata=schema.METADATA, transactional_ddl=True
)
with context.begin_transaction():
    context.run_migrations()
