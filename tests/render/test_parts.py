"""What the forms share: cleaning, wording, places, strips, talk, declared against found."""

from __future__ import annotations

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from headnote.records import Declared, Mark, Quote, Rating, Scene
from headnote.render.clean import clean, shorten
from headnote.render.places import Places
from headnote.render.sides import sides
from headnote.render.strip import columns, ruler, runs
from headnote.render.tags import tag_list
from headnote.render.talk import NEAR, talk
from headnote.render.wording import certainty, language_code, language_name, percent, ranges, reading_time
from tests.render.cards import changed, finding, rich, unread


@given(st.text())
def test_clean_gives_one_printable_line(text: str) -> None:
    line = clean(text)
    assert not any(ord(c) < 32 or 127 <= ord(c) < 160 or 0xD800 <= ord(c) < 0xE000 for c in line)
    assert line == clean(line)
    line.encode("utf-8")


@given(st.text(), st.integers(1, 60))
def test_shorten_never_passes_its_cells(text: str, cells: int) -> None:
    assert cell_len(shorten(text, cells)) <= cells


def test_clean_keeps_the_joiners_that_words_need() -> None:
    assert clean("می\u200cروم 👩\u200d🚀") == "می\u200cروم 👩\u200d🚀"


@pytest.mark.parametrize(
    ("confidence", "word"),
    [
        (1.0, "almost certain"),
        (0.9, "very likely"),
        (0.89, "likely"),
        (0.66, "likely"),
        (0.65, "possible"),
        (0, "a hint"),
    ],
)
def test_certainty(confidence: float, word: str) -> None:
    assert certainty(confidence) == word


@pytest.mark.parametrize(("share", "says"), [(0, "0%"), (0.001, "1%"), (0.5, "50%"), (0.999, "99%"), (1, "100%")])
def test_percent_never_rounds_to_nothing_or_to_all(share: float, says: str) -> None:
    assert percent(share) == says


@pytest.mark.parametrize(
    ("numbers", "says"), [([], ""), ([4], "4"), ([1, 2], "1, 2"), ([1, 2, 3, 7, 9, 10, 11], "1–3, 7, 9–11")]
)
def test_ranges(numbers: list[int], says: str) -> None:
    assert ranges(numbers) == says


@pytest.mark.parametrize(("words", "says"), [(0, "1 min"), (260, "1 min"), (15_000, "58 min"), (20_000, "1 h 15 min")])
def test_reading_time(words: int, says: str) -> None:
    assert reading_time(words) == says


def test_languages_by_either_name() -> None:
    assert language_name("fr") == "French"
    assert language_code("Français") == language_code("french") == "fr"
    assert language_code("Klingon") is None
    assert language_name("tlh") == "tlh"


@given(st.lists(st.integers(1, 3000), min_size=1, max_size=60), st.integers(10, 100), st.data())
def test_strips_lose_no_scene_and_invent_none(lengths: list[int], width: int, data: st.DataObject) -> None:
    starts = [sum(lengths[:n]) for n in range(len(lengths))]
    scenes = [
        Scene(id=n + 1, chapter=0, start=s, end=s + size, words=1)
        for n, (s, size) in enumerate(zip(starts, lengths, strict=True))
    ]
    chosen = data.draw(st.sets(st.sampled_from(range(1, len(scenes) + 1)), min_size=1))
    found = finding("violence", {s: 0.3 + s / 200 for s in sorted(chosen)})
    cells = columns(scenes, found, width)
    assert len(cells) == width
    assert max(cells) == pytest.approx(max(found.by_scene), abs=0.006)
    total = sum(lengths)
    for at, value in enumerate(cells):
        inside = [s for s in scenes if s.start < (at + 1) * total / width + 1 and s.end > at * total / width - 1]
        assert value == 0 or any(s.id in chosen for s in inside)


def test_neighbouring_scenes_of_one_confidence_are_one_run() -> None:
    found = runs(rich().layout.scenes, finding("violence", {2: 0.5, 3: 0.5, 4: 0.7, 6: 0.7}))
    assert [(r.first, r.last, r.confidence) for r in found] == [(2, 3, 0.5), (4, 4, 0.7), (6, 6, 0.7)]


def test_a_ruler_numbers_chapters_and_never_overlaps() -> None:
    layout = rich().layout
    assert ruler(layout.chapters, layout.scenes, 60).split() == ["1", "2", "3", "4"]
    assert ruler(layout.chapters[:1], layout.scenes, 60) == ""


