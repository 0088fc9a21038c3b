from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest

from headnote.taxonomy import RATINGS, codes
from headnote.verdict.rating import NOTHING_FOUND, rate, rating_rules
from tests.verdict.build import a_finding

CASES: list[dict[str, Any]] = tomllib.loads((Path(__file__).parent / "cases" / "ratings.toml").read_text())["case"]


@pytest.mark.parametrize("case", CASES, ids=lambda c: c["says"])
def test_a_rating_is_what_the_case_expects(case: dict[str, Any]) -> None:
    rating = rate([a_finding(**f) for f in case.get("found", [])], case.get("labelled", {}))
    assert rating.value == case["rating"]
    assert rating.because == case.get("because", [])
    assert 0.0 < rating.confidence <= 1.0


def test_a_rating_that_rests_on_nothing_is_never_certain() -> None:
    assert rate([], {}).confidence == NOTHING_FOUND < 1.0


@pytest.mark.parametrize("confidence", [0.5, 0.7, 0.9, 0.99])
def test_confidence_grows_with_that_of_its_finding(confidence: float) -> None:
    low = rate([a_finding("sex-explicit", confidence, intensity="graphic")], {})
    high = rate([a_finding("sex-explicit", min(1.0, confidence + 0.01), intensity="graphic")], {})
    assert low.value == high.value == "Explicit"
    assert low.confidence < high.confidence


def test_a_hint_that_was_not_raised_moves_no_rating_but_makes_it_less_sure() -> None:
    hint = a_finding("violence-graphic", 0.42, intensity="graphic", raised=False)
    assert rate([hint], {}).value == "General Audiences"
    assert rate([hint], {}).confidence == pytest.approx(0.58)
    sure = a_finding("violence", 0.9)
    assert rate([sure], {}).value == rate([sure, hint], {}).value == "Teen And Up Audiences"
    assert rate([sure, hint], {}).confidence < rate([sure], {}).confidence


def test_rules_speak_of_codes_and_ratings_that_exist() -> None:
    for rule in rating_rules():
        assert set(rule.codes) <= set(codes())
        assert rule.rating in RATINGS[1:]
        assert 0.0 < rule.weight <= 1.0
