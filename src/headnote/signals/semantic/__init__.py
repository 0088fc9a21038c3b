"""Work, Layout, lexical signals -> semantic signals: a small encoder reads the passages where it can change the answer.

The model lies in ``model/``: the encoder (ONNX, int8), its vocabulary and its heads. It needs onnxruntime and numpy,
which the default install brings; without them, or without the model, the fast tier is all there is.
"""

from __future__ import annotations

from functools import cache

from headnote.records import Layout, Signal
from headnote.signals.semantic.encoder import Encoder, installed
from headnote.signals.semantic.heads import Heads
from headnote.signals.semantic.reader import DETECTOR, Reader
from headnote.signals.semantic.wordpiece import WordPiece

__all__ = ["DETECTOR", "Reader", "load", "model_name"]


@cache
def load() -> Reader | None:
    """The reader of passages, once a process; null where the model or what runs it is not installed."""
    if not installed():
        return None
    return Reader(WordPiece.bundled(), Encoder(), Heads.bundled())


def model_name() -> str | None:
    """What a card calls the model, ``name@digest``; null where none is installed."""
    reader = load()
    return reader.name if reader else None


def read(text: str, layout: Layout, lexical: tuple[Signal, ...]) -> tuple[Signal, ...]:
    """The encoder's signals for a work; empty where no model is installed.

    Args:
        text: of the work.
        layout: its passages.
        lexical: signals of the fast tier, which say where to read and count beside the encoder's own features.
    """
    reader = load()
    return reader.read(text, layout.passages, lexical) if reader else ()
