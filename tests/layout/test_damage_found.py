"""Damage done on purpose to the examples is found, and sound examples are left alone."""

from __future__ import annotations

from pathlib import Path

import pytest
from eval.damage import figures


@pytest.fixture(scope="module")
def found() -> dict[str, float]:
    return figures(Path("no-data-here"))


@pytest.mark.parametrize(
    ("damage", "recall"),
    [
        ("quotations emptied", 0.8),
        ("speech lost before its tag", 0.4),
        ("italics flattened", 0.9),
        ("blocks repeated", 0.9),
        ("end cut", 0.9),
        ("hard wrap", 0.9),
        ("mojibake", 0.9),
    ],
)
def test_damage_is_found(found: dict[str, float], damage: str, recall: float) -> None:
    assert found[f"{damage}.places"] > 0
    assert found[f"{damage}.recall"] >= recall
    assert found[f"{damage}.precision"] >= 0.8


def test_sound_examples_claim_no_more_than_one_place_in_ten_thousand_words(found: dict[str, float]) -> None:
    rates = {key: rate for key, rate in found.items() if key.endswith(".false_per_10k")}
    assert rates
    assert all(rate <= 1 for rate in rates.values()), rates
