"""The search box: forgiving for words, strict for its own fields; whatever is read can be written and read again."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote.errors import UsageError
from headnote.library import values
from headnote.library.query import (
    KINDS,
    LONGEST,
    ORDERS,
    CodeTerm,
    Query,
    State,
    Term,
    choose,
    from_params,
    parse,
    to_params,
    to_text,
)
from headnote.taxonomy import codes

READ = {
    "": Query(),
    "  lamp   storm ": Query(words="lamp storm"),
    "lamp -storm": Query(words="lamp -storm"),
    'the "red  lamp" -"calm sea': Query(words='the "red lamp" -"calm sea"'),
    "“red lamp” --sea - ": Query(words='"red lamp" -sea'),
    "what: now 12:30 https://example.org/a": Query(words="what: now 12:30 https://example.org/a"),
    '"rating:teen"': Query(words='"rating:teen"'),
    "has:death": Query(has=(CodeTerm(code="death"),)),
    "has:death>0.5 has:death>0.5": Query(has=(CodeTerm(code="death", confidence=0.5),)),
    "has:gore:graphic>50% -HAS:war": Query(
        has=(CodeTerm(code="gore", confidence=0.5, intensity=2),), without=(CodeTerm(code="war"),)
    ),
    'fandom:"The Tide Office" -tag:slow': Query(
        with_terms=(Term(kind="fandom", value="The Tide Office"),), without_terms=(Term(kind="tag", value="slow"),)
    ),
    'tag:"say ""yes"""lamp': Query(words="lamp", with_terms=(Term(kind="tag", value='say "yes"'),)),
    "rating:teen rating:G -rating:unrated": Query(
        with_terms=(Term(kind="rating", value="Teen And Up Audiences"), Term(kind="rating", value="General Audiences")),
        without_terms=(Term(kind="rating", value="Not Rated"),),
    ),
    'trope:slow-burn trope:trope-soulmates trope:"Time travel"': Query(
        with_terms=tuple(Term(kind="trope", value=f"trope-{t}") for t in ("slow-burn", "soulmates", "time-travel"))
    ),
    "words:>5000": Query(low=5001),
    "words:>=5,000 words:<20k": Query(low=5000, high=19_999),
    'words:"1000 - 5000"': Query(low=1000, high=5000),
    "length:1000-5000 -language:EN": Query(
        with_terms=(Term(kind="length", value="1000-5000"),), without_terms=(Term(kind="language", value="en"),)
    ),
    "order:title lamp": Query(words="lamp", order="title"),
    "lamp\x00\ud800light": Query(words="lamp light"),
}


@pytest.mark.parametrize("text", READ)
def test_what_is_typed_is_read(text: str) -> None:
    assert parse(text) == READ[text]


WRONG = {
    "lamp has:gorey": ["'gorey'", "character 6", "Did you mean gore?"],
    "has:death>1.5": ["from 0 to 1", "'1.5'"],
    "has:death>nan": ["from 0 to 1"],
    "has:death:grisly": ["mild, moderate, graphic", "'grisly'"],
    "has:": ["has:", "''"],
    "rating:warm": ["General Audiences", "'warm'"],
    'fandom:" "': ["after fandom:", "nothing"],
    "words:many": ["words:", "'many'"],
    "words:5000": [">5000", "'5000'"],
    "words:1-2-3": ["words:", "'1-2-3'"],
    "-words:>3": ["without a dash"],
    "order:size": ["relevance, added, title, words, rating", "'size'"],
    "trope:sloow-burn": ["trope:", "'sloow-burn'", "Did you mean trope-slow-burn?"],
    "language:english": ["code such as en", "'english'"],
    "action:hide": ["withhold", "'hide'"],
    "standing:x": ["proposed"],
    "length:7": ["0-1000"],
    "x" * (LONGEST + 1): ["2,001"],
    " ".join(f"tag:{n}" for n in range(250)): ["at most 200"],
}


@pytest.mark.parametrize("text", WRONG)
def test_what_does_not_fit_a_field_is_refused_with_its_place(text: str) -> None:
    with pytest.raises(UsageError) as caught:
        parse(text)
    for part in WRONG[text]:
        assert part in str(caught.value)


