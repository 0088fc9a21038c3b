"""What people decide about a work: decide, a second reader's word, undo, notes, and views that are recorded.

Each is one writing transaction: the entry of the history and what follows from it on the work's row. Writers go one
after another, so of two people who decide at once the second meets the entry of the first.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

from sqlalchemy import Connection, Row, func, select, update

from headnote.errors import Refused, UsageError
from headnote.library import history, rulings, settling, typed
from headnote.library.database import Library, advance
from headnote.library.history import Entry, Kind
from headnote.library.rulings import Held, Said
from headnote.library.schema import users, works
from headnote.library.settling import settled
from headnote.library.urgency import GRAVITY
from headnote.library.viewers import OWNER, Viewer
from headnote.library.visibility import OPEN_ACTIONS
from headnote.records import Action, Span
from headnote.taxonomy import codes

#: Most places that one view shows.
MOST_PLACES = 500


def decide(
    library: Library, viewer: Viewer, key: str, *, action: Action, reason: str, seen: int, changed: int | None = None
) -> Entry:
    """Decide what is done with a work.

    To withhold one, and to show one that the machine holds for ``underage-sex``, takes a reason and a second reader:
    the entry is then a proposal (kind "propose") until another person confirms it, and the graver action stands
    meanwhile.
    At one's own machine, with nobody else to ask, it takes effect at once and the entry says ``alone``.

    Args:
        seen: `seq` of the last entry on this work that the person saw, 0 for none.
        changed: `changed` of the work as the person saw it; null to leave out whether it was read anew since.

    Raises:
        Refused: the person may not, there is no such work, or someone else was first; the message names who and when.
        UsageError: no such action, or a reason that is missing or not fit.
    """
    reason = typed.reason(reason)
    if action not in GRAVITY:
        raise UsageError(f"expected {', '.join(GRAVITY)}, got {action!r}", hint="")
    with library.writing() as connection:
        case = _open(connection, viewer, key, seen, changed)
        second = action == "withhold" or (case.said.guarded and action in OPEN_ACTIONS)
        if not second:
            return case.write("decide", action=action, reason=reason)
        if not reason:
            raise UsageError(f"expected a reason for {action}, which takes a second reader, got none", hint="")
        if alone(connection, viewer):
            return case.write("decide", action=action, reason=reason, alone=True)
        waiting = case.held.proposal
        if waiting is not None and waiting.action == action:
            raise Refused(
                f"{waiting.name} proposed {action} at {waiting.at}: it waits for a second reader",
                hint="Confirm it if you agree; who proposed it cannot.",
            )
        return case.write("propose", action=action, reason=reason)


def confirm(
    library: Library, viewer: Viewer, key: str, *, seen: int, reason: str = "", changed: int | None = None
) -> Entry:
    """Agree, as the second reader, to what another person proposed: it takes effect.

    Raises:
        Refused: as `decide`; nothing waits; it is the person's own proposal; or it was made on another version.
    """
    reason = typed.reason(reason)
    with library.writing() as connection:
        case = _open(connection, viewer, key, seen, changed)
        waiting = case.held.proposal
        if waiting is None:
            raise Refused("expected a proposal that waits for a second reader, found none")
        if waiting.user_id == viewer.user_id:
            raise Refused(
                "expected another person than the one who proposed it", hint="A second reader confirms or undoes it."
            )
        if waiting.said.version != case.said.version:
            raise Refused(
                f"{waiting.name} proposed {waiting.action} on version {waiting.said.version} of the text, and this is "
                f"version {case.said.version}",
                hint="Decide anew on this version.",
            )
        return case.write("confirm", action=waiting.action, reason=reason, of=waiting.seq)


def undo(
    library: Library,
    viewer: Viewer,
    key: str,
    *,
    seen: int,
    of: int | None = None,
    reason: str = "",
    changed: int | None = None,
) -> Entry:
    """Bring back exactly what people's words were before an entry; the entry itself stays in the history.

    Args:
        of: `seq` of the entry; null for the last one that changed what holds, be it an undo.

    Raises:
        Refused: as `decide`; nothing was decided; or it would show a work that the machine holds for ``underage-sex``
            and is not merely the person's own last word taken back.
    """
    reason = typed.reason(reason)
    with library.writing() as connection:
        case = _open(connection, viewer, key, seen, changed)
        before, held = rulings.states(case.entries)
        if not before:
            raise Refused("expected a decision on this work to undo, found none")
        last = max(before)
        target = last if of is None else of
        if target not in before:
            raise UsageError(f"expected the number of a decision on this work, got {target}", hint="")
        own = target == last and case.by(last) == viewer.user_id
        shows = settled(before[target], case.said).shown and not settled(held, case.said).shown
        if case.said.guarded and shows and not own and not alone(connection, viewer):
            raise Refused(
                "expected a second reader: to undo this would show a work that is held for underage-sex",
                hint="Decide what it shall be, with a reason; another person confirms it.",
            )
        return case.write("undo", of=target, reason=reason)


def note(library: Library, viewer: Viewer, key: str, *, text: str) -> Entry:
    """Write something for the others who decide. A note stays.

    Raises:
        Refused: the person may not, or there is no such work.
        UsageError: it is empty or not fit.
    """
    text = typed.reason(text)
    if not text:
        raise UsageError("expected a note, got none", hint="")
    with library.writing() as connection:
        actor = _decider(connection, viewer)
        _work(connection, key)
        payload = {"text": text, "user": viewer.user_id}
        return history.append(connection, actor=actor, kind="note", work_key=key, payload=payload)


def viewed(
    library: Library, viewer: Viewer, key: str, *, code: str, version: int, places: Sequence[Span] = ()
) -> Entry:
    """Record that a person is about to see evidence in clear. It is on the disk when this returns; show it after.

    Args:
        version: number of the version of the text; `places` are offsets into it.

    Raises:
        Refused: the person may not, or there is no such work.
        UsageError: no such code, or too many places.
    """
    if code not in codes():
        raise UsageError(f"expected a code of the taxonomy, got {code!r}", hint="")
    if len(places) > MOST_PLACES:
        raise UsageError(f"expected at most {MOST_PLACES} places, got {len(places)}", hint="")
    with library.writing() as connection:
        actor = _decider(connection, viewer)
        _work(connection, key)
        payload = {
            "code": code,
            "version": version,
            "places": [[place.start, place.end] for place in places],
            "user": viewer.user_id,
        }
        return history.append(connection, actor=actor, kind="viewed", work_key=key, payload=payload)


class _Case(NamedTuple):
    """One work as it lies before one person, inside a writing transaction."""

    connection: Connection
    actor: str
    user_id: int
    work_id: int
    key: str
    entries: list[Entry]
    said: Said

    @property
    def held(self) -> Held:
        return rulings.replay(self.entries)

    def by(self, seq: int) -> object:
        """The row of `users` of who made an entry."""
        return next(entry.payload["user"] for entry in self.entries if entry.seq == seq)

    def write(self, kind: Kind, **payload: object) -> Entry:
        """Append the entry and settle the work's row by it."""
        payload |= {
            "user": self.user_id,
            "machine": self.said.action,
            "guarded": self.said.guarded,
            "version": self.said.version,
        }
        entry = history.append(self.connection, actor=self.actor, kind=kind, work_key=self.key, payload=payload)
        settling.settle(self.connection, self.work_id)
        row = works.c.id == self.work_id
        self.connection.execute(update(works).where(row).values(changed=advance(self.connection)))
        return entry


