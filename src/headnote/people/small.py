"""Names in works that are written without capitals: words that stand where a tag's name stands."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from headnote.people.runs import MIDDLE, Run
from headnote.people.vocabulary import vocabulary

#: A work is written small where it has fewer capitalised runs than one in this many words; the novels have one in ten.
FEW = 60
#: Times that a word must stand in a tag to be a name there.
TAGGED = 2
_AFTER = re.compile(r"[\s,–—-]*([a-z][\w-]+)\s+([a-z]+)")


def written_small(text: str, runs: Sequence[Run], quoted: Sequence[tuple[int, int]]) -> bool:
    """Whether a work hardly uses capitals and has speech to take names from."""
    return len(quoted) > 3 and len(runs) * FEW * 5 < len(text)


def small_runs(text: str, quoted: Sequence[tuple[int, int]]) -> list[Run]:
    """Runs of the words that tags give as speakers' names, in text order."""
    words = vocabulary()
    tagged: Counter[str] = Counter()
    for _, end in quoted:
        m = _AFTER.match(text, end, end + 60)
        if not m:
            continue
        first, second = m.groups()
        if (second in words.speech or second in words.human) and _may_be_name(first):
            tagged[first] += 1 + (first in words.given)
        elif first in words.speech and _may_be_name(second):
            tagged[second] += 1 + (second in words.given)
    names = sorted(w for w, n in tagged.items() if n >= TAGGED or _acts(text, w))
    if not names:
        return []
    pattern = re.compile(rf"(?<![\w-])(?:{'|'.join(map(re.escape, names))})(?![\w-])")
    return [Run(m.start(), m.end(), (m.group(),), MIDDLE) for m in pattern.finditer(text)]


def _acts(text: str, word: str) -> bool:
    """Whether a word does what people do, more than once."""
    words = vocabulary()
    following = re.findall(rf"(?<![\w-]){re.escape(word)}\s+([a-z]+)", text)
    return sum(1 for verb in following if verb in words.human or verb in words.speech) > TAGGED


def _may_be_name(word: str) -> bool:
    words = vocabulary()
    return not (
        word in words.starters
        or word in words.function
        or word in words.speech
        or word in words.noun_gender
        or word in words.pronoun_gender
    )
