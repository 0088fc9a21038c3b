"""Whatever the text: every place lies in it, every person is one of the cast, and twice reads the same."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from headnote.people.cues import BLOCK, CueFinder, Phrase, folded
from headnote.people.particulars import add_particulars
from headnote.records import Region
from tests.people.staging import stage

PIECES = st.sampled_from(
    [
        "Mara",
        "Tam",
        "was",
        "seventeen",
        "17",
        "aged",
        "turned",
        "at nine",
        "years later",
        "\n\n",
        "***",
        '"',
        ".",
        ",",
        "her brother",
        "kissed",
        "in love with",
        "omega",
        "heat",
        "suppressants",
        "smelled of",
        "cedar",
        "Hogwarts",
        "’s",
        "İ",
        "ﬁ",
        "é",
        "🔞",
        "Year Nine",
        "sixteenth birthday",
        "a hundred",
        "-year-old",
        "\r\n",
        "she",
        "I'm",
        "you",
        "a year younger than",
        "\nAge: 17",
        "\nMara - 17, keeper",
        "(19F)",
        "19/f",
        "Some years later",
        "pushing",
        "and Tam were both",
        "mum,",
        "friends",
    ]
)


@settings(max_examples=150, deadline=None)
@given(st.lists(PIECES, max_size=60).map(lambda pieces: " ".join(["Mara", *pieces])))
def test_places_lie_in_the_text(text: str) -> None:
    work, layout, cast = stage(text, {"Mara": "she", "Tam": "he"}, speakers=["Mara", "Tam"] * 30)
    read = add_particulars(work, layout, cast)
    ids = {person.id for person in cast.people}
    places = [age for person in read.people for age in person.ages]
    places += [facet for person in read.people for facets in person.facets.values() for facet in facets]  # type: ignore[misc]
    places += [piece for pair in read.pairs for piece in pair.evidence]  # type: ignore[misc]
    assert all(0 <= place.start < place.end <= len(text) for place in places)
    assert all(set(pair.people) <= ids and len(set(pair.people)) == 2 for pair in read.pairs)
    assert all(a.low is None or a.high is None or a.low <= a.high for person in read.people for a in person.ages)
    assert add_particulars(work, layout, cast) == read


@given(st.text())
def test_folding_keeps_every_offset(text: str) -> None:
    assert len(folded(text)) == len(text)


def test_a_cue_is_a_whole_word_in_its_own_case() -> None:
    finder = CueFinder([Phrase("a", 1, "omega"), Phrase("b", 2, "Hunter"), Phrase("c", 3, "it's")])
    text = "Omega omegas omega-like. A hunter, a Hunter. It’s İt's"
    found = {topic: [text[c.start : c.end] for c in cues] for topic, cues in finder.find(text).items()}
    assert found == {"a": ["Omega", "omega"], "b": ["Hunter"], "c": ["It’s"]}


def test_cues_across_blocks_and_outside_regions() -> None:
    finder = CueFinder([Phrase("a", 1, "omega")])
    text = "x " * (BLOCK // 2 + 10) + "omega\n" + "y " * 20 + "omega"
    assert len(finder.find(text)["a"]) == 2
    notes = (Region(start=len(text) - 10, end=len(text), kind="note"),)
    assert len(finder.find(text, notes)["a"]) == 1


def test_a_work_without_people_has_no_ages_and_pairs() -> None:
    work, layout, cast = stage("He was seventeen, and kissed her.", {})
    read = add_particulars(work, layout, cast)
    assert (read.people, read.pairs) == ((), ())