def test_places_name_chapter_scene_and_share() -> None:
    places = Places(rich())
    assert str(places.find(0)) == "chapter 1, scene 1, 0% in"
    assert str(places.find(46_000)) == "chapter 4, scene 10, 75% in"
    between = rich().layout.scenes[0].end + 2
    assert places.find(between).scene is None


def test_exchanges_are_near_known_and_between_two() -> None:
    def said(start: int, who: str | None) -> Quote:
        return Quote(start=start, end=start + 10, speaker=who, confidence=1)

    far = 10_000
    quotes = [said(0, "p1"), said(20, "p2"), said(40, "p2"), said(60, None), said(80, "p1"), said(far, "p2")]
    speech = talk(changed(rich(), quotes=quotes))
    assert speech.exchanges == {("p1", "p2"): 2}
    assert speech.shares == {"p1": pytest.approx(0.4), "p2": pytest.approx(0.6)}
    assert speech.known == pytest.approx(5 / 6)
    assert far - 90 > NEAR


def states(**declared: object) -> dict[str, str]:
    return {s.label: s.state for s in sides(changed(rich(), declared=Declared(**declared)))}  # type: ignore[arg-type]


def test_declared_against_found() -> None:
    assert states(rating="mature")["Rating"] == "agree"
    assert states(rating="Explicit")["Rating"] == "differ"
    assert states(rating="Not Rated")["Rating"] == "declared"
    assert states()["Rating"] == "found"
    both = ["Major Character Death", "Graphic Depictions of Violence"]
    assert states(warnings=both)["Warnings"] == "agree"
    assert states(warnings=both[:1])["Warnings"] == "differ"
    assert states(warnings=["Creator Chose Not To Use Archive Warnings"])["Warnings"] == "declared"
    assert states(language="Deutsch")["Language"] == "differ"
    assert states(characters=["Josse Abara (Original Character)"])["Characters"] == "agree"


def test_missing_is_not_none() -> None:
    assert {s.label: s.declared for s in sides(changed(rich(), declared=Declared(warnings=[])))}[
        "Warnings"
    ] == "(left empty)"
    assert {s.label: s.declared for s in sides(changed(rich(), declared=Declared()))}["Warnings"] is None


def test_what_was_not_read_is_not_said_to_be_without_warnings() -> None:
    card = unread()
    card = changed(card, declared=msgspec.structs.replace(card.declared, warnings=["No Archive Warnings Apply"]))
    assert {s.label: s.found for s in sides(card)}["Warnings"] is None


def test_labels_are_held_against_the_text_by_what_they_mean() -> None:
    quiet = changed(rich(), findings=[], rating=Rating(value="General Audiences", confidence=0.9, because=[]))
    for declared, state in (
        (Declared(rating="G"), {"Rating": "agree"}),
        (Declared(rating="PG-13 (one swear word)"), {"Rating": "differ"}),
        (Declared(rating="Not Rated"), {"Rating": "declared"}),
        (Declared(marks=[Mark(text="rated G", meaning="rated-general")]), {"Rating": "agree"}),
        (Declared(warnings=["none"]), {"Warnings": "agree"}),
        (Declared(warnings=["MCD"]), {"Warnings": "differ"}),
        (Declared(warnings=["too many puns"]), {"Warnings": "declared"}),
        (Declared(), {"Rating": "found", "Warnings": "declared"}),
    ):
        seen = {s.label: s.state for s in sides(changed(quiet, declared=declared))}
        assert {label: seen[label] for label in state} == state, declared


def test_a_rating_of_another_site_stands_beside_the_archives_name() -> None:
    (row,) = (s for s in sides(changed(rich(), declared=Declared(rating="T"))) if s.label == "Rating")
    assert row.declared == "T (Teen And Up Audiences)"


def test_a_tag_list_holds_the_archives_words() -> None:
    declared = Declared(rating="rated m for mature", warnings=["MCD", "too many puns", "see end notes"], tags=["Angst"])
    lines = tag_list(changed(rich(), declared=declared)).splitlines()
    assert "Rating: Mature" in lines
    assert "Archive Warnings: Major Character Death" in lines
    assert any(line.startswith("Additional Tags: Angst, too many puns") for line in lines)
    assert not any("see end notes" in line for line in lines)
