"""What a person looks for: words, what must be in a work and what must not, order and page."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from headnote.records import Record

Order = Literal["relevance", "added", "title", "words", "rating"]
ORDERS: tuple[Order, ...] = ("relevance", "added", "title", "words", "rating")

#: How a facet's value stands in a query: not in it, asked for, excluded.
State = Literal["", "with", "without"]


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


#: Kinds of which a work has several values (all that are asked for must be there), and those of which it has one (any
#: of those asked for will do).
MANY = ("fandom", "person", "pair", "trope", "tag", "author", "warning", "series")
ONE = ("rating", "language", "length", "action", "standing")
KINDS = (*MANY, *ONE)
#: Kinds that exist only for who sees held works.
HELD_KINDS = ("action", "standing")


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


def from_params(params: Iterable[tuple[str, str]]) -> Query:
    """A query from the parameters of an address; `q` is read as the search box is.

    Raises:
        UsageError: a parameter that no query has, or a value that does not fit it.
    """
    raise NotImplementedError(params)


def to_params(query: Query) -> list[tuple[str, str]]:
    """Parameters of an address, which `from_params` reads back: ``fandom=X``, ``-fandom=Y``, ``has=death>0.5``,
    ``words=1000-5000``, ``q=lamp``, ``order=title``, ``page=2``. What is as by default is left out."""
    raise NotImplementedError(query)


def parse(text: str) -> Query:
    """A query from the text of a search box: ``lamp -storm has:death>0.5 -has:gore fandom:"X" words:>5000``.

    Raises:
        UsageError: a field's value does not fit it; names the character where it stands.
    """
    raise NotImplementedError(text)


def to_text(query: Query) -> str:
    """The text of a search box that `parse` reads as the same query, its page aside."""
    raise NotImplementedError(query)


def choose(query: Query, facet: str, value: str, state: State) -> Query:
    """The query with a facet's value asked for ("with"), excluded ("without") or neither (""); on its first page.

    Args:
        facet: one of `KINDS`, or ``code``.
    """
    raise NotImplementedError(query, facet, value, state)
