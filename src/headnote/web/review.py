"""Review: the queue by urgency, a work's evidence, deciding, a second reader, undo. For reviewers and admins only."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated
from urllib.parse import urlencode

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from headnote.errors import Refused, UsageError
from headnote.library import deciding
from headnote.library.database import Library
from headnote.library.history import Entry
from headnote.library.queue import SIZE, QueueItem, queue, waiting
from headnote.library.urgency import GRAVITY
from headnote.library.viewers import Viewer
from headnote.library.works import find
from headnote.records import Finding
from headnote.render.sides import sides
from headnote.render.wording import entry_title, percent
from headnote.web import failures, pages, review_view
from headnote.web.desk import TheLibrary
from headnote.web.forms import Fields
from headnote.web.happened import Happened
from headnote.web.identity import AReviewer
from headnote.web.reading import Reading, open_work, whole
from headnote.web.review_view import Revealed

router = APIRouter(include_in_schema=False)

Key = Annotated[str, Path(max_length=16)]
Other = Annotated[str, Query(max_length=16)]


class Waits(msgspec.Struct, frozen=True):
    """A work of the queue with its codes in words."""

    item: QueueItem
    codes: list[tuple[str, str, str]]
    reasons: list[str]


class Said(msgspec.Struct, frozen=True, kw_only=True):
    """What stands above a work's page: why something was not done, with what `others` did since the person looked; or
    what the person has just done, with the work it was done to."""

    error: str = ""
    hint: str = ""
    others: list[Happened] = []
    done: str = ""
    key: str = ""
    title: str = ""
    seen: int = 0
    changed: int = 0


@router.get("/review")
def review_queue(
    request: Request,
    library: TheLibrary,
    viewer: AReviewer,
    page: Annotated[int, Query(ge=1, le=1_000_000)] = 1,
    after: Other = "",
) -> Response:
    """The works that wait for a person, the most urgent first."""
    total = waiting(library, viewer)
    return pages.render(
        request,
        "review.html",
        works=[_waits(item) for item in queue(library, viewer, page=page)],
        total=total,
        page=page,
        pages=max(1, -(-total // SIZE)),
        said=_done(library, viewer, after),
    )


def _waits(item: QueueItem) -> Waits:
    codes = [(entry_title(c.code), percent(c.confidence), c.intensity) for c in item.codes]
    return Waits(item, codes, [reason.partition(": ")[2] or reason for reason in item.why])


@router.get("/review/next")
def next_work(library: TheLibrary, viewer: AReviewer, start: Other = "", after: Other = "") -> Response:
    """To the work that comes after one in the queue, round and round; to the queue where no other waits. What one
    proposed oneself is left to a second reader."""
    waiting_keys = [item.key for item in queue(library, viewer, size=200) if not item.yours or item.key == start]
    at = waiting_keys.index(start) + 1 if start in waiting_keys else 0
    others = [key for key in (*waiting_keys[at:], *waiting_keys[:at]) if key != start]
    done = f"?{urlencode({'after': after})}" if after else ""
    return RedirectResponse(f"/review/{others[0]}{done}" if others else f"/review{done}", status_code=303)


@router.get("/review/{key}")
def review_work(request: Request, library: TheLibrary, viewer: AReviewer, key: Key, after: Other = "") -> Response:
    """A work before a person who decides."""
    return _work(request, library, viewer, open_work(library, viewer, key), said=_done(library, viewer, after))


@router.post("/review/{key}/decide")
def decide(request: Request, library: TheLibrary, viewer: AReviewer, key: Key, fields: Fields) -> Response:
    """Decide what is done with a work, then to the next one."""

    def act(reading: Reading) -> Entry:
        action = fields.get("action", "")
        if action not in GRAVITY:
            raise UsageError(f"expected {', '.join(GRAVITY)}, got another action", hint="")
        case = review_view.case_of(library, viewer, reading.work)
        asked = review_view.asks_reason(reading.work, action, guarded=case.guarded)
        if asked and not fields.get("reason", "").strip():
            raise UsageError(f"expected a reason to {action} this work, got none", hint="Say why, in a line.")
        return deciding.decide(library, viewer, key, action=action, reason=fields.get("reason", ""), **_seen(fields))

    return _act(request, library, viewer, key=key, fields=fields, act=act)


@router.post("/review/{key}/confirm")
def confirm(request: Request, library: TheLibrary, viewer: AReviewer, key: Key, fields: Fields) -> Response:
    """Agree as the second reader to what another person proposed."""

    def act(_: Reading) -> Entry:
        return deciding.confirm(library, viewer, key, reason=fields.get("reason", ""), **_seen(fields))

    return _act(request, library, viewer, key=key, fields=fields, act=act)


@router.post("/review/{key}/undo")
def undo(request: Request, library: TheLibrary, viewer: AReviewer, key: Key, fields: Fields) -> Response:
    """Take back the last decision on a work; to that work."""

    def act(_: Reading) -> Entry:
        return deciding.undo(library, viewer, key, reason=fields.get("reason", ""), **_seen(fields))

    return _act(request, library, viewer, key=key, fields=fields, act=act, stay=True)


@router.post("/review/{key}/note")
def note(request: Request, library: TheLibrary, viewer: AReviewer, key: Key, fields: Fields) -> Response:
    """Write something for the others who decide."""

    def act(_: Reading) -> Entry:
        return deciding.note(library, viewer, key, text=fields.get("text", ""))

    return _act(request, library, viewer, key=key, fields=fields, act=act, stay=True)


@router.post("/review/{key}/reveal")
def reveal(request: Request, library: TheLibrary, viewer: AReviewer, key: Key, fields: Fields) -> Response:
    """One place in clear; where it is sealed, that it was seen is on the disk before it is shown."""
    reading = open_work(library, viewer, key)
    finding = _finding(reading, fields.get("code", ""))
    index = whole(fields, "place")
    if index >= len(finding.evidence):
        raise failures.not_found()
    place = finding.evidence[index]
    if review_view.is_sealed(reading.document, finding.code, place):
        around = review_view.window(reading.document, place)
        deciding.viewed(library, viewer, key, code=review_view.UNDERAGE, version=reading.version, places=[around])
    clear = f"{finding.code}-{index}", review_view.reveal(reading.document, place)
    return _work(request, library, viewer, reading, clear=clear, reason=fields.get("reason", ""))


def _finding(reading: Reading, code: str) -> Finding:
    found = next((f for f in reading.work.card.findings if f.code == code), None)
    if found is None:
        raise failures.not_found()
    return found


def _seen(fields: dict[str, str]) -> dict[str, int]:
    """What the person had seen of a work: its last entry, and when it was last touched."""
    return {"seen": whole(fields, "seen"), "changed": whole(fields, "changed")}


def _act(
    request: Request,
    library: Library,
    viewer: Viewer,
    *,
    key: str,
    fields: dict[str, str],
    act: Callable[[Reading], Entry],
    stay: bool = False,
) -> Response:
    """Do it and go on; where it is refused, the page as it is now, with why, and what the person wrote."""
    try:
        act(open_work(library, viewer, key))
    except (Refused, UsageError) as error:
        reading = open_work(library, viewer, key)
        others = review_view.since(library, viewer, key, fields.get("seen", "")) if isinstance(error, Refused) else []
        said = Said(error=str(error), hint=error.hint, others=others)
        reason = fields.get("reason", "") or fields.get("text", "")
        status = 409 if isinstance(error, Refused) else 400
        return _work(request, library, viewer, reading, said=said, reason=reason, status=status)
    where = f"/review/{key}" if stay else f"/review/next?{urlencode({'start': key, 'after': key})}"
    return RedirectResponse(where, status_code=303)


def _work(
    request: Request,
    library: Library,
    viewer: Viewer,
    reading: Reading,
    *,
    said: Said | None = None,
    reason: str = "",
    clear: tuple[str, Revealed] | None = None,
    status: int = 200,
) -> Response:
    work = reading.work
    case = review_view.case_of(library, viewer, work)
    raised, weaker = review_view.findings(work, reading.document)
    if clear:
        raised, weaker = review_view.with_clear(raised, *clear), review_view.with_clear(weaker, *clear)
    return pages.render(
        request,
        "review_work.html",
        status=status,
        work=work,
        case=case,
        choices=review_view.choices(work, case),
        raised=raised,
        weaker=weaker,
        sides=sides(work.card),
        reasons=[text.partition(": ")[2] or text for text in work.card.decision.reasons],
        said=said or Said(),
        reason=reason,
        total=waiting(library, viewer),
    )


def _done(library: Library, viewer: Viewer, key: str) -> Said:
    """What the person has just done to a work, where it was the last thing that anyone did to it."""
    work = find(library, viewer, key) if key else None
    if work is None:
        return Said()
    case = review_view.case_of(library, viewer, work)
    if case.last is None or not case.by_you:
        return Said()
    return Said(done=case.last.says, key=work.key, title=work.title, seen=case.seen, changed=case.changed)
