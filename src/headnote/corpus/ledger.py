"""The ledger of a sweep: how much of ``OUT.partial`` is whole, and which command it is of.

A chunk is done when its lines are on the disk and the ledger says so, in that order. What the partial output holds
beyond the ledger's word is the torn end of a run that was killed, and is cut off.
"""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Sequence
from pathlib import Path

import msgspec

SCHEMA = "headnote.sweep-ledger/2"


class Counted(msgspec.Struct):
    """As much of a line as is counted."""

    id: str | int | None
    error: str | None = None
    action: str | None = None
    warnings: list[str] = []


class Ledger(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """`source` and `job` are digests of the input's bytes and of all that can change a row; `bytes` of the partial
    output are whole. `actions` and `codes` count the rows written by action and by code raised. `finished` once every
    row is written and only the last renaming is left."""

    schema: str = SCHEMA
    source: str
    job: str
    rows: int = 0
    errors: int = 0
    bytes: int = 0
    actions: dict[str, int] = {}
    codes: dict[str, int] = {}
    finished: bool = False

    def same_run(self, other: Ledger) -> bool:
        return (self.schema, self.source, self.job) == (other.schema, other.source, other.job)


def after(ledger: Ledger, written: int, rows: Sequence[Counted]) -> Ledger:
    """The ledger once these rows are written too, in so many bytes."""
    actions, codes = Counter(ledger.actions), Counter(ledger.codes)
    for row in rows:
        actions.update([row.action] if row.action else [])
        codes.update(row.warnings)
    return msgspec.structs.replace(
        ledger,
        rows=ledger.rows + len(rows),
        errors=ledger.errors + sum(row.error is not None for row in rows),
        bytes=ledger.bytes + written,
        actions=dict(actions),
        codes=dict(codes),
    )


def load(path: Path) -> Ledger | None:
    """The ledger at a path, null where there is none that can be read."""
    try:
        return msgspec.json.decode(path.read_bytes(), type=Ledger)
    except (FileNotFoundError, msgspec.DecodeError):
        return None


def save(ledger: Ledger, path: Path) -> None:
    """Replace the ledger in one step that a power cut cannot tear. It may take back the last step, which does no harm:
    the partial output then holds more than the ledger says."""
    fresh = path.with_name(path.name + ".new")
    with fresh.open("wb") as file:
        file.write(msgspec.json.encode(ledger) + b"\n")
        file.flush()
        os.fsync(file.fileno())
    fresh.replace(path)
