"""The shelf: search, facets, saved searches."""

from __future__ import annotations

from collections.abc import Sequence
from urllib.parse import parse_qsl

import msgspec
from fastapi import APIRouter, Request, Response
from fastapi.responses import RedirectResponse

from headnote.errors import UsageError
from headnote.library import own
from headnote.library.database import Library
from headnote.library.query import Query, choose, from_params, to_params
from headnote.library.shelf import shelf, suggest
from headnote.library.viewers import Viewer
from headnote.web import failures, pages, shelf_view
from headnote.web.desk import TheLibrary
from headnote.web.forms import Fields
from headnote.web.identity import SomeViewer
from headnote.web.shelf_rows import entry

router = APIRouter(include_in_schema=False)

#: Conditions that an empty page tries to do without; each costs a count.
LOOSENED = 6
#: Fields of the form that chooses a value by name.
PICK = frozenset({"facet", "value", "state"})


class Saved(msgspec.Struct, frozen=True, kw_only=True):
    """A saved search; `address` is null where this version cannot read it."""

    name: str
    hide: bool
    address: str | None


class Looser(msgspec.Struct, frozen=True, kw_only=True):
    """A condition without which there would be works, and how many."""

    label: str
    address: str
    count: int


class Loosening(msgspec.Struct, frozen=True, kw_only=True):
    """What an empty page offers: `clear` is the shelf without any condition."""

    clear: str = "/"
    ways: list[Looser] = []


@router.get("/")
def shelf_page(request: Request, library: TheLibrary, viewer: SomeViewer) -> Response:
    params = request.query_params.multi_items()
    try:
        query = _asked(params)
        if to_params(query) != params:
            return RedirectResponse(shelf_view.address(query), status_code=303)
        return _page(request, viewer, library, query)
    except UsageError as error:
        return _problem(request, viewer, library, params, str(error))


def _asked(params: Sequence[tuple[str, str]]) -> Query:
    """The query of an address, with what the form for a value by its name adds to it.

    Raises:
        UsageError: something in it is no query.
    """
    query = from_params((name, value) for name, value in params if name not in PICK)
    pick = {name: value for name, value in params if name in PICK}
    value = " ".join(pick.get("value", "").split())
    if not value:
        return query
    # Read as an address is, so that a kind or value which is none is refused in the same words.
    sign = "-" if pick.get("state") == "without" else ""
    read = from_params([(f"{sign}{pick.get('facet', '')}", value)])
    for term in (*read.with_terms, *read.without_terms):
        query = choose(query, term.kind, term.value, "without" if sign else "with")
    return query


def _loosened(library: Library, viewer: Viewer, query: Query) -> Loosening:
    """What to leave out of a query that finds nothing, the most fruitful first."""
    ways = [(f"{'without ' if c.without else ''}{c.label}", c.rest) for c in shelf_view.chips(query)]
    if query.words:
        ways.append((f"“{query.words}”", shelf_view.changed(query, words="")))
    if len(ways) < 2:
        return Loosening()
    found = [
        Looser(
            label=label,
            address=shelf_view.address(rest),
            count=shelf(library, viewer, rest, size=1, facets=False).total,
        )
        for label, rest in ways[:LOOSENED]
    ]
    return Loosening(ways=sorted((w for w in found if w.count), key=lambda w: -w.count))


def _page(request: Request, viewer: Viewer, library: Library, query: Query) -> Response:
    page = shelf(library, viewer, query)
    return pages.render(
        request,
        "shelf.html",
        query=shelf_view.parameters(query),
        words=query.words,
        kept=shelf_view.kept(query, "q"),
        problem=None,
        entries=[entry(row) for row in page.works],
        total=page.total,
        hidden=page.hidden,
        groups=shelf_view.groups(page, query),
        chips=shelf_view.chips(query),
        orders=shelf_view.orders(query),
        pager=shelf_view.pager(page.page, page.pages, query),
        filters=_filters(library, viewer),
        looser=_loosened(library, viewer, query) if not page.total else Loosening(),
        empty=not page.total and not page.hidden and query == Query(),
    )


def _problem(
    request: Request, viewer: Viewer, library: Library, params: Sequence[tuple[str, str]], said: str
) -> Response:
    """The shelf with a search that cannot be read: what was typed stays in the box. The cause may be a saved search of
    an earlier version, so these are there to be forgotten. htmx exchanges only what succeeds."""
    return pages.render(
        request,
        "shelf.html",
        status=200 if request.headers.get("hx-request") else 400,
        query="",
        words=next((value for name, value in params if name == "q"), ""),
        kept=[],
        problem=said,
        entries=[],
        total=0,
        hidden=0,
        groups=[],
        chips=[],
        orders=[],
        pager=None,
        filters=_filters(library, viewer),
        looser=Loosening(),
        empty=False,
    )


def _filters(library: Library, viewer: Viewer) -> list[Saved]:
    return [
        Saved(name=f.name, hide=f.hide, address=None if f.query is None else shelf_view.address(f.query))
        for f in own.saved_filters(library, viewer)
    ]


@router.post("/filters")
def save(library: TheLibrary, viewer: SomeViewer, form: Fields) -> Response:
    """Keep a search, or keep away for good what it finds."""
    query, hide = _asked(parse_qsl(form.get("query", ""))), form.get("hide") == "yes"
    own.save_filter(library, viewer, form.get("name", ""), query, hide=hide)
    return RedirectResponse("/" if hide else shelf_view.address(query), status_code=303)


@router.post("/filters/forget")
def forget(library: TheLibrary, viewer: SomeViewer, form: Fields) -> Response:
    """Forget a saved search, which may be gone already. The shelf says what it shows next; else a person's own page."""
    own.drop_filter(library, viewer, form.get("name", ""))
    back = shelf_view.address(_asked(parse_qsl(form["next"]))) if "next" in form else "/me"
    return RedirectResponse(back, status_code=303)


@router.get("/suggest/{kind}")
def suggestions(request: Request, library: TheLibrary, viewer: SomeViewer, kind: str, value: str = "") -> Response:
    """Values of a facet that begin so, as options for the browser's own list."""
    try:
        found = suggest(library, viewer, kind, value) if value.strip() else []
    except UsageError:
        raise failures.not_found() from None
    return pages.render(request, "shelf_suggestions.html", found=[(f.value, f.count) for f in found])
