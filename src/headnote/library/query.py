"""What a person looks for: words, what must be in a work and what must not, order and page."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Literal, get_args

import msgspec

from headnote.errors import UsageError
from headnote.library import searchbox, values
from headnote.records import Record

Order = Literal["relevance", "added", "title", "words", "rating"]
ORDERS: tuple[Order, ...] = get_args(Order)

#: How a facet's value stands in a query: not in it, asked for, excluded.
State = Literal["", "with", "without"]

#: Kinds of which a work has several values (all that are asked for must be there), and those of which it has one (any
#: of those asked for will do).
MANY = ("fandom", "person", "pair", "trope", "tag", "author", "warning", "series")
ONE = ("rating", "language", "length", "action", "standing")
KINDS = (*MANY, *ONE)
#: Kinds that exist only for who sees held works.
HELD_KINDS = ("action", "standing")
#: What a person may write before a colon.
FIELDS = ("has", *KINDS, "words", "order")

#: Most characters of a search, most values that one asks for, last page.
LONGEST, MOST, LAST_PAGE = 2000, 200, 1_000_000


class CodeTerm(Record, frozen=True, kw_only=True):
    """A code at a least confidence and intensity. `confidence` null: wherever the code was raised. `intensity` counts
    mild 0, moderate 1, graphic 2."""

    code: str
    confidence: float | None = None
    intensity: int = 0


class Term(Record, frozen=True, kw_only=True):
    """A value of a facet. `kind` is one of `KINDS`."""

    kind: str
    value: str


class Query(Record, frozen=True, kw_only=True):
    """`words` are searched in the text, the title, the people and the tags. `low` and `high` bound the length in words,
    both ends included. The first page is 1."""

    words: str = ""
    has: tuple[CodeTerm, ...] = ()
    without: tuple[CodeTerm, ...] = ()
    with_terms: tuple[Term, ...] = ()
    without_terms: tuple[Term, ...] = ()
    low: int | None = None
    high: int | None = None
    order: Order = "relevance"
    page: int = 1


def parse(text: str) -> Query:
    """A query from the text of a search box: ``lamp -storm has:death>0.5 -has:gore fandom:"X" words:>5000``.

    Raises:
        UsageError: a field's value does not fit it; names the character where it stands.
    """
    return _extended(Query(), text)


def from_params(params: Iterable[tuple[str, str]]) -> Query:
    """A query from the parameters of an address; `q` is read as the search box is, an empty value is none.

    Raises:
        UsageError: a parameter that no query has, or a value that does not fit it.
    """
    query = Query()
    for name, value in params:
        field, where = name.removeprefix("-"), f"parameter {name!r}"
        if not value.strip():
            continue
        if name == "q":
            query = _extended(query, value)
        elif name == "page":
            query = msgspec.structs.replace(query, page=values.page(value, LAST_PAGE, where))
        elif field in FIELDS:
            query = _with_field(query, field, searchbox.clean(value), name != field, where)
        else:
            known = ", ".join(("q", "page", *FIELDS))
            raise UsageError(f"expected a parameter that a search has ({known}), got {name!r}")
    return query


def to_params(query: Query) -> list[tuple[str, str]]:
    """Parameters of an address, which `from_params` reads back: ``fandom=X``, ``-fandom=Y``, ``has=death>0.5``,
    ``words=1000-5000``, ``q=lamp``, ``order=title``, ``page=2``. What is as by default is left out."""
    params = [("q", query.words)] if query.words else []
    params += [("-" * excluded + field, value) for field, value, excluded in _fields_of(query)]
    return params + ([("page", str(query.page))] if query.page > 1 else [])


def to_text(query: Query) -> str:
    """The text of a search box that `parse` reads as the same query, its page aside."""
    shown = (searchbox.field_text(*field) for field in _fields_of(query))
    return " ".join(part for part in (query.words, *shown) if part)


def choose(query: Query, facet: str, value: str, state: State) -> Query:
    """The query with a facet's value asked for ("with"), excluded ("without") or neither (""); on its first page.

    Args:
        facet: one of `KINDS`, or ``code``, of which any confidence and intensity is dropped.
    """
    folded = value.casefold()
    if facet == "code":
        kept = {name: tuple(c for c in getattr(query, name) if c.code != value) for name in ("has", "without")}
        term: CodeTerm | Term = CodeTerm(code=value)
        into = {"with": "has", "without": "without"}.get(state)
    else:
        kept = {
            name: tuple(t for t in getattr(query, name) if (t.kind, t.value.casefold()) != (facet, folded))
            for name in ("with_terms", "without_terms")
        }
        term = Term(kind=facet, value=value)
        into = {"with": "with_terms", "without": "without_terms"}.get(state)
    if into:
        kept[into] = (*kept[into], term)
    return msgspec.structs.replace(query, page=1, **kept)


def _fields_of(query: Query) -> Iterator[tuple[str, str, bool]]:
    """Field, value, excluded: all of a query but its words and page."""
    for excluded, codes in ((False, query.has), (True, query.without)):
        for code in codes:
            yield "has", values.code_text(code.code, code.confidence, code.intensity), excluded
    for excluded, terms in ((False, query.with_terms), (True, query.without_terms)):
        for term in terms:
            yield term.kind, term.value, excluded
    if query.low is not None or query.high is not None:
        yield "words", values.length_text(query.low, query.high), False
    if query.order != "relevance":
        yield "order", query.order, False


def _extended(query: Query, text: str) -> Query:
    """A query with what a search box says added to it."""
    if len(text) > LONGEST:
        raise UsageError(f"expected a search of at most {LONGEST:,} characters, got {len(text):,}")
    words = [query.words] if query.words else []
    for piece in searchbox.cut(searchbox.clean(text), FIELDS):
        if piece.field is None:
            words.append(searchbox.word_text(piece))
        else:
            query = _with_field(query, piece.field, piece.value, piece.excluded, f"character {piece.at + 1}")
    return msgspec.structs.replace(query, words=" ".join(words))


def _with_field(query: Query, field: str, value: str, excluded: bool, where: str) -> Query:
    """A query with one field's value added; bounds and order replace those that were there."""
    change: dict[str, object] = {}
    if field in ("words", "order") and excluded:
        raise UsageError(f"expected {field}: without a dash, which nothing can be excluded by ({where})")
    if field == "words":
        low, high = values.length(value, where)
        change = {"low": query.low if low is None else low, "high": query.high if high is None else high}
    elif field == "order":
        change = {"order": values.order(value, ORDERS, where)}
    elif field == "has":
        code, confidence, intensity = values.code(value, where)
        name = "without" if excluded else "has"
        change = {name: _added(getattr(query, name), CodeTerm(code=code, confidence=confidence, intensity=intensity))}
    else:
        name = "without_terms" if excluded else "with_terms"
        change = {name: _added(getattr(query, name), Term(kind=field, value=values.term(field, value, where)))}
    return msgspec.structs.replace(query, **change)


def _added(there: tuple[CodeTerm | Term, ...], new: CodeTerm | Term) -> tuple[CodeTerm | Term, ...]:
    if len(there) >= MOST:
        raise UsageError(f"expected at most {MOST} values of one sort in a search, got more")
    return there if new in there else (*there, new)
