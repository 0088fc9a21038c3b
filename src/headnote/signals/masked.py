"""Masked words: profanity and slurs of which signs stand for letters, and rows of signs that stand for a curse."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from string import ascii_letters

from headnote.records import Signal
from headnote.signals.lexicon import Lexicon
from headnote.signals.place import Places
from headnote.signals.rule import Rule

#: Groups of rules whose words are looked for, and the rule that a hit names.
GROUPS = {"profanity": "language.masked", "slur": "slurs.masked"}
#: Signs that stand for a letter. One that looks like a letter stands for that letter, the others for any one.
SIGNS = "*#$@%!&"
LIKE = {"@": "a", "$": "s", "!": "i"}
#: A row of so many signs, of so many kinds, is a curse itself and weighs so much.
ROW, KINDS, CURSE = 4, 3, 0.4
#: Characters on either side of a sign that may belong to its word, and the least length of a masked word.
LONGEST, SHORTEST = 16, 4
#: Letters that must be left of a slur; of profanity the first is enough.
LETTERS = 2
#: What a mask leaves of a word's weight.
LEFT = 0.9
_SIGN = re.compile(r"[*#$@%&!]")
#: What may stand before a name of which the first letter is left.
_BEFORE_NAME = re.compile(r"\b(mr|mrs|miss|ms|lady|lord|sir|captain|colonel|major|general|dr|of|at|in|from)\W+$", re.I)


def masked(text: str, lexicon: Lexicon, places: Places) -> Iterator[Signal]:
    """A signal at each masked word of the rules for profanity and slurs in `lexicon`, in text order."""
    words, last = _words(lexicon), 0
    for sign in _SIGN.finditer(text) if words else ():
        at = sign.start()
        ends = text[at] == "!" and not text[at + 1 : at + 2].isalpha()
        if ends or at < last or at in places.aside:
            continue
        start, last = _token(text, at)
        token = text[start:last].rstrip("!").lower()
        if _is_curse(text[start:last]):
            yield _signal(places, (start, last), "language.masked", "strong-language", CURSE)
        elif any(char in ascii_letters for char in token):
            rule = _meant(token, words, name=_BEFORE_NAME.search(text, max(0, start - LONGEST), start) is not None)
            if rule is not None and rule.code and rule.group:
                span = (start, start + len(token))
                yield _signal(places, span, GROUPS[rule.group], rule.code, round(rule.weight * LEFT, 4))


def _token(text: str, at: int) -> tuple[int, int]:
    """The run of letters and signs about a sign."""
    start = end = at
    while start > max(0, at - LONGEST) and _belongs(text[start - 1]):
        start -= 1
    while end < min(len(text), at + LONGEST) and _belongs(text[end]):
        end += 1
    return start, end


def _belongs(char: str) -> bool:
    return char in ascii_letters or char in SIGNS


def _is_curse(token: str) -> bool:
    return len(token) >= ROW and len(set(token)) >= KINDS and all(char in SIGNS for char in token)


def _meant(token: str, words: dict[int, list[tuple[str, Rule]]], *, name: bool) -> Rule | None:
    """The rule of the word that a token masks: the first of its length all of whose letters stand where they should."""
    left = sum(char in ascii_letters for char in token)
    if left == len(token) or token[0] == "*" or (left < LETTERS and (name or token[0] not in ascii_letters)):
        return None
    for word, rule in words.get(len(token), ()):
        if (left >= LETTERS or rule.group == "profanity") and all(map(_stands_for, token, word)):
            return rule
    return None


def _stands_for(char: str, letter: str) -> bool:
    return char == letter or (char in SIGNS and LIKE.get(char, letter) == letter)


@lru_cache(maxsize=8)
def _words(lexicon: Lexicon) -> dict[int, list[tuple[str, Rule]]]:
    """Single words of the groups by length, profanity first, the weightiest first."""
    of = [(group, rule) for group in GROUPS for rule in lexicon.rules if rule.group == group and not rule.near]
    words: dict[int, list[tuple[str, Rule]]] = {}
    for _, rule in sorted(of, key=lambda pair: (list(GROUPS).index(pair[0]), -pair[1].weight)):
        for word in rule.words:
            if word.isalpha() and len(word) >= SHORTEST:
                words.setdefault(len(word), []).append((word, rule))
    return words


def _signal(places: Places, at: tuple[int, int], rule: str, code: str, weight: float) -> Signal:
    return Signal(
        start=at[0], end=at[1], code=code, detector="masked", rule=rule, raw=weight, score=weight,
        scene=places.scene(at[0]), intensity="moderate", presence="depicted", context=("masked",), people=(),
    )  # fmt: skip
