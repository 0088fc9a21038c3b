"""The queue is found by an index: a page of it looked at every work."""

from __future__ import annotations

from alembic.op import create_index

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    create_index("ix_works_urgency", "works", ["urgency"])
