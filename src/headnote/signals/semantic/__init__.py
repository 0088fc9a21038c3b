"""Work, Layout, lexical signals -> semantic signals: a small encoder reads the passages where it can change the answer.

The model lies in ``model/``: the encoder (ONNX, int8), its vocabulary and its heads. It needs onnxruntime and numpy,
which the default install brings; without them, or without the model, the fast tier is all there is.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from typing import TypeVar

from headnote.errors import ModelError, UsageError
from headnote.records import Device, Layout, Signal
from headnote.signals.semantic import shipped
from headnote.signals.semantic.encoder import Encoder, installed, runs_on
from headnote.signals.semantic.heads import Heads
from headnote.signals.semantic.reader import DETECTOR, Reader
from headnote.signals.semantic.wordpiece import WordPiece

__all__ = ["DETECTOR", "Reader", "check_device", "glance", "load", "model_name", "read"]

T = TypeVar("T")
#: Codes that the heads tell in other languages, too, as far as words are akin. Of the 50 texts of the moderation set
#: that readers call sexual 4 are in French, Italian and Norwegian; out of fold 3 of them got .3 or more (Nov 2026).
ANY_LANGUAGE = ("sex-explicit",)


@cache
def load(device: Device) -> Reader | None:
    """The reader of passages, once a process and device; null where the model or what runs it is not installed.

    Raises:
        ModelError: a file of the model is here and is not what it should be.
        UsageError: the runtime here cannot use the device.
    """
    if not installed():
        return None
    check_device(device)
    pieces = _part(shipped.VOCABULARY, WordPiece.bundled)
    encoder = _part(shipped.ENCODER, lambda: Encoder(device))
    heads = _part(shipped.HEADS, Heads.bundled)
    return _part(shipped.HEADS, lambda: Reader(pieces, encoder, heads).tried())


def check_device(device: Device) -> None:
    """Make sure that the encoder can run on a device.

    Raises:
        UsageError: the runtime here cannot use it.
    """
    if not runs_on(device):
        raise UsageError(
            f"expected a runtime that uses {device}, found one that does not",
            hint="Put onnxruntime-gpu in the place of onnxruntime, with NVIDIA's CUDA libraries, or use --device cpu.",
        )


def _part(name: str, make: Callable[[], T]) -> T:
    try:
        return make()
    except Exception as error:  # the runtime and the array reader raise what they like
        found = f"expected the file that headnote came with, got one that does not work ({type(error).__name__})"
        raise ModelError(f"model/{name}: {found}") from error


def model_name(device: Device = "cpu") -> str | None:
    """What a card calls the model, ``name@digest``; null where none is installed."""
    reader = load(device)
    return reader.name if reader else None


def read(text: str, layout: Layout, lexical: tuple[Signal, ...], device: Device = "cpu") -> tuple[Signal, ...]:
    """The encoder's signals for a work; empty where no model is installed.

    Args:
        text: of the work.
        layout: its passages.
        lexical: signals of the fast tier, which say where to read and count beside the encoder's own features.
    """
    reader = load(device)
    return reader.read(text, layout.passages, lexical) if reader else ()


def glance(text: str, layout: Layout, lexical: tuple[Signal, ...], device: Device = "cpu") -> tuple[Signal, ...]:
    """What the encoder says of a work in another language than English, of the few codes of which it can.

    Args: as of `read`; `lexical` are the signals of the words of that language.
    """
    return tuple(s for s in read(text, layout, lexical, device) if s.code in ANY_LANGUAGE)
