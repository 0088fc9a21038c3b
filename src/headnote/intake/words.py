"""How many words the story has, at little cost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from headnote.records import Region

_WORD = re.compile(r"\w+")
_SPACE = re.compile(r"\s")
#: ASCII bytes that are no part of a word, as blanks.
_BLANKED = bytes(b if chr(b).isalnum() or b == 0x5F else 0x20 for b in range(0x80)) + b" " * 0x80
#: Characters counted at a time, so that a long work needs little memory beside its text.
_BLOCK = 1 << 18


def count_words(text: str, outside: Iterable[Region] = ()) -> int:
    r"""Number of matches of ``\w+`` in the text, without the regions that are not story."""
    total, at = 0, 0
    for region in sorted(outside, key=lambda r: r.start):
        if region.start > at:
            total += _count(text, at, region.start)
        at = max(at, region.end)
    return total + _count(text, at, len(text))


def _count(text: str, start: int, end: int) -> int:
    total = 0
    while start < end:
        stop = _cut(text, min(start + _BLOCK, end), end)
        block = text[start:stop]
        if block.isascii():
            total += len(block.encode("ascii").translate(_BLANKED).split())
        else:
            total += len(_WORD.findall(block))
        start = stop
    return total


def _cut(text: str, stop: int, end: int) -> int:
    """The next blank from `stop` on, so that no word is counted twice; a text without blanks is taken whole."""
    if stop >= end:
        return end
    blank = _SPACE.search(text, stop, end)
    return blank.start() if blank else end
