"""The room's word lists, read once from the data files beside the modules."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def words(name: str) -> dict[str, tuple[str, ...]]:
    """The lists of ``NAME.toml``, by their keys, in the order of the file."""
    text = resources.files("headnote.layout").joinpath(f"{name}.toml").read_text(encoding="utf-8")
    return {key: tuple(value) for key, value in tomllib.loads(text).items()}


@cache
def word_set(name: str, key: str) -> frozenset[str]:
    """One list of ``NAME.toml`` for membership tests."""
    return frozenset(words(name)[key])
