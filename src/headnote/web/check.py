"""Check: a story's card in seconds, the tags to copy, declared against found. Nothing is stored unless asked."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from headnote.card import Reading, to_card
from headnote.library.preparing import policy_mark
from headnote.library.storing import store
from headnote.library.viewers import Viewer
from headnote.records import Card
from headnote.render.page import sections
from headnote.render.tags import tag_list
from headnote.render.terminal import facts
from headnote.render.wording import entry_title, ranked
from headnote.web import failures, pages, submissions
from headnote.web.desk import Desk, TheDesk
from headnote.web.failures import Failure
from headnote.web.identity import AReviewer, SomeViewer
from headnote.web.reading_process import Read, Results

router = APIRouter(include_in_schema=False)


@router.get("/check")
def form(request: Request, desk: TheDesk) -> Response:
    return _form(request, desk, None)


@router.post("/check")
async def submit(request: Request, desk: TheDesk, viewer: SomeViewer) -> Response:
    """Read what was sent, keep the results in memory, and go to them."""
    with desk.engine.place(viewer):
        try:
            stories = await submissions.stories(request, desk.settings.limits)
        except Failure as failure:
            if failure.code == "empty":
                return _form(request, desk, failure)
            raise
        results = await desk.engine.read(stories)
    return RedirectResponse(f"/check/{desk.tray.put(viewer, results)}", 303)


@router.get("/check/{token}")
def results_page(request: Request, desk: TheDesk, viewer: SomeViewer, token: str) -> Response:
    """The card of the one work, or a list of several."""
    results = _results(desk, viewer, token)
    if len(results) == 1 and isinstance(only := results[0], Read):
        return _card_page(request, viewer, token, 1, only.reading, several=False)
    entries = [_entry(number, result) for number, result in enumerate(results, start=1)]
    return pages.render(request, "check_list.html", token=token, entries=entries)


@router.get("/check/{token}/{number}")
def card_page(request: Request, desk: TheDesk, viewer: SomeViewer, token: str, number: int) -> Response:
    results = _results(desk, viewer, token)
    return _card_page(request, viewer, token, number, _reading(results, number), several=len(results) > 1)


@router.post("/check/{token}/{number}/keep")
def keep(desk: TheDesk, viewer: AReviewer, token: str, number: int) -> Response:
    """Put a work on the shelf. In a group this is a reviewer's to do: the shelf is everyone's."""
    reading = _reading(_results(desk, viewer, token), number)
    stored = store(desk.library, reading, policy=policy_mark(desk.settings.policy))
    return RedirectResponse(f"/works/{stored.key}", 303)


@router.post("/check/{token}/forget")
def forget(desk: TheDesk, viewer: SomeViewer, token: str) -> Response:
    desk.tray.forget(viewer, token)
    return RedirectResponse("/check", 303)


def _form(request: Request, desk: Desk, failure: Failure | None) -> Response:
    limits = desk.settings.limits
    status = failure.status_code if failure else 200
    return pages.render(request, "check.html", status=status, limits=limits, failure=failure)


def _results(desk: Desk, viewer: Viewer, token: str) -> Results:
    results = desk.tray.get(viewer, token)
    if results is None:
        raise Failure(404, "gone", "This is not held any more.", "What is checked is kept for an hour, in memory only.")
    return results


def _reading(results: Results, number: int) -> Reading:
    if not 1 <= number <= len(results) or not isinstance(result := results[number - 1], Read):
        raise failures.not_found()
    return result.reading


def _entry(number: int, result: object) -> dict[str, object]:
    """One line of the list: a card to open, or why there is none."""
    if isinstance(result, Read):
        card = to_card(result.reading)
        return {"number": number, "title": _title(card), "facts": facts(card), "action": card.decision.action}
    return {"number": number, "failure": result}


def _card_page(
    request: Request, viewer: Viewer, token: str, number: int, reading: Reading, *, several: bool
) -> Response:
    card = to_card(reading)
    return pages.render(
        request,
        "check_card.html",
        token=token,
        number=number,
        several=several,
        may_keep=viewer.sees_held,
        title=_title(card),
        authors=card.declared.authors or [],
        facts=facts(card),
        notices=card.notices,
        action=card.decision.action,
        rating=card.rating.value,
        raised=[entry_title(f.code) for f in ranked(card)[0]],
        sections=sections(card),
        tags=tag_list(card),
    )


def _title(card: Card) -> str:
    return card.declared.title or card.source.name or "Untitled"
