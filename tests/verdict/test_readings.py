from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headnote import verdict
from headnote.records import Finding, Signal
from headnote.verdict import fuse
from headnote.verdict.readings import ENCODER, Readings
from headnote.verdict.thresholds import thresholds
from tests.verdict.build import a_layout, a_signal

LAYOUT = a_layout((0, 40_000))


def word(start: int, score: float, code: str = "violence") -> Signal:
    return Signal(
        start=start, end=start + 500, code=code, detector=ENCODER, rule=ENCODER, raw=score, score=score, scene=1
    )


def found(signals: list[Signal], code: str = "violence", characters: int = 600) -> Finding | None:
    return next((f for f in fuse.weigh(LAYOUT, signals, characters).findings if f.code == code), None)


def test_of_one_passage_the_probability_is_the_confidence() -> None:
    finding = found([word(0, 0.4)])
    assert finding is not None
    assert finding.confidence == 0.4
    assert finding.raised
    assert [(e.start, e.end, e.detector) for e in finding.evidence] == [(0, 500, ENCODER)]


def test_it_stands_for_the_rules_in_a_passage_that_it_read() -> None:
    hit = a_signal("violence", 100, 0.9)
    alone, weighed = found([hit]), found([hit, word(0, 0.02)])
    assert alone is not None
    assert weighed is not None
    assert alone.raised
    assert not weighed.raised
    assert weighed.confidence == 0.02


def test_in_a_passage_that_it_read_the_words_of_kin_are_weighed_already() -> None:
    kin = a_signal("gore", 100, 0.9)
    alone, weighed = (fuse.weigh(LAYOUT, each, 600).scores["violence"] for each in ([kin], [kin, word(0, 0.02)]))
    assert alone > 0.1
    assert weighed == 0.02


def test_every_code_has_a_score_also_where_it_is_not_found() -> None:
    findings, scores = fuse.weigh(LAYOUT, [word(0, 0.02)], 600)
    assert findings == ()
    assert scores["violence"] == 0.02
    assert scores["noncon"] == 0.0


def test_of_a_work_in_another_language_only_a_sure_word_is_raised() -> None:
    faint, sure = (verdict.unread(LAYOUT, (word(0, score, "sex-explicit"),), 600) for score in (0.15, 0.6))
    assert [f.raised for f in faint.findings if f.code == "sex-explicit"] == [False]
    assert [f.raised for f in sure.findings if f.code == "sex-explicit"] == [True]
    assert sure.rating.value is None
    assert verdict.unread().findings == ()


def test_elsewhere_the_rules_stand() -> None:
    hit = a_signal("violence", 5_000, 0.9)
    with_it, without = found([hit, word(0, 0.02)], characters=40_000), found([hit], characters=40_000)
    assert with_it is not None
    assert without is not None
    assert with_it.confidence == without.confidence


def test_it_says_nothing_of_codes_that_it_was_not_calibrated_for() -> None:
    assert found([word(0, 0.99, "noncon")], "noncon") is None
    assert not set(thresholds().encoder) & {"noncon", "dubcon", "incest", "underage-sex"}


def test_faint_words_all_over_a_long_work_do_not_raise_it() -> None:
    finding = found([word(600 * at, 0.25) for at in range(60)], characters=400_000)
    assert finding is None or not finding.raised


@given(st.lists(st.floats(0.01, 0.99), min_size=1, max_size=40), st.data())
def test_a_surer_reading_never_lowers_the_confidence(scores: list[float], data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(scores) - 1))
    surer = [*scores]
    surer[at] = data.draw(st.floats(scores[at], 0.99))
    before, after = (
        Readings.of([word(600 * n, score) for n, score in enumerate(each)]).confidence("violence")
        for each in (scores, surer)
    )
    assert 0.0 <= before <= after + 1e-12 <= 1.0
