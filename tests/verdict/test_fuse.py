from __future__ import annotations

import math
from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from headnote.records import Finding, Layout, Signal
from headnote.taxonomy import codes
from headnote.verdict import fuse
from headnote.verdict.evidence import evidence
from headnote.verdict.thresholds import Curve, thresholds
from tests.verdict.build import a_layout, a_signal

LENGTH = 40_000
LAYOUT = a_layout((0, 15_000), (15_000, 40_000))
#: Codes with and without a calibrated curve, and such as imply others.
CODES = ("violence", "violence-graphic", "noncon", "major-death", "death", "slurs")


def found_in(layout: Layout, signals: Sequence[Signal], characters: int) -> tuple[Finding, ...]:
    return fuse.weigh(layout, signals, characters).findings


@st.composite
def signals(draw: st.DrawFn) -> Signal:
    start = draw(st.integers(0, LENGTH - 4))
    return a_signal(
        draw(st.sampled_from(CODES)),
        start,
        draw(st.floats(0.0, 1.0)),
        rule=draw(st.sampled_from(("one", "two", "three"))),
        scene=1 if start < 15_000 else 2,
        intensity=draw(st.sampled_from(fuse.INTENSITIES)),
        presence=draw(st.sampled_from(fuse.PRESENCES)),
    )


def scores(found: list[Signal]) -> dict[str, float]:
    return {f.code: f.confidence for f in found_in(LAYOUT, found, LENGTH)}


@given(st.lists(signals(), max_size=25), signals())
def test_more_evidence_never_lowers_a_confidence(found: list[Signal], another: Signal) -> None:
    before, after = scores(found), scores([*found, another])
    for code, confidence in before.items():
        assert after[code] >= confidence


@given(st.lists(signals(), max_size=25), st.integers(0, 24), st.floats(0.0, 1.0))
def test_a_stronger_signal_never_lowers_a_confidence(found: list[Signal], at: int, score: float) -> None:
    if at >= len(found) or score < found[at].score:
        return
    stronger = [*found]
    old = found[at]
    stronger[at] = a_signal(old.code, old.start, score, rule=old.rule, scene=old.scene)
    before, after = scores(found), scores(stronger)
    assert all(after[code] >= confidence for code, confidence in before.items())


@given(st.lists(signals(), max_size=25), st.randoms())
def test_the_order_of_signals_does_not_matter(found: list[Signal], random: object) -> None:
    turned = list(reversed(found))
    assert found_in(LAYOUT, turned, LENGTH) == found_in(LAYOUT, found, LENGTH)


@given(st.lists(signals(), max_size=40))
def test_findings_hold_what_their_record_promises(found: list[Signal]) -> None:
    findings = found_in(LAYOUT, found, LENGTH)
    order = list(codes())
    assert [order.index(f.code) for f in findings] == sorted(order.index(f.code) for f in findings)
    for finding in findings:
        assert 0.0 <= finding.confidence <= 1.0
        assert all(0.0 <= c <= 1.0 for c in finding.by_scene)
        assert finding.scenes == sorted(set(finding.scenes))
        assert len(finding.scenes) == len(finding.by_scene)
        windows = LENGTH / thresholds().pool.window
        assert finding.raised == thresholds().curve(finding.code).raises(finding.confidence, windows)
        assert 0 < len(finding.evidence) <= fuse.EVIDENCE_SHOWN
        places = [(e.start, e.end) for e in finding.evidence]
        assert places == sorted(set(places))


def test_one_strong_hit_counts_in_a_novel() -> None:
    hit = [a_signal("noncon", 10, 0.95)]
    passage, novel = evidence(hit, 500), evidence(hit, 1_000_000)
    assert 0.0 < novel < passage
    assert -math.expm1(-novel) > 0.85


@given(st.lists(signals(), max_size=25), st.integers(1, 10**7), st.integers(1, 10**7))
def test_length_alone_never_adds_evidence(found: list[Signal], one: int, other: int) -> None:
    short, long = sorted((one, other))
    assert evidence(found, short) >= evidence(found, long)


def test_weak_hits_spread_over_a_novel_are_not_certainty() -> None:
    weak = [a_signal("noncon", at, 0.15, rule=f"rule {at % 7}") for at in range(0, 1_000_000, 5_000)]
    assert len(weak) == 200
    assert -math.expm1(-evidence(weak, 1_000_000)) < 0.5


def test_a_theme_of_a_novel_counts() -> None:
    few = [a_signal("noncon", 10_000 * at, 0.6) for at in range(3)]
    many = [a_signal("noncon", 3_000 * at, 0.6) for at in range(300)]
    assert -math.expm1(-evidence(few, 1_000_000)) < 0.5
    assert -math.expm1(-evidence(many, 1_000_000)) > 0.7


def test_the_same_word_again_counts_less_than_another() -> None:
    same = [a_signal("noncon", at, 0.3) for at in (0, 50, 100)]
    others = [a_signal("noncon", at, 0.3, rule=f"rule {at}") for at in (0, 50, 100)]
    once = evidence(same[:1], 500)
    assert once < evidence(same, 500) < 2.5 * once
    assert evidence(others, 500) == pytest.approx(3 * once)


@pytest.mark.parametrize(("code", "implied"), [(c, t) for t, cs in fuse.implied_by().items() for c in cs])
def test_evidence_for_a_code_is_evidence_for_what_it_implies(code: str, implied: str) -> None:
    got = scores([a_signal(code, 10, 0.8)])
    assert got[implied] >= got[code] > 0.0


