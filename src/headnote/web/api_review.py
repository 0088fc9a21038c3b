"""The JSON API for who decides: the queue, what people did with a work, and doing more. Readers are refused, whatever
they ask for."""

from __future__ import annotations

from typing import Annotated, TypedDict

from fastapi import APIRouter, Depends, Path, Query, Response

from headnote.library import deciding, history, works
from headnote.library.database import Library
from headnote.library.queue import queue, waiting
from headnote.library.viewers import Viewer
from headnote.library.works import StoredWork
from headnote.web import failures
from headnote.web.answers import answer, body_of
from headnote.web.api_document import answers, body, ref
from headnote.web.api_records import (
    ConfirmRequest,
    DecisionRequest,
    EntryAnswer,
    HistoryAnswer,
    NoteRequest,
    QueueAnswer,
    UndoRequest,
    Word,
)
from headnote.web.desk import TheLibrary
from headnote.web.identity import AReviewer

router = APIRouter(prefix="/api/v1/review")

Key = Annotated[str, Path(max_length=40)]
Page = Annotated[int, Query(ge=1, le=1_000_000)]
_WRITTEN = answers(EntryAnswer, 404, 409, 422, status=201)


@router.get("", responses=answers(QueueAnswer, 422))
def list_queue(library: TheLibrary, viewer: AReviewer, page: Page = 1) -> Response:
    """Works that wait for a person, the most urgent first."""
    return answer(QueueAnswer(total=waiting(library, viewer), items=queue(library, viewer, page=page)))


@router.get("/{key}", responses=answers(HistoryAnswer, 404, 422))
def list_history(library: TheLibrary, viewer: AReviewer, key: Key) -> Response:
    """What people did with a work, the oldest first."""
    work = _expect(library, viewer, key)
    return answer(HistoryAnswer(entries=history.entries(library, viewer, key), changed=work.changed))


@router.post(
    "/{key}/decisions", status_code=201, responses=_WRITTEN, openapi_extra=body(application__json=ref(DecisionRequest))
)
def decide(
    library: TheLibrary,
    viewer: AReviewer,
    key: Key,
    asked: Annotated[DecisionRequest, Depends(body_of(DecisionRequest))],
) -> Response:
    """Decide what is done with a work. Where that takes a second reader, the entry is of kind `propose`."""
    _expect(library, viewer, key)
    entry = deciding.decide(library, viewer, key, action=asked.action, **_said(asked))
    return answer(EntryAnswer(entry=entry), 201)


@router.post(
    "/{key}/confirmations",
    status_code=201,
    responses=_WRITTEN,
    openapi_extra=body(application__json=ref(ConfirmRequest)),
)
def confirm(
    library: TheLibrary, viewer: AReviewer, key: Key, asked: Annotated[ConfirmRequest, Depends(body_of(ConfirmRequest))]
) -> Response:
    """Agree, as the second reader, to what another person proposed."""
    _expect(library, viewer, key)
    entry = deciding.confirm(library, viewer, key, **_said(asked))
    return answer(EntryAnswer(entry=entry), 201)


@router.post(
    "/{key}/undoings", status_code=201, responses=_WRITTEN, openapi_extra=body(application__json=ref(UndoRequest))
)
def undo(
    library: TheLibrary, viewer: AReviewer, key: Key, asked: Annotated[UndoRequest, Depends(body_of(UndoRequest))]
) -> Response:
    """Take back an entry; it stays in the history."""
    _expect(library, viewer, key)
    entry = deciding.undo(library, viewer, key, of=asked.of, **_said(asked))
    return answer(EntryAnswer(entry=entry), 201)


@router.post(
    "/{key}/notes", status_code=201, responses=_WRITTEN, openapi_extra=body(application__json=ref(NoteRequest))
)
def note(
    library: TheLibrary, viewer: AReviewer, key: Key, asked: Annotated[NoteRequest, Depends(body_of(NoteRequest))]
) -> Response:
    """Write something for the others who decide."""
    _expect(library, viewer, key)
    return answer(EntryAnswer(entry=deciding.note(library, viewer, key, text=asked.text)), 201)


def _expect(library: Library, viewer: Viewer, key: str) -> StoredWork:
    work = works.find(library, viewer, key)
    if work is None:
        raise failures.not_found()
    return work


class _Said(TypedDict):
    seen: int
    changed: int | None
    reason: str


def _said(asked: Word) -> _Said:
    """What the person had seen of the work, and their reason."""
    return {"seen": asked.seen, "changed": asked.changed, "reason": asked.reason}
