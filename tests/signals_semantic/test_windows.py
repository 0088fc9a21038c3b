from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from headnote.records import Passage, Signal
from headnote.signals.semantic.windows import LEAST_READ, SHARE, SHORT, chosen, windows


def passages(count: int, words: int = 90) -> list[Passage]:
    return [Passage(start=500 * at, end=500 * at + 490, scene=1, words=words) for at in range(count)]


def hit(start: int, code: str = "violence", score: float = 0.6) -> Signal:
    return Signal(start=start, end=start + 5, code=code, detector="lexicon", rule=f"r{start}", raw=score, score=score)


@given(st.lists(st.floats(0.0, 30.0), min_size=1, max_size=400))
def test_within_the_budget_in_order_and_the_weightiest_among_them(weights: list[float]) -> None:
    read = chosen(weights)
    assert read == sorted(set(read))
    assert len(read) == min(len(weights), max(LEAST_READ, -int(-SHARE * len(weights) // 1)))
    assert max(weights) == max(weights[at] for at in read)


def test_a_work_of_few_passages_is_read_whole() -> None:
    assert chosen([0.0] * LEAST_READ) == list(range(LEAST_READ))


def test_where_the_rules_found_nothing_the_sample_spreads_over_the_work() -> None:
    weights = [1.0] * 100 + [0.0] * 900
    assert max(chosen(weights)) > 900


def test_a_short_work_is_one_window() -> None:
    few = passages(2, words=SHORT // 2)
    (window,) = windows(few, [hit(10), hit(600)])
    assert (window.start, window.end) == (few[0].start, few[-1].end)
    assert len(window.signals) == 2


def test_a_window_has_the_signals_that_lie_in_it() -> None:
    (first, second, *_) = windows(passages(6), [hit(10), hit(480), hit(510), hit(520, "trope-abo")])
    assert [s.start for s in first.signals] == [10, 480]
    assert [s.start for s in second.signals] == [510]


def test_nothing_to_read() -> None:
    assert windows([], []) == []