def test_implied_evidence_does_not_go_back() -> None:
    assert "violence-graphic" not in scores([a_signal("violence", 10, 0.8)])
    assert "major-death" not in scores([a_signal("death", 10, 0.8)])


def test_presence_and_intensity_are_the_strongest_that_stand_alone() -> None:
    plain = [a_signal("noncon", at, 0.9, presence="mentioned", intensity="mild", rule=f"{at}") for at in (10, 60)]
    (faint,) = [f for f in found_in(LAYOUT, [*plain, a_signal("noncon", 90, 0.1)], LENGTH) if f.code == "noncon"]
    assert (faint.presence, faint.intensity) == ("mentioned", "mild")
    strong = [*plain, a_signal("noncon", 90, 0.9, presence="implied", intensity="graphic")]
    (clear,) = [f for f in found_in(LAYOUT, strong, LENGTH) if f.code == "noncon"]
    assert (clear.presence, clear.intensity) == ("implied", "graphic")


def test_scenes_are_read_each_for_itself() -> None:
    found = found_in(LAYOUT, [a_signal("slurs", 10, 0.9, scene=1), a_signal("slurs", 16_000, 0.6, scene=2)], LENGTH)
    assert found[0].scenes == [1, 2]
    assert found[0].by_scene[0] > found[0].by_scene[1]


def test_signals_that_context_set_aside_are_no_finding() -> None:
    assert found_in(LAYOUT, [a_signal("slurs", 10, 0.0, raw=0.9)], LENGTH) == ()


def test_the_strongest_evidence_is_shown_in_text_order() -> None:
    many = [a_signal("slurs", 10 * at, 0.9 if at % 2 else 0.1) for at in range(40)]
    shown = found_in(LAYOUT, many, LENGTH)[0].evidence
    assert len(shown) == 12
    assert all(e.score == 0.9 for e in shown)
    assert [e.start for e in shown] == sorted(e.start for e in shown)
    assert all(e.excerpt is None for e in shown)


def test_a_trope_is_named_from_its_threshold_on() -> None:
    named = fuse.named_tropes([a_signal("trope-magic", 5, 0.7), a_signal("trope-space", 9, 0.3)], 1000)
    assert [t.code for t in named] == ["trope-magic"]
    assert named[0].confidence == pytest.approx(0.7)


@given(st.floats(0.0, 60.0), st.floats(0.0, 60.0), st.floats(0.05, 5.0), st.floats(-5.0, 5.0))
def test_a_curve_is_monotone_and_bounded(one: float, other: float, slope: float, offset: float) -> None:
    for curve in (Curve(threshold=0.5), Curve(threshold=0.5, slope=slope, offset=offset)):
        low, high = sorted((one, other))
        assert 0.0 <= curve.confidence(low) <= curve.confidence(high) <= 1.0
        assert curve.confidence(0.0) == 0.0


def test_every_calibrated_code_is_in_the_taxonomy_and_says_on_what() -> None:
    for code, curve in thresholds().code.items():
        assert code in codes()
        assert curve.basis
        assert curve.slope is None or curve.slope > 0.0
        assert 0.0 < curve.threshold < 1.0


@given(st.floats(0.01, 0.99), st.floats(0.0, 1.0), st.floats(0.5, 5000.0), st.floats(0.5, 5000.0))
def test_what_a_long_work_raises_a_short_one_would(
    threshold: float, confidence: float, one: float, other: float
) -> None:
    curve = Curve(threshold=threshold)
    short, long = sorted((one, other))
    assert curve.raises(confidence, short) or not curve.raises(confidence, long)
    assert curve.raises(confidence, 1.0) == (confidence >= threshold)
    assert curve.raises(confidence, 100.0) == (confidence >= max(threshold, 0.5))


def test_a_hit_weighs_more_in_a_short_text() -> None:
    hit = [a_signal("noncon", 10, 0.5)]
    assert evidence(hit, 100) == evidence(hit, 200) > evidence(hit, 500) > evidence(hit, 1000)


def test_kin_speak_for_a_code_and_do_not_make_it_graphic(monkeypatch: pytest.MonkeyPatch) -> None:
    curve = Curve(threshold=0.2, slope=1.0, offset=0.0, kin={"gore": 0.5})
    monkeypatch.setitem(thresholds().code, "violence", curve)
    gore = a_signal("gore", 10, 0.9, intensity="graphic")
    alone = next(f for f in found_in(LAYOUT, [gore], 1000) if f.code == "violence")
    assert (alone.presence, alone.intensity) == ("implied", "mild")
    assert [(e.start, e.end) for e in alone.evidence] == [(10, 14)]
    assert alone.raised
    faint = found_in(LAYOUT, [a_signal("gore", 10, 0.1)], 1000)
    assert [f.code for f in faint] == ["gore"]
    both = next(f for f in found_in(LAYOUT, [gore, a_signal("violence", 60, 0.9)], 1000) if f.code == "violence")
    assert both.confidence > alone.confidence
    assert [(e.start, e.end) for e in both.evidence] == [(60, 64)]


def test_no_code_is_kin_to_what_rests_on_its_own_evidence_alone() -> None:
    for code in ("noncon", "incest", "underage-sex", "major-death", "violence-graphic"):
        assert fuse.kin_of(code) == ()
        assert thresholds().curve(code).kin == {}


def test_kin_are_codes_and_weigh_at_most_as_much_as_the_code_itself() -> None:
    for code, curve in thresholds().code.items():
        assert set(curve.kin) <= set(fuse.kin_of(code)) <= set(codes()) - {code}
        assert all(0.0 < weight <= 1.0 for weight in curve.kin.values())
