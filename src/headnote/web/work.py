"""A work: its card as a page and as files."""

from __future__ import annotations

from collections.abc import Callable
from typing import Annotated

import msgspec
from fastapi import APIRouter, Depends, Request, Response

from headnote import verdict
from headnote.library import history, own, works
from headnote.library.database import Library
from headnote.library.query import Query, choose
from headnote.library.viewers import Viewer
from headnote.library.works import StoredWork
from headnote.records import Card, Scene
from headnote.render import as_json, sarif
from headnote.render.clean import clean
from headnote.render.page import identity, name_of, page, sections
from headnote.render.tags import tag_list
from headnote.render.wording import ACTIONS, entry_title, percent, ranked
from headnote.web import failures, pages, shelf_view
from headnote.web.desk import TheLibrary
from headnote.web.happened import happened
from headnote.web.identity import SomeViewer
from headnote.web.shelf_rows import rated, warned_of

router = APIRouter(include_in_schema=False)

#: Ways to keep a card, by suffix: what it is sent as and what makes it.
FORMS: dict[str, tuple[str, Callable[[Card], bytes]]] = {
    "json": ("application/json", as_json.encode),
    "html": ("text/html; charset=utf-8", lambda card: page(card).encode("utf-8", "replace")),
    "sarif": ("application/sarif+json", lambda card: msgspec.json.encode(sarif.report([card], verdict.rules()))),
}


def existing(key: str, library: TheLibrary, viewer: SomeViewer) -> StoredWork:
    """The work of an address.

    Raises:
        Failure: 404, where there is none or it does not exist for the viewer: the two are told alike.
    """
    work = works.find(library, viewer, key)
    if work is None:
        raise failures.not_found()
    return work


AWork = Annotated[StoredWork, Depends(existing)]


class Neighbour(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    title: str
    likeness: str


@router.get("/works/{key}")
def work_page(request: Request, library: TheLibrary, work: AWork, viewer: SomeViewer) -> Response:
    card = work.card
    return pages.render(
        request,
        "work.html",
        key=work.key,
        title=clean(name_of(card)),
        identity=identity(card),
        rated=rated(work.rating, work.rating_confidence, work.declared_rating),
        warned=[warned_of(entry_title(f.code), f.confidence, f.presence, f.intensity) for f in ranked(card)[0]],
        started=_started(library, viewer, work),
        summary="\n".join(clean(line) for line in (card.declared.summary or "").splitlines()).strip(),
        sections=sections(card, _reader(work.key)),
        links=_links(card),
        tags=tag_list(card),
        standing=work.standing,
        action=work.action,
        means=ACTIONS[work.action],
        versions=[msgspec.structs.replace(v, source_name=clean(v.source_name or "")) for v in work.versions],
        near=[Neighbour(key=n.key, title=clean(n.title), likeness=percent(n.likeness)) for n in work.near],
        fresh=work.fresh,
        sees_held=viewer.sees_held,
        history=[happened(e) for e in history.entries(library, viewer, work.key)],
    )


@router.get("/works/{key}/card.{form}")
def card_file(work: AWork, form: str) -> Response:
    """The card as a file to keep."""
    if form not in FORMS:
        raise failures.not_found()
    media_type, make = FORMS[form]
    return _download(make(work.card), f"{work.key}.card.{form}", media_type)


@router.get("/works/{key}/tags.txt")
def tags_file(work: AWork) -> Response:
    """Tags as the archive's form takes them."""
    text = tag_list(work.card).encode("utf-8", "replace")
    return _download(text, f"{work.key}.tags.txt", "text/plain; charset=utf-8")


def _download(data: bytes, name: str, media_type: str) -> Response:
    """Sent to be kept, never shown as a page of the desk."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"', "Cache-Control": "no-store"}
    return Response(data, media_type=media_type, headers=headers)


def _started(library: Library, viewer: Viewer, work: StoredWork) -> str | None:
    """How far a person came in a work, null where they did not begin."""
    progress = own.progress_of(library, viewer, work.key)
    length = work.card.source.characters
    return percent(min(progress.start / length, 1)) if progress and progress.start and length else None


def _reader(key: str) -> Callable[[Scene], str]:
    """Where a scene of a work is read."""
    return lambda scene: f"/works/{key}/read?scene={scene.id}"


def _links(card: Card) -> list[tuple[str, str]]:
    """Names that a work shares with others, with the pages of the shelf that have them."""
    shared = (
        ("fandom", card.declared.fandoms or [f.name for f in card.fandoms]),
        ("series", [s.name for s in card.declared.series or []]),
        ("author", card.declared.authors or []),
    )
    return [
        (clean(name), shelf_view.address(choose(Query(), kind, name, "with")))
        for kind, names in shared
        for name in names
    ]
