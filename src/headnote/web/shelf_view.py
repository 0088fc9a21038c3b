"""What the shelf's page shows of a query: facets to choose by, chips of what is chosen, orders and pages, each choice
with the address that makes it. The address is the whole state of the page."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import Literal, TypeAlias
from urllib.parse import quote

import msgspec

from headnote.library.query import ORDERS, CodeTerm, Query, State, choose, to_params
from headnote.library.shelf import FacetCount, ShelfPage
from headnote.render.clean import clean
from headnote.render.wording import entry_title, language_name, percent

Codes: TypeAlias = tuple[CodeTerm, ...]

#: Facets by kind with their headings. Those in `OPEN` are unfolded at first, the rest where something is chosen.
TITLES = {
    "code": "Warnings found",
    "rating": "Rating",
    "fandom": "Fandom",
    "person": "People",
    "pair": "Pairs",
    "trope": "Tropes",
    "tag": "Tags",
    "author": "Author",
    "warning": "Declared warnings",
    "series": "Series",
    "language": "Language",
    "length": "Length in words",
    "action": "Decision",
    "standing": "Standing",
}
OPEN = frozenset({"code", "rating", "fandom"})
#: Facets whose values are too many to list: these are found by typing.
FOUND = frozenset({"fandom", "person", "pair", "tag", "author", "series"})
#: Values of a facet that are shown before the rest folds.
FIRST = 8

ORDER_NAMES = {
    "relevance": "Best match",
    "added": "Newest",
    "title": "Title",
    "words": "Longest",
    "rating": "Mildest rating",
}
#: Least confidences that a chip offers, as `wording.SCALE` parts them, and least intensities.
SURE: tuple[tuple[float | None, str], ...] = (
    (None, "where it was raised"),
    (0.05, "a hint or more"),
    (0.33, "possible or more"),
    (0.66, "likely or more"),
    (0.9, "very likely"),
)
STRONG = ((0, "any strength"), (1, "moderate or graphic"), (2, "graphic"))


class Choice(msgspec.Struct, frozen=True, kw_only=True):
    """A value of a facet. `include` and `exclude` are the addresses of its two buttons: where one is on, its address
    takes it back."""

    id: str
    label: str
    count: int
    state: State
    include: str
    exclude: str


class Group(msgspec.Struct, frozen=True, kw_only=True):
    """A facet: what is chosen and what is common comes first, `rest` is folded."""

    kind: str
    title: str
    first: list[Choice]
    rest: list[Choice]
    open: bool
    found: bool


class Way(msgspec.Struct, frozen=True, kw_only=True):
    label: str
    address: str
    current: bool


class Chip(msgspec.Struct, frozen=True, kw_only=True):
    """Something that was chosen. `rest` is the query without it, `address` its page; `ways` are how sure and how strong
    it may be asked for, for a code."""

    id: str
    label: str
    without: bool
    rest: Query
    ways: list[list[Way]] = []

    @property
    def address(self) -> str:
        return address(self.rest)


class Pager(msgspec.Struct, frozen=True, kw_only=True):
    """Addresses of pages; `numbers` has null where some are left out."""

    page: int
    pages: int
    before: str | None
    after: str | None
    last: str
    numbers: list[tuple[int, str] | None]


def address(query: Query) -> str:
    """The shelf's address that shows a query."""
    return f"/?{written}" if (written := parameters(query)) else "/"


def parameters(query: Query) -> str:
    """A query as the parameters of an address."""
    return "&".join(f"{_quoted(name)}={_quoted(value)}" for name, value in to_params(query))


@lru_cache(maxsize=4096)
def _quoted(text: str) -> str:
    """A page has hundreds of addresses that share all but one of their parameters."""
    return quote(text, safe="")


def changed(query: Query, **fields: object) -> Query:
    """The query with other fields, on its first page."""
    return msgspec.structs.replace(query, **{"page": 1, **fields})


def groups(page: ShelfPage, query: Query) -> list[Group]:
    """The facets by which something can be chosen, in the library's order: where every work has the same value, nothing
    is left to choose."""
    return [
        group(kind, counts, query)
        for kind, counts in page.facets.items()
        if any(c.state or c.count != page.total for c in counts)
    ]


def group(kind: str, counts: Sequence[FacetCount], query: Query) -> Group:
    choices = [choice(kind, count, query) for count in counts]
    free = sorted((c for c in choices if not c.state), key=lambda c: -c.count)
    room = max(FIRST - (len(choices) - len(free)), 0)
    # A fold for one or two values would take as much room as they do.
    folded = {c.id for c in free[room:]} if len(free) > room + 2 else set()
    return Group(
        kind=kind,
        title=TITLES.get(kind, kind),
        first=[c for c in choices if c.id not in folded],
        rest=[c for c in choices if c.id in folded],
        open=kind in OPEN or len(free) < len(choices),
        found=kind in FOUND,
    )


