"""Masking. Telling words are of the letters q, x and z here, all others of a, b and c, so that a leak shows."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote import verdict
from headnote.records import Advisory, Audit, AuditItem, Cast, Declared, Evidence, Signal, Source, Span, Work
from headnote.verdict.excerpts import BLOCK, SEALED, WIDTH, merged
from tests.verdict.build import a_layout, a_signal

TELLING = re.compile("[qxzQXZ]")
words = st.tuples(
    st.sampled_from(("aab", "cab", "bacca", "a", "qxz", "zxqqz", "Q", "xz-qz")),
    st.sampled_from((" ", "\n", "  ", "\r\n\r\n", ", ")),
)


@st.composite
def stories(draw: st.DrawFn) -> tuple[str, tuple[Signal, ...]]:
    """A text, and a signal on every telling word, the spans sometimes cutting the word short."""
    text, signals = "", []
    for word, gap in draw(st.lists(words, min_size=1, max_size=120)):
        if TELLING.search(word):
            cut = draw(st.integers(0, max(0, len(word) - 1)))
            code = draw(st.sampled_from(("noncon", "gore", "sex-explicit")))
            signals.append(a_signal(code, len(text), draw(st.floats(0.05, 0.95)), end=len(text) + len(word) - cut))
        text += word + gap
    return text, tuple(signals)


def read(text: str, signals: tuple[Signal, ...]) -> Advisory:
    work = Work(text=text, source=Source(), declared=Declared())
    return verdict.advise(work, a_layout((0, len(text))), Cast(), signals)


def excerpts(text: str, signals: tuple[Signal, ...], *, reveal: bool = False) -> dict[str, list[str]]:
    shown = verdict.with_excerpts(read(text, signals), text, reveal=reveal)
    return {f.code: [e.excerpt or "" for e in f.evidence] for f in shown.findings}


@given(stories())
def test_no_letter_of_any_telling_word_shows(story: tuple[str, tuple[Signal, ...]]) -> None:
    for shown in excerpts(*story).values():
        assert not any(TELLING.search(excerpt) for excerpt in shown)


@given(stories())
def test_an_excerpt_is_one_line_of_about_its_width(story: tuple[str, tuple[Signal, ...]]) -> None:
    for reveal in (False, True):
        for shown in excerpts(*story, reveal=reveal).values():
            for excerpt in shown:
                assert excerpt.isprintable()
                assert 0 < len(excerpt) <= WIDTH + 60
                assert "  " not in excerpt


@given(stories())
def test_reveal_shows_what_is_there(story: tuple[str, tuple[Signal, ...]]) -> None:
    text, signals = story
    advisory = verdict.with_excerpts(read(text, signals), text, reveal=True)
    for finding in advisory.findings:
        for evidence in finding.evidence:
            assert " ".join(text[evidence.start : evidence.end].split()) in (evidence.excerpt or "")
            assert BLOCK not in (evidence.excerpt or "")


@given(stories(), st.integers(0, 5))
def test_underage_sex_shows_nothing_even_when_revealed(story: tuple[str, tuple[Signal, ...]], at: int) -> None:
    text, signals = story
    if not signals:
        return
    place = signals[at % len(signals)]
    sealing = a_signal("underage-sex", place.start, 0.1, end=place.end, scene=1)
    for reveal in (False, True):
        for shown in excerpts(text, (*signals, sealing), reveal=reveal).values():
            assert set(shown) <= {SEALED}


def test_other_evidence_near_it_is_sealed_and_far_from_it_is_not() -> None:
    text = "aab qxz cab. " * 600
    near, far = a_signal("gore", 4, 0.9, end=7), a_signal("gore", 13 * 500 + 4, 0.9, end=13 * 500 + 7)
    sealing = a_signal("underage-sex", 30, 0.3, scene=0)
    shown = excerpts(text, (near, far, sealing), reveal=True)
    assert shown["gore"][0] == SEALED
    assert "qxz" in shown["gore"][1]
    assert shown["underage-sex"] == [SEALED]


def test_a_whole_scene_is_sealed() -> None:
    text = "aab qxz cab. " * 600
    work = Work(text=text, source=Source(), declared=Declared())
    layout = a_layout((0, 6500), (6500, len(text)))
    sealing = a_signal("underage-sex", 6000, 0.3, scene=1)
    first, second = a_signal("gore", 4, 0.9, end=7, scene=1), a_signal("gore", 7004, 0.9, end=7007, scene=2)
    advisory = verdict.advise(work, layout, Cast(), (first, sealing, second))
    shown = verdict.with_excerpts(advisory, text, reveal=True)
    gore = next(f for f in shown.findings if f.code == "gore")
    assert [e.excerpt == SEALED for e in gore.evidence] == [True, False]


def test_signals_that_are_not_shown_are_masked_all_the_same() -> None:
    text = "aab " + " ".join(["qxz"] * 30) + " cab"
    signals = tuple(a_signal("noncon", 4 + 4 * i, 0.9 - i / 100, end=7 + 4 * i) for i in range(30))
    shown = excerpts(text, signals)["noncon"]
    assert len(shown) == 12
    assert not any(TELLING.search(excerpt) for excerpt in shown)


def test_a_span_that_ends_within_a_word_masks_the_word() -> None:
    text = "aab cab qxzzzing aab"
    assert excerpts(text, (a_signal("gore", 8, 0.9, end=11),))["gore"] == ["aab cab ▇▇▇▇▇▇▇▇ aab"]


def test_audit_evidence_is_masked_and_sealed_likewise() -> None:
    text = "aab qxz cab aab qxz cab" + " aab cab" * 20
    evidence = [Evidence(start=4, end=7, score=0.9, detector="stand-in")]
    plain = AuditItem(
        rule="label.missing-warning", level="error", message="A message.", codes=["noncon"], evidence=evidence
    )
    young = AuditItem(
        rule="label.missing-warning", level="error", message="A message.", codes=["underage-sex"], evidence=evidence
    )
    audit = Audit(items=(plain, young), masks=(Span(start=4, end=7), Span(start=16, end=19)))
    masked = [i.evidence[0].excerpt or "" for i in verdict.audit_with_excerpts(audit, text).items]
    assert masked[0].startswith("aab ▇▇▇ cab aab ▇▇▇ cab aab")
    clear = [i.evidence[0].excerpt or "" for i in verdict.audit_with_excerpts(audit, text, reveal=True).items]
    assert "qxz" in clear[0]
    assert masked[1] == clear[1] == SEALED


def test_escapes_and_direction_marks_do_not_reach_the_terminal() -> None:
    text = "aab \x1b[31m cab \u202e qxz \u2028 aab"
    (excerpt,) = excerpts(text, (a_signal("gore", text.index("qxz"), 0.9, end=text.index("qxz") + 3),), reveal=True)[
        "gore"
    ]
    assert excerpt.isprintable()
    assert "qxz" in excerpt


def test_one_long_line_gives_a_short_excerpt() -> None:
    text = "a" * 5_000_000
    (excerpt,) = excerpts(text, (a_signal("gore", 2_500_000, 0.9, end=2_500_100),))["gore"]
    assert len(excerpt) < WIDTH + 60


def test_evidence_longer_than_an_excerpt_is_cut() -> None:
    text = "qxz " * 500
    (excerpt,) = excerpts(text, (a_signal("gore", 0, 0.9, end=1999),))["gore"]
    assert len(excerpt) < 2 * WIDTH
    assert not TELLING.search(excerpt)


@pytest.mark.parametrize(
    ("ranges", "expected"),
    [
        ([], []),
        ([(3, 3)], []),
        ([(5, 9), (1, 4)], [(1, 4), (5, 9)]),
        ([(1, 4), (4, 9)], [(1, 9)]),
        ([(1, 9), (2, 3), (8, 12)], [(1, 12)]),
    ],
)
def test_ranges_are_merged(ranges: list[tuple[int, int]], expected: list[tuple[int, int]]) -> None:
    assert [(s.start, s.end) for s in merged(ranges)] == expected


def test_an_excerpt_of_an_unread_work_is_no_error() -> None:
    assert verdict.with_excerpts(verdict.unread(), "aab").findings == ()
