"""What a reviewer's page of a work shows: findings with their masked places, and what can be decided."""

from __future__ import annotations

from collections.abc import Callable, Iterable

import msgspec

from headnote.library import deciding, history, rulings
from headnote.library.database import Library
from headnote.library.documents import Document
from headnote.library.history import Entry
from headnote.library.rulings import Ruling, guarded
from headnote.library.urgency import graver
from headnote.library.viewers import Viewer
from headnote.library.visibility import OPEN_ACTIONS
from headnote.library.works import StoredWork
from headnote.records import Action, Evidence, Finding, Span
from headnote.render.charts import strip
from headnote.render.clean import clean
from headnote.render.markup import Markup
from headnote.render.places import Places
from headnote.render.wording import certainty, entry_title, manner, percent, ranked, scene_list
from headnote.web.happened import Happened, happened
from headnote.web.titles import shown

UNDERAGE = "underage-sex"
#: Characters on either side of a place that a reviewer asked to see.
AROUND = 300


class Revealed(msgspec.Struct, frozen=True):
    """A place in clear: what stands before it, itself, what stands after."""

    before: str
    itself: str
    after: str


class Place(msgspec.Struct, frozen=True, kw_only=True):
    """One piece of evidence. `id` is its code and number; `excerpt` is masked; `link` leads to it in the reader;
    `sealed`: to see it in clear is recorded."""

    id: str
    where: str
    link: str
    excerpt: str
    score: str
    sealed: bool
    clear: Revealed | None = None


class Found(msgspec.Struct, frozen=True, kw_only=True):
    """One finding with its places."""

    code: str
    title: str
    sure: str
    manner: str
    intensity: str
    scenes: str
    strip: Markup | None
    places: list[Place]


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """One of the actions that a reviewer can take. `asks`: it needs a reason; `second`: and a second reader."""

    action: Action
    key: str
    name: str
    asks: bool
    second: bool
    current: bool


class Case(msgspec.Struct, frozen=True, kw_only=True):
    """What has been said of a work so far. `seen` is the last entry's number; `last` the entry that an undo takes
    back, null where there is none; `alone`: nobody could be a second reader, so that none is needed."""

    seen: int
    changed: int
    events: list[Happened]
    proposal: Ruling | None
    yours: bool
    last: Happened | None
    by_you: bool
    guarded: bool
    alone: bool


def case_of(library: Library, viewer: Viewer, work: StoredWork) -> Case:
    """What has been said of a work, for a person who may decide."""
    with library.reading() as connection:
        alone = deciding.alone(connection, viewer)
    entries = history.entries(library, viewer, work.key)
    held = rulings.replay(entries)
    changing = [entry for entry in entries if entry.kind in rulings.CHANGING]
    last: Entry | None = changing[-1] if changing else None
    return Case(
        seen=entries[-1].seq if entries else 0,
        changed=work.changed,
        events=[happened(entry) for entry in reversed(entries)],
        proposal=held.proposal,
        yours=held.proposal is not None and held.proposal.user_id == viewer.user_id,
        last=happened(last) if last else None,
        by_you=last is not None and last.payload.get("user") == viewer.user_id,
        guarded=guarded(work.card.decision),
        alone=alone,
    )


def since(library: Library, viewer: Viewer, key: str, seen: str) -> list[Happened]:
    """What was said and done about a work after the entry of a number, the latest first; none where it is no
    number."""
    if not (seen.isascii() and seen.isdigit() and len(seen) < 11):
        return []
    entries = reversed(history.entries(library, viewer, key))
    return [happened(entry) for entry in entries if entry.seq > int(seen) and entry.kind != "viewed"]


_KEYS: tuple[tuple[Action, str, str], ...] = (
    ("list", "l", "List"),
    ("label", "b", "Label"),
    ("gate", "g", "Gate"),
    ("withhold", "w", "Withhold"),
)


def choices(work: StoredWork, case: Case) -> list[Choice]:
    """The actions with their keys."""
    return [
        Choice(
            action=action,
            key=key,
            name=name,
            asks=asks_reason(work, action, guarded=case.guarded),
            second=not case.alone and (action == "withhold" or (case.guarded and action in OPEN_ACTIONS)),
            current=work.action == action and work.standing == "decided",
        )
        for action, key, name in _KEYS
    ]


def asks_reason(work: StoredWork, action: Action, *, guarded: bool) -> bool:
    """Whether an action takes a reason: to withhold, and to be milder than the machine, unless it asked for a person
    and for nothing else."""
    milder = graver(work.machine_action, action)
    return action == "withhold" or guarded or (milder and work.machine_action != "review")


def findings(work: StoredWork, document: Document) -> tuple[list[Found], list[Found]]:
    """What was raised and what was not but is worth a line, as `headnote.render` orders them."""
    places = Places(work.card, lambda scene: f"/works/{work.key}/read?scene={scene.id}")
    raised, weaker = ranked(work.card)
    view = _viewer_of(work, document, places)
    return [view(f) for f in raised], [view(f) for f in weaker]


def _viewer_of(work: StoredWork, document: Document, places: Places) -> Callable[[Finding], Found]:
    def view(finding: Finding) -> Found:
        return Found(
            code=finding.code,
            title=entry_title(finding.code),
            sure=f"{percent(finding.confidence)} {certainty(finding.confidence)}",
            manner=manner(finding),
            intensity=finding.intensity,
            scenes=scene_list(finding.scenes, len(work.card.layout.scenes)) if finding.scenes else "",
            strip=strip(work.card, finding, places),
            places=[
                Place(
                    id=f"{finding.code}-{index}",
                    where=str(places.find(evidence.start)),
                    link=f"/works/{work.key}/read?at={evidence.start}",
                    excerpt=clean(evidence.excerpt or ""),
                    score=percent(evidence.score),
                    sealed=is_sealed(document, finding.code, evidence),
                )
                for index, evidence in enumerate(finding.evidence)
            ],
        )

    return view


def with_clear(found: Iterable[Found], place: str, clear: Revealed) -> list[Found]:
    """Findings with one place in clear."""
    return [
        msgspec.structs.replace(
            one, places=[msgspec.structs.replace(p, clear=clear) if p.id == place else p for p in one.places]
        )
        for one in found
    ]


def window(document: Document, place: Span) -> Span:
    """What is shown around a place: `AROUND` characters on either side, to the nearest blanks."""
    text = document.work.text
    low, high = max(0, place.start - AROUND), min(len(text), place.end + AROUND)
    while 0 < low < place.start and not text[low - 1].isspace():
        low += 1
    while place.end < high < len(text) and not text[high].isspace():
        high -= 1
    return Span(start=low, end=high)


def is_sealed(document: Document, code: str, place: Span) -> bool:
    """Whether what is shown around a place touches what no option shows."""
    around = window(document, place)
    return code == UNDERAGE or any(s.start < around.end and s.end > around.start for s in document.sealed)


def reveal(document: Document, place: Evidence) -> Revealed:
    """A place in clear. Whoever calls has recorded it where it is sealed."""
    text, around = document.work.text, window(document, place)
    return Revealed(
        shown(text[around.start : place.start]),
        shown(text[place.start : place.end]),
        shown(text[place.end : around.end]),
    )
