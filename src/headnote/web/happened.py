"""What people did with a work, one line an entry of its history."""

from __future__ import annotations

import msgspec

from headnote.library.history import Entry
from headnote.render.clean import clean
from headnote.render.wording import ACTIONS, entry_title


class Happened(msgspec.Struct, frozen=True, kw_only=True):
    """`at` is the moment as ISO 8601; `words` are the person's own: a reason or a note, empty where there are none."""

    seq: int
    at: str
    actor: str
    says: str
    words: str


def happened(entry: Entry) -> Happened:
    """An entry as a line for people."""
    said = entry.payload.get("reason") or entry.payload.get("text") or ""
    return Happened(seq=entry.seq, at=entry.at, actor=clean(entry.actor), says=_says(entry), words=clean(str(said)))


def _says(entry: Entry) -> str:
    action = str(entry.payload.get("action", ""))
    match entry.kind:
        case "decide":
            return f"decided: {ACTIONS.get(action, action)}"
        case "propose":
            return f"proposed: {ACTIONS.get(action, action)}; a second reader has to confirm it"
        case "confirm":
            return f"confirmed as second reader: {ACTIONS.get(action, action)}"
        case "undo":
            return f"took back entry {entry.payload.get('of', '')}"
        case "note":
            return "noted"
        case "viewed":
            return f"looked at evidence in clear: {entry_title(str(entry.payload.get('code', '')))}"
        case _:
            return entry.kind
