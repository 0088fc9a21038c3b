"""Short forms that rule files use for several spellings, written out.

``(a|b|)`` stands for each alternative; ``punch+v`` for punch, punches, punched, punching; ``wound+n`` for wound,
wounds. Irregular words are written as alternatives: ``str(ike|ikes|uck|iking)``.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import product

_CHOICE = re.compile(r"\(([^()]*)\)")
_MARKED = re.compile(r"([^\W\d_]+)\+([vn])(?!\w)")
_ONE_VOWEL = re.compile(r"[^aeiou]*[aeiou][bdfgklmnprtvz]")
_HISSING = ("s", "x", "z", "ch", "sh")


def _plural(word: str) -> str:
    if word.endswith(_HISSING):
        return word + "es"
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return word[:-1] + "ies"
    return word + "s"


def _verb(word: str) -> list[str]:
    if word.endswith("e") and not word.endswith(("ee", "oe", "ye")):
        return [word, word + "s", word + "d", word[:-1] + "ing"]
    if word.endswith("y") and word[-2:-1] not in "aeiou":
        return [word, _plural(word), word[:-1] + "ied", word + "ing"]
    stem = word + word[-1] if _ONE_VOWEL.fullmatch(word) else word
    return [word, _plural(word), stem + "ed", stem + "ing"]


def _alternatives(phrase: str) -> Iterator[str]:
    """Each reading of the phrase's choices, the innermost first."""
    choice = _CHOICE.search(phrase)
    if choice is None:
        yield " ".join(phrase.split())
        return
    for option in choice[1].split("|"):
        yield from _alternatives(phrase[: choice.start()] + option + phrase[choice.end() :])


def _inflected(phrase: str) -> Iterator[str]:
    parts = _MARKED.split(phrase)
    choices: list[list[str]] = []
    for i in range(0, len(parts), 3):
        choices.append([parts[i]])
        if i + 2 < len(parts):
            word, kind = parts[i + 1], parts[i + 2]
            choices.append(_verb(word) if kind == "v" else [word, _plural(word)])
    for chosen in product(*choices):
        yield "".join(chosen)


def expand(phrases: Iterable[str]) -> list[str]:
    """All spellings of the phrases, in order, each once."""
    return list(
        dict.fromkeys(form for phrase in phrases for plain in _alternatives(phrase) for form in _inflected(plain))
    )
