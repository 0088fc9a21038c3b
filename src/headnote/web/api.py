"""The JSON API under /api/v1: what the desk's pages show, for programs, with the same rules."""

from __future__ import annotations

from typing import Annotated, Any

import msgspec
from fastapi import APIRouter, Path, Request, Response

from headnote.card import to_card
from headnote.library import shelf as shelves
from headnote.library import works
from headnote.library.query import KINDS, Query, from_params
from headnote.web import failures, submissions
from headnote.web.answers import answer
from headnote.web.api_document import answers, body, document, query_parameters
from headnote.web.api_records import CheckAnswer, Checked, FacetLists, Problem, Suggestions, WorkAnswer, WorkList
from headnote.web.desk import TheDesk, TheLibrary
from headnote.web.identity import SomeViewer
from headnote.web.reading_process import Read, Unread

router = APIRouter(prefix="/api/v1")

Kind = Annotated[str, Path(json_schema_extra={"enum": [*KINDS]})]

_STORY: dict[str, Any] = {"type": "string", "contentMediaType": "application/octet-stream"}
_FORM = {
    "type": "object",
    "properties": {"text": {"type": "string"}, "files": {"type": "array", "items": _STORY}},
}


@router.get("/openapi.json", include_in_schema=False)
def openapi(request: Request) -> Response:
    return Response(msgspec.json.encode(document(request.app.routes)), media_type="application/json")


@router.get("/works", responses=answers(WorkList), openapi_extra=query_parameters())
def list_works(request: Request, library: TheLibrary, viewer: SomeViewer) -> Response:
    """Works that a query finds."""
    page = shelves.shelf(library, viewer, _query(request), facets=False)
    return answer(WorkList(works=page.works, total=page.total, hidden=page.hidden, page=page.page, pages=page.pages))


@router.get("/works/{key}", responses=answers(WorkAnswer, 404))
def one_work(library: TheLibrary, viewer: SomeViewer, key: str) -> Response:
    """A work and its card."""
    found = works.find(library, viewer, key)
    if found is None:
        raise failures.not_found()
    return answer(WorkAnswer(**{name: getattr(found, name) for name in WorkAnswer.__struct_fields__}))


@router.get("/facets", responses=answers(FacetLists), openapi_extra=query_parameters())
def facets(request: Request, library: TheLibrary, viewer: SomeViewer) -> Response:
    """Counts of every facet's values among the works that a query finds."""
    page = shelves.shelf(library, viewer, _query(request), size=1)
    return answer(FacetLists(total=page.total, facets=page.facets))


@router.get("/facets/{kind}", responses=answers(Suggestions, 422))
def suggestions(library: TheLibrary, viewer: SomeViewer, kind: Kind, prefix: str = "") -> Response:
    """Values of one facet in which a word begins with `prefix`."""
    return answer(Suggestions(values=shelves.suggest(library, viewer, kind, prefix)))


@router.post(
    "/check",
    responses=answers(CheckAnswer, 408, 422, 503),
    openapi_extra=body(text__plain={"type": "string"}, application__octet_stream=_STORY, multipart__form_data=_FORM),
)
async def check(request: Request, desk: TheDesk, viewer: SomeViewer) -> Response:
    """Cards of the stories in the body: plain text, a file's bytes, or a form with `text` or `files`. Nothing is
    stored."""
    with desk.engine.place(viewer):
        stories = await submissions.stories(request, desk.settings.limits)
        results = await desk.engine.read(stories)
    return answer(CheckAnswer(results=[_checked(result) for result in results]))


def _checked(result: Read | Unread) -> Checked:
    if isinstance(result, Unread):
        return Checked(name=result.name, error=Problem(code="unreadable", message=result.message, hint=result.hint))
    card = to_card(result.reading)
    return Checked(name=card.source.name, card=card)


def _query(request: Request) -> Query:
    return from_params(request.query_params.multi_items())
