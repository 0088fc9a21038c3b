"""Noun phrases for people: "the old woman", "his wife", "a boy of sixteen", "two other guards"."""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from headnote.people.cues import BLOCK, block_end, folded
from headnote.people.named import Named
from headnote.people.person_words import PersonNoun, person_nouns
from headnote.people.vocabulary import vocabulary

if TYPE_CHECKING:
    from ahocorasick_rs import AhoCorasick

#: What a phrase begins with: what is known already, what is new, whose it is, what means no one.
KNOWN, NEW, OWNED, NONE, BARE, COUNT = range(6)
_DETERMINERS = {
    **dict.fromkeys("the this that these those".split(), KNOWN),  # noqa: SIM905
    **dict.fromkeys("a an another some".split(), NEW),  # noqa: SIM905
    **dict.fromkeys("two three four five six seven eight nine ten several many few other certain".split(), COUNT),  # noqa: SIM905
    **dict.fromkeys("his her its their my your our".split(), OWNED),  # noqa: SIM905
    **dict.fromkeys("no any every each all such both what which one".split(), NONE),  # noqa: SIM905
}
#: What may stand before the determiner of a phrase, and before a count.
_BEFORE_ANY = frozenset(("all", "both", "many", "such"))
_BEFORE_COUNT = _DETERMINERS.keys() - {"that", "this", "no", "what", "which"}
#: Code points before a noun that are looked at, and words before it that may belong to it.
LOOKED, WORDS = 60, 4
#: Code points in which mostly so many words stand.
NEAR = 40
#: Words that no noun phrase goes over, beside those of every sentence.
_NO_MODIFIERS = frozenset(
    (
        *("said", "made", "told", "gave", "saw", "had", "been", "like", "into", "upon", "over", "after", "before"),
        *("under", "between", "among", "against", "without", "within", "through", "about", "towards", "toward"),
        *("behind", "beside"),
        *("might", "may", "can", "could", "will", "would", "shall", "should", "must", "ever", "again"),
        *("across", "around", "off", "up", "down", "out", "till", "only", "once", "never", "always", "too", "also"),
    )
)  # fmt: skip
_WORD = re.compile(r"[\w’'-]+,?|\S")
_OF = re.compile(r"[ \n]+of[ \n]+(?:(?:the|an?|his|her|my|their|our|this|that)[ \n]+)?")
_ENDS = re.compile(r"['’]s?\b|[ \n]*[^\w\s]|[ \n]+([a-z’'-]+)|\Z")


class NounPhrase(NamedTuple):
    """A phrase's span, the singular of its head and where the head begins, the gender that it tells, whether it means
    several, how it begins, and where the pronoun or name begins whose it is (-1 where none)."""

    start: int
    end: int
    head: str
    at: int
    gender: str
    several: bool
    kind: int
    owner: int


def find_phrases(text: str, named: Named) -> Iterator[NounPhrase]:
    """The noun phrases for people, in text order.

    Args:
        text: the work's text.
        named: where its people are named; a noun that is part of a name heads no phrase.
    """
    end = -1
    for start, stop, noun in _nouns(text):
        if start < end:
            continue
        i = bisect_left(named.starts, stop) - 1
        if i >= 0 and named.ends[i] > start:
            continue
        if noun.doubtful and not _ended(text, stop):
            continue
        first, kind, owner = _beginning(text, start, named)
        if kind == BARE and (noun.doubtful or not noun.several):
            continue
        if kind == NONE and noun.head == "other":  # "each other", "no other than"
            continue
        end = _of(text, stop)
        yield NounPhrase(first, end, noun.head, start, noun.gender, noun.several, kind, owner)


def _beginning(text: str, head: int, named: Named) -> tuple[int, int, int]:
    """Where the phrase of a noun begins, how, and whose it is."""
    words = _words_before(text, head)
    stop = _stop()
    first = head
    while words:
        m = words.pop()
        word = m.group()
        small = word.lower()
        kind = _DETERMINERS.get(small)
        if kind is not None:
            return _outermost(words, m.start(), kind)
        if small.endswith(("'s", "’s", "s'", "s’")):
            i = bisect_left(named.starts, m.end()) - 1
            if i >= 0 and named.ends[i] in (m.end() - 2, m.end() - 1):
                return named.starts[i], OWNED, named.starts[i]
            break
        if not word[0].isalpha() or small.rstrip(",") in stop or (word[-1] == "," and first == head):
            break
        if small.endswith("ly") and first != head and len(small) > 4:  # "mostly men", but "an extremely tall man"
            continue
        first = m.start()
    return first, BARE, -1


def _words_before(text: str, head: int) -> list[re.Match[str]]:
    """The last words before a noun, one more than may belong to it. Most are found from nearby, where the first one may
    be cut; so one more must stand before them."""
    near = list(_WORD.finditer(text, max(0, head - NEAR), head))
    if len(near) < WORDS + 2:
        near = list(_WORD.finditer(text, max(0, head - LOOKED), head))
    return near[-WORDS - 1 :]


def _outermost(words: list[re.Match[str]], start: int, kind: int) -> tuple[int, int, int]:
    """The same with the determiners before the one found: "all his", "the three", "many a"."""
    owner = start if kind == OWNED else -1
    while words:
        outer = words[-1].group().lower()
        if outer not in (_BEFORE_COUNT if kind == COUNT else _BEFORE_ANY):
            break
        start = words.pop().start()
        kind = _DETERMINERS[outer] if kind == COUNT else kind
        owner = start if kind == OWNED and owner < 0 else owner
    return start, NEW if kind == COUNT else kind, owner


def _of(text: str, end: int) -> int:
    """Where a phrase ends with what its person is of: "the owner of the house", "a boy of sixteen"."""
    m = _OF.match(text, end)
    if m is None:
        return end
    stop, words = _stop(), vocabulary()
    for word in _WORD.finditer(text, m.end(), m.end() + LOOKED):
        small = word.group().lower()
        known = small in stop or small in words.human or small in words.speech or not small[0].isalnum()
        if known or word.start() - end > LOOKED:
            break
        end = word.end() - small.endswith((",", "-"))
        if small.endswith(","):
            break
    return end


@cache
def _stop() -> frozenset[str]:
    return vocabulary().function | _NO_MODIFIERS


def _ended(text: str, end: int) -> bool:
    """Whether what follows a noun ends its phrase: a stop, a word of grammar, a verb of people."""
    m = _ENDS.match(text, end)
    if m is None:
        return False
    word = m.group(1)
    words = vocabulary()
    verb = word and (word.endswith("ed") or word in words.human or word in words.speech)
    return not word or bool(verb) or word in words.function or word in _NO_MODIFIERS


def _nouns(text: str) -> Iterator[tuple[int, int, PersonNoun]]:
    """Where a noun for a person stands after a blank, as a whole word."""
    nouns, finder = person_nouns(), _finder()
    low = 0
    while low < len(text):
        high = block_end(text, low + BLOCK)
        block = folded(text[low:high])
        for entry, start, end in finder.find_matches_as_indexes(block):
            after = block[end : end + 1]
            if not after.isalpha() and after != "-":
                yield low + start + 1, low + end, nouns[entry]
        low = high


@cache
def _finder() -> AhoCorasick:
    from ahocorasick_rs import AhoCorasick, Implementation, MatchKind

    forms = [f" {noun.form}" for noun in person_nouns()]
    return AhoCorasick(forms, matchkind=MatchKind.LeftmostLongest, implementation=Implementation.ContiguousNFA)
