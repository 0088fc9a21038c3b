"""The works that wait for a person, the most urgent first."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Literal

from sqlalchemy import Connection, Row, func, select

from headnote.errors import LibraryError
from headnote.library import rulings
from headnote.library.database import Library
from headnote.library.documents import unpack_card
from headnote.library.history import Entry, entry_of_row
from headnote.library.listed import RaisedCode
from headnote.library.rulings import Held
from headnote.library.schema import codes, history, versions, works
from headnote.library.values import INTENSITIES
from headnote.library.viewers import Viewer
from headnote.records import Action, Record

#: Works of one page of the queue.
SIZE = 25
#: A first decision; a second reader's word; another look, since the machine says something graver than was decided on.
Waiting = Literal["decision", "second reader", "another look"]


class QueueItem(Record, frozen=True, kw_only=True):
    """One work that waits. `why` are the machine's reasons, the gravest first; `proposed` the action that waits for a
    second reader, with `proposed_by` and `reason`; `yours` where the viewer proposed it and so cannot confirm it.
    `seen` and `changed` go back into `deciding`."""

    key: str
    title: str
    authors: str
    words: int
    machine_action: Action
    action: Action
    standing: str
    urgency: float
    why: list[str]
    codes: list[RaisedCode]
    waiting_for: Waiting
    proposed: Action | None = None
    proposed_by: str | None = None
    reason: str | None = None
    yours: bool = False
    seen: int = 0
    changed: int = 0


def waiting(library: Library, viewer: Viewer) -> int:
    """How many works wait for a person; 0 for a reader."""
    if not viewer.sees_held:
        return 0
    with library.reading() as connection:
        return int(connection.execute(select(func.count()).where(works.c.urgency > 0)).scalar_one())


def queue(library: Library, viewer: Viewer, *, page: int = 1, size: int = SIZE) -> list[QueueItem]:
    """One page of the queue, pages count from 1; empty past the end, and for a reader."""
    if not viewer.sees_held:
        return []
    with library.reading() as connection:
        rows = connection.execute(
            select(works)
            .where(works.c.urgency > 0)
            .order_by(works.c.urgency.desc(), works.c.id)
            .limit(size)
            .offset((max(page, 1) - 1) * size)
        ).all()
        reasons = _reasons(connection, [row.version_id for row in rows])
        raised = _raised(connection, [row.id for row in rows])
        words = _entries(connection, [row.key for row in rows])
    return [_item(row, viewer, reasons.get(row.version_id, []), raised[row.id], words[row.key]) for row in rows]


def _item(
    row: Row[*tuple[object, ...]], viewer: Viewer, why: list[str], raised: list[RaisedCode], entries: list[Entry]
) -> QueueItem:
    held = rulings.replay(entries)
    proposal = held.proposal
    return QueueItem(
        key=row.key,
        title=row.title,
        authors=row.authors,
        words=row.words,
        machine_action=row.machine_action,
        action=row.action,
        standing=row.standing,
        urgency=row.urgency,
        why=why,
        codes=raised,
        waiting_for=_waits(held),
        proposed=proposal.action if proposal else None,
        proposed_by=proposal.name if proposal else None,
        reason=proposal.reason if proposal else None,
        yours=proposal is not None and proposal.user_id == viewer.user_id,
        seen=entries[-1].seq if entries else 0,
        changed=row.changed,
    )


def _waits(held: Held) -> Waiting:
    if held.proposal is not None:
        return "second reader"
    return "another look" if held.ruling is not None else "decision"


def _reasons(connection: Connection, ids: Sequence[int]) -> dict[int, list[str]]:
    """The machine's reasons by version; none for a card of a form that this version does not read."""
    found = {}
    for row in connection.execute(select(versions.c.id, versions.c.card).where(versions.c.id.in_(ids))):
        try:
            found[row.id] = unpack_card(row.card).decision.reasons
        except LibraryError:
            found[row.id] = []
    return found


def _raised(connection: Connection, ids: Sequence[int]) -> defaultdict[int, list[RaisedCode]]:
    found: defaultdict[int, list[RaisedCode]] = defaultdict(list)
    rows = (
        select(codes).where(codes.c.work_id.in_(ids), codes.c.raised).order_by(codes.c.confidence.desc(), codes.c.code)
    )
    for row in connection.execute(rows):
        intensity = INTENSITIES[row.intensity]
        found[row.work_id].append(
            RaisedCode(code=row.code, confidence=row.confidence, intensity=intensity, presence=row.presence)
        )
    return found


def _entries(connection: Connection, keys: Sequence[str]) -> defaultdict[str, list[Entry]]:
    found: defaultdict[str, list[Entry]] = defaultdict(list)
    for row in connection.execute(select(history).where(history.c.work_key.in_(keys)).order_by(history.c.seq)):
        found[row.work_key].append(entry_of_row(row))
    return found
