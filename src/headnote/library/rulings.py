"""What people's entries about one work add up to: a replay, without a database."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from headnote.library.history import Entry
from headnote.records import Action, Decision, Record

#: Kinds of entries that change what holds.
CHANGING = ("decide", "propose", "confirm", "undo")
#: How the reasons of a decision begin that rests on ``underage-sex`` (`headnote.verdict.decide`).
_GUARD = "always.underage"


def guarded(decision: Decision) -> bool:
    """Whether a decision speaks of ``underage-sex``."""
    return any(reason.startswith(_GUARD) for reason in decision.reasons)


class Said(Record, frozen=True, kw_only=True):
    """What the machine says of the current version of a work. `guarded` where it speaks of ``underage-sex``."""

    action: Action
    guarded: bool
    version: int

    @classmethod
    def of(cls, decision: Decision, version: int) -> Said:
        return cls(action=decision.action, guarded=guarded(decision), version=version)


class Ruling(Record, frozen=True, kw_only=True):
    """One action that a person took or proposed (entry `seq`), and what the machine said then."""

    seq: int
    at: str
    user_id: int
    name: str
    action: Action
    reason: str
    said: Said


class Held(Record, frozen=True, kw_only=True):
    """What holds of people's words on a work: the last ruling, and a proposal that waits for a second reader."""

    ruling: Ruling | None = None
    proposal: Ruling | None = None


NOTHING = Held()


def replay(entries: Iterable[Entry]) -> Held:
    """What holds after all of a work's entries, the oldest first."""
    return states(entries)[1]


def states(entries: Iterable[Entry]) -> tuple[dict[int, Held], Held]:
    """What held before each changing entry, by its seq, and what holds after all."""
    before: dict[int, Held] = {}
    held = NOTHING
    for entry in entries:
        if entry.kind in CHANGING:
            before[entry.seq] = held
            held = _after(held, entry, before)
    return before, held


def _after(held: Held, entry: Entry, before: dict[int, Held]) -> Held:
    if entry.kind == "undo":
        return before[cast("int", entry.payload["of"])]
    if entry.kind == "propose":
        return Held(ruling=held.ruling, proposal=_ruling(entry))
    return Held(ruling=_ruling(entry))


def _ruling(entry: Entry) -> Ruling:
    payload = entry.payload
    said = Said(
        action=cast("Action", payload["machine"]),
        guarded=bool(payload["guarded"]),
        version=cast("int", payload["version"]),
    )
    return Ruling(
        seq=entry.seq,
        at=entry.at,
        user_id=cast("int", payload["user"]),
        name=entry.actor,
        action=cast("Action", payload["action"]),
        reason=str(payload["reason"]),
        said=said,
    )
