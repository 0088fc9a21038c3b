"""What holds of a work: the machine's word and the people's, brought together and written to its row.

The columns are never more than a replay of the history over what the machine says now, so they can always be made
again; `unsettled` names the works of which that is not so.
"""

from __future__ import annotations

from sqlalchemy import Connection, func, select, update

from headnote.errors import LibraryError
from headnote.library import rulings, urgency
from headnote.library.database import Library
from headnote.library.documents import unpack_card
from headnote.library.history import entries_of
from headnote.library.rulings import Held, Ruling, Said
from headnote.library.schema import codes, history, versions, works
from headnote.library.visibility import OPEN_ACTIONS, is_held
from headnote.records import Action, Record


class Settled(Record, frozen=True, kw_only=True):
    """What holds: `standing` is "machine", "decided" or "proposed"; `reopened` where people should look again."""

    action: Action
    standing: str
    reopened: bool = False

    @property
    def shown(self) -> bool:
        """Whether a reader can meet the work."""
        return not is_held(self.action, self.standing)


def settled(held: Held, said: Said) -> Settled:
    """What holds of people's words over the machine's.

    While a proposal waits, the graver of it and of what held before stands. A ruling outlives new readings and new
    versions, with one exception: a work that speaks of ``underage-sex`` is shown only while its current text is the one
    that two people cleared of it.
    """
    if held.proposal is not None:
        base = settled(Held(ruling=held.ruling), said)
        graver = urgency.graver(held.proposal.action, base.action)
        return Settled(action=held.proposal.action if graver else base.action, standing="proposed")
    ruling = held.ruling
    if ruling is None:
        return Settled(action=said.action, standing="machine")
    if said.guarded and ruling.action in OPEN_ACTIONS and not _cleared(ruling, said):
        # The machine's own action is at least `review` here: no policy lists what it guards.
        return Settled(action=said.action, standing="machine", reopened=True)
    graver = urgency.graver(said.action, ruling.said.action) and urgency.graver(said.action, ruling.action)
    return Settled(action=ruling.action, standing="decided", reopened=graver)


def settle(connection: Connection, work_id: int) -> None:
    """Write what holds of a work to its row, in the caller's writing transaction.

    The work's version, codes and `machine_action` are those of its current version. `changed` is the caller's.
    """
    gravest = select(func.max(codes.c.confidence)).where(codes.c.work_id == work_id, codes.c.raised).scalar_subquery()
    key, confidence = connection.execute(select(works.c.key, gravest).where(works.c.id == work_id)).one()
    holds = columns(connection, key, said_of(connection, work_id), confidence or 0.0)
    connection.execute(update(works).where(works.c.id == work_id).values(**holds))


def columns(connection: Connection, key: str, said: Said, confidence: float) -> dict[str, str | float]:
    """The columns of a work's row that say what holds of it: people's words on the work of a key over the machine's.

    Args:
        confidence: of the gravest finding that was raised, 0 where there is none.
    """
    found = settled(rulings.replay(entries_of(connection, key)), said)
    urgent = urgency.urgency(
        action=found.action,
        standing=found.standing,
        reopened=found.reopened,
        guarded=said.guarded,
        confidence=confidence,
    )
    return {"action": found.action, "standing": found.standing, "urgency": urgent}


def said_of(connection: Connection, work_id: int) -> Said:
    """What the machine says of a work's current version.

    Raises:
        LibraryError: the work has no version, or its card is of a form that this version does not read.
    """
    row = connection.execute(
        select(versions.c.number, versions.c.card)
        .join(works, works.c.version_id == versions.c.id)
        .where(works.c.id == work_id)
    ).one_or_none()
    if row is None:
        raise LibraryError(f"expected a version of work {work_id}, found none")
    return Said.of(unpack_card(row.card).decision, row.number)


def unsettled(library: Library) -> list[str]:
    """Keys of works whose row says otherwise than the history and the machine's word."""
    with library.reading() as connection:
        spoken = select(history.c.work_key).where(history.c.kind.in_(rulings.CHANGING)).distinct()
        decided = connection.execute(select(works).where(works.c.key.in_(spoken)).order_by(works.c.id)).all()
        plain = (works.c.action != works.c.machine_action) | (works.c.standing != "machine")
        wrong = list(
            connection.scalars(select(works.c.key).where(works.c.key.not_in(spoken), plain).order_by(works.c.id))
        )
        for row in decided:
            found = settled(rulings.replay(entries_of(connection, row.key)), said_of(connection, row.id))
            if (row.action, row.standing) != (found.action, found.standing):
                wrong.append(row.key)
    return wrong


def _cleared(ruling: Ruling, said: Said) -> bool:
    """Whether a ruling was made on this very text, knowing what the machine says of it."""
    return ruling.said.guarded and ruling.said.version == said.version
