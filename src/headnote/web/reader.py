"""The reader: the text set well, a page at a time, with scenes folded; where one was is kept."""

from __future__ import annotations

from typing import Annotated

import msgspec
from fastapi import APIRouter, Path, Query, Request, Response
from fastapi.responses import RedirectResponse

from headnote.library import own
from headnote.library.database import Library
from headnote.library.viewers import Viewer
from headnote.render.wording import listed, ranked
from headnote.web import failures, look, pages, paging, story, titles
from headnote.web.desk import TheLibrary
from headnote.web.folding import Avoidance, named
from headnote.web.forms import Fields, Pairs
from headnote.web.identity import SomeViewer
from headnote.web.paging import Page
from headnote.web.reader_links import Links, address, carried
from headnote.web.reading import (
    LOOK,
    SURE,
    SURENESS,
    Reading,
    avoidance,
    choices,
    folds_of,
    look_of,
    open_work,
    sureness,
    whole,
)

router = APIRouter(include_in_schema=False)

Key = Annotated[str, Path(max_length=16)]
Number = Annotated[int, Path(ge=1, le=1_000_000)]


@router.get("/works/{key}/read")
def resume(
    *,
    request: Request,
    library: TheLibrary,
    viewer: SomeViewer,
    key: Key,
    scene: Annotated[int | None, Query(ge=1)] = None,
    at: Annotated[int | None, Query(ge=0, lt=2**31)] = None,
) -> Response:
    """To a scene, to an offset, or to where the person was: the page that holds it."""
    reading = open_work(library, viewer, key)
    anchor = ""
    if scene is not None:
        found = next((s for s in reading.document.layout.scenes if s.id == scene), None)
        if found is None:
            raise failures.not_found()
        at, anchor = found.start, f"scene-{scene}"
    elif at is not None:
        anchor = _paragraph_at(reading, at)
    else:
        kept = own.progress_of(library, viewer, key)
        at = kept.start if kept else 0
        anchor = f"o{at}" if kept and kept.current and at else ""
    number = paging.page_at(_pages(reading), at).number
    return _to(address(f"/works/{key}/read/{number}", carried(request.query_params.multi_items()), anchor))


def _paragraph_at(reading: Reading, at: int) -> str:
    """Anchor of the paragraph that holds an offset, empty where none does."""
    holding = (p.start for p in reading.document.layout.paragraphs if p.start <= at < p.end)
    return next((f"o{start}" for start in holding), "")


@router.get("/works/{key}/read/{number}")
def read(request: Request, library: TheLibrary, viewer: SomeViewer, key: Key, number: Number) -> Response:
    """One page, or the notice that stands before a work for adults."""
    reading = open_work(library, viewer, key)
    if reading.work.action == "gate" and own.preference(library, viewer, _gate(key)) is None:
        return _notice(request, reading, number)
    return _page(request, library, viewer, reading, number)


def _page(request: Request, library: Library, viewer: Viewer, reading: Reading, number: int) -> Response:
    every = _pages(reading)
    if number > len(every):
        raise failures.not_found()
    page = every[number - 1]
    avoid = avoidance(request, library, viewer)
    folds = folds_of(reading, avoid)
    links = Links(request, reading, viewer, page, avoid)
    names = titles.chapter_titles(reading.document, folds, links.opened)
    blocks = story.blocks_of(reading.document, page, folds, links.opened, title=reading.work.title)
    return pages.render(
        request,
        "reader.html",
        work=reading.work,
        page=page,
        pages=every,
        titles=names,
        blocks=blocks,
        links=links.place(page, names, blocks),
        look=look_of(library, viewer),
        choices=SURENESS,
        folding=choices(reading, avoid),
        place=page.start / max(links.length, 1),
        unread=reading.work.card.rating.value is None,
    )


def _notice(request: Request, reading: Reading, number: int) -> Response:
    card = reading.work.card
    raised, _ = ranked(card)
    found = listed([named(f.code, f.intensity) for f in raised[:5]])
    reasons = [reason.partition(": ")[2] or reason for reason in card.decision.reasons]
    return pages.render(request, "reader_gate.html", work=reading.work, reasons=reasons, found=found, page=number)


@router.post("/works/{key}/read/agree")
def agree(library: TheLibrary, viewer: SomeViewer, key: Key, fields: Fields) -> Response:
    """Pass the notice before a work, once for this person and this work."""
    open_work(library, viewer, key)
    own.prefer(library, viewer, _gate(key), "agreed")
    return _to(f"/works/{key}/read/{whole(fields, 'page', least=1)}")


@router.post("/works/{key}/read/{number}/look")
def keep_look(library: TheLibrary, viewer: SomeViewer, key: Key, number: Number, fields: Fields) -> Response:
    """Keep how the text is set, for every work."""
    own.prefer(library, viewer, LOOK, msgspec.json.encode(look.from_choice(fields)).decode())
    return _to(f"/works/{key}/read/{number}")


@router.post("/works/{key}/read/{number}/avoid")
def keep_avoided(library: TheLibrary, viewer: SomeViewer, key: Key, number: Number, pairs: Pairs) -> Response:
    """Keep what folds, for every work. Codes that this work does not offer stay as they were."""
    offered = {choice.code for choice in choices(open_work(library, viewer, key), Avoidance())}
    others = [code for code in own.avoided(library, viewer) if code not in offered]
    chosen = [value for name, value in pairs if name == "avoid" and value in offered]
    own.avoid(library, viewer, (*others, *chosen))
    sure = dict(pairs).get("sure", "")
    if sureness(sure):
        own.prefer(library, viewer, SURE, sure)
    return _to(f"/works/{key}/read/{number}")


@router.post("/works/{key}/progress")
def keep_place(library: TheLibrary, viewer: SomeViewer, key: Key, pairs: Pairs) -> Response:
    """Keep how far the person came; with `go`, to that page."""
    fields = dict(pairs)
    if not own.keep_progress(library, viewer, key, whole(fields, "version", least=1), whole(fields, "at")):
        raise failures.not_found()
    if "go" not in fields:
        return Response(status_code=204)
    return _to(address(f"/works/{key}/read/{whole(fields, 'go', least=1)}", carried(pairs)))


def _pages(reading: Reading) -> tuple[Page, ...]:
    return paging.paginate(reading.document.work.text, reading.document.layout)


def _gate(key: str) -> str:
    return f"gate:{key}"


def _to(where: str) -> Response:
    return RedirectResponse(where, status_code=303)
