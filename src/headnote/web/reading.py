"""What the reader and the desk know of a work for one person: its text, pages, folds, and what they chose."""

from __future__ import annotations

from collections.abc import Mapping

import msgspec
from fastapi import Request

from headnote.library import own, works
from headnote.library.database import Library
from headnote.library.documents import Document
from headnote.library.viewers import Viewer
from headnote.library.works import StoredWork
from headnote.render.wording import SCALE, certainty, ranked
from headnote.taxonomy import codes
from headnote.web import failures, folding, look
from headnote.web.failures import Failure
from headnote.web.folding import Avoidance, Fold
from headnote.web.look import Look

#: Names of what a person chose, among their preferences.
LOOK, SURE = "look", "sure"
#: Confidences that one can choose from, each with its word.
SURENESS = (*((f"{bound:g}", word) for bound, word in SCALE if 0.0 < bound < 0.99), ("0.05", SCALE[-1][1]))


class Reading(msgspec.Struct, frozen=True, kw_only=True):
    """One work open before one person. `version` is the number of the version that `document` is."""

    work: StoredWork
    document: Document
    version: int


class FoldChoice(msgspec.Struct, frozen=True):
    """A code of a work that may be folded. `certainty` is the card's word for it."""

    code: str
    title: str
    certainty: str
    chosen: bool


def open_work(library: Library, viewer: Viewer, key: str) -> Reading:
    """The work of a key with the text that its card is of.

    Raises:
        Failure: 404 where there is none, or none for this person.
    """
    work = works.find(library, viewer, key)
    if work is None:
        raise failures.not_found()
    version = next(v.number for v in work.versions if v.current)
    document = works.document(library, viewer, key, version)
    if document is None:
        raise failures.not_found()
    return Reading(work=work, document=document, version=version)


def folds_of(reading: Reading, avoid: Avoidance) -> tuple[Fold, ...]:
    return folding.folds(reading.document, reading.work.card.findings, avoid)


def avoidance(request: Request, library: Library, viewer: Viewer) -> Avoidance:
    """What a person avoids: what the address says, else what they keep. A code that is none is left out, a confidence
    that is none falls back to what they keep."""
    query = request.query_params
    chosen = query.getlist("avoid") if "avoid" in query or "sure" in query else own.avoided(library, viewer)
    confidence = sureness(query.get("sure")) or sureness(own.preference(library, viewer, SURE)) or folding.CONFIDENCE
    return Avoidance(codes=frozenset(c for c in chosen if c in codes()), confidence=confidence)


def sureness(value: str | None) -> float | None:
    """A confidence in 0..1 from a form or an address; null where it is none."""
    try:
        number = float(value or "")
    except ValueError:
        return None
    return number if 0.0 < number <= 1.0 else None


def look_of(library: Library, viewer: Viewer) -> Look:
    kept = own.preference(library, viewer, LOOK)
    return look.from_choice(msgspec.json.decode(kept, type=dict[str, object])) if kept else Look()


def choices(reading: Reading, avoid: Avoidance) -> list[FoldChoice]:
    """The codes that a card names, what is surest first; ``underage-sex`` is no choice, it is closed for all."""
    raised, hinted = ranked(reading.work.card)
    return [
        FoldChoice(f.code, codes()[f.code].title, certainty(f.confidence), f.code in avoid.codes)
        for f in (*raised, *hinted)
        if f.code in codes() and f.code != "underage-sex"
    ]


def whole(fields: Mapping[str, str], name: str, *, least: int = 0) -> int:
    """A whole number from a form.

    Raises:
        Failure: 422, the form has none from `least` up that an offset or a number of a row could be.
    """
    value = fields.get(name, "")
    if not (value.isascii() and value.isdigit() and len(value) < 11 and least <= int(value) < 2**31):
        raise Failure(422, "wrong-input", f"The form needs a number for {name}.")
    return int(value)