@pytest.mark.parametrize(
    ("params", "part"),
    [
        ([("colour", "red")], "'colour'"),
        ([("-q", "x")], "'-q'"),
        ([("-page", "2")], "'-page'"),
        ([("page", "0")], "page from 1"),
        ([("page", "٣")], "page from 1"),
        ([("-has", "x")], "parameter '-has'"),
    ],
)
def test_parameters_that_no_search_has(params: list[tuple[str, str]], part: str) -> None:
    with pytest.raises(UsageError, match="expected") as caught:
        from_params(params)
    assert part in str(caught.value)


def test_a_box_and_fields_of_a_form_add_up() -> None:
    params = [("q", "lamp -has:gore"), ("fandom", ""), ("fandom", "Kilo Vale"), ("-tag", "sad"), ("page", "3")]
    assert from_params(params) == Query(
        words="lamp",
        without=(CodeTerm(code="gore"),),
        with_terms=(Term(kind="fandom", value="Kilo Vale"),),
        without_terms=(Term(kind="tag", value="sad"),),
        page=3,
    )


PLAIN = st.text(st.characters(exclude_categories=("Cc", "Cs")), min_size=1, max_size=30)
CLOSED = {
    "rating": ("Mature", "Not Rated"),
    "language": ("en", "fr", "unknown"),
    "length": values.band_names(),
    "action": values.ACTIONS,
    "standing": values.STANDINGS,
    "trope": ("trope-abo", "trope-soulmates"),
}
VALUES = {kind: st.sampled_from(CLOSED[kind]) if kind in CLOSED else PLAIN for kind in KINDS}
TERMS = st.sampled_from(KINDS).flatmap(
    lambda kind: (
        VALUES[kind]
        .map(lambda value: " ".join(value.split()))
        .filter(bool)
        .map(lambda value: Term(kind=kind, value=value))
    )
)
CODE_TERMS = st.builds(
    CodeTerm, code=st.sampled_from(tuple(codes())), confidence=st.none() | st.floats(0, 1), intensity=st.integers(0, 2)
)
BOUNDS = st.one_of(st.just((None, None)), st.tuples(*[st.none() | st.integers(0, values.MOST_WORDS)] * 2))
QUERIES = st.builds(
    lambda bounds, **rest: Query(low=bounds[0], high=bounds[1], **rest),
    BOUNDS,
    words=st.text(max_size=40).map(lambda text: "" if ":" in text else parse(text).words),
    has=st.lists(CODE_TERMS, max_size=3, unique=True).map(tuple),
    without=st.lists(CODE_TERMS, max_size=3, unique=True).map(tuple),
    with_terms=st.lists(TERMS, max_size=4, unique=True).map(tuple),
    without_terms=st.lists(TERMS, max_size=4, unique=True).map(tuple),
    order=st.sampled_from(ORDERS),
    page=st.integers(1, 1000),
)


@given(QUERIES)
def test_parameters_and_text_read_back_as_the_same_query(query: Query) -> None:
    assert from_params(to_params(query)) == query
    assert parse(to_text(query)) == msgspec.structs.replace(query, page=1)


@given(st.text(st.sampled_from('ab -:"“”\n>has:rating:teenfandom:words:1'), max_size=60) | st.text(max_size=80))
def test_any_text_is_read_or_refused_and_what_is_read_is_stable(text: str) -> None:
    try:
        query = parse(text)
    except UsageError:
        return
    assert parse(to_text(query)) == query
    assert from_params(to_params(query)) == query


@pytest.mark.parametrize("facet", ["code", "fandom", "rating"])
def test_a_value_moves_between_asked_for_excluded_and_neither(facet: str) -> None:
    value = {"code": "gore", "fandom": "Kilo Vale", "rating": "Mature"}[facet]
    other = Term(kind="person", value=value)
    start = Query(with_terms=(other,), has=(CodeTerm(code="war"),), page=4)
    states: dict[State, Query] = {
        "with": choose(start, facet, value, "with"),
        "without": choose(choose(start, facet, value, "with"), facet, value, "without"),
    }
    fields = ("has", "without") if facet == "code" else ("with_terms", "without_terms")
    for state, field in zip(("with", "without"), fields, strict=True):
        chosen = states[state]  # type: ignore[index]  # a literal by zip
        assert len(getattr(chosen, field)) == 1 + (field in ("has", "with_terms"))
        assert chosen.page == 1
        dropped = choose(chosen, facet, value.swapcase() if facet == "fandom" else value, "")
        assert dropped == msgspec.structs.replace(start, page=1)
