"""Plain tags: the name that a quotation's own sentence gives its speaker."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Mapping, Sequence

from headnote.people.vocabulary import vocabulary

_ADVERB = r"(?:(?:then|again|once|only|just|also|at last|\w+ly)[ \n]+)?"
_FILLER = re.compile(r"(?:(?:the|poor|old|little|young|dear|good)[ \n]+)*")
_WORD = re.compile(rf"[ \r\n]{{0,3}}[-—–]*[ \r\n]{{0,3}}{_ADVERB}([a-z]+)[ \r\n]+{_ADVERB}")
_NEXT = re.compile(rf"[ \r\n]{{1,2}}{_ADVERB}([a-z]+)")


def tag_after(text: str, end: int, named: Mapping[int, tuple[int, int]]) -> int | None:
    """Person named by the tag that follows a quotation ("said Alice", "Alice said").

    Args:
        text: the work's text.
        end: where the quotation ends.
        named: for each start of a name its end and its person.
    """
    speech = vocabulary().speech
    m = _WORD.match(text, end, end + 60)
    if m and m.group(1) in speech:
        at = named.get(_FILLER.match(text, m.end()).end())  # type: ignore[union-attr]
        if at:
            return at[1]
    start = end
    while start < len(text) and start < end + 3 and text[start] in " \r\n":
        start += 1
    at = named.get(_FILLER.match(text, start).end())  # type: ignore[union-attr]
    if at:
        m = _NEXT.match(text, at[0], at[0] + 40)
        if m and m.group(1) in speech:
            return at[1]
    return None


def spread(spans: Sequence[tuple[int, int]], tagged: Sequence[int | None], edges: Sequence[int]) -> list[int | None]:
    """Speakers where one tag speaks for all quotations of its paragraph; `edges` are the starts of paragraphs."""
    paragraphs = [bisect_right(edges, start) for start, _ in spans]
    said: dict[int, set[int]] = {}
    for paragraph, who in zip(paragraphs, tagged, strict=True):
        if who is not None:
            said.setdefault(paragraph, set()).add(who)
    return [
        min(said[paragraph]) if who is None and len(said.get(paragraph, ())) == 1 else who
        for paragraph, who in zip(paragraphs, tagged, strict=True)
    ]
