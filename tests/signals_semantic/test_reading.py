from __future__ import annotations

from collections.abc import Iterator
from importlib.resources import files
from pathlib import Path

import numpy as np
import pytest

import headnote
from headnote import intake, layout
from headnote.records import Passage, Signal
from headnote.signals import semantic
from headnote.signals.semantic import reader as reading
from headnote.signals.semantic.encoder import Encoder
from headnote.signals.semantic.heads import LEAST
from headnote.taxonomy import codes
from headnote.verdict.readings import ENCODER
from headnote.verdict.thresholds import thresholds

STORY = (Path(__file__).parents[2] / "examples" / "the-lamp-at-skerry-head.txt").read_text(encoding="utf-8")
#: What the encoder alone must never say.
NEVER = {"underage-sex", "noncon", "dubcon", "incest"}


@pytest.fixture
def bundled() -> semantic.Reader:
    found = semantic.load("cpu")
    assert found is not None
    return found


@pytest.fixture
def without_model(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setattr(semantic, "installed", lambda: False)
    semantic.load.cache_clear()
    yield
    semantic.load.cache_clear()


def passages(count: int, length: int = 500) -> list[Passage]:
    return [Passage(start=length * at, end=length * (at + 1), scene=at + 1, words=90) for at in range(count)]


def test_each_passage_gets_a_signal_of_each_code(bundled: semantic.Reader) -> None:
    shape = passages(5)
    found = bundled.read(STORY, shape, [])
    assert {(s.start, s.end, s.scene) for s in found} == {(p.start, p.end, p.scene) for p in shape}
    assert len(found) == len(shape) * len({s.code for s in found})
    assert {s.detector for s in found} == {semantic.DETECTOR} == {ENCODER}
    assert all(0.0 < s.score == s.raw < 1.0 for s in found)


def test_a_passage_reads_the_same_beside_other_passages(bundled: semantic.Reader) -> None:
    alone = bundled.read(STORY, passages(6)[1:], [])
    among = bundled.read(STORY, passages(12), [])
    for signal in alone:
        assert signal in among


def test_a_longer_text_is_read_in_parts_to_its_end(bundled: semantic.Reader) -> None:
    short, longer = (Passage(start=0, end=end, scene=1, words=350) for end in (1_000, 2_000))
    changed = STORY[:1_900] + "and the war went on until the last of the soldiers fell. " + STORY[2_000:]
    read = {s.code: s.score for s in bundled.read(STORY, [longer], [])}
    assert len(read) == len(bundled.read(STORY, [longer], []))
    assert {s.code: s.score for s in bundled.read(changed, [longer], [])} != read
    assert [s.score for s in bundled.read(changed, [short], [])] == [s.score for s in bundled.read(STORY, [short], [])]


def test_the_features_of_a_text_in_parts_have_the_length_of_any_other() -> None:
    encoder = Encoder()
    ids = [101, *range(2_000, 2_000 + 700), 102]
    short, long = encoder.features([*ids[:100], 102]), encoder.features(ids)
    assert short.shape == long.shape
    for found in (short, long):
        assert np.linalg.norm(found.reshape(2, -1), axis=1) == pytest.approx([1.0, 1.0], abs=1e-3)


def test_what_the_rules_found_counts(bundled: semantic.Reader) -> None:
    hit = Signal(start=510, end=520, code="violence", detector="lexicon", rule="stand-in", raw=0.9, score=0.9)
    plain, told = (bundled.read(STORY, passages(5), hits) for hits in ([], [hit]))
    changed = [(a, b) for a, b in zip(plain, told, strict=True) if a != b]
    assert any(b.code == "violence" and b.score > a.score for a, b in changed)
    assert all(a.start == 500 for a, _ in changed)


def test_it_speaks_for_calibrated_codes_only(bundled: semantic.Reader) -> None:
    spoken = {s.code for s in bundled.read(STORY, passages(3), [])}
    assert spoken == set(thresholds().encoder)
    assert spoken <= set(codes())
    assert not spoken & NEVER


def test_a_label_goes_to_the_codes_that_the_rules_found() -> None:
    heads = {"label-SH": 0.7, "war": 0.4}
    assert dict(reading.by_code(heads, {})) == {"self-harm": 0.7, "suicide": LEAST, "eating-body": LEAST, "war": 0.4}
    found = dict(reading.by_code(heads, {"suicide": 0.5}))
    assert (found["self-harm"], found["suicide"]) == (LEAST, 0.7)


def test_the_model_stays_under_25_megabytes() -> None:
    model = Path(str(files("headnote.signals.semantic"))) / "model"
    assert sum(path.stat().st_size for path in model.iterdir()) < 25_000_000


def test_the_card_names_the_model() -> None:
    card = headnote.card(STORY)
    assert card.engine.tier == "full"
    assert card.engine.model == semantic.model_name()
    assert card.notices == []
    assert headnote.card(STORY, tier="fast").engine.model is None


@pytest.mark.usefixtures("without_model")
def test_without_a_model_the_fast_tier_reads_and_says_so() -> None:
    card = headnote.card(STORY)
    assert (card.engine.tier, card.engine.model) == ("fast", None)
    assert any("no model is installed" in notice for notice in card.notices)
    assert card.findings == headnote.card(STORY, tier="fast").findings


FRENCH = (
    "Le phare se dressait au bout de la jet\u00e9e, blanc et droit dans la brume. Mara monta l\u2019escalier en "
    "comptant les marches, comme elle le faisait depuis l\u2019enfance. En haut, son fr\u00e8re l\u2019attendait "
    "avec une lampe et deux tasses de caf\u00e9. Ils parl\u00e8rent de la p\u00eache et de la lettre du matin."
)


def test_a_work_in_another_language_gets_a_glance_and_no_rating() -> None:
    card = headnote.card(FRENCH)
    assert card.rating.value is None
    assert not any(f.raised for f in card.findings)
    assert card.engine.tier == "full"
    assert any("French" in notice and "encoder" in notice for notice in card.notices)


def test_the_glance_speaks_of_few_codes() -> None:
    work = intake.read_text(FRENCH)
    found = semantic.glance(work.text, layout.lay_out(work), ())
    assert {s.code for s in found} == set(semantic.ANY_LANGUAGE)