def _open(connection: Connection, viewer: Viewer, key: str, seen: int, changed: int | None) -> _Case:
    actor = _decider(connection, viewer)
    work = _work(connection, key)
    entries = history.entries_of(connection, key)
    _meet_others(entries, viewer, seen)
    if changed is not None and work.changed > changed:
        raise Refused("expected the work as you saw it, found one that was read anew since")
    said = settling.said_of(connection, work.id)
    return _Case(connection, actor, viewer.user_id, work.id, key, entries, said)


def _meet_others(entries: list[Entry], viewer: Viewer, seen: int) -> None:
    """Refuse what was decided without knowledge of the last words on the work: any decision, and others' notes."""
    last = entries[-1].seq if entries else 0
    if not 0 <= seen <= last:
        raise UsageError(f"expected the number of the last entry that was seen, 0 to {last}, got {seen}", hint="")
    for entry in reversed(entries):
        if entry.seq <= seen:
            return
        others = entry.kind == "note" and entry.payload["user"] != viewer.user_id
        if entry.kind in rulings.CHANGING or others:
            raise Refused(f"{entry.actor} was first: {_told(entry)} at {entry.at}, after you opened the work")


def _told(entry: Entry) -> str:
    if entry.kind == "note":
        return "a note"
    if entry.kind == "undo":
        return f"undo of entry {entry.payload['of']}"
    return f"{entry.kind} {entry.payload['action']}"


def _decider(connection: Connection, viewer: Viewer) -> str:
    """The name of a person who may decide, as the library knows them now: a role may have ended since they came in."""
    row = connection.execute(select(users).where(users.c.id == viewer.user_id)).one_or_none()
    if row is None or row.disabled or row.role == "reader" or not viewer.sees_held:
        raise Refused("expected a reviewer or an admin, who decide on works", hint="Ask an admin for the role.")
    return str(row.name)


def _work(connection: Connection, key: str) -> Row[*tuple[object, ...]]:
    row = connection.execute(select(works).where(works.c.key == key)).one_or_none()
    if row is None:
        raise Refused("expected the key of a work of this library, got another", hint="`headnote search` shows keys.")
    return row


def alone(connection: Connection, viewer: Viewer) -> bool:
    """Whether this is the person at their own machine and nobody else could be asked."""
    others = select(func.count()).where(users.c.id != OWNER.user_id, users.c.role != "reader", ~users.c.disabled)
    return viewer.user_id == OWNER.user_id and connection.execute(others).scalar_one() == 0
