"""A model that is missing or damaged: the fast tier with its notice, or one clear error."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

import headnote
from headnote.errors import ModelError
from headnote.signals import semantic
from headnote.signals.semantic import shipped
from headnote.signals.semantic.heads import Heads

STORY = "She opened the door. \u201cCome in,\u201d said Mara."
FILES = (shipped.ENCODER, shipped.HEADS, shipped.VOCABULARY)


@pytest.fixture
def model(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A copy of the model that headnote takes for its own."""
    for name in FILES:
        shutil.copyfile(Path(str(shipped.FOLDER.joinpath(name))), tmp_path / name)
    monkeypatch.setattr(shipped, "FOLDER", tmp_path)
    semantic.load.cache_clear()
    yield tmp_path
    semantic.load.cache_clear()


@pytest.mark.parametrize("name", FILES)
def test_a_missing_file_leaves_the_fast_tier(model: Path, name: str) -> None:
    (model / name).unlink()
    card = headnote.card(STORY)
    assert card.engine.tier == "fast"
    assert any("no model is installed" in notice for notice in card.notices)


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("content", [b"", b"no model at all", b"\xff" * 5000])
def test_a_damaged_file_is_one_clear_error(model: Path, name: str, content: bytes) -> None:
    (model / name).write_bytes(content)
    with pytest.raises(ModelError, match=f"model/{name}: expected .*, got .*") as caught:
        headnote.card(STORY)
    assert "--fast" in caught.value.hint
    assert headnote.card(STORY, tier="fast").engine.tier == "fast"


def test_heads_of_another_encoder_are_refused(model: Path) -> None:
    with np.load(model / shipped.HEADS, allow_pickle=False) as found:
        arrays = {name: found[name] for name in found.files}
    narrower = arrays | {"dense": arrays["dense"][:, :100]}
    Heads(narrower)
    np.savez(model / shipped.HEADS, allow_pickle=False, **narrower)
    with pytest.raises(ModelError, match=shipped.HEADS):
        headnote.card(STORY)
