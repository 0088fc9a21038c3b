"""The shelf against a plain reading of the same works: what a page shows, counts, orders and suggests, for whom.

The plain reading is given only the works that exist for the viewer, so that any trace of a held work is a difference.
"""

from __future__ import annotations

from collections import Counter

import msgspec
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from headnote.library import own
from headnote.library.counting import FACETS
from headnote.library.database import Library
from headnote.library.query import HELD_KINDS, MANY, ONE, ORDERS, CodeTerm, Query, Term
from headnote.library.shelf import shelf, suggest
from headnote.library.values import ACTIONS, STANDINGS, band_names
from headnote.library.viewers import OWNER, Viewer
from tests.library.shelves import Made, Shelf, asked, fits, one_value, plain

READER = Viewer(user_id=1, name="reader", role="reader")

WORDS = ("lamp", "storm", "red", "boat")
CODES = ("gore", "war", "death")
VALUES = {
    "fandom": ("Red Office", "The Lamp"),
    "person": ("Mara Storm", "Ilse"),
    "pair": ("Ilse/Mara Storm",),
    "trope": ("trope-abo", "trope-soulmates"),
    "tag": ("slow boat", "lamp"),
    "author": ("Ada Finch",),
    "warning": ("Major Character Death",),
    "series": ("Harbour",),
    "rating": ("General Audiences", "Mature", "Not Rated"),
    "language": ("en", "fr", "unknown"),
    "length": band_names()[:3],
    "action": ACTIONS,
    "standing": STANDINGS,
}
SHARES = st.sampled_from([0.0, 0.25, 0.5, 0.75, 1.0])
TEXTS = st.lists(st.sampled_from(WORDS), min_size=1, max_size=3).map(" ".join)
TERMS = st.sampled_from([Term(kind=kind, value=value) for kind, values in VALUES.items() for value in values])


@st.composite
def made(draw: st.DrawFn, key: str) -> Made:
    """A work; one in three is held."""
    found = draw(st.lists(st.sampled_from(CODES), max_size=3, unique=True))
    terms = draw(st.lists(TERMS.filter(lambda term: term.kind in MANY), max_size=5, unique=True))
    return Made(
        key=key,
        title=draw(TEXTS),
        rating=draw(st.sampled_from(["General Audiences", "Mature", None])),
        language=draw(st.sampled_from(["en", "fr", None])),
        words=draw(st.sampled_from([0, 999, 1000, 4999, 7000])),
        added_at=f"2026-01-0{draw(st.integers(1, 3))}T00:00:00+00:00",
        action=draw(st.sampled_from(ACTIONS)),
        standing=draw(st.sampled_from(("machine", "machine", *STANDINGS))),
        codes=tuple((code, draw(SHARES), draw(st.integers(0, 2)), draw(st.booleans())) for code in found),
        terms=tuple((term.kind, term.value) for term in terms),
        body=draw(TEXTS),
    )


def contradicts(query: Query) -> bool:
    """Whether the same value is asked for and excluded: no count of it would mean anything."""
    codes = {code.code for code in query.has} & {code.code for code in query.without}
    return bool(codes or set(query.with_terms) & set(query.without_terms))


def queries(terms: st.SearchStrategy[Term]) -> st.SearchStrategy[Query]:
    codes = st.builds(CodeTerm, code=st.sampled_from(CODES), confidence=st.none() | SHARES, intensity=st.integers(0, 2))
    phrases = st.lists(st.sampled_from([*WORDS, "-lamp", '"red"', "-boat"]), max_size=2).map(" ".join)
    return st.builds(
        Query,
        words=st.just("") | phrases,
        has=st.lists(codes, max_size=1).map(tuple),
        without=st.lists(codes, max_size=2, unique_by=lambda code: code.code).map(tuple),
        with_terms=st.lists(terms, max_size=2, unique=True).map(tuple),
        without_terms=st.lists(terms, max_size=2, unique=True).map(tuple),
        low=st.none() | st.just(1000),
        high=st.none() | st.just(4999),
        order=st.sampled_from(ORDERS),
    ).filter(lambda query: not contradicts(query))


