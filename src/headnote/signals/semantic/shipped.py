"""The files of the model, as they lie in the package."""

from __future__ import annotations

from importlib.resources import files
from importlib.resources.abc import Traversable

ENCODER, HEADS, VOCABULARY = "encoder.onnx", "heads.npz", "vocab.txt"
FOLDER: Traversable = files(__package__).joinpath("model")


def present() -> bool:
    """Whether all of them are here."""
    return all(FOLDER.joinpath(name).is_file() for name in (ENCODER, HEADS, VOCABULARY))


def content(name: str) -> bytes:
    return FOLDER.joinpath(name).read_bytes()
