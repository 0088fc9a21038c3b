"""Telling the apostrophe from the single quotation mark."""

from __future__ import annotations

from typing import Literal

from headnote.layout.wordlists import word_set

Role = Literal["open", "close", "weak", "none"]

#: A mark right after one of these ends what was said.
SPEECH_END = frozenset('.,!?…—–-;:*_)"”')
BEFORE_OPEN = frozenset("([{—–-_*\"“”«‘'/…:")


def role(view: str, at: int, start: int, end: int) -> Role:
    """What the single mark at `at` can be within ``view[start:end]``: it opens, closes after the end of a sentence or
    clause, closes weakly (right after a word), or is an apostrophe."""
    before = view[at - 1] if at > start else " "
    after = view[at + 1] if at + 1 < end else " "
    if before.isalnum() and after.isalnum():
        return "none"
    mark = view[at]
    if mark != "’" and not after.isspace() and (before.isspace() or before in BEFORE_OPEN):
        if before in SPEECH_END and before not in '"”—–-_*(' and not after.isalnum():
            return "close"
        return "open" if not _headless(view, at, start, end) else "none"
    if before.isspace():
        return "none" if mark == "’" or not after.isspace() or at != start else "open"
    if before in SPEECH_END:
        return "close" if not after.isalnum() else "none"
    if after.isalnum():
        return "none"
    return "none" if _tailless(view, at, start, after, view[at + 2] if at + 2 < end else " ") else "weak"


def _headless(view: str, at: int, start: int, end: int) -> bool:
    """Whether the word after the mark has lost its head: 'tis, 'em, 'n', '90s."""
    stop = at + 1
    while stop < end and stop < at + 14 and view[stop].isalnum():
        stop += 1
    word = view[at + 1 : stop].lower()
    if word[:2].isdecimal() and len(word) <= 3:
        return True
    if word == "n" and view[stop : stop + 1] in ("'", "’"):
        return True
    return word in word_set("apostrophes", "headless") and at > start and view[at + 1].islower()


def _tailless(view: str, at: int, start: int, after: str, second: str) -> bool:
    """Whether the word before the mark has lost its tail or is a possessive plural: goin', o', the boys' hats."""
    first = at
    while first > start and first > at - 24 and view[first - 1].isalnum():
        first -= 1
    word = view[first:at].lower()
    if word in word_set("apostrophes", "tailless") or (len(word) > 3 and word.endswith("in")):
        return True
    return (
        word.endswith(("s", "z", "x")) and len(word) > 2 and after.isspace() and (second.islower() or second.isdigit())
    )