WORKS = st.tuples(*(made(f"w{n}") for n in range(6)))
FOR_ALL, FOR_READERS = queries(TERMS), queries(TERMS.filter(lambda term: term.kind not in HELD_KINDS))
HIDES = FOR_ALL.map(lambda query: msgspec.structs.replace(query, order="relevance")).filter(lambda q: q != Query())
CASES = st.sampled_from([OWNER, READER]).flatmap(
    lambda viewer: st.tuples(st.just(viewer), FOR_ALL if viewer.sees_held else FOR_READERS)
)


def existing(works: tuple[Made, ...], viewer: Viewer) -> list[Made]:
    return [work for work in works if viewer.sees_held or not work.held]


def plain_counts(works: list[Made], query: Query, facet: str) -> dict[str, tuple[int, str]]:
    """Counts and states of a facet's values by the definition of `FacetCount`, those that are nothing left out."""
    counts: Counter[str] = Counter()
    states = dict.fromkeys((t.value for t in query.with_terms if t.kind == facet), "with")
    states |= dict.fromkeys((t.value for t in query.without_terms if t.kind == facet), "without")
    if facet == "code":
        states = {c.code: "with" for c in query.has} | {c.code: "without" for c in query.without}
    for work in works:
        failed = [(kind, value) for kind, value, passes in asked(work, query) if not passes]
        if facet in ONE:
            counts[one_value(work, facet)] += all(kind == facet for kind, _ in failed)
        elif failed and len(failed) == 1 and failed[0][0] == facet and states.get(failed[0][1]) == "without":
            counts[failed[0][1]] += 1
        elif not failed and facet == "code":
            counts.update(code for code, _, _, raised in work.codes if raised)
        elif not failed:
            counts.update(value for kind, value in work.terms if kind == facet)
    return {
        value: (counts[value], states.get(value, ""))
        for value in (*counts, *states)
        if counts[value] or value in states
    }


def plain_suggestions(works: list[Made], kind: str, prefix: str) -> dict[str, int]:
    counts = Counter(value for work in works for k, value in work.terms if k == kind)
    return {v: n for v, n in counts.items() if any(part.startswith(prefix) for part in v.casefold().split())}


@settings(
    max_examples=60,
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(WORKS, CASES, st.lists(HIDES, max_size=1), st.data())
def check(
    filled: Shelf, works: tuple[Made, ...], case: tuple[Viewer, Query], hides: list[Query], data: st.DataObject
) -> None:
    filled.put(works)
    (viewer, query), library = case, filled.library
    own.drop_filter(library, viewer, "never")
    for hide in hides:
        own.save_filter(library, OWNER, "never", hide, hide=True)
    exist = existing(works, viewer)
    wanted = plain(exist, hides, query)

    page = shelf(library, viewer, query, size=4)
    assert [work.key for work in page.works] == [work.key for work in wanted[:4]]
    assert (page.total, page.pages) == (len(wanted), max(-(-len(wanted) // 4), 1))
    assert page.hidden == len(plain(exist, [], query)) - len(wanted)
    rest = shelf(library, viewer, msgspec.structs.replace(query, page=2), size=4)
    assert [work.key for work in rest.works] == [work.key for work in wanted[4:]]
    assert rest.facets == page.facets

    open_works = [work for work in exist if not any(fits(work, hide) for hide in hides)]
    assert tuple(page.facets) == FACETS[: len(FACETS) if viewer.sees_held else -2]
    for facet, shown in page.facets.items():
        found = {count.value: (count.count, count.state) for count in shown}
        assert found == plain_counts(open_works, query, facet), facet
    kind, prefix = data.draw(st.sampled_from(MANY[:3])), data.draw(st.sampled_from(["", "l", "ma", "red", "x"]))
    suggested = suggest(library, viewer, kind, prefix)
    if kind != "pair":
        assert {count.value: count.count for count in suggested} == plain_suggestions(open_works, kind, prefix)
    assert [count.count for count in suggested] == sorted((count.count for count in suggested), reverse=True)


def test_a_shelf_is_what_reading_every_existing_work_finds(library: Library) -> None:
    check(Shelf(library))
