"""Which language a text is in, from a few short samples of it."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib.resources import files
from typing import Any

from headnote.records import Language, Source

_WORD = re.compile(r"[^\W\d_]+(?:['\u2019][^\W\d_]+)?")
#: Share of common words over which a sample is English without asking the model. The 1,500-character samples of the
#: fourteen shared novels lie at 0.26 to 0.52 (2026-11); French, German and Dutch prose stay under 0.1.
_ENGLISH = 0.22
#: Under this many words a share says little, and the model is asked.
_ENOUGH = 12
_SAMPLE = 1500
#: Under this the model's guess is not reported at all.
_UNCERTAIN = 0.5
#: From this on, and in a text of this many characters, another language is taken at its word.
_CERTAIN, _LONG = 0.8, 200
#: A text without one Latin letter is not English, however unsure the model is between its own neighbours.
_OTHER_SCRIPT = 0.9
_LATIN = re.compile("[A-Za-z]{2}")


def identify(text: str) -> Language | None:
    """Language of a text by samples from three places; null where it is too short or too mixed to tell."""
    sample = _sampled(text)
    words = _WORD.findall(sample.casefold().replace("\u2019", "'"))
    if not words:
        return None
    share = sum(map(_common().__contains__, words)) / len(words)
    if len(words) >= _ENOUGH and share >= _ENGLISH:
        return Language(code="en", confidence=round(min(0.99, 0.8 + share / 2), 3))
    return _asked(sample, share)


def unread_reason(source: Source) -> str | None:
    """Why the content of a work was not read, in one sentence; null when it is read.

    A text is left unread only where the language is certainly not English: short and uncertain texts are read.
    """
    language = source.language
    if language is None or language.code == "en" or language.confidence < _CERTAIN or source.characters < _LONG:
        return None
    return f"The text is in {language_name(language.code)}; its content was not read."


def language_name(code: str) -> str:
    """English name of a language code; the code in words where it has none here."""
    name: str | None = _data()["names"].get(code)
    return name or f"another language (code {code})"


def _sampled(text: str) -> str:
    if len(text) <= 3 * _SAMPLE:
        return text
    starts = (len(text) // 20, len(text) // 2, len(text) * 4 // 5)
    return "\n".join(text[start : start + _SAMPLE] for start in starts)


def _asked(sample: str, share: float) -> Language | None:
    code, confidence = _model().classify(" ".join(sample.split()))
    if not _LATIN.search(sample):
        confidence = max(confidence, _OTHER_SCRIPT)
    if code == "en" or (confidence < _CERTAIN and share >= _ENGLISH):
        return Language(code="en", confidence=round(max(confidence, min(share, 0.9)), 3))
    if code == "zxx" or confidence < _UNCERTAIN:
        return None
    return Language(code=code, confidence=round(confidence, 3))


@cache
def _model() -> Any:
    from headnote.intake.language_model import load

    return load()


@cache
def _data() -> Any:
    return tomllib.loads(files("headnote.intake").joinpath("languages.toml").read_text(encoding="utf-8"))


@cache
def _common() -> frozenset[str]:
    return frozenset(_data()["english"]["common"].split())
