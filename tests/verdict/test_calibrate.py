from __future__ import annotations

import random
import tomllib
from pathlib import Path

import msgspec
import pytest
from train import calibrate
from train.calibrate import Row

from headnote.verdict.fuse import kin_of
from headnote.verdict.thresholds import Thresholds


def rows(count: int, *, seed: int = 1) -> list[Row]:
    """Rows of a stand-in label without kin: the more evidence the likelier, a fifth without any."""
    chance = random.Random(seed)
    made = []
    for at in range(count):
        evidence = 0.0 if at % 5 == 0 else chance.random() * 3.0
        made.append(Row((evidence,), chance.random() < evidence / 3.5, str(at)))
    return made


def test_a_fit_is_monotone_and_calibrated() -> None:
    fit = calibrate.fit("transphobia", rows(400))
    assert fit.curve.slope
    assert fit.curve.slope > 0.0
    assert 0.65 < fit.accuracy <= 1.0
    high = [truth for confidence, truth in fit.out_of_fold if confidence >= 0.5]
    low = [truth for confidence, truth in fit.out_of_fold if confidence < 0.5]
    assert sum(high) / len(high) > 0.5 > sum(low) / len(low)
    assert calibrate.LEAST_THRESHOLD <= fit.curve.threshold < 1.0


def test_kin_that_tell_nothing_get_no_weight() -> None:
    chance = random.Random(3)
    width = len(kin_of("war"))
    noisy = [Row((r.evidence[0], *(chance.random() * 3 for _ in range(width))), r.truth, r.text) for r in rows(600)]
    assert all(weight < 0.35 for weight in calibrate.fit_curve("war", noisy).kin.values())


def test_kin_that_tell_all_get_weight() -> None:
    width = len(kin_of("war"))
    telling = [Row((0.1, r.evidence[0], *[0.0] * (width - 1)), r.truth, r.text) for r in rows(600)]
    first = kin_of("war")[0]
    assert calibrate.fit_curve("war", telling).kin[first] > 0.3


@pytest.mark.parametrize(("least", "recall"), [(0.0, 0.0), (0.9, 0.9)])
def test_a_threshold_keeps_the_recall_that_is_asked_for(least: float, recall: float) -> None:
    known = [Row((1.0,), at % 2 == 0, str(at)) for at in range(100)]
    given = [0.2 + 0.007 * at if row.truth else 0.5 for at, row in enumerate(known)]
    cut = calibrate.best_threshold(given, known, least)
    assert calibrate.balanced(given, known, cut)[1] >= recall


def test_what_is_written_is_read_back(tmp_path: Path) -> None:
    path = tmp_path / "thresholds.toml"
    path.write_text(calibrate.TABLES.read_text(encoding="utf-8"), encoding="utf-8")
    fit = calibrate.fit("transphobia", rows(200))
    calibrate.write({"war": fit, "H": fit}, path)
    read = msgspec.convert(tomllib.loads(path.read_text(encoding="utf-8")), Thresholds)
    assert set(read.code) == {"war", *calibrate.GROUPS["H"]}
    assert read.curve("war").threshold == fit.curve.threshold
    before = tomllib.loads(calibrate.TABLES.read_text(encoding="utf-8"))
    assert tomllib.loads(path.read_text(encoding="utf-8"))["pool"] == before["pool"]
