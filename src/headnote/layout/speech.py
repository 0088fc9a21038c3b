"""Speech told from words that are merely set in quotation marks: titles, labels, scare quotes.

Calibrated in November 2026 on the 14 novels of the developers' part, by counting which of the short quotations inside a
paragraph the annotators took as speech: of those kept here nine in ten, of those dropped one in ten.
"""

from __future__ import annotations

import re

from headnote.layout.wordlists import word_set

#: Longer quotations are speech whatever stands around them.
LONG = 60

#: Words from which what begins small and ends as a clause does is speech (on the novels 18 of 33; of fewer words 14 of
#: 150).
SENTENCE = 5
#: What may say that something was said: "said Mara", "Mara said".
_TAG = re.compile(r"\s+(?:(?:he|she|they|I|[A-Z]\w+)\s+)?([a-z]+)\b(?=\s+(?:[A-Z]|the\b|he\b|she\b|they\b)|[.,;:])")
_WORD = re.compile(r"[^\W\d_][\w'’.-]*")


def is_speech(view: str, start: int, end: int, first: int, *, open_: bool) -> bool:
    """Whether what stands in marks at ``view[start:end]`` is likely speech.

    Args:
        view: the text.
        start: offset of the opening mark.
        end: offset behind the closing mark.
        first: start of the paragraph.
        open_: no closing mark was found.
    """
    if end - start < 3:
        return False
    if open_ or end - start > LONG or start == first or view[start] in "「『":
        return True
    inner = view[start + 1 : end - 1].strip()
    before = view[max(first, start - 30) : start]
    bare = before.rstrip()
    if not inner or not bare:
        return bool(inner)
    if inner[-1] in "!?…—-" or bare[-1] in ",:.!?—–-;)" or before.endswith("  "):
        return True
    if bare.rsplit(None, 1)[-1].lower() in word_set("speech", "verbs"):
        return True
    if inner[-1] not in ".,":
        return False
    if (tag := _TAG.match(view, end)) and tag.group(1) in word_set("speech", "verbs"):
        return True
    return inner.count(" ") >= SENTENCE - 1 if inner[0].islower() else not in_title_case(inner)


def in_title_case(inner: str) -> bool:
    """Whether words are capitalised as in a title: all of several, but for the small ones."""
    words = _WORD.findall(inner)
    small = word_set("speech", "small")
    return len(words) > 1 and all(word[0].isupper() or word in small for word in words)
