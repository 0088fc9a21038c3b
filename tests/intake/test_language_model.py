"""The thinned model of the language identifier answers as the whole one does."""

from __future__ import annotations

import numpy as np
import pytest
from py3langid.langid import MODEL_FILE, LanguageIdentifier

from headnote.intake import language_model
from headnote.intake.language_model import Thinned, Transitions, Weights, load
from tests.intake.making import STORY
from tests.intake.test_language import CHINESE, FRENCH, GERMAN

TEXTS = [STORY, FRENCH, GERMAN, CHINESE, "", "a", "12 34", "Она считала огни на набережной.", "ночь night Nacht nuit"]


@pytest.fixture(scope="module")
def whole() -> LanguageIdentifier:
    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)


def test_every_text_gets_the_same_language_and_confidence(
    whole: LanguageIdentifier, monkeypatch: pytest.MonkeyPatch
) -> None:
    thinned = load()
    assert [thinned.rank(text) for text in TEXTS] == [whole.rank(text) for text in TEXTS]
    monkeypatch.setattr(language_model, "REMEMBERED", 5)  # forgetting changes nothing
    assert [thinned.classify(text) for text in TEXTS] == [whole.classify(text) for text in TEXTS]


def test_tables_give_back_every_entry() -> None:
    table = np.random.default_rng(3).integers(0, 4, (40, 256)).astype(np.uint32)
    kept = Thinned(iter((table[:25], table[25:])), table[7])
    transitions = Transitions(kept)
    assert [transitions[i] for i in range(table.size)] == table.ravel().tolist()
    weights = Weights(kept, table.dtype)
    assert np.array_equal(weights[[39, 0, 7, 24, 25, 0]], table[[39, 0, 7, 24, 25, 0]])