def choice(kind: str, count: FacetCount, query: Query) -> Choice:
    on: State = "" if count.state == "with" else "with"
    off: State = "" if count.state == "without" else "without"
    return Choice(
        id=control(kind, count.value),
        label=label(kind, count.value, count.label),
        count=count.count,
        state=count.state,
        include=address(choose(query, kind, count.value, on)),
        exclude=address(choose(query, kind, count.value, off)),
    )


def label(kind: str, value: str, given: str | None = None) -> str:
    """A facet's value as people read it."""
    if kind in {"code", "trope"}:
        return entry_title(value)
    if kind == "language":
        return language_name(value)
    return clean(given or value)


def control(kind: str, value: str) -> str:
    """An element's id that stays with its value, so that focus finds it again after the list was exchanged."""
    return f"{kind}-{hashlib.sha256(value.encode('utf-8', 'surrogatepass')).hexdigest()[:10]}"


def chips(query: Query) -> list[Chip]:
    """What a query asks for besides words, in the order in which it is asked for."""
    return [*_code_chips(query, "has"), *_code_chips(query, "without"), *_term_chips(query), *_length_chips(query)]


def _code_chips(query: Query, field: Literal["has", "without"]) -> Iterator[Chip]:
    terms: tuple[CodeTerm, ...] = getattr(query, field)
    for at, term in enumerate(terms):
        before, after = terms[:at], terms[at + 1 :]

        def way(said: str, now: CodeTerm, term: CodeTerm = term, parts: tuple[Codes, Codes] = (before, after)) -> Way:
            there = changed(query, **{field: (*parts[0], now, *parts[1])})
            return Way(label=said, address=address(there), current=now == term)

        yield Chip(
            id=control(f"chip-{field}", f"{at} {term.code}"),
            label=entry_title(term.code) + _qualified(term),
            without=field == "without",
            rest=changed(query, **{field: (*before, *after)}),
            ways=[
                [way(said, msgspec.structs.replace(term, confidence=least)) for least, said in SURE],
                [way(said, msgspec.structs.replace(term, intensity=least)) for least, said in STRONG],
            ],
        )


def _qualified(term: CodeTerm) -> str:
    """How sure and how strong, where that is not as by default."""
    said = []
    if term.confidence is not None:
        said.append(next((w for least, w in SURE if least == term.confidence), f"{percent(term.confidence)} or more"))
    if term.intensity:
        said.append(next(w for least, w in STRONG if least == term.intensity))
    return f": {', '.join(said)}" if said else ""


def _term_chips(query: Query) -> Iterator[Chip]:
    for field in ("with_terms", "without_terms"):
        for term in getattr(query, field):
            yield Chip(
                id=control(f"chip-{field}-{term.kind}", term.value),
                label=f"{TITLES.get(term.kind, term.kind)}: {label(term.kind, term.value)}",
                without=field == "without_terms",
                rest=choose(query, term.kind, term.value, ""),
            )


def _length_chips(query: Query) -> Iterator[Chip]:
    if query.low is None and query.high is None:
        return
    if query.low is None:
        said = f"up to {query.high:,} words"
    elif query.high is None:
        said = f"{query.low:,} words or more"
    else:
        said = f"{query.low:,} to {query.high:,} words"
    yield Chip(id="chip-length", label=said, without=False, rest=changed(query, low=None, high=None))


def orders(query: Query) -> list[tuple[str, str, bool]]:
    """Orders by value, with their names and which holds. Without words nothing matches better than another."""
    shown = [o for o in ORDERS if o != "relevance" or query.words]
    now = query.order if query.order in shown else "added"
    return [(o, ORDER_NAMES[o], o == now) for o in shown]


def pager(page: int, pages: int, query: Query) -> Pager:
    def at(number: int) -> str:
        return address(msgspec.structs.replace(query, page=number))

    near = sorted({1, pages, *range(max(page - 1, 1), min(page + 1, pages) + 1)})
    numbers: list[tuple[int, str] | None] = []
    for before, number in zip([0, *near], near, strict=False):
        numbers += [None] if number - before > 1 else []
        numbers.append((number, at(number)))
    return Pager(
        page=page,
        pages=pages,
        before=at(page - 1) if page > 1 else None,
        after=at(page + 1) if page < pages else None,
        last=at(pages),
        numbers=numbers,
    )


def kept(query: Query, *leave: str) -> list[tuple[str, str]]:
    """What a form on the shelf carries along, besides its own fields and the page."""
    return [(name, value) for name, value in to_params(query) if name not in {"page", *leave}]
