"""What the encoder runs on."""

from __future__ import annotations

import pytest

from headnote.errors import UsageError
from headnote.signals import semantic
from headnote.signals.semantic.encoder import Encoder, runs_on

needs_cuda = pytest.mark.skipif(not runs_on("cuda"), reason="no runtime that uses CUDA")


def test_the_processor_is_always_there() -> None:
    semantic.check_device("cpu")


def test_a_device_that_the_runtime_cannot_use_is_told_with_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    import onnxruntime

    monkeypatch.setattr(onnxruntime, "get_available_providers", lambda: ["CPUExecutionProvider"])
    with pytest.raises(UsageError, match="expected a runtime that uses cuda") as raised:
        semantic.check_device("cuda")
    assert "onnxruntime-gpu" in raised.value.hint


@needs_cuda
def test_a_graphics_card_says_nearly_what_the_processor_says() -> None:
    ids = [101, 1996, 9849, 3344, 1996, 10437, 1012, 102]
    one, other = Encoder("cpu").features(ids), Encoder("cuda").features(ids)
    assert abs(one - other).max() < 0.02
