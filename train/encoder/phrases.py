"""The words of the rules as texts of their own, from which the head of S starts.

The label has 50 positive texts: too few to say which words of the language are near to sexual ones. The rules name
some thousand, and the encoder knows what else is like them; it needs no annotated text to be told.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import numpy as np

from headnote.signals import rules
from headnote.signals.semantic.encoder import LIMIT, Encoder
from headnote.signals.semantic.wordpiece import WordPiece
from headnote.taxonomy import codes

Array = np.ndarray[Any, np.dtype[Any]]

#: The head that starts from them, and the groups of codes whose words stand against its own: all but the sexual ones,
#: with insults by themselves, since what is called sexual too readily is most often an insult.
HEAD, FAMILY, INSULTING = "sex-explicit", "sex", "hate"
#: Words of one rule that are read: some rules have thousands of spellings.
MOST = 150


@dataclass(frozen=True)
class Phrases:
    """Words and phrases: `dense` (phrases x encoder features), `shown` (whether they speak for the head) and `weight`,
    which is one half for those that do and a quarter each for insults and all others."""

    dense: Array
    shown: Array
    weight: Array


def read_phrases() -> Phrases:
    """The words of all rules that count without company."""
    pieces, encoder = WordPiece.bundled(), Encoder()
    found = dict(_words())
    side = np.array(list(found.values()))
    weight = np.zeros(len(side))
    for which, share in (("own", 0.5), ("insult", 0.25), ("other", 0.25)):
        weight[side == which] = share / max(1, int((side == which).sum()))
    dense = np.stack([encoder.features(pieces.ids(word, LIMIT)) for word in found])
    return Phrases(dense, side == "own", weight)


def _words() -> Iterator[tuple[str, str]]:
    """Word, and which side it is on; the words of sexual rules last, so that no other side keeps them."""
    known = codes()
    sides: dict[str, list[str]] = {"other": [], "insult": [], "own": []}
    for rule in rules().values():
        if rule.code is None or rule.code not in known or rule.company:
            continue
        group = known[rule.code].group
        if rule.code == HEAD:
            side = "own"
        elif group == FAMILY:
            continue
        else:
            side = "insult" if group == INSULTING else "other"
        sides[side] += rule.words[:: max(1, len(rule.words) // MOST)]
    for side, words in sides.items():
        for word in words:
            yield word, side
