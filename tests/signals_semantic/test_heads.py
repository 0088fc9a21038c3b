from __future__ import annotations

import numpy as np
import pytest

from headnote.records import Signal
from headnote.signals.semantic.heads import (
    GRAPHIC,
    LEAST,
    MOST,
    REPEAT,
    Heads,
    lexical_columns,
    lexical_features,
    lexical_nats,
)
from headnote.taxonomy import codes


def signal(code: str, score: float, rule: str = "r") -> Signal:
    return Signal(start=0, end=4, code=code, detector="lexicon", rule=rule, raw=score, score=score)


def heads(lexical: float = 1.0, offset: float = -1.0) -> Heads:
    return Heads(
        {
            "names": np.array(["violence"]),
            "columns": np.array(["violence", "gore"]),
            "dense": np.array([[1.0, 0.0]], dtype=np.float32),
            "words": np.array([[0.0, 0.0, 0.0, 2.0]], dtype=np.float16),
            "rarity": np.array([1.0, 1.0, 1.0, 1.0], dtype=np.float16),
            "lexical": np.array([[lexical, 0.0]], dtype=np.float32),
            "offset": np.array([offset], dtype=np.float32),
        }
    )


def probability(found: Heads, features: list[float], ids: list[int], signals: list[Signal]) -> float:
    return found.probabilities(np.array(features, dtype=np.float32), ids, signals)["violence"]


def test_features_words_and_evidence_add_up() -> None:
    bare = probability(heads(), [0.0, 0.0], [0, 2, 0], [])
    assert bare == 0.269
    assert probability(heads(), [2.0, 0.0], [0, 2, 0], []) > bare
    assert probability(heads(), [0.0, 0.0], [0, 3, 0], []) > bare
    assert probability(heads(), [0.0, 0.0], [0, 2, 0], [signal("violence", 0.5)]) > bare
    assert probability(heads(), [0.0, 0.0], [0, 2, 0], [signal("gore", 0.5)]) == bare


def test_the_marks_of_start_and_end_are_no_words() -> None:
    assert probability(heads(), [0.0, 0.0], [3, 2, 3], []) == probability(heads(), [0.0, 0.0], [0, 2, 0], [])


@pytest.mark.parametrize(("offset", "expected"), [(-50.0, LEAST), (50.0, MOST)])
def test_never_certain(offset: float, expected: float) -> None:
    assert probability(heads(offset=offset), [0.0, 0.0], [0, 2, 0], []) == expected


def test_of_most_codes_the_strongest_hit_of_each_rule_counts() -> None:
    once = lexical_nats([signal("violence", 0.5)])
    assert lexical_nats([signal("violence", 0.5), signal("violence", 0.3)]) == once
    assert lexical_nats([signal("violence", 0.5), signal("violence", 0.5, "s")])["violence"] == pytest.approx(
        2 * once["violence"]
    )


@pytest.mark.parametrize("code", REPEAT)
def test_of_some_codes_hits_of_one_rule_count_less_and_less(code: str) -> None:
    weak, strong = signal(code, 0.3), signal(code, 0.5)
    once = lexical_nats([strong])[code]
    assert lexical_nats([weak, strong]) == lexical_nats([strong, weak])
    assert once < lexical_nats([weak, strong])[code] < once + lexical_nats([weak])[code]


@pytest.mark.parametrize("code", GRAPHIC)
def test_of_some_codes_graphic_hits_are_a_feature_of_their_own(code: str) -> None:
    columns = lexical_columns(["gore", code])
    mild, graphic = (
        Signal(start=0, end=4, code=code, detector="lexicon", rule=i, raw=0.5, score=0.5, intensity=i)
        for i in ("mild", "graphic")
    )
    other = Signal(start=0, end=4, code="gore", detector="lexicon", rule="r", raw=0.5, score=0.5, intensity="graphic")
    none, every, apart = (
        lexical_features([mild, other], columns),
        *(lexical_features([s], columns) for s in (mild, graphic)),
    )
    assert len(columns) == 2 + len(GRAPHIC)
    at = columns.index(code) + 1 + GRAPHIC.index(code)
    assert none[at] == every[at] == 0.0 < none[0]
    assert apart[at] == apart[columns.index(code)] == every[columns.index(code)] > 0.0


def test_the_bundled_heads_know_only_codes_of_the_taxonomy() -> None:
    assert set(Heads.bundled().columns) <= set(lexical_columns(list(codes())))
